"""On skates, against the clock or for the judges: figure skating, short track, speed skating."""

import numpy as np

from grandstand.replay.models import Box
from grandstand.replay.studio.athlete import Athlete, Fixed
from grandstand.replay.studio.body import Build
from grandstand.replay.studio.camera_ring import ring
from grandstand.replay.studio.equipment import helmet, skates
from grandstand.replay.studio.motion import Key, Motion, circling, held, key, straight
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes.settings import (
    COOL,
    WARM,
    Canvas,
    disc,
    line,
    marker,
    rink,
    scratches,
    wash,
    words,
)
from grandstand.replay.studio.shapes import Colour, Model, box, grid_quads, model
from grandstand.replay.studio.suit import BLACK, DARK_SKIN, WHITE, Suit

BLADE_M = 0.055
RED: Colour = (0.74, 0.08, 0.12)
BLUE: Colour = (0.07, 0.20, 0.58)


_FIGURE_SKATING_SUIT = Suit(
    shirt=(0.42, 0.10, 0.46),
    trousers=(0.42, 0.10, 0.46),
    accent=(0.86, 0.72, 0.92),
    second=(0.95, 0.88, 0.70),
    pattern="web",
    legs="plain",
    bib=None,
    gloves=(0.83, 0.63, 0.53),
    boots=(0.92, 0.90, 0.86),
    boot_top_m=0.20,
    glove_m=0.0,
    bare="legs",
    skin=(0.83, 0.63, 0.53),
    hair=(0.22, 0.11, 0.06),
)


def figure_skating(seed: int) -> Scene:
    """A spiral: one leg held high behind, arms spread, on a wide curve."""

    def paint(canvas: Canvas) -> None:
        wash(canvas, (0.84, 0.90, 0.97))
        disc(canvas, (0, 0), 4.2, (0.62, 0.78, 0.93))
        disc(canvas, (0, 0), 3.4, (0.88, 0.93, 0.98))
        for angle in np.linspace(0, 2 * np.pi, 6, endpoint=False):
            disc(canvas, (float(8 * np.cos(angle)), float(8 * np.sin(angle))), 0.9, (0.70, 0.62, 0.88))
        words(canvas, (-2.6, -0.4), "SPIRAL", 1.0, (0.36, 0.30, 0.62))
        scratches(canvas, 320, seed)

    glide = key(
        0.0,
        frame=(0, -7, 0, 0),
        pelvis=(0.02, 0.0, 0.97, 0, 62, 0),
        spine=(-42, 0, 0),
        neck=(-30, 0, 0),
        arm_l=(20, 96, 0, 6),
        arm_r=(48, 88, 0, 8),
        foot_l=(0.02, 0.0, 0.0, 0, 0, 0),
        foot_r=(-0.86, -0.13, 1.22, 0, 112, 0, -20),
    )
    rise = held(
        glide,
        1.1,
        pelvis=(0.02, 0.0, 0.975, 0, 52, 0),
        spine=(-50, 0, 10),
        arm_l=(38, 104, 0, 4),
        arm_r=(6, 98, 0, 6),
        neck=(-26, 0, 18),
        foot_r=(-0.84, -0.14, 1.36, 0, 124, 0, -20),
    )
    turned = held(rise, 2.2, arm_l=(70, 110, 0, 8), arm_r=(-12, 90, 0, 8), spine=(-46, 0, 20))
    skater = Athlete(
        Motion([glide, rise, turned], circling((0, 7.0), 7.0, 1.1, 17.0, -90.0), lift_m=0.045),
        Build(limbs=0.88, trunk=0.9, feet="shoe", woman=True, bun=True),
        _FIGURE_SKATING_SUIT,
        [*skates(0.29, 0.045, (0.9, 0.88, 0.85)), Fixed("pelvis", _skirt((0.46, 0.12, 0.50), (0.86, 0.72, 0.92)))],
    )
    venue = rink(paint, seed, colours=COOL, board_m=0.95, seats=((0.22, 0.16, 0.34), (0.18, 0.13, 0.30)))
    volume = Box((-3.0, -2.4, -0.05), (3.0, 3.0, 2.3))
    rig, out = ring("figure skating", (0, 0.1, 1.0), volume, radius_m=9.0, heights_m=(1.3, 2.4), focal=1.6)
    return Scene("FSK", "Figure skating", seed, rig, out, 2.2, 1.1, [skater], venue)


def _skirt(colour: Colour, hem: Colour) -> Model:
    """A short skirt around the pelvis."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    rings, tints = [], []
    for share in np.linspace(0, 1, 6):
        wave = 1 + 0.10 * share * np.sin(7 * angle)
        x, y = (0.118 + 0.115 * share) * wave * np.cos(angle) - 0.02, (0.150 + 0.11 * share) * wave * np.sin(angle)
        rings.append(np.stack([x, y, np.full_like(x, 0.075 - 0.21 * share)], 1))
        tints.append(np.tile(hem if share > 0.9 else colour, (40, 1)))  # noqa: PLR2004
    return model(np.concatenate(rings), grid_quads(6, 40, around=True), np.concatenate(tints))


def _low_skater(time_s: float, lean: float, arm_r: tuple[float, ...]) -> Key:
    """A speed skater's crouch on an inside lean; the feet stay on the ice."""
    slope = float(np.tan(np.radians(-lean)))
    return key(
        time_s,
        frame=(0, lean, 0, 0),
        pelvis=(-0.14, 0.02, 0.64, 0, 40, 0),
        spine=(34, 4, 0),
        neck=(-58, 0, 10),
        foot_l=(0.06, 0.10, slope * 0.10, 0, 0, 0),
        foot_r=(-0.06, -0.13, slope * -0.13, 0, 0, 0),
        arm_l=(80, 4, 0, 10),
        arm_r=arm_r,
    )


_SHORT_TRACK_LOOKS = [
    (
        Suit(
            (0.95, 0.78, 0.08),
            (0.95, 0.78, 0.08),
            (0.08, 0.10, 0.30),
            legs="split",
            pattern="diagonal",
            number=32,
            bib=None,
            boots=BLACK,
            boot_top_m=0.19,
            glove_m=0.03,
        ),
        (0.95, 0.78, 0.08),
    ),
    (
        Suit(
            (0.06, 0.34, 0.55),
            (0.06, 0.34, 0.55),
            (0.90, 0.30, 0.10),
            legs="stripe",
            pattern="panels",
            number=5,
            bib=None,
            number_colour=WHITE,
            boots=BLACK,
            boot_top_m=0.19,
            glove_m=0.03,
            skin=DARK_SKIN,
        ),
        (0.92, 0.92, 0.92),
    ),
    (
        Suit(
            (0.80, 0.10, 0.14),
            (0.12, 0.12, 0.14),
            (0.95, 0.95, 0.95),
            legs="plain",
            pattern="chevron",
            number=71,
            bib=None,
            boots=BLACK,
            boot_top_m=0.19,
            glove_m=0.03,
        ),
        (0.12, 0.40, 0.75),
    ),
]


def short_track(seed: int) -> Scene:
    """Three skaters in the curve, leaning in, one hand near the ice."""

    def paint(canvas: Canvas) -> None:
        scratches(canvas, 900, seed)
        for number, radius in enumerate((8.0, 8.5, 9.0)):
            disc(canvas, (0, 7.0), radius, (0.2, 0.3 + 0.2 * number, 0.6), 0.03)
        line(canvas, (0, -9), (0, 7), 0.04, RED)
        words(canvas, (2.6, 6.0), "500 m", 1.4, (0.25, 0.45, 0.62))

    skaters = []
    for number, (suit, hat) in enumerate(_SHORT_TRACK_LOOKS):
        angle, radius = -97.0 + 15.5 * number, 8.0 + 0.35 * (number % 2)
        swing = [(-60, 12, 0, 8), (20, 30, 0, 30), (-60, 12, 0, 8)]
        keys = [_low_skater(0.9 * k, -40.0 - 2 * number, swing[(k + number) % 3]) for k in range(3)]
        cross = {"foot_r": (0.30, 0.10, 0.08, 8, 0, 0)}
        keys[1] = held(keys[1], 0.9, **(cross if number == 1 else {}))
        skaters.append(
            Athlete(
                Motion(keys, circling((0, 7.0), radius, 0.9, 46.0, angle), lift_m=BLADE_M),
                Build(cloth_m=0.001, limbs=1.05, feet="skate", cell_m=0.010),
                suit,
                [*skates(0.40, BLADE_M, (0.75, 0.75, 0.78)), *helmet(hat, BLACK, (0.2, 0.2, 0.22))],
                label=number + 1,
            )
        )
    spots = [
        marker(float(8 * np.cos(a)) * 0.955, 7 + float(8 * np.sin(a)) * 0.955, 0.0, BLACK)
        for a in np.radians(np.arange(-170, -5, 20))
    ]
    venue = rink(
        paint, seed, colours=WARM, board_m=1.25, seats=((0.35, 0.36, 0.40), (0.28, 0.29, 0.33)), more=spots
    )
    volume = Box((-5.0, -3.0, -0.1), (5.5, 2.6, 2.0))
    rig, out = ring("short track", (0.2, -0.7, 0.55), volume, radius_m=10.0, heights_m=(1.6, 2.6), focal=1.2)
    return Scene("STK", "Short track speed skating", seed, rig, out, 1.8, 0.9, skaters, venue)


_SPEED_SKATING_SUIT = Suit(
    shirt=(0.06, 0.07, 0.10),
    trousers=(0.06, 0.07, 0.10),
    accent=(0.95, 0.42, 0.06),
    second=(0.98, 0.98, 0.98),
    pattern="diagonal",
    legs="stripe",
    bib=None,
    boots=(0.9, 0.9, 0.9),
    boot_top_m=0.17,
    glove_m=0.0,
    gloves=(0.95, 0.42, 0.06),
)


def speed_skating(seed: int) -> Scene:
    """One skater on the straight, deep, a hand on the back, the other arm swinging."""

    def paint(canvas: Canvas) -> None:
        wash(canvas, (0.80, 0.88, 0.93))
        for y in (-2.0, 2.0, 6.0):
            line(canvas, (-16, y), (16, y), 0.06, BLUE if y < 3 else RED)  # noqa: PLR2004
        for x in range(-15, 16, 5):
            line(canvas, (x, -2.0), (x, -1.6), 0.06, RED)
        words(canvas, (-4.6, 3.3), "OVAL  1500", 1.3, (0.10, 0.30, 0.62))
        scratches(canvas, 150, seed)

    keys = []
    for number, time_s in enumerate((0.0, 0.55, 1.1, 1.65, 2.2)):
        left = number % 2 == 0
        feet = {"foot_l": (0.12, 0.04, 0, 0, 0, -6), "foot_r": (-0.34, -0.62, 0.03, -14, 6, -26)}
        if not left:
            feet = {"foot_r": (0.12, -0.04, 0, 0, 0, 6), "foot_l": (-0.34, 0.62, 0.03, 14, 6, 26)}
        keys.append(
            key(
                time_s,
                pelvis=(-0.16, 0.06 if left else -0.06, 0.72, 0, 42, 0),
                spine=(32, 0, 0),
                neck=(-56, 0, 0),
                arm_l=(-52, 6, 42, 62),
                arm_r=(64, 4, 10, 20) if left else (-72, 16, 0, 4),
                **feet,
            )
        )
    skater = Athlete(
        Motion(keys, straight((0, 0), 1.1, 3.2, 0.0), lift_m=BLADE_M),
        Build(limbs=1.04, cloth_m=0.0, feet="skate"),
        _SPEED_SKATING_SUIT,
        [*skates(0.44, BLADE_M, (0.15, 0.15, 0.16)), *_hood((0.95, 0.42, 0.06), (0.06, 0.07, 0.10))],
    )
    pads = [box((x, 10.6, 0), (x + 1.9, 11.2, 1.1), BLUE if x % 4 else (0.9, 0.9, 0.9)) for x in range(-10, 10, 2)]
    venue = rink(paint, seed, colours=COOL, board_m=0.9, seats=((0.10, 0.32, 0.30), (0.08, 0.26, 0.25)), more=pads)
    volume = Box((-4.2, -1.8, -0.05), (4.2, 1.8, 2.0))
    rig, out = ring("speed skating", (0, 0, 0.7), volume, radius_m=9.2, heights_m=(1.2, 2.0, 2.8), focal=1.7)
    return Scene("SSK", "Speed skating", seed, rig, out, 2.2, 1.1, [skater], venue)


def _hood(colour: Colour, lens: Colour) -> list[Fixed]:
    """A hood close to the skull, with glasses."""
    shell = helmet(colour, colour, lens, goggles=True)
    return [Fixed(each.bone, each.model) for each in shell]
