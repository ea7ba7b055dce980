### What the assistant says in this language; en.ftl explains the messages.

when-today = oggi alle { $time }
when-tomorrow = domani alle { $time }
when-day = { $day } alle { $time }
unknown-status = stato non indicato
starts = { $unit }: inizio { $when }.
starts-at = { $unit }: inizio { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit }: in corso.
is-over = { $unit }: concluso; inizio { $when }.
has-status = { $unit }: { $status }.
no-time = { $unit }: non è ancora stato annunciato un orario.
day-count =
    { $count ->
        [one] Una gara in programma per { $day }:
       *[other] { $count } gare in programma per { $day }:
    }
day-none = Per { $day } non c’è nulla in programma.
live-none = In questo momento non c’è nulla in diretta.
next = A seguire: { $unit }, { $when }.
leads = { $unit }: in testa { $competitor }, { $value } ({ $status }).
won = { $unit }: al primo posto { $competitor }, { $value } ({ $status }).
won-plain = { $unit }: al primo posto { $competitor } ({ $status }).
leads-plain = { $unit }: in testa { $competitor } ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event }: non c’è ancora un risultato.
medal-gold = Oro: { $competitor }, { $event }.
medal-silver = Argento: { $competitor }, { $event }.
medal-bronze = Bronzo: { $competitor }, { $event }.
table-line = { $rank }. { $country }: { $gold } ori, { $silver } argenti, { $bronze } bronzi.
table-none = Non è stata ancora assegnata nessuna medaglia.
delegation-medals = { $country }: { $total } medaglie, di cui { $gold } d’oro, { $silver } d’argento, { $bronze } di bronzo; posto { $rank } nel medagliere.
delegation-none = { $country }: finora nessuna medaglia.
athlete-is = { $athlete }, { $country }: { $disciplines }.
athlete-born = { $athlete }: data di nascita { $day }.
athlete-row = { $unit }: posto { $rank }, { $value } ({ $status }).
athlete-no-result = { $athlete }: non c’è ancora un risultato.
happened = { $time }: { $text }
missed-none = Da allora non è successo nulla ({ $when }).
which = Quale di questi intendi?
not-found = Con questo nome non ho trovato nulla in questi Giochi.
gaps = Mancano ancora alcuni messaggi del servizio dei risultati; la risposta può essere incompleta.
