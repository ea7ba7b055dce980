"""The values in a text: numbers, times, dates, shares, money and codes, in digits of any script. Pure.

Two sources differ if they name other values for the same thing, so each value has a normal form: 1500, 3.5, 09:30,
2026-02-06 (--02-06 without a year), 40%, 12.5 EUR, B12. Names of months come from Babel, in our 14 languages. What
may be read in two ways is read in one: 6/2/2026 is a day of February, 1.500 is fifteen hundred.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple, TypeAlias

from babel.dates import get_month_names

from grandstand.language.models import LANGUAGES, Span
from grandstand.language.scripts import ascii_digits
from grandstand.language.value_words import (
    AFTERNOON,
    AM,
    CURRENCIES,
    HOURS_WORD,
    MAYBE_TIME_BEFORE,
    MYRIADS,
    NIGHT,
    PERCENT_WORDS,
    PM,
    SHORT,
    SHORT_AM,
    SHORT_NIGHT,
    TIME_AFTER,
    TIME_BEFORE,
)


class Kind(StrEnum):
    NUMBER = "number"
    TIME = "time"
    DATE = "date"
    PERCENT = "percent"
    MONEY = "money"
    CODE = "code"


class Value(NamedTuple):
    """A value, its normal form, and where it stands."""

    kind: Kind
    normal: str
    span: Span


TEXT_CHARACTERS_MAX = 20_000
"""What is looked at of one text."""
DIGITS_MAX = 30
"""A longer number is none, but a key."""
HOURS, MINUTES, NOON, MONTHS = 24, 60, 12, 12
GROUP_DIGITS = 3
NIGHT_ENDS = 5
"""Three at night is early in the morning, nine at night late in the evening."""

# One character for one, so that spans hold.
_PLAIN = str.maketrans(
    {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
    | {
        "٫": ".",
        "٬": ",",
        "٪": "%",
        "−": "-",
        "￦": "₩",
        "￥": "¥",
        "￡": "£",
        "–": "-",
        "‑": "-",
        "‐": "-",
        "’": "'",
    }
    # Narrow spaces, and marks of direction as they stand between the parts of Arabic times and sums.
    | dict.fromkeys("\u202f\u2009\u200e\u200f\u061c\u2066\u2067\u2068\u2069", "\u00a0")
)
_GAP = "[ \u00a0]{0,3}"
_INDIAN = "[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"
_GROUPED = f"{_INDIAN}|[0-9]{{1,3}}(?:[.,'\u00a0][0-9]{{3}})+|[0-9]{{2,3}}(?: [0-9]{{3}})+"
_NUMBER = f"(?:(?:{_GROUPED})(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?)(?![0-9])"
_SPACED = "[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])"
"""Before a currency a space between groups is one of thousands, even in 1 500."""
_MYRIAD = f"(?:{_GAP}(?P<myriad>{'|'.join(MYRIADS)}))?"
_COUNTED = f"(?P<n>{_NUMBER}){_MYRIAD}"
_ALONE = "(?<![0-9])(?<![0-9][.,:/'-])"
_WORD_BEGINS, _WORD_ENDS = "(?<![^\\W\\d_])", "(?![^\\W\\d_])"
_SHARE = (
    f"{_ALONE}(?P<n>{_NUMBER}){_GAP}(?:{PERCENT_WORDS}){_WORD_ENDS}"
    f"|百分之(?P<han>{_NUMBER})|%{_GAP}(?P<led>{_NUMBER})"
)
_LETTER = "[^\\W_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""One that runs on: in Thai, kana, Han and Hangul a code stands right beside the next word."""
_CODE = re.compile(
    f"(?<!{_LETTER})(?<!{_LETTER}-)"
    "(?:[A-ZА-Я]{1,6}[-/.]?[0-9]+|[0-9]{1,4}[A-ZА-Я]{1,2}(?![a-zа-я]))"
    f"[A-ZА-Я0-9]{{0,12}}(?:[-/][A-ZА-Я0-9]{{1,12}}){{0,4}}(?!{_LETTER})"
)

_Reader: TypeAlias = tuple[Kind, re.Pattern[str], Callable[["re.Match[str]"], str | None]]


def values(text: str) -> list[Value]:
    """The values in the order in which they stand; none is a part of another."""
    plain = _plain(text)
    found: list[Value] = []
    taken = bytearray(len(plain))
    for kind, pattern, normal in _readers():
        for match in pattern.finditer(plain):
            start, end = match.span("value") if "value" in pattern.groupindex else match.span()
            if any(taken[start:end]):
                continue
            if normalised := normal(match):
                taken[start:end] = b"\1" * (end - start)
                found.append(Value(kind, normalised, Span(start, end)))
    return sorted(found, key=lambda value: value.span)


def codes(text: str) -> frozenset[str]:
    """What is written like a code, in its normal form: quicker than `values`, which knows that 10PM is a time."""
    return frozenset(_code(match) for match in _CODE.finditer(_plain(text)))


def _plain(text: str) -> str:
    return ascii_digits(text[:TEXT_CHARACTERS_MAX].translate(_PLAIN))


@cache
def _readers() -> list[_Reader]:
    """What finds each kind, in the order in which they may claim a stretch."""
    readers = [(Kind.DATE, each, _date) for each in _dates()]
    readers += [(Kind.PERCENT, _SHARE, _percent)]
    readers += [(Kind.MONEY, each, _money) for each in _sums()]
    readers += [(Kind.TIME, each, _time) for each in _times()]
    readers += [(Kind.NUMBER, f"(?<![\\w.,:/'-])-?{_COUNTED}(?![A-Za-z0-9-]|[.,][0-9])", _signed)]
    compiled = [(kind, re.compile(pattern, re.IGNORECASE), normal) for kind, pattern, normal in readers]
    # Numbers that stand by themselves go before codes, those that something is attached to after them.
    attached = re.compile(f"(?<![0-9.,])(?P<n>{_NUMBER})(?![.,][0-9]){_MYRIAD}")
    return [*compiled, (Kind.CODE, _CODE, _code), (Kind.NUMBER, attached, _signed)]


def _dates() -> Iterator[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    of = f"(?:{_GAP}(?:de|of|del|d[ie]|،|,){_WORD_ENDS})?"
    name, month = f"(?P<name>{names}){_WORD_ENDS}\\.?", "(?P<m>[0-9]{1,2})"
    day, year = "(?P<d>[0-9]{1,2})", "(?P<y>[0-9]{4})(?![0-9])"
    of_year = f"{_GAP}{year}(?![:.,]?[0-9])"
    yield f"{_ALONE}{year}{_GAP}[年년]{_GAP}{month}{_GAP}[月월]{_GAP}{day}{_GAP}[日일號号]?"
    yield f"{_ALONE}{month}{_GAP}[月월]{_GAP}{day}{_GAP}[日일號号]"
    yield f"{_ALONE}(?P<y>[0-9]{{4}})([-/.]){month}\\2{day}(?![0-9]|[-/.][0-9])"
    yield f"{_ALONE}{day}([-/.]){_GAP}{month}\\2{_GAP}{year}"
    yield f"{_ALONE}{day}(?:\\.|er|º|ª|°|st|nd|rd|th)?{of}{_GAP}{name}(?:{of}{of_year})?"
    yield f"{_WORD_BEGINS}{name}{_GAP}{day}(?![0-9:%]|[.,][0-9])(?:st|nd|rd|th)?(?:,?{of_year})?"


def _times() -> Iterator[str]:
    hour, minute = f"{_ALONE}(?P<h>[0-9]{{1,2}})", "(?P<min>[0-9]{2})(?![0-9])"
    part = f"{AM}|{PM}|{AFTERNOON}|{NIGHT}"
    before = f"(?:(?P<before>{part}|(?-i:AM|PM)){_GAP})?"
    after = f"(?:{_GAP}(?:{HOURS_WORD}{_GAP})?(?P<after>{part}|{SHORT}){_WORD_ENDS}\\.?)"
    word = f"(?:{_GAP}(?:{TIME_AFTER}){_WORD_ENDS})"
    # Of a bare hour: not "3 дня", which may be three days, nor "5 م", which may be metres.
    named = f"(?={word}|{_GAP}(?:{part}){_WORD_ENDS}|{_GAP}{HOURS_WORD}{_GAP}{SHORT}{_WORD_ENDS}){word}?{after}?"
    asian = f"(?:{_GAP}[분分]|(?<=[点點時时시][0-9]{{2}})(?![0-9]))"
    yield f"{before}{hour}:{minute}(?::[0-9]{{2}}(?![0-9]))?{word}?{after}?(?!:[0-9])"
    asian = f"(?:{_GAP}(?:(?P<half>[半반])|(?P<min>[0-9]{{1,2}}){asian}))"
    yield f"{before}{hour}{_GAP}[点點時时시](?![間间간]){asian}?"
    yield f"{before}{hour}\\.{minute}(?={word}|{after.replace('P<after>', ':')}){word}?{after}?"
    yield f"{hour}{_GAP}h{_GAP}{minute}"
    yield f"{before}{hour}{named}(?:{_GAP}(?P<min>[0-9]{{2}})(?![0-9%]|[.,:][0-9]))?"
    ends = "(?![0-9]|[.,:/-][0-9])"
    yield f"{_WORD_BEGINS}(?:{TIME_BEFORE}){_GAP}(?P<value>{hour}(?:\\.{minute})?{after}?){ends}"
    unsure = f"(?:\\.{minute}|{_GAP}(?:h|{HOURS_WORD}){_WORD_ENDS})"
    yield f"{_WORD_BEGINS}(?:{MAYBE_TIME_BEFORE}){_GAP}(?P<value>{hour}{unsure}{after}?){ends}"


def _sums() -> Iterator[str]:
    currency = "|".join(f"(?P<c{at}>{pattern})" for at, (pattern, _) in enumerate(CURRENCIES))
    yield f"{_ALONE}(?P<n>{_SPACED}|{_NUMBER}){_MYRIAD}{_GAP}(?:{currency}){_WORD_ENDS}"
    yield f"{_WORD_BEGINS}(?:{currency}){_GAP}{_COUNTED}"


@cache
def _months() -> dict[str, int]:
    """The names of the months in small letters, long and short, as they stand in a date and alone."""
    found: dict[str, int] = {}
    for language in (*LANGUAGES, "ar_LB", "ar_MA"):
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    if not any(map(str.isdigit, name)):
                        found.setdefault(name.rstrip(".").casefold(), number)
    return found


def _date(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = _months()[name.casefold()] if name else int(parts["m"])
    day = int(parts["d"])
    if month > MONTHS >= day and not name:
        day, month = month, day
    try:
        # Every day of a year that has one more exists in some year.
        found = date(int(parts.get("y") or 2000), month, day)
    except ValueError:
        return None
    return found.isoformat() if parts.get("y") else found.strftime("--%m-%d")


def _time(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    hour, minute = int(parts["h"]), 30 if parts.get("half") else int(parts.get("min") or 0)
    period = parts.get("before") or parts.get("after")
    if period:
        hour = _of_day(hour, period.casefold())
    if hour > HOURS or minute >= MINUTES or (hour == HOURS and minute):
        return None
    return f"{hour:02}:{minute:02}"


def _of_day(hour: int, period: str) -> int:
    """The hour of the day, of an hour of a part of it."""
    if hour > NOON:
        return hour
    if re.fullmatch(f"{NIGHT}|{SHORT_NIGHT}", period):
        return hour + NOON if NIGHT_ENDS < hour < NOON else hour % NOON
    if re.fullmatch(f"{AM}|{SHORT_AM}", period) or period.startswith("am"):
        return hour % NOON
    if re.fullmatch(AFTERNOON, period) and hour > NIGHT_ENDS:
        return hour
    return hour % NOON + NOON


def _percent(match: re.Match[str]) -> str | None:
    number = _decimal(match["n"] or match["han"] or match["led"])
    return number and f"{number}%"


def _money(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    number = _decimal(parts["n"], parts["myriad"])
    currency = next(code for at, (_, code) in enumerate(CURRENCIES) if parts[f"c{at}"])
    return number and f"{number} {currency}"


def _signed(match: re.Match[str]) -> str | None:
    number = _decimal(match["n"], match["myriad"])
    return f"-{number}" if number and number != "0" and match[0].startswith("-") else number


def _code(match: re.Match[str]) -> str:
    return re.sub("[^A-ZА-Я0-9]", "", match[0])


def _decimal(written: str, myriad: str | None = None) -> str | None:
    """The number with a dot for its fraction and nothing else, without zeros that say nothing."""
    whole, fraction = _parts(written)
    digits = re.sub("[^0-9]", "", whole)
    if len(digits) + len(fraction) > DIGITS_MAX:
        return None
    if myriad:
        zeros = MYRIADS[myriad]
        digits, fraction = digits + fraction[:zeros].ljust(zeros, "0"), fraction[zeros:]
    fraction = fraction.rstrip("0")
    return (digits.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _parts(written: str) -> tuple[str, str]:
    """What stands before and after the mark of the fraction, if it has one."""
    at = max(written.rfind("."), written.rfind(","))
    if at < 0:
        return written, ""
    whole, mark, fraction = written[:at], written[at], written[at + 1 :]
    first = re.split("[^0-9]", whole)[0]
    is_group = len(fraction) == GROUP_DIGITS and len(first) <= GROUP_DIGITS and not whole.startswith("0")
    if is_group and not (set(whole) & set(".,'\u00a0 ") - {mark}):
        return whole + fraction, ""
    return whole, fraction
