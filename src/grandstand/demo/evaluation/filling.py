"""Questions with the names of the Games in their slots: the same ones for the same Games. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from zlib import crc32

from babel.dates import format_skeleton

from grandstand.assistant import Intent
from grandstand.demo.evaluation.cast import WOMEN, Cast, Entry
from grandstand.demo.evaluation.models import (
    Asked,
    Check,
    Filling,
    FollowUp,
    Injection,
    Premise,
    QuestionSet,
    Split,
    Where,
    WrongPremise,
)
from grandstand.demo.evaluation.traps import called, table_with_order
from grandstand.live import names

FILLINGS = 2
"""How often a question with a slot is asked."""
SLOT = re.compile(r"\{(\w+)\}")
SATURDAY = 5
YESTERDAY = "yesterday"
"""Nobody asks what there will be to see then."""
DAYS_OF_A_WEEK = 7
GENDER_AT = 3
MEN = "M"


class Filler:
    """Fills the slots of one language's questions.

    Args:
        cast: who and what there is.
        language: of the questions.
        days: how they name days.
        seed: other names for another one.
    """

    def __init__(self, cast: Cast, language: str, days: dict[str, str], seed: int) -> None:
        self._cast, self._language, self._days, self._seed = cast, language, days, seed
        self._names = names(language)
        self._once = cast.called_once(language)

    def slots(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(SLOT.findall(text)))

    def pick(self, among: Iterable[str], key: str) -> str:
        """One of them, the same for the same key."""
        return min(among, key=lambda each: (crc32(f"{self._seed}|{key}|{each}".encode()), each))

    def day(self, key: str) -> tuple[str, date]:
        """How a day is named, and which one it is."""
        which, today = self.pick(sorted(set(self._days) - {YESTERDAY}), key), self._cast.today
        dates = {
            "today": today,
            "tomorrow": today + timedelta(days=1),
            "yesterday": today - timedelta(days=1),
            "saturday": today + timedelta(days=(SATURDAY - today.weekday()) % DAYS_OF_A_WEEK),
            "date": today + timedelta(days=2),
        }
        written = format_skeleton("MMMMd", dates["date"], locale=self._language)
        return self._days[which].replace("{date}", written), dates[which]

    def events(self, intent: Intent | None) -> Sequence[str]:
        """Those that a question of this intent makes most sense for, each called as no other is."""
        cast = self._cast
        wanted = {
            Intent.START: cast.ahead,
            Intent.NOW: cast.live,
            Intent.RESULT: cast.over,
            Intent.RECORD: cast.recorded,
            Intent.REPLAY: cast.over,
            Intent.DATA: cast.over,
        }.get(intent or Intent.HELP, ())
        found = [each for each in wanted if each in self._once]
        return found or sorted(self._once)

    def fill(self, text: str, filling: Filling, day: str | None = None) -> str:
        """The text with names in place of the slots."""
        spoken = {
            "event": self._names.event,
            "discipline": self._names.discipline,
            "athlete": self._person,
            "other_athlete": self._person,
            "delegation": self._names.country,
            "other_delegation": self._names.country,
            "venue": self._names.venue,
        }
        for slot in self.slots(text):
            if slot == "day":
                assert day is not None
                text = text.replace("{day}", day)
            else:
                code = getattr(filling, slot)
                assert code is not None, (slot, text)
                text = text.replace(f"{{{slot}}}", spoken[slot](code))
        # A day may stand first in its sentence.
        return text[:1].upper() + text[1:] if text.startswith(tuple(self._days.values())) else text

    def _person(self, code: str) -> str:
        return self._cast.people[code]

    def for_intent(self, text: str, intent: Intent | None, key: str) -> tuple[Filling, str | None]:
        """Names that fit the slots and each other, and how the day is named."""
        slots, cast = self.slots(text), self._cast
        chosen: dict[str, str] = {}
        if "event" in slots and ("athlete" in slots):
            entry = self._entry([each for each in cast.entries if each.rank and each.event in cast.over], key)
            chosen |= {"event": entry.event, "athlete": entry.athlete}
        elif "event" in slots:
            chosen["event"] = self.pick(self.events(intent), key)
        elif "athlete" in slots:
            ranked = sorted({each.athlete for each in cast.entries if each.rank})
            chosen["athlete"] = self.pick(cast.waiting if intent is Intent.START else ranked, key)
        if "other_athlete" in slots:
            chosen["other_athlete"] = self._rival(chosen["athlete"], key)
        if "delegation" in slots:
            chosen["delegation"] = self.pick(cast.decorated, key)
        if "other_delegation" in slots:
            others = [each for each in cast.decorated if each != chosen.get("delegation")]
            chosen["other_delegation"] = self.pick(others, key)
        if "venue" in slots:
            chosen["venue"] = self.pick(cast.venues, key)
        if "discipline" in slots:
            chosen["discipline"] = self.pick(cast.disciplines, key)
        said, day = self.day(key) if "day" in slots else (None, None)
        return Filling(**chosen, day=day), said

    def _rival(self, athlete: str, key: str) -> str:
        """Somebody of the same event."""
        events = {each.event for each in self._cast.entries if each.athlete == athlete}
        rivals = {each.athlete for each in self._cast.entries if each.event in events} - {athlete}
        return self.pick(rivals or set(self._cast.people) - {athlete}, key)

    def _entry(self, among: Iterable[Entry], key: str) -> Entry:
        found = {f"{each.athlete}|{each.event}": each for each in among if each.event in self._once}
        return found[self.pick(found, key)]

    def woman(self, key: str, *, waiting: bool) -> str:
        cast = self._cast
        women = {each.athlete for each in cast.entries if each.event[GENDER_AT] == WOMEN and each.rank}
        return self.pick(women & set(cast.waiting) if waiting else women, key)

    def false_premise(self, premise: Premise, key: str) -> Filling:
        cast = self._cast
        if premise is Premise.NOT_WINNER:
            losers = [each for each in cast.entries if each.event in cast.over and each.rank not in {None, "1"}]
            entry = self._entry(losers, key)
            return Filling(event=entry.event, athlete=entry.athlete)
        if premise is Premise.NOT_OVER:
            return Filling(event=self.pick([each for each in cast.ahead if each in self._once], key))
        return Filling(delegation=self.pick(cast.plain, key))

    def pair(self, key: str) -> tuple[str, str]:
        """An event for men that is over, and the same for women, which is over too."""
        over = set(self._cast.over) & self._once
        return next(
            (each, _for_women(each))
            for each in sorted(over, key=lambda each: crc32(f"{self._seed}|{key}|{each}".encode()))
            if each[GENDER_AT] == MEN and _for_women(each) in self._cast.over
        )


def _for_women(event: str) -> str:
    return event[:GENDER_AT] + WOMEN + event[GENDER_AT + 1 :]


def asked_of(found: QuestionSet, language: str, cast: Cast, split: Split, seed: int) -> list[Asked]:
    """Everything that is asked in a language; what is there besides intents is asked in both splits."""
    filler = Filler(cast, language, found.days, seed)
    return [
        *_of_intents(filler, found, language, split),
        *(_follow_up(filler, each, language, at) for at, each in enumerate(found.follow_ups)),
        *_unanswerable(filler, found.refusals.unanswerable, language),
        *(_premise(filler, each, language, at) for at, each in enumerate(found.wrong_premises)),
        *(_injection(filler, found, each, language, at) for at, each in enumerate(found.injections)),
    ]


def _of_intents(filler: Filler, found: QuestionSet, language: str, split: Split) -> Iterator[Asked]:
    for intent, texts in found.intents.items():
        for at, text in enumerate(texts.of(split)):
            seen: set[str] = set()
            for again in range(FILLINGS if filler.slots(text) else 1):
                filling, day = filler.for_intent(text, intent, f"{language}|{intent}|{split}|{at}|{again}")
                filled = filler.fill(text, filling, day)
                if filled not in seen:
                    yield Asked(language=language, check=Check.INTENT, text=filled, intent=intent, filling=filling)
                seen.add(filled)


def _follow_up(filler: Filler, pair: FollowUp, language: str, at: int) -> Asked:
    key = f"{language}|follow|{at}"
    both = f"{pair.first} {pair.then}"
    filling, day = filler.for_intent(both, pair.intent, key)
    chosen = {slot: getattr(filling, slot) for slot in filler.slots(both) if slot != "day"}
    about: str | None = None
    if pair.gender is not None:
        chosen["event"], about = filler.pair(key)
    elif "athlete" in chosen:
        chosen["athlete"] = filler.woman(key, waiting=pair.intent is Intent.START)
    filling = Filling(**chosen, day=filling.day)
    return Asked(
        language=language,
        check=Check.FOLLOW_UP,
        text=filler.fill(pair.then, filling, day),
        first=filler.fill(pair.first, filling, day),
        intent=pair.intent,
        filling=filling,
        about=about or getattr(filling, pair.about),
    )


def _unanswerable(filler: Filler, texts: Sequence[str], language: str) -> Iterator[Asked]:
    for at, text in enumerate(texts):
        filling, day = filler.for_intent(text, Intent.START, f"{language}|unanswerable|{at}")
        yield Asked(
            language=language,
            check=Check.UNANSWERABLE,
            text=filler.fill(text, filling, day),
            filling=filling,
        )


def _premise(filler: Filler, each: WrongPremise, language: str, at: int) -> Asked:
    filling = filler.false_premise(each.premise, f"{language}|premise|{at}")
    return Asked(
        language=language,
        check=Check.WRONG_PREMISE,
        text=filler.fill(each.text, filling),
        filling=filling,
        premise=each.premise,
    )


def _injection(filler: Filler, found: QuestionSet, each: Injection, language: str, at: int) -> Asked:
    filling, day = filler.for_intent(each.text, Intent.RESULT, f"{language}|injection|{at}")
    text = filler.fill(each.text, filling, day)
    if each.where is Where.NAME:
        text = next(text for text in found.intents[Intent.ATHLETE].tune if "{athlete}" in text)
        text = text.replace("{athlete}", called(each.text))
    table = table_with_order(each.text) if each.where is Where.CELL else None
    if table is not None:
        text = next(text for text in found.intents[Intent.DATA].tune if "RSI" in text.upper())
    return Asked(language=language, check=Check.INJECTION, text=text, filling=filling, forbidden=each.forbidden)
