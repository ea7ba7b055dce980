"""Motion authored by us: keys of named channels, and what lies between two keys.

A key names only what differs from standing at ease; `held` keys name only what differs from another key. Between
keys every channel follows a cubic through its neighbours, so that nothing jerks.

A motion says, for a time, where the athlete's frame is (place and rotation in the world) and the pose in that
frame.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from grandstand.replay.models import Doubles
from grandstand.replay.studio.skeleton import HIP_HEIGHT_M, REST, SOLE_M, Bones, Pose, Target, euler, solve, turn

Path = Callable[[float], tuple[Doubles, Doubles]]
"""Place (3,) and rotation (3, 3) of a frame at a time."""
PELVIS_M = float(REST["pelvis"][2])
WIDTHS = {
    "frame": 4,  # heading, lean, somersault, twist
    "pelvis": 6,  # x, y, z, yaw, pitch, roll
    "spine": 3,
    "neck": 3,
    "arm_l": 6,  # flex, abduct, inward, elbow, wrist flex, wrist side
    "arm_r": 6,
    "foot_l": 7,  # x, y, z of the sole, yaw, pitch, roll, knee out
    "foot_r": 7,
    "hand_l": 7,  # x, y, z of the wrist; yaw, pitch, roll of the hand against the fore arm; elbow out
    "hand_r": 7,
}
AT_EASE: dict[str, tuple[float, ...]] = {
    "frame": (0, 0, 0, 0),
    "pelvis": (0, 0, PELVIS_M, 0, 0, 0),
    "spine": (0, 0, 0),
    "neck": (0, 0, 0),
    "arm_l": (0, 8, 0, 8, 0, 0),
    "arm_r": (0, 8, 0, 8, 0, 0),
    "foot_l": (0, 0.11, 0, 4, 0, 0, 0),
    "foot_r": (0, -0.11, 0, -4, 0, 0, 0),
    "hand_l": (0, 0, 0, 0, 0, 0, 0),
    "hand_r": (0, 0, 0, 0, 0, 0, 0),
}
SHORTER = {"pelvis": 3, "spine": 1, "neck": 1, "arm_l": 2, "arm_r": 2, "foot_l": 3, "foot_r": 3, "frame": 1}


@dataclass(frozen=True)
class Key:
    """What the pose is at a time; a channel that is not named stands at ease."""

    time_s: float
    channels: dict[str, tuple[float, ...]]


def key(time_s: float, **channels: tuple[float, ...]) -> Key:
    return Key(time_s, {name: _filled(name, values, AT_EASE[name]) for name, values in channels.items()})


def held(before: Key, time_s: float, **channels: tuple[float, ...]) -> Key:
    """The same pose at another time, but for the channels named."""
    changed = {
        name: _filled(name, values, before.channels.get(name, AT_EASE[name])) for name, values in channels.items()
    }
    return Key(time_s, {**before.channels, **changed})


def both(name: str, values: tuple[float, ...]) -> dict[str, tuple[float, ...]]:
    """A channel for both sides, `arm`, `foot` or `hand`, given for the left."""
    flipped = list(values)
    if name != "arm":
        for number in (1, 3, 5):
            if number < len(flipped):
                flipped[number] = -flipped[number]
    return {f"{name}_l": values, f"{name}_r": tuple(flipped)}


def _filled(name: str, values: tuple[float, ...], rest: tuple[float, ...]) -> tuple[float, ...]:
    assert name in WIDTHS, name
    assert len(values) <= WIDTHS[name], (name, values)
    return (*values, *rest[len(values) :])


@dataclass(frozen=True)
class Motion:
    """An athlete's motion.

    Args:
        keys: in the order of their times.
        path: where the frame is at a time: place (3,) and rotation (3, 3).
        lift_m: how high the soles stand above the feet's places (skis, blades).
        held_hands: hands that are put somewhere (`l`, `r`), instead of following the arm's angles.
    """

    keys: Sequence[Key]
    path: Path
    lift_m: float = 0.0
    held_hands: str = ""
    _curves: dict[str, Doubles] = field(default_factory=dict, repr=False, compare=False)

    def channels(self, time_s: float) -> dict[str, Doubles]:
        """Every channel's values at a time."""
        times = np.array([each.time_s for each in self.keys])
        out = {}
        for name, ease in AT_EASE.items():
            values = np.array([each.channels.get(name, ease) for each in self.keys], float)
            out[name] = _cubic(times, values, time_s)
        return out

    def frame(self, time_s: float) -> tuple[Doubles, Doubles]:
        """Rotation (3, 3) and place (3,) of the athlete's frame in the world."""
        heading, lean, somersault, twist = self.channels(time_s)["frame"]
        place, rotation = self.path(time_s)
        return rotation @ turn(2, heading) @ turn(0, lean) @ turn(1, somersault) @ turn(2, twist), place

    def bones(self, time_s: float) -> Bones:
        """The skeleton in the world at a time."""
        posed = solve(self.pose(time_s))
        rotation, place = self.frame(time_s)
        return Bones(rotation @ posed.turns, posed.places @ rotation.T + place)

    def pose(self, time_s: float) -> Pose:
        """The pose at a time, in the athlete's frame."""
        c = self.channels(time_s)
        return Pose(
            pelvis=c["pelvis"][:3],
            pelvis_rotation=euler(*c["pelvis"][3:]),
            spine=_triple(c["spine"]),
            neck=_triple(c["neck"]),
            arms=(tuple(c["arm_l"]), tuple(c["arm_r"])),
            feet=(self._foot(c["foot_l"]), self._foot(c["foot_r"])),
            hands=(self._hand("l", c["hand_l"]), self._hand("r", c["hand_r"])),
        )

    def _foot(self, values: Doubles) -> Target:
        rotation = euler(*values[3:6])
        return Target(values[:3] + rotation @ (0, 0, SOLE_M + self.lift_m), rotation, float(values[6]))

    def _hand(self, letter: str, values: Doubles) -> Target | None:
        if letter not in self.held_hands:
            return None
        return Target(values[:3], euler(*values[3:6]), float(values[6]))


def _triple(values: Doubles) -> tuple[float, float, float]:
    a, b, c = (float(each) for each in values)
    return a, b, c


def _cubic(times: Doubles, values: Doubles, time_s: float) -> Doubles:
    """A cubic Hermite curve through the keys, its slopes those of the neighbouring keys; flat at both ends."""
    if len(times) == 1:
        first: Doubles = values[0]
        return first
    t = float(np.clip(time_s, times[0], times[-1]))
    slopes = np.gradient(values, times, axis=0)
    if len(times) > 2:  # noqa: PLR2004
        slopes[[0, -1]] *= 0.5
    i = int(np.clip(np.searchsorted(times, t, "right") - 1, 0, len(times) - 2))
    step = times[i + 1] - times[i]
    u = (t - times[i]) / step
    h = np.array([2 * u**3 - 3 * u**2 + 1, u**3 - 2 * u**2 + u, 3 * u**2 - 2 * u**3, u**3 - u**2])
    curve: Doubles = (
        h[0] * values[i] + h[1] * step * slopes[i] + h[2] * values[i + 1] + h[3] * step * slopes[i + 1]
    )
    return curve


GRAVITY_M_S2 = 9.81


def thrown(apex_m: Sequence[float], apex_s: float, speed_m_s: Sequence[float], heading: float = 0.0) -> Path:
    """A flight whose highest point is at `apex_m`; `speed_m_s` is (x, y) on the ground."""
    apex = np.asarray(apex_m, float)

    def path(time_s: float) -> tuple[Doubles, Doubles]:
        late = time_s - apex_s
        fall = np.array([speed_m_s[0] * late, speed_m_s[1] * late, -0.5 * GRAVITY_M_S2 * late**2])
        return apex + fall, turn(2, heading)

    return path


def straight(
    place_m: Sequence[float],
    at_s: float,
    speed_m_s: float,
    heading: float,
    ground: Callable[[float, float], float] | None = None,
) -> Path:
    """A straight way over the ground that passes `place_m` (x, y) at a time, its frame upright on the slope."""
    direction = turn(2, heading)[:, 0]

    def path(time_s: float) -> tuple[Doubles, Doubles]:
        x, y = np.asarray(place_m[:2]) + direction[:2] * speed_m_s * (time_s - at_s)
        return on_ground(float(x), float(y), heading, ground)

    return path


def circling(
    centre_m: Sequence[float],
    radius_m: float,
    at_s: float,
    degrees_s: float,
    from_degrees: float,
    ground: Callable[[float, float], float] | None = None,
) -> Path:
    """A way around a centre, at `from_degrees` at a time; the frame looks along it."""

    def path(time_s: float) -> tuple[Doubles, Doubles]:
        angle = from_degrees + degrees_s * (time_s - at_s)
        x = centre_m[0] + radius_m * np.cos(np.radians(angle))
        y = centre_m[1] + radius_m * np.sin(np.radians(angle))
        return on_ground(float(x), float(y), angle + (90 if degrees_s > 0 else -90), ground)

    return path


def on_ground(
    x_m: float, y_m: float, heading: float, ground: Callable[[float, float], float] | None
) -> tuple[Doubles, Doubles]:
    """A frame on the ground: x along the heading, z square to the slope."""
    if ground is None:
        return np.array([x_m, y_m, 0.0]), turn(2, heading)
    h = 0.25
    z = ground(x_m, y_m)
    up = np.array(
        [
            (ground(x_m - h, y_m) - ground(x_m + h, y_m)) / (2 * h),
            (ground(x_m, y_m - h) - ground(x_m, y_m + h)) / (2 * h),
            1.0,
        ]
    )
    up /= np.linalg.norm(up)
    forward = turn(2, heading)[:, 0]
    forward -= (forward @ up) * up
    forward /= np.linalg.norm(forward)
    return np.array([x_m, y_m, z]), np.column_stack([forward, np.cross(up, forward), up])


def pelvis_above_sole(lift_m: float) -> float:
    """How high the pelvis is when the legs are straight, metres."""
    return HIP_HEIGHT_M + lift_m + 0.04
