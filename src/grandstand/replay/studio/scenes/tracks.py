"""On an ice track: the push of a bobsleigh, luge, skeleton."""

import numpy as np

from grandstand.replay.models import Box
from grandstand.replay.studio.athlete import Athlete, Fixed
from grandstand.replay.studio.body import Build
from grandstand.replay.studio.camera_ring import ring
from grandstand.replay.studio.equipment import helmet
from grandstand.replay.studio.motion import Motion, held, key, straight
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes.settings import COOL, WARM, channel, snow
from grandstand.replay.studio.shapes import Colour, Kind, Model, box, grid_quads, joined, model, sheet, tube
from grandstand.replay.studio.suit import BLACK, DARK_SKIN, WHITE, Suit
from grandstand.replay.studio.venue import DUSK, Ground, Sky, hilly

STEEL: Colour = (0.70, 0.72, 0.75)


_BOBSLEIGH_LOOKS = [
    (
        Suit(
            (0.08, 0.10, 0.30),
            (0.08, 0.10, 0.30),
            (0.90, 0.20, 0.25),
            pattern="diagonal",
            legs="stripe",
            bib=None,
            boots=WHITE,
            boot_top_m=0.13,
            glove_m=0.02,
        ),
        (0.50, 0.50),
        0.0,
        1,
    ),
    (
        Suit(
            (0.08, 0.10, 0.30),
            (0.08, 0.10, 0.30),
            (0.90, 0.20, 0.25),
            pattern="diagonal",
            legs="stripe",
            bib=None,
            boots=WHITE,
            boot_top_m=0.13,
            glove_m=0.02,
            skin=DARK_SKIN,
        ),
        (-1.62, 0.0),
        0.5,
        2,
    ),
]


def bobsleigh(seed: int) -> Scene:
    """Two push their sled off the start."""

    def start(x: float, _y: float) -> float:
        return -0.03 * x

    ground = hilly(start, 20.0, 0.25, seed)
    crew = []
    for suit, place, phase, label in _BOBSLEIGH_LOOKS:
        side = -1.0 if label == 1 else 0.0
        keys = []
        for number, time_s in enumerate(np.arange(0.0, 2.0, 0.32)):
            left = (number + int(2 * phase)) % 2 == 0
            drive = (0.30, 0.10, 0.22, 0, 24, 0), (-0.62, -0.10, 0.06, 0, 50, 0)
            feet = {"foot_l": drive[0], "foot_r": drive[1]}
            if not left:
                feet = {"foot_l": (-0.62, 0.10, 0.06, 0, 50, 0), "foot_r": (0.30, -0.10, 0.22, 0, 24, 0)}
            hands = {"hand_l": (0.62, 0.16, 0.80), "hand_r": (0.62, -0.16, 0.80)}
            if side:
                hands = {"hand_l": (0.50, 0.02, 0.98), "hand_r": (0.42, -0.22, 0.80)}
            keys.append(
                key(
                    float(time_s),
                    pelvis=(0.0, 0, 0.84, 0, 44, 0),
                    spine=(14, 0, 0),
                    neck=(-40, 0, 0),
                    **feet,
                    **hands,
                )
            )
        tint = ((0.90, 0.20, 0.25), WHITE)
        crew.append(
            Athlete(
                Motion(keys, straight((place[0] - 0.35, place[1] * 1.35), 0.9, 3.0, 0.0, ground), held_hands="lr"),
                Build(limbs=1.10, trunk=1.06, cloth_m=0.002, feet="shoe", cell_m=0.010),
                suit,
                helmet(*tint, (0.12, 0.14, 0.18), goggles=False, full=True),
                label=label,
            )
        )
    crew.append(
        Athlete(
            Motion([key(0.0)], straight((0, 0), 0.9, 3.0, 0.0, ground)),
            None,
            None,
            [Fixed("frame", _bob())],
            label=1,
        )
    )
    lane = [_lane(ground), _groove(ground, -0.32), _groove(ground, 0.32)]
    venue = snow(ground, seed, colours=WARM, boards_m=15.0, crowd=220, firs=(60, 22.0, 40.0), sky=DUSK, more=lane)
    volume = Box((-4.8, -1.5, -0.2), (4.8, 1.7, 2.2))
    rig, out = ring("bobsleigh", (-0.3, 0.1, 0.8), volume, radius_m=9.2, heights_m=(1.6, 2.6), focal=1.35)
    return Scene("BOB", "Bobsleigh", seed, rig, out, 1.8, 0.9, crew, venue)


def _lane(ground: Ground) -> Model:
    """The strip of ice that the crew runs on."""
    x, y = np.meshgrid(np.linspace(-16, 16, 65), np.linspace(-1.3, 1.3, 7), indexing="ij")
    z = np.vectorize(ground)(x, y) + 0.012
    return sheet(np.stack([x, y, z], -1), (0.80, 0.89, 0.95), Kind.ICE)


def _groove(ground: Ground, y: float) -> Model:
    """A cut in the ice for the runners."""
    x = np.linspace(-16, 16, 65)
    rows = [
        np.stack([x, np.full_like(x, y + d), [ground(float(v), y) + 0.016 for v in x]], 1) for d in (-0.04, 0.04)
    ]
    return sheet(np.array(rows).transpose(1, 0, 2), (0.45, 0.58, 0.70))


def _bob() -> Model:
    """A two-seater: a hull that is open at the back, runners, push bars."""
    share = np.linspace(0, 1, 26)
    x = -1.25 + 2.7 * share
    half = 0.33 * np.clip((1.02 - share) / 0.42, 0.05, 1) ** 0.6
    top = 0.62 - 0.38 * np.clip((share - 0.40) / 0.6, 0, 1) ** 1.4
    angle = np.radians(np.linspace(-60, 240, 22))
    rings = []
    for i in range(26):
        height = (top[i] - 0.16) / 2
        y, z = half[i] * np.cos(angle), 0.16 + height + height * np.sin(angle)
        open_back = (np.sin(angle) > 0.55) & (share[i] < 0.42)  # noqa: PLR2004
        z = np.where(open_back, 0.30, z)
        rings.append(np.stack([np.full(22, x[i]), y, z], 1))
    tint = np.where(((np.arange(26) // 5) % 2)[:, None] > 0, (0.90, 0.20, 0.25), (0.10, 0.12, 0.36))
    hull = model(np.concatenate(rings), grid_quads(26, 22), np.repeat(tint, 22, 0), Kind.GLOSS)
    runners = [
        tube([(a, s, 0.05), (a + 0.1, s, 0.015), (b, s, 0.015), (b + 0.08, s, 0.06)], 0.016, STEEL, sides=6)
        for a, b in ((-1.1, -0.45), (0.55, 1.15))
        for s in (-0.32, 0.32)
    ]
    posts = [
        tube([(q, s, 0.03), (q, s * 0.8, 0.25)], 0.022, BLACK, sides=6)
        for q in (-0.8, 0.85)
        for s in (-0.32, 0.32)
    ]
    bars = [
        tube(
            [(-1.25, 0.26, 0.45), (-1.42, 0.22, 0.80), (-1.42, -0.22, 0.80), (-1.25, -0.26, 0.45)],
            0.016,
            STEEL,
            sides=8,
        ),
        tube([(0.30, 0.30, 0.45), (0.25, 0.52, 0.82), (0.05, 0.56, 0.82)], 0.016, STEEL, sides=8),
    ]
    return joined([hull, *runners, *posts, *bars])


_LUGE_SUIT = Suit(
    shirt=(0.93, 0.55, 0.10),
    trousers=(0.93, 0.55, 0.10),
    accent=(0.20, 0.10, 0.36),
    second=(0.98, 0.96, 0.92),
    pattern="web",
    legs="split",
    number=2,
    bib=(0.98, 0.96, 0.92),
    boots=(0.98, 0.96, 0.92),
    boot_top_m=0.16,
    glove_m=0.03,
)


def luge(seed: int) -> Scene:
    """On the back, feet first, through a bend."""

    def slope(x: float, _y: float) -> float:
        return -0.10 * x

    ground = hilly(slope, 20.0, 0.30, seed)
    lying = key(
        0.0,
        frame=(0, -8, 0, 0),
        pelvis=(-0.05, 0, 0.30, 0, -80, 0),
        spine=(8, 0, 0),
        neck=(34, 0, 0),
        foot_l=(0.84, 0.075, 0.24, 0, -34, 0, 8),
        foot_r=(0.84, -0.075, 0.24, 0, -34, 0, 8),
        arm_l=(-8, 12, 0, 10),
        arm_r=(-8, 12, 0, 10),
    )
    keys = [lying, held(lying, 0.8, frame=(0, -12, 0, 0), neck=(30, 4, 0), spine=(6, 3, 0)), held(lying, 1.6)]
    rider = Athlete(
        Motion(keys, straight((0, 0), 0.8, 4.0, 0.0, ground)),
        Build(limbs=0.98, cloth_m=0.001, feet="shoe"),
        _LUGE_SUIT,
        [
            Fixed("frame", _luge_sled()),
            *helmet((0.20, 0.10, 0.36), (0.93, 0.55, 0.10), (0.10, 0.10, 0.14), goggles=False, full=True),
        ],
    )
    ice = channel(ground, lambda _x: 0.0, half_m=0.95, wall_m=0.34, bank=0.5, length_m=34.0)
    venue = snow(
        ground,
        seed,
        colours=COOL,
        boards_m=16.0,
        crowd=150,
        firs=(110, 20.0, 40.0),
        more=[ice],
        sky=Sky(sun=(0.1, -0.5, 0.85), sky_rgb=(0.45, 0.52, 0.62), haze=0.35),
    )
    volume = Box((-4.3, -0.9, -0.5), (4.3, 0.9, 1.4))
    rig, out = ring("luge", (0.1, 0, 0.35), volume, radius_m=7.8, heights_m=(3.0, 4.0), focal=1.45, ground=ground)
    return Scene("LUG", "Luge", seed, rig, out, 1.6, 0.8, [rider], venue)


def _luge_sled() -> Model:
    pod = tube([(-0.62, 0, 0.17), (-0.2, 0, 0.13), (0.45, 0, 0.14)], [0.16, 0.20, 0.10], (0.92, 0.92, 0.94))
    flat = Model(
        pod.vertices * (1, 1.15, 0.35) + (0, 0, 0.09), pod.normals, pod.colours, pod.faces, pod.kinds, pod.corners
    )
    runners = [
        tube(
            [(-0.45, s, 0.03), (0.45, s, 0.03), (0.72, s * 0.9, 0.12), (0.86, s * 0.7, 0.26)],
            0.018,
            (0.20, 0.10, 0.36),
        )
        for s in (-0.20, 0.20)
    ]
    bridges = [tube([(q, -0.20, 0.05), (q, 0, 0.11), (q, 0.20, 0.05)], 0.018, STEEL) for q in (-0.3, 0.3)]
    return joined([flat, *runners, *bridges])


def skeleton(seed: int) -> Scene:
    """Head first, chin above the ice."""

    def slope(x: float, _y: float) -> float:
        return -0.12 * x

    ground = hilly(slope, 19.0, 0.28, seed)
    prone = key(
        0.0,
        frame=(0, 6, 0, 0),
        pelvis=(-0.10, 0, 0.28, 0, 84, 0),
        spine=(2, 0, 0),
        neck=(-46, 0, 0),
        foot_l=(-0.98, 0.07, 0.30, 0, 142, 0),
        foot_r=(-0.98, -0.07, 0.30, 0, 142, 0),
        arm_l=(4, 14, 0, 12),
        arm_r=(4, 14, 0, 12),
    )
    keys = [prone, held(prone, 0.8, frame=(0, 10, 0, 0), neck=(-42, -4, 4), spine=(0, -3, 0)), held(prone, 1.6)]
    suit = Suit(
        shirt=(0.12, 0.44, 0.24),
        trousers=(0.10, 0.10, 0.12),
        accent=(0.92, 0.84, 0.16),
        second=(0.94, 0.94, 0.94),
        pattern="stripes",
        legs="bands",
        number=19,
        bib=None,
        number_colour=BLACK,
        boots=(0.92, 0.84, 0.16),
        boot_top_m=0.13,
        glove_m=0.02,
    )
    rider = Athlete(
        Motion(keys, straight((0, 0), 0.8, 4.0, 0.0, ground)),
        Build(limbs=1.04, cloth_m=0.001, feet="shoe", woman=True),
        suit,
        [
            Fixed("frame", _skeleton_sled()),
            *helmet((0.92, 0.84, 0.16), BLACK, (0.35, 0.12, 0.10), goggles=False, full=True),
        ],
    )
    ice = channel(ground, lambda _x: 0.0, half_m=1.0, wall_m=0.38, bank=0.2, length_m=34.0)
    venue = snow(ground, seed, colours=WARM, boards_m=15.5, crowd=140, firs=(80, 20.0, 40.0), more=[ice], sky=DUSK)
    volume = Box((-4.3, -0.9, -0.5), (4.3, 0.9, 1.3))
    rig, out = ring(
        "skeleton", (0.0, 0, 0.35), volume, radius_m=7.6, heights_m=(2.9, 3.8), focal=1.45, ground=ground
    )
    return Scene("SKN", "Skeleton", seed, rig, out, 1.6, 0.8, [rider], venue)


def _skeleton_sled() -> Model:
    bed = box((-0.55, -0.17, 0.09), (0.40, 0.17, 0.13), (0.15, 0.15, 0.17), Kind.GLOSS)
    runners = [
        tube([(-0.6, s, 0.05), (-0.5, s, 0.02), (0.42, s, 0.02), (0.52, s, 0.06)], 0.012, STEEL)
        for s in (-0.17, 0.17)
    ]
    bumpers = [tube([(q, -0.19, 0.12), (q, 0.19, 0.12)], 0.028, (0.92, 0.84, 0.16)) for q in (-0.56, 0.42)]
    handles = [
        tube([(-0.2, s, 0.12), (-0.05, s * 1.18, 0.20), (0.2, s, 0.12)], 0.013, STEEL) for s in (-0.20, 0.20)
    ]
    return joined([bed, *runners, *bumpers, *handles])
