"""The athlete's body: our own, made of round cones and ellipsoids that melt into each other, bound to the bones.

It is polygonised once in the rest pose. At each joint a helper bone turns half as far as the joint, so that knees
and elbows keep their flesh when they bend. A build says how stout the limbs are and what is worn.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Doubles, Floats, Indices
from grandstand.replay.studio.implicit import Part, blob, polygonise, round_cone, rows
from grandstand.replay.studio.skeleton import (
    ARM_OUT,
    BONES,
    INDEX,
    LEG_OUT,
    NEUTRAL,
    PARENT,
    REST,
    Bones,
    turn,
)

BLEND_M = 0.011
SOFTNESS_M = 0.016
"""How far flesh near a joint follows both bones."""
SMOOTHINGS = 6
BONES_A_VERTEX = 5
HELPERS = tuple(PARENT)
"""The bones whose upper joint has a helper; it comes after all bones, in this order."""


@dataclass(frozen=True, slots=True)
class Build:
    """How a body is built, and what makes it thicker.

    Args:
        limbs, trunk: factors on radii.
        cloth_m: how much the suit adds to trunk and limbs.
        trousers_m: what it adds to the legs beyond that.
        feet: `ski`, `soft`, `skate` or `shoe`.
        padding: shoulder pads, big trousers and gloves of ice hockey.
        woman: narrower shoulders and waist, wider hips.
        bun: hair that is tied up.
        cell_m: edge of the cells that the surface is made of.
    """

    limbs: float = 1.0
    trunk: float = 1.0
    cloth_m: float = 0.0
    trousers_m: float = 0.0
    feet: str = "ski"
    padding: bool = False
    woman: bool = False
    bun: bool = False
    cell_m: float = 0.009


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A surface at rest and what binds it: shapes (n, 3), (n, 3), (m, 3), (n, k), (n, k)."""

    vertices: Floats
    normals: Floats
    faces: Indices
    bones: npt.NDArray[np.int32]
    weights: Floats

    def bent(self, bones: Bones) -> tuple[Floats, Floats]:
        """Vertices and normals in a pose, each (n, 3)."""
        from grandstand.replay.studio import kernels  # noqa: PLC0415

        turns, moves = _with_helpers(bones)
        out = np.empty((2, len(self.vertices), 3), np.float32)
        kernels.skin(self.vertices, self.normals, self.bones, self.weights, turns, moves, out)
        return out[0], out[1]


@lru_cache(maxsize=16)
def body_of(build: Build) -> Body:
    """The body of a build; the same one when asked again."""
    parts = rows(_parts(build))
    vertices, normals, faces = polygonise(parts, build.cell_m, BLEND_M)
    bones, weights = _bound(parts, vertices, faces)
    return Body(vertices, normals, faces, bones, weights)


def _with_helpers(bones: Bones) -> tuple[Doubles, Doubles]:
    """Rotation and shift of every bone and helper."""
    turns, places, rest = list(bones.turns), list(bones.places), [REST[b] for b in BONES]
    for name in HELPERS:
        number = INDEX[name]
        between = bones.turns[INDEX[PARENT[name]]] + bones.turns[number]
        u, _, v = np.linalg.svd(between)
        turns.append(u @ np.diag([1, 1, np.linalg.det(u @ v)]) @ v)
        places.append(bones.places[number])
        rest.append(REST[name])
    turned = np.array(turns)
    return turned, np.array(places) - np.einsum("bij,bj->bi", turned, np.array(rest))


def _parts(build: Build) -> list[Part]:
    parts = _trunk(build) + _head(build)
    for letter in "lr":
        parts += _arm(build, letter) + _hand(build, letter) + _leg(build, letter) + _foot(build, letter)
    return parts


def _trunk(build: Build) -> list[Part]:
    b, t, c = INDEX, build.trunk, build.cloth_m
    waist, hips, shoulders = (0.9, 1.05, 0.92) if build.woman else (1.0, 1.0, 1.0)
    parts = [
        blob(b["pelvis"], (-0.012, 0, 0.975), (0.108 * t + c, 0.152 * t * hips + c, 0.125)),
        blob(b["belly"], (-0.006, 0, 1.10), (0.096 * t * waist + c, 0.128 * t * waist + c, 0.165)),
        blob(b["chest"], (-0.012, 0, 1.285), (0.108 * t + c, 0.152 * t * shoulders + c, 0.185)),
        blob(b["chest"], (-0.025, 0, 1.395), (0.088 * t + c, 0.165 * t * shoulders + c, 0.085)),
    ]
    for side in (1, -1):
        s = side * shoulders
        parts += [
            blob(b["pelvis"], (-0.058, side * 0.072 * hips, 0.925), (0.083 + c, 0.083 + c, 0.098)),
            blob(b["chest"], (0.045, s * 0.07, 1.34), (0.064 * t + c, 0.082 * t + c, 0.06 + c)),
            blob(b["chest"], (-0.055, s * 0.095, 1.30), (0.058 * t + c, 0.072 * t + c, 0.13)),
            round_cone(b["chest"], (-0.02, s * 0.035, 1.485), (-0.018, s * 0.15, 1.437), 0.045 + c, 0.05 + c),
        ]
        if build.padding:
            parts += [
                blob(b["chest"], (-0.01, s * 0.165, 1.435), (0.095, 0.10, 0.075)),
                blob(b["chest"], (0.0, s * 0.08, 1.32), (0.145, 0.12, 0.14)),
                blob(b["pelvis"], (0.0, side * 0.08, 0.97), (0.15, 0.125, 0.15)),
            ]
    return parts


def _head(build: Build) -> list[Part]:
    head, neck = INDEX["head"], INDEX["neck"]
    parts = [
        round_cone(neck, (-0.02, 0, 1.46), (-0.004, 0, 1.60), 0.062 * build.trunk, 0.053 * build.trunk),
        blob(head, (-0.008, 0, 1.692), (0.094, 0.074, 0.093)),
        blob(head, (0.030, 0, 1.632), (0.060, 0.056, 0.068)),
        blob(head, (0.066, 0, 1.588), (0.022, 0.026, 0.018)),
        round_cone(head, (0.086, 0, 1.675), (0.104, 0, 1.645), 0.007, 0.0125),
        blob(head, (0.080, 0, 1.613), (0.012, 0.024, 0.011)),
        blob(head, (0.072, 0, 1.699), (0.018, 0.046, 0.010)),
    ]
    for side in (1, -1):
        parts += [
            blob(head, (-0.005, side * 0.076, 1.66), (0.018, 0.008, 0.03)),
            blob(head, (0.058, side * 0.035, 1.648), (0.022, 0.022, 0.02)),
        ]
    if build.bun:
        parts += [
            blob(head, (-0.02, 0, 1.70), (0.098, 0.082, 0.096)),
            blob(head, (-0.115, 0, 1.735), (0.04, 0.042, 0.04)),
        ]
    return parts


def _along(bone: str, forward: float, out: float, down: float) -> Doubles:
    """A point given from a joint in its neutral pose: metres forward, to the left, and down the limb."""
    place: Doubles = REST[bone] + NEUTRAL[bone] @ np.array([forward, out, -down])
    return place


def _arm(build: Build, letter: str) -> list[Part]:
    side = 1 if letter == "l" else -1
    upper, fore = f"upper_arm_{letter}", f"fore_arm_{letter}"
    u, f, s = INDEX[upper], INDEX[fore], build.limbs
    c = build.cloth_m + (0.022 if build.padding else 0.0)
    axes = turn(0, -side * ARM_OUT)
    return [
        blob(u, _along(upper, 0, side * 0.004, 0.03), (0.060 * s + c, 0.056 * s + c, 0.078), axes),
        round_cone(u, _along(upper, 0, 0, 0.02), _along(upper, 0, 0, 0.28), 0.046 * s + c, 0.036 * s + c),
        blob(u, _along(upper, 0.014, 0, 0.15), (0.038 * s + c, 0.038 * s + c, 0.09), axes),
        blob(u, _along(upper, -0.014, 0, 0.13), (0.036 * s + c, 0.036 * s + c, 0.10), axes),
        round_cone(f, _along(fore, -0.004, 0, 0), _along(fore, 0, 0, 0.245), 0.036 * s + c, 0.024 * s + 0.8 * c),
        blob(f, _along(fore, 0.004, side * 0.004, 0.075), (0.041 * s + c, 0.038 * s + c, 0.085), axes),
    ]


def _hand(build: Build, letter: str) -> list[Part]:
    side = 1 if letter == "l" else -1
    hand = f"hand_{letter}"
    h = INDEX[hand]
    g = 1.45 if build.padding else (1.0 if build.feet == "shoe" else 1.12)
    axes = turn(0, -side * ARM_OUT)
    parts = [
        blob(h, _along(hand, 0, 0, 0.045), (0.043 * g, 0.021 * g, 0.052 * g), axes),
        round_cone(
            h, _along(hand, 0.022, 0, 0.025), _along(hand, 0.052 * g, -side * 0.022, 0.068), 0.015 * g, 0.012 * g
        ),
    ]
    for k in range(4):
        x = (-0.028 + 0.0195 * k) * g
        bend = _along(hand, x, -side * 0.010, 0.125 * g)
        parts += [
            round_cone(h, _along(hand, x, 0, 0.08), bend, 0.0125 * g, 0.0115 * g),
            round_cone(h, bend, _along(hand, x, -side * 0.045, 0.133 * g), 0.0115 * g, 0.0105 * g),
        ]
    if build.feet != "shoe":
        parts.append(round_cone(h, _along(hand, 0, 0, -0.055), _along(hand, 0, 0, 0.0), 0.042 * g, 0.034 * g))
    return parts


def _leg(build: Build, letter: str) -> list[Part]:
    side = 1 if letter == "l" else -1
    thigh, shin = f"thigh_{letter}", f"shin_{letter}"
    t, n, s = INDEX[thigh], INDEX[shin], build.limbs
    c = build.cloth_m + build.trousers_m
    pad = 0.028 if build.padding else 0.0
    axes = turn(0, -side * LEG_OUT)
    return [
        round_cone(
            t, _along(thigh, -0.005, 0, 0.03), _along(thigh, 0, 0, 0.41), 0.082 * s + c + pad, 0.054 * s + c
        ),
        blob(t, _along(thigh, 0.028, side * 0.012, 0.19), (0.062 * s + c, 0.066 * s + c, 0.17), axes),
        blob(t, _along(thigh, -0.034, 0, 0.20), (0.05 * s + c, 0.058 * s + c, 0.16), axes),
        blob(t, _along(thigh, 0.022, 0, 0.415), (0.042 * s + c, 0.045 * s + c, 0.05), axes),
        round_cone(n, _along(shin, 0, 0, 0.0), _along(shin, 0.004, 0, 0.40), 0.052 * s + c, 0.034 * s + c),
        blob(n, _along(shin, -0.028, 0, 0.13), (0.048 * s + c, 0.052 * s + c + pad * 0.3, 0.115), axes),
        blob(n, _along(shin, 0.012 + pad * 0.6, 0, 0.10), (0.036 * s + c + pad, 0.04 * s + c + pad, 0.15), axes),
    ]


def _foot(build: Build, letter: str) -> list[Part]:
    foot, shin = f"foot_{letter}", f"shin_{letter}"
    f, n = INDEX[foot], INDEX[shin]
    x, y, z = REST[foot]
    c = build.trousers_m * 0.8
    if build.feet == "ski":
        return [
            round_cone(n, _along(shin, 0.012, 0, 0.20), _along(shin, 0.004, 0, 0.40), 0.066 + c, 0.062 + c),
            round_cone(f, (x - 0.035, y, z - 0.02), (x + 0.125, y, z - 0.038), 0.056, 0.046),
            round_cone(f, (x - 0.03, y, z - 0.045), (x + 0.165, y, z - 0.05), 0.036, 0.034),
            round_cone(f, (x - 0.02, y, z + 0.03), (x + 0.05, y, z - 0.01), 0.060, 0.052),
        ]
    if build.feet == "soft":
        return [
            round_cone(n, _along(shin, 0.004, 0, 0.24), _along(shin, 0.004, 0, 0.40), 0.058 + c, 0.056 + c),
            round_cone(f, (x - 0.04, y, z - 0.025), (x + 0.14, y, z - 0.042), 0.055, 0.042),
            round_cone(f, (x - 0.02, y, z + 0.02), (x + 0.06, y, z - 0.02), 0.058, 0.05),
        ]
    if build.feet == "skate":
        return [
            round_cone(n, _along(shin, 0.0, 0, 0.31), _along(shin, 0.0, 0, 0.40), 0.047 + c, 0.043 + c),
            round_cone(f, (x - 0.04, y, z - 0.03), (x + 0.135, y, z - 0.045), 0.045, 0.034),
            round_cone(f, (x - 0.025, y, z + 0.015), (x + 0.055, y, z - 0.025), 0.045, 0.038),
        ]
    return [
        round_cone(n, _along(shin, 0.0, 0, 0.36), _along(shin, 0.0, 0, 0.41), 0.036 + c, 0.036 + c),
        round_cone(f, (x - 0.04, y, z - 0.035), (x + 0.13, y, z - 0.05), 0.042, 0.033),
        round_cone(f, (x - 0.01, y, z + 0.005), (x + 0.06, y, z - 0.03), 0.04, 0.036),
    ]


def _bound(parts: Doubles, vertices: Floats, faces: Indices) -> tuple[npt.NDArray[np.int32], Floats]:
    """Bones and weights of each vertex, shape (n, 5) each."""
    from grandstand.replay.studio import kernels  # noqa: PLC0415

    near = np.empty((len(vertices), len(BONES)))
    kernels.shares_of_bones(parts, vertices.astype(np.float64), SOFTNESS_M, near)
    near *= _neighbours()[near.argmax(1)]
    near /= near.sum(1, keepdims=True)
    near = _smoothed(near, faces)
    full = np.concatenate([near, np.zeros((len(near), len(HELPERS)))], 1)
    for number, name in enumerate(HELPERS):
        own, above = INDEX[name], INDEX[PARENT[name]]
        both = np.minimum(near[:, own], near[:, above])
        full[:, len(BONES) + number] = 2 * both * 0.9
        full[:, own] -= both * 0.9
        full[:, above] -= both * 0.9
    full = np.maximum(full, 0)
    bones = np.argsort(-full, axis=1)[:, :BONES_A_VERTEX]
    weights = np.take_along_axis(full, bones, 1)
    weights /= weights.sum(1, keepdims=True)
    return bones.astype(np.int32), weights.astype(np.float32)


def _neighbours() -> Doubles:
    """1 where two bones are the same or touch, 0 elsewhere, shape (17, 17)."""
    touching = np.eye(len(BONES))
    for name, above in PARENT.items():
        touching[INDEX[name], INDEX[above]] = touching[INDEX[above], INDEX[name]] = 1
    left, right = INDEX["thigh_l"], INDEX["thigh_r"]
    touching[left, right] = touching[right, left] = 1
    return touching


def _smoothed(weights: Doubles, faces: Indices) -> Doubles:
    """Averaged over each vertex's neighbours, several times."""
    starts = faces.ravel()
    ends = np.roll(faces, -1, axis=1).ravel()
    order = np.argsort(starts, kind="stable")
    ends = ends[order]
    first = np.searchsorted(starts[order], np.arange(len(weights)))
    degree = np.bincount(starts, minlength=len(weights))[:, None]
    for _ in range(SMOOTHINGS):
        weights = 0.4 * weights + 0.6 * np.add.reduceat(weights[ends], first, axis=0) / degree
    return weights
