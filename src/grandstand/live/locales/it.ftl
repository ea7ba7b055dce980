### I nomi dello sport in italiano. Ogni lingua ha gli stessi messaggi e le stesse variabili.

## Discipline

discipline-ALP = Sci alpino
discipline-BTH = Biathlon
discipline-BOB = Bob
discipline-CCS = Sci di fondo
discipline-CUR = Curling
discipline-FRS = Sci freestyle
discipline-FSK = Pattinaggio di figura
discipline-IHO = Hockey su ghiaccio
discipline-LUG = Slittino
discipline-NCB = Combinata nordica
discipline-SBD = Snowboard
discipline-SJP = Salto con gli sci
discipline-SKN = Skeleton
discipline-SMT = Sci alpinismo
discipline-SSK = Pattinaggio di velocità
discipline-STK = Short track

## Gare

event-name =
    { $gender ->
        [W]
            { $form ->
                [plural] { $event } femminili
               *[other] { $event } femminile
            }
        [M]
            { $form ->
                [plural] { $event } maschili
               *[other] { $event } maschile
            }
       *[X]
            { $form ->
                [feminine] { $event } mista
               *[other] { $event } misto
            }
    }
event-ALP-DOWNHILL = Discesa libera
event-ALP-SUPERG = Supergigante
event-ALP-GS = Slalom gigante
event-ALP-SLALOM = Slalom speciale
event-ALP-TEAMCOMB = Combinata a squadre
event-BTH-SPRINT = Sprint
event-BTH-PURSUIT = Inseguimento
event-BTH-INDIVID = Individuale
event-BTH-MASS = Partenza in linea
event-BTH-RELAY = Staffetta
    .form = feminine
event-BOB-TWO = Bob a due
event-BOB-FOUR = Bob a quattro
event-BOB-MONO = Monobob
event-CCS-SKIATH = Skiathlon
event-CCS-SPRINT = Sprint
event-CCS-10KM = 10 km
    .form = plural
event-CCS-50KM = 50 km
    .form = plural
event-CCS-RELAY = Staffetta
    .form = feminine
event-CCS-TEAMSPR = Sprint a squadre
event-CUR-TEAM = Torneo
event-CUR-DOUBLES = Doppio
event-FRS-MOGULS = Gobbe
    .form = plural
event-FRS-DUALMOG = Gobbe in parallelo
    .form = plural
event-FRS-AERIALS = Salti
    .form = plural
event-FRS-SKICROSS = Skicross
event-FRS-HALFPIPE = Halfpipe freeski
event-FRS-SLOPE = Slopestyle freeski
event-FRS-BIGAIR = Big air freeski
event-FRS-AERTEAM = Salti a squadre
    .form = plural
    .X = Salti a squadre miste
event-FSK-SINGLES = Individuale
event-FSK-PAIRS = Coppie
    .form = plural
    .X = Artistico a coppie
event-FSK-DANCE = Danza sul ghiaccio
    .X = Danza sul ghiaccio
event-FSK-TEAM = Gara a squadre
    .X = Gara a squadre
event-IHO-TEAM6 = Torneo
event-LUG-SINGLES = Singolo
event-LUG-DOUBLES = Doppio
event-LUG-RELAY = Staffetta a squadre
    .X = Staffetta a squadre
event-NCB-NH10KM = Trampolino piccolo e 10 km
event-NCB-LH10KM = Trampolino grande e 10 km
event-NCB-TEAMSPR = Sprint a squadre
event-SBD-PGS = Slalom gigante parallelo
event-SBD-SBCROSS = Snowboard cross
event-SBD-HALFPIPE = Halfpipe
event-SBD-SLOPE = Slopestyle
event-SBD-BIGAIR = Big air
event-SBD-CROSSTM = Snowboard cross a squadre
    .X = Snowboard cross a squadre miste
event-SJP-NH = Trampolino piccolo
event-SJP-LH = Trampolino grande
event-SJP-SUPERTM = Super team
event-SJP-TEAM = Gara a squadre
    .X = Gara a squadre miste
event-SKN-SINGLES = Singolo
event-SKN-TEAM = Gara a squadre
    .X = Gara a squadre miste
event-SMT-SPRINT = Sprint
event-SMT-RELAY = Staffetta
    .form = feminine
event-SSK-500M = 500 m
    .form = plural
event-SSK-1000M = 1000 m
    .form = plural
event-SSK-1500M = 1500 m
    .form = plural
event-SSK-3000M = 3000 m
    .form = plural
event-SSK-5000M = 5000 m
    .form = plural
event-SSK-10000M = 10.000 m
    .form = plural
event-SSK-MASS = Partenza in linea
event-SSK-PURSUIT = Inseguimento a squadre
event-STK-500M = 500 m
    .form = plural
event-STK-1000M = 1000 m
    .form = plural
event-STK-1500M = 1500 m
    .form = plural
event-STK-RELAY = Staffetta
    .form = feminine

## Fasi e unità

phase-QUAL = Qualificazioni
phase-PREL = Girone
phase-HEAT = Batterie
phase-8FNL = Ottavi di finale
phase-QFNL = Quarto di finale
phase-SFNL = Semifinale
phase-BRNZ =
    { $kind ->
        [match] Finale per il bronzo
       *[other] Finalina
    }
phase-FNL = Finale
unit-series =
    { $kind ->
        [match] { $phase }, partita { $number }
        [heat] { $phase }, batteria { $number }
        [run] { $phase }, manche { $number }
        [round] { $phase }, serie { $number }
       *[part] { $phase }, parte { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Batteria { $number }
unit-part = { $unit }, parte { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = programma corto
segment-free = programma libero
segment-rhythm = danza ritmica
segment-free-dance = danza libera
segment-jumping = salto
segment-skiing = fondo

## Stati

status-UNSCHEDULED = Non ancora in programma
status-SCHEDULED = In programma
status-GETTING_READY = Sta per iniziare
status-RUNNING = In corso
status-SCHEDULED_BREAK = Pausa
status-INTERRUPTED = Sospesa
status-DELAYED = In ritardo
status-POSTPONED = Rinviata
status-RESCHEDULED = Riprogrammata
status-CANCELLED = Annullata
status-FINISHED = Conclusa
result-START_LIST = Ordine di partenza
result-LIVE = In diretta
result-INTERMEDIATE = Risultato intermedio
result-UNCONFIRMED = Non confermato
result-UNOFFICIAL = Non ufficiale
result-OFFICIAL = Ufficiale
result-PARTIAL = Risultato parziale
result-PROTESTED = Sotto reclamo
result-PROVISIONAL = Provvisorio

## Perché non c’è un risultato

irm-DNS = Non al via
irm-DNF = Non al traguardo
irm-DSQ = Squalifica
irm-DNQ = Mancata qualificazione
irm-LAP = Un giro di ritardo
irm-RAL = Ultimo posto d’ufficio

## Generi, medaglie, segnaposto

gender-M = Uomini
gender-W = Donne
gender-X = Misto
medal-gold = Oro
medal-silver = Argento
medal-bronze = Bronzo
placeholder-TBD = Da definire
placeholder-NOCOMP = Nessun concorrente
placeholder-BYE = Turno di riposo
placeholder-NOAWARD = Non assegnato

## Tabellone e gironi

phase-group = Girone { $letter }
bracket-winner = Vincente: { $unit }
bracket-loser = Perdente: { $unit }

## Meteo: cielo, neve

sky-SUNNY = Soleggiato
sky-PARTLY = Parzialmente nuvoloso
sky-CLOUDY = Nuvoloso
sky-FOG = Nebbia
sky-LIGHTSNOW = Neve debole
sky-SNOWFALL = Nevicata
sky-RAIN = Pioggia
sky-WINDY = Vento forte
snow-HARD = Dura
snow-PACKED = Compatta
snow-POWDER = Polverosa
snow-SOFT = Molle
snow-WET = Bagnata
snow-ICY = Ghiacciata

## Tipi di record

record-WR = Record del mondo
record-OR = Record dei Giochi
record-TR = Record della pista
record-NR = Record nazionale

## Impianti

venue-SUMMIT = Pista della Vetta
venue-RIDGE = Cresta Nord
venue-PINES = Stadio della Pineta
venue-EAGLE = Trampolini dell’Aquila
venue-ICEWAY = La Via del Ghiaccio
venue-LANTERN = Arena delle Lanterne
venue-HARBOUR = Palaghiaccio del Porto
venue-STONES = Casa delle Pietre
venue-OVAL = Ovale sul Fiume
venue-TERRACE = Parco delle Terrazze

## Righe del notiziario

happening-started = { $unit }: si comincia.
happening-finished = { $unit }: gara conclusa.
happening-finished-first = { $unit }: gara conclusa, al primo posto { $competitor }.
happening-finished-won = { $unit }: partita finita, vittoria: { $competitor }.
happening-official = { $unit }: il risultato è ufficiale.
happening-official-first = { $unit }: il risultato è ufficiale, al primo posto { $competitor }.
happening-official-won = { $unit }: il risultato è ufficiale, vittoria: { $competitor }.
happening-protested = { $unit }: è stato presentato un reclamo.
happening-delayed = { $unit }: la partenza è in ritardo.
happening-delayed-until = { $unit }: la partenza è in ritardo, nuovo orario: { $start }.
happening-postponed = { $unit }: la gara è rinviata.
happening-postponed-until = { $unit }: la gara è rinviata, nuovo orario: { $start }.
happening-cancelled = { $unit }: la gara è annullata.
happening-interrupted = { $unit }: la gara è sospesa.
happening-rescheduled = { $unit }: la gara è riprogrammata.
happening-rescheduled-until = { $unit }: la gara è riprogrammata, nuovo orario: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: oro per { $competitor }.
        [silver] { $unit }: argento per { $competitor }.
       *[bronze] { $unit }: bronzo per { $competitor }.
    }
happening-medal-plain = { $unit }: assegnata una medaglia.
happening-leader = { $unit }: in testa { $competitor }.
happening-leader-plain = { $unit }: la classifica è cambiata.
competitor-value = { $competitor } ({ $value })

## Delegazioni che lo sport chiama diversamente dall’atlante

country-AIN = Atleti individuali neutrali
country-EOR = Squadra dei rifugiati
country-TPE = Taipei Cinese
country-HKG = Hong Kong, Cina
country-GBR = Gran Bretagna
country-KOR = Repubblica di Corea
country-PRK = RPD di Corea
country-COD = RD del Congo
country-CGO = Congo
country-PLE = Palestina
country-MYA = Myanmar
country-USA = Stati Uniti
country-IVB = Isole Vergini britanniche
country-ISV = Isole Vergini americane
