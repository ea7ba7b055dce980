"""What the athlete wears, painted: two pictures, front and back, that the body at rest is seen in.

The texture is `HEIGHT_PX` high and twice `WIDTH_PX` wide; the front is on the left. Colours are gamma-coded.
"""

# ruff: noqa: PLR2004 (measurements, each used once where it stands)

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Doubles, Floats, Indices
from grandstand.replay.studio.shapes import Colour, srgb
from grandstand.replay.studio.skeleton import ARM_OUT, REST, UPPER_ARM_M

TEXEL_M = 0.0022
HALF_WIDTH_M, TOP_M = 0.80, 1.86
WIDTH_PX, HEIGHT_PX = round(2 * HALF_WIDTH_M / TEXEL_M), round(TOP_M / TEXEL_M)
SKIN: Colour = (0.80, 0.60, 0.49)
DARK_SKIN: Colour = (0.47, 0.31, 0.23)
BLACK: Colour = (0.07, 0.07, 0.08)
WHITE: Colour = (0.93, 0.93, 0.92)

Canvas = npt.NDArray[np.float32]
Where = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Suit:
    """Colours and pattern.

    Args:
        pattern: `chevron`, `stripes`, `diagonal`, `panels`, `blocks`, `web` or `plain`, drawn in `accent`.
        legs: `stripe`, `bands`, `split`, `socks` or `plain`.
        number: on the bib or shirt; None for none.
        bib: the bib's colour; None: the number is printed on the shirt.
        boot_top_m: how high the boots reach; glove_m: how far above the wrist the gloves reach.
        bare: `legs`, `arms`: skin shows there.
    """

    shirt: Colour
    trousers: Colour
    accent: Colour
    second: Colour = WHITE
    pattern: str = "chevron"
    legs: str = "stripe"
    number: int | None = None
    bib: Colour | None = WHITE
    number_colour: Colour = BLACK
    gloves: Colour = BLACK
    boots: Colour = BLACK
    boot_top_m: float = 0.31
    glove_m: float = 0.06
    skin: Colour = SKIN
    hair: Colour = (0.16, 0.10, 0.07)
    bare: str = ""


@lru_cache(maxsize=64)
def texture_of(suit: Suit) -> Floats:
    """The painted suit, linear, shape (HEIGHT_PX, 2 WIDTH_PX, 3)."""
    return srgb(np.concatenate([_side(suit, front=True), _side(suit, front=False)], 1))


def corners_of(vertices: Floats, faces: Indices) -> Floats:
    """Where the corners of a body's faces lie in the texture, shape (m, 3, 2)."""
    points = vertices[faces]
    across = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    front = (across[:, 0] >= 0)[:, None]
    y = np.where(front, points[..., 1], -points[..., 1])
    u = np.clip((y + HALF_WIDTH_M) / (2 * HALF_WIDTH_M), 0.001, 0.999) * 0.5 + np.where(front, 0.0, 0.5)
    v = np.clip(1 - points[..., 2] / TOP_M, 0.001, 0.999)
    return np.ascontiguousarray(np.stack([u, v], -1), np.float32)


def _side(suit: Suit, *, front: bool) -> Canvas:
    v, u = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX]
    z: Doubles = TOP_M - (v + 0.5) * TEXEL_M
    y: Doubles = ((u + 0.5) * TEXEL_M - HALF_WIDTH_M) * (1 if front else -1)
    shoulder = REST["upper_arm_l"]
    down, across = np.sin(np.radians(ARM_OUT)), np.cos(np.radians(ARM_OUT))
    along = (np.abs(y) - shoulder[1]) * down - (z - shoulder[2]) * across
    beside = (np.abs(y) - shoulder[1]) * across + (z - shoulder[2]) * down
    arm = (along > -0.02) & (np.abs(beside) < 0.14) & (np.abs(y) > 0.13) & (z > 0.6)
    canvas: Canvas = np.empty((*z.shape, 3), np.float32)
    canvas[:] = suit.shirt
    _pattern(canvas, suit, y, z, arm)
    _trousers(canvas, suit, y, z, ~arm & (z < 0.99))
    if suit.pattern != "plain":
        _put(canvas, arm & (np.abs(along - 0.17) < 0.030), suit.accent)
        _put(canvas, arm & (np.abs(along - 0.225) < 0.012), suit.second)
    if "arms" in suit.bare:
        _put(canvas, arm & (along > 0.10), suit.skin)
    _put(canvas, ~arm & (z < suit.boot_top_m), suit.boots)
    _put(canvas, ~arm & (np.abs(z - suit.boot_top_m) < 0.012), suit.second)
    _boot_lines(canvas, suit, y, z, ~arm, front=front)
    wrist = UPPER_ARM_M + 0.255
    _put(canvas, arm & (along > wrist - suit.glove_m), suit.gloves)
    _put(canvas, arm & (np.abs(along - (wrist - suit.glove_m)) < 0.010) & (suit.glove_m > 0), suit.second)
    if suit.number is not None:
        _number(canvas, suit, y, z, front=front)
    _paint_head(canvas, suit, y, z, front=front)
    return canvas


def _put(canvas: Canvas, where: Where, colour: Colour) -> None:
    canvas[where] = colour


def _pattern(canvas: Canvas, suit: Suit, y: Doubles, z: Doubles, arm: Where) -> None:
    body = ~arm & (z > 0.9)
    kind = suit.pattern
    if kind == "chevron":
        wave = (z - 1.18 - 0.9 * np.abs(y)) % 0.16
        _put(canvas, body & (wave < 0.06), suit.accent)
        _put(canvas, body & (wave > 0.075) & (wave < 0.09), suit.second)
    elif kind == "stripes":
        _put(canvas, body & (z % 0.13 < 0.055), suit.accent)
    elif kind == "diagonal":
        wave = (z + 0.8 * y) % 0.22
        _put(canvas, body & (wave < 0.09), suit.accent)
        _put(canvas, body & (wave > 0.11) & (wave < 0.13), suit.second)
    elif kind == "panels":
        _put(canvas, body & (np.abs(y) > 0.10 + 0.12 * np.abs(z - 1.12)), suit.accent)
        _put(canvas, body & (np.abs(np.abs(y) - 0.10 - 0.12 * np.abs(z - 1.12)) < 0.008), suit.second)
    elif kind == "blocks":
        _put(canvas, (z > 1.29) & (z < 1.53), suit.accent)
        _put(canvas, body & (np.abs(z - 1.285) < 0.014), suit.second)
        _put(canvas, body & (np.abs(z - 1.02) < 0.035), suit.accent)
    elif kind == "web":
        wave = np.minimum((z + y) % 0.12, (z - y) % 0.12)
        _put(canvas, body & (wave < 0.016), suit.accent)


def _trousers(canvas: Canvas, suit: Suit, y: Doubles, z: Doubles, legs: Where) -> None:
    _put(canvas, legs, suit.trousers)
    middle = 0.09 + 0.105 * np.clip(0.93 - z, 0, None)
    outer = np.abs(y) - middle
    if suit.legs == "stripe":
        _put(canvas, legs & (outer > 0.030), suit.accent)
        _put(canvas, legs & (np.abs(outer - 0.030) < 0.007), suit.second)
    elif suit.legs == "bands":
        _put(canvas, legs & (z % 0.15 < 0.06), suit.accent)
        _put(canvas, legs & (np.abs(z % 0.15 - 0.085) < 0.012), suit.second)
    elif suit.legs == "split":
        _put(canvas, legs & (y > 0), suit.accent)
        _put(canvas, legs & (np.abs(z - 0.62 - 0.6 * y) < 0.03), suit.second)
    elif suit.legs == "socks":
        _put(canvas, legs & (z < 0.58), suit.accent)
        _put(canvas, legs & (np.abs(z - 0.40) < 0.03), suit.second)
        _put(canvas, legs & (np.abs(z - 0.33) < 0.018), suit.shirt)
    if "legs" in suit.bare:
        _put(canvas, legs & (z < 0.86), suit.skin)


def _boot_lines(canvas: Canvas, suit: Suit, y: Doubles, z: Doubles, legs: Where, *, front: bool) -> None:
    """Buckles or laces, and a dark sole."""
    if front:
        middle = np.abs(np.abs(y) - 0.09 - 0.105 * (0.93 - z)) < 0.045
        line = (z % 0.055 < 0.012) & (z < suit.boot_top_m - 0.04) & (z > 0.08)
        _put(canvas, legs & middle & line, suit.second)
    _put(canvas, legs & (z < 0.022), BLACK)


def _number(canvas: Canvas, suit: Suit, y: Doubles, z: Doubles, *, front: bool) -> None:
    import cv2  # noqa: PLC0415

    low, high = (1.13, 1.40) if front else (1.10, 1.42)
    bib = (np.abs(y) < 0.135) & (z > low) & (z < high)
    if suit.bib is not None:
        _put(canvas, bib, suit.bib)
        _put(canvas, bib & ((z > high - 0.035) | (z < low + 0.02)), suit.accent)
    text = str(suit.number)
    scale = 3.4 if len(text) < 2 else 2.9
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 13)
    row = round((TOP_M - (low + high) / 2 + 0.01) / TEXEL_M + height / 2)
    where = (round(WIDTH_PX / 2 - width / 2), row)
    stamp = np.zeros(canvas.shape[:2], np.uint8)
    cv2.putText(stamp, text, where, cv2.FONT_HERSHEY_DUPLEX, scale, 255, 13, cv2.LINE_AA)
    share = (stamp / np.float32(255))[..., None]
    canvas[:] = canvas * (1 - share) + share * np.asarray(suit.number_colour, np.float32)


def _paint_head(canvas: Canvas, suit: Suit, y: Doubles, z: Doubles, *, front: bool) -> None:
    head = (np.abs(y) < 0.13) & (z > 1.515)
    _put(canvas, head, suit.skin)
    _put(canvas, (np.abs(y) < 0.13) & (np.abs(z - 1.512) < 0.014), suit.accent)
    if not front:
        _put(canvas, head & (z > 1.585), suit.hair)
        return
    _put(canvas, head & (z > 1.735 - 2.2 * y**2), suit.hair)
    beside = np.abs(y)
    _put(canvas, head & (beside > 0.060) & (z > 1.655), suit.hair)
    eye = ((beside - 0.032) / 0.0145) ** 2 + ((z - 1.678) / 0.0072) ** 2
    _put(canvas, head & (eye < 1.25), (0.28, 0.18, 0.15))
    _put(canvas, head & (eye < 0.9), WHITE)
    iris = (beside - 0.032) ** 2 + (z - 1.678) ** 2 < 0.0062**2
    _put(canvas, head & iris, (0.12, 0.09, 0.07))
    brow = (np.abs(z - 1.700 + 0.25 * np.abs(beside - 0.03)) < 0.005) & (np.abs(beside - 0.034) < 0.020)
    _put(canvas, head & brow, suit.hair)
    mouth = (beside / 0.026) ** 2 + ((z - 1.6135) / 0.0085) ** 2
    _put(canvas, head & (mouth < 1), (0.62, 0.30, 0.28))
    _put(canvas, head & (mouth < 1) & (np.abs(z - 1.6135) < 0.002), (0.35, 0.14, 0.13))
    cheeks = ((beside - 0.042) / 0.02) ** 2 + ((z - 1.642) / 0.018) ** 2 < 1
    canvas[head & cheeks] = canvas[head & cheeks] * np.float32(0.9) + np.array([0.1, 0.03, 0.03], np.float32)
