### What the assistant says in this language; en.ftl explains the messages.

when-today = vandaag om { $time }
when-tomorrow = morgen om { $time }
when-day = op { $day } om { $time }
unknown-status = status niet vermeld
starts = { $unit } begint { $when }.
starts-at = { $unit } begint { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit } is nu bezig.
is-over = { $unit } is afgelopen; begin { $when }.
has-status = { $unit }: { $status }.
no-time = Voor { $unit } is nog geen tijd bekend.
day-count =
    { $count ->
        [one] Eén onderdeel op het programma voor { $day }:
       *[other] { $count } onderdelen op het programma voor { $day }:
    }
day-none = Voor { $day } staat niets op het programma.
live-none = Op dit moment is er niets live.
next = Hierna: { $unit }, { $when }.
leads = { $unit }: { $competitor } gaat aan de leiding, { $value } ({ $status }).
won = { $unit }: { $competitor } staat eerste, { $value } ({ $status }).
won-plain = { $unit }: { $competitor } staat eerste ({ $status }).
leads-plain = { $unit }: { $competitor } gaat aan de leiding ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = Van { $event } is er nog geen uitslag.
medal-gold = Goud: { $competitor }, { $event }.
medal-silver = Zilver: { $competitor }, { $event }.
medal-bronze = Brons: { $competitor }, { $event }.
table-line = { $rank }. { $country }: { $gold } goud, { $silver } zilver, { $bronze } brons.
table-none = Er zijn nog geen medailles uitgereikt.
delegation-medals = { $country }: { $total } medailles, { $gold } goud, { $silver } zilver, { $bronze } brons; plaats { $rank } in de medaillespiegel.
delegation-none = { $country } heeft nog geen medaille gewonnen.
athlete-is = { $athlete } komt uit voor { $country }: { $disciplines }.
athlete-born = { $athlete }: geboren op { $day }.
athlete-row = { $unit }: plaats { $rank }, { $value } ({ $status }).
athlete-no-result = Van { $athlete } is er nog geen uitslag.
happened = { $time }: { $text }
missed-none = Sindsdien is er niets gebeurd ({ $when }).
which = Welke hiervan bedoel je?
not-found = Onder die naam heb ik bij deze Spelen niets gevonden.
gaps = Er ontbreken nog berichten van de uitslagendienst, dus dit kan onvolledig zijn.
