### Os nomes do esporte em português do Brasil. Cada idioma tem as mesmas mensagens e as mesmas variáveis.

## Modalidades

discipline-ALP = Esqui alpino
discipline-BTH = Biatlo
discipline-BOB = Bobsled
discipline-CCS = Esqui cross-country
discipline-CUR = Curling
discipline-FRS = Esqui estilo livre
discipline-FSK = Patinação artística
discipline-IHO = Hóquei no gelo
discipline-LUG = Luge
discipline-NCB = Combinado nórdico
discipline-SBD = Snowboard
discipline-SJP = Salto de esqui
discipline-SKN = Skeleton
discipline-SMT = Esqui-montanhismo
discipline-SSK = Patinação de velocidade
discipline-STK = Patinação em pista curta

## Provas

event-name =
    { $gender ->
        [W]
            { $form ->
                [feminine] { $event } feminina
                [plural] { $event } femininos
                [feminine-plural] { $event } femininas
               *[other] { $event } feminino
            }
        [M]
            { $form ->
                [feminine] { $event } masculina
                [plural] { $event } masculinos
                [feminine-plural] { $event } masculinas
               *[other] { $event } masculino
            }
       *[X]
            { $form ->
                [feminine] { $event } mista
                [plural] { $event } mistos
                [feminine-plural] { $event } mistas
               *[other] { $event } misto
            }
    }
event-ALP-DOWNHILL = Downhill
event-ALP-SUPERG = Super-G
event-ALP-GS = Slalom gigante
event-ALP-SLALOM = Slalom
event-ALP-TEAMCOMB = Combinado por equipes
event-BTH-SPRINT = Sprint
event-BTH-PURSUIT = Perseguição
    .form = feminine
event-BTH-INDIVID = Individual
event-BTH-MASS = Largada em massa
    .form = feminine
event-BTH-RELAY = Revezamento
event-BOB-TWO = Dupla
    .form = feminine
event-BOB-FOUR = Quarteto
event-BOB-MONO = Monobob
event-CCS-SKIATH = Esquiatlo
event-CCS-SPRINT = Sprint
event-CCS-10KM = 10 km
    .form = plural
event-CCS-50KM = 50 km
    .form = plural
event-CCS-RELAY = Revezamento
event-CCS-TEAMSPR = Sprint por equipes
event-CUR-TEAM = Torneio
event-CUR-DOUBLES = Duplas
    .form = feminine-plural
event-FRS-MOGULS = Moguls
event-FRS-DUALMOG = Moguls paralelo
event-FRS-AERIALS = Saltos acrobáticos
    .form = plural
event-FRS-SKICROSS = Ski cross
event-FRS-HALFPIPE = Halfpipe freeski
event-FRS-SLOPE = Slopestyle freeski
event-FRS-BIGAIR = Big air freeski
event-FRS-AERTEAM = Saltos acrobáticos por equipes
    .form = plural
    .X = Saltos acrobáticos por equipes mistas
event-FSK-SINGLES = Individual
event-FSK-PAIRS = Duplas
    .X = Duplas
event-FSK-DANCE = Dança no gelo
    .X = Dança no gelo
event-FSK-TEAM = Prova por equipes
    .X = Prova por equipes
event-IHO-TEAM6 = Torneio
event-LUG-SINGLES = Individual
event-LUG-DOUBLES = Dupla
    .form = feminine
event-LUG-RELAY = Revezamento por equipes
    .X = Revezamento por equipes
event-NCB-NH10KM = Pista normal e 10 km
event-NCB-LH10KM = Pista longa e 10 km
event-NCB-TEAMSPR = Sprint por equipes
event-SBD-PGS = Slalom gigante paralelo
event-SBD-SBCROSS = Snowboard cross
event-SBD-HALFPIPE = Halfpipe
event-SBD-SLOPE = Slopestyle
event-SBD-BIGAIR = Big air
event-SBD-CROSSTM = Snowboard cross por equipes
    .X = Snowboard cross por equipes mistas
event-SJP-NH = Pista normal
    .form = feminine
event-SJP-LH = Pista longa
    .form = feminine
event-SJP-SUPERTM = Superequipes
    .form = feminine-plural
event-SJP-TEAM = Prova por equipes
    .form = feminine
    .X = Equipes mistas
event-SKN-SINGLES = Individual
event-SKN-TEAM = Prova por equipes
    .form = feminine
    .X = Equipes mistas
event-SMT-SPRINT = Sprint
event-SMT-RELAY = Revezamento
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
event-SSK-MASS = Largada em massa
    .form = feminine
event-SSK-PURSUIT = Perseguição por equipes
    .form = feminine
event-STK-500M = 500 m
    .form = plural
event-STK-1000M = 1000 m
    .form = plural
event-STK-1500M = 1500 m
    .form = plural
event-STK-RELAY = Revezamento

## Fases e unidades

phase-QUAL = Classificatória
phase-PREL = Fase de grupos
phase-HEAT = Eliminatórias
phase-8FNL = Oitavas de final
phase-QFNL = Quartas de final
phase-SFNL = Semifinal
phase-BRNZ =
    { $kind ->
        [match] Disputa do bronze
       *[other] Final B
    }
phase-FNL = Final
unit-series =
    { $kind ->
        [match] { $phase }, jogo { $number }
        [heat] { $phase }, bateria { $number }
        [run] { $phase }, descida { $number }
        [round] { $phase }, rodada { $number }
       *[part] { $phase }, parte { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Bateria { $number }
unit-part = { $unit }, parte { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = programa curto
segment-free = programa livre
segment-rhythm = dança rítmica
segment-free-dance = dança livre
segment-jumping = saltos
segment-skiing = cross-country

## Estados

status-UNSCHEDULED = Ainda não programado
status-SCHEDULED = Programado
status-GETTING_READY = Prestes a começar
status-RUNNING = Em andamento
status-SCHEDULED_BREAK = Intervalo
status-INTERRUPTED = Interrompido
status-DELAYED = Atrasado
status-POSTPONED = Adiado
status-RESCHEDULED = Reprogramado
status-CANCELLED = Cancelado
status-FINISHED = Encerrado
result-START_LIST = Ordem de largada
result-LIVE = Ao vivo
result-INTERMEDIATE = Resultado intermediário
result-UNCONFIRMED = Não confirmado
result-UNOFFICIAL = Não oficial
result-OFFICIAL = Oficial
result-PARTIAL = Resultado parcial
result-PROTESTED = Sob protesto
result-PROVISIONAL = Provisório

## Por que não há resultado

irm-DNS = Não largou
irm-DNF = Não completou
irm-DSQ = Desclassificação
irm-DNQ = Não se classificou
irm-LAP = Uma volta atrás
irm-RAL = Rebaixamento ao último lugar

## Gêneros, medalhas, lugares vazios

gender-M = Homens
gender-W = Mulheres
gender-X = Misto
medal-gold = Ouro
medal-silver = Prata
medal-bronze = Bronze
placeholder-TBD = A definir
placeholder-NOCOMP = Sem competidor
placeholder-BYE = Folga
placeholder-NOAWARD = Não concedido

## Chave e grupos

phase-group = Grupo { $letter }
bracket-winner = Vencedor: { $unit }
bracket-loser = Perdedor: { $unit }

## Tempo: céu, neve

sky-SUNNY = Ensolarado
sky-PARTLY = Parcialmente nublado
sky-CLOUDY = Nublado
sky-FOG = Neblina
sky-LIGHTSNOW = Neve fraca
sky-SNOWFALL = Nevando
sky-RAIN = Chuva
sky-WINDY = Vento forte
snow-HARD = Dura
snow-PACKED = Compacta
snow-POWDER = Fofa
snow-SOFT = Macia
snow-WET = Molhada
snow-ICY = Com gelo

## Tipos de recordes

record-WR = Recorde mundial
record-OR = Recorde dos Jogos
record-TR = Recorde da pista
record-NR = Recorde nacional

## Locais

venue-SUMMIT = Pista do Cume
venue-RIDGE = Crista Norte
venue-PINES = Estádio do Pinhal
venue-EAGLE = Rampas da Águia
venue-ICEWAY = A Via do Gelo
venue-LANTERN = Arena das Lanternas
venue-HARBOUR = Ginásio de Gelo do Porto
venue-STONES = Casa das Pedras
venue-OVAL = Oval da Ribeira
venue-TERRACE = Parque dos Terraços

## Linhas do painel

happening-started = { $unit }: começou.
happening-finished = { $unit }: terminou.
happening-finished-first = { $unit }: terminou, com { $competitor } em primeiro lugar.
happening-finished-won = { $unit }: terminou, vitória: { $competitor }.
happening-official = { $unit }: o resultado é oficial.
happening-official-first = { $unit }: o resultado é oficial, com { $competitor } em primeiro lugar.
happening-official-won = { $unit }: o resultado é oficial, vitória: { $competitor }.
happening-protested = { $unit }: foi apresentado um protesto.
happening-delayed = { $unit }: a largada está atrasada.
happening-delayed-until = { $unit }: a largada está atrasada, novo horário: { $start }.
happening-postponed = { $unit }: a disputa foi adiada.
happening-postponed-until = { $unit }: a disputa foi adiada, novo horário: { $start }.
happening-cancelled = { $unit }: a disputa foi cancelada.
happening-interrupted = { $unit }: a disputa foi interrompida.
happening-rescheduled = { $unit }: a disputa foi reprogramada.
happening-rescheduled-until = { $unit }: a disputa foi reprogramada, novo horário: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: ouro para { $competitor }.
        [silver] { $unit }: prata para { $competitor }.
       *[bronze] { $unit }: bronze para { $competitor }.
    }
happening-medal-plain = { $unit }: uma medalha foi decidida.
happening-leader = { $unit }: { $competitor } na liderança.
happening-leader-plain = { $unit }: a classificação mudou.
competitor-value = { $competitor } ({ $value })

## Delegações que o esporte chama de outro modo que o atlas

country-AIN = Atletas Individuais Neutros
country-EOR = Equipe de Refugiados
country-TPE = Taipé Chinês
country-HKG = Hong Kong, China
country-GBR = Grã-Bretanha
country-KOR = República da Coreia
country-PRK = RPD da Coreia
country-COD = RD do Congo
country-CGO = Congo
country-PLE = Palestina
country-MYA = Mianmar
country-USA = Estados Unidos
country-IVB = Ilhas Virgens Britânicas
country-ISV = Ilhas Virgens Americanas
