"""The decisions about messages, pure: what is let in, what is a delta, which of two documents is shown."""

from collections.abc import Collection

from grandstand.live.models import Envelope, Identity, Sheet

PRODUCTION, TEST = "P", "T"
BULK_OF = {
    "DT_SCHEDULE_UPDATE": "DT_SCHEDULE",
    "DT_PARTIC_UPDATE": "DT_PARTIC",
    "DT_PARTIC_TEAMS_UPDATE": "DT_PARTIC_TEAMS",
}
"""The deltas, and the document that each of them changes; every other message replaces its document."""
SETTLED = frozenset({"UNOFFICIAL", "OFFICIAL"})
"""States of a result that what is merely current does not override."""
ORDER_LAST = 2**63


def is_test(envelope: Envelope, rehearsals: Collection[str]) -> bool:
    """Whether fans must never see the message.

    Tests share document identities with production, so they are left out before the join.

    Args:
        envelope: of the message.
        rehearsals: codes of competitions that are rehearsals.
    """
    return envelope.feed_flag == TEST or envelope.identity.competition in rehearsals


def is_delta(identity: Identity) -> bool:
    return identity.type in BULK_OF


def base_of(identity: Identity) -> Identity:
    """The document that a message changes: its own, or for a delta the one it is a delta of."""
    bulk = BULK_OF.get(identity.type)
    return identity if bulk is None else identity._replace(type=bulk)


def shown_sheet(result: Sheet | None, current: Sheet | None) -> Sheet | None:
    """What a page shows of a unit: the result once it is settled, else what is current, else the result."""
    if result is not None and (result.status in SETTLED or current is None):
        return result
    return current
