### What the assistant says in this language; en.ftl explains the messages.

help = Je connais le programme, le direct, les résultats, les médailles, les athlètes, les records et la météo de ces Jeux, ainsi que les règles et les accès aux sites, toujours avec la source. Je montre aussi des replays et je trace des tableaux et des graphiques.
help-acts = Je vous dis aussi ce que vous pouvez encore gagner, j’ouvre vos enveloppes rouges, j’utilise vos bons, je suis vos commandes et je vous aide à inviter des amis.
greeting = Bonjour ! Que voulez-vous savoir sur les Jeux ?
thanks = Avec plaisir.
out-of-scope = Je n’ai pas de source pour cela, donc je ne devine pas. Interrogez-moi sur le programme, les résultats, les médailles, les athlètes et les règles de ces Jeux, ou sur vos enveloppes, vos bons et vos commandes.
smalltalk = Je suis l’assistant de ces Jeux, un programme sans sentiments ni opinions, mais toujours heureux d’aider. Posez-moi toutes vos questions sur les Jeux.

suggest-live = Qu’y a-t-il en direct en ce moment ?
suggest-today = Qu’y a-t-il au programme aujourd’hui ?
suggest-table = Montre-moi le tableau des médailles
suggest-missed = Qu’est-ce que j’ai manqué ?
suggest-win = Que puis-je encore gagner ?
suggest-order = Commande-moi un thé au lait
suggest-plot = Trace les médailles par jour
