"""Answers that may be given again: to the same question, with the same rights, while nothing has changed.

Only what everybody is told alike is kept (history/rules.py: is_public), so nobody is ever told what is another's.
"""

import re
import unicodedata
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from grandstand.assistant.history.rules import is_public
from grandstand.assistant.models import DoneEvent, Event
from grandstand.assistant.question import Question

ANSWERS_KEPT_MAX = 2048
KEPT_S_MAX = 10.0
"""What comes next changes with the time of day, also where nobody sends anything."""
QUICK_KEPT_S_MAX = 1.0
"""The next one to ask may get a better answer than one without the models."""
CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
"""Such as US or AND, which are not us and and."""


class _Kept(NamedTuple):
    state: Hashable
    until_s: float
    events: tuple[Event, ...]


def key_of(question: Question) -> Hashable:
    """Equal for questions that are answered alike in one state of the Games, by people with the same rights."""
    viewer = question.viewer
    rights = None if viewer is None else (viewer.role, viewer.noc)
    # By name, so that whatever else a question may come to carry is a part of its key.
    ours = {"text": folded(question.text), "at": question.today, "viewer": rights, "quick": None}
    return tuple((name, ours.get(name, getattr(question, name))) for name in question.__struct_fields__)


def folded(text: str) -> str:
    """The text in one spelling of many; words in capitals may be codes and stay."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return plain if CAPITALS.search(plain) else plain.casefold()


class AnswerCache:
    """One for each process; the answer that was asked for longest ago makes room."""

    def __init__(self, *, kept_max: int = ANSWERS_KEPT_MAX) -> None:
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._kept_max = kept_max

    def find(self, key: Hashable, state: Hashable, now_s: float) -> tuple[Event, ...] | None:
        """The answer that was given in the same state not long ago."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.state != state or kept.until_s <= now_s:
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return kept.events

    def keep(self, key: Hashable, state: Hashable, events: Sequence[Event], now_s: float) -> None:
        """Keep a whole answer, if it may be given to others."""
        done = next((each for each in events if isinstance(each, DoneEvent)), None)
        if done is None or not is_public(events):
            return
        kept_s = QUICK_KEPT_S_MAX if done.quick else KEPT_S_MAX
        self._kept[key] = _Kept(state, now_s + kept_s, tuple(events))
        self._kept.move_to_end(key)
        if len(self._kept) > self._kept_max:
            self._kept.popitem(last=False)
