"""What the renderer is asked and what it answers: MessagePack behind its length."""

from typing import TypeVar

import msgspec

HEADER = 4
"""Bytes of the length."""
PICTURE_BYTES_MAX = 32 * 1024 * 1024
WIDTH_PX_MAX = 2_400
"""The widest picture that can be asked for."""


class Asked(msgspec.Struct, frozen=True, array_like=True):
    path: str
    page: int
    width_px: int


class Drawn(msgspec.Struct, frozen=True, array_like=True):
    """A picture, or why there is none."""

    picture: bytes = b""
    error: str = ""


Frame = TypeVar("Frame", Asked, Drawn)


def encode(frame: Asked | Drawn) -> bytes:
    body = msgspec.msgpack.encode(frame)
    return len(body).to_bytes(HEADER, "little") + body


def decode(body: bytes, kind: type[Frame]) -> Frame:
    return msgspec.msgpack.decode(body, type=kind)
