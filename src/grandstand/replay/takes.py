"""The nouns of a take, a replay that somebody asked for: what was wanted, what became of it, how it was made."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

import msgspec

from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import SubjectId

TakeId = NewType("TakeId", int)

ID_MAX = 2**31 - 1
TAKES_MAX = 1_000
TAKES_PAGE_MAX = 50
TAKE_PICTURES_MAX = 500
STROBE_PHASES_MAX = 8
STROBE_SPAN_S_MAX = 10.0
HEIGHTS_PX = (180, 360, 720, 1080)
TAKE_FILE_BYTES_MAX = 64 * 1024 * 1024
TURN_DEG_MAX = 720.0

CLIP, POSTER, MODEL, STROBE = "clip.mp4", "poster.jpg", "model.glb", "strobe.jpg"
MEDIA_TYPES = {CLIP: "video/mp4", POSTER: "image/jpeg", MODEL: "model/gltf-binary", STROBE: "image/jpeg"}
"""The files that a take may have."""


class TakeState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PathShape(StrEnum):
    """Where the virtual camera goes: once around, or from one side to another."""

    ORBIT = "orbit"
    SWEEP = "sweep"


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants.

    Args:
        session: where the pictures come from.
        instant_s: the rig's time.
        from_deg, until_deg: of a sweep, azimuths around the rig's middle; an orbit begins at `from_deg`.
        pictures: of the clip, at 25 a second.
        height_px: of the clip; it is 16 to 9.
        strobe_s: further instants that the strobe picture shows; none: no such picture.
        empty_until_s: until when the session shows the field of play without athletes; None: it is learnt from
            all of it.
    """

    session: str
    instant_s: float
    path: PathShape = PathShape.ORBIT
    from_deg: float = 0.0
    until_deg: float = 90.0
    pictures: int = 96
    height_px: int = 720
    strobe_s: tuple[float, ...] = ()
    empty_until_s: float | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the clip's pictures."""
        return self.height_px * 16 // 9, self.height_px

    @property
    def instants_s(self) -> list[float]:
        """All instants that have to be decoded, rising."""
        return sorted({self.instant_s, *self.strobe_s})


class CameraTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a take knows of one camera.

    Args:
        iou: how its silhouette agrees with all the others', 0 to 1.
        dropped: why it was not used; None where it was.
    """

    id: str
    iou: float | None = None
    shift_px: float | None = None
    residual_px: float | None = None
    dropped: str | None = None


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """How a take was made, so that somebody else can judge it.

    Args:
        rig_digest: SHA-256 of the calibration that was used, as rig.json.
        took_s: seconds of each step.
        version: of Grandstand.
    """

    rig: str
    rig_digest: str
    cameras: tuple[CameraTold, ...]
    took_s: dict[str, float]
    version: str


class FileTold(msgspec.Struct, frozen=True):
    name: str
    bytes: int


class Take(msgspec.Struct, frozen=True, kw_only=True):
    """A take as it is now; for fans without who asked for it and how it was made."""

    id: TakeId
    order: Order
    state: TakeState
    step: str
    progress: float
    code: str | None
    detail: str
    files: tuple[FileTold, ...]
    provenance: Provenance | None
    triggered_by: SubjectId | None
    triggered_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    published_by: SubjectId | None
    published_at: datetime | None


def check_order(order: Order) -> None:
    """Return where it can be made as far as the order itself says; raise RequestInvalid otherwise."""
    faults = {
        f"pictures = {order.pictures!r}: 1 to {TAKE_PICTURES_MAX}": not 1 <= order.pictures <= TAKE_PICTURES_MAX,
        f"height_px = {order.height_px!r}: one of {HEIGHTS_PX}": order.height_px not in HEIGHTS_PX,
        f"{len(order.strobe_s)} instants in strobe_s: at most {STROBE_PHASES_MAX}": len(order.strobe_s)
        > STROBE_PHASES_MAX,
        f"strobe_s reaches further than {STROBE_SPAN_S_MAX} s from instant_s": any(
            not abs(each - order.instant_s) <= STROBE_SPAN_S_MAX for each in order.strobe_s
        ),
        f"from_deg or until_deg is beyond {TURN_DEG_MAX}": any(
            not abs(each) <= TURN_DEG_MAX for each in (order.from_deg, order.until_deg)
        ),
    }
    for fault, is_so in faults.items():
        if is_so:
            raise RequestInvalid(f"This take cannot be made: {fault}.")
