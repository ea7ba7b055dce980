"""What a fan wants to have, out of the words of her question: what kind, where, for how much, how many. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec
from babel.numbers import get_currency_precision

from grandstand.campaign.vouchers import Category
from grandstand.language.values import Kind, values

COUNT_MAX = 20
"""Whoever wants more is not taken at her word: it is a number of something else."""
PLACE_WORDS_MAX = 4
PLACE_LENGTH_MAX = 40
CUE_LENGTH_MAX = 24
"""How far from a sum a word may stand that makes it a lower one."""
NAME_WORD_LETTERS_MIN = 3
MINOR_MAX = 10**15
PATTERNS_MAX = 16_384
"""Words of ours and of shops' names of which one process remembers how they are found."""
SYMBOLS = {
    "¥": ("CNY", "JPY"),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN"),
}
"""Signs of money that several countries use."""
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
HAN_SUM = re.compile(r"[零〇一二两兩三四五六七八九十百千万]{1,9}(?=\s*(?:元|块|塊|圆|円|人民币))")
HAN_DIGITS = {each: at for at, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
PLACE_ENDS = re.compile(r"[,.;:!?，。；：！？、؟،]|\d")


class Price(NamedTuple):
    """The most that something may cost; `currencies` are those that the words may mean."""

    amount: Decimal
    currencies: tuple[str, ...]

    def minor(self, currency: str) -> int | None:
        """The sum in minor units of a currency; None where another one is meant."""
        if currency not in self.currencies:
            return None
        return min(int(self.amount.scaleb(get_currency_precision(currency))), MINOR_MAX)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted.

    Args:
        categories: in the order in which they are named; none: anything.
        price: the most it may cost.
        count: how many.
        place: where, as it is named; empty: near her; None: anywhere.
    """

    categories: tuple[Category, ...] = ()
    price: Price | None = None
    count: int = 1
    place: str | None = None


def wanted_of(text: str, language: str) -> Wanted:
    """What the text wants, as far as it says so.

    Args:
        text: in any language.
        language: of the text; English words are known in all.
    """
    folded = folded_of(text)
    counted = _with_sums(folded)
    return Wanted(
        categories=tuple(dict.fromkeys(category for _, category in _goods(folded, language))),
        price=_price(counted, language),
        count=_count(counted, language),
        place=_place(folded, language),
    )


def named_in(text: str, names: Sequence[str]) -> tuple[int, ...]:
    """Which of these names the text names: whole, or else by a word that few of them have.

    Args:
        text: in any language.
        names: of shops.
    """
    folded = folded_of(text)
    whole = tuple(at for at, name in enumerate(names) if _has(folded, folded_of(name)))
    if whole:
        return whole
    words = [frozenset(_name_words(name)) for name in names]
    held = {word: sum(word in each for each in words) for each in words for word in each}
    found = [{word for word in each if _has(folded, word)} for each in words]
    # A word that most of them have, or that says what is sold, picks none of them.
    telling = [{word for word in each if held[word] * 2 <= max(2, len(names))} for each in found]
    return tuple(at for at, each in enumerate(telling) if each)


def without(text: str, names: Sequence[str]) -> str:
    """The text without these names: what a shop is called is not what is wanted there."""
    for name in names:
        text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    return text


def folded_of(text: str) -> str:
    """The text without capitals, accents of Latin letters, and the marks and spellings that Arabic leaves open."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = re.sub("[\u0300-\u036f\u064b-\u0655\u0670\u0640]", "", parts)
    return unicodedata.normalize("NFC", kept).translate(str.maketrans("ىة", "يه"))


def _goods(folded: str, language: str) -> list[tuple[int, Category]]:
    """Where in the text something is named, and of what kind; of words within another, the longer one."""
    taken = bytearray(len(folded))
    found: list[tuple[int, Category]] = []
    for word, category in _goods_words(language):
        for start, end in _spans(folded, word):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, category))
    return sorted(found)


def _with_sums(folded: str) -> str:
    """The text with every sum of money in digits and with the code of its currency."""
    text = HAN_SUM.sub(lambda match: str(_han(match[0])), folded)
    for code, pattern in _money_words():
        text = pattern.sub(f" {code} ", text)
    return text


def _price(text: str, language: str) -> Price | None:
    """The largest sum that is not said to be the least."""
    prices = []
    for value in values(text):
        if value.kind is Kind.MONEY and not _is_least(text, value.span.start, value.span.end, language):
            amount, _, currency = value.normal.partition(" ")
            prices.append(Price(Decimal(amount), SYMBOLS.get(currency, (currency,))))
    return max(prices, key=lambda each: each.amount, default=None)


def _is_least(text: str, start: int, end: int, language: str) -> bool:
    before, after = text[max(0, start - CUE_LENGTH_MAX) : start], text[end : end + CUE_LENGTH_MAX]
    around = (re.split(r"[\d,，;；]", before)[-1], re.split(r"[\d,，;；]", after)[0])
    for each in dict.fromkeys((language, "en")):
        if any(_has(side, word) for word in _words("upper", each) for side in around):
            return False
        if any(_has(side, word) for word in _words("lower", each) for side in around):
            return True
    return False


def _count(text: str, language: str) -> int:
    for value in values(text):
        if value.kind is Kind.NUMBER and re.fullmatch(r"[1-9]\d?", value.normal):
            return min(int(value.normal), COUNT_MAX)
    for each in dict.fromkeys((language, "en")):
        for at, word in enumerate(_words("counts", each)):
            if _has(text, word):
                return at + 2
    return 1


def _place(folded: str, language: str) -> str | None:
    for each in dict.fromkeys((language, "en")):
        if found := _place_after(folded, each) or _place_before(folded, each):
            return found
    for each in dict.fromkeys((language, "en")):
        if any(_has(folded, word) for word in _words("here", each)):
            return ""
    return None


def _place_after(folded: str, language: str) -> str | None:
    """What follows a word like "near"."""
    stops, articles = _place_words("stops"), _place_words("articles")
    for word in sorted(_words("near", language), key=len, reverse=True):
        for _, end in _spans(folded, word):
            rest = PLACE_ENDS.split(folded[end:], maxsplit=1)[0].split()
            stop = next((at for at, each in enumerate(rest) if each in stops), len(rest))
            named = rest[1:stop] if rest and rest[0] in articles else rest[:stop]
            found = " ".join(named[:PLACE_WORDS_MAX])[:PLACE_LENGTH_MAX]
            if found and found not in {"me", "here"}:
                return found
    return None


def _place_before(folded: str, language: str) -> str | None:
    """What stands before a word like 附近; what is wanted stands after it there."""
    for word in _words("beside", language):
        at = folded.find(word)
        if at > 0:
            before = PLACE_ENDS.split(folded[:at])[-1].strip()
            words = before.split()[-2:] if " " in before else [before]
            found = re.sub("^(?:请|請|帮我|在|我想在|给我在)+", "", " ".join(words))[-PLACE_LENGTH_MAX:]
            if found and found not in {"我", "मेरे", "이", "내"}:
                return found
    return None


def _has(text: str, word: str) -> bool:
    return any(True for _ in _spans(text, word))


def _spans(text: str, word: str) -> Iterator[tuple[int, int]]:
    return ((match.start("word"), match.end("word")) for match in _pattern(word).finditer(text))


@lru_cache(maxsize=PATTERNS_MAX)
def _pattern(word: str, *, after_digit: bool = False) -> re.Pattern[str]:
    """What finds a word as a whole; where words are not parted, anywhere; in Arabic behind what is joined on."""
    stem = re.escape(word.removesuffix("*"))
    if UNSPACED.search(word):
        return re.compile(f"(?P<word>{stem})")
    letter = r"[^\W\d_]" if after_digit else r"\w"
    # Vowel signs of Indian scripts are no word characters for `re`.
    mark = "\u0900-\u0903\u093a-\u094f"
    begins = f"(?<!{letter})(?<![{mark}])(?:(?:[وف]?(?:بال|كال|لل|ال|[بكل])|[وف]))?" if _is_arabic(word) else ""
    begins = begins or f"(?<!{letter})(?<![{mark}])"
    ends = f"(?!\\w)(?![{mark}])" if not word.endswith("*") else ""
    if _is_arabic(word):
        # An object that has no article ends in an alif.
        ends = f"ا?{ends}"
    return re.compile(f"{begins}(?P<word>{stem}){ends}")


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _name_words(name: str) -> Iterator[str]:
    """The words of a name that are not what a shop sells."""
    sold = {word.removesuffix("*") for word, _ in _goods_words("en")}
    for word in re.findall(r"\w+", folded_of(name)):
        is_long = len(word) >= NAME_WORD_LETTERS_MIN or UNSPACED.search(word)
        if is_long and word not in sold:
            yield word


def _han(numeral: str) -> int:
    total = section = digit = 0
    for each in numeral:
        if each in HAN_DIGITS:
            digit = HAN_DIGITS[each]
        elif each == "万":
            total, section, digit = total + max(1, section + digit) * HAN_UNITS[each], 0, 0
        else:
            section, digit = section + max(1, digit) * HAN_UNITS[each], 0
    return total + section + digit


@cache
def _goods_words(language: str) -> tuple[tuple[str, Category], ...]:
    """Words for goods, the longest first."""
    found = [
        (folded_of(word), Category(category))
        for category, by_language in _read()["goods"].items()
        for each in dict.fromkeys((language, "en"))
        for word in by_language[each]
    ]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@cache
def _words(kind: str, language: str) -> tuple[str, ...]:
    return tuple(folded_of(word) for word in _read()[kind].get(language, ()))


@cache
def _place_words(kind: str) -> frozenset[str]:
    return frozenset(folded_of(word) for word in _read()["place"][kind])


@cache
def _money_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Currencies and what finds a word for each, the longest word first."""
    found = [(code.lower(), folded_of(word)) for code, words in _read()["money"].items() for word in words]
    return tuple((code, _sum_pattern(word)) for code, word in sorted(found, key=lambda each: -len(each[1])))


def _sum_pattern(word: str) -> re.Pattern[str]:
    """What finds a word for money; one of a script without spaces only after a number."""
    if UNSPACED.search(word):
        return re.compile(rf"(?<=[\d万萬만])\s?{re.escape(word)}")
    return _pattern(word, after_digit=True)


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((files("grandstand.assistant") / "wish_words.toml").read_text(encoding="utf-8"))
