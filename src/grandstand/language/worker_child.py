"""The process that embeds: `python -m grandstand.language.worker_child e5-small-q4 use-m3`. Worker.py starts it.

It reads a batch from its input and writes the vectors to its output, one after the other, until its input ends:
so it ends with whoever started it, however that one ended. A frame is its length in four bytes and MessagePack.
"""

import os
import signal
import struct
import sys
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from grandstand.language.embedders import Embedder, open_embedder
from grandstand.language.errors import EmbedderMissing

LENGTH = struct.Struct("<I")
FRAME_BYTES_MAX = 16 * 1024 * 1024
"""A longer frame is none: somebody else writes on this pipe."""
WARM_UP = "Where is gate 4?"


class Ready(msgspec.Struct, frozen=True):
    """What the process can do, once it has done it once."""

    dimensions: dict[str, int]
    missing: dict[str, str]
    """Why the others cannot be used here."""


class Asked(msgspec.Struct, frozen=True):
    name: str
    is_query: bool
    texts: list[str]


class Embedded(msgspec.Struct, frozen=True):
    """Rows of float32, one after the other; or why there are none."""

    rows: bytes
    problem: str | None = None


def main(names: Sequence[str]) -> None:
    """Serve until the input ends."""
    # Ctrl+C reaches every process of a terminal; this one ends when its parent is done with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    frames_out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a model prints must not get between the frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        _serve(names, sys.stdin.buffer, frames_out)
    except BrokenPipeError:
        # Nobody waits for the answer any more. There is nothing to flush at the end either.
        os._exit(0)


def _serve(names: Sequence[str], asked: BinaryIO, answered: BinaryIO) -> None:
    embedders, missing = _opened(names)
    _write(answered, Ready({name: each.dimensions for name, each in embedders.items()}, missing))
    while frame := _read(asked):
        batch = msgspec.msgpack.decode(frame, type=Asked)
        _write(answered, _embedded(embedders[batch.name], batch))


def _opened(names: Sequence[str]) -> tuple[dict[str, Embedder], dict[str, str]]:
    opened: dict[str, Embedder] = {}
    missing: dict[str, str] = {}
    for name in names:
        try:
            opened[name] = open_embedder(name)
        except EmbedderMissing as error:
            missing[name] = str(error)
        else:
            opened[name].queries([WARM_UP])
    return opened, missing


def _embedded(embedder: Embedder, batch: Asked) -> Embedded:
    embed = embedder.queries if batch.is_query else embedder.passages
    try:
        return Embedded(embed(batch.texts).tobytes())
    except Exception as error:  # noqa: BLE001 (whatever a model cannot do with a text, the next text is served)
        return Embedded(b"", f"{type(error).__name__}: {error}")


def _read(source: BinaryIO) -> bytes:
    """The next frame; empty when there is none any more."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(head)
    assert length <= FRAME_BYTES_MAX, f"a frame of {length} bytes"
    return source.read(length)


def _write(target: BinaryIO, message: msgspec.Struct) -> None:
    target.write(framed(message))
    target.flush()


def framed(message: msgspec.Struct) -> bytes:
    """The message as it travels."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body


if __name__ == "__main__":
    main(sys.argv[1:])
