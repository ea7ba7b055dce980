"""Rigs and cameras for the tests of replays: a ring that looks inwards, and cameras drawn at random."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import strategies as st

from grandstand.replay.models import Box, Camera, CameraId, Doubles, Rig

VOLUME = Box((-3.0, -3.0, 0.0), (3.0, 3.0, 4.0))
WIDE = (-0.21, 0.06, 0.001, -0.0007, -0.004)


def looking(from_m: tuple[float, float, float], to_m: tuple[float, float, float]) -> tuple[Doubles, Doubles]:
    """R and t of a camera there, upright, looking at the point."""
    ahead = np.subtract(to_m, from_m)
    ahead = ahead / np.linalg.norm(ahead)
    right = np.cross(ahead, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    rotation = np.array([right, np.cross(ahead, right), ahead])
    return rotation, -rotation @ np.array(from_m)


def camera(
    name: str = "c00",
    *,
    angle: float = 0.0,
    size: tuple[int, int] = (320, 180),
    distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0),
    fps: float = 25.0,
) -> Camera:
    """A camera 12 m from the middle of the volume."""
    rotation, translation = looking((12 * float(np.cos(angle)), 12 * float(np.sin(angle)), 3.0), (0.0, 0.0, 1.0))
    width, height = size
    intrinsics = np.array([[1.1 * width, 0, width / 2 + 3.25], [0, 1.1 * width, height / 2 - 1.5], [0, 0, 1]])
    calibrated_at = datetime(2026, 2, 6, 8, 30, tzinfo=UTC)
    return Camera(
        CameraId(name),
        width,
        height,
        intrinsics,
        rotation,
        translation,
        distortion,
        fps=fps,
        calibrated_at=calibrated_at,
        residual_px=0.3,
    )


def ring(count: int = 8, *, size: tuple[int, int] = (320, 180), fps: float = 25.0) -> Rig:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    cameras = (camera(f"c{n:02}", angle=float(angle), size=size, fps=fps) for n, angle in enumerate(angles))
    return Rig("ring", tuple(cameras), VOLUME)


LENSES = st.tuples(
    st.floats(-0.25, 0.25),
    st.floats(-0.04, 0.04),
    st.floats(-0.002, 0.002),
    st.floats(-0.002, 0.002),
    st.floats(-0.005, 0.005),
)


@st.composite
def cameras(draw: st.DrawFn, name: str = "c00") -> Camera:
    """Any camera that looks at the volume, with any ordinary lens."""
    angle, distance, height = draw(st.floats(0, 6.28)), draw(st.floats(6, 300)), draw(st.floats(-2, 40))
    roll = draw(st.floats(-3, 3))
    rotation, _ = looking((distance * np.cos(angle), distance * np.sin(angle), height), (0.0, 0.0, 1.0))
    turn = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    rotation = turn @ rotation
    place = np.array([distance * np.cos(angle), distance * np.sin(angle), height])
    width, height_px = draw(st.sampled_from([(1280, 720), (1920, 1080), (3840, 2160)]))
    focal = draw(st.floats(1.0, 6.0)) * width
    centre = draw(st.floats(0.4, 0.6)) * width, draw(st.floats(0.4, 0.6)) * height_px
    return Camera(
        CameraId(name),
        width,
        height_px,
        np.array([[focal, 0, centre[0]], [0, focal * draw(st.floats(0.98, 1.02)), centre[1]], [0, 0, 1]]),
        rotation,
        -rotation @ place,
        draw(LENSES),
        fps=draw(st.sampled_from([25.0, 50.0, 59.94])),
        offset_s=draw(st.floats(-5, 5)),
        calibrated_at=datetime(2026, 2, 6, tzinfo=UTC),
        residual_px=draw(st.none() | st.floats(0, 1.9)),
    )
