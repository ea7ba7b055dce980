### Что Grandstand говорит по-русски. Во всех каталогах одни и те же сообщения и переменные.

## Все страницы

kit-tagline = Ночь, когда приходят все.
kit-skip = К содержанию
kit-language = Язык
kit-theme-auto = Тема: автоматически
kit-theme-light = Тема: светлая
kit-theme-dark = Тема: тёмная
kit-loading = Секунду…
kit-try-again = Повторить
kit-load-more = Показать ещё
kit-cancel = Отмена
kit-close = Закрыть
kit-sign-out = Выйти
kit-console = Пульт
kit-fan-page = К конвертам
kit-role-fan = Зритель
kit-role-operator = Оператор
kit-role-auditor = Аудитор
kit-role-noc = Член комитета
kit-role-replay = Оператор повторов
kit-role-feed = Служба результатов
kit-unreachable = Нет связи с сервером. Проверьте сеть и попробуйте ещё раз.

## Ошибки по их постоянному коду

error-auth-missing = Вы не вошли.
error-auth-invalid = Этот вход недействителен.
error-auth-expired = Срок вашего входа истёк.
error-auth-code_used = Эта ссылка для входа устарела или уже использована.
error-auth-forbidden = Ваша роль этого не позволяет.
error-auth-guests_closed = Гости не могут открывать здесь конверты. Воспользуйтесь присланной вам ссылкой для входа.
error-auth-cross_site = Запрос пришёл с другого сайта и отклонён.
error-request-invalid = В запросе что-то не так. Проверьте введённые данные.
error-request-too_large = Запрос слишком большой.
error-request-timeout = Запрос шёл слишком долго. Попробуйте ещё раз.
error-request-not_found = По этому адресу ничего нет.
error-limit-rate = Вы спрашиваете очень часто. Подождите немного.
error-server-overloaded = Сейчас здесь очень много людей. Попробуйте ещё раз чуть позже.
error-database-unavailable = Книги сейчас недоступны. Ничего не потеряется; попробуйте чуть позже.
error-server-internal = У нас что-то пошло не так.
error-campaign-pool_unknown = Такой кампании нет.
error-campaign-not_open = Сейчас конверты открыть нельзя.
error-campaign-gone = Все конверты розданы.
error-campaign-occasion_unknown = В этой кампании нет такого случая.
error-campaign-occasion_not_earned = Этот конверт сначала нужно заслужить.
error-campaign-paced = Конверты раздаются в равномерном темпе. Попробуйте ещё раз через минуту.
error-campaign-state_conflict = Состояние фонда этого не позволяет. Возможно, кто-то вас опередил.
error-campaign-plan_invalid = Этот план не сходится. Проверьте суммы, число долей и случаи.
error-campaign-claim_unknown = У вас нет доли за этот случай.
error-campaign-raise_unknown = Такого увеличения нет.
error-campaign-receipt_invalid = Квитанция не доказывает того, что утверждает.
error-campaign-ledger_invalid = Этот файл — не реестр, который можно проверить.
error-programme-unknown = Такой программы нет.
error-programme-invalid = В файле программы есть ошибки.
error-programme-frozen = Файл расходится с тем, что уже началось. Ничего не изменено.
error-programme-too_late = Одна из волн уже должна была начаться. Ничего не изменено.
error-fraud-signal_invalid = Это нельзя принять как сигнал.
error-fraud-rules_invalid = Эти правила применить нельзя. Проверьте числа.
error-fraud-rules_conflict = Кто-то другой изменил правила. Прочитайте их заново.
error-fraud-hold_unknown = У этого болельщика нет ничего, к чему подходит это действие.
error-fraud-tree_too_large = Дерево слишком велико для одного действия. Выберите кого-нибудь ниже.
error-draw-unknown = Такого розыгрыша нет.
error-draw-plan_invalid = Провести розыгрыш так нельзя.
error-draw-ticket_unknown = В розыгрыше нет такого билета.
error-draw-ticket_not_earned = Этот билет нужно сначала заслужить.
error-draw-entries_closed = Розыгрыш сейчас не принимает билеты.
error-draw-conflict = Состояние розыгрыша этого не позволяет.
error-draw-invalid = Этот файл не является розыгрышем, который можно проверить.
error-invite-scheme_unknown = Таких приглашений нет.
error-invite-scheme_invalid = Фонд не может дать то, что обещают приглашения.
error-invite-code_invalid = В коде опечатка. Взгляните ещё раз.
error-invite-code_unknown = Такого кода ни у кого нет. Взгляните ещё раз.
error-invite-own_code = Это ваш собственный код. Передайте его другу.
error-invite-already_invited = Вы уже приняли другое приглашение.
error-invite-came_before = Вы здесь дольше, чем тот, чей это код, поэтому он не засчитывается.
error-invite-closed = Приглашения сейчас не открыты.
error-voucher-unknown = У вас нет такого ваучера.
error-voucher-used = Этот ваучер уже использован.
error-voucher-expired = Этот ваучер больше не действует.
error-voucher-under_review = Этот ваучер проверяется. Он не потерян.
error-voucher-wrong_category = Этот магазин продаёт не то, для чего ваучер.
error-voucher-terms_invalid = Назовите хотя бы одну категорию для ваучеров, каждую один раз.
error-voucher-redemption_unknown = У вас нет такого заказа.
error-voucher-redemption_conflict = Уже поздно: заказ завершён или оформлен.
error-merchant-unknown = Такого магазина нет.
error-merchant-full = Магазин только что заполнился. Ваучер остаётся в силе, выберите другой.
error-merchant-closed = Магазин сейчас не принимает заказы. Ваучер остаётся в силе.
error-merchant-invalid = У магазина не может быть таких значений. Проверьте название, мощность и адрес.
error-outbox-letter_unknown = Такое сообщение не было оставлено.
error-library-collection_unknown = Такой коллекции нет, или вам нельзя её читать.
error-library-document_unknown = Такого документа или такой страницы нет, или вам нельзя их читать.
error-library-group_unknown = Такой группы нет.
error-library-name_taken = Это название занято. Выберите другое.
error-library-duplicate = Именно этот файл в коллекции уже есть.
error-library-upload_invalid = Этот файл нельзя принять.
error-library-grant_invalid = Кто-то из тех, кто должен читать или входить в группу, неизвестен.
error-library-full = Здесь больше нет места. Сначала что-нибудь удалите.
error-library-not_installed = Библиотека на этом сервере не установлена. Тот, кто им управляет, добавит её командой: pip install 'grandstand[library]'
error-language-embedder_unavailable = Поиск сейчас перегружен. Попробуйте ещё раз чуть позже.
error-language-embedder_missing = Поиск по смыслу на этом сервере не установлен.

## Страница зрителя

fan-page-title = Ваш красный конверт · Grandstand
fan-eyebrow = Красный конверт
fan-lead = Один из них ваш. Откройте его, когда захотите: он откроется ровно один раз, сколько бы вы ни спрашивали.
fan-scheduled = Один из них ваш. Для всех они откроются в одно мгновение; эта страница знает когда, обновлять её не нужно.
fan-opens-at = Открытие: { $date }
fan-opens-in = До открытия осталось
fan-open-now = Конверты уже открыты.
fan-open = Открыть конверт
fan-opening = Открываем…
fan-open-again = Открыть ещё раз
fan-next = Следующий конверт
fan-yours = Вам
fan-opened = Этот вы уже открыли. Спрашивайте сколько угодно: та же доля, та же сумма.
fan-paused = У конвертов короткий перерыв. Ничего не потеряется, и эта страница заметит, когда всё продолжится.
fan-closed = Эта кампания завершена. Всё полученное остаётся в вашем кошельке.
fan-revealed = Эта кампания завершена, её исходное число раскрыто: теперь вы можете проверить свою сумму до последней цифры.
fan-gone = Все конверты розданы. Последний только что нашёл хозяина.
fan-waiting = Ваше место сохранено; следующая попытка через { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
    [many] { $seconds } секунд
   *[other] { $seconds } секунды
}.
fan-asking = Ваше место сохранено; спрашиваем прямо сейчас.
fan-announcement = Вы получили { $amount } из «{ $title }».
fan-valid-until = Действует до { $date }
fan-verify = Решено до вашего прихода: проверить
fan-empty-title = Конвертов пока нет
fan-empty-text = Сейчас открывать нечего. Возвращайтесь, когда начнётся вечер.

wallet-title = Ваш кошелёк
wallet-empty = Здесь пока пусто. Открытые вами конверты хранятся здесь.
wallet-share = Доля № { $share }
wallet-pool-unknown = Кампания № { $pool }
wallet-verify = Проверить
wallet-verify-share = Проверить долю № { $share }

## Доказательство доли

proof-title = Решено до вашего прихода
proof-lead = Ваша сумма была определена до того, как вы открыли конверт. Эта страница проверяет это сама, здесь, в вашем браузере.
proof-passed = верно
proof-pending = будет позже
proof-failed = неверно
proof-signature = Квитанция подписана
proof-signature-passed = Подпись принадлежит ключу { $key }, опубликованному для этой кампании.
proof-claim = Она о вашей доле
proof-claim-passed = Доля № { $share }, { $amount }, случай «{ $occasion }»: точно как в вашем кошельке.
proof-batch = Она записана в книгах
proof-batch-passed = { $claims ->
    [one] В пакете { $batch } линии { $lane } { $claims } запись, и от вашей ведёт путь к подписанному корню.
    [few] В пакете { $batch } линии { $lane } { $claims } записи, и от вашей ведёт путь к подписанному корню.
    [many] В пакете { $batch } линии { $lane } { $claims } записей, и от вашей ведёт путь к подписанному корню.
   *[other] В пакете { $batch } линии { $lane } { $claims } записи, и от вашей ведёт путь к подписанному корню.
}
proof-budget = Суммы были определены заранее
proof-budget-passed = Обязательство опубликовано: { $committed }; ваш конверт открыт: { $opened }. Подписанный пакет называет именно это обязательство.
proof-seed = Исходное число соответствует обязательству
proof-seed-pending = Исходное число раскроют после закрытия. До тех пор его удерживает это заранее опубликованное обязательство:
proof-seed-passed = Исходное число раскрыто. Вместе с условиями оно даёт в точности то обязательство, что было опубликовано заранее.
proof-amount = Сумма следует из исходного числа
proof-amount-pending = Как только исходное число раскроют, ваш браузер заново вычислит вашу сумму только по нему.
proof-amount-passed = По исходному числу доля № { $share } стоит { $amount }: ровно столько вы и получили.
proof-verdict-passed = Всё верно: ваша сумма была определена до вашего прихода.
proof-verdict-pending = Всё, что можно проверить сегодня, верно. Остальное — после раскрытия исходного числа.
proof-verdict-failed = Что-то не сходится. Сохраните это доказательство и покажите его аудитору.
proof-why-unreadable = Эту часть доказательства не удаётся прочитать.
proof-why-key-unknown = Квитанция называет ключ, не опубликованный для этой кампании.
proof-why-signature-wrong = Подпись не подходит к этой квитанции: в ней что-то изменено.
proof-why-other-pool = Квитанция относится к другой кампании.
proof-why-other-share = В квитанции другая доля, чем в вашем кошельке.
proof-why-other-amount = В квитанции другая сумма, чем в вашем кошельке.
proof-why-other-occasion = В квитанции другой случай, чем в вашем кошельке.
proof-why-path-wrong = Путь не ведёт от вашей записи к подписанному корню.
proof-why-head-differs = На этом месте опубликован не тот пакет, который был подписан для вас.
proof-why-budget-unknown = Подписанный пакет называет не те обязательства, что опубликованы.
proof-why-tranche-missing = Вашей доли нет ни в одной части бюджета, по которой тогда уже было обязательство.
proof-why-committed-late = Обязательство опубликовано лишь после того, как ваш конверт был открыт.
proof-why-commitment-wrong = Исходное число и условия не дают опубликованного обязательства.
proof-why-terms-differ = Условия в обязательстве не те, что у этой кампании.
proof-why-amount-differs = Из исходного числа следует не та сумма, что вы получили.
proof-save = Сохранить доказательство
proof-again = Получить квитанцию заново
proof-figures = Показать данные
proof-figure-claim = Строка вашей записи
proof-figure-header = Строка пакета
proof-figure-path = Путь к корню
proof-figure-signature = Подпись
proof-figure-key = Открытый ключ
proof-figure-commitment = Обязательство
proof-figure-seed = Исходное число

## Страница входа

sign-in-page-title = Вход · Grandstand
sign-in-title = Вход
sign-in-working = Проверяем вашу ссылку…
sign-in-done = Вы вошли. Сейчас продолжим…
sign-in-no-code = Для этой страницы нужна ссылка для входа. Откройте присланную вам; она действует один раз.
sign-in-refused = Попросите отправителя прислать новую ссылку. Каждая действует один раз и недолго.

## Пульт

console-page-title = Пульт · Grandstand
console-title = Пульт
console-gate-title = Эта страница для операторов
console-gate-signed-out = Вы не вошли. Откройте ссылку для входа оператора или аудитора.
console-gate-role = Вы вошли как: { $role }. Эта страница для операторов и аудиторов.
console-auditor-note = Вы вошли как аудитор: вы видите всё и ничего не меняете.
console-pool = Фонд
console-no-pools = Фондов пока нет.
console-new-pool = Новый фонд
console-figures = Главные цифры
console-state = Состояние
console-state-draft = Черновик
console-state-scheduled = Запланирован
console-state-open = Открыт
console-state-paused = Приостановлен
console-state-closed = Закрыт
console-state-revealed = Раскрыт
console-opens-at = Открытие: { $time }
console-opened-at = Открыт: { $time }
console-closes-at = Закрытие: { $time }
console-valid-until = Доли действуют до { $time }
console-faults = Книги не сходятся
console-faults-advice = Это обнаружила постоянная проверка. Приостановите фонд и разберитесь, прежде чем продолжать.
console-remaining = Осталось
console-spent = Потрачено
console-of-total = из { $total }
console-of-budget = { $part } бюджета
console-granted = Выдано долей
console-of-shares = из { NUMBER($shares) }
console-rate = В секунду
console-forecast = Опустеет в
console-ahead = впереди плана на { $shares }
console-behind = позади плана на { $shares }
console-lanes = { $lanes ->
    [one] на { $lanes } линии
    [few] на { $lanes } линиях
    [many] на { $lanes } линиях
   *[other] на { $lanes } линии
}
console-live = В эфире
console-reconnecting = Восстанавливаем связь…
console-burn-down = Расход
console-plot = График остатка бюджета по времени; те же цифры есть в таблице.
console-plan = План: опустеет в { $time }
console-empty-at = В этом темпе: опустеет в { $time }
console-table-caption = Остаток бюджета по времени
console-column-time = Время
console-column-remaining = Осталось
console-column-granted = Выдано
console-no-points = Пока не выдано ни одной доли. Кривая начнётся с первой.
console-lanes-title = Линии
console-lanes-caption = Сколько роздано на каждой линии
console-column-lane = Линия
console-column-free = Свободно
console-column-batches = Пакеты
console-refusals = Отказы
console-refusals-caption = Что ответили вместо доли
console-refusals-none = Пока никому не отказали.
console-column-answer = Ответ
console-column-times = Раз
console-published = Опубликовано для всех
console-export = Скачать реестр
console-export-later = Аудиторы могут скачать реестр в любое время, все остальные — после раскрытия исходного числа.
console-tranche = Часть { $number }: долей: { $shares }, { $amount }, обязательство: { $date }
console-commitment = Обязательство
console-seed = Исходное число
console-heads-none = Ни одна цепочка ещё не началась. Цепочка линии начинается с её первого пакета.
console-heads-caption = Как далеко зашла цепочка каждой линии
console-column-batch = Пакет
console-column-head = Конец цепочки
console-raises = Ждёт второго человека
console-raise-of = Ещё { $amount }, долей: { $shares }
console-raise-by = Предложение: { $who }, { $date }.
console-raise-mine = Одобрить должен другой оператор.
console-raise-budget = Дополнительно, в { $currency }
console-acts = Журнал
console-acts-caption = Кто, когда и почему менял этот фонд
console-acts-empty = С этим фондом ещё ничего не делали.
console-column-when = Когда
console-column-act = Действие
console-column-reason = Причина
console-column-who = Кто
console-act-pool-created = Создан
console-act-pool-scheduled = Запланирован
console-act-pool-opened = Открыт
console-act-pool-paused = Приостановлен
console-act-pool-resumed = Возобновлён
console-act-pool-extended = Срок продлён
console-act-pool-raise-proposed = Предложено увеличение
console-act-pool-raised = Бюджет увеличен
console-act-pool-closed = Закрыт
console-act-pool-revealed = Исходное число раскрыто
console-act-pool-paced = Темп задан
console-as-planned = По плану
console-clock = Часы

console-do-open = Открыть
console-do-pause = Приостановить
console-do-resume = Возобновить
console-do-close = Закрыть
console-do-schedule = Запланировать
console-do-extend = Продлить
console-do-raise = Увеличить
console-do-approve = Одобрить
console-do-reveal = Раскрыть исходное число
console-ask-open = Открыть этот фонд?
console-ask-pause = Приостановить этот фонд?
console-ask-resume = Возобновить этот фонд?
console-ask-close = Закрыть этот фонд навсегда?
console-ask-schedule = Запланировать этот фонд?
console-ask-extend = Продлить срок действия?
console-ask-raise = Предложить больший бюджет?
console-ask-approve = Одобрить это увеличение?
console-ask-reveal = Раскрыть исходное число этого фонда?
console-effect-open = Зрители смогут сразу открывать конверты.
console-effect-pause = Пока вы не возобновите фонд, ни один конверт не откроется. Выданные доли не изменятся.
console-effect-resume = Зрители смогут сразу снова открывать конверты.
console-effect-close = Закрытый фонд больше никогда не откроется. Выданные доли не изменятся.
console-effect-schedule = Зрители увидят время, и фонд откроется сам. С этого момента его суммы определены.
console-effect-extend = Все доли этого фонда, включая уже выданные, действуют до нового срока.
console-effect-raise = Новые доли добавятся со своим обязательством. Ничего не изменится, пока не одобрит второй оператор.
console-effect-approve = По новым долям будет дано обязательство, и их сразу можно будет открывать.
console-effect-reveal = После этого каждый сможет проверить любую сумму и скачать реестр. Отменить это нельзя.
console-confirm-open = Открыть фонд
console-confirm-pause = Приостановить фонд
console-confirm-resume = Возобновить фонд
console-confirm-close = Закрыть фонд
console-confirm-schedule = Запланировать фонд
console-confirm-extend = Продлить срок
console-confirm-raise = Предложить увеличение
console-confirm-approve = Одобрить увеличение
console-confirm-reveal = Раскрыть исходное число
console-reason = Причина
console-reason-hint = Останется в журнале, от { $min } до { $max } знаков.
console-reason-missing = Укажите причину: от { $min } до { $max } знаков.
console-done-open = Фонд открыт.
console-done-pause = Фонд приостановлен.
console-done-resume = Фонд снова открыт.
console-done-close = Фонд закрыт.
console-done-schedule = Фонд запланирован.
console-done-extend = Срок действия продлён.
console-done-raise = Увеличение предложено. Одобрить его должен другой оператор.
console-done-approve = Бюджет увеличен.
console-done-reveal = Исходное число раскрыто.
console-extend-until = Доли действуют до
console-extend-wrong = Укажите время позже нынешнего срока.

console-form-titles = Название
console-form-titles-hint = Хотя бы на одном языке; зрители видят свой, иначе английский.
console-form-titles-more = Другие языки
console-form-budget = Бюджет
console-form-total = Общая сумма
console-form-currency = Валюта
console-form-shares = Число долей
console-form-minimum = Наименьшая доля
console-form-curve = Распределение
console-form-curve-uniform = Равномерное
console-form-curve-exponential = Много малых, мало больших
console-form-curve-equal = Все одинаковые
console-form-curve-lottery = Уровни призов
console-form-curve-uniform-hint = Любая сумма от наименьшей примерно до двух средних одинаково вероятна.
console-form-curve-exponential-hint = Большинство долей ниже средней, некоторые намного выше.
console-form-curve-equal-hint = Все суммы одинаковы с точностью до наименьшей единицы.
console-form-curve-lottery-hint = Точное число долей каждой суммы; кому какая — решает жребий.
console-form-tiers = Уровни призов
console-form-tier = , уровень { $tier }
console-form-tier-shares = Доли
console-form-tier-amount = Сумма доли
console-form-tier-remove = Удалить уровень { $tier }
console-form-tier-add = Ещё уровень
console-form-tiers-open = Итог появится, когда все уровни будут заполнены.
console-form-tiers-sum = Всего долей: { $shares }, { $total }
console-form-times = Время
console-form-times-hint = Всё по желанию, в вашем часовом поясе. Фонд со временем открытия можно запланировать.
console-form-opens-at = Открытие
console-form-closes-at = Закрытие
console-form-occasions = Случаи
console-form-occasions-hint = Через запятую. Каждый зритель получает по одной доле за случай.
console-form-valid-until = Доли действуют до
console-form-submit = Создать черновик
console-form-wrong-title = Укажите название хотя бы на одном языке.
console-form-wrong-currency = Укажите код валюты из трёх букв, например CNY.
console-form-wrong-amount = Указывайте суммы простыми числами, например 200000 или 0,01.
console-form-wrong-shares = Укажите целое число долей, 1 или больше.
console-form-wrong-budget = Общей суммы не хватает: каждой доле нужна хотя бы наименьшая сумма.
console-form-wrong-occasions = Укажите случаи: от 1 до { $max }.
console-form-wrong-tiers = Укажите для каждого уровня целое число долей и сумму; вместе они должны что-то выплачивать.
console-form-wrong-times = Закрытие должно быть позже открытия.
console-form-done = Фонд создан как черновик.

## Игры

games-page-title = Игры · Grandstand
games-title-of = { $page } · Игры · Grandstand
games-link = Игры
games-envelopes = Конверты
games-nav = Разделы Игр
games-now = Сейчас
games-schedule = Расписание
games-medals = Медали
games-missed = Что было
games-search = Поиск
games-now-title = В этот момент
games-then-title = В тот момент
games-schedule-present = К текущему
games-live = Идёт сейчас
games-live-none = Сейчас ничего не идёт.
games-next = Скоро
games-next-none = Пока больше ничего не запланировано.
games-whole-schedule = Всё расписание
games-ticker = Последнее
games-ticker-none = Пока ничего не сообщали.
games-leader = Впереди
games-first = Первое место
games-state-of = Последнее сообщение с арены: { $time }
games-connection-live = В эфире
games-connection-polling = Актуально
games-connection-waiting = Подключаемся…
games-connection-past = Прежнее состояние
games-spoiler-free = Без итогов
games-reveal = Показать
games-reveal-of = Показать: { $what }
games-hidden = Скрыто, чтобы вы могли посмотреть, не зная исхода.
games-travel = Машина времени
games-travel-title = Посмотреть прошлый момент
games-travel-hint = Всё показано так, как к тому времени сообщили арены. Адрес страницы хранит этот момент, им можно поделиться.
games-travel-field = Момент, { $zone }
games-travel-hour = Час назад
games-travel-midnight = В начале дня
games-travel-evening = Вчера вечером
games-travel-go = Показать этот момент
games-past = Вы видите Игры на момент: { $time }
games-past-earlier = На час раньше
games-past-later = На час позже
games-past-back = Вернуться к текущему
games-gaps = Некоторых сообщений с арен не хватает, поэтому здесь что-то может быть неполным.
games-offline = Нет связи. Вы видите состояние на { $time }.
games-empty-title = Сообщений с арен пока нет
games-empty-text = Игры появятся здесь с первым сообщением. Эта страница заметит его сама.
games-nothing-there = Арены ничего такого не сообщали, по крайней мере до этого момента.
games-zone = Время по поясу
games-today = сегодня
games-days = Дни
games-discipline = Вид спорта
games-discipline-all = Все виды спорта
games-schedule-none = На этот день ничего не запланировано.
games-medal-unit = Здесь разыгрывают медали
games-start-open = Время уточняется
games-started-at = Начало: { $time }
games-ended-at = Конец: { $time }
games-results = Результаты
games-event-none = Об этом виде программы пока ничего не сообщали.
games-start-list-of = Стартовый список: { $name }
games-result-of = Результат: { $name }
games-column-rank = Место
games-column-rank-short = №
games-column-order = Порядок старта
games-column-order-short = №
games-column-competitor = Участник
games-column-result = Результат
games-column-nation = Делегация
games-column-total = Всего
games-bib = Стартовый номер
games-runs = Части результата
games-shared = поровну
games-qualified = Проходит дальше
games-why = Откуда это известно?
games-why-text = Так сообщила арена: { $time }
games-why-type = Документ
games-why-version = Версия
games-why-key = Ключ
games-why-digest = SHA-256
games-gold = Золото
games-silver = Серебро
games-bronze = Бронза
games-medals-title = Медальный зачёт
games-medals-won = Медали
games-medals-none = Пока не завоёвано ни одной медали.
games-medals-computed = Подсчитано нами по сообщённым медалям: таблицу арены ещё не прислали.
games-medals-neutral = Медали нейтральных спортсменов, которых нет ни в одной строке: { $medals }
games-medals-differ = Присланная таблица и сообщённые медали расходятся. Показана присланная таблица.
games-medals-difference = В таблице { $table }, сообщено { $reported }
games-podiums = Кто их завоевал
games-athlete-none = Результатов пока нет.
games-born = Дата рождения: { $date }
games-delegation-rank = Медальный зачёт: место { $rank }
games-athletes = Спортсмены
games-venue = Арена
games-venue-none = Здесь ничего не запланировано.
games-search-title = Поиск
games-search-field = Кого или что вы ищете?
games-search-hint = Спортсмены, делегации, виды программы и арены в любом написании: Müller, Mueller или Muller.
games-search-matches = Найдено
games-search-none = Здесь ничто не называется «{ $query }».
games-kind-athlete = Спортсмен
games-kind-delegation = Делегация
games-kind-event = Вид программы
games-kind-discipline = Вид спорта
games-kind-venue = Арена
games-missed-title = Что было без меня?
games-missed-since = С момента: { $time }
games-missed-visit = Мой прошлый визит
games-missed-hour = Последний час
games-missed-morning = С полуночи
games-missed-day = Последние 24 часа
games-missed-choose = С какого момента
games-missed-none = Вы ничего не пропустили: с тех пор ничего не произошло.
games-missed-cut = Было и другое. Выберите более позднее время, чтобы увидеть остальное целиком.
games-missed-nudge = Что было после моего прошлого визита ({ $time })?
games-news-leader = { $unit }: лидирует { $leader }
games-bracket = Сетка
games-bracket-open = Пока неизвестно
games-winner = Победитель
games-standings = Группы
games-standing-of = Таблица: { $name }
games-column-played = Сыграно
games-column-played-short = И
games-column-won = Победы
games-column-won-short = В
games-column-tied = Ничьи
games-column-tied-short = Н
games-column-lost = Поражения
games-column-lost-short = П
games-column-goals = За и против
games-column-goals-short = +:−
games-column-points = Очки
games-column-points-short = О
games-records = Рекорды
games-record-new = Новый
games-announcements = Объявления
games-weather = Условия
games-weather-at = Измерено: { $time }
games-weather-air = Воздух
games-weather-snow = Снег
games-weather-ice = Лёд
games-weather-wind = Ветер
games-weather-from = направление
games-weather-humidity = Влажность
games-compare = Сравнение
games-compare-with = Сравнить с…
games-compare-choose = С кем сравнить?
games-compare-other = Сравнить с другим
games-meetings = Где они встречались
games-meetings-none = Они пока не встречались.
games-feed-title = Отложено
games-feed-lead = Сообщения источника или их строки, которые не удалось использовать, сначала новые. То, что действовало раньше, действует и дальше.
games-feed-gate = Этот раздел для операторов и аудиторов. Сначала откройте свою ссылку для входа.
games-feed-none = Ничего не отложено.
games-feed-whole = Сообщение целиком
games-feed-part = Некоторые его строки
games-feed-version = Версия { $version }
games-feed-size = Байт: { $bytes }
games-feed-link = Источник
games-reason-too-large = Слишком большое
games-reason-not-xml = Не XML
games-reason-doctype = Содержит DOCTYPE
games-reason-encoding = Непонятная кодировка
games-reason-header = Непонятный заголовок
games-reason-key = Неверный ключ
games-reason-sort-order = Нет места в порядке
games-reason-rank-equal = Равенство без пометки
games-reason-value = Непонятное значение
games-reason-too-complex = Слишком сложное
games-reason-unreadable = Не читается

## Библиотека

library-page-title = Библиотека · Grandstand
library-title-of = { $page } · Библиотека · Grandstand
library-link = Библиотека
library-nav = Разделы библиотеки
library-ask = Спросить
library-collections = Коллекции
library-groups = Группы
library-unanswered = Без ответа
library-gate = Этот раздел для организаторов и аудиторов. Сначала откройте свою ссылку для входа.
library-ask-title = Что вы хотите узнать?
library-ask-lead = Спросите своими словами, на любом языке. Ответом будет сама фраза документа, с указанием страницы.
library-field = Ваш вопрос
library-suggestions = Подсказки
library-within = Искать в
library-within-all = Всём, что мне можно читать
library-examples = Например
library-example-luggage = Сколько багажа может взять каждый человек?
library-example-bus = Когда вечером отправляется последний автобус?
library-example-centres = Когда открыты центры аккредитации?
library-visitor = Вы видите то, что открыто для всех. Тот, кто входит по ссылке комитета или организаторов, находит и то, что написано для него.
library-empty = В библиотеке пока нет ничего, что вам можно читать.
library-searching = Ищем в документах…
library-answer = Ответ
library-found = { $count ->
    [one] Найден { $count } отрывок
    [few] Найдено { $count } отрывка
    [many] Найдено { $count } отрывков
   *[other] Найдено { $count } отрывка
}
library-quick = Быстрый ответ
library-quick-text = Тщательный поиск на этот раз был недоступен.
library-ask-again = Спросить ещё раз
library-differ-title = Документы расходятся
library-differ-text = В них названы разные значения. Сравните версии и даты, прежде чем положиться на одно из них.
library-not-found-title = В документах этого нет
library-not-found-text = Ничто из того, что вам можно читать, не отвечает на это достаточно надёжно, а догадка вам не поможет.
library-not-found-tips = Попробуйте другие слова или спрашивайте о чём-то одном.
library-not-found-noted = Организаторы видят вопрос, без вашего имени, и могут добавить недостающее.
library-more = Другие отрывки
library-context = В контексте
library-version = Версия { $label }
library-version-number = Версия № { $number }
library-page = Страница { $page }
library-show-page = Показать страницу
library-copy-link = Копировать ссылку на цитату
library-copied = Ссылка скопирована
library-copy-by-hand = Скопируйте эту ссылку:
library-back = Назад
library-newer = Есть более новая версия этого документа. Ответы берутся из неё.
library-newer-show = Показать новую версию
library-download = Скачать файл
library-pages = Страницы
library-page-field = Страница
library-of-pages = из { $pages }
library-previous = Предыдущая страница
library-next = Следующая страница
library-outline = Содержание
library-picture-of = Изображение страницы { $page }
library-picture-failed = Изображение не загрузилось. Текст страницы приведён полностью.
library-page-text = Текст этой страницы
library-blank-page = На этой странице не найдено текста. Вероятно, это скан.
library-keys = Клавиши: стрелки листают, Esc возвращает назад, / задаёт новый вопрос.
library-collections-none = Пока нет коллекций, которые вам можно читать.
library-new-collection = Новая коллекция
library-name = Название
library-create = Создать
library-created = Коллекция создана.
library-of-organisers = Организаторы
library-of-committee = Комитет { $noc }
library-documents = Документы
library-documents-count = { $count ->
    [one] { $count } документ
    [few] { $count } документа
    [many] { $count } документов
   *[other] { $count } документа
}
library-pages-count = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
    [many] { $count } страниц
   *[other] { $count } страницы
}
library-no-documents = Здесь пока нет документов.
library-settings = Читатели и настройки
library-delete = Удалить
library-delete-of = Удалить: { $title }
library-deleted = Удалено.
library-delete-document = Удалить «{ $title }»?
library-delete-document-text = Все версии будут удалены, ссылки на страницы перестанут работать. Отменить это нельзя.
library-delete-collection = Удалить коллекцию «{ $name }»?
library-delete-collection-text = Все документы в ней будут удалены, ссылки на их страницы перестанут работать. Отменить это нельзя.
library-export = Скачать список
library-add = Добавить документы
library-drop = Перетащите файлы сюда
library-choose-files = Выбрать файлы
library-drop-hint = PDF, Word, PowerPoint, HTML или Markdown, каждый до { $size }. Файл с тем же именем становится новой версией.
library-file = Файл
library-exists = Документ с таким именем уже есть; файл станет его новой версией.
library-title = Заголовок
library-title-hint = Если оставить пустым, он будет прочитан в файле.
library-label = Версия
library-label-hint = Как её называет документ, например 2.1 или февраль.
library-date = Дата документа
library-date-hint = Её видно рядом с каждой цитатой.
library-language = Язык
library-language-read = Как определён по файлу
library-upload = Загрузить
library-sending = Отправляется: { $name }
library-sent = Файл { $name } получен, его читают.
library-progress = { $done } из { $total }
library-new-version = Новая версия
library-new-version-of = Новая версия «{ $title }»
library-older = Прежние версии
library-state-waiting = Ждёт чтения
library-state-reading = Читается
library-state-indexing = Готовится к поиску
library-state-searchable = Уже находится, ещё уточняется
library-state-complete = Находится в поиске
library-state-refused = Не принят
library-refused-empty = Файл пуст. Проверьте его и загрузите снова.
library-refused-type_unknown = Файлы такого вида здесь не читаются. Сохраните его как PDF, Word, PowerPoint, HTML или Markdown.
library-refused-encrypted = Файл закрыт паролем. Сохраните его без пароля и загрузите снова.
library-refused-broken = Файл повреждён, прочитать его нельзя. Экспортируйте его заново и загрузите снова.
library-refused-too_large = Файл слишком велик. Уменьшите изображения или разделите его.
library-refused-too_many_pages = В файле слишком много страниц. Разделите его.
library-refused-too_slow = Чтение файла заняло слишком много времени. Экспортируйте его проще или разделите.
library-refused-too_much_memory = Для чтения файла нужно слишком много памяти. Уменьшите изображения или разделите его.
library-refused-no_text = В файле нет текста; вероятно, это скан. Сначала распознайте текст в другой программе.
library-blank-pages = Без текста, вероятно сканы, которые нельзя найти: страницы { $pages }
library-readers = Кто может читать
library-readers-organisers = Организаторы и аудиторы могут всегда.
library-readers-committee = Члены комитета { $noc } могут всегда, остальные только с вашего разрешения.
library-everyone = Все, даже без входа
library-nocs = Все комитеты
library-group = Группа: { $name }
library-committees = Отдельные комитеты
library-committees-hint = Коды из трёх букв через запятую: GER, CHN
library-committees-wrong = Укажите коды из трёх букв, например GER.
library-committees-count = { $count ->
    [one] { $count } комитет
    [few] { $count } комитета
    [many] { $count } комитетов
   *[other] { $count } комитета
}
library-strictness = Насколько надёжным должен быть ответ?
library-strictness-low = Лучше отвечать чаще
library-strictness-middle = Взвешенно
library-strictness-high = Только то, что точно
library-strictness-hint-low = Показывает и отрывки, которые лишь касаются вопроса.
library-strictness-hint-middle = Подходит для большинства документов.
library-strictness-hint-high = Скорее скажет «не найдено», чем покажет сомнительное.
library-save = Сохранить
library-saved = Сохранено.
library-groups-lead = Группа объединяет комитеты и людей, чтобы открыть коллекцию сразу для всех.
library-groups-none = Групп пока нет.
library-new-group = Новая группа
library-edit = Изменить
library-persons = Люди
library-persons-hint = Идентификатор, с которым входит каждый, по одному в строке.
library-persons-wrong = Укажите идентификаторы вида 00000000-0000-0000-0000-000000000000, по одному в строке.
library-persons-count = { $count ->
    [one] { $count } человек
    [few] { $count } человека
    [many] { $count } человек
   *[other] { $count } человека
}
library-delete-group = Удалить группу «{ $name }»?
library-delete-group-text = Тот, кому коллекция открыта только через эту группу, больше не сможет её читать.
library-unanswered-title = Вопросы без ответа
library-unanswered-lead = На них ничего не нашлось. Кто спрашивал, не сохраняется, только для какого комитета.
library-unanswered-none = На каждый вопрос нашёлся ответ.
library-times = { $count ->
    [one] Спросили { $count } раз
    [few] Спросили { $count } раза
    [many] Спросили { $count } раз
   *[other] Спросили { $count } раза
}
library-settle = Решено
library-settled = Убрано из списка.

## Показ

demo-pool-title = Конверт вечера открытия
demo-night-title = Ночь 6 февраля
