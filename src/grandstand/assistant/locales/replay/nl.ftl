### What the assistant says in this language; en.ftl explains the messages.

replay-there = Er is een herhaling van alle kanten: { $replay }, { $when }.
replay-none = Er is nog geen herhaling gepubliceerd.
