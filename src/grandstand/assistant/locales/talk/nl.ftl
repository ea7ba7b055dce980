### What the assistant says in this language; en.ftl explains the messages.

help = Ik ken het programma, wat live is, uitslagen, medailles, sporters en delegaties van deze Spelen, altijd met bron. Vraag me wie er gewonnen heeft, wanneer iets begint of wat je gemist hebt.
greeting = Hallo! Wat wil je weten over de Spelen?
thanks = Graag gedaan.
out-of-scope = Daar heb ik geen bron voor, dus ik gok niet. Ik kan je vertellen over het programma, de uitslagen, de medailles en de sporters van deze Spelen.
smalltalk = Daar kan ik niet over oordelen, maar deze Spelen ken ik goed. Vraag me er iets over.
