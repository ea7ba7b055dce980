"""Which language a text is in: its script decides first, then the conversation, then statistics.

Arabic, Hindi, Korean, Russian, Japanese and Chinese are told by their letters alone. Between the languages that
are written in Latin letters py3langid decides (naive Bayes over byte sequences, a wheel with its model in it), and
the language of the conversation counts as much as one good hint: it settles "ok" and "gate 4", no whole sentence.
"""

import copy
import importlib
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Any

from grandstand.language.models import LANGUAGES, UNKNOWN, Identified, Language
from grandstand.language.scripts import Script, letters

CHARACTERS_MAX = 2_000
"""More of a text tells nothing new."""
PRIOR_WEIGHT = 1.0
"""What the conversation's language adds to a log likelihood; a wrong one misleads in 3 of 672 short questions."""
EVIDENCE_MIN = 1.5
"""How much likelier than by chance the best language must be, or nobody knows."""
PRIOR_ALONE = 0.5
"""How sure the conversation makes us of a text that says nothing itself."""
SURE, LIKELY = 0.99, 0.8

_WEIGHTS = {Script.HAN: 4, Script.KANA: 4, Script.HANGUL: 3}
"""Letters of these stand for several of an alphabet."""
_LANGUAGES = {
    Script.ARABIC: ("ar", "fa", "ur", "ps", "ug", "ckb"),
    Script.CYRILLIC: ("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"),
    Script.DEVANAGARI: ("hi", "mr", "ne"),
    Script.GREEK: ("el",),
    Script.HAN: ("zh", "ja"),
    Script.HANGUL: ("ko",),
    Script.HEBREW: ("he", "yi"),
    Script.KANA: ("ja",),
    Script.THAI: ("th", "lo", "km", "my"),
}
"""The languages of each script but Latin, which has all others."""
_FOREIGN = {
    Script.ARABIC: re.compile("[پچژگٹڈڑںھہے]"),
    Script.CYRILLIC: re.compile("[іїєґўјљњћђџѓќқғңәө]", re.IGNORECASE),
}
"""Letters that the first language of a script does not have."""
FOREIGN_SHARE_MIN = 0.03
KANA_SHARE_MIN = 0.1
"""Japanese has more; Chinese has a の in the name of a shop."""
_CHINESE = re.compile(
    "[你您们們这這哪吗嗎呢吧么麼怎沒给让讓说說谁誰几幾个车门开关时间场馆厅饭药证领费决奖赛动员队"
    "运东马鸟鱼龙见贝页风飞问闻阳阴电话语请谢买卖钱银铁错长张书边过进还远连选递丽华厂广应庆库庙]"
)
"""Frequent characters that Japanese does not write, or not like this."""
_JAPANESE = re.compile("[駅円図対発売県渋応実変検験広転単価込働畑辻峠塩桜氷戦権歩毎沢浄続総観両]")
"""The other way round."""
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]+\b")


def identify(text: str, *, prior: Language | None = None, among: Collection[Language] = LANGUAGES) -> Identified:
    """The likeliest language among these; `und` if there are no letters, or nothing speaks for any of them.

    `prior` is the language of the conversation, which decides where the text does not.
    """
    begin = text[:CHARACTERS_MAX]
    known = prior if prior in among else None
    script = _script(begin, known)
    if script is None:
        return Identified(UNKNOWN, 0.0)
    candidates = frozenset(each for each in among if _writes(each, script))
    if script is Script.HAN and Language("zh") in candidates:
        return _of_han(begin, known, candidates)
    if len(candidates) == 1:
        return _only(begin, script, *candidates)
    return _likeliest(begin, known, candidates)


def _script(text: str, prior: Language | None) -> Script | None:
    """The script of most of the text; names and acronyms in Latin letters stand in texts of all others."""
    found = letters(text)
    if len(found) > 1 and Script.LATIN in found:
        found[Script.LATIN] -= sum(map(len, _ACRONYM.findall(text)))
    if found[Script.KANA] >= KANA_SHARE_MIN * (found[Script.KANA] + found[Script.HAN]) > 0:
        found[Script.KANA] += found.pop(Script.HAN, 0)
    weights = Counter({script: count * _WEIGHTS.get(script, 1) for script, count in found.items()})
    for script in weights:
        if prior and _writes(prior, script):
            weights[script] *= 2
    return max(weights, key=lambda script: weights[script], default=None)


def _writes(language: Language, script: Script) -> bool:
    if script is Script.LATIN:
        return not any(language in others for others in _LANGUAGES.values())
    return language in _LANGUAGES.get(script, ())


def _of_han(text: str, prior: Language | None, candidates: frozenset[Language]) -> Identified:
    """Chinese, or a Japanese word without kana: by what only one of them writes, else by what one speaks."""
    if Language("ja") in candidates and not _CHINESE.search(text):
        if _JAPANESE.search(text):
            return Identified(Language("ja"), LIKELY)
        if prior == "ja":
            return Identified(prior, PRIOR_ALONE)
    return Identified(Language("zh"), SURE if prior == "zh" or _CHINESE.search(text) else LIKELY)


def _only(text: str, script: Script, language: Language) -> Identified:
    """The one language of its script that is asked for, unless the letters are another's."""
    if script in _FOREIGN and language == _LANGUAGES[script][0]:
        count = letters(text)[script]
        if len(_FOREIGN[script].findall(text)) > FOREIGN_SHARE_MIN * count:
            return Identified(UNKNOWN, 0.0)
    return Identified(language, SURE)


def _likeliest(text: str, prior: Language | None, candidates: frozenset[Language]) -> Identified:
    likelihoods = _ranked(text, candidates)
    if prior in likelihoods:
        likelihoods[prior] *= math.exp(PRIOR_WEIGHT)
    total = sum(likelihoods.values())
    if not total:
        known = prior if prior in candidates else None
        return Identified(known, PRIOR_ALONE) if known else Identified(UNKNOWN, 0.0)
    best = max(likelihoods, key=lambda language: likelihoods[language])
    confidence = likelihoods[best] / total
    if prior is None and confidence < EVIDENCE_MIN / len(likelihoods):
        return Identified(UNKNOWN, confidence)
    return Identified(best, confidence)


def _ranked(text: str, candidates: frozenset[Language]) -> dict[Language, float]:
    """How likely each is by statistics; empty where there are none."""
    identifier = _identifier(candidates)
    if identifier is None:
        return {}
    ranked: Iterable[tuple[str, float]] = identifier.rank(text)
    return {Language(language): float(likelihood) for language, likelihood in ranked}


def load_statistics() -> None:
    """Be ready for sentences in Latin letters: the first of them need not wait for that then."""
    _statistics()


@cache
def _statistics() -> Any:
    """Everything that py3langid knows (0.6 s, 100 MB), or None without it."""
    try:
        langid = importlib.import_module("py3langid.langid")
    except ImportError:
        return None
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=64)
def _identifier(candidates: frozenset[Language]) -> Any:
    """The same, restricted to these; None where it knows none of them."""
    statistics = _statistics()
    known = candidates.intersection(statistics.labels) if statistics else None
    if not known:
        return None
    restricted = copy.copy(statistics)
    restricted.set_languages(sorted(known))
    return restricted
