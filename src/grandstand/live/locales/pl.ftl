### Nazwy sportowe po polsku. Każdy język ma te same komunikaty i te same zmienne.

## Dyscypliny

discipline-ALP = Narciarstwo alpejskie
discipline-BTH = Biathlon
discipline-BOB = Bobsleje
discipline-CCS = Biegi narciarskie
discipline-CUR = Curling
discipline-FRS = Narciarstwo dowolne
discipline-FSK = Łyżwiarstwo figurowe
discipline-IHO = Hokej na lodzie
discipline-LUG = Saneczkarstwo
discipline-NCB = Kombinacja norweska
discipline-SBD = Snowboard
discipline-SJP = Skoki narciarskie
discipline-SKN = Skeleton
discipline-SMT = Skialpinizm
discipline-SSK = Łyżwiarstwo szybkie
discipline-STK = Short track

## Konkurencje

event-name =
    { $gender ->
        [W] { $event } kobiet
        [M] { $event } mężczyzn
       *[X] { $event } mieszana
    }
event-ALP-DOWNHILL = Zjazd
event-ALP-SUPERG = Supergigant
event-ALP-GS = Slalom gigant
event-ALP-SLALOM = Slalom
event-ALP-TEAMCOMB = Kombinacja drużynowa
event-BTH-SPRINT = Sprint
event-BTH-PURSUIT = Bieg pościgowy
event-BTH-INDIVID = Bieg indywidualny
event-BTH-MASS = Bieg masowy
event-BTH-RELAY = Sztafeta
event-BOB-TWO = Dwójki
event-BOB-FOUR = Czwórki
event-BOB-MONO = Monoboby
event-CCS-SKIATH = Bieg łączony
event-CCS-SPRINT = Sprint
event-CCS-10KM = Bieg na 10 km
event-CCS-50KM = Bieg na 50 km
event-CCS-RELAY = Sztafeta
event-CCS-TEAMSPR = Sprint drużynowy
event-CUR-TEAM = Turniej
event-CUR-DOUBLES = Pary
    .X = Pary mieszane
event-FRS-MOGULS = Jazda po muldach
event-FRS-DUALMOG = Muldy podwójne
event-FRS-AERIALS = Skoki akrobatyczne
event-FRS-SKICROSS = Skicross
event-FRS-HALFPIPE = Halfpipe na nartach
event-FRS-SLOPE = Slopestyle na nartach
event-FRS-BIGAIR = Big air na nartach
event-FRS-AERTEAM = Skoki akrobatyczne drużyn
    .X = Skoki akrobatyczne drużyn mieszanych
event-FSK-SINGLES = Zawody solistów
    .W = Zawody solistek
    .M = Zawody solistów
event-FSK-PAIRS = Pary sportowe
    .X = Pary sportowe
event-FSK-DANCE = Pary taneczne
    .X = Pary taneczne
event-FSK-TEAM = Zawody drużynowe
    .X = Zawody drużynowe
event-IHO-TEAM6 = Turniej
event-LUG-SINGLES = Jedynki
event-LUG-DOUBLES = Dwójki
event-LUG-RELAY = Sztafeta drużynowa
    .X = Sztafeta drużynowa
event-NCB-NH10KM = Skocznia normalna i bieg na 10 km
event-NCB-LH10KM = Skocznia duża i bieg na 10 km
event-NCB-TEAMSPR = Sprint drużynowy
event-SBD-PGS = Slalom gigant równoległy
event-SBD-SBCROSS = Snowboardcross
event-SBD-HALFPIPE = Halfpipe
event-SBD-SLOPE = Slopestyle
event-SBD-BIGAIR = Big air
event-SBD-CROSSTM = Snowboardcross drużyn
    .X = Snowboardcross drużyn mieszanych
event-SJP-NH = Konkurs na skoczni normalnej
event-SJP-LH = Konkurs na skoczni dużej
event-SJP-SUPERTM = Konkurs duetów
event-SJP-TEAM = Konkurs drużynowy
    .X = Konkurs drużyn mieszanych
event-SKN-SINGLES = Zawody indywidualne
event-SKN-TEAM = Zawody drużynowe
    .X = Zawody drużyn mieszanych
event-SMT-SPRINT = Sprint
event-SMT-RELAY = Sztafeta
event-SSK-500M = 500 m
event-SSK-1000M = 1000 m
event-SSK-1500M = 1500 m
event-SSK-3000M = 3000 m
event-SSK-5000M = 5000 m
event-SSK-10000M = 10 000 m
event-SSK-MASS = Bieg masowy
event-SSK-PURSUIT = Bieg drużynowy
event-STK-500M = 500 m
event-STK-1000M = 1000 m
event-STK-1500M = 1500 m
event-STK-RELAY = Sztafeta

## Fazy i jednostki

phase-QUAL = Kwalifikacje
phase-PREL = Faza grupowa
phase-HEAT = Eliminacje
phase-8FNL = 1/8 finału
phase-QFNL = Ćwierćfinał
phase-SFNL = Półfinał
phase-BRNZ =
    { $kind ->
        [match] Mecz o brąz
       *[other] Mały finał
    }
phase-FNL = Finał
unit-series =
    { $kind ->
        [match] { $phase }, mecz { $number }
        [heat] { $phase }, bieg { $number }
        [run] { $phase }, { $number }. przejazd
        [round] { $phase }, { $number }. seria
       *[part] { $phase }, część { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Bieg eliminacyjny { $number }
unit-part = { $unit }, część { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = program krótki
segment-free = program dowolny
segment-rhythm = taniec rytmiczny
segment-free-dance = taniec dowolny
segment-jumping = skoki
segment-skiing = bieg

## Stany

status-UNSCHEDULED = Bez terminu
status-SCHEDULED = Zaplanowano
status-GETTING_READY = Zaraz start
status-RUNNING = Trwa
status-SCHEDULED_BREAK = Przerwa
status-INTERRUPTED = Przerwano
status-DELAYED = Opóźnienie
status-POSTPONED = Odłożono
status-RESCHEDULED = Zmiana terminu
status-CANCELLED = Odwołano
status-FINISHED = Zakończono
result-START_LIST = Lista startowa
result-LIVE = Na żywo
result-INTERMEDIATE = Wynik pośredni
result-UNCONFIRMED = Niepotwierdzony
result-UNOFFICIAL = Nieoficjalny
result-OFFICIAL = Oficjalny
result-PARTIAL = Wynik częściowy
result-PROTESTED = Złożono protest
result-PROVISIONAL = Wstępny

## Dlaczego nie ma wyniku

irm-DNS = Brak na starcie
irm-DNF = Brak na mecie
irm-DSQ = Dyskwalifikacja
irm-DNQ = Brak kwalifikacji
irm-LAP = Zdublowanie
irm-RAL = Ostatnie miejsce decyzją sędziów

## Płeć, medale, wolne miejsca

gender-M = Mężczyźni
gender-W = Kobiety
gender-X = Mieszane
medal-gold = Złoto
medal-silver = Srebro
medal-bronze = Brąz
placeholder-TBD = Do ustalenia
placeholder-NOCOMP = Miejsce nieobsadzone
placeholder-BYE = Wolny los
placeholder-NOAWARD = Nie przyznano

## Drabinka i grupy

phase-group = Grupa { $letter }
bracket-winner = Zwycięzca: { $unit }
bracket-loser = Przegrany: { $unit }

## Pogoda: niebo, śnieg

sky-SUNNY = Słonecznie
sky-PARTLY = Częściowe zachmurzenie
sky-CLOUDY = Pochmurno
sky-FOG = Mgła
sky-LIGHTSNOW = Lekkie opady śniegu
sky-SNOWFALL = Opady śniegu
sky-RAIN = Deszcz
sky-WINDY = Silny wiatr
snow-HARD = Twardy
snow-PACKED = Ubity
snow-POWDER = Puch
snow-SOFT = Miękki
snow-WET = Mokry
snow-ICY = Zlodowaciały

## Rodzaje rekordów

record-WR = Rekord świata
record-OR = Rekord igrzysk
record-TR = Rekord toru
record-NR = Rekord kraju

## Obiekty

venue-SUMMIT = Trasa Szczytowa
venue-RIDGE = Północna Grań
venue-PINES = Stadion Sosnowy Las
venue-EAGLE = Orle Skocznie
venue-ICEWAY = Lodowy Tor
venue-LANTERN = Arena Latarni
venue-HARBOUR = Lodowisko Portowe
venue-STONES = Dom Kamieni
venue-OVAL = Owal nad Rzeką
venue-TERRACE = Park Tarasowy

## Wiersze relacji

happening-started = { $unit }: zaczęło się.
happening-finished = { $unit }: koniec rywalizacji.
happening-finished-first = { $unit }: koniec rywalizacji, pierwsze miejsce: { $competitor }.
happening-finished-won = { $unit }: koniec meczu, zwycięstwo: { $competitor }.
happening-official = { $unit }: wynik jest oficjalny.
happening-official-first = { $unit }: wynik jest oficjalny, pierwsze miejsce: { $competitor }.
happening-official-won = { $unit }: wynik jest oficjalny, zwycięstwo: { $competitor }.
happening-protested = { $unit }: złożono protest.
happening-delayed = { $unit }: start jest opóźniony.
happening-delayed-until = { $unit }: start jest opóźniony, nowa godzina: { $start }.
happening-postponed = { $unit }: start odłożono.
happening-postponed-until = { $unit }: start odłożono, nowy termin: { $start }.
happening-cancelled = { $unit }: zawody odwołano.
happening-interrupted = { $unit }: rywalizację przerwano.
happening-rescheduled = { $unit }: zmieniono termin.
happening-rescheduled-until = { $unit }: zmieniono termin, nowy termin: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: złoto: { $competitor }.
        [silver] { $unit }: srebro: { $competitor }.
       *[bronze] { $unit }: brąz: { $competitor }.
    }
happening-medal-plain = { $unit }: rozstrzygnięto sprawę medalu.
happening-leader = { $unit }: na prowadzeniu { $competitor }.
happening-leader-plain = { $unit }: klasyfikacja się zmieniła.
competitor-value = { $competitor } ({ $value })

## Reprezentacje, które w sporcie nazywają się inaczej niż w atlasie

country-AIN = Indywidualni Sportowcy Neutralni
country-EOR = Reprezentacja Uchodźców
country-TPE = Chińskie Tajpej
country-HKG = Hongkong, Chiny
country-GBR = Wielka Brytania
country-KOR = Republika Korei
country-PRK = KRLD
country-COD = DR Konga
country-CGO = Kongo
country-PLE = Palestyna
country-MYA = Mjanma
country-USA = Stany Zjednoczone
country-IVB = Brytyjskie Wyspy Dziewicze
country-ISV = Wyspy Dziewicze Stanów Zjednoczonych
