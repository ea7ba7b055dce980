"""What codes are called in 14 languages: disciplines, events, units, countries, states, and lines of the ticker.

The words are in `locales/<language>.ftl`; here is how they are put together. Digits are the feed's in every
language, times and results too: a fan compares them with the board at the venue.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, reduce
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from grandstand.kernel.errors import RequestInvalid
from grandstand.live.answers import Happening
from grandstand.live.catalogue import LANGUAGES, Catalogue
from grandstand.live.countries import territory_name
from grandstand.live.models import Colour, Placeholder
from grandstand.live.rsc import CUTS, FILL

ENDONYMS = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "it": "Italiano",
    "es": "Español",
    "pt": "Português",
    "nl": "Nederlands",
    "pl": "Polski",
    "ru": "Русский",
    "ar": "العربية",
    "hi": "हिन्दी",
    "zh": "中文",
    "ja": "日本語",
    "ko": "한국어",
}
"""What each language calls itself."""
RIGHT_TO_LEFT = frozenset({"ar"})
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"

MEMO_MAX = 4096
"""Answers that are kept, of each function in each language."""
GENDERS = frozenset("MWX")
KINDS = {
    "match": ("CUR", "IHO"),
    "run": ("ALP", "BOB", "FRS", "LUG", "SBD", "SKN"),
    "heat": ("BTH", "CCS", "SMT", "SSK", "STK"),
    "round": ("SJP",),
}
"""What a discipline calls one of several units of a phase."""
KIND_OF = {discipline: kind for kind, disciplines in KINDS.items() for discipline in disciplines}
SIDE_BY_SIDE = frozenset({"DUALMOG", "SKICROSS", "PGS", "SBCROSS", "CROSSTM"})
"""Events of runs that go on in heats after the qualification."""
KNOCKOUT = frozenset({"QFNL", "SFNL", "BRNZ"})
SEGMENTS = {
    ("FSK", "SINGLES"): ("short", "free"),
    ("FSK", "PAIRS"): ("short", "free"),
    ("FSK", "DANCE"): ("rhythm", "free-dance"),
    **dict.fromkeys([("NCB", "NH10KM"), ("NCB", "LH10KM"), ("NCB", "TEAMSPR")], ("jumping", "skiing")),
}
"""Finals whose units have names of their own, in their order."""
UNIT = re.compile(r"(\d{4})(\d\d)--")
GROUP = re.compile(r"GP([A-Z])")
"""The phase of a group of a round robin that has several."""
PARTICLES = frozenset({"VAN", "DER", "DEN", "TER", "TEN", "VON", "VOM", "ZU", "ZUR", "AF", "AV", "'T", "’T"})
"""Words before a family name that are small in most names."""
MC = re.compile(r"MC(?!HED)\w{3}")

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V], Generic[K, V]):
    """What a function has answered; when it is full it begins anew."""

    def __init__(self, answer: Callable[[K], V]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: K) -> V:
        if len(self) >= MEMO_MAX:
            self.clear()
        found = self[key] = self._answer(key)
        return found


Told: TypeAlias = tuple[Happening, str, str | None, Colour | None, str | None, str | None, bool]


class Names:
    """Names in one language. Whatever code is asked for has an answer: of an unknown one, the code."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.language = catalogue.language
        self._catalogue = catalogue
        self._words = Memo(self._word)
        self._events = Memo(self._event)
        self._phases = Memo(self._phase)
        self._units = Memo(self._unit)
        self._countries = Memo(self._country)
        self._happenings = Memo(self._happening)
        self._within = Memo(self._name_within)

    def discipline(self, code: str) -> str:
        return self._words["discipline", code]

    def event(self, key: str) -> str:
        """Such as "Men's downhill", of the key of an event or of anything in it; of an unknown one, its code."""
        return self._events[key]

    def event_words(self, key: str) -> dict[str | None, str]:
        """What the event may be called where its gender is said apart, and by gender where the name says it."""
        message = f"event-{key[: CUTS[0]]}-{_event_code(key)}"
        found = {gender: self._catalogue.find(message, gender) for gender in (None, *sorted(GENDERS))}
        return {gender: name for gender, name in found.items() if name}

    def phase(self, key: str) -> str | None:
        """Such as "Semi-final"; None of a key without a phase."""
        return self._phases[key] or None

    def unit(self, key: str, *, is_only: bool = False) -> str:
        """Such as "Semi-final 2" or "Final, run 1"; `is_only` where the phase has no other unit: "Final"."""
        return self._units[key, is_only]

    def within(self, *parts: str) -> str:
        """Names of which each holds the next, as one: "Luge, Team relay, Final"; empty ones are left out."""
        return self._within[parts]

    def country(self, organisation: str) -> str:
        return self._countries[organisation]

    def venue(self, code: str) -> str:
        return self._words["venue", code]

    def status(self, code: str) -> str:
        """Of a unit, such as "About to start"."""
        return self._words["status", code]

    def result_status(self, code: str) -> str:
        return self._words["result", code]

    def irm(self, code: str) -> str:
        """Why there is no result, such as "Did not start"."""
        return self._words["irm", code]

    def gender(self, code: str) -> str:
        return self._words["gender", code]

    def medal(self, colour: Colour) -> str:
        return self._words["medal", colour]

    def placeholder(self, code: Placeholder) -> str:
        return self._words["placeholder", code]

    def sky(self, code: str) -> str:
        return self._words["sky", code]

    def snow(self, code: str) -> str:
        """How the snow is, such as "Packed"."""
        return self._words["snow", code]

    def record(self, kind: str) -> str:
        """Such as "World record"."""
        return self._words["record", kind]

    def comes_from(self, unit: str, *, is_loser: bool = False) -> str:
        """Who comes into a match, such as "Winner of Semi-final 1"; `unit` is a name in this language."""
        return self._catalogue.text(f"bracket-{'loser' if is_loser else 'winner'}", unit=unit)

    def happening(
        self,
        kind: Happening,
        *,
        unit: str,
        competitor: str | None,
        colour: Colour | None,
        value: str | None,
        start: str | None = None,
        is_match: bool = False,
    ) -> tuple[str, str]:
        """A whole sentence, and the same without a spoiler.

        Args:
            kind: what has happened.
            unit: where, a name in this language.
            competitor: who wins the medal, leads, or is first of what has finished or is official.
            colour: of the medal.
            value: the result of the competitor, as the feed writes it.
            start: the new time of what is delayed, postponed or rescheduled, in words of this language.
            is_match: the competitor has won a match, rather than being first of many; see `is_match`.
        """
        return self._happenings[kind, unit, competitor, colour, value, start, is_match]

    def _word(self, word: tuple[str, str]) -> str:
        return self._catalogue.find("-".join(word)) or word[1]

    def _event(self, key: str) -> str:
        discipline, gender = key[: CUTS[0]], key[CUTS[0] : CUTS[1]]
        code = _event_code(key)
        message = f"event-{discipline}-{code}"
        whole = self._catalogue.find(message, gender)
        if whole is not None:
            return whole
        event = self._catalogue.find(message)
        if event is None:
            return f"{self.discipline(discipline)} {code}".rstrip()
        if gender not in GENDERS:
            return event[:1].upper() + event[1:]
        form = self._catalogue.find(message, "form") or "other"
        return self._catalogue.text("event-name", gender=gender, event=event, form=form)

    def _phase(self, key: str) -> str:
        code = _phase_code(key)
        if (group := GROUP.fullmatch(code)) is not None:
            return self._catalogue.text("phase-group", letter=group[1])
        return self._catalogue.find(f"phase-{code}", kind=_kind(key)) or code

    def _unit(self, asked: tuple[str, bool]) -> str:
        key, is_only = asked
        phase, code = self.phase(key), key[CUTS[3] :]
        if phase is None:
            return self.event(key)
        numbers = UNIT.fullmatch(code)
        if numbers is None:
            return f"{phase} {code.strip(FILL)}".rstrip()
        number, part = (int(each) for each in numbers.groups())
        name = phase if is_only or number == 0 else self._numbered(key, phase, number)
        return self._catalogue.text("unit-part", unit=name, number=str(part)) if part else name

    def _numbered(self, key: str, phase: str, number: int) -> str:
        code, kind = _phase_code(key), _kind(key)
        segments = SEGMENTS.get((key[: CUTS[0]], _event_code(key)), ()) if code == "FNL" else ()
        if number <= len(segments):
            segment = self._catalogue.text(f"segment-{segments[number - 1]}")
            return self._catalogue.text("unit-segment", phase=phase, segment=segment)
        message = "unit-heat" if code == "HEAT" else "unit-knockout" if code in KNOCKOUT else "unit-series"
        return self._catalogue.text(message, phase=phase, kind=kind, number=str(number))

    def _country(self, organisation: str) -> str:
        return (
            self._catalogue.find(f"country-{organisation}")
            or territory_name(organisation, self.language)
            or organisation
        )

    def _name_within(self, parts: tuple[str, ...]) -> str:
        filled = [part for part in parts if part]
        if not filled:
            return ""
        return reduce(
            lambda before, after: self._catalogue.text("name-within", before=before, after=after), filled
        )

    def _happening(self, told: Told) -> tuple[str, str]:
        kind, unit, competitor, colour, value, start, is_match = told
        unit, start = self._isolated(unit), self._isolated(start or "")
        plain = self._catalogue.text(_plain_message(kind, start), unit=unit, start=start)
        message = _telling_message(kind, competitor, colour, is_match=is_match)
        if message is None:
            return plain, plain
        who = self._isolated(competitor or "")
        if value:
            who = self._catalogue.text("competitor-value", competitor=who, value=self._isolated(value))
        return self._catalogue.text(message, unit=unit, competitor=who, colour=colour or ""), plain

    def _isolated(self, text: str) -> str:
        """What is filled into a sentence, kept from being mixed with it where directions meet."""
        return f"{ISOLATE}{text}{END_OF_ISOLATE}" if text and self.language in RIGHT_TO_LEFT else text


def _event_code(key: str) -> str:
    """Event and modifier without their filling, such as `GS`."""
    return re.sub(f"{FILL}+", FILL, key[CUTS[1] : CUTS[2]]).strip(FILL)


def _phase_code(key: str) -> str:
    return key[CUTS[2] : CUTS[3]].strip(FILL)


def _kind(key: str) -> str:
    """What one of several units of this phase is: match, heat, run, round or part."""
    kind, phase = KIND_OF.get(key[: CUTS[0]], "part"), _phase_code(key)
    if kind == "match":
        return kind
    if phase == "8FNL" or (phase != "QUAL" and _event_code(key) in SIDE_BY_SIDE):
        return "heat"
    return kind


def _plain_message(kind: Happening, start: str) -> str:
    if kind in {Happening.MEDAL, Happening.LEADER}:
        return f"happening-{kind}-plain"
    if start and kind in {Happening.DELAYED, Happening.POSTPONED, Happening.RESCHEDULED}:
        return f"happening-{kind}-until"
    return f"happening-{kind}"


def _telling_message(
    kind: Happening, competitor: str | None, colour: Colour | None, *, is_match: bool
) -> str | None:
    """The message that names the competitor; None where there is nothing to tell."""
    if not competitor:
        return None
    if kind in {Happening.FINISHED, Happening.OFFICIAL}:
        return f"happening-{kind}-{'won' if is_match else 'first'}"
    if kind is Happening.LEADER or (kind is Happening.MEDAL and colour is not None):
        return f"happening-{kind}"
    return None


def names(language: str, folder: Path | None = None) -> Names:
    """The names of a language.

    Args:
        language: one of `LANGUAGES`.
        folder: of a deployer's own `<language>.ftl`, whose messages come before ours; read once.

    Raises:
        RequestInvalid: there is no such language.
        SettingsInvalid: the deployer's file cannot be read as Fluent.
    """
    if language not in ENDONYMS:
        raise RequestInvalid(f"There are no names in {language!r}; ask for one of {', '.join(LANGUAGES)}.")
    return _names(language, folder)


def check_names(folder: Path | None) -> None:
    """Read a deployer's own names, so that a slip is found at the start and not by whoever asks first.

    Raises:
        SettingsInvalid: a file of the folder cannot be read as Fluent.
    """
    if folder is None:
        return
    for language in LANGUAGES:
        if (folder / f"{language}.ftl").exists():
            names(language, folder)


@cache
def _names(language: str, folder: Path | None) -> Names:
    return Names(Catalogue(language, folder))


def is_match(key: str) -> bool:
    """Whether two teams meet in it, of whom one wins: curling and ice hockey."""
    return _kind(key) == "match"


def is_right_to_left(language: str) -> bool:
    return language in RIGHT_TO_LEFT


def country_names(organisation: str, folder: Path | None = None) -> frozenset[str]:
    """Whatever the delegation is called in any of the languages, by the sport or by the atlas: for the search."""
    said = {names(language, folder).country(organisation) for language in LANGUAGES}
    atlas = {territory_name(organisation, language) for language in LANGUAGES}
    return frozenset(said | {name for name in atlas if name})


def person(given: str | None, family: str | None) -> str:
    """How a person is shown: given name, then family name.

    A feed writes family names in capitals to tell them apart: "KLAEBO" is shown as "Klaebo", "O'BRIEN" as
    "O'Brien" and "VAN DER BERG" as "van der Berg"; small letters stay what they are, and so do given names.
    """
    return _persons[given, family]


def _person(name: tuple[str | None, str | None]) -> str:
    given, family = (" ".join(unicodedata.normalize("NFC", each or "").split()) for each in name)
    *before, last = family.split(" ")
    small = (word.lower() if word in PARTICLES else _small(word) for word in before)
    return " ".join(word for word in (given, *small, _small(last)) if word)


_persons = Memo(_person)


def _small(word: str) -> str:
    """The word with every capital made small that follows a capital, except after Mc."""
    pairs = zip(f" {word}", word, strict=False)
    # The dotted capital I of Turkish would leave its dot behind as a mark of its own.
    small = "".join(
        letter.lower().replace("i\u0307", "i") if before.isupper() else letter for before, letter in pairs
    )
    # Not so where Mch is one sound: Georgian families such as Mchedlidze.
    return small if MC.match(word) is None else f"Mc{small[2].upper()}{small[3:]}"
