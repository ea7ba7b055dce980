### What the assistant says in this language; en.ftl explains the messages.

take-there = Un replay sous tous les angles est disponible : { $replay }, { $when }.
take-none = Aucun replay n’a encore été publié.
