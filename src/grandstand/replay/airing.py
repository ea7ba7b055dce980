"""The nouns of a take on air: what is sent where, how often, and what became of it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NewType

import msgspec

from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import SubjectId
from grandstand.replay.errors import TargetUnknown
from grandstand.replay.takes import CLIP, MOVING, TakeId

AiringId = NewType("AiringId", int)

AIR_TIMES_MAX = 20
"""How often a clip is repeated without a break."""
AIRINGS_SHOWN_MAX = 20
AIRINGS_KEPT_MAX = 1_000
TAKEN_UP_TIMEOUT_S = 15.0
"""What no worker has begun by then is not sent any more: nobody expects it."""


class AirState(StrEnum):
    WAITING = "waiting"
    ON_AIR = "on_air"
    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


class AirClip(StrEnum):
    """Which of a take's clips: time stands still, or it runs."""

    CLIP = "clip"
    MOVING = "moving"

    @property
    def file(self) -> str:
        return {AirClip.CLIP: CLIP, AirClip.MOVING: MOVING}[self]


class Airing(msgspec.Struct, frozen=True, kw_only=True):
    """A clip on its way to a target, or what became of it; `progress` is of all its times."""

    id: AiringId
    take: TakeId
    clip: AirClip
    target: str
    times: int
    state: AirState
    progress: float
    code: str | None
    detail: str
    asked_by: SubjectId
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class AirTarget(msgspec.Struct, frozen=True):
    """A place that replays may be sent to; its address may hold a passphrase and is shown to nobody."""

    name: str
    address: str


def target_named(targets: Iterable[AirTarget], name: str) -> AirTarget:
    """The target of this name.

    Raises:
        TargetUnknown: the settings name none; says which there are.
    """
    found = {target.name: target for target in targets}
    if name not in found:
        there = ", ".join(map(repr, found)) or "none; name some in GRANDSTAND_AIR_TARGETS"
        raise TargetUnknown(f"There is no target {name!r}. The targets are: {there}.")
    return found[name]


def check_times(times: int) -> None:
    """Return where a clip may be repeated so often; raise RequestInvalid otherwise."""
    if not 1 <= times <= AIR_TIMES_MAX:
        raise RequestInvalid(f"times = {times!r}: 1 to {AIR_TIMES_MAX}.")
