"""The camera wall: what each camera of a session shows at an instant, as small pictures."""

import asyncio
from collections import OrderedDict
from typing import NamedTuple

import msgspec

from grandstand.kernel.auth import Principal, require_role
from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.replay.ingest.session import Edition, Session
from grandstand.replay.installed import require_installed
from grandstand.replay.models import Camera, CameraId
from grandstand.replay.service import READS
from grandstand.replay.session_shelf import SessionShelf

WALL_WIDTHS_PX = (160, 320, 640)
WALL_PICTURES_KEPT_MAX = 512
"""Pictures that one process keeps; together some 10 MB."""
DECODING_MAX = 2
"""Pictures that are decoded at the same time in one process."""
WALL_WAITING_MAX = 96
"""Pictures that wait to be decoded: four walls of 24 cameras."""
COME_AGAIN_S = 1.0
JPEG_QUALITY = 82
INSTANT_STEP_S = 0.001
"""Instants nearer to each other than this are the same one."""


class WallCamera(msgspec.Struct, frozen=True, kw_only=True):
    """A camera; `residual_px` of its calibration, where that is known."""

    id: str
    width_px: int
    height_px: int
    residual_px: float | None


class SessionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded session: from when until when, in the rig's time, and its cameras."""

    name: str
    rig: str
    from_s: float
    until_s: float
    fps: float
    cameras: tuple[WallCamera, ...]


class _Wanted(NamedTuple):
    session: str
    edition: Edition
    """A session that was replaced shows other pictures."""
    camera: str
    step: int
    width_px: int


class _Opened(NamedTuple):
    name: str
    edition: Edition
    session: Session


class CameraWall:
    """One for each process.

    Args:
        shelf: the recorded sessions.
    """

    def __init__(self, shelf: SessionShelf) -> None:
        self._shelf = shelf
        self._kept: OrderedDict[_Wanted, bytes] = OrderedDict()
        self._decoding = asyncio.Semaphore(DECODING_MAX)
        self._waiting = 0
        self._last: _Opened | None = None

    async def session(self, viewer: Principal, name: str) -> SessionTold:
        """What there is to look at.

        Raises:
            Forbidden: she neither makes replays nor looks after them.
            SessionUnknown, BadRig, NotKept: there is no such session, or nothing in it.
        """
        require_role(viewer, *READS)
        return await asyncio.to_thread(self._told, name)

    async def picture(self, viewer: Principal, name: str, camera: str, at_s: float, width_px: int) -> bytes:
        """What a camera shows at an instant of the rig's time, as JPEG.

        Raises:
            Forbidden: she neither makes replays nor looks after them.
            SessionUnknown, BadRig: there is no such session.
            NotKept: there is no such camera in it, or no picture of the instant.
            RecordingUnreadable: the camera's file is no video, or breaks off.
            Overloaded: too many pictures are waited for.
        """
        require_role(viewer, *READS)
        if width_px not in WALL_WIDTHS_PX:
            raise RequestInvalid(f"width = {width_px}: one of {WALL_WIDTHS_PX}.")
        edition = await asyncio.to_thread(self._shelf.edition, name)
        wanted = _Wanted(name, edition, camera, round(at_s / INSTANT_STEP_S), width_px)
        if wanted in self._kept:
            self._kept.move_to_end(wanted)
            return self._kept[wanted]
        if self._waiting >= WALL_WAITING_MAX:
            raise Overloaded(f"{WALL_WAITING_MAX} pictures are waited for.", retry_after_s=COME_AGAIN_S)
        self._waiting += 1
        try:
            async with self._decoding:
                found = await asyncio.to_thread(self._picture, wanted)
        finally:
            self._waiting -= 1
        self._kept[wanted] = found
        if len(self._kept) > WALL_PICTURES_KEPT_MAX:
            self._kept.popitem(last=False)
        return found

    def _opened(self, name: str) -> Session:
        """The session, read anew only where another one was looked at before or its rig.json is another one."""
        # Before it is read: what is replaced in between is read again the next time.
        edition = self._shelf.edition(name)
        last = self._last
        if last is None or (last.name, last.edition) != (name, edition):
            last = self._last = _Opened(name, edition, self._shelf.open(name))
        return last.session

    def _told(self, name: str) -> SessionTold:
        session = self._opened(name)
        from_s, until_s = session.span_s()
        cameras = session.rig.cameras
        return SessionTold(
            name=name,
            rig=session.rig.name,
            from_s=from_s,
            until_s=until_s,
            fps=cameras[0].fps,
            cameras=tuple(_camera(each) for each in cameras),
        )

    def _picture(self, wanted: _Wanted) -> bytes:
        require_installed()
        import cv2  # noqa: PLC0415 - heavy, and an extra

        found = self._opened(wanted.session).picture(CameraId(wanted.camera), wanted.step * INSTANT_STEP_S)
        height, width = found.shape[:2]
        size = (wanted.width_px, max(1, round(wanted.width_px * height / width)))
        small = cv2.resize(found, size, interpolation=cv2.INTER_AREA)
        _, coded = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        return bytes(coded)


def _camera(camera: Camera) -> WallCamera:
    return WallCamera(id=camera.id, width_px=camera.width, height_px=camera.height, residual_px=camera.residual_px)
