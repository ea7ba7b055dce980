### What the assistant says in this language; en.ftl explains the messages.

manuals-none = Los manuales que puedes leer no dicen nada sobre eso.
manuals-differ = Los manuales no coinciden; se cita cada uno.
manuals-away = En este momento no se puede buscar aquí en los manuales.
manual-says = { $document }, página { $page }:
manual-says-edition = { $document } ({ $edition }), página { $page }:
manual-says-abroad = { $document }, página { $page } (en este idioma: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), página { $page } (en este idioma: { $language }):
