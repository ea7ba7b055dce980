### What the assistant says in this language; en.ftl explains the messages.

take-there = Hay una repetición desde todos los ángulos: { $replay }, { $when }.
take-none = Todavía no se ha publicado ninguna repetición.
