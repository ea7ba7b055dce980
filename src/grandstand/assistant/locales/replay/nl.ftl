### What the assistant says in this language; en.ftl explains the messages.

take-there = Er is een herhaling van alle kanten: { $replay }, { $when }.
take-none = Er is nog geen herhaling gepubliceerd.
