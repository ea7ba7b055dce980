"""A backup on disk: one folder that appears when it is whole, and says by itself whether it still is.

    <name>/
        database.dump    what pg_dump wrote, in its custom format
        manifest.json    what it is: versions, migrations, digests, the books of that instant; written last
        manifest.mac     a MAC of the manifest under the deployment's secret key

The secret key never lies in a backup. The manifest names it by a fingerprint that shows nothing of it.
"""

import errno
import hashlib
import hmac
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from grandstand.kernel.backup.errors import (
    BackupDiskFull,
    BackupError,
    BackupFailed,
    BackupInvalid,
    BackupKeyWrong,
    BackupNewer,
)
from grandstand.kernel.postgres_binaries import FileLock, remove_tree, sync_directory
from grandstand.kernel.sealing import key_fingerprint

FORMAT = "grandstand backup"
FORMAT_VERSION = 1
DUMP, MANIFEST, MAC, LOCK = "database.dump", "manifest.json", "manifest.mac", "lock"
PARTIAL_PREFIX, PARTIAL_SUFFIX = ".grandstand-", ".partial"
MANIFEST_BYTES_MAX = 64 * 1024 * 1024
PIECE_BYTES = 1024 * 1024
MAC_PURPOSE = b"grandstand backup manifest"
DISK_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Tell = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a backup."""

    name: str
    size_bytes: int
    sha256: str


class AppliedMigration(msgspec.Struct, frozen=True, kw_only=True, order=True):
    package: str
    number: int
    digest: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup is; `pools` are the books and heads of the same instant as the dump."""

    format: str
    format_version: int
    made_at: datetime
    grandstand: str
    postgres: str
    programs: str
    key: str
    schema: list[AppliedMigration]
    files: list[StoredFile]
    pools: list[dict[str, Any]]


class _Header(msgspec.Struct, frozen=True):
    """The part of a manifest that every version has."""

    format: str
    format_version: int


@contextmanager
def partial_backup(target: Path) -> Iterator[Path]:
    """A private folder beside `target` that becomes it when the block ends; after an error nothing is left.

    Raises:
        BackupInvalid: something is at `target` already.
        BackupDiskFull: the disk has no room left.
        BackupFailed: the folder above cannot be written to.
    """
    partial: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise BackupInvalid(f"{str(target)!r} exists already; a backup is never written over another file.")
        _remove_abandoned(target.parent)
        partial = Path(tempfile.mkdtemp(prefix=PARTIAL_PREFIX, suffix=PARTIAL_SUFFIX, dir=target.parent))
        lock = FileLock(partial / LOCK)
        lock.acquire()
        yield partial
        (partial / LOCK).unlink()
        sync_directory(partial)
        partial.rename(target)
        sync_directory(target.parent)
    except OSError as error:
        raise explain(error, target.parent) from error
    finally:
        if partial is not None:
            remove_tree(partial)


def _remove_abandoned(folder: Path) -> None:
    """Remove what a backup has left that was killed; one that is being written holds its lock."""
    for partial in folder.glob(f"{PARTIAL_PREFIX}*{PARTIAL_SUFFIX}"):
        # Without the file it was killed before it had the lock, or at the very end.
        lock = FileLock(partial / LOCK)
        if (partial / LOCK).exists() and lock.acquire():
            remove_tree(partial)
        lock.release()


def explain(error: OSError, place: Path) -> BackupError:
    """What the operating system refused, as an error of ours."""
    if error.errno in DISK_FULL_ERRNOS:
        return BackupDiskFull(
            f"The disk is full at {str(place)!r}: {error.strerror}. Free some space or choose another folder; "
            "nothing was left there."
        )
    return BackupFailed(f"{str(place)!r} cannot be used: {error}.")


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A new file of mode 0600, on disk when the block ends."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def write_manifest(folder: Path, manifest: Manifest, key: bytes) -> None:
    """Write the manifest and its MAC; the last thing that a backup needs."""
    text = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    with new_file(folder / MAC) as file:
        file.write(_mac(text, key).encode() + b"\n")
    with new_file(folder / MANIFEST) as file:
        file.write(text)


def read_manifest(folder: Path, key: bytes | None) -> Manifest:
    """The manifest of a backup, proved to be what was written under this key.

    Args:
        folder: the backup.
        key: the deployment's secret key; None where there is none.

    Raises:
        BackupInvalid: the folder is no backup, or its manifest was altered.
        BackupNewer: a later Grandstand has made it.
        BackupKeyWrong: it was made under another key.
    """
    text = _read_small(folder / MANIFEST)
    try:
        header = msgspec.json.decode(text, type=_Header)
    except (msgspec.DecodeError, ValueError):
        header = None
    if header is None or header.format != FORMAT:
        raise BackupInvalid(f"{str(folder)!r} is no backup of Grandstand: its {MANIFEST} is something else.")
    if header.format_version > FORMAT_VERSION:
        raise BackupNewer(
            f"The backup has format {header.format_version}, this program knows {FORMAT_VERSION}. "
            "Restore it with the version of Grandstand that made it, or a later one."
        )
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.DecodeError, ValueError) as error:
        raise BackupInvalid(f"The {MANIFEST} in {str(folder)!r} was altered: {error}.") from None
    _check_key(manifest, key)
    assert key is not None
    if not hmac.compare_digest(_read_small(folder / MAC).strip(), _mac(text, key).encode()):
        raise BackupInvalid(f"The {MANIFEST} in {str(folder)!r} was altered: its MAC does not fit.")
    return manifest


def check_files(folder: Path, manifest: Manifest, tell: Tell) -> None:
    """Pass when every file is there as it was written.

    Raises:
        BackupInvalid: one is missing, cut short or altered.
    """
    if [file.name for file in manifest.files] != [DUMP]:
        raise BackupInvalid(f"The manifest in {str(folder)!r} names other files than {DUMP!r}.")
    for file in manifest.files:
        path = folder / file.name
        try:
            size_bytes = path.stat().st_size
            if size_bytes != file.size_bytes:
                problem = f"it has {size_bytes:,} bytes and was written with {file.size_bytes:,}"
            elif digest_of(path, tell) != file.sha256:
                problem = "its digest is not the one that was written"
            else:
                continue
        except OSError as error:
            problem = str(error)
        raise BackupInvalid(f"{str(path)!r} is not what was backed up: {problem}. Take another backup.")


def digest_of(path: Path, tell: Tell) -> str:
    digest, done = hashlib.sha256(), 0
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
            done += len(piece)
            tell(done, size_bytes)
    return digest.hexdigest()


def _check_key(manifest: Manifest, key: bytes | None) -> None:
    if key is None:
        raise BackupKeyWrong(
            f"The backup was made under the secret key with the fingerprint {manifest.key}, and there is none "
            "here. Set GRANDSTAND_SECRET_KEY, or put the file secret.key into GRANDSTAND_DATA_DIR."
        )
    if key_fingerprint(key) != manifest.key:
        raise BackupKeyWrong(
            f"The backup was made under the secret key with the fingerprint {manifest.key}; the one here has "
            f"{key_fingerprint(key)}. Set GRANDSTAND_SECRET_KEY (or put back the file secret.key) to that one."
        )


def _mac(text: bytes, key: bytes) -> str:
    own_key = hmac.digest(key, MAC_PURPOSE, "sha256")
    return hmac.new(own_key, text, hashlib.sha256).hexdigest()


def _read_small(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            text = file.read(MANIFEST_BYTES_MAX + 1)
    except OSError as error:
        raise BackupInvalid(f"{str(path.parent)!r} is no whole backup: {error}.") from None
    if len(text) > MANIFEST_BYTES_MAX:
        raise BackupInvalid(
            f"{str(path)!r} is longer than {MANIFEST_BYTES_MAX:,} bytes; it is no file of a backup."
        )
    return text
