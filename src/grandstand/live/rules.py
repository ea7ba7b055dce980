"""The decisions about messages, pure: what is let in, what is a delta, which of two documents is shown."""

from collections.abc import Collection, Sequence

from grandstand.live.models import Competitor, Envelope, Identity, ResultRow, Sheet, Unit

PRODUCTION, TEST = "P", "T"
BULK_OF = {
    "DT_SCHEDULE_UPDATE": "DT_SCHEDULE",
    "DT_PARTIC_UPDATE": "DT_PARTIC",
    "DT_PARTIC_TEAMS_UPDATE": "DT_PARTIC_TEAMS",
}
"""The deltas, and the document that each of them changes; every other message replaces its document."""
SETTLED = frozenset({"UNOFFICIAL", "OFFICIAL"})
"""States of a result that what is merely current does not override."""
LIVE_STATUSES = frozenset({"RUNNING", "SCHEDULED_BREAK", "INTERRUPTED"})
OVER_STATUSES = frozenset({"FINISHED", "CANCELLED"})
NEUTRAL = frozenset({"AIN"})
"""Organisations of athletes whose medals stand in no nation's row."""
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


def board_rows(
    result: Sheet | None, current: Sheet | None, starters: Sequence[Competitor]
) -> tuple[ResultRow, ...]:
    """The rows that a page shows of a unit.

    A settled result stands alone. Before that, what is merely current leads, and everybody else of the result
    follows as it has them; where there is neither, the starters do.
    """
    if result is None and current is None:
        return tuple(ResultRow(competitor=each, start_order=at) for at, each in enumerate(starters, start=1))
    if result is None or current is None or result.status in SETTLED or not _is_start_list(result):
        found = result or current
        assert found is not None
        return found.rows
    ahead = {row.competitor.code for row in current.rows}
    return (*current.rows, *(row for row in result.rows if row.competitor.code not in ahead))


def has_result(row: ResultRow) -> bool:
    """Whether the row has a result, rather than a place on a start list."""
    return row.rank is not None or row.value is not None or row.irm is not None


def _is_start_list(sheet: Sheet) -> bool:
    return not any(map(has_result, sheet.rows))


def is_medal(unit: Unit) -> bool:
    """Whether medals are won in the unit."""
    return unit.medal not in {None, "0", "N"}
