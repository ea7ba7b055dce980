### What the assistant says in this language; en.ftl explains the messages.

replay-there = Há uma repetição de todos os ângulos: { $replay }, { $when }.
replay-none = Ainda não foi publicada nenhuma repetição.
