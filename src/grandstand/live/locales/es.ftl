### Los nombres del deporte en español. Cada idioma tiene los mismos mensajes y las mismas variables.

## Disciplinas

discipline-ALP = Esquí alpino
discipline-BTH = Biatlón
discipline-BOB = Bobsleigh
discipline-CCS = Esquí de fondo
discipline-CUR = Curling
discipline-FRS = Esquí acrobático
discipline-FSK = Patinaje artístico
discipline-IHO = Hockey sobre hielo
discipline-LUG = Luge
discipline-NCB = Combinada nórdica
discipline-SBD = Snowboard
discipline-SJP = Saltos de esquí
discipline-SKN = Skeleton
discipline-SMT = Esquí de montaña
discipline-SSK = Patinaje de velocidad
discipline-STK = Patinaje en pista corta

## Pruebas

event-name =
    { $gender ->
        [W]
            { $form ->
                [feminine] { $event } femenina
                [plural] { $event } femeninos
               *[other] { $event } femenino
            }
        [M]
            { $form ->
                [feminine] { $event } masculina
                [plural] { $event } masculinos
               *[other] { $event } masculino
            }
       *[X]
            { $form ->
                [feminine] { $event } mixta
                [plural] { $event } mixtos
               *[other] { $event } mixto
            }
    }
event-ALP-DOWNHILL = Descenso
event-ALP-SUPERG = Supergigante
event-ALP-GS = Eslalon gigante
event-ALP-SLALOM = Eslalon
event-ALP-TEAMCOMB = Combinada por equipos
    .form = feminine
event-BTH-SPRINT = Esprint
event-BTH-PURSUIT = Persecución
    .form = feminine
event-BTH-INDIVID = Individual
event-BTH-MASS = Salida en grupo
    .form = feminine
event-BTH-RELAY = Relevo
event-BOB-TWO = Bobsleigh a dos
event-BOB-FOUR = Bobsleigh a cuatro
event-BOB-MONO = Monobob
event-CCS-SKIATH = Esquiatlón
event-CCS-SPRINT = Esprint
event-CCS-10KM = 10 km
    .form = plural
event-CCS-50KM = 50 km
    .form = plural
event-CCS-RELAY = Relevo
event-CCS-TEAMSPR = Esprint por equipos
event-CUR-TEAM = Torneo
event-CUR-DOUBLES = Dobles
    .form = plural
event-FRS-MOGULS = Baches
    .form = plural
event-FRS-DUALMOG = Baches paralelos
    .form = plural
event-FRS-AERIALS = Saltos aéreos
    .form = plural
event-FRS-SKICROSS = Skicross
event-FRS-HALFPIPE = Halfpipe freeski
event-FRS-SLOPE = Slopestyle freeski
event-FRS-BIGAIR = Big air freeski
event-FRS-AERTEAM = Saltos aéreos por equipos
    .form = plural
    .X = Saltos aéreos por equipos mixtos
event-FSK-SINGLES = Individual
event-FSK-PAIRS = Parejas
    .X = Parejas
event-FSK-DANCE = Danza sobre hielo
    .X = Danza sobre hielo
event-FSK-TEAM = Prueba por equipos
    .X = Prueba por equipos
event-IHO-TEAM6 = Torneo
event-LUG-SINGLES = Individual
event-LUG-DOUBLES = Dobles
    .form = plural
event-LUG-RELAY = Relevo por equipos
    .X = Relevo por equipos
event-NCB-NH10KM = Trampolín normal y 10 km
event-NCB-LH10KM = Trampolín largo y 10 km
event-NCB-TEAMSPR = Esprint por equipos
event-SBD-PGS = Eslalon gigante paralelo
event-SBD-SBCROSS = Snowboard cross
event-SBD-HALFPIPE = Halfpipe
event-SBD-SLOPE = Slopestyle
event-SBD-BIGAIR = Big air
event-SBD-CROSSTM = Snowboard cross por equipos
    .X = Snowboard cross por equipos mixtos
event-SJP-NH = Trampolín normal
event-SJP-LH = Trampolín largo
event-SJP-SUPERTM = Superequipos
    .form = plural
event-SJP-TEAM = Prueba por equipos
    .form = feminine
    .X = Equipos mixtos
event-SKN-SINGLES = Individual
event-SKN-TEAM = Prueba por equipos
    .form = feminine
    .X = Equipos mixtos
event-SMT-SPRINT = Esprint
event-SMT-RELAY = Relevo
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
event-SSK-10000M = 10 000 m
    .form = plural
event-SSK-MASS = Salida en grupo
    .form = feminine
event-SSK-PURSUIT = Persecución por equipos
    .form = feminine
event-STK-500M = 500 m
    .form = plural
event-STK-1000M = 1000 m
    .form = plural
event-STK-1500M = 1500 m
    .form = plural
event-STK-RELAY = Relevo

## Fases y unidades

phase-QUAL = Clasificación
phase-PREL = Fase de grupos
phase-HEAT = Series
phase-8FNL = Octavos de final
phase-QFNL = Cuartos de final
phase-SFNL = Semifinal
phase-BRNZ =
    { $kind ->
        [match] Partido por el bronce
       *[other] Final B
    }
phase-FNL = Final
unit-series =
    { $kind ->
        [match] { $phase }, partido { $number }
        [heat] { $phase }, serie { $number }
        [run] { $phase }, manga { $number }
        [round] { $phase }, ronda { $number }
       *[part] { $phase }, parte { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Serie { $number }
unit-part = { $unit }, parte { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = programa corto
segment-free = programa libre
segment-rhythm = danza rítmica
segment-free-dance = danza libre
segment-jumping = saltos
segment-skiing = fondo

## Estados

status-UNSCHEDULED = Sin programar
status-SCHEDULED = Programado
status-GETTING_READY = A punto de empezar
status-RUNNING = En curso
status-SCHEDULED_BREAK = Descanso
status-INTERRUPTED = Interrumpido
status-DELAYED = Retrasado
status-POSTPONED = Aplazado
status-RESCHEDULED = Reprogramado
status-CANCELLED = Cancelado
status-FINISHED = Finalizado
result-START_LIST = Orden de salida
result-LIVE = En directo
result-INTERMEDIATE = Resultado intermedio
result-UNCONFIRMED = Sin confirmar
result-UNOFFICIAL = No oficial
result-OFFICIAL = Oficial
result-PARTIAL = Resultado parcial
result-PROTESTED = Bajo reclamación
result-PROVISIONAL = Provisional

## Por qué no hay resultado

irm-DNS = No tomó la salida
irm-DNF = No terminó
irm-DSQ = Descalificación
irm-DNQ = No se clasificó
irm-LAP = Una vuelta perdida
irm-RAL = Relegación al último puesto

## Géneros, medallas, huecos

gender-M = Hombres
gender-W = Mujeres
gender-X = Mixto
medal-gold = Oro
medal-silver = Plata
medal-bronze = Bronce
placeholder-TBD = Por determinar
placeholder-NOCOMP = Sin participante
placeholder-BYE = Exento
placeholder-NOAWARD = Desierto

## Cuadro y grupos

phase-group = Grupo { $letter }
bracket-winner = Ganador: { $unit }
bracket-loser = Perdedor: { $unit }

## Tiempo: cielo, nieve

sky-SUNNY = Soleado
sky-PARTLY = Parcialmente nublado
sky-CLOUDY = Nublado
sky-FOG = Niebla
sky-LIGHTSNOW = Nevada débil
sky-SNOWFALL = Nevada
sky-RAIN = Lluvia
sky-WINDY = Viento fuerte
snow-HARD = Dura
snow-PACKED = Compacta
snow-POWDER = Polvo
snow-SOFT = Blanda
snow-WET = Húmeda
snow-ICY = Helada

## Tipos de récords

record-WR = Récord mundial
record-OR = Récord de los Juegos
record-TR = Récord de la pista
record-NR = Récord nacional

## Sedes

venue-SUMMIT = Pista de la Cumbre
venue-RIDGE = Cresta Norte
venue-PINES = Estadio del Pinar
venue-EAGLE = Trampolines del Águila
venue-ICEWAY = La Pista Helada
venue-LANTERN = Arena de los Faroles
venue-HARBOUR = Pabellón de Hielo del Puerto
venue-STONES = Casa de las Piedras
venue-OVAL = Óvalo de la Ribera
venue-TERRACE = Parque de las Terrazas

## Líneas del teletipo

happening-started = { $unit }: ya ha comenzado.
happening-finished = { $unit }: ha terminado.
happening-finished-first = { $unit }: ha terminado, con { $competitor } en primer lugar.
happening-finished-won = { $unit }: ha terminado, gana { $competitor }.
happening-official = { $unit }: el resultado es oficial.
happening-official-first = { $unit }: el resultado es oficial, con { $competitor } en primer lugar.
happening-official-won = { $unit }: el resultado es oficial, gana { $competitor }.
happening-protested = { $unit }: se ha presentado una reclamación.
happening-delayed = { $unit }: la salida se retrasa.
happening-delayed-until = { $unit }: la salida se retrasa, nueva hora: { $start }.
happening-postponed = { $unit }: la prueba se aplaza.
happening-postponed-until = { $unit }: la prueba se aplaza, nueva hora: { $start }.
happening-cancelled = { $unit }: la prueba se cancela.
happening-interrupted = { $unit }: la prueba se ha interrumpido.
happening-rescheduled = { $unit }: la prueba se ha reprogramado.
happening-rescheduled-until = { $unit }: la prueba se ha reprogramado, nueva hora: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: oro para { $competitor }.
        [silver] { $unit }: plata para { $competitor }.
       *[bronze] { $unit }: bronce para { $competitor }.
    }
happening-medal-plain = { $unit }: se ha decidido una medalla.
happening-leader = { $unit }: { $competitor } se pone en cabeza.
happening-leader-plain = { $unit }: la clasificación ha cambiado.
competitor-value = { $competitor } ({ $value })

## Delegaciones que el deporte llama de otro modo que el atlas

country-AIN = Atletas Individuales Neutrales
country-EOR = Equipo de Refugiados
country-TPE = China Taipéi
country-HKG = Hong Kong, China
country-GBR = Gran Bretaña
country-KOR = República de Corea
country-PRK = RPD de Corea
country-COD = RD del Congo
country-CGO = Congo
country-PLE = Palestina
country-MYA = Myanmar
country-USA = Estados Unidos
country-IVB = Islas Vírgenes Británicas
country-ISV = Islas Vírgenes de los Estados Unidos
