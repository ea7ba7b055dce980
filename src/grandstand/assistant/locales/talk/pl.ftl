### What the assistant says in this language; en.ftl explains the messages.

help = Znam program, to, co dzieje się na żywo, wyniki, medale, sportowców i reprezentacje tych Igrzysk, zawsze ze źródłem. Zapytaj, kto wygrał, kiedy coś się zaczyna albo co cię ominęło.
greeting = Cześć! Co chcesz wiedzieć o Igrzyskach?
thanks = Nie ma za co.
out-of-scope = Nie mam do tego źródła, więc nie zgaduję. Mogę powiedzieć o programie, wynikach, medalach i sportowcach tych Igrzysk.
smalltalk = Nie mnie to oceniać, ale dobrze znam te Igrzyska. Zapytaj mnie o coś, co ich dotyczy.
