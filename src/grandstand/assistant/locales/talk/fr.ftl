### What the assistant says in this language; en.ftl explains the messages.

help = Je connais le programme, le direct, les résultats, les médailles, les athlètes et les délégations de ces Jeux, toujours avec la source. Demandez-moi qui a gagné, quand une épreuve commence ou ce que vous avez manqué.
greeting = Bonjour ! Que voulez-vous savoir sur les Jeux ?
thanks = Avec plaisir.
out-of-scope = Je n’ai pas de source pour cela, donc je ne devine pas. Je peux vous parler du programme, des résultats, des médailles et des athlètes de ces Jeux.
smalltalk = Ce n’est pas à moi d’en juger, mais je connais bien ces Jeux. Posez-moi une question à leur sujet.
