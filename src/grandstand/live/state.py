"""What the messages say together: contents applied in the order of the join. Pure, and compared byte for byte.

documents     what a message replaces as a whole, by identity
units, sessions, participants, teams    what deltas change, by key
gaps          versions that were never delivered
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

import msgspec

from grandstand.live.join import END_OF_TIME, Gap, Join, Selection
from grandstand.live.models import (
    Content,
    Identity,
    Participant,
    Participants,
    Schedule,
    Session,
    Stamp,
    Team,
    Teams,
    Unit,
)
from grandstand.live.rules import BULK_OF

ContentOf: TypeAlias = Callable[[Stamp], Content | None]
KEYED_TYPES = frozenset(BULK_OF.values())
"""Documents that deltas change by key."""


class LiveState(msgspec.Struct, kw_only=True):
    """The state at one instant; `stamps` names the message that each whole document comes from."""

    documents: dict[Identity, Content]
    stamps: dict[Identity, Stamp]
    units: dict[str, Unit]
    sessions: dict[str, Session]
    participants: dict[str, Participant]
    teams: dict[str, Team]
    gaps: list[Gap]

    def canonical(self) -> bytes:
        """The state as bytes: equal for equal sets of messages."""
        return msgspec.json.encode(
            [
                [
                    (identity, self.stamps[identity], self.documents[identity])
                    for identity in sorted(self.documents)
                ],
                [self.units, self.sessions, self.participants, self.teams],
                self.gaps,
            ],
            order="deterministic",
        )


def needed(join: Join, as_of: datetime = END_OF_TIME) -> dict[Identity, Selection]:
    """The messages whose contents the state of that time is made of, by document of the Games that were on.

    In a fixed order.
    """
    competition = join.competition(as_of)
    bases = sorted(base for base in join.bases() if base.competition == competition)
    return {base: join.selection(base, as_of) for base in bases}


def state_of(selections: dict[Identity, Selection], gaps: list[Gap], content_of: ContentOf) -> LiveState:
    """The state.

    Args:
        selections: from `needed`.
        gaps: of the same time.
        content_of: what a message says; None where it withdraws its document.
    """
    state = LiveState(documents={}, stamps={}, units={}, sessions={}, participants={}, teams={}, gaps=gaps)
    for base, selection in selections.items():
        if base.type in KEYED_TYPES:
            # In ascending order: what is put last is the maximum of its key.
            for stamp in selection.stamps:
                _put(state, content_of(stamp))
        elif selection.bulk is not None and (content := content_of(selection.bulk)) is not None:
            state.documents[base] = content
            state.stamps[base] = selection.bulk
    return state


def _put(state: LiveState, content: Content | None) -> None:
    if isinstance(content, Schedule):
        state.units.update({each.code: each for each in content.units})
        state.sessions.update({each.code: each for each in content.sessions})
    elif isinstance(content, Participants):
        state.participants.update({each.code: each for each in content.participants})
    elif isinstance(content, Teams):
        state.teams.update({each.code: each for each in content.teams})
