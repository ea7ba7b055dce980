### What the assistant says. Every language has the same messages with the same variables, and no number, name or
### time of its own: these come in as facts. Each sentence about a result says its status.

## When: $time is a time of day, $day a date.
when-today = today at { $time }
when-tomorrow = tomorrow at { $time }
when-day = on { $day } at { $time }

## Where a result does not say how sure it is
unknown-status = status not given

## The schedule
starts = { $unit } starts { $when }.
starts-at = { $unit } starts { $when }, { $venue }.
starts-text = { $unit }, { $day }: { $text }.
under-way = { $unit } is under way now.
is-over = { $unit } is over; it began { $when }.
has-status = { $unit }: { $status }.
no-time = No time has been announced for { $unit } yet.
day-count =
    { $count ->
        [one] One entry in the schedule for { $day }:
       *[other] { $count } entries in the schedule for { $day }:
    }
day-none = Nothing is scheduled for { $day }.
live-none = Nothing is live at the moment.
next = Next: { $unit }, { $when }.

## Results
leads = { $unit }: { $competitor } leads, { $value } ({ $status }).
won = { $unit }: { $competitor } is first, { $value } ({ $status }).
won-plain = { $unit }: { $competitor } is first ({ $status }).
leads-plain = { $unit }: { $competitor } leads ({ $status }).
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = There is no result of { $event } yet.

## Medals
medal-gold = Gold: { $competitor }, { $event }.
medal-silver = Silver: { $competitor }, { $event }.
medal-bronze = Bronze: { $competitor }, { $event }.
table-line = { $rank }. { $country }: { $gold } gold, { $silver } silver, { $bronze } bronze.
table-none = No medals have been awarded yet.
delegation-medals = { $country } has { $total } medals: { $gold } gold, { $silver } silver, { $bronze } bronze; place { $rank } in the medal table.
delegation-none = { $country } has not won a medal so far.

## People
athlete-is = { $athlete } starts for { $country }: { $disciplines }.
athlete-born = { $athlete } was born on { $day }.
athlete-row = { $unit }: place { $rank }, { $value } ({ $status }).
athlete-no-result = There is no result of { $athlete } yet.

## What happened
happened = { $time }: { $text }
missed-none = Nothing has happened since { $when }.

## Which, none, or not everything
which = Which of these do you mean?
not-found = I have found nothing by that name in these Games.
gaps = Some messages of the results service are still missing, so this may be incomplete.
