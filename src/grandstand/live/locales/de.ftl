### Wie der Sport auf Deutsch heißt. Jede Sprache hat dieselben Nachrichten und dieselben Variablen.

## Sportarten

discipline-ALP = Ski alpin
discipline-BTH = Biathlon
discipline-BOB = Bob
discipline-CCS = Skilanglauf
discipline-CUR = Curling
discipline-FRS = Ski Freestyle
discipline-FSK = Eiskunstlauf
discipline-IHO = Eishockey
discipline-LUG = Rennrodeln
discipline-NCB = Nordische Kombination
discipline-SBD = Snowboard
discipline-SJP = Skispringen
discipline-SKN = Skeleton
discipline-SMT = Skibergsteigen
discipline-SSK = Eisschnelllauf
discipline-STK = Shorttrack

## Wettbewerbe

event-name =
    { $gender ->
        [W] { $event } der Frauen
        [M] { $event } der Männer
       *[X] { $event } Mixed
    }
event-ALP-DOWNHILL = Abfahrt
event-ALP-SUPERG = Super-G
event-ALP-GS = Riesenslalom
event-ALP-SLALOM = Slalom
event-ALP-TEAMCOMB = Team-Kombination
event-BTH-SPRINT = Sprint
event-BTH-PURSUIT = Verfolgung
event-BTH-INDIVID = Einzel
event-BTH-MASS = Massenstart
event-BTH-RELAY = Staffel
    .X = Mixed-Staffel
event-BOB-TWO = Zweierbob
event-BOB-FOUR = Viererbob
event-BOB-MONO = Monobob
event-CCS-SKIATH = Skiathlon
event-CCS-SPRINT = Sprint
event-CCS-10KM = 10 km
event-CCS-50KM = 50 km
event-CCS-RELAY = Staffel
event-CCS-TEAMSPR = Teamsprint
event-CUR-TEAM = Turnier
event-CUR-DOUBLES = Doppel
    .X = Mixed-Doppel
event-FRS-MOGULS = Buckelpiste
event-FRS-DUALMOG = Parallel-Buckelpiste
event-FRS-AERIALS = Springen
event-FRS-SKICROSS = Skicross
event-FRS-HALFPIPE = Freeski-Halfpipe
event-FRS-SLOPE = Freeski-Slopestyle
event-FRS-BIGAIR = Freeski-Big-Air
event-FRS-AERTEAM = Teamspringen
    .X = Mixed-Teamspringen
event-FSK-SINGLES = Einzel
event-FSK-PAIRS = Paarlauf
    .X = Paarlauf
event-FSK-DANCE = Eistanz
    .X = Eistanz
event-FSK-TEAM = Teamwettbewerb
    .X = Teamwettbewerb
event-IHO-TEAM6 = Turnier
event-LUG-SINGLES = Einsitzer
event-LUG-DOUBLES = Doppelsitzer
event-LUG-RELAY = Teamstaffel
    .X = Teamstaffel
event-NCB-NH10KM = Normalschanze/10 km
event-NCB-LH10KM = Großschanze/10 km
event-NCB-TEAMSPR = Teamsprint
event-SBD-PGS = Parallel-Riesenslalom
event-SBD-SBCROSS = Snowboardcross
event-SBD-HALFPIPE = Halfpipe
event-SBD-SLOPE = Slopestyle
event-SBD-BIGAIR = Big Air
event-SBD-CROSSTM = Team-Snowboardcross
    .X = Snowboardcross im Mixed-Team
event-SJP-NH = Normalschanze
event-SJP-LH = Großschanze
event-SJP-SUPERTM = Super-Team
event-SJP-TEAM = Teamspringen
    .X = Mixed-Team
event-SKN-SINGLES = Einzel
event-SKN-TEAM = Team
    .X = Mixed-Team
event-SMT-SPRINT = Sprint
event-SMT-RELAY = Staffel
    .X = Mixed-Staffel
event-SSK-500M = 500 m
event-SSK-1000M = 1000 m
event-SSK-1500M = 1500 m
event-SSK-3000M = 3000 m
event-SSK-5000M = 5000 m
event-SSK-10000M = 10.000 m
event-SSK-MASS = Massenstart
event-SSK-PURSUIT = Teamverfolgung
event-STK-500M = 500 m
event-STK-1000M = 1000 m
event-STK-1500M = 1500 m
event-STK-RELAY = Staffel
    .X = Mixed-Staffel

## Phasen und Einheiten

phase-QUAL = Qualifikation
phase-PREL = Vorrunde
phase-HEAT = Vorläufe
phase-8FNL = Achtelfinale
phase-QFNL = Viertelfinale
phase-SFNL = Halbfinale
phase-BRNZ =
    { $kind ->
        [match] Spiel um Bronze
       *[other] Kleines Finale
    }
phase-FNL = Finale
unit-series =
    { $kind ->
        [match] { $phase }, Spiel { $number }
        [heat] { $phase }, Lauf { $number }
        [run] { $phase }, { $number }. Lauf
        [round] { $phase }, { $number }. Durchgang
       *[part] { $phase }, Teil { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Vorlauf { $number }
unit-part = { $unit }, Teil { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = Kurzprogramm
segment-free = Kür
segment-rhythm = Rhythmustanz
segment-free-dance = Kürtanz
segment-jumping = Skispringen
segment-skiing = Langlauf

## Zustände

status-UNSCHEDULED = Termin offen
status-SCHEDULED = Geplant
status-GETTING_READY = Gleich geht’s los
status-RUNNING = Läuft
status-SCHEDULED_BREAK = Pause
status-INTERRUPTED = Unterbrochen
status-DELAYED = Verzögert
status-POSTPONED = Verschoben
status-RESCHEDULED = Neu angesetzt
status-CANCELLED = Abgesagt
status-FINISHED = Beendet
result-START_LIST = Startliste
result-LIVE = Live
result-INTERMEDIATE = Zwischenstand
result-UNCONFIRMED = Unbestätigt
result-UNOFFICIAL = Inoffiziell
result-OFFICIAL = Offiziell
result-PARTIAL = Teilergebnis
result-PROTESTED = Unter Protest
result-PROVISIONAL = Vorläufig

## Warum es kein Ergebnis gibt

irm-DNS = Nicht am Start
irm-DNF = Nicht im Ziel
irm-DSQ = Disqualifiziert
irm-DNQ = Nicht qualifiziert
irm-LAP = Überrundet
irm-RAL = Auf den letzten Platz gesetzt

## Geschlechter, Medaillen, Platzhalter

gender-M = Männer
gender-W = Frauen
gender-X = Mixed
medal-gold = Gold
medal-silver = Silber
medal-bronze = Bronze
placeholder-TBD = Steht noch nicht fest
placeholder-NOCOMP = Nicht besetzt
placeholder-BYE = Freilos
placeholder-NOAWARD = Nicht vergeben

## Turnierbaum und Gruppen

phase-group = Gruppe { $letter }
bracket-winner = Sieger: { $unit }
bracket-loser = Verlierer: { $unit }

## Wetter: Himmel, Schnee

sky-SUNNY = Sonnig
sky-PARTLY = Teils bewölkt
sky-CLOUDY = Bewölkt
sky-FOG = Nebel
sky-LIGHTSNOW = Leichter Schneefall
sky-SNOWFALL = Schneefall
sky-RAIN = Regen
sky-WINDY = Starker Wind
snow-HARD = Hart
snow-PACKED = Kompakt
snow-POWDER = Pulverschnee
snow-SOFT = Weich
snow-WET = Nass
snow-ICY = Eisig

## Arten von Rekorden

record-WR = Weltrekord
record-OR = Rekord der Spiele
record-TR = Bahnrekord
record-NR = Landesrekord

## Wettkampfstätten

venue-SUMMIT = Gipfelpiste
venue-RIDGE = Nordgrat
venue-PINES = Kiefernwald-Stadion
venue-EAGLE = Adlerschanzen
venue-ICEWAY = Eiskanal
venue-LANTERN = Laternen-Arena
venue-HARBOUR = Eishalle am Hafen
venue-STONES = Haus der Steine
venue-OVAL = Oval am Fluss
venue-TERRACE = Terrassenpark

## Zeilen des Tickers

happening-started = { $unit }: Der Wettkampf hat begonnen.
happening-finished = { $unit }: Der Wettkampf ist beendet.
happening-finished-first = { $unit }: Der Wettkampf ist beendet, vorn: { $competitor }.
happening-finished-won = { $unit }: Das Spiel ist aus, Sieg für { $competitor }.
happening-official = { $unit }: Das Ergebnis ist offiziell.
happening-official-first = { $unit }: Das Ergebnis ist offiziell, Platz eins: { $competitor }.
happening-official-won = { $unit }: Das Ergebnis ist offiziell, Sieg für { $competitor }.
happening-protested = { $unit }: Es wurde Protest eingelegt.
happening-delayed = { $unit }: Der Start verzögert sich.
happening-delayed-until = { $unit }: Der Start verzögert sich, neue Startzeit: { $start }.
happening-postponed = { $unit }: Der Wettkampf ist verschoben.
happening-postponed-until = { $unit }: Der Wettkampf ist verschoben, neue Startzeit: { $start }.
happening-cancelled = { $unit }: Der Wettkampf ist abgesagt.
happening-interrupted = { $unit }: Der Wettkampf ist unterbrochen.
happening-rescheduled = { $unit }: Der Wettkampf ist neu angesetzt.
happening-rescheduled-until = { $unit }: Der Wettkampf ist neu angesetzt, neue Startzeit: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: Gold für { $competitor }.
        [silver] { $unit }: Silber für { $competitor }.
       *[bronze] { $unit }: Bronze für { $competitor }.
    }
happening-medal-plain = { $unit }: Eine Medaille ist vergeben.
happening-leader = { $unit }: { $competitor } jetzt in Führung.
happening-leader-plain = { $unit }: Es gibt einen neuen Zwischenstand.
competitor-value = { $competitor } ({ $value })

## Mannschaften, die im Sport anders heißen als im Atlas

country-AIN = Individuelle Neutrale Athleten
country-EOR = Flüchtlingsteam
country-TPE = Chinesisch Taipeh
country-HKG = Hongkong, China
country-GBR = Großbritannien
country-KOR = Republik Korea
country-PRK = DVR Korea
country-COD = DR Kongo
country-CGO = Kongo
country-PLE = Palästina
country-MYA = Myanmar
country-USA = USA
country-IVB = Britische Jungferninseln
country-ISV = Amerikanische Jungferninseln
