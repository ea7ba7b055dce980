"""A scene: who moves where, in front of which cameras, and when it matters."""

from collections.abc import Sequence
from dataclasses import dataclass

from grandstand.replay.models import Camera, Rig
from grandstand.replay.studio.athlete import Athlete
from grandstand.replay.studio.venue import Venue


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that a studio renders.

    Args:
        discipline: its code.
        held_out: six more cameras, which no reconstruction may use.
        moment_s: the instant that is worth a replay.
    """

    discipline: str
    name: str
    seed: int
    rig: Rig
    held_out: tuple[Camera, ...]
    duration_s: float
    moment_s: float
    athletes: Sequence[Athlete]
    venue: Venue

    @property
    def cameras(self) -> tuple[Camera, ...]:
        """Those of the rig, then those held out."""
        return (*self.rig.cameras, *self.held_out)
