"""How a question says whose event it means, in 14 languages: beginnings of words, or signs."""

GENDER_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "M": ("men", "male", "gentlemen", "boys"),
        "W": ("women", "female", "ladies", "girls"),
        "X": ("mixed",),
    },
    "de": {"M": ("männer", "herren"), "W": ("frauen", "damen"), "X": ("mixed", "gemischt")},
    "fr": {"M": ("hommes", "masculin", "messieurs"), "W": ("femmes", "féminin", "dames"), "X": ("mixte",)},
    "it": {
        "M": ("uomini", "maschil", "uomo"),
        "W": ("donne", "femminil", "donna"),
        "X": ("misto", "mista", "misti"),
    },
    "es": {"M": ("hombres", "masculin", "varones"), "W": ("mujeres", "femenin", "damas"), "X": ("mixto", "mixta")},
    "pt": {"M": ("homens", "masculin"), "W": ("mulheres", "feminin"), "X": ("misto", "mista")},
    "nl": {"M": ("mannen", "heren"), "W": ("vrouwen", "dames"), "X": ("gemengd", "mixed")},
    "pl": {"M": ("mężczyzn", "męsk", "panów"), "W": ("kobiet", "żeńsk", "pań"), "X": ("mieszan",)},
    "ru": {"M": ("мужчин", "мужск"), "W": ("женщин", "женск"), "X": ("смешан", "микст")},
    "ar": {"M": ("رجال", "رجالي"), "W": ("سيدات", "نساء", "نسائي"), "X": ("مختلط",)},
    "hi": {"M": ("पुरुष",), "W": ("महिला",), "X": ("मिश्रित",)},
    "zh": {"M": ("男",), "W": ("女",), "X": ("混合", "混双")},
    "ja": {"M": ("男子", "男性"), "W": ("女子", "女性"), "X": ("混合", "ミックス")},
    "ko": {"M": ("남자", "남성"), "W": ("여자", "여성"), "X": ("혼성",)},
}
