### What the assistant says in this language; en.ftl explains the messages.

manuals-none = В доступных вам руководствах об этом ничего не сказано.
manuals-differ = Руководства расходятся; приведена цитата из каждого.
manuals-away = Сейчас здесь нельзя искать в руководствах.
manual-says = { $document }, страница { $page }:
manual-says-edition = { $document } ({ $edition }), страница { $page }:
manual-says-abroad = { $document }, страница { $page } (на этом языке: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), страница { $page } (на этом языке: { $language }):
