### Как спорт называется по-русски. Во всех языках одни и те же сообщения и переменные.

## Виды спорта

discipline-ALP = Горнолыжный спорт
discipline-BTH = Биатлон
discipline-BOB = Бобслей
discipline-CCS = Лыжные гонки
discipline-CUR = Кёрлинг
discipline-FRS = Фристайл
discipline-FSK = Фигурное катание
discipline-IHO = Хоккей с шайбой
discipline-LUG = Санный спорт
discipline-NCB = Лыжное двоеборье
discipline-SBD = Сноуборд
discipline-SJP = Прыжки на лыжах с трамплина
discipline-SKN = Скелетон
discipline-SMT = Ски-альпинизм
discipline-SSK = Конькобежный спорт
discipline-STK = Шорт-трек

## Соревнования

event-name =
    { $gender ->
        [W] { $event }, женщины
        [M] { $event }, мужчины
       *[X] { $event }, смешанный разряд
    }
event-ALP-DOWNHILL = Скоростной спуск
event-ALP-SUPERG = Супергигант
event-ALP-GS = Гигантский слалом
event-ALP-SLALOM = Слалом
event-ALP-TEAMCOMB = Командная комбинация
event-BTH-SPRINT = Спринт
event-BTH-PURSUIT = Гонка преследования
event-BTH-INDIVID = Индивидуальная гонка
event-BTH-MASS = Масс-старт
event-BTH-RELAY = Эстафета
    .X = Смешанная эстафета
event-BOB-TWO = Двойки
event-BOB-FOUR = Четвёрки
event-BOB-MONO = Монобоб
event-CCS-SKIATH = Скиатлон
event-CCS-SPRINT = Спринт
event-CCS-10KM = 10 км
event-CCS-50KM = 50 км
event-CCS-RELAY = Эстафета
event-CCS-TEAMSPR = Командный спринт
event-CUR-TEAM = Турнир
event-CUR-DOUBLES = Пары
    .X = Смешанные пары
event-FRS-MOGULS = Могул
event-FRS-DUALMOG = Парный могул
event-FRS-AERIALS = Лыжная акробатика
event-FRS-SKICROSS = Ски-кросс
event-FRS-HALFPIPE = Лыжный хафпайп
event-FRS-SLOPE = Лыжный слоупстайл
event-FRS-BIGAIR = Лыжный биг-эйр
event-FRS-AERTEAM = Командная акробатика
    .X = Лыжная акробатика, смешанные команды
event-FSK-SINGLES = Одиночное катание
event-FSK-PAIRS = Парное катание
    .X = Парное катание
event-FSK-DANCE = Танцы на льду
    .X = Танцы на льду
event-FSK-TEAM = Командные соревнования
    .X = Командные соревнования
event-IHO-TEAM6 = Турнир
event-LUG-SINGLES = Одноместные сани
event-LUG-DOUBLES = Двухместные сани
event-LUG-RELAY = Командная эстафета
    .X = Командная эстафета
event-NCB-NH10KM = Нормальный трамплин и 10 км
event-NCB-LH10KM = Большой трамплин и 10 км
event-NCB-TEAMSPR = Командный спринт
event-SBD-PGS = Параллельный гигантский слалом
event-SBD-SBCROSS = Сноуборд-кросс
event-SBD-HALFPIPE = Хафпайп
event-SBD-SLOPE = Слоупстайл
event-SBD-BIGAIR = Биг-эйр
event-SBD-CROSSTM = Командный сноуборд-кросс
    .X = Сноуборд-кросс, смешанные команды
event-SJP-NH = Нормальный трамплин
event-SJP-LH = Большой трамплин
event-SJP-SUPERTM = Суперкоманды
event-SJP-TEAM = Командные соревнования
    .X = Смешанные команды
event-SKN-SINGLES = Личные соревнования
event-SKN-TEAM = Командные соревнования
    .X = Смешанные команды
event-SMT-SPRINT = Спринт
event-SMT-RELAY = Эстафета
    .X = Смешанная эстафета
event-SSK-500M = 500 м
event-SSK-1000M = 1000 м
event-SSK-1500M = 1500 м
event-SSK-3000M = 3000 м
event-SSK-5000M = 5000 м
event-SSK-10000M = 10 000 м
event-SSK-MASS = Масс-старт
event-SSK-PURSUIT = Командная гонка преследования
event-STK-500M = 500 м
event-STK-1000M = 1000 м
event-STK-1500M = 1500 м
event-STK-RELAY = Эстафета
    .X = Смешанная эстафета

## Этапы и части

phase-QUAL = Квалификация
phase-PREL = Групповой этап
phase-HEAT = Предварительные забеги
phase-8FNL = 1/8 финала
phase-QFNL = Четвертьфинал
phase-SFNL = Полуфинал
phase-BRNZ =
    { $kind ->
        [match] Матч за бронзу
       *[other] Малый финал
    }
phase-FNL = Финал
unit-series =
    { $kind ->
        [match] { $phase }, матч { $number }
        [heat] { $phase }, забег { $number }
        [run] { $phase }, попытка { $number }
        [round] { $phase }, раунд { $number }
       *[part] { $phase }, часть { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = Предварительный забег { $number }
unit-part = { $unit }, часть { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = короткая программа
segment-free = произвольная программа
segment-rhythm = ритм-танец
segment-free-dance = произвольный танец
segment-jumping = прыжки с трамплина
segment-skiing = лыжная гонка

## Состояния

status-UNSCHEDULED = Время не назначено
status-SCHEDULED = По расписанию
status-GETTING_READY = Скоро старт
status-RUNNING = Идёт сейчас
status-SCHEDULED_BREAK = Перерыв
status-INTERRUPTED = Прервано
status-DELAYED = Задержка
status-POSTPONED = Отложено
status-RESCHEDULED = Перенесено
status-CANCELLED = Отменено
status-FINISHED = Завершено
result-START_LIST = Стартовый список
result-LIVE = Онлайн
result-INTERMEDIATE = Промежуточный результат
result-UNCONFIRMED = Не подтверждён
result-UNOFFICIAL = Неофициальный
result-OFFICIAL = Официальный
result-PARTIAL = Неполный результат
result-PROTESTED = Подан протест
result-PROVISIONAL = Предварительный

## Почему нет результата

irm-DNS = Неявка на старт
irm-DNF = Сход с дистанции
irm-DSQ = Дисквалификация
irm-DNQ = Без квалификации
irm-LAP = Отставание на круг
irm-RAL = Перевод на последнее место

## Пол, медали, пустые места

gender-M = Мужчины
gender-W = Женщины
gender-X = Смешанный разряд
medal-gold = Золото
medal-silver = Серебро
medal-bronze = Бронза
placeholder-TBD = Ещё не определено
placeholder-NOCOMP = Нет участника
placeholder-BYE = Без соперника
placeholder-NOAWARD = Не присуждается

## Сетка и группы

phase-group = Группа { $letter }
bracket-winner = Победитель: { $unit }
bracket-loser = Проигравший: { $unit }

## Погода: небо, снег

sky-SUNNY = Солнечно
sky-PARTLY = Переменная облачность
sky-CLOUDY = Облачно
sky-FOG = Туман
sky-LIGHTSNOW = Небольшой снег
sky-SNOWFALL = Снегопад
sky-RAIN = Дождь
sky-WINDY = Сильный ветер
snow-HARD = Жёсткий
snow-PACKED = Плотный
snow-POWDER = Пухляк
snow-SOFT = Мягкий
snow-WET = Мокрый
snow-ICY = Обледенелый

## Виды рекордов

record-WR = Мировой рекорд
record-OR = Рекорд Игр
record-TR = Рекорд трассы
record-NR = Национальный рекорд

## Арены

venue-SUMMIT = Трасса «Вершина»
venue-RIDGE = Северный гребень
venue-PINES = Стадион «Сосновый бор»
venue-EAGLE = Трамплины «Орлиные горы»
venue-ICEWAY = «Ледяной путь»
venue-LANTERN = Арена «Фонарь»
venue-HARBOUR = Портовый ледовый дворец
venue-STONES = «Дом камней»
venue-OVAL = Речной овал
venue-TERRACE = Парк террас

## Строки ленты

happening-started = { $unit }: соревнование началось.
happening-finished = { $unit }: соревнование завершено.
happening-finished-first = { $unit }: соревнование завершено, на первом месте { $competitor }.
happening-finished-won = { $unit }: матч завершён, победитель — { $competitor }.
happening-official = { $unit }: результат официальный.
happening-official-first = { $unit }: результат официальный, на первом месте { $competitor }.
happening-official-won = { $unit }: результат официальный, победитель — { $competitor }.
happening-protested = { $unit }: подан протест.
happening-delayed = { $unit }: старт задерживается.
happening-delayed-until = { $unit }: старт задерживается, новое время: { $start }.
happening-postponed = { $unit }: старт отложен.
happening-postponed-until = { $unit }: старт отложен, новое время: { $start }.
happening-cancelled = { $unit }: соревнование отменено.
happening-interrupted = { $unit }: соревнование прервано.
happening-rescheduled = { $unit }: соревнование перенесено.
happening-rescheduled-until = { $unit }: соревнование перенесено, новое время: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: золото — { $competitor }.
        [silver] { $unit }: серебро — { $competitor }.
       *[bronze] { $unit }: бронза — { $competitor }.
    }
happening-medal-plain = { $unit }: разыграна медаль.
happening-leader = { $unit }: новый лидер — { $competitor }.
happening-leader-plain = { $unit }: таблица изменилась.
competitor-value = { $competitor } ({ $value })

## Делегации, которые в спорте называются не так, как в атласе

country-AIN = Индивидуальные нейтральные атлеты
country-EOR = Команда беженцев
country-TPE = Китайский Тайбэй
country-HKG = Гонконг, Китай
country-GBR = Великобритания
country-KOR = Республика Корея
country-PRK = КНДР
country-COD = ДР Конго
country-CGO = Конго
country-PLE = Палестина
country-MYA = Мьянма
country-USA = США
country-IVB = Британские Виргинские острова
country-ISV = Американские Виргинские острова
