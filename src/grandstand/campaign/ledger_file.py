"""A ledger file as its parts: document, published heads, stretches of batches, end.

Read from front to back in pieces of a few megabytes; how the parts hang together is the question of verify.py.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from grandstand.campaign.chain import HEADER_BYTES_MAX, LineInvalid
from grandstand.campaign.errors import LedgerInvalid
from grandstand.campaign.ledger import (
    DOCUMENT_BYTES_MAX,
    FIRST_LINE,
    LINE_LENGTH_MAX,
    PUBLISHED_MAX,
    parse_document,
    parse_ending,
    parse_published,
)
from grandstand.campaign.ledger_segment import place_at
from grandstand.campaign.models import PublishedHead

STRETCH_BYTES = 2**23
"""Longer than the longest batch, so that a stretch has one at least."""
SHOWN_BYTES = 80


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole batches of one lane that follow each other in the file, with the heads published of them."""

    offset: int
    size: int
    lane: int
    batches: int
    published: dict[int, list[PublishedHead]]


@contextmanager
def opened(path: Path | str) -> Iterator[BinaryIO]:
    """The file for reading.

    Raises:
        LedgerInvalid: it cannot be read, or is not a file.
    """
    path = Path(path)
    try:
        # A pipe is not opened at all: that would wait for somebody who writes.
        if not path.is_file():
            raise LedgerInvalid(f"There is no file {str(path)!r}.")
        file = path.open("rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise LedgerInvalid(f"{str(path)!r} cannot be read: {reason}.") from None
    with file:
        yield file


class LedgerFile:
    """What stands around the batches is read at once, the batches by `stretches`.

    `published` has the heads of batches that `stretches` has not come to: what is left there at the end are heads
    of batches that do not exist. `sha256` is that of everything before the last line, complete at the end.

    Raises:
        LineInvalid: one of the lines is not what must stand at its place.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size
        self._stop = self._find_ending()
        self._digest = hashlib.sha256()
        self._at = 0
        self._lane = 0
        file.seek(0)
        if (first := self._line(len(FIRST_LINE))) != FIRST_LINE:
            raise LineInvalid(f"A ledger begins with {FIRST_LINE!r}, this file with {first!r}.")
        self.document = parse_document(self._line(DOCUMENT_BYTES_MAX + 1))
        self.published: dict[tuple[int, int], list[PublishedHead]] = {}
        self.published_count = 0
        self._rest = self._read_published()

    def stretches(self) -> Iterator[Stretch]:
        """The batches from front to back, cut where the lane changes and after STRETCH_BYTES."""
        data, offset = self._rest, self._at - len(self._rest)
        while data or self._at < self._stop:
            data += self._read(min(STRETCH_BYTES, self._stop - self._at))
            used = 0
            for stretch in self._cut(data, offset):
                used += stretch.size
                yield stretch
            data, offset = data[used:], offset + used

    @property
    def sha256(self) -> bytes:
        return self._digest.digest()

    def _cut(self, data: bytes, offset: int) -> Iterator[Stretch]:
        """The whole batches in `data`, as stretches; what is left over is the beginning of one."""
        start = at = batches = 0
        lane: int | None = None
        published: dict[int, list[PublishedHead]] = {}
        is_all = self._at >= self._stop
        while at < len(data):
            place = place_at(data, at)
            if place is None and (is_all or len(data) - at >= HEADER_BYTES_MAX):
                raise LineInvalid(f"Byte {offset + at}: no batch begins here: {data[at : at + SHOWN_BYTES]!r}.")
            if place is not None and place.end > len(data) and is_all:
                raise LineInvalid(f"Byte {offset + at}: the claims of this batch are missing, or some of them.")
            if place is None or place.end > len(data):
                break
            if place.lane < self._lane:
                raise LineInvalid(f"Byte {offset + at}: lane {place.lane} comes after lane {self._lane}.")
            self._lane = place.lane
            if place.lane != lane and lane is not None:
                yield Stretch(offset + start, at - start, lane, batches, published)
                start, batches, published = at, 0, {}
            lane, at, batches = place.lane, place.end, batches + 1
            if self.published and (heads := self.published.pop((place.lane, place.batch), None)):
                published[place.batch] = heads
        if lane is not None:
            yield Stretch(offset + start, at - start, lane, batches, published)

    def _find_ending(self) -> int:
        """Where the last line begins."""
        self._file.seek(max(0, self.size - LINE_LENGTH_MAX))
        tail = self._file.read(LINE_LENGTH_MAX)
        begin = tail.rfind(b"\n", 0, -1) + 1
        self.ending = parse_ending(tail[begin:])
        return self.size - (len(tail) - begin)

    def _read_published(self) -> bytes:
        """Read the published heads; returns what was read of the first line after them."""
        while self._at < self._stop:
            line = self._line(LINE_LENGTH_MAX)
            if not line.startswith(b"published "):
                return line
            self.published_count += 1
            if self.published_count > PUBLISHED_MAX:
                raise LineInvalid(f"A ledger that can be checked has at most {PUBLISHED_MAX} published heads.")
            head = parse_published(line)
            self.published.setdefault((head.lane, head.batch), []).append(head)
        return b""

    def _line(self, length_max: int) -> bytes:
        """Up to the next newline, but not into the last line of the file."""
        return self._covered(self._file.readline(min(length_max, self._stop - self._at)))

    def _read(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) < size:
            raise LineInvalid("The file has become shorter while it was read.")
        return self._covered(data)

    def _covered(self, data: bytes) -> bytes:
        self._digest.update(data)
        self._at += len(data)
        return data
