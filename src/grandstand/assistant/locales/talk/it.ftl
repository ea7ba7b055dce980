### What the assistant says in this language; en.ftl explains the messages.

help = Conosco il programma, le dirette, i risultati, le medaglie, gli atleti e le delegazioni di questi Giochi, sempre con la fonte. Chiedimi chi ha vinto, quando inizia una gara o che cosa ti sei perso.
greeting = Ciao! Che cosa vuoi sapere dei Giochi?
thanks = Di niente.
out-of-scope = Per questo non ho una fonte, quindi non tiro a indovinare. Posso dirti del programma, dei risultati, delle medaglie e degli atleti di questi Giochi.
smalltalk = Non sta a me giudicarlo, ma conosco bene questi Giochi. Chiedimi qualcosa su di essi.
