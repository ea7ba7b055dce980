"""The phases of a clip in which time runs: decoded a few at a time, built one after the other."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from grandstand.replay.backend import Backend
from grandstand.replay.build import build_on
from grandstand.replay.errors import NoSubject, TooFewCameras
from grandstand.replay.ingest.recording import MOMENTS_MAX, Material, Moment
from grandstand.replay.instant import Instant
from grandstand.replay.models import Rig
from grandstand.replay.stage import Stage
from grandstand.replay.takes import MovingTold, PhaseLeftOut
from grandstand.replay.threads import Threads

DECODED_BYTES_MAX = 512 * 1024 * 1024
"""Of pictures that are decoded in one go: 24 cameras at 1080p have 149 MB a phase."""


@dataclass(slots=True)
class Phases:
    """The instants of a clip, and what became of them.

    Args:
        times_s: the rig's times of the phases, rising.
    """

    stage: Stage
    material: Material
    times_s: Sequence[float]
    backend: Backend
    threads: Threads
    shown_s: list[float] = field(default_factory=list)
    left_out: list[PhaseLeftOut] = field(default_factory=list)
    took_s: dict[str, float] = field(default_factory=lambda: {"decode": 0.0, "build": 0.0})

    def built(self, tell: Callable[[float], None]) -> Iterator[tuple[int, Instant]]:
        """Each instant that can be built, with its number.

        `tell` hears before each which part of all is behind; what it raises ends the clip.
        """
        for number, moment in enumerate(self._decoded()):
            tell(number / len(self.times_s))
            begun_s = time.perf_counter()
            try:
                instant = build_on(self.stage, moment.images, backend=self.backend, threads=self.threads)
            except (NoSubject, TooFewCameras) as error:
                # Before the athlete came, or after: the clip is so much shorter.
                self.left_out.append(PhaseLeftOut(moment.time_s, str(error)))
                continue
            finally:
                self.took_s["build"] += time.perf_counter() - begun_s
            self.shown_s.append(moment.time_s)
            yield number, instant

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
