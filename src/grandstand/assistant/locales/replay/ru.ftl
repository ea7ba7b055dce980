### What the assistant says in this language; en.ftl explains the messages.

replay-there = Есть повтор со всех сторон: { $replay }, { $when }.
replay-none = Повторов пока не опубликовано.
