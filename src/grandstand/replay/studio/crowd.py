"""Spectators who sway and hop a little all the time."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from grandstand.replay.models import Doubles, Floats
from grandstand.replay.studio.shapes import Colour, Kind, Model, grid_quads, joined, model

SWAY_M, HOP_M = 0.07, 0.03
SIDES = 7
OUTLINE = ((0.0, 0.10, 0.15), (0.76, 0.12, 0.17), (0.77, 0.15, 0.21), (1.36, 0.12, 0.22), (1.46, 0.05, 0.07))
"""Height, depth and width of a coat, from the ground up, metres."""
HEAD = ((1.44, 0.05), (1.50, 0.09), (1.60, 0.105), (1.68, 0.095), (1.74, 0.05), (1.76, 0.005))
JACKETS: tuple[Colour, ...] = (
    (0.70, 0.12, 0.12), (0.10, 0.25, 0.55), (0.90, 0.90, 0.88), (0.12, 0.40, 0.22), (0.90, 0.62, 0.10),
    (0.14, 0.14, 0.17), (0.45, 0.20, 0.50), (0.85, 0.40, 0.15), (0.30, 0.55, 0.70),
)  # fmt: skip


@dataclass(frozen=True)
class Crowd:
    """Who stands where.

    Args:
        places: feet, shape (n, 3), metres.
        facing: direction each looks in, radians, shape (n,).
        seed: another crowd for another one.
    """

    places: Doubles
    facing: Doubles
    seed: int

    @cached_property
    def rest(self) -> Model:
        """Everybody in place, as one model."""
        chance = np.random.default_rng(self.seed)
        people = [_person(chance) for _ in range(24)]
        picked = chance.integers(0, len(people), len(self.places))
        out = []
        for place, facing, number in zip(self.places, self.facing, picked, strict=True):
            c, s = np.cos(facing), np.sin(facing)
            out.append(people[number].moved(np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]), place))
        return joined(out)

    def at(self, time_s: float) -> Model:
        """Everybody at a time."""
        moved = np.repeat(self.shifts(time_s), len(self.rest.vertices) // len(self.places), axis=0)
        return replace(self.rest, vertices=self.rest.vertices + moved)

    def shifts(self, time_s: float) -> Floats:
        """How far each is from the usual place, shape (n, 3)."""
        chance = np.random.default_rng(self.seed + 1)
        n = len(self.places)
        speed = chance.uniform(0.25, 1.1, (n, 3)) * (1, 1, 1.8)
        phase = chance.uniform(0, 2 * np.pi, (n, 3))
        size = chance.uniform(0.2, 1.0, (n, 3)) * (SWAY_M, SWAY_M, HOP_M)
        return (np.sin(2 * np.pi * speed * time_s + phase) * size).astype(np.float32)


def around(
    count: int, radius_m: tuple[float, float], height_m: float, seed: int, middle: tuple[float, float] = (0, 0)
) -> Crowd:
    """A crowd in a ring that looks at its middle."""
    chance = np.random.default_rng(seed)
    angle = chance.uniform(0, 2 * np.pi, count)
    radius = chance.uniform(*radius_m, count)
    x, y = middle[0] + radius * np.cos(angle), middle[1] + radius * np.sin(angle)
    places = np.stack([x, y, np.full(count, height_m)], 1)
    return Crowd(places, angle + np.pi, seed)


def _person(chance: np.random.Generator) -> Model:
    angle = np.linspace(0, 2 * np.pi, SIDES, endpoint=False)
    tall = chance.uniform(0.90, 1.06)
    jacket = np.asarray(JACKETS[chance.integers(len(JACKETS))]) * chance.uniform(0.75, 1.1)
    trousers = np.asarray((0.16, 0.17, 0.22)) * chance.uniform(0.6, 1.8)
    hat = np.asarray(JACKETS[chance.integers(len(JACKETS))])
    skin = np.asarray((0.80, 0.60, 0.50)) * chance.uniform(0.6, 1.1)
    coat = [np.stack([d * np.cos(angle), w * np.sin(angle), np.full(SIDES, z)], 1) for z, d, w in OUTLINE]
    coat_colours = np.repeat([trousers, trousers, jacket, jacket, jacket], SIDES, 0)
    head = [np.stack([r * np.cos(angle) + 0.02, r * 0.9 * np.sin(angle), np.full(SIDES, z)], 1) for z, r in HEAD]
    head_colours = np.repeat([skin, skin, skin, hat, hat, hat], SIDES, 0)
    parts = [
        model(
            np.concatenate(coat) * tall, grid_quads(len(OUTLINE), SIDES, around=True), np.clip(coat_colours, 0, 1)
        ),
        model(np.concatenate(head) * tall, grid_quads(len(HEAD), SIDES, around=True), np.clip(head_colours, 0, 1)),
    ]
    for side in (1, -1):
        hand = (0.12 + 0.2 * chance.random(), side * 0.2, 1.0 + 0.75 * chance.random())
        arm = [(0, side * 0.21, 1.34), (0.05, side * 0.27, 1.12), hand]
        parts.append(_arm(np.array(arm) * tall, jacket))
    return joined(parts)


def _arm(path: Doubles, colour: Doubles) -> Model:
    offsets = np.array([(0.045, 0, 0), (-0.02, 0.04, 0), (-0.02, -0.04, 0)])
    points = (path[:, None] + offsets).reshape(-1, 3)
    return model(points, grid_quads(len(path), 3, around=True), np.clip(colour, 0, 1), Kind.MATTE)
