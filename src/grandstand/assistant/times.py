"""Which day a question names: today, tomorrow, on Saturday, this weekend, in two days, on 9 February. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from babel import Locale

DAYS_OF_A_WEEK = 7
DAYS_BACK_MAX = 180
"""A day and a month without a year mean the next such day, unless it was not longer ago than this."""
WEEKDAY_LETTERS_MIN = 2
"""Shorter names of weekdays are words of other things."""
STEM_LETTERS_MIN = 5
"""Longer names are known without their last letter, which changes in "в субботу" and "w sobotę"."""
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
ARABIC = re.compile(r"[\u0600-\u06ff]")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
PARTS = ("morning", "afternoon", "evening", "night")
SATURDAY, SUNDAY = 5, 6
ASIAN = re.compile(r"(?<!\d)(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")


class When(NamedTuple):
    """What a question says of the time it is about.

    `day`: of several the first; `until`: of several the last; `part`: one of PARTS, None: all of the day.
    """

    day: date | None = None
    until: date | None = None
    part: str | None = None


def when_of(text: str, language: str, today: date) -> When:
    """The day or days that the text names, seen from `today` in the asker's zone, and the part of the day."""
    day, part = day_of(text, language, today), _part(_folded(text), language)
    if day is None and _is_among(_folded(text), language, "weekend"):
        day = today if today.weekday() == SUNDAY else today + timedelta(days=SATURDAY - today.weekday())
        return When(day, day + timedelta(days=SUNDAY - day.weekday()), part)
    return When(day, None, part)


def day_of(text: str, language: str, today: date) -> date | None:
    """The day that the text names, seen from `today` in the asker's zone; None where it names none."""
    folded = _folded(text)
    for phrase in _words(language, "never"):
        folded = folded.replace(phrase, " ")
    for reading in (_iso, _calendar, _counted, _relative, _weekday):
        found = reading(folded, language, today)
        if found is not None:
            return found
    return today if _is_among(folded, language, "alone") else None


def without_times(text: str, language: str) -> str:
    """The text in small letters without what names days and parts of them."""
    folded = ASIAN.sub(" ", ISO.sub(" ", _folded(text)))
    for each in dict.fromkeys((language, "en")):
        for pattern in _naming(each):
            folded = pattern.sub(" ", folded)
    return folded


def _part(text: str, language: str) -> str | None:
    return next((part for part in PARTS if _is_among(text, language, part)), None)


def _is_among(text: str, language: str, kind: str) -> bool:
    return any(_has(text, phrase) for each in dict.fromkeys((language, "en")) for phrase in _words(each, kind))


def _counted(text: str, language: str, today: date) -> date | None:
    """In two days, 3 days ago."""
    for each in dict.fromkeys((language, "en")):
        for pattern, sign in _counting(each):
            found = pattern.search(text)
            if found is not None:
                numbers = _words(each, "numbers")
                days = numbers.index(found[1]) + 1 if found[1] in numbers else int(found[1])
                return _moved(today, sign * days)
    return None


def _moved(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _iso(text: str, _language: str, _today: date) -> date | None:
    found = ISO.search(text)
    return None if found is None else _valid(*(int(part) for part in found.groups()))


def _calendar(text: str, language: str, today: date) -> date | None:
    """A day and a month by its name, or in Chinese, Japanese and Korean by its number."""
    asian = ASIAN.search(text)
    if asian is not None:
        return _nearest(int(asian[1]), int(asian[2]), today)
    for each in dict.fromkeys((language, "en")):
        for before, after, month in _dated(each):
            found = before.search(text) or after.search(text)
            if found is not None:
                return _nearest(month, int(found[1]), today)
    return None


def _relative(text: str, language: str, today: date) -> date | None:
    for each in dict.fromkeys((language, "en")):
        for phrase, days in _phrases(each):
            if _has(text, phrase):
                return today + timedelta(days=days)
    return None


def _weekday(text: str, language: str, today: date) -> date | None:
    """The next day of that name, today included."""
    for each in dict.fromkeys((language, "en")):
        for name, weekday in _weekdays(each):
            if _has(text, _stem(name)):
                return today + timedelta(days=(weekday - today.weekday()) % DAYS_OF_A_WEEK)
    return None


def _nearest(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        found = _valid(year, month, day)
        if found is not None and found >= today - timedelta(days=DAYS_BACK_MAX):
            return found
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _has(text: str, phrase: str) -> bool:
    return _standing(phrase).search(text) is not None


# There are more phrases in all the languages than `re` keeps patterns, and compiling costs more than searching.


@cache
def _standing(phrase: str, ending: str = "") -> re.Pattern[str]:
    """The phrase as words, with an ending perhaps; anywhere where words are not parted."""
    if UNSPACED.search(phrase):
        return re.compile(re.escape(phrase))
    return re.compile(rf"{_begin(phrase)}{re.escape(phrase)}{ending}")


@cache
def _naming(language: str) -> tuple[re.Pattern[str], ...]:
    """Everything that names days and parts of them, the longest first, each with its ending."""
    phrases = [phrase for phrase, _ in _phrases(language)]
    phrases += [word for kind in ("alone", "weekend", *PARTS) for word in _words(language, kind)]
    phrases += [_stem(name) for name, _ in _weekdays(language)]
    phrases += [name for name, _ in _months(language)]
    return tuple(_standing(phrase, r"\w*") for phrase in sorted(phrases, key=len, reverse=True))


@cache
def _counting(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Patterns of a number of days, each with the sign of its direction."""
    number = "|".join([r"\d{1,2}", *map(re.escape, _words(language, "numbers"))])
    return tuple(
        (re.compile(re.escape(phrase).replace(r"\#", f"({number})")), sign)
        for kind, sign in (("ahead", 1), ("ago", -1))
        for phrase in _words(language, kind)
    )


@cache
def _dated(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], int], ...]:
    """For each month by its name: a day before it, a day after it, its number."""
    return tuple(
        (
            re.compile(rf"(\d{{1,2}})(?:\.|º|er|st|nd|rd|th)?(?:\s+(?:de|of))?\s+{re.escape(name)}"),
            re.compile(rf"{re.escape(name)}\w*\s+(\d{{1,2}})(?!\d)"),
            month,
        )
        for name, month in _months(language)
    )


def _stem(name: str) -> str:
    return name[:-1] if len(name) >= STEM_LETTERS_MIN else name


def _begin(phrase: str) -> str:
    """Where a phrase may begin: in Arabic after "and" or "in", which are written as one with it."""
    return r"(?<!\w)[وفبل]?" if ARABIC.match(phrase) else r"(?<!\w)"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("grandstand.assistant") / "day_words.toml").read_text(encoding="utf-8"))


@cache
def _words(language: str, kind: str) -> tuple[str, ...]:
    return tuple(_folded(word) for word in _read()[language][kind])


@cache
def _phrases(language: str) -> tuple[tuple[str, int], ...]:
    """Phrases and how many days they are from today, the longest first."""
    read = _read()
    found = [
        (_folded(phrase), int(days))
        for days, phrases in read[language].items()
        if days.lstrip("-").isdigit()
        for phrase in phrases
    ]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@cache
def _months(language: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(_named(language, "months"), key=lambda each: -len(each[0])))


@cache
def _weekdays(language: str) -> tuple[tuple[str, int], ...]:
    found = {name: weekday for name, weekday in _named(language, "days") if len(name) >= WEEKDAY_LETTERS_MIN}
    return tuple(sorted(found.items(), key=lambda each: -len(each[0])))


def _named(language: str, kind: str) -> Iterator[tuple[str, int]]:
    """Names of months from 1, or of weekdays from 0 for Monday, as the language writes them in a date or alone."""
    found = getattr(Locale(language), kind)
    for context in ("format", "stand-alone"):
        for number, name in found[context]["wide"].items():
            yield _folded(name), number
    if UNSPACED.search(found["format"]["wide"][1]):
        for number, name in found["format"]["abbreviated"].items():
            yield _folded(name), number
