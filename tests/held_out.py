"""Questions in 14 languages that are not among those the assistant knows, and what they name."""

import dataclasses
from pathlib import Path
from typing import NamedTuple

from grandstand.assistant.intents import STAND_INS
from grandstand.assistant.models import Intent
from grandstand.live import Mentions

HELD_OUT = Path(__file__).parent / "assistant_held_out"
NOTHING = Mentions(athletes=(), delegations=(), disciplines=(), events=(), venues=(), gender=None, rest="")


class Question(NamedTuple):
    language: str
    intent: Intent
    text: str


def held_out() -> list[Question]:
    return [
        Question(file.stem, Intent(intent), text)
        for file in sorted(HELD_OUT.glob("*.txt"))
        for intent, _, text in (line.partition(": ") for line in file.read_text("utf-8").splitlines())
    ]


def naming(text: str) -> Mentions:
    """What the question names, by its placeholders."""
    named = {f"{kind}s": ("x", "y")[: text.count(f"{{{kind}}}")] for kind in STAND_INS}
    return dataclasses.replace(NOTHING, rest=text, **named)  # type: ignore[arg-type]
