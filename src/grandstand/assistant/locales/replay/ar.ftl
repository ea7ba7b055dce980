### What the assistant says in this language; en.ftl explains the messages.

take-there = هناك إعادة من جميع الزوايا: { $replay }، { $when }.
take-none = لم تُنشر أي إعادة بعد.
