"""What one process keeps of files and pictures is bounded, what is in use stays; a missing extra is told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from grandstand.library import installed
from grandstand.library.errors import INSTALL, NotInstalled
from grandstand.library.models import VersionId
from grandstand.library.pictures import Pictures, Sheet
from grandstand.library.spooled import SpooledFiles


class Painter:
    """Draws when it is told to, and counts."""

    def __init__(self, size: int = 10) -> None:
        self.drawn = 0
        self.may_end = asyncio.Event()
        self._size = size

    async def draw(self) -> bytes:
        self.drawn += 1
        await self.may_end.wait()
        return bytes(self._size)


def sheet(page: int) -> Sheet:
    return Sheet(VersionId(1), page, 800)


async def test_picture_is_drawn_once_for_all_who_wait_and_one_who_leaves_takes_it_from_nobody() -> None:
    pictures, painter = Pictures(), Painter()
    waiting = [asyncio.create_task(pictures.picture(sheet(1), painter.draw)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    painter.may_end.set()
    assert await asyncio.gather(*waiting[1:]) == [bytes(10)] * 2
    assert await pictures.picture(sheet(1), painter.draw) == bytes(10)
    assert painter.drawn == 1


async def test_pictures_that_were_used_last_are_kept() -> None:
    pictures, painter = Pictures(bytes_max=25), Painter()
    painter.may_end.set()
    for page in (1, 2, 1, 3, 1):
        await pictures.picture(sheet(page), painter.draw)
    assert painter.drawn == 3
    await pictures.picture(sheet(2), painter.draw)
    assert painter.drawn == 4, "the second had made room"


async def test_picture_that_could_not_be_drawn_is_tried_again() -> None:
    pictures, painter = Pictures(), Painter()
    painter.may_end.set()

    async def fail() -> bytes:
        raise NotInstalled

    with pytest.raises(NotInstalled):
        await pictures.picture(sheet(1), fail)
    assert await pictures.picture(sheet(1), painter.draw) == bytes(10)


def parts(body: bytes) -> Callable[[], AsyncIterator[bytes]]:
    async def read() -> AsyncIterator[bytes]:
        yield body[:3]
        yield body[3:]

    return read


async def test_files_in_use_stay_and_others_make_room() -> None:
    files = SpooledFiles(bytes_max=10)
    async with files.held(VersionId(1), parts(b"first one")) as first:
        async with files.held(VersionId(2), parts(b"second")) as second:
            assert (first.read_bytes(), second.read_bytes()) == (b"first one", b"second")
        assert first.exists()
        assert not second.exists()
    async with files.held(VersionId(1), parts(b"never read")) as again:
        assert again.read_bytes() == b"first one"
    files.close()
    assert not first.parent.exists()


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(installed, "MODULES", ("json", "not_there_at_all"))
    installed.is_installed.cache_clear()
    yield
    installed.is_installed.cache_clear()


@pytest.mark.usefixtures("without_the_extra")
def test_missing_extra_is_told_with_the_command() -> None:
    assert not installed.is_installed()
    with pytest.raises(NotInstalled, match=r"pip install 'grandstand\[library\]'"):
        installed.require_installed()
    assert INSTALL in NotInstalled.title


def test_extra_of_the_tests_is_there() -> None:
    installed.is_installed.cache_clear()
    installed.require_installed()
