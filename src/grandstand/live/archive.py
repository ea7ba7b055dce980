"""Messages out of files, folders, zip and tar archives, one at a time, in the order of their names.

Nothing is unpacked to disk, and a member is read up to the size of a message: an archive that would unpack to
more than it says costs no more than that.
"""

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from grandstand.live.envelope import MESSAGE_BYTES_MAX
from grandstand.live.errors import ArchiveInvalid

MEMBERS_MAX = 2_000_000
"""Members of one archive."""
SUFFIXES = {".xml"}
BATCH_BYTES = 8 * 1024 * 1024
"""A batch that has become so long is handed over."""


class Found(NamedTuple):
    """A message and where it was; one that is too large is cut one byte above the limit."""

    name: str
    body: bytes


def find_messages(path: Path) -> Iterator[Found]:
    """Every message at the path: the file itself, the members of an archive, or all of that below a folder.

    In folders and archives only names that end in `.xml` are read; in folders archives as well.

    Raises:
        ArchiveInvalid: there is nothing at the path, or it cannot be read.
    """
    try:
        if path.is_dir():
            for each in sorted(path.rglob("*")):
                if each.is_file() and (each.suffix.lower() in SUFFIXES or _is_archive(each)):
                    yield from find_messages(each)
        elif zipfile.is_zipfile(path):
            yield from _zipped(path)
        elif tarfile.is_tarfile(path):
            yield from _tarred(path)
        else:
            with path.open("rb") as file:
                yield Found(str(path), _read(file))
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, RuntimeError) as error:
        raise ArchiveInvalid(f"{str(path)!r} cannot be read: {error}.") from None


def batches(messages: Iterator[Found], most: int) -> Iterator[list[Found]]:
    """The messages in the same order, `most` at a time, or fewer where they are long."""
    batch: list[Found] = []
    size = 0
    for found in messages:
        batch.append(found)
        size += len(found.body)
        if len(batch) == most or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() in {".zip", ".tar", ".tgz", ".gz", ".xz", ".bz2"} and (
        zipfile.is_zipfile(path) or tarfile.is_tarfile(path)
    )


def _zipped(path: Path) -> Iterator[Found]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in sorted(archive.namelist()) if Path(name).suffix.lower() in SUFFIXES]
        _check_count(path, len(names))
        for name in names:
            with archive.open(name) as member:
                yield Found(f"{path}:{name}", _read(member))


def _tarred(path: Path) -> Iterator[Found]:
    # In the order of the archive: a compressed one can only be read from its beginning.
    with tarfile.open(path) as archive:
        for count, member in enumerate(archive):
            _check_count(path, count)
            if member.isfile() and Path(member.name).suffix.lower() in SUFFIXES:
                file = archive.extractfile(member)
                assert file is not None
                yield Found(f"{path}:{member.name}", _read(file))


def _read(file: IO[bytes]) -> bytes:
    return file.read(MESSAGE_BYTES_MAX + 1)


def _check_count(path: Path, count: int) -> None:
    if count > MEMBERS_MAX:
        raise ArchiveInvalid(f"{str(path)!r} has more than {MEMBERS_MAX} members.")
