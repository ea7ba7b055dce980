"""A take as a folder of files, made here and now from a recorded session: no server, no database, no desk."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.files import check_absent
from grandstand.replay.errors import NotKept, SessionUnknown
from grandstand.replay.ingest.session import RIG_FILE, Session
from grandstand.replay.installed import require_installed
from grandstand.replay.making import Progress, Renderer, TakeRenderer
from grandstand.replay.rig_formats import FORCE, PLACE
from grandstand.replay.takes import MEDIA_TYPES, FileTold, Order, Provenance, check_order

PROVENANCE = "provenance.json"

Tell = Callable[[str, float], None]
"""Is told the step that is done now, and which part of all is behind, 0 to 1."""


class FolderTake(msgspec.Struct, frozen=True, kw_only=True):
    """What was made, as provenance.json says it."""

    order: Order
    files: tuple[FileTold, ...]
    provenance: Provenance


class _Told(Progress):
    """A Progress whose maker and watcher are one and the same."""

    def __init__(self, told: Tell) -> None:
        super().__init__()
        self._told = told

    def tell(self, step: str, part: float) -> None:
        super().tell(step, part)
        self._told(step, part)


def make_take(
    session: Path,
    order: Order,
    out: Path,
    *,
    replace: bool = False,
    tell: Tell = lambda _step, _part: None,
    render: Renderer | None = None,
) -> FolderTake:
    """Make a take of a session's folder; `out` gets all of its files and provenance.json, or is left as it was.

    Args:
        session: its folder.
        order: what is wanted; its own `session` is only told.
        out: the folder to write into.
        replace: whether files of an earlier take in `out` may go.
        tell: is told how far it is.
        render: what makes the files; the product's own.

    Raises:
        RequestInvalid: the order cannot be, `out` has a take already, or cannot be written to.
        SessionUnknown, BadRig, NotKept: there is no such session, or nothing of the instant in it.
        NoSubject, TooFewCameras, RecordingUnreadable: nothing can be shown of the instant.
        ReplayNotInstalled: the extra `replay` is missing.
    """
    require_installed()
    check_order(order)
    known = [out / name for name in (*MEDIA_TYPES, PROVENANCE)]
    check_absent(known, replace=replace, place=PLACE, force=FORCE)
    material = _opened(session)
    _check_instants(material, order)
    try:
        with _ready(out), tempfile.TemporaryDirectory(prefix=".take-", dir=out) as scratch:
            made = _made(material, order, Path(scratch), _Told(tell), render or TakeRenderer())
            for path in known:
                path.unlink(missing_ok=True)
            for path in Path(scratch).iterdir():
                path.replace(out / path.name)
    except OSError as error:
        raise RequestInvalid(f"{str(out)!r} cannot be written to: {error.strerror}.") from error
    return made


@contextmanager
def _ready(folder: Path) -> Iterator[None]:
    """A folder that is there; one that was not goes again where nothing is made."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new:
            folder.rmdir()
        raise


def _opened(folder: Path) -> Session:
    if not (folder / RIG_FILE).is_file():
        raise SessionUnknown(f"{str(folder)!r} is no recorded session: it has no {RIG_FILE}.")
    return Session(folder)


def _check_instants(session: Session, order: Order) -> None:
    from_s, until_s = session.span_s()
    for instant_s in order.instants_s:
        if not from_s <= instant_s <= until_s:
            raise NotKept(
                f"The session reaches from {from_s:.2f} to {until_s:.2f} s; {instant_s:.2f} s is not in it."
            )


def _made(session: Session, order: Order, folder: Path, progress: Progress, render: Renderer) -> FolderTake:
    provenance = render(order, session, folder, progress)
    files = sorted((path.name, path.stat().st_size) for path in progress.take_ready())
    made = FolderTake(
        order=order, files=tuple(FileTold(name, size) for name, size in files), provenance=provenance
    )
    (folder / PROVENANCE).write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
    return made
