"""Rigs from and for nerfstudio's transforms.json.

It says where a camera stands in the world, with the axes of OpenGL: x right, y up, z towards the viewer. Pixels
are as ours. As with COLMAP, whoever imports says the volume, in the unit of the file, which must be metres.
"""

from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
import numpy as np

from grandstand.replay.errors import BadRig
from grandstand.replay.models import Box, Camera, CameraId, Doubles, Rig
from grandstand.replay.rig_file import check_rig

FILE_BYTES_MAX = 16 * 1024 * 1024
CAMERA_MODELS = ("OPENCV", "PINHOLE", "SIMPLE_PINHOLE")
FLIP = np.diag([1.0, -1.0, -1.0])
"""From OpenGL's axes of a camera to ours, and back."""

Matrix = tuple[tuple[float, float, float, float], ...]


class Lens(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the file says once for all pictures, or for each."""

    camera_model: str | None = None
    w: int | None = None
    h: int | None = None
    fl_x: float | None = None
    fl_y: float | None = None
    cx: float | None = None
    cy: float | None = None
    k1: float | None = None
    k2: float | None = None
    k3: float | None = None
    k4: float | None = None
    p1: float | None = None
    p2: float | None = None


class Frame(Lens, frozen=True, kw_only=True):
    file_path: str
    transform_matrix: Matrix


class Transforms(Lens, frozen=True, kw_only=True):
    frames: tuple[Frame, ...]


def read_nerfstudio(path: Path, name: str, volume: Box, *, fps: float = 25.0) -> Rig:
    """The rig of a transforms.json; a camera is named after its picture.

    Raises:
        BadRig: names the picture and what is wrong with it, or what the checks of a rig found.
    """
    if path.stat().st_size > FILE_BYTES_MAX:
        raise BadRig(f"{path.name} has more than {FILE_BYTES_MAX} bytes. Export fewer pictures.")
    try:
        transforms = msgspec.json.decode(path.read_bytes(), type=Transforms)
    except msgspec.DecodeError as error:
        raise BadRig(f"{path.name} cannot be read: {error}.") from error
    rig = Rig(name, tuple(_camera(frame, transforms, fps) for frame in transforms.frames), volume)
    check_rig(rig)
    return rig


def write_nerfstudio(rig: Rig, path: Path) -> None:
    """Write a transforms.json with a picture `<id>.png` for each camera."""
    check_rig(rig)
    transforms = Transforms(camera_model="OPENCV", frames=tuple(_frame(camera) for camera in rig.cameras))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(transforms), indent=2) + b"\n")


def _frame(camera: Camera) -> Frame:
    pose = np.eye(4)
    pose[:3, :3] = camera.rotation.T @ FLIP
    pose[:3, 3] = camera.centre
    (fx, _, cx), (_, fy, cy), _ = camera.intrinsics.tolist()
    k1, k2, p1, p2, k3 = camera.distortion
    return Frame(
        file_path=f"{camera.id}.png",
        transform_matrix=tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in pose),
        w=camera.width,
        h=camera.height,
        fl_x=fx,
        fl_y=fy,
        cx=cx,
        cy=cy,
        k1=k1,
        k2=k2,
        k3=k3,
        p1=p1,
        p2=p2,
    )


def _camera(frame: Frame, shared: Transforms, fps: float) -> Camera:
    lens = Lens(**{name: _said(name, frame, shared) for name in Lens.__struct_fields__})
    _check_lens(frame, lens)
    assert lens.w is not None
    assert lens.h is not None
    assert lens.fl_x is not None
    fy = lens.fl_x if lens.fl_y is None else lens.fl_y
    cx = lens.w / 2 if lens.cx is None else lens.cx
    cy = lens.h / 2 if lens.cy is None else lens.cy
    rotation, translation = _pose(frame)
    return Camera(
        id=CameraId(PurePosixPath(frame.file_path).stem),
        width=lens.w,
        height=lens.h,
        intrinsics=np.array([[lens.fl_x, 0, cx], [0, fy, cy], [0, 0, 1]], np.float64),
        rotation=rotation,
        translation=translation,
        distortion=(lens.k1 or 0.0, lens.k2 or 0.0, lens.p1 or 0.0, lens.p2 or 0.0, lens.k3 or 0.0),
        fps=fps,
    )


def _said(name: str, frame: Frame, shared: Transforms) -> Any:
    """What the picture says of itself, or else what the file says of all."""
    of_frame = getattr(frame, name)
    return getattr(shared, name) if of_frame is None else of_frame


def _check_lens(frame: Frame, lens: Lens) -> None:
    if lens.camera_model is not None and lens.camera_model not in CAMERA_MODELS:
        raise BadRig(
            f"Picture {frame.file_path!r}: the camera model {lens.camera_model!r} cannot be said by OpenCV's "
            f"five. Use one of {', '.join(CAMERA_MODELS)}."
        )
    if lens.k4:
        raise BadRig(f"Picture {frame.file_path!r}: k4 = {lens.k4!r} must be 0. Calibrate with the model OPENCV.")
    for name in ("w", "h", "fl_x"):
        if getattr(lens, name) is None:
            raise BadRig(f"Picture {frame.file_path!r}: {name!r} is said neither for it nor for all.")


def _pose(frame: Frame) -> tuple[Doubles, Doubles]:
    """R and t of the matrix that leads from the camera, as OpenGL has it, to the world."""
    pose = np.array(frame.transform_matrix)
    if pose.shape != (4, 4) or pose[3].tolist() != [0.0, 0.0, 0.0, 1.0]:
        raise BadRig(
            f"Picture {frame.file_path!r}: transform_matrix must have 4 rows of 4, the last [0, 0, 0, 1]; "
            f"found {pose.tolist()!r}."
        )
    rotation = (pose[:3, :3] @ FLIP).T
    return rotation, -rotation @ pose[:3, 3]
