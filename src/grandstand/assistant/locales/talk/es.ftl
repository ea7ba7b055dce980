### What the assistant says in this language; en.ftl explains the messages.

help = Conozco el programa, el directo, los resultados, las medallas, los atletas y las delegaciones de estos Juegos, siempre con su fuente. Pregúntame quién ganó, cuándo empieza algo o qué te has perdido.
greeting = ¡Hola! ¿Qué quieres saber de los Juegos?
thanks = De nada.
out-of-scope = No tengo ninguna fuente para eso, así que no voy a adivinar. Puedo hablarte del programa, los resultados, las medallas y los atletas de estos Juegos.
smalltalk = No me corresponde juzgarlo, pero conozco bien estos Juegos. Pregúntame algo sobre ellos.
