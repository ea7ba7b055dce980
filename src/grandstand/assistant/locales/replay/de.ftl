### What the assistant says in this language; en.ftl explains the messages.

replay-there = Es gibt eine Wiederholung von allen Seiten: { $replay }, { $when }.
replay-none = Es wurde noch keine Wiederholung veröffentlicht.
