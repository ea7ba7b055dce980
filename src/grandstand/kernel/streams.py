"""Bytes that come piece by piece from somebody else, who may never stop."""

from collections.abc import AsyncIterable


async def whole(pieces: AsyncIterable[bytes], bytes_max: int, too_long: Exception) -> bytes:
    """All of it; no more than one piece beyond `bytes_max` is ever kept.

    Args:
        pieces: as they come.
        bytes_max: how much is taken.
        too_long: what is raised where there is more.
    """
    body = bytearray()
    async for piece in pieces:
        body += piece
        if len(body) > bytes_max:
            raise too_long
    return bytes(body)
