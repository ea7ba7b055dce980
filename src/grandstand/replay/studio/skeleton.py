"""The athlete's bones: where they are at rest, and where a pose puts them.

Everything is seen from the athlete: x forward, y to the left, z up. At rest the arms hang 45 degrees out and the
legs 6 degrees; the neutral pose, from which angles count, has both straight down. Angles in poses are degrees.

Bend (+) is forward, side (+) to the left, twist (+) to the left. An arm flexes forward, abducts outward, and
rotates inward; an elbow flexes. Feet, and hands where a pose says so, are put where they belong, and knees and
elbows follow.
"""

from dataclasses import dataclass

import numpy as np

from grandstand.replay.models import Doubles

ARM_OUT, LEG_OUT = 45.0, 6.0
BONES = (
    "pelvis", "belly", "chest", "neck", "head",
    "upper_arm_l", "fore_arm_l", "hand_l", "upper_arm_r", "fore_arm_r", "hand_r",
    "thigh_l", "shin_l", "foot_l", "thigh_r", "shin_r", "foot_r",
)  # fmt: skip
INDEX = {name: number for number, name in enumerate(BONES)}
PARENT = {
    "belly": "pelvis", "chest": "belly", "neck": "chest", "head": "neck",
    "upper_arm_l": "chest", "fore_arm_l": "upper_arm_l", "hand_l": "fore_arm_l",
    "upper_arm_r": "chest", "fore_arm_r": "upper_arm_r", "hand_r": "fore_arm_r",
    "thigh_l": "pelvis", "shin_l": "thigh_l", "foot_l": "shin_l",
    "thigh_r": "pelvis", "shin_r": "thigh_r", "foot_r": "shin_r",
}  # fmt: skip
UPPER_ARM_M, FORE_ARM_M = 0.285, 0.255
THIGH_M, SHIN_M = 0.425, 0.42
SOLE_M = 0.085
"""From the ankle down to the ground."""
HIP_HEIGHT_M = THIGH_M + SHIN_M + SOLE_M
SHOULDER_RISE_M = 0.045


def turn(axis: int, degrees: float) -> Doubles:
    """The rotation about axis 0, 1 or 2, shape (3, 3)."""
    angle = np.radians(degrees)
    c, s = np.cos(angle), np.sin(angle)
    i, j = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


def euler(yaw: float, pitch: float, roll: float) -> Doubles:
    """Roll about x first, then pitch about y (+ is nose down), then yaw about z; degrees."""
    return turn(2, yaw) @ turn(1, pitch) @ turn(0, roll)


def _rest() -> dict[str, Doubles]:
    arm = turn(0, ARM_OUT) @ (0, 0, -1.0)
    leg = turn(0, LEG_OUT) @ (0, 0, -1.0)
    joints = {
        "pelvis": np.array([0.0, 0.0, HIP_HEIGHT_M + 0.04]),
        "belly": np.array([-0.01, 0.0, 1.07]),
        "chest": np.array([-0.015, 0.0, 1.24]),
        "neck": np.array([-0.012, 0.0, 1.475]),
        "head": np.array([0.0, 0.0, 1.575]),
        "upper_arm_l": np.array([-0.01, 0.185, 1.425]),
        "thigh_l": np.array([0.0, 0.09, HIP_HEIGHT_M]),
    }
    joints["fore_arm_l"] = joints["upper_arm_l"] + UPPER_ARM_M * arm
    joints["hand_l"] = joints["fore_arm_l"] + FORE_ARM_M * arm
    joints["shin_l"] = joints["thigh_l"] + THIGH_M * leg
    joints["foot_l"] = joints["shin_l"] + SHIN_M * leg
    for name in [name for name in joints if name.endswith("_l")]:
        joints[f"{name[:-1]}r"] = joints[name] * (1, -1, 1)
    return joints


REST = _rest()


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Where an ankle or a wrist belongs, and how the foot lies there, in the athlete's frame.

    Args:
        out: how far knee or elbow is turned outwards, degrees.
    """

    place: Doubles
    rotation: Doubles
    out: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """Angles are degrees; targets and the pelvis in metres in the athlete's frame.

    Args:
        spine, neck: bend, side, twist.
        arms: left and right: flex, abduct, rotate, elbow, wrist flex, wrist side.
        hands: left and right wrists that are put somewhere instead, or None.
        hand_turns: how such hands lie; None: as the fore arm does.
    """

    pelvis: Doubles
    pelvis_rotation: Doubles
    spine: tuple[float, float, float]
    neck: tuple[float, float, float]
    arms: tuple[tuple[float, ...], tuple[float, ...]]
    feet: tuple[Target, Target]
    hands: tuple[Target | None, Target | None] = (None, None)


@dataclass(frozen=True, slots=True, eq=False)
class Bones:
    """A posed skeleton: `turns` (17, 3, 3) from rest, `places` (17, 3) of the joints."""

    turns: Doubles
    places: Doubles

    def frame(self, name: str) -> tuple[Doubles, Doubles]:
        """Rotation from the neutral pose, and place, of a bone: what equipment is fixed to."""
        number = INDEX[name]
        return self.turns[number] @ NEUTRAL[name], self.places[number]


def _neutral() -> dict[str, Doubles]:
    out: dict[str, Doubles] = {}
    for name in BONES:
        side = 1 if name.endswith("_l") else -1
        if "arm" in name or "hand" in name:
            out[name] = turn(0, -side * ARM_OUT).T
        elif "thigh" in name or "shin" in name:
            out[name] = turn(0, -side * LEG_OUT).T
        else:
            out[name] = np.eye(3)
    return out


NEUTRAL = _neutral()
"""How each bone lies at rest, as a rotation of its neutral pose."""


def solve(pose: Pose) -> Bones:
    """Where every bone is."""
    turns: dict[str, Doubles] = {"pelvis": pose.pelvis_rotation}
    places: dict[str, Doubles] = {"pelvis": pose.pelvis}
    bend, side, twist = pose.spine
    _attach(turns, places, "belly", euler(twist * 0.4, bend * 0.5, -side * 0.45))
    _attach(turns, places, "chest", euler(twist * 0.6, bend * 0.5, -side * 0.55))
    bend, side, twist = pose.neck
    _attach(turns, places, "neck", euler(twist * 0.45, bend * 0.45, -side * 0.45))
    _attach(turns, places, "head", euler(twist * 0.55, bend * 0.55, -side * 0.55))
    for number, letter in enumerate("lr"):
        _leg(turns, places, letter, pose.feet[number])
        hand = pose.hands[number]
        if hand is None:
            _free_arm(turns, places, letter, pose.arms[number])
        else:
            _held_arm(turns, places, letter, hand)
    return Bones(np.array([turns[b] @ NEUTRAL[b].T for b in BONES]), np.array([places[b] for b in BONES]))


def _attach(turns: dict[str, Doubles], places: dict[str, Doubles], bone: str, rotation: Doubles) -> None:
    parent = PARENT[bone]
    offset = REST[bone] - REST[parent]
    places[bone] = places[parent] + turns[parent] @ NEUTRAL[parent] @ offset
    turns[bone] = turns[parent] @ rotation


def _shoulder(turns: dict[str, Doubles], places: dict[str, Doubles], letter: str, down: Doubles) -> Doubles:
    """The joint: it rises with the arm."""
    bone = f"upper_arm_{letter}"
    raised = float(np.clip((turns["chest"].T @ down)[2] * 0.75 + 0.35, 0, 1))
    shift = np.array([0.0, -0.25 if letter == "l" else 0.25, 1.0]) * SHOULDER_RISE_M * raised
    return places["chest"] + turns["chest"] @ (REST[bone] - REST["chest"] + shift)


def _free_arm(
    turns: dict[str, Doubles], places: dict[str, Doubles], letter: str, angles: tuple[float, ...]
) -> None:
    flex, abduct, inward, elbow, wrist_flex, wrist_side = angles
    mirror = 1.0 if letter == "l" else -1.0
    upper = turns["chest"] @ turn(1, -flex) @ turn(0, mirror * abduct) @ turn(2, -mirror * inward)
    down = -upper[:, 2]
    places[f"upper_arm_{letter}"] = _shoulder(turns, places, letter, down)
    places[f"fore_arm_{letter}"] = places[f"upper_arm_{letter}"] + UPPER_ARM_M * down
    fore = upper @ turn(1, -elbow)
    places[f"hand_{letter}"] = places[f"fore_arm_{letter}"] - FORE_ARM_M * fore[:, 2]
    turns[f"upper_arm_{letter}"], turns[f"fore_arm_{letter}"] = upper, fore
    turns[f"hand_{letter}"] = fore @ turn(1, -wrist_flex) @ turn(0, mirror * wrist_side)


def _held_arm(turns: dict[str, Doubles], places: dict[str, Doubles], letter: str, hand: Target) -> None:
    mirror = 1.0 if letter == "l" else -1.0
    rough = _shoulder(turns, places, letter, hand.place - places["chest"])
    towards = (hand.place - rough) / max(float(np.linalg.norm(hand.place - rough)), 1e-9)
    shoulder = _shoulder(turns, places, letter, towards)
    # Elbows point down, back and outwards.
    hint = -turns["chest"] @ turn(0, -mirror * hand.out) @ np.array([-0.45, mirror * 0.25, -1.0])
    bent = _two_bones(shoulder, hand.place, (UPPER_ARM_M, FORE_ARM_M), -hint, -1.0)
    upper, fore, elbow, wrist = bent
    places[f"upper_arm_{letter}"], places[f"fore_arm_{letter}"], places[f"hand_{letter}"] = shoulder, elbow, wrist
    turns[f"upper_arm_{letter}"], turns[f"fore_arm_{letter}"] = upper, fore
    turns[f"hand_{letter}"] = fore @ hand.rotation


def _leg(turns: dict[str, Doubles], places: dict[str, Doubles], letter: str, foot: Target) -> None:
    mirror = 1.0 if letter == "l" else -1.0
    hip = places["pelvis"] + turns["pelvis"] @ (REST[f"thigh_{letter}"] - REST["pelvis"])
    forward = turns["pelvis"][:, 0] + 0.8 * foot.rotation[:, 0]
    angle = np.radians(mirror * foot.out)
    hint = np.cos(angle) * forward + np.sin(angle) * (turns["pelvis"][:, 1] + foot.rotation[:, 1])
    thigh, shin, knee, ankle = _two_bones(hip, foot.place, (THIGH_M, SHIN_M), hint, 1.0)
    places[f"thigh_{letter}"], places[f"shin_{letter}"], places[f"foot_{letter}"] = hip, knee, ankle
    turns[f"thigh_{letter}"], turns[f"shin_{letter}"], turns[f"foot_{letter}"] = thigh, shin, foot.rotation


def _two_bones(
    start: Doubles, end: Doubles, lengths: tuple[float, float], hint: Doubles, sign: float
) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Two bones from `start` that reach for `end`, the joint between them towards `hint`.

    Returns the rotations of both (their -z points along them; `sign` 1: the joint lies on the +x side, -1: on -x),
    the joint and the end that was reached.
    """
    upper, lower = lengths
    way = end - start
    reach = float(np.linalg.norm(way))
    along = way / max(reach, 1e-9)
    reach = float(np.clip(reach, abs(upper - lower) + 0.02, (upper + lower) * 0.9995))
    sideways = hint - (hint @ along) * along
    sideways /= max(float(np.linalg.norm(sideways)), 1e-9)
    share = (upper**2 - lower**2 + reach**2) / (2 * reach)
    bow = np.sqrt(max(upper**2 - share**2, 0.0))
    joint = start + share * along + bow * sideways
    tip = start + reach * along
    hinge = np.cross(-along, sideways) * sign
    return _frame(start - joint, hinge), _frame(joint - tip, hinge), joint, tip


def _frame(up: Doubles, hinge: Doubles) -> Doubles:
    """The rotation whose z is `up` and whose y is `hinge`."""
    z = up / np.linalg.norm(up)
    y = hinge - (hinge @ z) * z
    y /= np.linalg.norm(y)
    return np.column_stack([np.cross(y, z), y, z])
