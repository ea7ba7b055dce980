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
missed-none-named = Nothing about that has been reported since { $when }.

## Which, none, or not everything
which = Which of these do you mean?
not-found = I have found nothing by that name in these Games.
gaps = Some messages of the results service are still missing, so this may be incomplete.

## Places, scores, premises
medal-table = Medal table
place = { $unit }: { $competitor } is in place { $rank }, { $value } ({ $status }).
place-plain = { $unit }: { $competitor } is in place { $rank } ({ $status }).
place-none = { $unit }: nobody is in place { $rank } ({ $status }).
row-irm = { $unit }: { $competitor }, { $reason } ({ $status }).
premise-other = { $unit }: it is not { $athlete } who is in first place, but { $competitor } ({ $status }).
premise-absent = { $athlete } is in none of the start lists and results of { $event }.
score = { $unit }: { $first } { $value } – { $other } { $second } ({ $status }).
match-next = { $unit }: { $first } – { $second }, { $when }.
meeting = { $unit }: { $first } in place { $rank }, { $second } in place { $other } ({ $status }).
meetings-none = There is no result yet in which { $first } and { $second } have met.
tally = { $name }: { $gold } gold, { $silver } silver, { $bronze } bronze.
compare-ahead = { $first } is ahead of { $second } in the medal table.
compare-level = { $first } and { $second } share their place in the medal table.
compare-which = Which two shall I compare? Name two athletes or two delegations.
compare-with = With whom shall I compare { $name }?
count-gold = Gold medals of { $who }: { $count }.
count-silver = Silver medals of { $who }: { $count }.
count-bronze = Bronze medals of { $who }: { $count }.
count-medals = Medals of { $who }: { $count }.
count-gold-in = Gold medals of { $who }, { $discipline }: { $count }.
count-silver-in = Silver medals of { $who }, { $discipline }: { $count }.
count-bronze-in = Bronze medals of { $who }, { $discipline }: { $count }.
count-medals-in = Medals of { $who }, { $discipline }: { $count }.
delegation-no-athletes = No athlete of { $country } is entered in these Games.

## Records and weather
record = { $kind }, { $event }: { $best }.
record-of = { $kind }, { $event }: { $best }, { $holder }.
record-of-on = { $kind }, { $event }: { $best }, { $holder }, { $day }.
record-new = { $event }: this { $kind } was set at these Games.
record-none = I know of no record of { $event }.
which-event = Of which event? Name it, please.
which-venue = At which venue? Name it, please.
weather = { $venue }, { $when }: { $sky }.
weather-at = The weather at { $venue }, { $when }:
weather-air = Air temperature: { $measure } °C.
weather-snow = Snow temperature: { $measure } °C.
weather-ice = Ice temperature: { $measure } °C.
weather-humidity = Humidity: { $measure } %.
weather-wind = Wind: { $measure } m/s.
weather-cover = Snow: { $cover }.
weather-none = No weather has been reported for { $venue } yet.

## Questions that may come next
ask-result = Who won { $event }?
ask-start = When does { $event } start?
ask-athlete = How did { $athlete } do?
ask-delegation = How many medals does { $country } have?
ask-table = Show me the medal table
ask-today = What is on today?
ask-tomorrow = What is on tomorrow?
ask-now = What is live right now?
ask-missed = What did I miss?
ask-record = Which records are there in { $event }?
ask-weather-event = What is the weather like at { $event }?
ask-compare = Compare { $first } and { $second }
ask-plot = Plot the medals by day
ask-plot-of = Plot the medals of { $country } by day
