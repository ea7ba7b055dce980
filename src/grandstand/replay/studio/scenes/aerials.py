"""Freestyle aerials: a laid-out double somersault with twists, firs behind the landing."""

from grandstand.replay.models import Box
from grandstand.replay.studio.athlete import Athlete
from grandstand.replay.studio.body import Build
from grandstand.replay.studio.camera_ring import ring
from grandstand.replay.studio.crowd import around
from grandstand.replay.studio.equipment import helmet, ski, skis
from grandstand.replay.studio.motion import Motion, both, held, key, thrown
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.shapes import joined
from grandstand.replay.studio.suit import Suit
from grandstand.replay.studio.venue import (
    Sky,
    Venue,
    board_row,
    circle,
    hilly,
    painted_boards,
    terrain,
    textured,
    trees,
)

MOMENT_S = 0.9


def aerials(seed: int) -> Scene:
    def level(_x: float, _y: float) -> float:
        return 0.0

    ground = hilly(level, 24.0, 0.42, seed)
    boards, from_v = textured(
        None,
        painted_boards(
            [(0.10, 0.22, 0.55), (0.75, 0.10, 0.12), (0.92, 0.92, 0.92), (0.08, 0.42, 0.25), (0.93, 0.66, 0.10)],
            seed,
        ),
    )
    venue = Venue(
        joined(
            [
                terrain(ground),
                board_row(circle(18.0, 36), 0.0, 1.0, from_v),
                trees(95, (26, 42), ground, seed),
            ]
        ),
        boards,
        Sky(),
        around(260, (19.0, 22.5), 0.0, seed),
    )
    volume = Box((-3.5, -2.6, 0.6), (3.5, 2.6, 6.0))
    rig, held_out = ring("aerials", (0, 0, 3.1), volume, radius_m=9.5, heights_m=(1.4, 2.8), ground=ground)
    return Scene("FAE", "Freestyle skiing, aerials", seed, rig, held_out, 1.8, MOMENT_S, [_jumper()], venue)


def _jumper() -> Athlete:
    up = {**both("arm", (165, 14, 0, 6))}
    stretched = {"pelvis": (0, 0, 0), **both("foot", (0.03, 0.085, -0.93, 3, 6, 0))}
    start = key(0.0, frame=(0, 0, 20, 0), **stretched, **up, spine=(-12, 0, 0), neck=(-14, 0, 0))
    keys = [
        start,
        held(
            start,
            0.45,
            frame=(0, 0, -110, 30),
            spine=(4, 0, 12),
            neck=(-6, 0, 20),
            arm_l=(95, 50, 40, 70),
            arm_r=(60, 10, 70, 95),
        ),
        held(
            start,
            0.9,
            frame=(0, 0, -235, 300),
            spine=(8, 0, 10),
            neck=(-4, 0, 26),
            arm_l=(70, 12, 70, 100),
            arm_r=(82, 30, 45, 84),
        ),
        held(
            start, 1.3, frame=(0, 0, -345, 360), spine=(14, 0, 0), neck=(12, 0, 0), **both("arm", (62, 62, 10, 18))
        ),
        held(
            start,
            1.8,
            frame=(0, 0, -372, 360),
            spine=(24, 0, 0),
            neck=(6, 0, 0),
            **both("arm", (60, 48, 10, 30)),
            **both("foot", (0.06, 0.11, -0.80, 2, 12, 0)),
        ),
    ]
    plank = ski(1.62, 0.105, (0.10, 0.62, 0.32), (0.96, 0.86, 0.12))
    suit = Suit(
        shirt=(0.78, 0.09, 0.12), trousers=(0.08, 0.10, 0.36), accent=(0.96, 0.80, 0.14), number=17, legs="bands"
    )
    return Athlete(
        Motion(keys, thrown((0, 0, 3.6), MOMENT_S, (2.3, 0.0)), lift_m=0.03),
        Build(cloth_m=0.008, trousers_m=0.008, feet="ski"),
        suit,
        [*skis(plank), *helmet((0.95, 0.48, 0.06), (0.95, 0.95, 0.95), (0.10, 0.13, 0.20))],
    )
