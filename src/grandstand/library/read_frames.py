"""What the reading process sends: frames of MessagePack, each behind its length."""

from typing import BinaryIO

import msgspec

from grandstand.library.file_types import Outline, Reading
from grandstand.library.models import Page, Verdict

HEADER = 4
"""Bytes of the length."""
FRAME_BYTES_MAX = 64 * 1024 * 1024
NOT_INSTALLED = 3
"""The code that the process ends with where the extra is missing."""


class PageRead(msgspec.Struct, frozen=True, tag_field="frame", tag="page"):
    page: Page


class Failure(msgspec.Struct, frozen=True, tag_field="frame", tag="failure"):
    """Why there are no more frames."""

    verdict: Verdict
    detail: str


class Passed(msgspec.Struct, frozen=True, tag_field="frame", tag="passed"):
    """A page that is not asked for was read once more, for the outline and for the pages after it."""


Frame = Reading | PageRead | Passed | Outline | Failure

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame)


def send(stream: BinaryIO, frame: Frame) -> None:
    body = _encoder.encode(frame)
    stream.write(len(body).to_bytes(HEADER, "little") + body)
    stream.flush()


def decode(body: bytes) -> Frame:
    return _decoder.decode(body)
