### What the assistant says in this language; en.ftl explains the messages.

manuals-none = 열람할 수 있는 매뉴얼에는 그에 관한 내용이 없습니다.
manuals-differ = 매뉴얼의 내용이 서로 달라 각각 인용합니다.
manuals-away = 지금은 여기서 매뉴얼을 검색할 수 없습니다.
manual-says = { $document }, { $page }쪽:
manual-says-edition = { $document } ({ $edition }), { $page }쪽:
manual-says-abroad = { $document }, { $page }쪽 (언어: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), { $page }쪽 (언어: { $language }):
