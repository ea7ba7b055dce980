"""A picture from where no camera stands: athletes over the venue, made of pixels that cameras saw."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import cv2
import numpy as np

from grandstand.replay.backend import FAR_M, Backend, Eye, eye_of
from grandstand.replay.instant import Athlete, Instant
from grandstand.replay.models import Camera, CameraId, Floats, Image, Indices
from grandstand.replay.venue import looked_up

GRID_PX = 4
"""The venue's place in the plates is computed at every fourth pixel."""
NEAR_CAMERAS = 8
"""Cameras that are asked first for a colour."""
EDGE_PX = 48.0
"""Towards its edge a plate gives way to the next."""
SOFT_PX = 0.6
BLENDED = 2
"""Plates that are blended wherever they show the place."""
PLATES_MAX = 4
"""Plates in one picture."""
LEFT_OVER, LEFT_OVER_PART = 0.3, 0.004
"""As little of a picture may be covered as little as that by its plates."""
SHARE_MIN = 1e-4
GUESSED = 0.05
"""How much a source counts that guesses where the venue is."""
HIDES = 1.06
"""The ratio of depths from which the nearer hides the farther."""
HIDDEN = 0.05
PAD_PX = 3
BEHIND_M = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Where a view finds the venue in one source's picture, on a grid.

    Args:
        cover: how well the source shows it, 0 to 1.
    """

    source: int
    u: Floats
    v: Floats
    depths: Floats
    cover: Floats


class Pane(NamedTuple):
    """A part of a picture, in pixels; it begins at a place of the grid."""

    left: int
    top: int
    width: int
    height: int

    @property
    def is_empty(self) -> bool:
        return min(self.width, self.height) <= 0

    @property
    def where(self) -> tuple[slice, slice]:
        return np.s_[self.top : self.top + self.height, self.left : self.left + self.width]


class Geometry(Protocol):
    def depths(
        self, eye: Eye, columns: Floats, rows: Floats, sources: Iterable[CameraId]
    ) -> Iterator[tuple[Floats, Floats]]:
        """The venue's depth at a regular grid of image coordinates as each source tells it, and where it does."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A picture.

    Args:
        image: athletes over the venue.
        alpha: how much of each pixel is athlete, 0 to 1.
        depth: of the athletes, metres, FAR_M where there is none.
    """

    image: Image
    alpha: Floats
    depth: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """One athlete in a window of a virtual picture.

    Args:
        colours: times alpha, grey levels.
    """

    left: int
    top: int
    colours: Floats
    alpha: Floats
    depth: Floats


def render(instants: Instant | Sequence[Instant], view: Camera, venue: Geometry, *, backend: Backend) -> Rendered:
    """One or several instants in one picture, what is nearer in front; the first one lends the backdrop."""
    several = [instants] if isinstance(instants, Instant) else instants
    return over(backdrop(several[0], view, venue), several, view, backend=backend)


def over(image: Image, instants: Sequence[Instant], view: Camera, *, backend: Backend) -> Rendered:
    """The athletes of some instants over a picture of the view's size."""
    cutouts = [cutout(athlete, view, backend) for instant in instants for athlete in instant.athletes]
    alpha = np.zeros(image.shape[:2], np.float32)
    depth = np.full(image.shape[:2], FAR_M, np.float32)
    image = image.copy()
    found = [each for each in cutouts if each is not None]
    for each in sorted(found, key=lambda each: -float(np.median(each.depth[each.depth < FAR_M]))):
        _put(each, image, alpha, depth)
    return Rendered(image, alpha, depth)


def _put(cutout: Cutout, image: Image, alpha: Floats, depth: Floats) -> None:
    height, width = cutout.alpha.shape
    where = np.s_[cutout.top : cutout.top + height, cutout.left : cutout.left + width]
    # The far ones come first; where two interlock, the nearer pixel stays.
    hidden = (depth[where] < cutout.depth - BEHIND_M) & (cutout.depth < FAR_M)
    own = np.where(hidden, 0.0, cutout.alpha).astype(np.float32)
    kept = (1 - own)[..., None]
    mixed = image[where] * kept + np.where(hidden[..., None], 0.0, cutout.colours)
    image[where] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    alpha[where] = own + alpha[where] * kept[..., 0]
    depth[where] = np.minimum(depth[where], cutout.depth)


def cutout(athlete: Athlete, view: Camera, backend: Backend) -> Cutout | None:
    """One athlete seen from a view, or None where he or she is not in the picture."""
    left, top, right, bottom = _window(athlete, view)
    if right <= left or bottom <= top:
        return None
    eye = eye_of(view, (left, top), (right - left, bottom - top))
    depth = backend.zbuffer(athlete.mesh.vertices, athlete.mesh.faces, eye.projection, eye.width, eye.height)
    if not (depth < FAR_M).any():
        return None
    colours, alpha = backend.shade(depth, eye, athlete.sources, nearest(athlete, eye))
    alpha = np.asarray(cv2.GaussianBlur(alpha, (3, 3), SOFT_PX), np.float32)
    sharp = colours * (depth < FAR_M)[..., None]
    colours = np.asarray(cv2.GaussianBlur(sharp, (3, 3), SOFT_PX), np.float32)
    return Cutout(left, top, colours, alpha, depth)


def _window(athlete: Athlete, view: Camera) -> tuple[int, int, int, int]:
    # Not as a product of matrices: threads of its own would take the processors from the other pictures.
    on_picture = cv2.transform(athlete.mesh.vertices[:, None], view.projection)[:, 0]
    ahead = on_picture[on_picture[:, 2] > 0.1]  # noqa: PLR2004 (metres: what is nearer has no picture)
    if not len(ahead):
        return 0, 0, 0, 0
    places = ahead[:, :2] / ahead[:, 2:]
    low = np.maximum(0, np.floor(places.min(0)) - PAD_PX).astype(int)
    high = np.minimum((view.width, view.height), np.ceil(places.max(0)) + PAD_PX).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def nearest(athlete: Athlete, eye: Eye) -> Indices:
    """The sources that look at the athlete most like the eye, the likeliest first."""
    middle = athlete.mesh.vertices.mean(0)
    to_eye = eye.centre - middle
    to_sources = athlete.sources.centres - middle
    cosines = to_sources @ to_eye / np.linalg.norm(to_sources, axis=1)
    return np.argsort(-cosines, kind="stable")[:NEAR_CAMERAS].astype(np.int32)


def backdrop(instant: Instant, view: Camera, venue: Geometry) -> Image:
    """The venue without athletes: the two nearest cameras' plates, laid on its geometry."""
    eye = eye_of(view)
    rows, columns = np.indices((view.height // GRID_PX + 2, view.width // GRID_PX + 2), np.float32) * GRID_PX
    distances = np.array([np.linalg.norm(camera.centre - view.centre) for camera in instant.cameras], np.float32)
    order = np.argsort(distances, kind="stable")[:PLATES_MAX]
    weights = (1 / (distances[order] ** 4 + 0.02)).astype(np.float32)
    cameras = [instant.cameras[q] for q in order]
    laid: list[Laid] = []
    left = np.ones_like(rows)
    told_by = venue.depths(eye, columns, rows, (camera.id for camera in cameras))
    for q, camera, (depths, told) in zip(order, cameras, told_by, strict=False):
        u, v, w = looked_up(depths, eye, columns, rows, camera)
        laid.append(Laid(int(q), u, v, depths, _cover((u, v, w), camera) * np.maximum(told, GUESSED)))
        left = left * (1 - laid[-1].cover)
        if len(laid) >= BLENDED and (left > LEFT_OVER).mean() < LEFT_OVER_PART:
            break
    shares = _shares(laid, weights)
    layers = [(each, share) for each, share in zip(laid, shares, strict=True) if share.mean() > SHARE_MIN]
    return _mixed(layers, instant.backdrops, view)


def _cover(place: tuple[Floats, Floats, Floats], camera: Camera) -> Floats:
    """1 well inside the camera's picture, 0 outside, a slope between."""
    u, v, w = place
    inside = np.minimum(np.minimum(u, camera.width - u), np.minimum(v, camera.height - v))
    return np.where(w > 0, np.clip(inside / EDGE_PX, 0.0, 1.0), 0.0).astype(np.float32)


def _shares(laid: list[Laid], weights: Floats) -> list[Floats]:
    """What each plate gives: the two nearest first, the others what is left; the nearest what nobody sees."""
    one, two = laid[0], laid[1]
    # Where the two disagree, what is nearer hides what is farther.
    hides_two, hides_one = one.depths * HIDES < two.depths, two.depths * HIDES < one.depths
    first = one.cover * weights[0] * np.where(hides_one & (two.cover > GUESSED), HIDDEN, 1.0)
    second = two.cover * weights[1] * np.where(hides_two & (one.cover > GUESSED), HIDDEN, 1.0)
    both = np.maximum(first + second, 1e-12)
    seen = np.maximum(one.cover, two.cover)
    shares = [first / both * seen, second / both * seen]
    left = 1 - seen
    for each in laid[2:]:
        shares.append(left * each.cover)
        left = left * (1 - each.cover)
    shares[0] = shares[0] + left
    return [share.astype(np.float32) for share in shares]


def upsampled(values: Floats, pane: Pane) -> Floats:
    """Grid values at the middle of every pixel of a pane."""
    across, down = (pane.left + 0.5) / GRID_PX, (pane.top + 0.5) / GRID_PX
    step = np.array([[1 / GRID_PX, 0, across], [0, 1 / GRID_PX, down]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(values, step, (pane.width, pane.height), flags=flags), np.float32)


def _warped(plate: Image, laid: Laid, pane: Pane) -> Image:
    u, v = (upsampled(coordinates - np.float32(0.5), pane) for coordinates in (laid.u, laid.v))
    return np.asarray(cv2.remap(plate, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def pane_of(share: Floats, view: Camera) -> Pane:
    """Where a plate gives anything: a place of the grid tells the pixels up to the next ones around it."""
    (rows,), (columns,) = np.nonzero(share.max(1)), np.nonzero(share.max(0))
    left, top = (max(0, int(each[0]) - 1) * GRID_PX for each in (columns, rows))
    right = min(view.width, (int(columns[-1]) + 1) * GRID_PX)
    bottom = min(view.height, (int(rows[-1]) + 1) * GRID_PX)
    return Pane(left, top, right - left, bottom - top)


def _mixed(layers: list[tuple[Laid, Floats]], plates: Sequence[Image], view: Camera) -> Image:
    laid, before = layers[0]
    image = _warped(plates[laid.source], laid, Pane(0, 0, view.width, view.height))
    for laid, more in layers[1:]:
        pane = pane_of(more, view)
        if pane.is_empty:
            continue
        here, other = image[pane.where], _warped(plates[laid.source], laid, pane)
        if np.ptp(before) < 1e-3 and np.ptp(more) < 1e-3:  # noqa: PLR2004 (the same everywhere)
            part = float(more.flat[0]) / float(before.flat[0] + more.flat[0])
            image[pane.where] = cv2.addWeighted(here, 1 - part, other, part, 0)
        else:
            a, b = upsampled(before, pane), upsampled(more, pane)
            image[pane.where] = cv2.blendLinear(np.ascontiguousarray(here), other, a, b)
        before = before + more
    return image
