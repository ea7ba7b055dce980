### What the assistant says in this language; en.ftl explains the messages.

manuals-none = Podręczniki, które możesz czytać, nic o tym nie mówią.
manuals-differ = Podręczniki nie są zgodne; każdy jest cytowany.
manuals-away = W tej chwili nie można tu przeszukiwać podręczników.
manual-says = { $document }, strona { $page }:
manual-says-edition = { $document } ({ $edition }), strona { $page }:
manual-says-abroad = { $document }, strona { $page } (w tym języku: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), strona { $page } (w tym języku: { $language }):
