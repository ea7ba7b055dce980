### What the assistant says in this language; en.ftl explains the messages.

replay-there = あらゆる角度からのリプレイがあります：{ $replay }、{ $when }。
replay-none = リプレイはまだ公開されていません。
