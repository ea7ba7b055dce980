### What the assistant says in this language; en.ftl explains the messages.

manuals-none = Les manuels que vous pouvez lire n’en disent rien.
manuals-differ = Les manuels ne concordent pas ; chacun est cité.
manuals-away = Les manuels ne peuvent pas être consultés ici pour le moment.
manual-says = { $document }, page { $page } :
manual-says-edition = { $document } ({ $edition }), page { $page } :
manual-says-abroad = { $document }, page { $page } (dans cette langue : { $language }) :
manual-says-edition-abroad = { $document } ({ $edition }), page { $page } (dans cette langue : { $language }) :
