### What the assistant says in this language; en.ftl explains the messages.

help = Conheço o programa, o direto, os resultados, as medalhas, os atletas e as delegações destes Jogos, sempre com a fonte. Pergunte-me quem ganhou, quando começa algo ou o que perdeu.
greeting = Olá! O que quer saber sobre os Jogos?
thanks = De nada.
out-of-scope = Não tenho fonte para isso, por isso não vou adivinhar. Posso falar-lhe do programa, dos resultados, das medalhas e dos atletas destes Jogos.
smalltalk = Não me cabe julgar isso, mas conheço bem estes Jogos. Pergunta-me algo sobre eles.
