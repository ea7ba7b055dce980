"""The kinds of places that scenes share: a snow field with trees, an ice rink with stands, an ice track."""

from collections.abc import Callable, Sequence

import numpy as np

from grandstand.replay.models import Doubles, Image
from grandstand.replay.studio.crowd import around
from grandstand.replay.studio.shapes import Colour, Kind, Model, box, grid_quads, joined, model, sheet, tube
from grandstand.replay.studio.venue import (
    ARENA,
    Ground,
    Sky,
    Venue,
    board_row,
    circle,
    lamps,
    painted_boards,
    seated,
    stands,
    terrain,
    textured,
    trees,
)

ICE_M = 32.0
ICE_PX = 1600
ICE: Colour = (0.86, 0.92, 0.95)
BRIGHT: tuple[Colour, ...] = (
    (0.10, 0.22, 0.55),
    (0.75, 0.10, 0.12),
    (0.92, 0.92, 0.92),
    (0.08, 0.42, 0.25),
    (0.93, 0.66, 0.10),
)
COOL: tuple[Colour, ...] = (
    (0.05, 0.16, 0.42),
    (0.85, 0.90, 0.95),
    (0.10, 0.52, 0.66),
    (0.92, 0.92, 0.92),
    (0.40, 0.14, 0.45),
)
WARM: tuple[Colour, ...] = (
    (0.90, 0.45, 0.08),
    (0.95, 0.95, 0.93),
    (0.60, 0.06, 0.16),
    (0.16, 0.16, 0.18),
    (0.95, 0.78, 0.20),
)

Canvas = Image
"""The ice from above, gamma-coded, 2 cm a pixel."""


def snow(  # noqa: PLR0913
    ground: Ground,
    seed: int,
    *,
    colours: Sequence[Colour] = BRIGHT,
    boards_m: float | None = 18.0,
    crowd: int = 220,
    firs: tuple[int, float, float] = (90, 26.0, 42.0),
    sky: Sky | None = None,
    more: Sequence[Model] = (),
) -> Venue:
    """Snow with boards in a ring, spectators behind them, firs beyond.

    `firs`: how many, from and to which radius.
    """
    texture, from_v = textured(None, painted_boards(colours, seed))
    parts = [terrain(ground), *more]
    people = None
    if boards_m is not None:
        line = circle(boards_m, round(boards_m * 2))
        low = np.array([ground(float(x), float(y)) for x, y in line])
        parts.append(board_row(line, low - 0.05, 1.05, from_v))
    if firs[0]:
        parts.append(trees(firs[0], firs[1:], ground, seed))
    if crowd:
        inner = (boards_m or 18.0) + 0.8
        people = around(crowd, (inner, inner + 3.5), 0.0, seed)
        people.places[:, 2] = [ground(float(x), float(y)) for x, y in people.places[:, :2]]
    return Venue(joined(parts), texture, sky or Sky(), people)


def rink(  # noqa: PLR0913
    paint: Callable[[Canvas], None],
    seed: int,
    *,
    colours: Sequence[Colour] = BRIGHT,
    seats: Sequence[Colour] = ((0.16, 0.22, 0.42), (0.14, 0.19, 0.36)),
    board_m: float = 1.1,
    radius_m: float = 14.5,
    sky: Sky = ARENA,
    more: Sequence[Model] = (),
) -> Venue:
    """An ice rink in an arena; `paint` draws on its ice, which is seen from above, x to the right, y up."""
    canvas: Canvas = np.empty((ICE_PX, ICE_PX, 3), np.uint8)
    wash(canvas, ICE)
    paint(canvas)
    texture, from_v = textured(canvas, painted_boards(colours, seed))
    parts = [
        _ice(from_v),
        board_row(circle(radius_m, 44), 0.0, board_m, from_v),
        stands(radius_m + 1.2, 6, seats, from_m=0.3),
        lamps(24.0, 11.0, 16),
        *more,
    ]
    return Venue(joined(parts), texture, sky, seated(radius_m + 1.2, 6, 0.24, seed, from_m=0.3))


def _ice(share: float) -> Model:
    line = np.linspace(-ICE_M / 2, ICE_M / 2, 49)
    x, y = np.meshgrid(line, line, indexing="ij")
    flat = sheet(np.stack([x, y, np.zeros_like(x)], -1), (1, 1, 1), Kind.ICE)
    u = flat.vertices[..., 0] / ICE_M + 0.5
    v = (0.5 - flat.vertices[..., 1] / ICE_M) * share * 0.9995
    corners = np.stack([u, v], -1).astype(np.float32)[flat.faces]
    up = np.zeros_like(flat.vertices)
    up[:, 2] = 1
    return Model(flat.vertices, up, flat.colours, flat.faces, flat.kinds, np.ascontiguousarray(corners))


def pixel(x_m: float, y_m: float) -> tuple[int, int]:
    """Where a point of the ice lies in its picture."""
    return round((x_m / ICE_M + 0.5) * ICE_PX), round((0.5 - y_m / ICE_M) * ICE_PX)


def codes(colour: Colour) -> tuple[float, float, float]:
    """A colour from 0 to 255."""
    red, green, blue = colour
    return red * 255, green * 255, blue * 255


def wash(canvas: Canvas, colour: Colour) -> None:
    """The whole ice in one colour."""
    canvas[:] = np.round(codes(colour)).astype(np.uint8)


def line(canvas: Canvas, a: tuple[float, float], b: tuple[float, float], width_m: float, colour: Colour) -> None:
    import cv2  # noqa: PLC0415

    cv2.line(canvas, pixel(*a), pixel(*b), codes(colour), max(round(width_m / ICE_M * ICE_PX), 1), cv2.LINE_AA)


def disc(canvas: Canvas, at: tuple[float, float], radius_m: float, colour: Colour, ring_m: float = 0.0) -> None:
    """A filled circle on the ice, or a ring so wide."""
    import cv2  # noqa: PLC0415

    radius, width = round(radius_m / ICE_M * ICE_PX), round(ring_m / ICE_M * ICE_PX)
    cv2.circle(canvas, pixel(*at), radius, codes(colour), max(width, 1) if ring_m else -1, cv2.LINE_AA)


def words(canvas: Canvas, at: tuple[float, float], text: str, size_m: float, colour: Colour) -> None:
    """Letters on the ice, so high."""
    import cv2  # noqa: PLC0415

    scale = size_m / ICE_M * ICE_PX / 22
    ink, weight = codes(colour), round(scale * 4)
    cv2.putText(canvas, text, pixel(*at), cv2.FONT_HERSHEY_DUPLEX, scale, ink, weight, cv2.LINE_AA)


def scratches(canvas: Canvas, count: int, seed: int, colour: Colour = (0.95, 0.98, 1.0)) -> None:
    """The traces of blades."""
    import cv2  # noqa: PLC0415

    chance = np.random.default_rng(seed)
    for _ in range(count):
        x, y = chance.uniform(-14, 14, 2)
        radius = chance.uniform(1, 9) / ICE_M * ICE_PX
        start = chance.uniform(0, 360)
        cv2.ellipse(
            canvas,
            pixel(x, y),
            (round(radius), round(radius)),
            0,
            start,
            start + chance.uniform(10, 70),
            codes(colour),
            1,
            cv2.LINE_AA,
        )


def flag_gate(x: float, y: float, ground: Ground, colour: Colour, *, width_m: float = 0.75) -> Model:
    """A turning gate: two poles with a panel between them, across the y direction."""
    z = ground(x, y)
    poles = [tube([(x, y + s, z - 0.1), (x, y + s, z + 1.8)], 0.016, colour, sides=8) for s in (0, width_m)]
    panel = box((x - 0.005, y, z + 1.0), (x + 0.005, y + width_m, z + 1.5), colour)
    return joined([*poles, panel])


def marker(x: float, y: float, z: float, colour: Colour, radius_m: float = 0.05, height_m: float = 0.09) -> Model:
    """A small block on the ice."""
    return tube([(x, y, z), (x, y, z + height_m)], radius_m, colour, Kind.MATTE, sides=12)


def channel(
    ground: Ground,
    heading: Callable[[float], float],
    *,
    half_m: float,
    wall_m: float,
    bank: float,
    length_m: float,
) -> Model:
    """A run of ice with walls along x; `heading(x)` is its middle's y, `bank` how much higher the left wall is."""
    along = np.arange(-length_m / 2, length_m / 2 + 0.1, 0.4)
    angle = np.radians(np.linspace(-90, 90, 25))
    rings = []
    for x in along:
        y0, z0 = heading(float(x)), ground(float(x), heading(float(x)))
        across = half_m * np.sin(angle)
        rise = wall_m * (1 - np.cos(angle)) ** 1.6 * np.where(angle > 0, 1 + bank, 1.0)
        rings.append(np.stack([np.full(25, x), y0 + across, z0 + 0.03 + rise], 1))
    inner: Doubles = np.array(rings)
    rim_l, rim_r = inner[:, -1:], inner[:, :1]
    out, near_out = np.array([0, 0.35, 0]), np.array([0, 0.34, 0])
    lips = np.concatenate([rim_r - out, rim_r - near_out, rim_r], 1)
    lips[:, 0, 2] -= 3.0
    left = np.concatenate([rim_l, rim_l + near_out, rim_l + out], 1)
    left[:, 2, 2] -= 3.0
    return joined(
        [
            _tinted(inner, (0.80, 0.89, 0.95), Kind.ICE),
            _tinted(lips, (0.30, 0.34, 0.42), Kind.MATTE),
            _tinted(left, (0.30, 0.34, 0.42), Kind.MATTE),
        ]
    )


def _tinted(points: Doubles, colour: Colour, kind: Kind) -> Model:
    rows, columns = points.shape[:2]
    return model(points.reshape(-1, 3), grid_quads(rows, columns), colour, kind)
