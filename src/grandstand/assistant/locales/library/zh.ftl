### What the assistant says in this language; en.ftl explains the messages.

manuals-none = 你可以查阅的手册中没有这方面的内容。
manuals-differ = 各手册说法不一，下面分别引用。
manuals-away = 目前无法在这里检索手册。
manual-says = { $document }，第{ $page }页：
manual-says-edition = { $document }（{ $edition }），第{ $page }页：
manual-says-abroad = { $document }，第{ $page }页（语言：{ $language }）：
manual-says-edition-abroad = { $document }（{ $edition }），第{ $page }页（语言：{ $language }）：
