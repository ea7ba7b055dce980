"""The phases of a clip in which time runs: decoded a few at a time; which of them are shown, and which not."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from grandstand.replay.errors import ReplayError
from grandstand.replay.executor import Shot
from grandstand.replay.ingest.recording import MOMENTS_MAX, Material, Moment
from grandstand.replay.models import Camera, Image, Rig
from grandstand.replay.takes import MovingTold, PhaseLeftOut

DECODED_BYTES_MAX = 512 * 1024 * 1024
"""Of pictures that are decoded in one go: 24 cameras at 1080p have 149 MB a phase."""

Tell = Callable[[float], None]
"""Hears which part of all phases is behind; what it raises ends the clip."""


@dataclass(slots=True)
class Phases:
    """The phases of a clip, and what became of them.

    Args:
        times_s: their times on the rig's clock, rising.
        views: from where each is seen.
    """

    material: Material
    times_s: Sequence[float]
    views: Sequence[Camera]
    shown_s: list[float] = field(default_factory=list)
    left_out: list[PhaseLeftOut] = field(default_factory=list)
    took_s: dict[str, float] = field(default_factory=lambda: {"decode": 0.0, "build": 0.0})

    def moments(self, tell: Tell) -> Iterator[tuple[Moment, Camera]]:
        """What an executor films."""
        for moment, view in zip(self._decoded(), self.views, strict=True):
            tell(self._behind())
            yield moment, view

    def pictures(self, shots: Iterable[Shot], tell: Tell) -> Iterator[Image]:
        """The pictures of the clip: the shots of the phases that could be built."""
        for shot in shots:
            self.took_s["build"] += shot.build_s
            if isinstance(shot.taken, ReplayError):
                # Before the athlete came, or after: the clip is so much shorter.
                self.left_out.append(PhaseLeftOut(shot.time_s, str(shot.taken)))
            else:
                self.shown_s.append(shot.time_s)
                yield shot.taken
            tell(self._behind())

    def _behind(self) -> float:
        return (len(self.shown_s) + len(self.left_out)) / len(self.times_s)

    def _decoded(self) -> Iterator[Moment]:
        at_once = phases_at_once(self.material.rig)
        for first in range(0, len(self.times_s), at_once):
            # Nothing holds what was decoded before while the next is.
            yield from self._moments(self.times_s[first : first + at_once])

    def _moments(self, times_s: Sequence[float]) -> list[Moment]:
        begun_s = time.perf_counter()
        moments = self.material.moments(times_s)
        self.took_s["decode"] += time.perf_counter() - begun_s
        return moments

    def told(self) -> MovingTold:
        """How the clip was made, once it is."""
        return MovingTold(
            wanted=len(self.times_s),
            shown=len(self.shown_s),
            from_s=self.shown_s[0],
            until_s=self.shown_s[-1],
            took_s={step: round(seconds, 3) for step, seconds in self.took_s.items()},
            left_out=tuple(self.left_out),
        )


def phases_at_once(rig: Rig) -> int:
    """How many phases of a rig are decoded in one go: as many as DECODED_BYTES_MAX holds, one at least."""
    bytes_of_one = sum(camera.width * camera.height * 3 for camera in rig.cameras)
    return max(1, min(MOMENTS_MAX, DECODED_BYTES_MAX // bytes_of_one))
