### What the assistant says in this language; en.ftl explains the messages.

help = Conozco el programa, el directo, los resultados, las medallas, los atletas, los récords y el tiempo de estos Juegos, las reglas y cómo llegar a las sedes, siempre con su fuente. También muestro repeticiones y dibujo tablas y gráficos.
help-acts = Además te digo qué puedes ganar todavía, abro tus sobres rojos, canjeo tus vales, sigo tus pedidos y te ayudo a invitar a amigos.
greeting = ¡Hola! ¿Qué quieres saber de los Juegos?
thanks = De nada.
out-of-scope = No tengo ninguna fuente para eso, así que no voy a adivinar. Pregúntame por el programa, los resultados, las medallas, los atletas y las reglas de estos Juegos, o por tus sobres, vales y pedidos.
smalltalk = Soy el asistente de estos Juegos, un programa sin sentimientos ni opiniones, pero siempre encantado de ayudar. Pregúntame lo que quieras sobre los Juegos.

suggest-live = ¿Qué hay en directo ahora?
suggest-today = ¿Qué hay hoy en el programa?
suggest-table = Muéstrame el medallero
suggest-missed = ¿Qué me he perdido?
suggest-win = ¿Qué puedo ganar todavía?
suggest-order = Pídeme un té con leche
suggest-plot = Dibuja las medallas por día
