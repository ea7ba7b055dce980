### What the assistant says in this language; en.ftl explains the messages.

manuals-none = لا تقول الأدلة التي يمكنك قراءتها شيئًا عن هذا.
manuals-differ = الأدلة غير متفقة، ولذلك يُقتبس كل منها.
manuals-away = لا يمكن البحث في الأدلة هنا في الوقت الحالي.
manual-says = { $document }، الصفحة { $page }:
manual-says-edition = { $document } ({ $edition })، الصفحة { $page }:
manual-says-abroad = { $document }، الصفحة { $page } (بهذه اللغة: { $language }):
manual-says-edition-abroad = { $document } ({ $edition })، الصفحة { $page } (بهذه اللغة: { $language }):
