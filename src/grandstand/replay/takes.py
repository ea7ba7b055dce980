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
CLIP_FPS = 25.0
MOVING_S_MAX = 2.0
"""Before the instant and again after it: 101 phases, each of which takes a second or more."""
ROUNDED_S = 1e-3
"""Times nearer to each other than this are the same one."""

CLIP, MOVING, POSTER, MODEL, STROBE = "clip.mp4", "moving.mp4", "poster.jpg", "model.glb", "strobe.jpg"
MEDIA_TYPES = {
    CLIP: "video/mp4",
    MOVING: "video/mp4",
    POSTER: "image/jpeg",
    MODEL: "model/gltf-binary",
    STROBE: "image/jpeg",
}
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
        moving_s: how long before the instant and after it time runs in a second clip, while the camera goes on at
            the pace of the orbit, or once along the sweep; 0: no such clip.
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
    moving_s: float = 0.0
    empty_until_s: float | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the clip's pictures."""
        return self.height_px * 16 // 9, self.height_px

    @property
    def instants_s(self) -> list[float]:
        """All instants that have to be decoded, rising."""
        return sorted({self.instant_s, *self.strobe_s})

    def phases_s(self, from_s: float, until_s: float) -> list[float]:
        """The instants of the second clip, rising, as far as a span reaches."""
        steps = round(self.moving_s * CLIP_FPS)
        times = (self.instant_s + step / CLIP_FPS for step in range(-steps, steps + 1))
        return [each for each in times if from_s - ROUNDED_S <= each <= until_s + ROUNDED_S]


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


class PhaseLeftOut(msgspec.Struct, frozen=True):
    """A phase that the second clip does without, and why."""

    at_s: float
    why: str


class MovingTold(msgspec.Struct, frozen=True, kw_only=True):
    """How the clip was made in which time runs.

    Args:
        wanted: phases that were ordered and that the session has.
        shown: of these, the pictures of the clip.
        from_s, until_s: the rig's times of its first and its last picture.
        took_s: seconds of all decoding and of all building; rendering goes on beside them.
    """

    wanted: int
    shown: int
    from_s: float
    until_s: float
    took_s: dict[str, float]
    left_out: tuple[PhaseLeftOut, ...] = ()


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """How a take was made, so that somebody else can judge it.

    Args:
        rig_digest: SHA-256 of the calibration that was used, as rig.json.
        took_s: seconds of each step.
        version: of Grandstand.
        moving: None where no second clip was made.
    """

    rig: str
    rig_digest: str
    cameras: tuple[CameraTold, ...]
    took_s: dict[str, float]
    version: str
    moving: MovingTold | None = None


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
        f"moving_s = {order.moving_s!r}: 0, or {1 / CLIP_FPS} to {MOVING_S_MAX}": order.moving_s != 0
        and not 1 / CLIP_FPS <= order.moving_s <= MOVING_S_MAX,
        f"from_deg or until_deg is beyond {TURN_DEG_MAX}": any(
            not abs(each) <= TURN_DEG_MAX for each in (order.from_deg, order.until_deg)
        ),
    }
    for fault, is_so in faults.items():
        if is_so:
            raise RequestInvalid(f"This take cannot be made: {fault}.")
