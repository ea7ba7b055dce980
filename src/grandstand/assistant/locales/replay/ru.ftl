### What the assistant says in this language; en.ftl explains the messages.

take-there = Есть повтор со всех сторон: { $replay }, { $when }.
take-none = Повторов пока не опубликовано.
