### What the assistant says in this language; en.ftl explains the messages.

help = Conosco il programma, le dirette, i risultati, le medaglie, gli atleti, i record e il meteo di questi Giochi, le regole e come arrivare agli impianti, sempre con la fonte. Mostro anche i replay e disegno tabelle e grafici.
help-acts = Ti dico anche che cosa puoi ancora vincere, apro le tue buste rosse, uso i tuoi buoni, seguo i tuoi ordini e ti aiuto a invitare gli amici.
greeting = Ciao! Che cosa vuoi sapere dei Giochi?
thanks = Di niente.
out-of-scope = Per questo non ho una fonte, quindi non tiro a indovinare. Chiedimi del programma, dei risultati, delle medaglie, degli atleti e delle regole di questi Giochi, o delle tue buste, dei tuoi buoni e dei tuoi ordini.
smalltalk = Sono l’assistente di questi Giochi, un programma senza sentimenti né opinioni, ma sempre lieto di aiutare. Chiedimi qualsiasi cosa sui Giochi.

suggest-live = Che cosa c’è in diretta adesso?
suggest-today = Che cosa c’è in programma oggi?
suggest-table = Mostrami il medagliere
suggest-missed = Che cosa mi sono perso?
suggest-win = Che cosa posso ancora vincere?
suggest-order = Ordinami un tè al latte
suggest-plot = Disegna le medaglie per giorno
