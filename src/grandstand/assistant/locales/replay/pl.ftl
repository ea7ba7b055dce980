### What the assistant says in this language; en.ftl explains the messages.

take-there = Jest powtórka ze wszystkich stron: { $replay }, { $when }.
take-none = Nie opublikowano jeszcze żadnej powtórki.
