"""A recorded session looked at before anybody needs it: what is wrong with each camera, and what to do."""

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from pathlib import Path

import msgspec

from grandstand.replay.aim import shared_place
from grandstand.replay.errors import BadRig, NotKept, RecordingUnreadable, ReplayError
from grandstand.replay.footage import Footage, footage_of
from grandstand.replay.ingest.alignment import ClockKind
from grandstand.replay.ingest.health import DRIFT_S_MAX
from grandstand.replay.ingest.session import RIG_FILE, SUFFIXES, Session, video_path
from grandstand.replay.installed import require_installed
from grandstand.replay.models import CAMERAS_MIN, Camera, Rig
from grandstand.replay.rig_faults import faults_of
from grandstand.replay.rig_file import ID, rig_of

FPS_WITHIN = 0.01
"""How far the pictures a second may be from what rig.json says, as a part of them."""
STRAYS_MAX = 20
"""Files without a camera that are named."""

Span = tuple[float, float]
Tell = Callable[[int, int], None]
"""Is told how many of how many cameras were looked at."""


class Fault(msgspec.Struct, frozen=True):
    """Something to put right. `is_fatal`: the camera cannot be used; else it is, and the replay may suffer."""

    what: str
    is_fatal: bool


class CameraReport(msgspec.Struct, frozen=True, kw_only=True):
    """One camera of the rig; what is None could not be read.

    Args:
        from_s, until_s: the rig's time of its first and of its last picture.
        clock: `timecode` or `timestamps`.
    """

    id: str
    file: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None
    pictures: int = 0
    from_s: float | None = None
    until_s: float | None = None
    clock: str | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def is_usable(self) -> bool:
        return not any(fault.is_fatal for fault in self.faults)

    @property
    def span_s(self) -> Span | None:
        return None if self.from_s is None or self.until_s is None else (self.from_s, self.until_s)


class SessionReport(msgspec.Struct, frozen=True, kw_only=True):
    """A session as it was found.

    Args:
        rig: its name; None where rig.json cannot be read.
        usable: how many cameras can be used.
        from_s, until_s: the time of which CAMERAS_MIN of these have pictures, or all where they are fewer.
        strays: videos that belong to no camera of the rig.
        reason: why no replay can be made; None where one can.
    """

    rig: str | None
    cameras: tuple[CameraReport, ...]
    usable: int
    from_s: float | None
    until_s: float | None
    strays: tuple[str, ...]
    reason: str | None


def inspect_session(folder: Path, tell: Tell = lambda _done, _of: None) -> SessionReport:
    """What is in a folder, every file read to its end.

    Raises:
        ReplayNotInstalled: the extra `replay` is missing.
    """
    require_installed()
    try:
        rig = rig_of((folder / RIG_FILE).read_bytes())
    except OSError as error:
        return _unreadable(f"{str(folder / RIG_FILE)!r} cannot be read: {error.strerror}. It says the cameras.")
    except BadRig as error:
        return _unreadable(str(error))
    reports = []
    for done, (camera, faults) in enumerate(zip(rig.cameras, faults_of(rig), strict=True)):
        tell(done, len(rig.cameras))
        reports.append(_report(folder, camera, [Fault(what, is_fatal=True) for what in faults]))
    tell(len(reports), len(rig.cameras))
    reports, span_s = _in_time(_of_one_clock(reports))
    return _judged(folder, rig, reports, span_s)


def _unreadable(reason: str) -> SessionReport:
    return SessionReport(rig=None, cameras=(), usable=0, from_s=None, until_s=None, strays=(), reason=reason)


def _report(folder: Path, camera: Camera, faults: list[Fault]) -> CameraReport:
    path = video_path(folder, camera.id) if ID.fullmatch(camera.id) else None
    if path is None:
        expected = f"{camera.id}{SUFFIXES[0]}"
        missing = Fault(f"Has no file. Put {expected!r} beside rig.json, or do without it.", is_fatal=True)
        return CameraReport(id=camera.id, faults=(*faults, missing))
    try:
        found = footage_of(path, camera)
    except (RecordingUnreadable, NotKept) as error:
        return CameraReport(id=camera.id, file=path.name, faults=(*faults, Fault(str(error), is_fatal=True)))
    return CameraReport(
        id=camera.id,
        file=path.name,
        width_px=found.width,
        height_px=found.height,
        fps=round(found.fps, 3),
        pictures=found.pictures,
        from_s=found.from_s,
        until_s=found.until_s,
        clock=found.clock.value,
        faults=(*faults, *_faults(found, camera)),
    )


def _faults(found: Footage, camera: Camera) -> list[Fault]:
    faults = []
    if (found.width, found.height) != (camera.width, camera.height):
        what = (
            f"Its pictures are {found.width} x {found.height}, its calibration is for {camera.width} x "
            f"{camera.height}. Record in that size, or calibrate it in this one."
        )
        faults.append(Fault(what, is_fatal=True))
    if abs(found.fps - camera.fps) > FPS_WITHIN * camera.fps:
        what = f"Has {found.fps:.4g} pictures a second, rig.json says {camera.fps:.4g}. Write the right one there."
        faults.append(Fault(what, is_fatal=False))
    if found.pictures < found.announced:
        what = f"Breaks off: {found.pictures} of {found.announced} pictures are there. Copy the file again."
        faults.append(Fault(what, is_fatal=True))
    elif found.damaged:
        what = f"{found.damaged} of its pictures are damaged. Look at the network, or copy the file again."
        faults.append(Fault(what, is_fatal=False))
    if found.headless:
        what = (
            f"Begins with {found.headless} pictures before its first key frame, which nobody can decode. "
            "Cut it at a key frame."
        )
        faults.append(Fault(what, is_fatal=False))
    if abs(found.drift_s) > DRIFT_S_MAX:
        what = f"Its timestamps run {found.drift_s:+.3f} s off its timecode; that is put right. Look at its clock."
        faults.append(Fault(what, is_fatal=False))
    return faults


def _with(report: CameraReport, what: str, *, is_fatal: bool) -> CameraReport:
    return msgspec.structs.replace(report, faults=(*report.faults, Fault(what, is_fatal)))


def _of_one_clock(reports: Sequence[CameraReport]) -> list[CameraReport]:
    """Tell those without timecode among those that have it: there is nothing that aligns the two."""
    coded = sum(report.clock == ClockKind.TIMECODE for report in reports)
    what = (
        f"Has no timecode, {coded} others have. Only offset_s of rig.json aligns it: give it timecode, "
        "or look whether its pictures fit the others'."
    )
    return [
        _with(report, what, is_fatal=False) if coded and report.clock == ClockKind.TIMESTAMPS else report
        for report in reports
    ]


def _in_time(reports: list[CameraReport]) -> tuple[list[CameraReport], Span | None]:
    """Tell those that were not recorded while the most others were; and when enough of these were."""
    spans = {number: span for number, report in enumerate(reports) if report.is_usable and (span := report.span_s)}
    if not spans:
        return reports, None
    together = _together(spans)
    needed = min(len(together), CAMERAS_MIN)
    from_s = sorted(spans[each][0] for each in together)[needed - 1]
    until_s = sorted((spans[each][1] for each in together), reverse=True)[needed - 1]
    judged = list(reports)
    for number in spans.keys() - together:
        own_from_s, own_until_s = spans[number]
        what = (
            f"Its pictures are from {own_from_s:.2f} to {own_until_s:.2f} s, those of {len(together)} others from "
            f"{from_s:.2f} to {until_s:.2f} s. Put its offset_s in rig.json right, or its timecode."
        )
        judged[number] = _with(judged[number], what, is_fatal=True)
    return judged, (from_s, until_s)


def _together(spans: Mapping[int, Span]) -> frozenset[int]:
    """The most that have pictures of one and the same instant."""
    instants = sorted({from_s for from_s, _ in spans.values()})
    at = (
        frozenset(number for number, (from_s, until_s) in spans.items() if from_s <= instant <= until_s)
        for instant in instants
    )
    return max(at, key=len)


def _strays(folder: Path, rig: Rig) -> tuple[str, ...]:
    known = {camera.id for camera in rig.cameras}
    paths = (path for path in folder.iterdir() if path.suffix in SUFFIXES and path.stem not in known)
    return tuple(sorted(path.name for path in paths))[:STRAYS_MAX]


def _judged(folder: Path, rig: Rig, reports: list[CameraReport], span_s: Span | None) -> SessionReport:
    usable = sum(report.is_usable for report in reports)
    reason = _reason(folder, usable)
    if reason is None:
        reports, reason = _aimed(rig, reports)
    return SessionReport(
        rig=rig.name,
        cameras=tuple(reports),
        usable=usable,
        from_s=None if span_s is None else span_s[0],
        until_s=None if span_s is None else span_s[1],
        strays=_strays(folder, rig),
        reason=reason,
    )


def _reason(folder: Path, usable: int) -> str | None:
    try:
        session = Session(folder)
        if usable < CAMERAS_MIN:
            return f"{usable} of {len(session.rig.cameras)} cameras can be used, {CAMERAS_MIN} are needed."
        # The very thing that a take begins with.
        session.span_s()
    except ReplayError as error:
        return str(error)
    return None


def _aimed(rig: Rig, reports: list[CameraReport]) -> tuple[list[CameraReport], str | None]:
    """Tell the usable cameras that look past where the most look; and why these are too few, if they are."""
    cameras = list(compress(rig.cameras, (report.is_usable for report in reports)))
    place, looking = shared_place(cameras, rig.volume)
    where = ", ".join(f"{value:.1f}" for value in place)
    what = (
        f"Does not have ({where}) m in its picture, where {sum(looking)} others look. "
        "Does it stand where it was calibrated?"
    )
    past = {camera.id for camera, looks in zip(cameras, looking, strict=True) if not looks}
    told = [_with(each, what, is_fatal=False) if each.id in past else each for each in reports]
    if sum(looking) >= CAMERAS_MIN:
        return told, None
    return told, (
        f"At most {sum(looking)} cameras look at the same place of the volume, {CAMERAS_MIN} are needed. "
        "Are calibration and volume of the same venue?"
    )
