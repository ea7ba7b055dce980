### What the assistant says in this language; en.ftl explains the messages.

manuals-none = जो पुस्तिकाएँ आप पढ़ सकते हैं, उनमें इसके बारे में कुछ नहीं है।
manuals-differ = पुस्तिकाएँ एकमत नहीं हैं; हर एक को उद्धृत किया गया है।
manuals-away = अभी यहाँ पुस्तिकाओं में खोज नहीं हो सकती।
manual-says = { $document }, पृष्ठ { $page }:
manual-says-edition = { $document } ({ $edition }), पृष्ठ { $page }:
manual-says-abroad = { $document }, पृष्ठ { $page } (इस भाषा में: { $language }):
manual-says-edition-abroad = { $document } ({ $edition }), पृष्ठ { $page } (इस भाषा में: { $language }):
