### What the assistant says in this language; en.ftl explains the messages.

replay-there = هناك إعادة من جميع الزوايا: { $replay }، { $when }.
replay-none = لم تُنشر أي إعادة بعد.
