### What the assistant says in this language; en.ftl explains the messages.

take-there = Há uma repetição de todos os ângulos: { $replay }, { $when }.
take-none = Ainda não foi publicada nenhuma repetição.
