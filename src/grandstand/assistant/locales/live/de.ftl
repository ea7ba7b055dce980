### What the assistant says in this language; en.ftl explains the messages.

when-today = heute um { $time }
when-tomorrow = morgen um { $time }
when-day = am { $day } um { $time }
unknown-status = Status nicht angegeben
starts = { $unit } beginnt { $when }.
starts-at = { $unit } beginnt { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit } läuft gerade.
is-over = { $unit } ist vorbei; Beginn war { $when }.
has-status = { $unit }: { $status }.
no-time = Für { $unit } ist noch keine Zeit angesagt.
day-count =
    { $count ->
        [one] Ein Eintrag im Programm für { $day }:
       *[other] { $count } Einträge im Programm für { $day }:
    }
day-none = Für { $day } steht nichts im Programm.
live-none = Im Moment läuft nichts.
next = Als Nächstes: { $unit }, { $when }.
leads = { $unit }: { $competitor } führt, { $value } ({ $status }).
won = { $unit }: { $competitor } liegt auf Platz eins, { $value } ({ $status }).
won-plain = { $unit }: { $competitor } liegt auf Platz eins ({ $status }).
leads-plain = { $unit }: { $competitor } führt ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = Für { $event } gibt es noch kein Ergebnis.
medal-gold = Gold: { $competitor }, { $event }.
medal-silver = Silber: { $competitor }, { $event }.
medal-bronze = Bronze: { $competitor }, { $event }.
table-line = { $rank }. { $country }: { $gold } Gold, { $silver } Silber, { $bronze } Bronze.
table-none = Es sind noch keine Medaillen vergeben.
delegation-medals = { $country }: { $total } Medaillen, davon { $gold } Gold, { $silver } Silber, { $bronze } Bronze; Platz { $rank } im Medaillenspiegel.
delegation-none = { $country } hat bisher keine Medaille gewonnen.
athlete-is = { $athlete } startet für { $country }: { $disciplines }.
athlete-born = { $athlete } ist am { $day } geboren.
athlete-row = { $unit }: Platz { $rank }, { $value } ({ $status }).
athlete-no-result = Von { $athlete } gibt es noch kein Ergebnis.
happened = { $time }: { $text }
missed-none = Seitdem ist nichts geschehen ({ $when }).
which = Was davon meinst du?
not-found = Unter diesem Namen habe ich bei diesen Spielen nichts gefunden.
gaps = Einige Meldungen des Ergebnisdienstes fehlen noch, deshalb kann das unvollständig sein.
