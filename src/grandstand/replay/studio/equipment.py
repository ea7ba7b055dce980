"""What athletes wear and hold: each piece in the neutral frame of the bone that it is fixed to.

From the ankle: x forward, z up, the sole 8.5 cm below. From the wrist: -z along the fingers, x towards the thumb's
side, so that a rod along x stands upright in a fist whose fore arm is level.
"""

# ruff: noqa: PLR2004 (measurements, each used once where it stands)

from collections.abc import Sequence

import numpy as np

from grandstand.replay.models import Doubles
from grandstand.replay.studio.athlete import Fixed
from grandstand.replay.studio.implicit import blob, polygonise, rows
from grandstand.replay.studio.shapes import (
    Colour,
    Kind,
    Model,
    box,
    ellipsoid,
    grid_quads,
    joined,
    model,
    srgb,
    tube,
)
from grandstand.replay.studio.skeleton import REST, SOLE_M, turn

HEAD_M = np.array([-0.012, 0.0, 1.692]) - REST["head"]
"""The middle of the skull, from the joint of the head."""
GRIP_M = 0.085
"""From the wrist to what the fist holds."""


def _skull(x: float, y: float, z: float) -> Doubles:
    place: Doubles = HEAD_M + np.array([x, y, z])
    return place


def ski(  # noqa: PLR0913
    length_m: float,
    width_m: float,
    colour: Colour,
    accent: Colour,
    *,
    behind: float = 0.44,
    tip_m: float = 0.10,
    top_m: float = SOLE_M,
    tail_m: float = 0.02,
) -> Model:
    """A ski under an ankle; `behind` is the share of its length behind the foot, `top_m` where its top is."""
    n = 72
    x = np.linspace(-behind * length_m, (1 - behind) * length_m, n)
    share = np.linspace(0, 1, n)
    half = 0.5 * width_m * (0.90 + 0.16 * (2 * share - 1) ** 2)
    half *= np.clip((1 - share) / 0.035, 0.25, 1) ** 0.5 * np.clip((share + 0.01) / 0.012, 0.6, 1)
    rise = tip_m * np.clip((share - 0.84) / 0.16, 0, 1) ** 1.8 + tail_m * np.clip((0.06 - share) / 0.06, 0, 1) ** 2
    thick = 0.008 + 0.012 * np.exp(-(((share - behind - 0.05) / 0.22) ** 2))
    z = rise - top_m - 0.012
    ring = np.stack(
        [
            np.stack([x, half, z], 1),
            np.stack([x, half * 0.92, z + thick], 1),
            np.stack([x, -half * 0.92, z + thick], 1),
            np.stack([x, -half, z], 1),
        ],
        1,
    )
    tint = np.where((np.floor(share * 9) % 3 == 1)[:, None], accent, colour)
    tint = np.where((np.abs(share - behind - 0.06) < 0.07)[:, None], (0.09, 0.09, 0.10), tint)
    tint = np.repeat(tint, 4, 0).reshape(n, 4, 3)
    tint[:, [0, 3]] *= 0.55
    ends = np.array([(0, 3, 2, 1), (4 * n - 4, 4 * n - 3, 4 * n - 2, 4 * n - 1)])
    deck = model(
        ring.reshape(-1, 3), np.concatenate([grid_quads(n, 4, around=True), ends]), tint.reshape(-1, 3), Kind.GLOSS
    )
    return joined([deck, *_bindings(top_m)])


def _bindings(top_m: float) -> list[Model]:
    grey = (0.22, 0.22, 0.24)
    return [
        box((0.15, -0.035, -top_m - 0.005), (0.21, 0.035, -top_m + 0.035), grey, Kind.GLOSS),
        box((-0.13, -0.035, -top_m - 0.005), (-0.06, 0.035, -top_m + 0.045), grey, Kind.GLOSS),
    ]


def skis(model_of_one: Model) -> list[Fixed]:
    return [Fixed("foot_l", model_of_one), Fixed("foot_r", model_of_one)]


def blade(length_m: float, height_m: float, holder: Colour) -> Model:
    """A skate's blade with what holds it, under an ankle."""
    low = -SOLE_M - height_m
    steel = (0.75, 0.77, 0.80)
    back, front = 0.03 - length_m * 0.45, 0.03 + length_m * 0.55
    posts = [
        box((x - 0.03, -0.012, low + 0.02), (x + 0.03, 0.012, -SOLE_M + 0.012), holder, Kind.GLOSS)
        for x in (-0.03, 0.10)
    ]
    runner = [
        (back, 0, low + 0.012),
        (0.03, 0, low + 0.010),
        (front - 0.02, 0, low + 0.011),
        (front, 0, low + 0.03),
    ]
    edge = tube(runner, 0.010, steel, sides=6)
    return joined([edge, *posts])


def skates(length_m: float, height_m: float, holder: Colour) -> list[Fixed]:
    one = blade(length_m, height_m, holder)
    return [Fixed("foot_l", one), Fixed("foot_r", one)]


def helmet(
    colour: Colour, accent: Colour, visor: Colour, *, goggles: bool = True, full: bool = False
) -> list[Fixed]:
    """A helmet with goggles, or with a large visor; `full` covers the chin."""
    shell = [blob(0, _skull(-0.008, 0, 0.012), (0.122, 0.100, 0.116))]
    vertices, normals, faces = polygonise(rows(shell), 0.008, 0.004)
    relative = vertices - HEAD_M
    open_face = (relative[:, 0] > 0.028 + 0.25 * (relative[:, 2] + 0.02)) & (relative[:, 2] < 0.044)
    below = relative[:, 2] < (-0.075 if full else -0.062)
    keep = ~(open_face | below)[faces].all(1)
    stripe = (np.abs(relative[:, 1]) < 0.020) | (np.abs(np.abs(relative[:, 1]) - 0.062) < 0.010)
    tint = np.where(stripe[:, None], accent, colour)
    shell_model = Model(
        vertices, normals, srgb(tint), faces[keep], np.full(int(keep.sum()), Kind.GLOSS, np.uint8),
        np.full((int(keep.sum()), 3, 2), -1, np.float32),
    )  # fmt: skip
    pieces = [shell_model]
    if goggles:
        pieces += [
            ellipsoid(_skull(0.064, 0, -0.006), (0.058, 0.079, 0.039), visor),
            _band(HEAD_M, 0.106, (0.0, 0.0), (0.12, 0.12, 0.13)),
        ]
    else:
        pieces.append(ellipsoid(_skull(0.036, 0, -0.022), (0.080, 0.085, 0.058), visor))
    if full:
        pieces.append(ellipsoid(_skull(0.045, 0, -0.088), (0.075, 0.068, 0.040), colour))
    return [Fixed("head", joined(pieces))]


def _band(centre: Doubles, radius_m: float, at: tuple[float, float], colour: Colour) -> Model:
    """A strap around the head, open at the face."""
    angle = np.radians(np.linspace(48, 312, 24))
    x, y = radius_m * 1.13 * np.cos(angle) - 0.008, radius_m * 0.96 * np.sin(angle)
    rings = [
        np.stack([x + centre[0] + at[0], y, np.full_like(x, centre[2] + at[1] + dz)], 1) for dz in (-0.016, 0.016)
    ]
    return model(np.concatenate(rings), grid_quads(2, len(angle)), colour)


def cap(colour: Colour, accent: Colour) -> list[Fixed]:
    """A knitted cap."""
    vertices, normals, faces = polygonise(
        rows([blob(0, _skull(-0.012, 0, 0.014), (0.108, 0.087, 0.108))]), 0.008, 0.004
    )
    relative = vertices - HEAD_M
    keep = ~(relative[:, 2] < 0.012 - 0.25 * np.clip(-relative[:, 0], 0, None))[faces].all(1)
    tint = np.where((np.abs(relative[:, 2] - 0.035) < 0.013)[:, None], accent, colour)
    made = Model(vertices, normals, srgb(tint), faces[keep], np.full(int(keep.sum()), Kind.MATTE, np.uint8),
                 np.full((int(keep.sum()), 3, 2), -1, np.float32))  # fmt: skip
    return [Fixed("head", made)]


def pole(length_m: float, colour: Colour, *, bend_m: float = 0.0, backwards: float = 0.0) -> Model:
    """A ski pole in a fist; `bend_m` bows it, `backwards` (degrees) tilts its tip towards the elbow."""
    share = np.linspace(0, 1, 12)
    x = 0.10 - share * length_m
    line = np.stack([x, np.zeros(12), bend_m * np.sin(np.pi * share) * share], 1)
    shaft = tube(line, 0.0085, colour, sides=8)
    grip = tube([(0.12, 0, 0), (-0.04, 0, 0)], 0.017, (0.08, 0.08, 0.08), sides=8)
    tip = line[-2] + 0.4 * (line[-1] - line[-2])
    basket = tube([tip, tip + np.array([0.012, 0, 0])], 0.042, (0.1, 0.1, 0.1), sides=12)
    return joined([shaft, grip, basket]).moved(turn(1, backwards), (0, 0, -GRIP_M))


def poles(length_m: float, colour: Colour, *, bend_m: float = 0.0, backwards: float = 0.0) -> list[Fixed]:
    one = pole(length_m, colour, bend_m=bend_m, backwards=backwards)
    return [Fixed("hand_l", one), Fixed("hand_r", one)]


def snowboard(length_m: float, width_m: float, colour: Colour, accent: Colour) -> Model:
    """A board along x in the athlete's frame, its upper side at z = 0."""
    n, m = 60, 7
    share = np.linspace(0, 1, n)
    x = (share - 0.5) * length_m
    end = np.clip(np.minimum(share, 1 - share) / 0.13, 0, 1)
    half = 0.5 * width_m * np.sqrt(1 - (1 - end) ** 2 * 0.985) * (0.93 + 0.07 * (2 * share - 1) ** 2)
    rise = 0.11 * np.clip((np.abs(2 * share - 1) - 0.72) / 0.28, 0, 1) ** 1.7
    across = np.linspace(-1, 1, m)
    top = np.stack([np.repeat(x, m), (half[:, None] * across).ravel(), np.repeat(rise, m)], 1)
    wave = (np.floor(share * 7)[:, None] + (across[None] > 0)) % 2
    tint = np.where(wave.reshape(-1, 1) > 0, colour, accent)
    under = np.where((np.abs(np.repeat(share, m) - 0.5) < 0.17)[:, None], accent, np.asarray(colour) * 0.8)
    quads = grid_quads(n, m)
    deck = model(top, quads, tint, Kind.GLOSS)
    sole = model(top - (0, 0, 0.014), quads[:, ::-1], under, Kind.GLOSS)
    rim = np.concatenate([np.arange(n) * m, np.arange(n)[::-1] * m + m - 1])
    edge_points = np.concatenate([top[rim], top[rim] - (0, 0, 0.014)])
    edge = model(edge_points, grid_quads(2, len(rim), around=True), (0.1, 0.1, 0.1), Kind.GLOSS)
    feet = [box((s * 0.24 - 0.07, -0.12, 0), (s * 0.24 + 0.07, 0.12, 0.02), (0.1, 0.1, 0.1)) for s in (1, -1)]
    return joined([deck, sole, edge, *feet])


def rod(points: Sequence[Sequence[float]], radius_m: float, colour: object, sides: int = 8) -> Model:
    """A bent rod through points."""
    return tube(points, radius_m, colour, Kind.GLOSS, sides=sides)
