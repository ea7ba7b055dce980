### What the assistant says in this language; en.ftl explains the messages.

manuals-none = De handboeken die je mag lezen zeggen daar niets over.
manuals-differ = De handboeken zijn het niet eens; elk wordt geciteerd.
manuals-away = De handboeken kunnen hier op dit moment niet worden doorzocht.
manual-says = { $document }, pagina { $page }:
manual-says-edition = { $document } ({ $edition }), pagina { $page }:
manual-says-abroad = { $document }, pagina { $page } (in deze taal: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), pagina { $page } (in deze taal: { $language }):
