### What the assistant says in this language; en.ftl explains the messages.

manuals-none = Os manuais que podes ler não dizem nada sobre isso.
manuals-differ = Os manuais não concordam; cada um é citado.
manuals-away = De momento não é possível pesquisar aqui nos manuais.
manual-says = { $document }, página { $page }:
manual-says-edition = { $document } ({ $edition }), página { $page }:
manual-says-abroad = { $document }, página { $page } (nesta língua: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), página { $page } (nesta língua: { $language }):
