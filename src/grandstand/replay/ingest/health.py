"""What is wrong with a camera, from what was seen of it. Pure: whoever asks says what time it is."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

import numpy as np

from grandstand.replay.models import CameraId, Image

AGE_S_MAX = 2.0
"""A camera whose last packet is older is silent."""
KEY_AGE_S_MAX = 10.0
"""Without a key frame for so long, nothing newer can be decoded."""
FROZEN_AFTER_S = 2.0
"""So long may key frames look alike."""
FROZEN_GREY_MAX = 0.05
"""Mean change of a pixel, grey levels. The noise of a sensor alone is ten times as much."""
LATE_S_MAX = 0.5
"""How far a camera's newest picture may be behind the rig's median."""
DRIFT_S_MAX = 0.02
EXPOSURE_GREY_MAX = 12.0
"""How far the mean brightness may jump, grey levels."""
LOOKS_KEPT = 9
LOOK_STEP_PX = 4
LOSS_TOLD_S = 10.0


class Trouble(StrEnum):
    """What an operator is told. The first four make a camera unusable for a replay of now."""

    SILENT = "silent"
    NO_KEY_FRAME = "no_key_frame"
    FROZEN = "frozen"
    LATE = "late"
    DRIFTS = "drifts"
    EXPOSURE = "exposure"
    LOSSES = "losses"


UNUSABLE = frozenset({Trouble.SILENT, Trouble.NO_KEY_FRAME, Trouble.FROZEN, Trouble.LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One camera, as seen at one moment.

    Args:
        age_s: since the last packet came; None where none ever did.
        late_s: behind the rig's median.
        frozen_s: how long its pictures have looked alike.
        exposure_grey: how far its brightness jumped.
        drift_s: how far its timestamps have run from its timecode, or from our clock.
        clock: what its time is taken from.
        lost: how often packets were missing.
        detail: the last message of its source.
    """

    camera: CameraId
    age_s: float | None
    late_s: float = 0.0
    frozen_s: float = 0.0
    exposure_grey: float = 0.0
    drift_s: float = 0.0
    clock: str = ""
    lost: int = 0
    size_bytes: int = 0
    troubles: tuple[Trouble, ...] = ()
    detail: str = ""

    @property
    def usable(self) -> bool:
        return not UNUSABLE & set(self.troubles)


@dataclass(slots=True)
class Signs:
    """What was seen of one camera so far; times by our clock, but `newest_s` by the rig's."""

    came_s: float | None = None
    key_came_s: float | None = None
    newest_s: float | None = None
    lost: int = 0
    lost_at_s: float = float("-inf")
    changed_s: float | None = None
    brightness: deque[float] = field(default_factory=lambda: deque(maxlen=LOOKS_KEPT))
    _look: Image | None = None

    def saw_packet(self, now_s: float, time_s: float, *, is_key: bool) -> None:
        self.came_s = now_s
        self.newest_s = time_s if self.newest_s is None else max(self.newest_s, time_s)
        if is_key:
            self.key_came_s = now_s

    def saw_loss(self, now_s: float) -> None:
        self.lost += 1
        self.lost_at_s = now_s

    def saw_picture(self, now_s: float, luma: Image) -> None:
        """Look at a key frame: has anything changed, is it as bright as before."""
        look = luma[::LOOK_STEP_PX, ::LOOK_STEP_PX].copy()
        if self._look is None or difference(self._look, look) > FROZEN_GREY_MAX:
            self.changed_s = now_s
            self._look = look
        self.brightness.append(float(look.mean()))

    def exposure_jump(self) -> float:
        """The newest brightness against the median of those before, grey levels; 0 while there are too few."""
        *before, newest = self.brightness or [0.0]
        return newest - median(before) if len(before) > 1 else 0.0


def difference(one: Image, other: Image) -> float:
    """How much a pixel differs on average, grey levels; without end for pictures of two sizes."""
    if one.shape != other.shape:
        return float("inf")
    return float(np.mean(np.abs(one.astype(np.int16) - other)))


def troubles_of(signs: Signs, now_s: float, late_s: float, drift_s: float) -> tuple[Trouble, ...]:
    """What to tell of a camera."""
    found = {
        Trouble.SILENT: signs.came_s is None or now_s - signs.came_s > AGE_S_MAX,
        Trouble.NO_KEY_FRAME: signs.came_s is not None
        and (signs.key_came_s is None or now_s - signs.key_came_s > KEY_AGE_S_MAX),
        Trouble.FROZEN: frozen_s(signs) > FROZEN_AFTER_S,
        Trouble.LATE: late_s > LATE_S_MAX,
        Trouble.DRIFTS: abs(drift_s) > DRIFT_S_MAX,
        Trouble.EXPOSURE: abs(signs.exposure_jump()) > EXPOSURE_GREY_MAX,
        Trouble.LOSSES: now_s - signs.lost_at_s < LOSS_TOLD_S,
    }
    return tuple(trouble for trouble, is_so in found.items() if is_so)


def frozen_s(signs: Signs) -> float:
    """How long the key frames that came have looked alike."""
    if signs.key_came_s is None or signs.changed_s is None:
        return 0.0
    return max(0.0, signs.key_came_s - signs.changed_s)


def lateness(signs: Mapping[CameraId, Signs]) -> dict[CameraId, float]:
    """How far each camera's newest picture is behind the median of all, seconds; 0 for one that is ahead."""
    newest = {camera: each.newest_s for camera, each in signs.items() if each.newest_s is not None}
    if not newest:
        return dict.fromkeys(signs, 0.0)
    usual_s = median(newest.values())
    return {camera: max(0.0, usual_s - newest.get(camera, usual_s)) for camera in signs}
