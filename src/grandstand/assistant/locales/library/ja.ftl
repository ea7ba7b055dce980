### What the assistant says in this language; en.ftl explains the messages.

manuals-none = 閲覧できるマニュアルには、それについての記載がありません。
manuals-differ = マニュアルの記載が一致しないため、それぞれを引用します。
manuals-away = 現在ここではマニュアルを検索できません。
manual-says = { $document }、{ $page }ページ：
manual-says-edition = { $document }（{ $edition }）、{ $page }ページ：
manual-says-abroad = { $document }、{ $page }ページ（言語：{ $language }）：
manual-says-edition-abroad = { $document }（{ $edition }）、{ $page }ページ（言語：{ $language }）：
