### What the assistant says in this language; en.ftl explains the messages.

replay-there = Un replay sous tous les angles est disponible : { $replay }, { $when }.
replay-none = Aucun replay n’a encore été publié.
