### What the sport is called in English. Every language has the same messages and the same variables.

## Disciplines

discipline-ALP = Alpine skiing
discipline-BTH = Biathlon
discipline-BOB = Bobsleigh
discipline-CCS = Cross-country skiing
discipline-CUR = Curling
discipline-FRS = Freestyle skiing
discipline-FSK = Figure skating
discipline-IHO = Ice hockey
discipline-LUG = Luge
discipline-NCB = Nordic combined
discipline-SBD = Snowboard
discipline-SJP = Ski jumping
discipline-SKN = Skeleton
discipline-SMT = Ski mountaineering
discipline-SSK = Speed skating
discipline-STK = Short track

## Events: what goes into `event-name`. An attribute M, W or X is the whole name for that gender instead;
## `.form` (feminine, plural) is passed on where the adjective has to agree.

# $gender is M, W or X.
event-name =
    { $gender ->
        [W] Women’s { $event }
        [M] Men’s { $event }
       *[X] Mixed { $event }
    }
event-ALP-DOWNHILL = downhill
event-ALP-SUPERG = super-G
event-ALP-GS = giant slalom
event-ALP-SLALOM = slalom
event-ALP-TEAMCOMB = team combined
event-BTH-SPRINT = sprint
event-BTH-PURSUIT = pursuit
event-BTH-INDIVID = individual
event-BTH-MASS = mass start
event-BTH-RELAY = relay
event-BOB-TWO = two-person bobsleigh
    .M = Two-man bobsleigh
    .W = Two-woman bobsleigh
event-BOB-FOUR = four-person bobsleigh
    .M = Four-man bobsleigh
event-BOB-MONO = monobob
event-CCS-SKIATH = skiathlon
event-CCS-SPRINT = sprint
event-CCS-10KM = 10 km
event-CCS-50KM = 50 km
event-CCS-RELAY = relay
event-CCS-TEAMSPR = team sprint
event-CUR-TEAM = tournament
event-CUR-DOUBLES = doubles
event-FRS-MOGULS = moguls
event-FRS-DUALMOG = dual moguls
event-FRS-AERIALS = aerials
event-FRS-SKICROSS = ski cross
event-FRS-HALFPIPE = freeski halfpipe
event-FRS-SLOPE = freeski slopestyle
event-FRS-BIGAIR = freeski big air
event-FRS-AERTEAM = team aerials
event-FSK-SINGLES = singles
event-FSK-PAIRS = pairs
    .X = Pairs
event-FSK-DANCE = ice dance
    .X = Ice dance
event-FSK-TEAM = team event
    .X = Team event
event-IHO-TEAM6 = tournament
event-LUG-SINGLES = singles
event-LUG-DOUBLES = doubles
event-LUG-RELAY = team relay
    .X = Team relay
event-NCB-NH10KM = normal hill, 10 km
event-NCB-LH10KM = large hill, 10 km
event-NCB-TEAMSPR = team sprint
event-SBD-PGS = parallel giant slalom
event-SBD-SBCROSS = snowboard cross
event-SBD-HALFPIPE = halfpipe
event-SBD-SLOPE = slopestyle
event-SBD-BIGAIR = big air
event-SBD-CROSSTM = team snowboard cross
event-SJP-NH = normal hill
event-SJP-LH = large hill
event-SJP-SUPERTM = super team
event-SJP-TEAM = team
event-SKN-SINGLES = individual
event-SKN-TEAM = team
event-SMT-SPRINT = sprint
event-SMT-RELAY = relay
event-SSK-500M = 500 m
event-SSK-1000M = 1000 m
event-SSK-1500M = 1500 m
event-SSK-3000M = 3000 m
event-SSK-5000M = 5000 m
event-SSK-10000M = 10,000 m
event-SSK-MASS = mass start
event-SSK-PURSUIT = team pursuit
event-STK-500M = 500 m
event-STK-1000M = 1000 m
event-STK-1500M = 1500 m
event-STK-RELAY = relay

## Phases and units. $kind is match, heat, run, round or part.

phase-QUAL = Qualification
phase-PREL = Round robin
phase-HEAT = Heats
phase-8FNL = Round of 16
phase-QFNL = Quarter-final
phase-SFNL = Semi-final
phase-BRNZ =
    { $kind ->
        [match] Bronze medal match
       *[other] Small final
    }
phase-FNL = Final
# One of several that belong together or follow each other: runs of a final, matches of a round robin.
unit-series =
    { $kind ->
        [match] { $phase }, match { $number }
        [heat] { $phase }, heat { $number }
        [run] { $phase }, run { $number }
        [round] { $phase }, round { $number }
       *[part] { $phase }, part { $number }
    }
# One of several beside each other: quarter-finals, semi-finals.
unit-knockout = { $phase } { $number }
unit-heat = Heat { $number }
# A part of a unit, such as a period of a match.
unit-part = { $unit }, part { $number }
unit-segment = { $phase }, { $segment }
# A name within another: discipline, event, unit.
name-within = { $before }, { $after }
segment-short = short programme
segment-free = free skating
segment-rhythm = rhythm dance
segment-free-dance = free dance
segment-jumping = ski jumping
segment-skiing = cross-country

## States

status-UNSCHEDULED = Not scheduled yet
status-SCHEDULED = Scheduled
status-GETTING_READY = About to start
status-RUNNING = Live
status-SCHEDULED_BREAK = Break
status-INTERRUPTED = Interrupted
status-DELAYED = Delayed
status-POSTPONED = Postponed
status-RESCHEDULED = Rescheduled
status-CANCELLED = Cancelled
status-FINISHED = Finished
result-START_LIST = Start list
result-LIVE = Live
result-INTERMEDIATE = Intermediate result
result-UNCONFIRMED = Unconfirmed
result-UNOFFICIAL = Unofficial
result-OFFICIAL = Official
result-PARTIAL = Partial result
result-PROTESTED = Under protest
result-PROVISIONAL = Provisional

## Why there is no result

irm-DNS = Did not start
irm-DNF = Did not finish
irm-DSQ = Disqualified
irm-DNQ = Did not qualify
irm-LAP = Lapped
irm-RAL = Ranked last

## Genders, medals, placeholders

gender-M = Men
gender-W = Women
gender-X = Mixed
medal-gold = Gold
medal-silver = Silver
medal-bronze = Bronze
placeholder-TBD = To be decided
placeholder-NOCOMP = No competitor
placeholder-BYE = Bye
placeholder-NOAWARD = Not awarded

## Brackets and groups. $unit is a name as above and stands as it is.

phase-group = Group { $letter }
bracket-winner = Winner of { $unit }
bracket-loser = Loser of { $unit }

## Weather: the sky, the snow

sky-SUNNY = Sunny
sky-PARTLY = Partly cloudy
sky-CLOUDY = Cloudy
sky-FOG = Fog
sky-LIGHTSNOW = Light snow
sky-SNOWFALL = Snowfall
sky-RAIN = Rain
sky-WINDY = Strong wind
snow-HARD = Hard
snow-PACKED = Packed
snow-POWDER = Powder
snow-SOFT = Soft
snow-WET = Wet
snow-ICY = Icy

## Kinds of records

record-WR = World record
record-OR = Games record
record-TR = Track record
record-NR = National record

## Venues

venue-SUMMIT = Summit Run
venue-RIDGE = North Ridge
venue-PINES = Pine Forest Stadium
venue-EAGLE = Eagle Hills
venue-ICEWAY = The Iceway
venue-LANTERN = Lantern Arena
venue-HARBOUR = Harbour Ice Hall
venue-STONES = Stone House
venue-OVAL = Riverside Oval
venue-TERRACE = Terrace Park

## Lines of the ticker. $unit is a name as above and stands first, so that it need not be declined. $competitor is
## a person, a pair or a country, so where a language would decline it, or a verb agree with it, say "gold: Italy".
## What ends in -first, -won, -medal or -leader tells who; all others tell nothing that a fan who watches later would
## not want to know.

happening-started = { $unit }: the competition has begun.
happening-finished = { $unit }: the competition is over.
happening-finished-first = { $unit }: the competition is over, first place: { $competitor }.
happening-finished-won = { $unit }: the match is over, victory for { $competitor }.
happening-official = { $unit }: the result is official.
happening-official-first = { $unit }: the result is official, first place: { $competitor }.
happening-official-won = { $unit }: the result is official, victory for { $competitor }.
happening-protested = { $unit }: a protest has been lodged.
happening-delayed = { $unit }: the start is delayed.
happening-delayed-until = { $unit }: the start is delayed, new time: { $start }.
happening-postponed = { $unit }: the competition is postponed.
happening-postponed-until = { $unit }: the competition is postponed, new time: { $start }.
happening-cancelled = { $unit }: the competition is cancelled.
happening-interrupted = { $unit }: the competition is interrupted.
happening-rescheduled = { $unit }: the competition is rescheduled.
happening-rescheduled-until = { $unit }: the competition is rescheduled, new time: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: gold for { $competitor }.
        [silver] { $unit }: silver for { $competitor }.
       *[bronze] { $unit }: bronze for { $competitor }.
    }
happening-medal-plain = { $unit }: a medal has been decided.
happening-leader = { $unit }: { $competitor } takes the lead.
happening-leader-plain = { $unit }: the standings have changed.
competitor-value = { $competitor } ({ $value })

## Delegations that the sport calls otherwise than the atlas does; all others are named by Unicode's CLDR.

country-AIN = Individual Neutral Athletes
country-EOR = Refugee Team
country-TPE = Chinese Taipei
country-HKG = Hong Kong, China
country-GBR = Great Britain
country-KOR = Republic of Korea
country-PRK = DPR Korea
country-COD = DR Congo
country-CGO = Congo
country-PLE = Palestine
country-MYA = Myanmar
country-USA = United States
country-IVB = British Virgin Islands
country-ISV = US Virgin Islands
