### What the assistant says in this language; en.ftl explains the messages.

replay-there = C’è un replay da ogni lato: { $replay }, { $when }.
replay-none = Non è ancora stato pubblicato alcun replay.
