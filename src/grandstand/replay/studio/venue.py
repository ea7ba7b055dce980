"""Where it happens: ground, boards, trees, stands, light. All of it stands still, but for the crowd."""

# ruff: noqa: PLR2004 (measurements, each used once where it stands)

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from grandstand.replay.models import Doubles, Floats, Image
from grandstand.replay.studio.crowd import Crowd
from grandstand.replay.studio.shapes import (
    Colour,
    Kind,
    Model,
    box,
    cone,
    grid_quads,
    joined,
    model,
    sheet,
    srgb,
    tube,
)

Ground = Callable[[float, float], float]
BOARD_PX = (96, 384)
BOARDS = 10
"""Different panels in the texture."""
SNOW: Colour = (0.93, 0.945, 0.97)


@dataclass(frozen=True, slots=True)
class Sky:
    """The light.

    Args:
        sun: towards the sun, not yet of unit length.
        sun_rgb, above_rgb, below_rgb, sky_rgb: linear.
        haze: share of the sky's colour over 100 m; 0 is an arena.
    """

    sun: tuple[float, float, float] = (0.45, -0.35, 0.82)
    sun_rgb: tuple[float, float, float] = (0.92, 0.86, 0.75)
    above_rgb: tuple[float, float, float] = (0.25, 0.31, 0.41)
    below_rgb: tuple[float, float, float] = (0.19, 0.20, 0.23)
    sky_rgb: tuple[float, float, float] = (0.30, 0.45, 0.72)
    haze: float = 0.12


ARENA = Sky(
    sun=(0.12, 0.18, 1.0),
    sun_rgb=(0.56, 0.56, 0.54),
    above_rgb=(0.36, 0.36, 0.37),
    below_rgb=(0.24, 0.24, 0.25),
    sky_rgb=(0.016, 0.017, 0.022),
    haze=0.0,
)
DUSK = Sky(
    sun=(-0.55, 0.45, 0.62),
    sun_rgb=(0.85, 0.80, 0.74),
    above_rgb=(0.17, 0.19, 0.27),
    below_rgb=(0.14, 0.15, 0.19),
    sky_rgb=(0.03, 0.045, 0.11),
    haze=0.05,
)


@dataclass(frozen=True, slots=True, eq=False)
class Venue:
    """A place.

    Args:
        model: everything that stands still.
        texture: boards and markings, linear, shape (h, w, 3).
    """

    model: Model
    texture: Floats
    sky: Sky
    crowd: Crowd | None = field(default=None)


def spaced(half_m: float, near_m: float, steps: int) -> Doubles:
    """Coordinates from -half to half, `near_m` apart in the middle and further apart outside."""
    u = np.linspace(-1, 1, steps)
    bend = np.arange(1, 400) / 40
    steps_near = half_m * bend / np.sinh(bend) * (2 / (steps - 1))
    k = float(bend[np.argmin(np.abs(steps_near - near_m))])
    out: Doubles = half_m * np.sinh(k * u) / np.sinh(k)
    return out


def terrain(
    ground: Ground, *, half_m: float = 75.0, near_m: float = 0.3, steps: int = 191, tint: Colour = SNOW
) -> Model:
    """Snow over a square around the origin."""
    line = spaced(half_m, near_m, steps)
    x, y = np.meshgrid(line, line, indexing="ij")
    z = np.vectorize(ground)(x, y)
    return sheet(np.stack([x, y, z], -1), tint, Kind.SNOW)


def hilly(ground: Ground, flat_m: float, rise: float, seed: int) -> Ground:
    """A ground that rises beyond `flat_m` from the middle, with humps."""
    chance = np.random.default_rng(seed)
    waves = chance.uniform(0.03, 0.11, (6, 2)) * np.where(chance.random((6, 2)) < 0.5, -1, 1)
    humps_of = [(float(a), float(b), float(chance.uniform(0, 6.3))) for a, b in waves]

    def shaped(x: float, y: float) -> float:
        beyond = math.hypot(x, y) - flat_m
        if beyond <= 0:
            return ground(x, y)
        humps = sum(math.sin(a * x + b * y + phase) for a, b, phase in humps_of)
        return ground(x, y) + beyond * rise * (1 + 0.16 * humps) + min(beyond, 3.0) * 0.06 * humps

    return shaped


def trees(
    count: int, radius_m: tuple[float, float], ground: Ground, seed: int, arc: tuple[float, float] = (0, 360)
) -> Model:
    """Firs in a ring; `arc` in degrees."""
    chance = np.random.default_rng(seed)
    out = []
    for _ in range(count):
        angle = np.radians(chance.uniform(*arc))
        radius = chance.uniform(*radius_m)
        x, y = float(radius * np.cos(angle)), float(radius * np.sin(angle))
        out.append(_fir(x, y, ground(x, y) - 0.2, float(chance.uniform(4.5, 10)), chance))
    return joined(out)


def _fir(x: float, y: float, z: float, height: float, chance: np.random.Generator) -> Model:
    green = np.array([0.16, 0.33, 0.21]) * chance.uniform(0.75, 1.25)
    parts = [tube([(x, y, z), (x, y, z + height * 0.3)], 0.16, (0.30, 0.22, 0.16), Kind.MATTE, sides=6)]
    tiers = 5
    for tier in range(tiers):
        share = tier / tiers
        frost = np.clip(green + 0.07 * share, 0, 1)
        radius = height * (0.21 - 0.16 * share) * chance.uniform(0.9, 1.1)
        parts.append(cone((x, y, z + height * (0.12 + 0.17 * tier)), radius, height * 0.34, frost, sides=11))
    return joined(parts)


def painted_boards(colours: Sequence[Colour], seed: int) -> Image:
    """Ten panels side by side with simple figures, gamma-coded, shape (96, 3840, 3)."""
    import cv2  # noqa: PLC0415

    chance = np.random.default_rng(seed)
    height, width = BOARD_PX
    panels = []
    for number in range(BOARDS):
        ground, ink = colours[number % len(colours)], colours[(number * 3 + 1) % len(colours)]
        if ground == ink:
            ink = (0.25, 0.27, 0.32) if sum(ground) > 2 else (0.95, 0.95, 0.95)
        panel = np.empty((height, width, 3), np.uint8)
        panel[:] = np.round(np.multiply(ground, 255)).astype(np.uint8)
        colour = (ink[0] * 255, ink[1] * 255, ink[2] * 255)
        for _ in range(5):
            x = int(chance.integers(20, width - 20))
            kind = chance.integers(3)
            size = int(chance.integers(12, 34))
            if kind == 0:
                cv2.circle(panel, (x, height // 2), size, colour, -1, cv2.LINE_AA)
            elif kind == 1:
                low, high = height // 2 - size // 3, height // 2 + size // 3
                cv2.rectangle(panel, (x - size, low), (x + size, high), colour, -1)
            else:
                cv2.line(panel, (x - size, height - 14), (x + size, 14), colour, 9, cv2.LINE_AA)
        panel[:6] = panel[-6:] = np.round(colour).astype(np.uint8)
        panels.append(panel)
    return np.concatenate(panels, 1)


def textured(ground: Image | None, boards: Image) -> tuple[Floats, float]:
    """One linear texture, the ground's picture above the boards, and which share of its height that begins at."""
    import cv2  # noqa: PLC0415

    linear = srgb(np.arange(256) / 255)
    if ground is None:
        return linear[boards], 0.0
    strip = cv2.resize(boards, (ground.shape[1], BOARD_PX[0]), interpolation=cv2.INTER_AREA)
    return linear[np.concatenate([ground, strip])], ground.shape[0] / (ground.shape[0] + BOARD_PX[0])


def board_row(
    line: Doubles, low_m: Doubles | float, height_m: float, from_v: float, *, closed: bool = True, first: int = 0
) -> Model:
    """Painted panels along a line of points (n, 2), one panel each, standing on `low_m`."""
    count = len(line) if closed else len(line) - 1
    low = np.broadcast_to(np.asarray(low_m, float), len(line))
    base = np.column_stack([line, low])
    top = np.column_stack([line, low + height_m])
    step = np.arange(count)
    after = (step + 1) % len(line)
    points = np.concatenate([base, top])
    n = len(line)
    triangles = np.concatenate([np.stack([step, after, n + after], 1), np.stack([step, n + after, n + step], 1)])
    number = (step * 7 + first) % BOARDS
    left, right = (number + 0.004) / BOARDS, (number + 0.996) / BOARDS
    bottom, upper = np.full(count, 0.999), np.full(count, from_v + (1 - from_v) * 0.01)
    a = np.stack([np.stack([right, bottom], 1), np.stack([left, bottom], 1), np.stack([left, upper], 1)], 1)
    b = np.stack([np.stack([right, bottom], 1), np.stack([left, upper], 1), np.stack([right, upper], 1)], 1)
    made = model(points, triangles, (1, 1, 1), Kind.MATTE, flat=True)
    return Model(
        made.vertices,
        made.normals,
        made.colours,
        made.faces,
        made.kinds,
        np.concatenate([a, b]).astype(np.float32),
    )


def circle(radius_m: float, count: int, middle: tuple[float, float] = (0, 0)) -> Doubles:
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([middle[0] + radius_m * np.cos(angle), middle[1] + radius_m * np.sin(angle)], 1)


def stands(radius_m: float, rows: int, colours: Sequence[Colour], *, from_m: float = 1.0) -> Model:
    """Tiers of seats all around; each tier is 0.9 m deep and 0.5 m high."""
    out = []
    for row in range(rows):
        inner, outer = radius_m + 0.9 * row, radius_m + 0.9 * (row + 1)
        low, high = from_m + 0.5 * row, from_m + 0.5 * (row + 1)
        near, far = circle(inner, 48), circle(outer, 48)
        rings = [np.column_stack([near, np.full(48, low)]), np.column_stack([near, np.full(48, high)]),
                 np.column_stack([far, np.full(48, high)])]  # fmt: skip
        shade = np.asarray(colours[row % len(colours)])
        tone = np.concatenate([np.tile(shade * k, (48, 1)) for k in (0.6, 1.0, 1.0)])
        out.append(model(np.concatenate(rings), grid_quads(3, 48, around=True), tone))
    top = from_m + 0.5 * rows
    wall = circle(radius_m + 0.9 * rows, 48)
    rings = [np.column_stack([wall, np.full(48, top)]), np.column_stack([wall, np.full(48, top + 6)])]
    out.append(model(np.concatenate(rings), grid_quads(2, 48, around=True), (0.13, 0.14, 0.18)))
    return joined(out)


def seated(radius_m: float, rows: int, share: float, seed: int, *, from_m: float = 1.0) -> Crowd:
    """Spectators on the stands' tiers; `share` of the places is taken."""
    chance = np.random.default_rng(seed)
    places, facing = [], []
    for row in range(rows):
        radius = radius_m + 0.9 * row + 0.45
        for angle in np.arange(0, 2 * np.pi, 0.62 / radius):
            if chance.random() < share:
                places.append((radius * np.cos(angle), radius * np.sin(angle), from_m + 0.5 * (row + 1) - 0.35))
                facing.append(angle + np.pi)
    return Crowd(np.array(places), np.array(facing), seed)


def lamps(radius_m: float, height_m: float, count: int) -> Model:
    """Bright boxes under the roof."""
    out = []
    for x, y in circle(radius_m, count):
        out.append(box((x - 1.2, y - 0.3, height_m), (x + 1.2, y + 0.3, height_m + 0.2), (1, 1, 0.97), Kind.GLOW))
    return joined(out)
