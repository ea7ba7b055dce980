"""What is remembered of a conversation, and what of it a question takes up. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from grandstand.assistant.errors import QuestionInvalid
from grandstand.assistant.intents import Understood
from grandstand.assistant.models import FactKind, Memory, PastTurn
from grandstand.assistant.telling import Telling

TURNS_MAX = 4
"""Turns that are remembered; what lies further back nobody means by "and the second one?"."""
CODES_MAX = 12
"""Codes of each kind that are remembered of a turn."""
CODE_LENGTH_MAX = 64


def checked(memory: Mapping[str, Any] | None) -> Memory:
    """What the asker brings along, which she may have written herself.

    Raises:
        QuestionInvalid: it is not what an answer ended with.
    """
    if memory is None:
        return Memory()
    try:
        found = msgspec.convert(memory, Memory)
    except msgspec.ValidationError as error:
        raise QuestionInvalid(f"The memory is none that an answer ended with: {error}.") from None
    kept = [codes for turn in found.turns for codes in _codes(turn)]
    if (
        len(found.turns) > TURNS_MAX
        or any(len(codes) > CODES_MAX for codes in kept)
        or any(len(code) > CODE_LENGTH_MAX for codes in kept for code in codes)
    ):
        raise QuestionInvalid("The memory is larger than any that an answer ended with.")
    return found


def _codes(turn: PastTurn) -> tuple[tuple[str, ...], ...]:
    return (turn.athletes, turn.delegations, turn.disciplines, turn.events, turn.venues, turn.told)


def remembered(memory: Memory, understood: Understood, telling: Telling) -> Memory:
    """The memory with the turn that has just been answered."""
    mentions = understood.mentions
    facts = (telling.facts[fact] for each in telling.statements for fact in each.slots.values())
    # Currencies, pools and shops are none of whom or what a later question may mean.
    codes = (fact.code for fact in facts if fact.kind is FactKind.NAME and ":" not in (fact.code or ""))
    turn = PastTurn(
        intent=understood.intent,
        language=understood.language,
        athletes=mentions.athletes[:CODES_MAX],
        delegations=mentions.delegations[:CODES_MAX],
        disciplines=mentions.disciplines[:CODES_MAX],
        events=mentions.events[:CODES_MAX],
        venues=mentions.venues[:CODES_MAX],
        gender=mentions.gender,
        day=understood.day,
        told=tuple(dict.fromkeys(code for code in codes if code is not None))[:CODES_MAX],
    )
    return Memory(turns=(*memory.turns, turn)[-TURNS_MAX:])
