"""What may be said, and how things are called: pure."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from grandstand.campaign.models import PoolNotice, PoolState
from grandstand.campaign.plan import LANGUAGE_PATTERN
from grandstand.campaign.status.errors import IncidentInvalid
from grandstand.campaign.status.models import (
    Component,
    ComponentName,
    ComponentState,
    IncidentPlan,
    PoolStatus,
)
from grandstand.kernel.ids import PoolId

TEXTS_MAX = 32
TEXT_LENGTH_MAX = 500
BUSY_FOR = timedelta(seconds=30)
"""How long after the last refusal for want of room claims are said to be busy."""
LATE_ORDER = timedelta(seconds=60)
"""Orders that have waited so long to be told to a merchant make orders busy."""
SILENT_FOR = timedelta(seconds=10)
"""Whoever has not heard of the database for so long says that it is away."""
UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but for line breaks, those that turn the direction of what follows, halves of pairs."""
SHOWN = frozenset({PoolState.SCHEDULED, PoolState.OPEN, PoolState.PAUSED})


def check_incident(plan: IncidentPlan) -> IncidentPlan:
    """The incident as it is shown.

    Raises:
        IncidentInvalid: a text that cannot be, with its language.
    """
    if not 1 <= len(plan.texts) <= TEXTS_MAX:
        raise IncidentInvalid(f"An incident is told in 1 to {TEXTS_MAX} languages, got {len(plan.texts)}.")
    for language, text in plan.texts.items():
        if not LANGUAGE_PATTERN.match(language):
            raise IncidentInvalid(f"A text's language is a tag like 'en' or 'pt-BR', got {language!r}.")
        if UNFIT.search(text):
            raise IncidentInvalid(f"The text in {language!r} is not plain text.")
        if not 1 <= len(text.strip()) <= TEXT_LENGTH_MAX:
            raise IncidentInvalid(
                f"A text has 1 to {TEXT_LENGTH_MAX} characters, that in {language!r} has {len(text.strip())}."
            )
    return plan


def pool_status(pool: PoolNotice, waits: Mapping[PoolId, int | None]) -> PoolStatus:
    """What anybody may know of a pool.

    Args:
        pool: as fans see it.
        waits: the pools with a line, and how many seconds somebody waits there who comes now.
    """
    wait_s = waits.get(pool.id, 0)
    return PoolStatus(
        id=pool.id,
        titles=pool.titles,
        state=pool.state,
        gone=pool.gone,
        opens_at=pool.opens_at,
        waiting=pool.id in waits,
        wait_min=None if wait_s is None else math.ceil(wait_s / 60),
    )


def is_shown(pool: PoolNotice) -> bool:
    """Whether somebody may still wait for the pool."""
    return pool.state in SHOWN


def components(
    now: datetime, heard_at: datetime | None, refused_at: datetime | None, *, orders_late: bool
) -> tuple[Component, ...]:
    """The parts of the service, as they are now.

    Args:
        now: the time.
        heard_at: when the database last answered.
        refused_at: when a claim was last refused for want of room.
        orders_late: whether a merchant has not been told of an order for long.
    """
    is_up = heard_at is not None and now - heard_at < SILENT_FOR
    is_busy = refused_at is not None and now - refused_at < BUSY_FOR

    def state(*, busy: bool) -> ComponentState:
        if not is_up:
            return ComponentState.DOWN
        return ComponentState.BUSY if busy else ComponentState.UP

    return (
        Component(name=ComponentName.PAGES, state=ComponentState.UP),
        Component(name=ComponentName.DATABASE, state=state(busy=False)),
        Component(name=ComponentName.CLAIMS, state=state(busy=is_busy)),
        Component(name=ComponentName.ORDERS, state=state(busy=orders_late)),
    )
