"""Files that somebody asked for: they appear under their name when they are complete."""

import os
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grandstand.kernel.errors import RequestInvalid


def check_absent(paths: Iterable[Path], *, replace: bool, place: str = "--to", force: str = "--overwrite") -> None:
    """Refuse to replace files, unless it was said that they may be.

    Args:
        paths: what is to be written.
        replace: whether it was said.
        place: the option that names where to write.
        force: the option that says it.
    """
    if there := next((path for path in paths if not replace and path.exists()), None):
        raise RequestInvalid(f"{str(there)!r} is there already; name another place with {place}, or say {force}.")


async def write_whole(path: Path, pieces: AsyncIterator[bytes]) -> None:
    """Write the pieces to a file, synced before it has its name.

    Raises:
        RequestInvalid: it cannot be written.
    """
    with _part_of(path) as part, part.open("wb") as file:
        async for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        RequestInvalid: it cannot be written.
    """
    with _part_of(path) as part:
        part.write_bytes(content)


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """Where to write what gets its name at the end, or is taken away."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise RequestInvalid(f"{str(path)!r} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
