"""In the air over snow: halfpipe, ski jump, and the landing of Nordic combined."""

import numpy as np

from grandstand.replay.models import Box, Doubles
from grandstand.replay.studio.athlete import Athlete, Fixed
from grandstand.replay.studio.body import Build
from grandstand.replay.studio.camera_ring import ring
from grandstand.replay.studio.equipment import helmet, ski, skis, snowboard
from grandstand.replay.studio.motion import Key, Motion, Path, both, held, key, straight, thrown
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes.settings import COOL, WARM, snow
from grandstand.replay.studio.shapes import Colour, Kind, Model, sheet, tube
from grandstand.replay.studio.skeleton import SOLE_M, turn
from grandstand.replay.studio.suit import DARK_SKIN, WHITE, Suit
from grandstand.replay.studio.venue import DUSK, Ground, Sky, hilly

STANCE_M = 0.50
PIPE_M, PIPE_DEPTH_M = 9.0, 5.5
"""Half the width of the pipe, and how deep it is."""
HILL = float(np.tan(np.radians(31)))


_HALFPIPE_SUIT = Suit(
    shirt=(0.10, 0.52, 0.56),
    trousers=(0.18, 0.17, 0.20),
    accent=(0.95, 0.45, 0.14),
    second=(0.97, 0.94, 0.86),
    pattern="panels",
    legs="plain",
    number=8,
    bib=(0.97, 0.94, 0.86),
    gloves=(0.95, 0.45, 0.14),
    boots=(0.80, 0.78, 0.74),
    boot_top_m=0.30,
    skin=DARK_SKIN,
)


def _grab() -> list[Key]:
    ride = key(
        0.0,
        frame=(20, 10, -60, 40),
        pelvis=(-0.16, 0, -0.02, 0, 24, 0),
        spine=(34, -8, 14),
        neck=(-10, 0, 30),
        foot_l=(0.05, STANCE_M / 2, -0.62, 0, 0, 0, 12),
        foot_r=(0.05, -STANCE_M / 2, -0.62, 0, 0, 0, 12),
        hand_l=(-0.05, 0.72, 0.60, 0, 0, 0, 30),
        hand_r=(0.30, -0.12, -0.34, 0, 0, 0, 30),
    )
    top = held(
        ride,
        0.8,
        frame=(20, 16, -150, 200),
        pelvis=(-0.20, 0, -0.06, 0, 30, 0),
        spine=(44, -14, 10),
        foot_l=(0.08, STANCE_M / 2, -0.50, 0, 0, 0, 14),
        foot_r=(0.08, -STANCE_M / 2, -0.50, 0, 0, 0, 14),
        hand_l=(-0.10, 0.70, 0.72),
        hand_r=(0.27, -0.06, -0.40),
    )
    end = held(
        top,
        1.6,
        frame=(20, 10, -300, 350),
        foot_l=(0.05, STANCE_M / 2, -0.66),
        spine=(26, 0, 10),
        foot_r=(0.05, -STANCE_M / 2, -0.66),
        hand_r=(0.30, -0.55, 0.25),
    )
    return [ride, top, end]


def halfpipe(seed: int) -> Scene:
    """A grabbed spin above the lip of a floodlit pipe."""

    def ground(_x: float, y: float) -> float:
        across = float(np.clip(abs(y + PIPE_M), 0, PIPE_M)) / PIPE_M
        floor = -PIPE_DEPTH_M * (1 - across**3.2)
        return 0.0 if y > 0 or y < -2 * PIPE_M else floor

    hills = hilly(ground, 27.0, 0.35, seed)
    board = snowboard(1.56, 0.26, (0.96, 0.88, 0.20), (0.85, 0.12, 0.45))
    deck = board.moved(turn(2, 90)).shifted(0.0, -STANCE_M / 2, -SOLE_M - 0.02)
    rider = Athlete(
        Motion(_grab(), thrown((0, -0.9, 2.7), 0.8, (1.9, 0.1)), lift_m=0.02, held_hands="lr"),
        Build(cloth_m=0.024, trousers_m=0.012, feet="soft"),
        _HALFPIPE_SUIT,
        [Fixed("foot_l", deck), *helmet((0.16, 0.16, 0.18), (0.85, 0.12, 0.45), (0.90, 0.55, 0.15))],
    )
    venue = snow(
        hills,
        seed,
        colours=COOL,
        boards_m=None,
        crowd=90,
        firs=(70, 29.0, 44.0),
        sky=DUSK,
        more=[_lip_line(y) for y in (0.15, -2 * PIPE_M - 0.15)],
    )
    volume = Box((-2.8, -2.4, 0.9), (2.8, 0.8, 4.4))
    rig, out = ring("halfpipe", (0, -0.8, 2.3), volume, radius_m=8.6, heights_m=(1.9, 3.2), ground=_walkway(hills))
    return Scene("SBD", "Snowboard halfpipe", seed, rig, out, 1.6, 0.8, [rider], venue)


def _lip_line(y: float) -> Model:
    """The blue line sprayed along the lip."""
    x = np.linspace(-20, 20, 80)
    points = np.stack([np.stack([x, np.full_like(x, y + d), np.full_like(x, 0.03)], 1) for d in (0, 0.22)])
    return sheet(points.transpose(1, 0, 2), (0.15, 0.30, 0.75))


def _walkway(ground: Ground) -> Ground:
    """Cameras over the pipe hang as high as those on its lip."""
    return lambda x, y: max(ground(x, y), 0.0)


def ski_jump(seed: int) -> Scene:
    """The flight, skis in a V, low over the landing hill."""

    def slope(x: float, _y: float) -> float:
        return -HILL * x

    ground = hilly(slope, 25.0, 0.25, seed)
    flight = key(
        0.0,
        frame=(0, 0, 62, 0),
        pelvis=(0, 0, 0, 0, -12, 0),
        spine=(10, 0, 0),
        neck=(-44, 0, 0),
        foot_l=(-0.02, 0.21, -0.90, 34, -56, -14),
        foot_r=(-0.02, -0.21, -0.90, -34, -56, 14),
        **both("arm", (-22, 14, 0, 4)),
    )
    later = held(flight, 1.6, frame=(0, 3, 70, 0), **both("arm", (-18, 19, 0, 6)), neck=(-50, 0, 4))
    suit = Suit(
        shirt=(0.14, 0.52, 0.30),
        trousers=(0.14, 0.52, 0.30),
        accent=(0.98, 0.92, 0.30),
        second=(0.06, 0.16, 0.12),
        pattern="blocks",
        legs="split",
        number=44,
        bib=(0.95, 0.93, 0.86),
        boot_top_m=0.33,
    )
    plank = ski(2.42, 0.115, (0.92, 0.24, 0.10), (0.95, 0.95, 0.95), behind=0.43, tip_m=0.12)
    down = np.array([1.0, 0.0, -HILL]) / np.hypot(1, HILL)
    jumper = Athlete(
        Motion([flight, held(flight, 0.8, frame=(0, -2, 66, 0)), later], _sinking(down * 6.0, (0, 0, 2.5), 0.8)),
        Build(limbs=0.9, trunk=0.9, cloth_m=0.012, trousers_m=0.004, feet="ski"),
        suit,
        [*skis(plank), *helmet((0.98, 0.92, 0.30), (0.10, 0.30, 0.20), (0.75, 0.35, 0.10))],
    )
    lines = [_across(ground, x, (0.10, 0.45, 0.20) if x else (0.80, 0.10, 0.10)) for x in (-8.0, 0.0, 8.0)]
    venue = snow(ground, seed, colours=WARM, boards_m=None, crowd=150, firs=(120, 21.0, 40.0), more=lines)
    volume = Box((-5.5, -1.8, -2.6), (5.5, 1.8, 6.6))
    rig, out = ring(
        "ski jump", (0.4, 0, 2.2), volume, radius_m=11.0, heights_m=(1.8, 3.4), focal=1.3, ground=ground
    )
    return Scene("SJP", "Ski jumping", seed, rig, out, 1.6, 0.8, [jumper], venue)


def _sinking(speed: Doubles, place: tuple[float, float, float], at_s: float) -> Path:
    """A flight that the air carries: straight, with a little sag."""

    def path(time_s: float) -> tuple[Doubles, Doubles]:
        late = time_s - at_s
        return np.asarray(place) + speed * late - (0, 0, 0.35 * late**2), np.eye(3)

    return path


def _across(ground: Ground, x: float, colour: Colour) -> Model:
    """A coloured line across the hill."""
    y = np.linspace(-9, 9, 60)
    rows = [
        np.stack([np.full_like(y, x + d), y, [ground(x + d, float(v)) + 0.04 for v in y]], 1) for d in (0, 0.25)
    ]
    return sheet(np.array(rows), colour)


_NORDIC_COMBINED_SUIT = Suit(
    shirt=(0.93, 0.94, 0.95),
    trousers=(0.93, 0.94, 0.95),
    accent=(0.10, 0.35, 0.72),
    second=(0.85, 0.15, 0.18),
    pattern="diagonal",
    legs="bands",
    number=3,
    bib=(0.98, 0.80, 0.18),
    boots=(0.85, 0.15, 0.18),
    boot_top_m=0.32,
    gloves=(0.10, 0.35, 0.72),
)


def nordic_combined(seed: int) -> Scene:
    """A landing in telemark: one ski ahead, knees bent, arms spread."""

    def slope(x: float, _y: float) -> float:
        return -0.36 * x + 0.004 * x * x

    ground = hilly(slope, 23.0, 0.3, seed)
    deep = key(
        0.0,
        pelvis=(-0.02, 0, 0.95, 0, 8, 0),
        spine=(14, 0, 0),
        neck=(-16, 0, 0),
        foot_l=(0.22, 0.09, 0.0, 1, 0, 0),
        foot_r=(-0.18, -0.09, 0.0, -1, 0, 0),
        **both("arm", (24, 78, 0, 14)),
    )
    keys = [
        deep,
        held(
            deep,
            0.8,
            pelvis=(-0.04, 0, 0.74, 0, 12, 0),
            foot_l=(0.40, 0.09, 0.0),
            foot_r=(-0.44, -0.09, 0.0, -1, 8),
            arm_l=(10, 92, 0, 10),
            arm_r=(30, 84, 0, 12),
        ),
        held(deep, 1.6, pelvis=(-0.03, 0, 0.84, 0, 10, 0), spine=(10, 4, 0), **both("arm", (40, 70, 0, 20))),
    ]
    plank = ski(2.36, 0.112, (0.10, 0.35, 0.72), (0.98, 0.80, 0.18), behind=0.43, tip_m=0.11)
    lander = Athlete(
        Motion(keys, straight((0, 0), 0.8, 3.6, 0.0, ground), lift_m=0.015),
        Build(limbs=0.93, trunk=0.93, cloth_m=0.010, trousers_m=0.004, feet="ski"),
        _NORDIC_COMBINED_SUIT,
        [*skis(plank), *helmet((0.10, 0.35, 0.72), WHITE, (0.12, 0.10, 0.12))],
    )
    twigs = [
        tube([(x, y, ground(x, y)), (x, y, ground(x, y) + 0.28)], 0.03, (0.10, 0.25, 0.14), Kind.LEAVES, sides=6)
        for x in np.arange(-12.0, 13.0, 2.0)
        for y in (-2.6, 2.6)
    ]
    sky = Sky(sun=(-0.5, 0.5, 0.55), sun_rgb=(0.88, 0.78, 0.62), sky_rgb=(0.42, 0.48, 0.60), haze=0.25)
    venue = snow(ground, seed, boards_m=16.0, crowd=170, firs=(80, 22.0, 40.0), sky=sky, more=twigs)
    volume = Box((-4.2, -1.9, -1.8), (4.2, 1.9, 3.8))
    rig, out = ring("nordic combined", (0, 0, 0.9), volume, radius_m=9.0, heights_m=(1.5, 2.5), ground=ground)
    return Scene("NCB", "Nordic combined", seed, rig, out, 1.6, 0.8, [lander], venue)
