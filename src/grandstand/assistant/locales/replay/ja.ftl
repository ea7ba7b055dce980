### What the assistant says in this language; en.ftl explains the messages.

take-there = あらゆる角度からのリプレイがあります：{ $replay }、{ $when }。
take-none = リプレイはまだ公開されていません。
