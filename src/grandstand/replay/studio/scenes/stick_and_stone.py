"""On ice, with stick or stone: ice hockey and curling."""

from itertools import pairwise

import numpy as np

from grandstand.replay.models import Box
from grandstand.replay.studio.athlete import Athlete, Fixed
from grandstand.replay.studio.body import Build
from grandstand.replay.studio.camera_ring import ring
from grandstand.replay.studio.equipment import GRIP_M, cap, helmet, skates
from grandstand.replay.studio.motion import Key, Motion, held, key, straight
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes.settings import (
    WARM,
    Canvas,
    disc,
    line,
    rink,
    scratches,
    wash,
    words,
)
from grandstand.replay.studio.shapes import Colour, Kind, Model, box, joined, model, tube
from grandstand.replay.studio.suit import BLACK, WHITE, Suit

BLADE_M = 0.055
RED: Colour = (0.74, 0.08, 0.12)
BLUE: Colour = (0.07, 0.20, 0.58)


def ice_hockey(seed: int) -> Scene:
    """A shot: five skaters and a goalkeeper around the puck."""

    def paint(canvas: Canvas) -> None:
        scratches(canvas, 700, seed)
        line(canvas, (-6.5, -16), (-6.5, 16), 0.30, BLUE)
        line(canvas, (5.2, -16), (5.2, 16), 0.08, RED)
        disc(canvas, (0.6, 6.0), 4.5, RED, 0.06)
        disc(canvas, (0.6, -6.0), 4.5, RED, 0.06)
        disc(canvas, (0.6, 6.0), 0.3, RED)
        disc(canvas, (0.6, -6.0), 0.3, RED)
        disc(canvas, (5.2, 0.0), 1.8, (0.55, 0.75, 0.92))
        line(canvas, (5.25, -1.9), (5.25, 1.9), 0.08, RED)
        words(canvas, (-5.6, -1.0), "ARENA", 1.5, (0.45, 0.55, 0.70))

    home = (RED, (0.12, 0.12, 0.14), (0.95, 0.92, 0.88))
    away = ((0.93, 0.94, 0.95), BLUE, (0.10, 0.30, 0.68))
    spots = [
        (_shooter(), home, 9, (-1.6, 0.5), 1.5, 8.0),
        (_stride(0.0), home, 21, (-3.3, -2.5), 2.4, 22.0),
        (_defender(), away, 4, (0.7, 1.9), -0.9, 195.0),
        (_stride(0.5), away, 16, (-0.4, -2.9), 2.0, -12.0),
        (_defender(), away, 27, (1.9, -0.9), -0.5, 165.0),
    ]
    players = [
        _player(number, keys, colours, shirt, place, speed, heading)
        for number, (keys, colours, shirt, place, speed, heading) in enumerate(spots, start=1)
    ]
    puck = tube([(0, 0, 0), (0, 0, 0.025)], 0.038, (0.05, 0.05, 0.05), sides=14)
    puck_way = Motion([key(0.0)], straight((-0.55, 0.25), 1.0, 1.5, 8.0))
    players.append(Athlete(puck_way, None, None, [Fixed("frame", puck)], label=1))
    venue = rink(paint, seed, board_m=1.15, radius_m=14.8, more=[_goal()])
    volume = Box((-5.6, -4.6, -0.1), (4.6, 4.4, 2.2))
    rig, out = ring("ice hockey", (-0.6, -0.3, 0.75), volume, radius_m=11.2, heights_m=(2.4, 3.6), focal=1.15)
    return Scene("IHO", "Ice hockey", seed, rig, out, 2.0, 1.0, players, venue)


def _goal() -> Model:
    frame = [(5.2, -0.92, 0.0), (5.2, -0.92, 1.22), (5.2, 0.92, 1.22), (5.2, 0.92, 0.0)]
    posts = [tube([a, b], 0.032, RED, sides=10) for a, b in pairwise(frame)]
    white = (0.9, 0.9, 0.9)
    down = [
        tube([(5.2, y, 1.2), (5.75, y, 1.1), (6.1, y, 0.0)], 0.008, white, sides=4)
        for y in np.linspace(-0.9, 0.9, 13)
    ]
    across = [
        tube([(6.1 - 0.35 * z, -0.9, z), (6.1 - 0.35 * z, 0.9, z)], 0.008, white, sides=4)
        for z in (0.2, 0.5, 0.8, 1.1)
    ]
    return joined([*posts, *down, *across])


def _crouch(time_s: float) -> Key:
    return key(
        time_s,
        pelvis=(-0.08, 0, 0.80, 0, 26, 0),
        spine=(20, 0, 0),
        neck=(-36, 0, 0),
        foot_l=(0.10, 0.22, 0, 8, 0, 0, 8),
        foot_r=(-0.10, -0.22, 0, -8, 0, 0, 8),
        hand_l=(0.34, 0.34, 0.80, 0, 0, 0, 20),
        hand_r=(0.26, -0.16, 1.02, 0, 0, 0, 25),
    )


def _shooter() -> list[Key]:
    wind = held(
        _crouch(0.0),
        0.0,
        spine=(16, 0, -34),
        hand_l=(-0.02, -0.30, 0.98),
        hand_r=(-0.16, -0.46, 1.22),
        neck=(-30, 0, 34),
    )
    hit = held(
        wind,
        1.0,
        pelvis=(-0.02, 0, 0.76, 0, 30, 0),
        spine=(26, 0, 8),
        hand_l=(0.42, 0.10, 0.66),
        hand_r=(0.28, -0.20, 1.00),
        neck=(-40, 0, -8),
        foot_l=(0.34, 0.16, 0),
        foot_r=(-0.34, -0.22, 0),
    )
    after = held(hit, 2.0, spine=(10, 0, 34), hand_l=(0.52, 0.34, 1.0), hand_r=(0.44, 0.02, 1.22))
    return [wind, hit, after]


def _stride(phase: float) -> list[Key]:
    keys = []
    for number, time_s in enumerate((0.0, 0.7, 1.4, 2.1)):
        left = (number + (1 if phase else 0)) % 2 == 0
        push = {"foot_l": (-0.42, 0.40, 0.02, 26, 14, 12), "foot_r": (0.16, -0.08, 0, 0, 0, 0)}
        if not left:
            push = {"foot_r": (-0.42, -0.40, 0.02, -26, 14, -12), "foot_l": (0.16, 0.08, 0, 0, 0, 0)}
        keys.append(held(_crouch(time_s), time_s, pelvis=(-0.04, 0.05 if left else -0.05, 0.78, 0, 34, 0), **push))
    return keys


def _defender() -> list[Key]:
    low = held(_crouch(0.0), 0.0, hand_l=(0.40, 0.42, 0.78), hand_r=(0.22, 0.0, 0.98))
    return [low, held(low, 1.0, spine=(24, 0, 14), pelvis=(-0.1, 0.04, 0.76, 0, 26, 4)), held(low, 2.0)]


def _player(
    label: int,
    keys: list[Key],
    colours: tuple[Colour, Colour, Colour],
    number: int,
    place: tuple[float, float],
    speed_m_s: float,
    heading: float,
) -> Athlete:
    shirt, trousers, accent = colours
    suit = Suit(
        shirt=shirt,
        trousers=trousers,
        accent=accent,
        second=WHITE if shirt != WHITE else BLUE,
        pattern="blocks",
        legs="socks",
        number=number,
        bib=None,
        number_colour=BLACK if sum(shirt) > 2 else WHITE,  # noqa: PLR2004
        gloves=trousers,
        boots=BLACK,
        boot_top_m=0.22,
        glove_m=0.10,
    )
    return Athlete(
        Motion(keys, straight(place, 1.0, speed_m_s, heading), lift_m=BLADE_M, held_hands="lr"),
        Build(cloth_m=0.012, trousers_m=0.006, feet="skate", padding=True, cell_m=0.013),
        suit,
        [
            *skates(0.30, BLADE_M, (0.9, 0.9, 0.9)),
            *helmet(shirt, accent, (0.30, 0.36, 0.42), goggles=False),
            _stick(),
        ],
        label=label,
    )


def _stick() -> Fixed:
    """In the lower (left) hand; its blade reaches the ice."""
    wood = (0.10, 0.10, 0.12)
    shaft = tube([(0.62, 0, 0), (-0.74, 0, 0)], 0.014, wood, sides=8)
    blade = model(
        [
            (-0.72, 0.012, 0.03),
            (-0.78, 0.012, -0.05),
            (-0.86, 0.05, 0.24),
            (-0.78, 0.05, 0.27),
            (-0.72, -0.012, 0.03),
            (-0.78, -0.012, -0.05),
            (-0.86, 0.03, 0.24),
            (-0.78, 0.03, 0.27),
        ],
        [(0, 1, 2, 3), (7, 6, 5, 4), (0, 4, 5, 1), (1, 5, 6, 2), (2, 6, 7, 3), (3, 7, 4, 0)],
        (0.85, 0.85, 0.82),
        Kind.MATTE,
        flat=True,
    )
    return Fixed("hand_l", joined([shaft, blade]).shifted(0, 0, -GRIP_M))


def curling(seed: int) -> Scene:
    """A stone is delivered: one slides behind it, two sweep before it."""

    def paint(canvas: Canvas) -> None:
        wash(canvas, (0.88, 0.92, 0.94))
        for radius, colour in ((1.83, BLUE), (1.22, (0.93, 0.94, 0.95)), (0.61, RED), (0.15, (0.95, 0.95, 0.95))):
            disc(canvas, (-2.6, 0), radius, colour)
        for y in (-2.4, 2.4):
            line(canvas, (-16, y), (16, y), 0.05, (0.2, 0.2, 0.22))
        line(canvas, (-16, 0), (16, 0), 0.02, (0.2, 0.2, 0.22))
        line(canvas, (3.8, -2.4), (3.8, 2.4), 0.10, RED)
        words(canvas, (5.4, -0.5), "HOG", 1.2, (0.30, 0.42, 0.58))

    slide = key(
        0.0,
        pelvis=(0.0, 0.0, 0.40, 0, 34, 0),
        spine=(16, 0, 0),
        neck=(-44, 0, 0),
        foot_l=(0.22, 0.10, 0.02, 18, 0, 0, 14),
        foot_r=(-0.98, -0.16, 0.02, 0, 64, 0, 6),
        hand_l=(0.20, 0.52, 0.20, 0, 0, 0, 10),
        hand_r=(0.62, -0.18, 0.24, 0, 0, 0, 10),
    )
    thrower = Athlete(
        Motion(
            [slide, held(slide, 2.0, hand_r=(0.70, -0.16, 0.25))],
            straight((-1.9, 0.2), 1.0, 1.3, 0.0),
            held_hands="lr",
        ),
        Build(cloth_m=0.008, trousers_m=0.008, feet="shoe"),
        Suit(
            (0.80, 0.12, 0.16),
            BLACK,
            WHITE,
            pattern="panels",
            legs="stripe",
            bib=None,
            glove_m=0.0,
            gloves=(0.80, 0.60, 0.49),
            boot_top_m=0.12,
        ),
        [],
        label=1,
    )
    rock = Athlete(Motion([key(0.0)], straight((-1.12, 0.02), 1.0, 1.3, 0.0)), None, None, [_stone()], label=1)
    sweepers = [_sweeper(2, (0.35, 0.62), 0.0, -158.0), _sweeper(3, (0.75, -0.62), 0.5, 158.0)]
    stones = [_stone_model((x, y, 0)) for x, y in ((-3.2, 0.7), (-2.2, -0.9), (-4.0, -0.3))]
    venue = rink(
        paint, seed, colours=WARM, board_m=0.35, seats=((0.16, 0.30, 0.42), (0.13, 0.26, 0.37)), more=stones
    )
    volume = Box((-4.0, -1.9, -0.12), (3.4, 1.9, 2.1))
    rig, out = ring("curling", (-0.5, 0, 0.65), volume, radius_m=9.4, heights_m=(1.5, 2.5), focal=1.35)
    return Scene("CUR", "Curling", seed, rig, out, 2.0, 1.0, [thrower, rock, *sweepers], venue)


def _sweeper(label: int, place: tuple[float, float], phase: float, facing: float) -> Athlete:
    """Leans on a broom whose head rubs the ice before the stone; walks backwards with it."""
    keys = []
    for number in range(9):
        rub = 0.13 * (-1) ** number
        step = 0.10 * np.sin(number + 3 * phase)
        keys.append(
            key(
                0.25 * number,
                pelvis=(0.0, 0.0, 0.84, 0, 30, 0),
                spine=(26, 0, 0),
                neck=(-10, 0, 0),
                foot_l=(0.02 + step, 0.17, 0, 8, 0, 0),
                foot_r=(-0.06 - step, -0.17, 0, -8, 0, 0),
                hand_l=(0.52, 0.08 + rub * 0.6, 0.74, 0, 0, 0, 15),
                hand_r=(0.34, -0.10 + rub * 0.3, 1.02, 0, 0, 0, 25),
            )
        )
    broom = joined(
        [
            tube([(0.50, 0, 0), (-0.70, 0, 0)], 0.013, (0.95, 0.75, 0.10), sides=8),
            box((-0.74, -0.11, -0.035), (-0.69, 0.11, 0.035), (0.15, 0.15, 0.17)),
        ]
    )
    turned = [Key(each.time_s, {**each.channels, "frame": (facing, 0.0, 0.0, 0.0)}) for each in keys]
    return Athlete(
        Motion(turned, straight(place, 1.0, 1.3, 0.0), held_hands="lr"),
        Build(cloth_m=0.008, trousers_m=0.008, feet="shoe"),
        Suit(
            (0.80, 0.12, 0.16),
            BLACK,
            WHITE,
            pattern="panels",
            legs="stripe",
            bib=None,
            boot_top_m=0.12,
            hair=(0.45, 0.28, 0.14) if phase == 0 else (0.1, 0.08, 0.07),
        ),
        [Fixed("hand_l", broom.shifted(0, 0, -GRIP_M)), *(cap((0.12, 0.12, 0.14), WHITE) if phase else [])],
        label=label,
    )


def _stone() -> Fixed:
    return Fixed("frame", _stone_model((0, 0, 0)))


def _stone_model(at: tuple[float, float, float]) -> Model:
    profile = [(0.0, 0.085), (0.02, 0.128), (0.057, 0.145), (0.094, 0.128), (0.114, 0.085)]
    granite = tube([(0, 0, z) for z, _ in profile], [r for _, r in profile], (0.42, 0.43, 0.45), sides=28)
    handle = tube(
        [(0.05, 0, 0.115), (0.05, 0, 0.15), (-0.02, 0, 0.17), (-0.09, 0, 0.165)], 0.014, (0.95, 0.75, 0.1)
    )
    return joined([granite, handle]).shifted(*at)
