### What the assistant says in this language; en.ftl explains the messages.

help = Ik ken het programma, wat live is, uitslagen, medailles, sporters, records en het weer van deze Spelen, de regels en de weg naar de locaties, altijd met bron. Ik laat ook herhalingen zien en teken tabellen en grafieken.
help-acts = Ook vertel ik je wat je nog kunt winnen, open ik je rode enveloppen, wissel ik je bonnen in, volg ik je bestellingen en help ik je vrienden uit te nodigen.
greeting = Hallo! Wat wil je weten over de Spelen?
thanks = Graag gedaan.
out-of-scope = Daar heb ik geen bron voor, dus ik gok niet. Vraag me naar het programma, de uitslagen, medailles, sporters en regels van deze Spelen, of naar je enveloppen, bonnen en bestellingen.
smalltalk = Ik ben de assistent van deze Spelen, een programma zonder gevoelens of meningen, maar altijd graag behulpzaam. Vraag me alles over de Spelen.

suggest-live = Wat is er nu live?
suggest-today = Wat staat er vandaag op het programma?
suggest-table = Laat me de medaillespiegel zien
suggest-missed = Wat heb ik gemist?
suggest-win = Wat kan ik nog winnen?
suggest-order = Bestel een melkthee voor me
suggest-plot = Teken de medailles per dag
