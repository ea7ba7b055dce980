"""The words beside values in fourteen languages, as parts of regular expressions. Pure."""

AM = (
    # In German `am` is "on the": 12:30 am Montag.
    "a\\.m\\b\\.?|(?<!uhr[ \u00a0])am\\b(?!(?-i: (?!Monday|Tues|Wednes|Thurs|Friday|Satur|Sunday)[A-Z0-9]))|"
    "上午|早上|凌晨|清晨|午前|오전|새벽|सुबह|पूर्वाह्न|صباحا|صباحًا|утра|rano|"
    "de la mañana|da manhã|du matin|del mattino|morgens|vormittags|'s ochtends"
)
PM = (
    "p\\.?m\\b\\.?|下午|晚上|傍晚|午後|오후|저녁|शाम|अपराह्न|مساءً|مساء|вечера|wieczorem|po południu|"
    "de la tarde|de la noche|da tarde|da noite|de l'après-midi|du soir|di sera|del pomeriggio|abends|nachmittags|"
    "'s avonds|'s middags"
)
AFTERNOON = "中午|정오|दोपहर|ظهرا|ظهرًا"
"""Twelve is noon; one is an hour later."""
NIGHT = "रात|밤|ليلا|ليلًا|夜里|深夜|nachts"
"""Before or after midnight, as the hour is small or not."""
SHORT_AM, SHORT_PM, SHORT_NIGHT = "ص", "م|дня", "ночи"
SHORT = f"(?:{SHORT_AM}|{SHORT_PM}|{SHORT_NIGHT})"
"""Morning and afternoon in short, and words that are others beside a number without minutes: metres, days."""
HOURS_WORD = "час(?:ов|а)?"
TIME_AFTER = "uhr|uur|o'clock|बजकर|बजे"
TIME_BEFORE = "الساعة|godz\\.|godzinie|godziny|godzina|a las|desde las|hasta las|alle ore|ore"
MAYBE_TIME_BEFORE = "в|с|до|к|o|od|do|alle|dalle|às|das|las|um|ab|bis|gegen|om|vanaf|tot|at|until|à|dès|vers"
"""Before an hour with minutes, or one that is called an hour: not in "bis 5 Personen"."""
PERCENT_WORDS = (
    "%|percent|per cent|prozent|por ciento|por cento|pour cent|per cento|procent[a-ząę]*|процент[а-я]*|प्रतिशत|"
    "パーセント|퍼센트|بالمئة|بالمائة|في المئة|في المائة"
)
MYRIADS = {"万": 4, "萬": 4, "만": 4, "亿": 8, "億": 8, "억": 8, "लाख": 5, "करोड़": 7}
"""By how many zeros each of them makes a number longer."""
CURRENCIES = (
    ("€|eur|euros?|евро|يورو|यूरो|유로|ユーロ|欧元", "EUR"),
    ("£|gbp", "GBP"),
    ("chf", "CHF"),
    ("us\\$|usd", "USD"),
    ("r\\$|brl|reais", "BRL"),
    ("\\$|dollars?|dólares|dollari|долларов|доллара|доллар|دولارا|دولار|डॉलर|달러|ドル|美元", "$"),
    ("jpy|円", "JPY"),
    ("cny|rmb|元|人民币", "CNY"),
    ("¥", "¥"),
    ("₩|krw|원", "KRW"),
    ("₹|inr|रुपये|रुपए|रुपया", "INR"),
    ("₽|rub|рублей|рубля|рубль|руб\\.", "RUB"),
    ("zł|pln|złotych|złote", "PLN"),
    ("aed|درهما|درهم", "AED"),
)
"""How money is called, and its code; dollars and ¥ are several countries', so they stay what they are."""
