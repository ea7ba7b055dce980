### What the assistant says in this language; en.ftl explains the messages.

help = Znam program, to, co dzieje się na żywo, wyniki, medale, sportowców, rekordy i pogodę tych Igrzysk, a także zasady i dojazd do obiektów, zawsze ze źródłem. Pokazuję też powtórki oraz rysuję tabele i wykresy.
help-acts = Powiem też, co jeszcze możesz wygrać, otworzę twoje czerwone koperty, wykorzystam twoje bony, sprawdzę zamówienia i pomogę zaprosić znajomych.
greeting = Cześć! Co chcesz wiedzieć o Igrzyskach?
thanks = Nie ma za co.
out-of-scope = Nie mam do tego źródła, więc nie zgaduję. Zapytaj o program, wyniki, medale, sportowców i zasady tych Igrzysk albo o swoje koperty, bony i zamówienia.
smalltalk = Jestem asystentem tych Igrzysk, programem bez uczuć i opinii, ale zawsze chętnie pomagam. Pytaj o wszystko, co dotyczy Igrzysk.

suggest-live = Co jest teraz na żywo?
suggest-today = Co jest dziś w programie?
suggest-table = Pokaż klasyfikację medalową
suggest-missed = Co mnie ominęło?
suggest-win = Co jeszcze mogę wygrać?
suggest-order = Zamów mi herbatę z mlekiem
suggest-plot = Narysuj medale według dni
