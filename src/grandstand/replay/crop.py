"""Views of one athlete only: all later cost follows the athlete's pixels."""

from dataclasses import dataclass

import numpy as np

from grandstand.replay.backend import BARRIER_PX, FAR_M, Looks
from grandstand.replay.models import Camera, Doubles, Floats, Image, Plate
from grandstand.replay.stage import Post

MARGIN_M = 0.22
"""Around the cells in which the athlete was found: what is thin is not seen at a quarter of the size."""
SIDE_PX_MIN = 16


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a picture, from its first column and row to before its last."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.bottom - self.top, self.right - self.left

    def of(self, image: Image) -> Image:
        return np.ascontiguousarray(image[self.top : self.bottom, self.left : self.right])

    def of_floats(self, values: Floats) -> Floats:
        return np.ascontiguousarray(values[self.top : self.bottom, self.left : self.right])

    def plate(self, plate: Plate) -> Plate:
        return Plate(median=self.of(plate.median), spread=self.of_floats(plate.spread))


def window_of(camera: Camera, points: Doubles) -> Window:
    """The part of a straight camera's picture that shows the points with a margin; small where none is seen."""
    on_picture = points @ camera.projection[:, :3].T + camera.projection[:, 3]
    ahead = on_picture[:, 2] > 0.1  # noqa: PLR2004 (metres: what is nearer has no picture)
    if not ahead.any():
        return Window(0, 0, SIDE_PX_MIN, SIDE_PX_MIN)
    u = on_picture[ahead, 0] / on_picture[ahead, 2]
    v = on_picture[ahead, 1] / on_picture[ahead, 2]
    margin = MARGIN_M * camera.intrinsics[0, 0] / on_picture[ahead, 2]
    left, right = _span((u - margin).min(), (u + margin).max(), camera.width)
    top, bottom = _span((v - margin).min(), (v + margin).max(), camera.height)
    return Window(left, top, right, bottom)


def _span(first: float, last: float, side: int) -> tuple[int, int]:
    begin = int(np.clip(np.floor(first), 0, side - SIDE_PX_MIN))
    end = int(np.clip(np.ceil(last), begin + SIDE_PX_MIN, side))
    return begin, end


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """All cameras' windows on one athlete, with the projections into them."""

    posts: tuple[Post, ...]
    windows: tuple[Window, ...]
    projections: Floats
    focals: Floats

    @property
    def size(self) -> tuple[int, int]:
        """Height and width that hold every window."""
        return max(w.size[0] for w in self.windows), max(w.size[1] for w in self.windows)

    def looks(self, distances: Floats) -> Looks:
        bounds = [
            (-w.left, -w.top, post.straight.width - 1 - w.left, post.straight.height - 1 - w.top)
            for post, w in zip(self.posts, self.windows, strict=True)
        ]
        bounded = np.array(bounds, np.float32)
        return Looks(self.projections, self.focals, bounded, distances, self._barriers())

    def _barriers(self) -> Floats:
        """What stands before the athlete in each window."""
        if all(post.barrier is None for post in self.posts):
            return np.zeros((len(self.posts), 0, 0), np.float32)
        squares = tuple(-(-side // BARRIER_PX) for side in self.size)
        return np.stack([_barrier(post, w, squares) for post, w in zip(self.posts, self.windows, strict=True)])


def _barrier(post: Post, window: Window, squares: tuple[int, ...]) -> Floats:
    if post.barrier is None:
        return np.full(squares, FAR_M, np.float32)
    sides = post.straight.height, post.straight.width
    places = [
        ((first + (np.arange(count) + 0.5) * BARRIER_PX) * known / side).astype(np.int64).clip(max=known - 1)
        for first, count, known, side in zip(
            (window.top, window.left), squares, post.barrier.shape, sides, strict=True
        )
    ]
    return post.barrier[np.ix_(*places)]


def crops_of(posts: tuple[Post, ...], points: Doubles) -> Crops:
    windows = tuple(window_of(post.straight, points) for post in posts)
    projections = [
        np.array([[1, 0, -window.left], [0, 1, -window.top], [0, 0, 1]]) @ post.straight.projection
        for post, window in zip(posts, windows, strict=True)
    ]
    focals = [post.straight.intrinsics[0, 0] for post in posts]
    return Crops(posts, windows, np.stack(projections).astype(np.float32), np.array(focals, np.float32))
