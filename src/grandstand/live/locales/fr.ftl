### Les noms du sport en français. Chaque langue a les mêmes messages et les mêmes variables.

## Disciplines

discipline-ALP = Ski alpin
discipline-BTH = Biathlon
discipline-BOB = Bobsleigh
discipline-CCS = Ski de fond
discipline-CUR = Curling
discipline-FRS = Ski acrobatique
discipline-FSK = Patinage artistique
discipline-IHO = Hockey sur glace
discipline-LUG = Luge
discipline-NCB = Combiné nordique
discipline-SBD = Snowboard
discipline-SJP = Saut à ski
discipline-SKN = Skeleton
discipline-SMT = Ski-alpinisme
discipline-SSK = Patinage de vitesse
discipline-STK = Short-track

## Épreuves

event-name =
    { $gender ->
        [W] { $event } femmes
        [M] { $event } hommes
       *[X] { $event } mixte
    }
event-ALP-DOWNHILL = Descente
event-ALP-SUPERG = Super-G
event-ALP-GS = Slalom géant
event-ALP-SLALOM = Slalom
event-ALP-TEAMCOMB = Combiné par équipes
event-BTH-SPRINT = Sprint
event-BTH-PURSUIT = Poursuite
event-BTH-INDIVID = Individuel
event-BTH-MASS = Départ groupé
event-BTH-RELAY = Relais
event-BOB-TWO = Bob à deux
event-BOB-FOUR = Bob à quatre
event-BOB-MONO = Monobob
event-CCS-SKIATH = Skiathlon
event-CCS-SPRINT = Sprint
event-CCS-10KM = 10 km
event-CCS-50KM = 50 km
event-CCS-RELAY = Relais
event-CCS-TEAMSPR = Sprint par équipes
event-CUR-TEAM = Tournoi
    .W = Tournoi féminin
    .M = Tournoi masculin
event-CUR-DOUBLES = Double
event-FRS-MOGULS = Bosses
event-FRS-DUALMOG = Bosses en parallèle
event-FRS-AERIALS = Saut acrobatique
event-FRS-SKICROSS = Skicross
event-FRS-HALFPIPE = Half-pipe freeski
event-FRS-SLOPE = Slopestyle freeski
event-FRS-BIGAIR = Big air freeski
event-FRS-AERTEAM = Saut acrobatique par équipes
    .X = Saut acrobatique par équipes mixtes
event-FSK-SINGLES = Individuel
event-FSK-PAIRS = Couples
    .X = Couples
event-FSK-DANCE = Danse sur glace
    .X = Danse sur glace
event-FSK-TEAM = Épreuve par équipes
    .X = Épreuve par équipes
event-IHO-TEAM6 = Tournoi
    .W = Tournoi féminin
    .M = Tournoi masculin
event-LUG-SINGLES = Simple
event-LUG-DOUBLES = Double
event-LUG-RELAY = Relais par équipes
    .X = Relais par équipes
event-NCB-NH10KM = Petit tremplin et 10 km
event-NCB-LH10KM = Grand tremplin et 10 km
event-NCB-TEAMSPR = Sprint par équipes
event-SBD-PGS = Slalom géant parallèle
event-SBD-SBCROSS = Snowboardcross
event-SBD-HALFPIPE = Half-pipe
event-SBD-SLOPE = Slopestyle
event-SBD-BIGAIR = Big air
event-SBD-CROSSTM = Snowboardcross par équipes
    .X = Snowboardcross par équipes mixtes
event-SJP-NH = Petit tremplin
event-SJP-LH = Grand tremplin
event-SJP-SUPERTM = Super-équipes
event-SJP-TEAM = Épreuve par équipes
    .X = Épreuve par équipes mixtes
event-SKN-SINGLES = Individuel
event-SKN-TEAM = Épreuve par équipes
    .X = Épreuve par équipes mixtes
event-SMT-SPRINT = Sprint
event-SMT-RELAY = Relais
event-SSK-500M = 500 m
event-SSK-1000M = 1000 m
event-SSK-1500M = 1500 m
event-SSK-3000M = 3000 m
event-SSK-5000M = 5000 m
event-SSK-10000M = 10 000 m
event-SSK-MASS = Départ groupé
event-SSK-PURSUIT = Poursuite par équipes
event-STK-500M = 500 m
event-STK-1000M = 1000 m
event-STK-1500M = 1500 m
event-STK-RELAY = Relais

## Phases et unités

phase-QUAL = Qualifications
phase-PREL = Tour préliminaire
phase-HEAT = Séries
phase-8FNL = Huitième de finale
phase-QFNL = Quart de finale
phase-SFNL = Demi-finale
phase-BRNZ =
    { $kind ->
        [match] Match pour la médaille de bronze
       *[other] Petite finale
    }
phase-FNL = Finale
unit-series =
    { $kind ->
        [match] { $phase }, match { $number }
        [heat] { $phase }, série { $number }
        [run] { $phase }, manche { $number }
        [round] { $phase }, manche { $number }
       *[part] { $phase }, partie { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Série { $number }
unit-part = { $unit }, partie { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = programme court
segment-free = programme libre
segment-rhythm = danse rythmique
segment-free-dance = danse libre
segment-jumping = saut à ski
segment-skiing = ski de fond

## États

status-UNSCHEDULED = Pas encore programmé
status-SCHEDULED = Programmé
status-GETTING_READY = Départ imminent
status-RUNNING = En cours
status-SCHEDULED_BREAK = Pause
status-INTERRUPTED = Interrompu
status-DELAYED = Retardé
status-POSTPONED = Reporté
status-RESCHEDULED = Reprogrammé
status-CANCELLED = Annulé
status-FINISHED = Terminé
result-START_LIST = Liste de départ
result-LIVE = En direct
result-INTERMEDIATE = Résultat intermédiaire
result-UNCONFIRMED = Non confirmé
result-UNOFFICIAL = Non officiel
result-OFFICIAL = Officiel
result-PARTIAL = Résultat partiel
result-PROTESTED = Sous réclamation
result-PROVISIONAL = Provisoire

## Pourquoi il n’y a pas de résultat

irm-DNS = N’a pas pris le départ
irm-DNF = N’a pas terminé
irm-DSQ = Disqualification
irm-DNQ = Non-qualification
irm-LAP = Un tour de retard
irm-RAL = Classement en dernière place

## Genres, médailles, places vides

gender-M = Hommes
gender-W = Femmes
gender-X = Mixte
medal-gold = Or
medal-silver = Argent
medal-bronze = Bronze
placeholder-TBD = À déterminer
placeholder-NOCOMP = Aucun concurrent
placeholder-BYE = Exempt
placeholder-NOAWARD = Non attribué

## Tableaux et groupes

phase-group = Groupe { $letter }
bracket-winner = Vainqueur : { $unit }
bracket-loser = Perdant : { $unit }

## Météo : ciel, neige

sky-SUNNY = Ensoleillé
sky-PARTLY = Partiellement nuageux
sky-CLOUDY = Nuageux
sky-FOG = Brouillard
sky-LIGHTSNOW = Faibles chutes de neige
sky-SNOWFALL = Chutes de neige
sky-RAIN = Pluie
sky-WINDY = Vent fort
snow-HARD = Dure
snow-PACKED = Tassée
snow-POWDER = Poudreuse
snow-SOFT = Molle
snow-WET = Mouillée
snow-ICY = Verglacée

## Types de records

record-WR = Record du monde
record-OR = Record des Jeux
record-TR = Record de la piste
record-NR = Record national

## Sites

venue-SUMMIT = Piste du Sommet
venue-RIDGE = Crête Nord
venue-PINES = Stade de la Pinède
venue-EAGLE = Tremplins de l’Aigle
venue-ICEWAY = La Piste de glace
venue-LANTERN = Arena des Lanternes
venue-HARBOUR = Patinoire du Port
venue-STONES = Maison des Pierres
venue-OVAL = Anneau de la Rivière
venue-TERRACE = Parc des Terrasses

## Lignes du fil

happening-started = { $unit } : c’est parti.
happening-finished = { $unit } : c’est terminé.
happening-finished-first = { $unit } : c’est terminé, en tête : { $competitor }.
happening-finished-won = { $unit } : c’est terminé, victoire : { $competitor }.
happening-official = { $unit } : le résultat est officiel.
happening-official-first = { $unit } : le résultat est officiel, première place : { $competitor }.
happening-official-won = { $unit } : le résultat est officiel, victoire : { $competitor }.
happening-protested = { $unit } : une réclamation a été déposée.
happening-delayed = { $unit } : le départ est retardé.
happening-delayed-until = { $unit } : le départ est retardé, nouvel horaire : { $start }.
happening-postponed = { $unit } : l’épreuve est reportée.
happening-postponed-until = { $unit } : l’épreuve est reportée, nouvel horaire : { $start }.
happening-cancelled = { $unit } : l’épreuve est annulée.
happening-interrupted = { $unit } : l’épreuve est interrompue.
happening-rescheduled = { $unit } : l’épreuve est reprogrammée.
happening-rescheduled-until = { $unit } : l’épreuve est reprogrammée, nouvel horaire : { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit } : { $competitor }, médaille d’or.
        [silver] { $unit } : { $competitor }, médaille d’argent.
       *[bronze] { $unit } : { $competitor }, médaille de bronze.
    }
happening-medal-plain = { $unit } : une médaille est attribuée.
happening-leader = { $unit } : { $competitor } en tête.
happening-leader-plain = { $unit } : le classement a changé.
competitor-value = { $competitor } ({ $value })

## Délégations que le sport nomme autrement que l’atlas

country-AIN = Athlètes individuels neutres
country-EOR = Équipe des réfugiés
country-TPE = Taipei chinois
country-HKG = Hong Kong, Chine
country-GBR = Grande-Bretagne
country-KOR = République de Corée
country-PRK = RPD Corée
country-COD = RD Congo
country-CGO = Congo
country-PLE = Palestine
country-MYA = Myanmar
country-USA = États-Unis
country-IVB = Îles Vierges britanniques
country-ISV = Îles Vierges américaines
