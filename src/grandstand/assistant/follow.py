"""What a question takes up of those before: "and the women?", "when does she start?", "the second one". Pure.

A question that says nothing of its own but a name, a day or whose event it means wants what the last one wanted.
One with words of its own takes whom or what it is about, where it names nobody and nothing.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from grandstand.assistant.intents import PLACEHOLDER, TALK, names_something
from grandstand.assistant.models import Intent, PastTurn
from grandstand.assistant.times import When, without_times
from grandstand.assistant.words import UNSPACED, words
from grandstand.live import Mentions, Rsc

ORDINALS = ("first", "second", "third", "fourth", "fifth")
REFERRED = (("person", "athlete"), ("place", "venue"), ("thing", "event"))
GENDER_AT, EVENT_LENGTH, RSC_LENGTH = 3, 22, 34
DELEGATION_LENGTH = 3
GENDER_LETTERS = 2
"""Letters left over of a word such as 女子 in a script without spaces."""
GOES_ON = {
    "athletes": {Intent.START, Intent.RESULT, Intent.ATHLETE, Intent.COMPARE, Intent.RECORD, Intent.REPLAY},
    "delegations": {Intent.START, Intent.SCHEDULE, Intent.NOW, Intent.DELEGATION, Intent.COMPARE, Intent.DATA},
    "events": {Intent.START, Intent.RESULT, Intent.NOW, Intent.RECORD, Intent.REPLAY, Intent.WEATHER, Intent.DATA},
    "disciplines": {Intent.START, Intent.SCHEDULE, Intent.NOW, Intent.RESULT, Intent.RECORD, Intent.RULES},
    "venues": {Intent.SCHEDULE, Intent.NOW, Intent.WEATHER, Intent.RULES},
}
"""What may be wanted next of another one of a kind, where it was wanted before."""
OTHERWISE = {
    "athletes": Intent.ATHLETE,
    "events": Intent.RESULT,
    "delegations": Intent.DELEGATION,
    "venues": Intent.SCHEDULE,
    "disciplines": Intent.SCHEDULE,
}
OF_A_DAY = frozenset(
    {Intent.SCHEDULE, Intent.MISSED, Intent.WEATHER, Intent.RECORD, Intent.MEDAL_TABLE, Intent.DATA}
)
NEEDS_A_NAME = frozenset(
    {Intent.START, Intent.RESULT, Intent.ATHLETE, Intent.DELEGATION, Intent.COMPARE, Intent.REPLAY}
)
MAY_TAKE = NEEDS_A_NAME | {Intent.RECORD, Intent.WEATHER, Intent.NOW, Intent.SCHEDULE, Intent.RULES}
KINDS = ("athletes", "events", "delegations", "venues", "disciplines")


class Followed(NamedTuple):
    """What is wanted of whom; `day` of the question before where this one goes on about it."""

    intent: Intent
    mentions: Mentions
    is_followed: bool
    day: date | None = None


class Asked(NamedTuple):
    """A question with words of its own.

    `rest`: it, with what it refers to as {kinds}. `offered`: what it is about if it takes up what was before.
    `refers`: the kinds that it refers to. `compared`: who it names, beside who was spoken of before.
    """

    mentions: Mentions
    rest: str
    offered: Mentions | None
    refers: frozenset[str]
    compared: Mentions | None = None

    @property
    def seen(self) -> Mentions | None:
        """What it may be about at the most."""
        return self.offered or self.compared


def elliptical(mentions: Mentions, language: str, when: When, turns: Sequence[PastTurn]) -> Followed | None:
    """What a question without words of its own wants; None: it has some, or there was nothing before."""
    last = next((turn for turn in reversed(turns) if turn.intent not in TALK), None)
    if last is None or not has_no_word(mentions, language):
        return None
    if (nth := ordinal(mentions.rest, language)) is not None and not names_something(mentions):
        return _nth(last, nth, mentions)
    for kind in KINDS:
        if getattr(mentions, kind):
            return _another(last, kind, mentions)
    if mentions.gender is not None:
        return _of_gender(last, mentions)
    return _on_another_day(last, mentions) if when.day is not None else None


def asked(mentions: Mentions, language: str, turns: Sequence[PastTurn]) -> Asked:
    """A question with words of its own, and what it may take up."""
    rest, refers = mentions.rest, set()
    if turns:
        for word, kind in REFERRED:
            referring = _replaced(rest, language, word, f"{{{kind}}}")
            if referring != rest:
                rest = referring
                refers.add(kind)
    last = next((turn for turn in reversed(turns) if turn.intent not in TALK), None)
    if last is None or names_something(mentions):
        person = next((turn for turn in reversed(turns) if turn.athletes or turn.told), None)
        is_of_her = "athlete" in refers and not mentions.athletes and person is not None
        offered = replace(mentions, athletes=_athletes(person)) if is_of_her and person is not None else None
        compared = None if last is None else _compared(last, mentions)
        return Asked(mentions, rest, offered, frozenset(refers), compared)
    return Asked(mentions, rest, _offered(last, turns, mentions, refers), frozenset(refers))


def taken(intent: Intent, question: Asked) -> Followed:
    """What the question is about, now that it is known what it wants."""
    if intent is Intent.COMPARE and question.compared is not None:
        return Followed(intent, question.compared, is_followed=True)
    offered = question.offered
    if offered is None or intent not in MAY_TAKE or not (intent in NEEDS_A_NAME or question.refers):
        return Followed(intent, question.mentions, is_followed=False)
    return Followed(intent, offered, is_followed=offered != question.mentions)


def ordinal(text: str, language: str) -> int | None:
    """Which of what was told the text means, from 0; -1: the last; None: it does not say."""
    for at, name in enumerate((*ORDINALS, "last")):
        if _replaced(text, language, name, " ") != text:
            return -1 if name == "last" else at
    return None


def event_of(code: str) -> Rsc | None:
    """The event of a code of the feed; None where it is none."""
    return Rsc(code[:EVENT_LENGTH].ljust(RSC_LENGTH, "-")) if len(code) == RSC_LENGTH else None


def has_no_word(mentions: Mentions, language: str) -> bool:
    """Whether nothing is left without names, days, ordinals and small words; a word may say whose event it is."""
    left = without_times(PLACEHOLDER.sub(" ", mentions.rest), language)
    for kind in ("and", *ORDINALS, "last", "small"):
        left = _replaced(left, language, kind, " ")
    found = words(left)
    if mentions.gender is None:
        return not found
    if any(UNSPACED.search(word) for word in found):
        return sum(map(len, found)) <= GENDER_LETTERS
    return len(found) <= 1


def _another(last: PastTurn, kind: str, mentions: Mentions) -> Followed:
    """The same about another one."""
    had = bool(getattr(last, kind)) or kind == "disciplines"
    if last.intent in GOES_ON[kind] and (had or last.intent in {Intent.SCHEDULE, Intent.NOW, Intent.WEATHER}):
        if last.intent is Intent.COMPARE:
            first = tuple(code for code in getattr(last, kind) if code not in getattr(mentions, kind))[:1]
            mentions = _naming(mentions, kind, (*first, *getattr(mentions, kind)))
        return Followed(last.intent, mentions, is_followed=True, day=last.day)
    return Followed(OTHERWISE[kind], mentions, is_followed=False)


def _of_gender(last: PastTurn, mentions: Mentions) -> Followed:
    """The same for women, men or both: the event of that gender, else whatever is on in the discipline."""
    assert mentions.gender is not None
    events = tuple(Rsc(code[:GENDER_AT] + mentions.gender + code[GENDER_AT + 1 :]) for code in last.events)
    disciplines = last.disciplines or tuple(dict.fromkeys(code[:GENDER_AT] for code in last.events))
    found = replace(mentions, events=events, disciplines=disciplines, venues=last.venues)
    return Followed(last.intent, found, is_followed=True, day=last.day)


def _on_another_day(last: PastTurn, mentions: Mentions) -> Followed:
    """The same on another day; what has no day becomes the schedule of it."""
    disciplines = last.disciplines or tuple(dict.fromkeys(code[:GENDER_AT] for code in last.events))
    found = replace(
        mentions,
        disciplines=disciplines,
        venues=last.venues,
        delegations=last.delegations,
        gender=last.gender,
    )
    return Followed(last.intent if last.intent in OF_A_DAY else Intent.SCHEDULE, found, is_followed=True)


def _compared(last: PastTurn, mentions: Mentions) -> Mentions | None:
    """Who is named and who was spoken of before, where one of each is there."""
    for kind in ("athletes", "delegations"):
        named, before = getattr(mentions, kind), getattr(last, kind)
        if len(named) == 1 and len(before) == 1 and named != before:
            return _naming(mentions, kind, (*before, *named))
    return None


def _nth(last: PastTurn, nth: int, mentions: Mentions) -> Followed | None:
    """The nth of what was told, of the kind that was told first."""
    kinds = [_kind_of(code) for code in last.told]
    if not kinds:
        return None
    found = [code for code, kind in zip(last.told, kinds, strict=True) if kind == kinds[0]]
    if not -1 <= nth < len(found):
        return None
    if kinds[0] == "events":
        event = event_of(found[nth])
        assert event is not None
        return Followed(Intent.START, replace(mentions, events=(event,)), is_followed=True)
    return Followed(OTHERWISE[kinds[0]], _naming(mentions, kinds[0], (found[nth],)), is_followed=True)


def _naming(mentions: Mentions, kind: str, codes: tuple[str, ...]) -> Mentions:
    return replace(mentions, **{kind: codes})  # type: ignore[arg-type]


def _kind_of(code: str) -> str:
    if len(code) == RSC_LENGTH:
        return "events"
    return "delegations" if len(code) == DELEGATION_LENGTH and code.isalpha() else "athletes"


def _offered(last: PastTurn, turns: Sequence[PastTurn], mentions: Mentions, refers: set[str]) -> Mentions:
    """What the last question was about; of what is referred to the latest there is."""
    person = last
    if "athlete" in refers and not _athletes(last):
        person = next((turn for turn in reversed(turns) if _athletes(turn)), last)
    athletes = _athletes(person) if "athlete" in refers else last.athletes
    is_person = bool(athletes) and "athlete" in refers
    return replace(
        mentions,
        athletes=athletes,
        events=() if is_person else tuple(Rsc(code) for code in last.events),
        delegations=() if is_person else last.delegations,
        disciplines=() if is_person else last.disciplines,
        venues=last.venues,
        gender=mentions.gender or (None if is_person else last.gender),
    )


def _athletes(turn: PastTurn | None) -> tuple[str, ...]:
    """Whom "she" means: whom the question named, else whom the answer named first."""
    if turn is None:
        return ()
    told = tuple(code for code in turn.told if _kind_of(code) == "athletes")
    return turn.athletes[:1] or told[:1]


def _replaced(text: str, language: str, kind: str, by: str) -> str:
    return _pattern(language, kind).sub(by, text)


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    """What finds any phrase of a kind, the longest first."""
    phrases = sorted(_read()[language][kind], key=len, reverse=True)
    unspaced = [re.escape(each) for each in phrases if UNSPACED.search(each)]
    spaced = [re.escape(each) for each in phrases if not UNSPACED.search(each)]
    apart = [rf"(?<![\w{{])(?:{'|'.join(spaced)})(?![\w}}])"] if spaced else []
    return re.compile("|".join([*unspaced, *apart]), re.IGNORECASE)


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("grandstand.assistant") / "follow_words.toml").read_text(encoding="utf-8"))
