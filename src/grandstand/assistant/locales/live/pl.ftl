### What the assistant says in this language; en.ftl explains the messages.

when-today = dzisiaj o { $time }
when-tomorrow = jutro o { $time }
when-day = { $day } o { $time }
unknown-status = status niepodany
starts = { $unit }: początek { $when }.
starts-at = { $unit }: początek { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit }: trwa.
is-over = { $unit }: zakończone; początek { $when }.
has-status = { $unit }: { $status }.
no-time = { $unit }: godziny jeszcze nie podano.
day-count =
    { $count ->
        [one] W programie jest { $count } pozycja, { $day }:
        [few] W programie są { $count } pozycje, { $day }:
       *[other] W programie jest { $count } pozycji, { $day }:
    }
day-none = W programie nic nie ma: { $day }.
live-none = W tej chwili nic się nie odbywa.
next = Następnie: { $unit }, { $when }.
leads = { $unit }: prowadzi { $competitor }, { $value } ({ $status }).
won = { $unit }: pierwsze miejsce { $competitor }, { $value } ({ $status }).
won-plain = { $unit }: pierwsze miejsce { $competitor } ({ $status }).
leads-plain = { $unit }: prowadzi { $competitor } ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event }: nie ma jeszcze wyniku.
medal-gold = Złoto: { $competitor }, { $event }.
medal-silver = Srebro: { $competitor }, { $event }.
medal-bronze = Brąz: { $competitor }, { $event }.
table-line = { $rank }. { $country }: złote { $gold }, srebrne { $silver }, brązowe { $bronze }.
table-none = Nie przyznano jeszcze żadnego medalu.
delegation-medals = { $country }: liczba medali { $total }, złote { $gold }, srebrne { $silver }, brązowe { $bronze }; miejsce { $rank } w klasyfikacji medalowej.
delegation-none = { $country }: na razie bez medalu.
athlete-is = { $athlete }, { $country }: { $disciplines }.
athlete-born = { $athlete }: data urodzenia { $day }.
athlete-row = { $unit }: miejsce { $rank }, { $value } ({ $status }).
athlete-no-result = { $athlete }: nie ma jeszcze wyniku.
happened = { $time }: { $text }
missed-none = Od tego czasu nic się nie wydarzyło ({ $when }).
which = O co dokładnie chodzi?
not-found = Pod tą nazwą nic na tych Igrzyskach nie ma.
gaps = Brakuje jeszcze części komunikatów służby wyników, więc odpowiedź może być niepełna.
