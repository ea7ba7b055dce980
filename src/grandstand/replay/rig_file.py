"""A rig as a file: rig.json, read with every check that a calibration can fail before the first picture."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np

from grandstand.replay import lens
from grandstand.replay.errors import BadRig
from grandstand.replay.models import (
    CAMERAS_MAX,
    CAMERAS_MIN,
    SIDE_PX_MAX,
    Box,
    Camera,
    CameraId,
    Doubles,
    Rig,
)

RIG_BYTES_MAX = 1024 * 1024
RIG_NAME_MAX = 100
SIDE_PX_MIN = 16
FPS_MAX = 1_000
OFFSET_S_MAX = 200_000.0
"""Twice what the clock of an MPEG transport stream counts before it begins again."""
RESIDUAL_PX_MAX = 2.0
"""Beyond it a replay is mostly ghosts: the athlete loses 4 dB at 2 px, 6 dB at 4 px."""
STREAM_CHARS_MAX = 1_000
ORTHONORMAL_WITHIN = 1e-6
DISTANCE_M_MAX = 10_000.0
VOLUME_SIDE_M_MAX = 500.0
PLACE_M_MIN = 0.01
"""Two cameras that are nearer to each other than this are one camera twice."""
FOLD_PX_MAX = 0.01
RAYS_A_SIDE = 17

Row = tuple[float, float, float]
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class CameraEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A camera as rig.json has it. `K`, `R` and `t` as in models.Camera, row by row."""

    id: str
    width: int
    height: int
    K: tuple[Row, Row, Row]
    R: tuple[Row, Row, Row]
    t: Row
    distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)
    fps: float = 25.0
    offset_s: float = 0.0
    calibrated_at: datetime | None = None
    residual_px: float | None = None
    stream: str | None = None


class VolumeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    low_m: Row
    high_m: Row


class RigEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    name: str
    volume: VolumeEntry
    cameras: tuple[CameraEntry, ...]


def read_rig(path: Path) -> Rig:
    """The rig of a file.

    Raises:
        BadRig: names the place in the file, or the camera, the value, and what to do.
    """
    rig = rig_of(path.read_bytes())
    check_rig(rig)
    return rig


def write_rig(rig: Rig, path: Path) -> None:
    """Write a rig that passes the checks."""
    check_rig(rig)
    path.write_bytes(bytes_of(rig))


def rig_of(content: bytes) -> Rig:
    """The rig that the bytes of a rig.json say, not yet checked."""
    if len(content) > RIG_BYTES_MAX:
        raise BadRig(f"rig.json has {len(content)} bytes, at most {RIG_BYTES_MAX} are read. Is it a rig?")
    try:
        entry = msgspec.json.decode(content, type=RigEntry)
    except msgspec.DecodeError as error:
        raise BadRig(f"rig.json cannot be read: {error}. docs/reference/rig-file.md has an example.") from error
    return Rig(
        name=entry.name,
        cameras=tuple(_camera_of(camera) for camera in entry.cameras),
        volume=Box(entry.volume.low_m, entry.volume.high_m),
    )


def bytes_of(rig: Rig) -> bytes:
    """What `rig_of` reads back to the last digit; equal for equal rigs."""
    entry = RigEntry(
        name=rig.name,
        volume=VolumeEntry(rig.volume.low_m, rig.volume.high_m),
        cameras=tuple(_entry_of(camera) for camera in rig.cameras),
    )
    return msgspec.json.format(msgspec.json.encode(entry), indent=2) + b"\n"


def _camera_of(entry: CameraEntry) -> Camera:
    return Camera(
        id=CameraId(entry.id),
        width=entry.width,
        height=entry.height,
        intrinsics=np.array(entry.K, np.float64),
        rotation=np.array(entry.R, np.float64),
        translation=np.array(entry.t, np.float64),
        distortion=entry.distortion,
        fps=entry.fps,
        offset_s=entry.offset_s,
        calibrated_at=entry.calibrated_at,
        residual_px=entry.residual_px,
        stream=entry.stream,
    )


def _entry_of(camera: Camera) -> CameraEntry:
    return CameraEntry(
        id=camera.id,
        width=camera.width,
        height=camera.height,
        K=_rows(camera.intrinsics),
        R=_rows(camera.rotation),
        t=_row(camera.translation),
        distortion=camera.distortion,
        fps=camera.fps,
        offset_s=camera.offset_s,
        calibrated_at=None if camera.calibrated_at is None else camera.calibrated_at.astimezone(UTC),
        residual_px=camera.residual_px,
        stream=camera.stream,
    )


def _row(numbers: Doubles) -> Row:
    first, second, third = (float(number) for number in numbers)
    return first, second, third


def _rows(matrix: Doubles) -> tuple[Row, Row, Row]:
    return _row(matrix[0]), _row(matrix[1]), _row(matrix[2])


def check_rig(rig: Rig) -> None:
    """Return where the rig can be used.

    Raises:
        BadRig: names the camera, the value, and what to do.
    """
    if not 1 <= len(rig.name) <= RIG_NAME_MAX:
        raise BadRig(f"The rig's name has {len(rig.name)} characters: give it 1 to {RIG_NAME_MAX}.")
    if not CAMERAS_MIN <= len(rig.cameras) <= CAMERAS_MAX:
        raise BadRig(f"The rig has {len(rig.cameras)} cameras: it takes {CAMERAS_MIN} to {CAMERAS_MAX}.")
    _check_volume(rig.volume)
    _check_ids(rig.cameras)
    for camera in rig.cameras:
        check_camera(camera)
        _check_view(camera, rig.volume)
    _check_places(rig.cameras)


def check_camera(camera: Camera) -> None:
    """Return where one camera by itself can be used; raise BadRig otherwise."""
    _check_shapes(camera)
    _check_picture(camera)
    _check_intrinsics(camera)
    _check_rotation(camera)
    _check_time(camera)
    if camera.stream is not None and not 1 <= len(camera.stream) <= STREAM_CHARS_MAX:
        # Not the stream itself: an address may have a password in it.
        told = f"an address or a file has 1 to {STREAM_CHARS_MAX}"
        raise _bad(camera, f"has a stream of {len(camera.stream)} characters: {told}.")
    if not np.max(np.abs(camera.centre)) <= DISTANCE_M_MAX:
        distance = float(np.max(np.abs(camera.centre)))
        raise _bad(
            camera,
            f"stands {distance:.0f} m from the origin, at most {DISTANCE_M_MAX:.0f} m are taken. "
            "Lengths are metres, measured from a point of the venue.",
        )


def _bad(camera: Camera, what: str) -> BadRig:
    return BadRig(f"Camera {camera.id!r} {what}")


def _check_volume(volume: Box) -> None:
    for axis, low, high in zip("xyz", volume.low_m, volume.high_m, strict=True):
        # Written so that what is not a number fails.
        if not 0 < high - low <= VOLUME_SIDE_M_MAX or not max(abs(low), abs(high)) <= DISTANCE_M_MAX:
            raise BadRig(
                f"The capture volume reaches from {low!r} to {high!r} m in {axis}: "
                f"low must be under high, by at most {VOLUME_SIDE_M_MAX:.0f} m, near the origin."
            )


def _check_ids(cameras: Iterable[Camera]) -> None:
    met: set[str] = set()
    for camera in cameras:
        if not ID.fullmatch(camera.id):
            raise _bad(camera, "has no name for a file: letters, digits, '.', '_', '-', 64 at most.")
        if camera.id in met:
            raise _bad(camera, "is in the rig twice. Give each its own id, or take one out.")
        met.add(camera.id)


def _check_shapes(camera: Camera) -> None:
    expected = {"intrinsics": (3, 3), "rotation": (3, 3), "translation": (3,)}
    for name, shape in expected.items():
        matrix = getattr(camera, name)
        if matrix.shape != shape:
            raise _bad(camera, f"has {name} of shape {matrix.shape}, not {shape}.")
        if not np.isfinite(matrix).all():
            raise _bad(camera, f"has {name} that are not all finite: {matrix.tolist()!r}. Calibrate it again.")
    if not np.isfinite(camera.distortion).all():
        raise _bad(camera, f"has distortion {camera.distortion!r}, not all finite. Calibrate it again.")


def _check_picture(camera: Camera) -> None:
    for name in ("width", "height"):
        side = getattr(camera, name)
        if not SIDE_PX_MIN <= side <= SIDE_PX_MAX:
            raise _bad(camera, f"has a {name} of {side!r} px: {SIDE_PX_MIN} to {SIDE_PX_MAX} are taken.")


def _check_intrinsics(camera: Camera) -> None:
    matrix = camera.intrinsics
    for name, focal in (("fx", matrix[0, 0]), ("fy", matrix[1, 1])):
        if focal <= 0:
            raise _bad(camera, f"has {name} = {float(focal)!r}: a focal length in pixels is positive.")
    if matrix[0, 1] or matrix[1, 0] or matrix[2].tolist() != [0.0, 0.0, 1.0]:
        raise _bad(camera, f"has K = {matrix.tolist()!r}: it must read [[fx, 0, cx], [0, fy, cy], [0, 0, 1]].")
    for name, at, side in (("cx", matrix[0, 2], camera.width), ("cy", matrix[1, 2], camera.height)):
        if not 0 <= at <= side:
            raise _bad(
                camera,
                f"has {name} = {float(at)!r}, outside its picture of {side} px. Is K for another size of picture?",
            )
    _check_lens(camera)


def _check_lens(camera: Camera) -> None:
    """A polynomial that fits the middle may fold the corners back: then no point there can be made straight."""
    if lens.is_straight(camera):
        return
    rim = _grid(camera)
    with np.errstate(all="ignore"):
        straight = lens.undistort_points(rim, camera)
        missed = np.max(np.abs(lens.distort_points(straight, camera) - rim), axis=1)
        normal = (straight - camera.intrinsics[:2, 2]) / camera.intrinsics[[0, 1], [0, 1]]
        folded = np.linalg.det(lens.bending(normal, camera.distortion)) <= 0
    if not np.all(missed <= FOLD_PX_MAX) or folded.any():
        raise _bad(
            camera,
            f"has distortion {camera.distortion!r}, which folds the picture over before its edge. "
            "Calibrate it with points up to the corners.",
        )


def _grid(camera: Camera) -> Doubles:
    """Points all over the picture, its edges included, shape (n, 2)."""
    across, down = np.meshgrid(
        np.linspace(0, camera.width, RAYS_A_SIDE), np.linspace(0, camera.height, RAYS_A_SIDE)
    )
    return np.column_stack([across.ravel(), down.ravel()])


def _check_rotation(camera: Camera) -> None:
    off = float(np.max(np.abs(camera.rotation @ camera.rotation.T - np.eye(3))))
    if off > ORTHONORMAL_WITHIN:
        raise _bad(
            camera,
            f"has a rotation whose rows are not orthonormal: off by {off:.3g}, at most {ORTHONORMAL_WITHIN:.0e}. "
            "Write R with all its digits.",
        )
    if np.linalg.det(camera.rotation) < 0:
        raise _bad(camera, "has a rotation that mirrors (determinant -1): x to the right, y down, z ahead.")


def _check_time(camera: Camera) -> None:
    limits: list[tuple[str, float, Callable[[float], bool], str]] = [
        ("fps", camera.fps, lambda fps: 1 <= fps <= FPS_MAX, f"1 to {FPS_MAX} pictures a second are taken"),
        (
            "offset_s",
            camera.offset_s,
            lambda offset: abs(offset) <= OFFSET_S_MAX,
            f"at most {OFFSET_S_MAX:.0f} s are taken",
        ),
    ]
    if camera.residual_px is not None:
        told = f"0 to {RESIDUAL_PX_MAX} px are taken; calibrate it again"
        limits.append(("residual_px", camera.residual_px, lambda residual: 0 <= residual <= RESIDUAL_PX_MAX, told))
    for name, value, fits, told in limits:
        if not fits(value):
            raise _bad(camera, f"has {name} = {value!r}: {told}.")
    if camera.calibrated_at is not None and camera.calibrated_at.tzinfo is None:
        raise _bad(
            camera, f"has calibrated_at = {camera.calibrated_at.isoformat()!r} without a zone: end it with Z."
        )


def sees(camera: Camera, volume: Box) -> bool:
    """Whether some ray of the camera meets the box."""
    low, high = np.array(volume.low_m), np.array(volume.high_m)
    middle = camera.rotation @ ((low + high) / 2) + camera.translation
    if middle[2] > 0:
        x, y, _ = camera.intrinsics @ (middle / middle[2])
        if 0 <= x <= camera.width and 0 <= y <= camera.height:
            return True
    pixels = lens.undistort_points(_grid(camera), camera)
    ahead = np.column_stack([pixels, np.ones(len(pixels))]) @ np.linalg.inv(camera.intrinsics).T
    rays = ahead @ camera.rotation
    with np.errstate(divide="ignore", invalid="ignore"):
        to_low, to_high = (low - camera.centre) / rays, (high - camera.centre) / rays
    enters = np.nanmax(np.minimum(to_low, to_high), axis=1)
    leaves = np.nanmin(np.maximum(to_low, to_high), axis=1)
    return bool(np.any((leaves >= enters) & (leaves > 0)))


def _check_view(camera: Camera, volume: Box) -> None:
    if not sees(camera, volume):
        place = ", ".join(f"{value:.1f}" for value in camera.centre)
        raise _bad(
            camera,
            f"at ({place}) m looks away from the capture volume. "
            "R and t lead from the world to the camera: x_camera = R @ x_world + t.",
        )


def _check_places(cameras: Iterable[Camera]) -> None:
    for one, other in combinations(cameras, 2):
        apart = float(np.linalg.norm(one.centre - other.centre))
        if apart < PLACE_M_MIN:
            raise _bad(
                one,
                f"and {other.id!r} stand {apart * 1000:.1f} mm apart. "
                "One of the two has the other's calibration: calibrate it again or take it out.",
            )
