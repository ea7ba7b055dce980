"""Files that a command writes: they appear under their name when they are complete."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

from grandstand.kernel.errors import RequestInvalid


def check_absent(path: Path, *, overwrite: bool) -> None:
    """Refuse to replace a file, unless it was said that it may be."""
    if path.exists() and not overwrite:
        raise RequestInvalid(f"{str(path)!r} is there already; name another file with --to, or say --overwrite.")


async def write_whole(path: Path, pieces: AsyncIterator[bytes]) -> None:
    """Write the pieces to a file, synced before it has its name.

    Raises:
        RequestInvalid: it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            async for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise RequestInvalid(f"{str(path)!r} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8.

    Raises:
        RequestInvalid: it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise RequestInvalid(f"{str(path)!r} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
