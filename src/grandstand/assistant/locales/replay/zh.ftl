### What the assistant says in this language; en.ftl explains the messages.

take-there = 有一段全方位回放：{ $replay }，{ $when }。
take-none = 目前还没有发布回放。
