### What the assistant says in this language; en.ftl explains the messages.

replay-there = Jest powtórka ze wszystkich stron: { $replay }, { $when }.
replay-none = Nie opublikowano jeszcze żadnej powtórki.
