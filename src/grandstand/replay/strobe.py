"""Several phases of a movement in one picture."""

from collections.abc import Sequence

from grandstand.replay.backend import Backend
from grandstand.replay.instant import Instant
from grandstand.replay.models import Camera, Image
from grandstand.replay.render import Geometry, render

PHASES_MAX = 24


def strobe(instants: Sequence[Instant], view: Camera, venue: Geometry, *, backend: Backend) -> Image:
    """All phases over the first one's backdrop, what is nearer in front."""
    assert 1 <= len(instants) <= PHASES_MAX
    return render(instants, view, venue, backend=backend).image
