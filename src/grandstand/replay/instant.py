"""One instant of the field of play: athletes as surfaces with the views that colour them."""

from collections.abc import Mapping
from dataclasses import dataclass

from grandstand.replay.backend import Sources
from grandstand.replay.crop import Window
from grandstand.replay.models import Camera, CameraId, Floats, Image, Mesh


@dataclass(frozen=True, slots=True, eq=False)
class Athlete:
    """An athlete with what he or she wears and holds.

    Args:
        mesh: world coordinates.
        normals: outward, one a vertex.
        sources: the views, one for each of the instant's cameras, in their order.
        windows: where each view lies in its camera's picture.
    """

    mesh: Mesh
    normals: Floats
    sources: Sources
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """What one camera's silhouettes say of it.

    Args:
        iou: of its silhouette and the hull that all cameras agree on, 0 to 1.
        shift_px: how far its silhouette lies beside the hull.
        dropped: why it was left out, or None.
    """

    iou: float
    shift_px: float
    dropped: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Instant:
    """What `build` makes of one picture a camera.

    Args:
        athletes: the largest first.
        cameras: the straight cameras that were used.
        backdrops: what each saw, without the athletes, in the colours that all share.
        gains: what makes the cameras' colours equal, shape (n, 3).
        health: of every camera that sent a picture.
        took_s: seconds of each step.
    """

    athletes: tuple[Athlete, ...]
    cameras: tuple[Camera, ...]
    backdrops: tuple[Image, ...]
    gains: Floats
    health: Mapping[CameraId, Health]
    took_s: Mapping[str, float]
