### What the assistant says in this language; en.ftl explains the messages.

take-there = Es gibt eine Wiederholung von allen Seiten: { $replay }, { $when }.
take-none = Es wurde noch keine Wiederholung veröffentlicht.
