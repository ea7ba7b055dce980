### What the assistant says in this language; en.ftl explains the messages.

manuals-none = In den Handbüchern, die du lesen darfst, steht dazu nichts.
manuals-differ = Die Handbücher sind sich nicht einig; jedes wird zitiert.
manuals-away = Die Handbücher können hier gerade nicht durchsucht werden.
manual-says = { $document }, Seite { $page }:
manual-says-edition = { $document } ({ $edition }), Seite { $page }:
manual-says-abroad = { $document }, Seite { $page } (in dieser Sprache: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), Seite { $page } (in dieser Sprache: { $language }):
