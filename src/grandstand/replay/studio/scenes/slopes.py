"""On snow: alpine, moguls, ski mountaineering, cross-country, biathlon."""

import numpy as np

from grandstand.replay.models import Box
from grandstand.replay.studio.athlete import Athlete, Fixed
from grandstand.replay.studio.body import Build
from grandstand.replay.studio.camera_ring import ring
from grandstand.replay.studio.equipment import cap, helmet, poles, ski, skis
from grandstand.replay.studio.motion import Key, Motion, both, circling, held, key, straight, thrown
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes.settings import BRIGHT, COOL, WARM, flag_gate, snow
from grandstand.replay.studio.shapes import Colour, Kind, Model, box, ellipsoid, joined, sheet, tube
from grandstand.replay.studio.skeleton import turn
from grandstand.replay.studio.suit import BLACK, DARK_SKIN, WHITE, Suit
from grandstand.replay.studio.venue import Ground, Sky, hilly

RED: Colour = (0.82, 0.10, 0.12)
BLUE: Colour = (0.08, 0.25, 0.68)


_ALPINE_SUIT = Suit(
    shirt=(0.10, 0.12, 0.34),
    trousers=(0.10, 0.12, 0.34),
    accent=(0.12, 0.66, 0.85),
    second=(0.98, 0.88, 0.20),
    pattern="web",
    legs="stripe",
    number=6,
    bib=WHITE,
    boots=(0.92, 0.90, 0.20),
    boot_top_m=0.34,
)


def alpine(seed: int) -> Scene:
    """A carved left turn at a gate of the giant slalom."""

    def slope(x: float, _y: float) -> float:
        return -0.30 * x

    ground = hilly(slope, 22.0, 0.28, seed)

    def carve(time_s: float, lean: float, **more: tuple[float, ...]) -> Key:
        rise = np.tan(np.radians(-lean))
        turned = key(
            time_s,
            frame=(0, lean, 0, 0),
            pelvis=(-0.16, 0.05, 0.74, 0, 34, 0),
            spine=(24, -16, -8),
            neck=(-34, -8, 8),
            foot_l=(0.08, 0.15, 0.15 * float(rise), 0, 0, 0, 4),
            foot_r=(-0.04, -0.17, -0.17 * float(rise), 0, 0, 0, -4),
            arm_l=(62, 26, 10, 44),
            arm_r=(50, 42, 10, 40),
        )
        return held(turned, time_s, **more)

    keys = [
        carve(0.0, -16, pelvis=(-0.14, 0.02, 0.80, 0, 30, 0)),
        carve(0.8, -44, arm_l=(74, 30, 24, 62)),
        carve(1.6, -24, arm_r=(66, 34, 10, 50)),
    ]
    plank = ski(1.90, 0.085, (0.92, 0.20, 0.12), WHITE, behind=0.45, tip_m=0.08)
    racer = Athlete(
        Motion(keys, circling((0.0, 9.0), 9.0, 0.8, 31.0, -90.0, ground), lift_m=0.012),
        Build(limbs=1.06, trunk=1.03, cloth_m=0.002, feet="ski"),
        _ALPINE_SUIT,
        [
            *skis(plank),
            *poles(1.15, (0.85, 0.85, 0.88), bend_m=0.10, backwards=48),
            *helmet((0.98, 0.88, 0.20), (0.10, 0.12, 0.34), (0.70, 0.32, 0.10)),
        ],
    )
    gates = [
        flag_gate(1.2, 0.95, ground, RED),
        flag_gate(-7.5, -2.6, ground, BLUE),
        flag_gate(8.0, 5.6, ground, BLUE),
    ]
    venue = snow(ground, seed, colours=WARM, boards_m=17.0, crowd=180, firs=(100, 23.0, 42.0), more=gates)
    volume = Box((-4.2, -1.6, -1.6), (4.4, 3.6, 3.2))
    rig, out = ring("alpine", (0, 0.5, 0.8), volume, radius_m=9.2, heights_m=(1.5, 2.6), focal=1.45, ground=ground)
    return Scene("ALP", "Alpine skiing, giant slalom", seed, rig, out, 1.6, 0.8, [racer], venue)


_MOGULS_SUIT = Suit(
    shirt=(0.95, 0.60, 0.12),
    trousers=(0.20, 0.22, 0.26),
    accent=(0.62, 0.08, 0.14),
    second=(0.96, 0.94, 0.90),
    pattern="chevron",
    legs="plain",
    number=12,
    bib=(0.85, 0.92, 0.98),
    gloves=(0.62, 0.08, 0.14),
    boots=WHITE,
)


def moguls(seed: int) -> Scene:
    """A spread eagle above the bumps."""

    def bumps(x: float, y: float) -> float:
        near = np.exp(-((y / 7.0) ** 4))
        wave = np.sin(1.9 * x + 1.2 * np.sin(0.8 * y)) * np.cos(1.7 * y)
        return -0.42 * x + 0.34 * float(near * wave)

    ground = hilly(bumps, 21.0, 0.3, seed)
    narrow = {"foot_l": (0.04, 0.12, -0.88, 2, 8), "foot_r": (0.04, -0.12, -0.88, -2, 8)}
    start = key(
        0.0,
        pelvis=(0, 0, 0),
        frame=(0, 0, 10, 0),
        spine=(14, 0, 0),
        neck=(-12, 0, 0),
        **narrow,
        **both("arm", (60, 24, 0, 40)),
    )
    wide = held(
        start,
        0.75,
        frame=(0, 0, -6, 0),
        spine=(-6, 0, 0),
        neck=(-6, 0, 0),
        **both("arm", (40, 118, 0, 10)),
        foot_l=(0.10, 0.66, -0.66, 26, -14, -30),
        foot_r=(0.10, -0.66, -0.66, -26, -14, 30),
    )
    end = held(start, 1.5, frame=(0, 0, 18, 0), spine=(22, 0, 0))
    plank = ski(1.72, 0.095, (0.10, 0.10, 0.12), (0.95, 0.30, 0.55), tip_m=0.11)
    knees = [
        Fixed(f"shin_{side}", ellipsoid((0.045, 0, -0.03), (0.035, 0.055, 0.075), (0.96, 0.94, 0.90), Kind.MATTE))
        for side in "lr"
    ]
    jumper = Athlete(
        Motion([start, wide, end], thrown((0.0, 0.0, 2.9), 0.7, (2.4, 0.0)), lift_m=0.012),
        Build(cloth_m=0.012, trousers_m=0.016, feet="ski", woman=True),
        _MOGULS_SUIT,
        [
            *skis(plank),
            *knees,
            *poles(1.0, (0.95, 0.30, 0.55), backwards=10),
            *helmet((0.95, 0.30, 0.55), WHITE, (0.15, 0.45, 0.70)),
        ],
    )
    sky = Sky(sun=(0.3, 0.7, 0.6), sky_rgb=(0.22, 0.38, 0.70))
    venue = snow(ground, seed, colours=COOL, boards_m=None, crowd=130, firs=(110, 20.0, 40.0), sky=sky)
    volume = Box((-3.2, -1.9, 0.2), (3.2, 1.9, 4.8))
    rig, out = ring("moguls", (0, 0, 2.6), volume, radius_m=8.8, heights_m=(1.7, 3.0), focal=1.3, ground=ground)
    return Scene("FRS", "Freestyle skiing, moguls", seed, rig, out, 1.5, 0.75, [jumper], venue)


_SKI_MOUNTAINEERING_SUIT = Suit(
    shirt=(0.86, 0.16, 0.36),
    trousers=(0.86, 0.16, 0.36),
    accent=(0.97, 0.97, 0.95),
    second=(0.15, 0.15, 0.18),
    pattern="diagonal",
    legs="split",
    number=29,
    bib=(0.97, 0.97, 0.95),
    boots=(0.16, 0.16, 0.18),
    boot_top_m=0.27,
)


def ski_mountaineering(seed: int) -> Scene:
    """Uphill on skins, a long step, poles planted, a pack on the back; rocks around."""

    def slope(x: float, _y: float) -> float:
        return 0.30 * x

    ground = hilly(slope, 19.0, 0.38, seed)
    keys = []
    for number, time_s in enumerate((0.0, 0.7, 1.4, 2.1)):
        left = number % 2 == 0
        ahead, behind = (0.42, 0.10, 0.0, 0, 0), (-0.36, -0.10, 0.0, 0, 0)
        feet = {"foot_l": ahead, "foot_r": behind}
        if not left:
            feet = {"foot_l": (-0.36, 0.10, 0.0, 0, 0), "foot_r": (0.42, -0.10, 0.0, 0, 0)}
        swing = {"arm_l": (8, 10, 0, 46), "arm_r": (66, 8, 0, 34)}
        if not left:
            swing = {"arm_r": (8, 10, 0, 46), "arm_l": (66, 8, 0, 34)}
        keys.append(
            key(time_s, pelvis=(0.04, 0, 0.86, 0, 30, 0), spine=(16, 0, 0), neck=(-26, 0, 0), **feet, **swing)
        )
    plank = ski(1.62, 0.075, (0.20, 0.75, 0.65), (0.12, 0.12, 0.14), behind=0.46, tip_m=0.09)
    climber = Athlete(
        Motion(keys, straight((0, 0), 1.4, 1.1, 0.0, ground), lift_m=0.012),
        Build(limbs=0.95, trunk=0.94, cloth_m=0.002, feet="ski"),
        _SKI_MOUNTAINEERING_SUIT,
        [
            *skis(plank),
            *poles(1.22, (0.9, 0.9, 0.3), backwards=12),
            Fixed("chest", _pack()),
            *helmet((0.20, 0.75, 0.65), (0.12, 0.12, 0.14), (0.1, 0.1, 0.12)),
        ],
    )
    venue = snow(
        ground,
        seed,
        boards_m=None,
        crowd=60,
        firs=(26, 22.0, 44.0),
        more=[_rocks(ground, seed)],
        sky=Sky(sun=(-0.2, -0.8, 0.75), sky_rgb=(0.16, 0.33, 0.72)),
    )
    volume = Box((-2.8, -1.5, -0.8), (2.8, 1.5, 2.9))
    rig, out = ring("ski mountaineering", (0, 0, 0.95), volume, radius_m=8.0, heights_m=(1.4, 2.4), ground=ground)
    return Scene("SMT", "Ski mountaineering", seed, rig, out, 2.1, 1.4, [climber], venue)


def _pack() -> Model:
    bag = ellipsoid((-0.17, 0, 0.08), (0.085, 0.13, 0.20), (0.96, 0.80, 0.15), Kind.MATTE)
    pocket = box((-0.265, -0.08, -0.04), (-0.22, 0.08, 0.10), (0.15, 0.15, 0.18))
    straps = [
        tube(
            [(-0.13, s, 0.24), (0.02, s * 1.1, 0.245), (0.125, s, 0.12), (0.06, s * 1.5, -0.05)],
            0.016,
            (0.15, 0.15, 0.18),
            sides=6,
        )
        for s in (0.085, -0.085)
    ]
    return joined([bag, pocket, *straps])


def _rocks(ground: Ground, seed: int) -> Model:
    chance = np.random.default_rng(seed + 5)
    out = []
    for _ in range(70):
        angle, radius = chance.uniform(0, 2 * np.pi), chance.uniform(12, 34)
        x, y = float(radius * np.cos(angle)), float(radius * np.sin(angle))
        size = chance.uniform(0.4, 1.9, 3) * (1, 1, 0.8)
        grey = np.array([0.40, 0.37, 0.35]) * chance.uniform(0.7, 1.2)
        rock = ellipsoid((0, 0, 0), size, grey, Kind.LEAVES)
        rough = rock.vertices * (1 + 0.18 * np.sin(rock.vertices * 5 + angle)).astype(np.float32)
        shaped = Model(rough, rock.normals, rock.colours, rock.faces, rock.kinds, rock.corners)
        out.append(shaped.moved(turn(2, float(np.degrees(angle))), (x, y, ground(x, y))))
    return joined(out)


_CROSS_COUNTRY_FIRST = Suit(
    shirt=(0.10, 0.55, 0.30),
    trousers=(0.95, 0.95, 0.94),
    accent=(0.06, 0.20, 0.14),
    second=(0.98, 0.85, 0.15),
    pattern="panels",
    legs="stripe",
    number=1,
    bib=(0.98, 0.85, 0.15),
    boots=BLACK,
    boot_top_m=0.16,
    glove_m=0.02,
)
_CROSS_COUNTRY_SECOND = Suit(
    shirt=(0.16, 0.30, 0.66),
    trousers=(0.14, 0.15, 0.22),
    accent=(0.90, 0.35, 0.40),
    second=WHITE,
    pattern="stripes",
    legs="bands",
    number=14,
    bib=WHITE,
    boots=WHITE,
    boot_top_m=0.16,
    glove_m=0.02,
    skin=DARK_SKIN,
)


def _poling() -> list[Key]:
    tall = key(
        0.0,
        pelvis=(0.06, 0, 0.95, 0, 12, 0),
        spine=(10, 0, 0),
        neck=(-10, 0, 0),
        foot_l=(0, 0.11),
        foot_r=(0, -0.11),
        **both("arm", (96, 14, 0, 66)),
    )
    low = held(
        tall,
        0.6,
        pelvis=(-0.14, 0, 0.86, 0, 46, 0),
        spine=(40, 0, 0),
        neck=(-40, 0, 0),
        **both("arm", (22, 10, 0, 34)),
    )
    back = held(low, 1.0, **both("arm", (-42, 16, 0, 8)))
    return [tall, low, back, held(tall, 1.7), held(low, 2.3)]


def _skating() -> list[Key]:
    skate = []
    for number, time_s in enumerate((0.0, 0.8, 1.6, 2.4)):
        feet = {"foot_l": (0.22, 0.10, 0, 14, 0, 0), "foot_r": (-0.42, -0.50, 0.05, -24, 10, -14)}
        if number % 2:
            feet = {"foot_r": (0.22, -0.10, 0, -14, 0, 0), "foot_l": (-0.42, 0.50, 0.05, 24, 10, 14)}
        skate.append(
            key(
                time_s,
                pelvis=(-0.02, 0.05 * (-1) ** number, 0.86, 0, 30, 0),
                spine=(26, 0, 0),
                neck=(-34, 0, 0),
                **feet,
                **both("arm", (40 if number % 2 else -20, 18, 0, 40)),
            )
        )
    return skate


def cross_country(seed: int) -> Scene:
    """Two skiers on the flat: one double-poles in the track, one skates beside."""

    def flat(x: float, _y: float) -> float:
        return 0.02 * x

    ground = hilly(flat, 20.0, 0.22, seed)
    thin = {"behind": 0.42, "tip_m": 0.12}
    racers = [
        _skier(
            1,
            _poling(),
            (0.4, 0.9),
            _CROSS_COUNTRY_FIRST,
            ski(2.02, 0.052, RED, WHITE, **thin),
            (WHITE, RED),
            ground,
        ),
        _skier(
            2,
            _skating(),
            (-0.4, -1.2),
            _CROSS_COUNTRY_SECOND,
            ski(1.88, 0.052, (0.95, 0.8, 0.1), BLUE, **thin),
            (RED, WHITE),
            ground,
        ),
    ]
    tracks = [_track(ground, y) for y in (0.78, 1.02, 2.6, 2.84)]
    sky = Sky(sun=(0.75, 0.35, 0.42), sun_rgb=(0.98, 0.82, 0.62), above_rgb=(0.27, 0.32, 0.44), haze=0.3)
    venue = snow(ground, seed, boards_m=15.0, crowd=160, firs=(130, 19.0, 40.0), sky=sky, more=tracks)
    volume = Box((-4.4, -2.6, -0.1), (4.6, 2.4, 2.3))
    rig, out = ring(
        "cross-country", (0, -0.1, 0.85), volume, radius_m=9.0, heights_m=(1.4, 2.3, 3.0), focal=1.3, ground=ground
    )
    return Scene("CCS", "Cross-country skiing", seed, rig, out, 2.2, 0.95, racers, venue)


def _skier(
    label: int,
    keys: list[Key],
    place: tuple[float, float],
    suit: Suit,
    plank: Model,
    caps: tuple[Colour, Colour],
    ground: Ground,
) -> Athlete:
    return Athlete(
        Motion(keys, straight(place, 0.95, 2.6, 0.0, ground), lift_m=0.012),
        Build(limbs=0.97, cloth_m=0.003, feet="soft", woman=label == 2, cell_m=0.010),  # noqa: PLR2004
        suit,
        [*skis(plank), *poles(1.45, (0.12, 0.12, 0.14), backwards=25), *cap(*caps)],
        label=label,
    )


def _track(ground: Ground, y: float) -> Model:
    """A groove for a ski, seen as its shade."""
    x = np.linspace(-16, 16, 80)
    rows = [np.stack([x, np.full_like(x, y + d), [ground(float(v), y) + 0.012 for v in x]], 1) for d in (0, 0.07)]
    return sheet(np.array(rows).transpose(1, 0, 2), (0.72, 0.77, 0.85), Kind.SNOW)


_BIATHLON_LOOKS = [
    (
        Suit(
            (0.90, 0.90, 0.92),
            (0.16, 0.40, 0.62),
            (0.95, 0.55, 0.12),
            pattern="stripes",
            legs="stripe",
            number=51,
            bib=(0.95, 0.55, 0.12),
            boots=BLACK,
            boot_top_m=0.17,
            glove_m=0.02,
        ),
        (0.16, 0.40, 0.62),
    ),
    (
        Suit(
            (0.46, 0.10, 0.34),
            (0.46, 0.10, 0.34),
            (0.80, 0.84, 0.30),
            pattern="chevron",
            legs="split",
            number=23,
            bib=WHITE,
            boots=WHITE,
            boot_top_m=0.17,
            glove_m=0.02,
        ),
        (0.80, 0.84, 0.30),
    ),
]


def biathlon(seed: int) -> Scene:
    """Two shoot standing, rifles raised, in front of their mats."""

    def flat(_x: float, _y: float) -> float:
        return 0.0

    ground = hilly(flat, 22.0, 0.30, seed)
    shooters = [
        _shooter(number + 1, suit, tint, (-1.35 + 2.7 * number, 0.2 * number))
        for number, (suit, tint) in enumerate(_BIATHLON_LOOKS)
    ]
    mats = [
        box((x - 0.8, -1.0, 0.0), (x + 0.8, 1.2, 0.006), (0.12, 0.36, 0.22)) for x in (-4.05, -1.35, 1.35, 4.05)
    ]
    targets = []
    for x in np.arange(-8.1, 8.2, 2.7):
        targets.append(box((x - 0.7, 15.2, 0.8), (x + 0.7, 15.4, 1.35), (0.95, 0.95, 0.95)))
        targets += [
            tube([(x + d, 15.19, 1.08), (x + d, 15.17, 1.08)], 0.09, BLACK if d else RED, Kind.MATTE, sides=14)
            for d in (-0.5, -0.25, 0.0, 0.25, 0.5)
        ]
    venue = snow(
        ground,
        seed,
        colours=BRIGHT,
        boards_m=16.5,
        crowd=200,
        firs=(120, 23.0, 40.0),
        sky=Sky(sun=(0.2, -0.75, 0.62), sky_rgb=(0.36, 0.47, 0.66), haze=0.2),
        more=[*mats, *targets],
    )
    volume = Box((-2.9, -1.6, -0.1), (2.9, 1.9, 2.2))
    rig, out = ring("biathlon", (0, 0.15, 0.95), volume, radius_m=8.4, heights_m=(1.4, 2.2), focal=1.35)
    return Scene("BTH", "Biathlon", seed, rig, out, 2.0, 1.0, shooters, venue)


def _shooter(label: int, suit: Suit, tint: Colour, place: tuple[float, float]) -> Athlete:
    aim = key(
        0.0,
        pelvis=(0.0, 0.03, 0.96, 6, -4, 0),
        spine=(-8, -5, 4),
        neck=(10, 8, 66),
        foot_l=(0.02, 0.24, 0.0, 6),
        foot_r=(0.0, -0.24, 0.0, -6),
        hand_l=(0.17, 0.30, 1.40, 0, 0, 0, -10),
        hand_r=(0.16, -0.05, 1.40, 0, 0, 0, 45),
    )
    drift = held(aim, 1.0, spine=(-8, -5, 6), hand_l=(0.17, 0.30, 1.412), hand_r=(0.16, -0.05, 1.408))
    plank = ski(1.86, 0.052, tint, WHITE, behind=0.42, tip_m=0.11)
    rifle = joined(
        [
            tube([(0, 0.10, 0), (0, 1.02, 0.02)], 0.013, (0.08, 0.08, 0.09), sides=8),
            tube(
                [(0, -0.24, -0.05), (0, -0.02, -0.02), (0, 0.42, -0.03)], [0.045, 0.028, 0.026], (0.52, 0.33, 0.18)
            ),
            box((-0.014, 0.05, -0.12), (0.014, 0.13, -0.02), (0.10, 0.10, 0.11)),
            tube([(0, -0.02, 0.055), (0, 0.12, 0.055)], 0.012, (0.08, 0.08, 0.09), sides=8),
            tube([(0, 0.98, 0.02), (0, 0.98, 0.07)], 0.014, (0.08, 0.08, 0.09), sides=8),
        ]
    )
    return Athlete(
        Motion([aim, drift, held(aim, 2.0)], straight(place, 0.0, 0.0, 0.0), lift_m=0.012, held_hands="lr"),
        Build(limbs=0.96, cloth_m=0.003, feet="soft", cell_m=0.010),
        suit,
        [*skis(plank), Fixed("frame", rifle.shifted(0.155, 0.0, 1.475)), *cap(tint, WHITE)],
        label=label,
    )
