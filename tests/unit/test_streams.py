"""Bytes that come piece by piece, within a limit."""

from collections.abc import AsyncIterator

import pytest

from grandstand.kernel.streams import whole


class Pieces:
    """Says how many were taken."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            self.taken += 1
            yield piece


@pytest.mark.parametrize("pieces", [(), (b"",), (b"12345",), (b"12", b"", b"345")])
async def test_what_is_as_long_as_allowed_comes_whole(pieces: tuple[bytes, ...]) -> None:
    assert await whole(Pieces(*pieces), 5, ValueError("too long")) == b"".join(pieces)


async def test_what_is_longer_is_not_read_to_its_end() -> None:
    pieces = Pieces(b"123", b"456", b"789", b"0")
    with pytest.raises(ValueError, match="too long"):
        await whole(pieces, 5, ValueError("too long"))
    assert pieces.taken == 2
