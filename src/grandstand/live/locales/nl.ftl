### Hoe de sport in het Nederlands heet. Elke taal heeft dezelfde berichten en dezelfde variabelen.

## Disciplines

discipline-ALP = Alpineskiën
discipline-BTH = Biatlon
discipline-BOB = Bobsleeën
discipline-CCS = Langlaufen
discipline-CUR = Curling
discipline-FRS = Freestyleskiën
discipline-FSK = Kunstschaatsen
discipline-IHO = IJshockey
discipline-LUG = Rodelen
discipline-NCB = Noordse combinatie
discipline-SBD = Snowboarden
discipline-SJP = Schansspringen
discipline-SKN = Skeleton
discipline-SMT = Toerskiën
discipline-SSK = Langebaanschaatsen
discipline-STK = Shorttrack

## Onderdelen

event-name =
    { $gender ->
        [W] { $event } vrouwen
        [M] { $event } mannen
       *[X] { $event } gemengd
    }
event-ALP-DOWNHILL = Afdaling
event-ALP-SUPERG = Super-G
event-ALP-GS = Reuzenslalom
event-ALP-SLALOM = Slalom
event-ALP-TEAMCOMB = Teamcombinatie
event-BTH-SPRINT = Sprint
event-BTH-PURSUIT = Achtervolging
event-BTH-INDIVID = Individueel
event-BTH-MASS = Massastart
event-BTH-RELAY = Estafette
    .X = Gemengde estafette
event-BOB-TWO = Tweemansbob
    .W = Tweevrouwsbob
    .M = Tweemansbob
event-BOB-FOUR = Viermansbob
    .M = Viermansbob
event-BOB-MONO = Monobob
event-CCS-SKIATH = Skiatlon
event-CCS-SPRINT = Sprint
event-CCS-10KM = 10 km
event-CCS-50KM = 50 km
event-CCS-RELAY = Estafette
event-CCS-TEAMSPR = Teamsprint
event-CUR-TEAM = Toernooi
event-CUR-DOUBLES = Dubbel
    .X = Gemengd dubbel
event-FRS-MOGULS = Moguls
event-FRS-DUALMOG = Parallelle moguls
event-FRS-AERIALS = Aerials
event-FRS-SKICROSS = Skicross
event-FRS-HALFPIPE = Freeski halfpipe
event-FRS-SLOPE = Freeski slopestyle
event-FRS-BIGAIR = Freeski big air
event-FRS-AERTEAM = Aerials voor teams
    .X = Aerials gemengde teams
event-FSK-SINGLES = Individueel
event-FSK-PAIRS = Paren
    .X = Paren
event-FSK-DANCE = IJsdansen
    .X = IJsdansen
event-FSK-TEAM = Landenwedstrijd
    .X = Landenwedstrijd
event-IHO-TEAM6 = Toernooi
event-LUG-SINGLES = Individueel
event-LUG-DOUBLES = Dubbel
event-LUG-RELAY = Teamestafette
    .X = Teamestafette
event-NCB-NH10KM = Normale schans en 10 km
event-NCB-LH10KM = Grote schans en 10 km
event-NCB-TEAMSPR = Teamsprint
event-SBD-PGS = Parallelreuzenslalom
event-SBD-SBCROSS = Snowboardcross
event-SBD-HALFPIPE = Halfpipe
event-SBD-SLOPE = Slopestyle
event-SBD-BIGAIR = Big air
event-SBD-CROSSTM = Snowboardcross voor teams
    .X = Snowboardcross gemengde teams
event-SJP-NH = Normale schans
event-SJP-LH = Grote schans
event-SJP-SUPERTM = Superteam
event-SJP-TEAM = Landenwedstrijd
    .X = Gemengde landenwedstrijd
event-SKN-SINGLES = Individueel
event-SKN-TEAM = Landenwedstrijd
    .X = Gemengde landenwedstrijd
event-SMT-SPRINT = Sprint
event-SMT-RELAY = Estafette
    .X = Gemengde estafette
event-SSK-500M = 500 m
event-SSK-1000M = 1000 m
event-SSK-1500M = 1500 m
event-SSK-3000M = 3000 m
event-SSK-5000M = 5000 m
event-SSK-10000M = 10.000 m
event-SSK-MASS = Massastart
event-SSK-PURSUIT = Ploegenachtervolging
event-STK-500M = 500 m
event-STK-1000M = 1000 m
event-STK-1500M = 1500 m
event-STK-RELAY = Aflossing
    .X = Gemengde aflossing

## Fasen en eenheden

phase-QUAL = Kwalificatie
phase-PREL = Groepsfase
phase-HEAT = Series
phase-8FNL = Achtste finale
phase-QFNL = Kwartfinale
phase-SFNL = Halve finale
phase-BRNZ =
    { $kind ->
        [match] Wedstrijd om het brons
       *[other] Kleine finale
    }
phase-FNL = Finale
unit-series =
    { $kind ->
        [match] { $phase }, wedstrijd { $number }
        [heat] { $phase }, heat { $number }
        [run] { $phase }, run { $number }
        [round] { $phase }, ronde { $number }
       *[part] { $phase }, deel { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Serie { $number }
unit-part = { $unit }, deel { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = korte kür
segment-free = vrije kür
segment-rhythm = ritmische dans
segment-free-dance = vrije dans
segment-jumping = schansspringen
segment-skiing = langlaufen

## Toestanden

status-UNSCHEDULED = Nog niet gepland
status-SCHEDULED = Gepland
status-GETTING_READY = Begint zo
status-RUNNING = Bezig
status-SCHEDULED_BREAK = Pauze
status-INTERRUPTED = Onderbroken
status-DELAYED = Vertraagd
status-POSTPONED = Uitgesteld
status-RESCHEDULED = Verplaatst
status-CANCELLED = Afgelast
status-FINISHED = Afgelopen
result-START_LIST = Startlijst
result-LIVE = Live
result-INTERMEDIATE = Tussenstand
result-UNCONFIRMED = Onbevestigd
result-UNOFFICIAL = Niet officieel
result-OFFICIAL = Officieel
result-PARTIAL = Deeluitslag
result-PROTESTED = Onder protest
result-PROVISIONAL = Voorlopig

## Waarom er geen resultaat is

irm-DNS = Niet gestart
irm-DNF = Niet gefinisht
irm-DSQ = Gediskwalificeerd
irm-DNQ = Niet geplaatst
irm-LAP = Op een ronde achterstand
irm-RAL = Als laatste geklasseerd

## Geslachten, medailles, lege plaatsen

gender-M = Mannen
gender-W = Vrouwen
gender-X = Gemengd
medal-gold = Goud
medal-silver = Zilver
medal-bronze = Brons
placeholder-TBD = Nog niet bekend
placeholder-NOCOMP = Geen deelnemer
placeholder-BYE = Vrijgeloot
placeholder-NOAWARD = Niet uitgereikt

## Speelschema en groepen

phase-group = Groep { $letter }
bracket-winner = Winnaar: { $unit }
bracket-loser = Verliezer: { $unit }

## Weer: lucht, sneeuw

sky-SUNNY = Zonnig
sky-PARTLY = Half bewolkt
sky-CLOUDY = Bewolkt
sky-FOG = Mist
sky-LIGHTSNOW = Lichte sneeuw
sky-SNOWFALL = Sneeuwval
sky-RAIN = Regen
sky-WINDY = Harde wind
snow-HARD = Hard
snow-PACKED = Compact
snow-POWDER = Poeder
snow-SOFT = Zacht
snow-WET = Nat
snow-ICY = IJzig

## Soorten records

record-WR = Wereldrecord
record-OR = Record van de Spelen
record-TR = Baanrecord
record-NR = Nationaal record

## Locaties

venue-SUMMIT = Toppiste
venue-RIDGE = Noordkam
venue-PINES = Dennenbosstadion
venue-EAGLE = Adelaarsschansen
venue-ICEWAY = De IJsgoot
venue-LANTERN = Lantaarnarena
venue-HARBOUR = IJshal aan de Haven
venue-STONES = Huis van de Stenen
venue-OVAL = Rivieroval
venue-TERRACE = Terrassenpark

## Regels van de ticker

happening-started = { $unit }: de wedstrijd is begonnen.
happening-finished = { $unit }: de wedstrijd is afgelopen.
happening-finished-first = { $unit }: de wedstrijd is afgelopen, met { $competitor } op de eerste plaats.
happening-finished-won = { $unit }: de wedstrijd is afgelopen, winst voor { $competitor }.
happening-official = { $unit }: de uitslag is officieel.
happening-official-first = { $unit }: de uitslag is officieel, met { $competitor } op de eerste plaats.
happening-official-won = { $unit }: de uitslag is officieel, winst voor { $competitor }.
happening-protested = { $unit }: er is protest aangetekend.
happening-delayed = { $unit }: de start is vertraagd.
happening-delayed-until = { $unit }: de start is vertraagd, nieuwe starttijd: { $start }.
happening-postponed = { $unit }: de wedstrijd is uitgesteld.
happening-postponed-until = { $unit }: de wedstrijd is uitgesteld, nieuwe starttijd: { $start }.
happening-cancelled = { $unit }: de wedstrijd is afgelast.
happening-interrupted = { $unit }: de wedstrijd is onderbroken.
happening-rescheduled = { $unit }: de wedstrijd is verplaatst.
happening-rescheduled-until = { $unit }: de wedstrijd is verplaatst, nieuwe starttijd: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: goud voor { $competitor }.
        [silver] { $unit }: zilver voor { $competitor }.
       *[bronze] { $unit }: brons voor { $competitor }.
    }
happening-medal-plain = { $unit }: er is een medaille vergeven.
happening-leader = { $unit }: { $competitor } aan de leiding.
happening-leader-plain = { $unit }: de tussenstand is veranderd.
competitor-value = { $competitor } ({ $value })

## Delegaties die in de sport anders heten dan in de atlas

country-AIN = Individuele Neutrale Atleten
country-EOR = Vluchtelingenteam
country-TPE = Chinees Taipei
country-HKG = Hongkong, China
country-GBR = Groot-Brittannië
country-KOR = Republiek Korea
country-PRK = Democratische Volksrepubliek Korea
country-COD = DR Congo
country-CGO = Congo
country-PLE = Palestina
country-MYA = Myanmar
country-USA = Verenigde Staten
country-IVB = Britse Maagdeneilanden
country-ISV = Amerikaanse Maagdeneilanden
