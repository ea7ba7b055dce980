"""The key of everything in sport: 34 characters, each part padded with dashes, so that a key can be cut.

    ALP  M  GS------  ----------  FNL-  000200--
    discipline 3, gender 1, event 8, modifier 10, phase 4, unit 8

A key names its ancestors: cut at 3, 4, 22 or 26 and filled again with dashes it is the key of the discipline, of
the discipline and gender, of the event, of the phase. The dashes belong to the key: one that was trimmed is
another key, and is refused.
"""

import re
from typing import NewType

from grandstand.live.errors import KeyInvalid

Rsc = NewType("Rsc", str)
"""A key that was parsed: 34 characters."""

LENGTH = 34
CUTS = (3, 4, 22, 26)
"""Where discipline, gender, event and phase end."""
ALPHABET = re.compile(r"[A-Z0-9.\-]*+")
FILL = "-"


def parse_rsc(text: str) -> Rsc:
    """The text as a key.

    Raises:
        KeyInvalid: it is not 34 characters of `A-Z 0-9 . -`, or names no discipline.
    """
    if len(text) != LENGTH:
        raise KeyInvalid(f"A key has {LENGTH} characters, got {len(text)}: {text[: 2 * LENGTH]!r}.")
    if ALPHABET.fullmatch(text) is None:
        raise KeyInvalid(f"A key has the letters A-Z, digits, full stops and dashes, got {text!r}.")
    if text.startswith(FILL):
        raise KeyInvalid(f"A key begins with its discipline, got {text!r}.")
    return Rsc(text)


def ancestors(key: Rsc) -> tuple[Rsc, ...]:
    """The keys that hold this one, nearest first; a key is not its own ancestor."""
    found: list[Rsc] = []
    for cut in reversed(CUTS):
        above = Rsc(key[:cut].ljust(LENGTH, FILL))
        if above != key and above not in found:
            found.append(above)
    return tuple(found)


def is_within(key: Rsc, above: Rsc) -> bool:
    """Whether `above` is the key itself or one of its ancestors."""
    return key == above or above in ancestors(key)


def discipline(key: Rsc) -> str:
    """The three letters that a key begins with."""
    return key[: CUTS[0]]


def event(key: Rsc) -> Rsc:
    """The key of the event that a phase or a unit belongs to; of an event, itself."""
    return Rsc(key[: CUTS[2]].ljust(LENGTH, FILL))
