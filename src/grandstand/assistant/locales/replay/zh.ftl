### What the assistant says in this language; en.ftl explains the messages.

replay-there = 有一段全方位回放：{ $replay }，{ $when }。
replay-none = 目前还没有发布回放。
