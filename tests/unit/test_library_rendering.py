"""Pages become pictures in a process that may be killed at any time."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from grandstand.library.render_process import PIXELS_MAX, SIDE_PX_MAX, scale_of
from grandstand.library.rendering import RENDERS_WAITING_MAX, PageRenderer, PictureUnavailable
from library_files import line, written_pdf


@pytest.fixture
async def renderer() -> AsyncIterator[PageRenderer]:
    made = PageRenderer()
    yield made
    await made.close()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "file.pdf"
    path.write_bytes(written_pdf([line(72, 700, "Gate", size=40), "0 0 0 rg 0 0 595 842 re f"]))
    return path


def write(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def opened(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    assert image.format == "WEBP"
    return image.convert("RGB")


async def test_a_page_is_drawn_on_white_in_the_width_that_is_asked(renderer: PageRenderer, pdf: Path) -> None:
    image = opened(await renderer.render(pdf, 1, 400))
    assert image.width == 400
    assert image.height == pytest.approx(400 * 842 / 595, abs=1.5)
    assert image.getpixel((5, 5)) == (255, 255, 255)
    assert min(image.convert("L").tobytes()) < 60, "the word is black"


async def test_pages_are_told_apart_and_a_path_may_get_another_file(renderer: PageRenderer, pdf: Path) -> None:
    assert opened(await renderer.render(pdf, 2, 100)).getpixel((50, 50)) == (0, 0, 0)
    write(pdf, written_pdf(["1 1 1 rg 0 0 595 842 re f", "1 0 0 rg 0 0 595 842 re f"]))
    red = opened(await renderer.render(pdf, 2, 100)).getpixel((50, 50))
    assert isinstance(red, tuple)
    assert red[0] > 240
    assert red[1] < 20


async def test_a_process_that_was_killed_is_replaced(renderer: PageRenderer, pdf: Path) -> None:
    first = await renderer.render(pdf, 1, 100)
    assert renderer.pid is not None
    os.kill(renderer.pid, signal.SIGKILL)
    assert await renderer.render(pdf, 1, 100) == first


async def test_what_cannot_be_drawn_is_told_and_the_next_page_is_drawn(renderer: PageRenderer, pdf: Path) -> None:
    with pytest.raises(PictureUnavailable):
        await renderer.render(pdf, 99, 100)
    broken = pdf.with_name("broken.pdf")
    write(broken, b"%PDF-1.7 nothing")
    with pytest.raises(PictureUnavailable):
        await renderer.render(broken, 1, 100)
    assert await renderer.render(pdf, 1, 100)


async def test_a_page_that_takes_too_long_is_given_up(pdf: Path) -> None:
    renderer = PageRenderer(timeout_s=0.001)
    with pytest.raises(PictureUnavailable, match="takes more than"):
        await renderer.render(pdf, 1, 100)
    assert renderer.pid is None


async def test_too_many_callers_are_refused_at_once(renderer: PageRenderer, pdf: Path) -> None:
    calls = [renderer.render(pdf, 1, 50) for _ in range(RENDERS_WAITING_MAX + 1)]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [isinstance(answer, PictureUnavailable) for answer in answers] == [False] * RENDERS_WAITING_MAX + [True]


@pytest.mark.parametrize(
    ("width_pt", "height_pt"), [(595, 842), (14_400, 14_400), (1, 14_400), (14_400, 1), (9e6, 9e6)]
)
def test_a_picture_has_bounded_pixels(width_pt: float, height_pt: float) -> None:
    scale = scale_of(width_pt, height_pt, 1_600)
    assert width_pt * height_pt * scale**2 <= PIXELS_MAX * 1.001
    assert max(width_pt, height_pt) * scale <= SIDE_PX_MAX * 1.001
    assert width_pt * scale <= 1_600.001


async def test_a_page_with_a_hostile_size_is_drawn_small_or_not_at_all(renderer: PageRenderer, pdf: Path) -> None:
    write(pdf, written_pdf([line(72, 700, "Gate")], page="/MediaBox [0 0 10 99999999]"))
    try:
        image = opened(await renderer.render(pdf, 1, 1_600))
    except PictureUnavailable:
        return
    assert image.width * image.height <= PIXELS_MAX * 1.1
