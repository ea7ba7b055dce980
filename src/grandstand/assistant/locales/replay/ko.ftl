### What the assistant says in this language; en.ftl explains the messages.

take-there = 모든 각도에서 본 다시 보기가 있습니다: { $replay }, { $when }.
take-none = 아직 공개된 다시 보기가 없습니다.
