### What the assistant says in this language; en.ftl explains the messages.

manuals-none = I manuali che puoi leggere non ne parlano.
manuals-differ = I manuali non concordano; ognuno è citato.
manuals-away = Al momento qui non è possibile cercare nei manuali.
manual-says = { $document }, pagina { $page }:
manual-says-edition = { $document } ({ $edition }), pagina { $page }:
manual-says-abroad = { $document }, pagina { $page } (in questa lingua: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), pagina { $page } (in questa lingua: { $language }):
