### What the assistant says in this language; en.ftl explains the messages.

help = Ich kenne Programm, Liveereignisse, Ergebnisse, Medaillen, Aktive, Rekorde und Wetter dieser Spiele, dazu die Regeln und den Weg zu den Wettkampfstätten, immer mit Quelle. Ich zeige auch Wiederholungen und zeichne Tabellen und Diagramme.
help-acts = Außerdem sage ich dir, was du noch gewinnen kannst, öffne deine roten Umschläge, löse deine Gutscheine ein, verfolge deine Bestellungen und helfe dir, Freunde einzuladen.
greeting = Hallo! Was möchtest du über die Spiele wissen?
thanks = Gern geschehen.
out-of-scope = Dafür habe ich keine Quelle, also rate ich nicht. Frag mich nach Programm, Ergebnissen, Medaillen, Aktiven und Regeln dieser Spiele oder nach deinen Umschlägen, Gutscheinen und Bestellungen.
smalltalk = Ich bin der Assistent dieser Spiele, ein Programm ohne Gefühle und Meinungen, aber immer gern behilflich. Frag mich alles über die Spiele.

suggest-live = Was läuft gerade live?
suggest-today = Was steht heute auf dem Programm?
suggest-table = Zeig mir den Medaillenspiegel
suggest-missed = Was habe ich verpasst?
suggest-win = Was kann ich noch gewinnen?
suggest-order = Bestell mir einen Milchtee
suggest-plot = Zeichne die Medaillen nach Tagen
