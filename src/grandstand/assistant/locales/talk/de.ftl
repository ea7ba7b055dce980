### What the assistant says in this language; en.ftl explains the messages.

help = Ich kenne Programm, Liveereignisse, Ergebnisse, Medaillen, Aktive und Delegationen dieser Spiele, immer mit Quelle. Frag mich, wer gewonnen hat, wann etwas beginnt oder was du verpasst hast.
greeting = Hallo! Was möchtest du über die Spiele wissen?
thanks = Gern geschehen.
out-of-scope = Dafür habe ich keine Quelle, also rate ich nicht. Ich kann dir etwas über Programm, Ergebnisse, Medaillen und Aktive dieser Spiele sagen.
smalltalk = Das kann ich nicht beurteilen, aber diese Spiele kenne ich gut. Frag mich etwas darüber.
