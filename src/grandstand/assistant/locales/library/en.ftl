### Before a quotation of a manual: $document its title, $edition of which version, $page, $language of the quotation.

manuals-none = The manuals that you may read say nothing about that.
manuals-differ = The manuals do not agree; each is quoted.
manuals-away = The manuals cannot be searched here at the moment.
manual-says = { $document }, page { $page }, says:
manual-says-edition = { $document } ({ $edition }), page { $page }, says:
manual-says-abroad = { $document }, page { $page }, says (in this language: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), page { $page }, says (in this language: { $language }):
