### What the assistant says in this language; en.ftl explains the messages.

replay-there = Hay una repetición desde todos los ángulos: { $replay }, { $when }.
replay-none = Todavía no se ha publicado ninguna repetición.
