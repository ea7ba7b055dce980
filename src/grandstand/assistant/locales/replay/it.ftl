### What the assistant says in this language; en.ftl explains the messages.

take-there = C’è un replay da ogni lato: { $replay }, { $when }.
take-none = Non è ancora stato pubblicato alcun replay.
