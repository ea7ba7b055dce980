"""The process that draws pages: questions come on standard input, one at a time, until it is closed."""

import io
import math
import os
import signal
import sys
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from grandstand.library.confined import confine
from grandstand.library.read_process import frames_stream
from grandstand.library.render_frames import HEADER, Asked, Drawn, decode, encode

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types

RENDER_MEMORY_BYTES_MAX = 1536 * 1024**2
"""Address space of the process."""
RENDER_CPU_TIMEOUT_S = 3_600
"""Of the process in its whole life; it is replaced then."""
PAGE_ALARM_S = 60
"""A page that is still drawn then ends the process, should nobody be there to kill it."""
PIXELS_MAX = 12_000_000
"""Of a picture: a page of 1,600 by 2,263 has 3.6 million."""
SIDE_PX_MAX = 8_000
ROUNDING_PX = 1e-3
"""Less than asked, since part of a pixel is rounded up to a whole one."""
DOCUMENTS_OPEN_MAX = 4
WEBP_QUALITY = 80
WEBP_METHOD = 2
"""Of 0 to 6: half the time of the usual 4 for 2 % more bytes."""

Identity: TypeAlias = tuple[int, int, int, int]
"""Of a file: device, number, size, time of change; a path may be used again."""


def main() -> None:
    stream = frames_stream()
    confine(RENDER_MEMORY_BYTES_MAX, RENDER_CPU_TIMEOUT_S)
    documents = _Documents()
    while (asked := _asked(sys.stdin.buffer)) is not None:
        signal.alarm(PAGE_ALARM_S)
        stream.write(encode(_drawn(documents, asked)))
        stream.flush()
        signal.alarm(0)


def _asked(stream: BinaryIO) -> Asked | None:
    header = stream.read(HEADER)
    return decode(stream.read(int.from_bytes(header, "little")), Asked) if len(header) == HEADER else None


def _drawn(documents: "_Documents", asked: Asked) -> Drawn:
    try:
        return Drawn(picture=_picture(documents.document(Path(asked.path)), asked.page, asked.width_px))
    except ImportError:
        return Drawn(error="not_installed")
    except Exception as error:  # noqa: BLE001 (whatever a strange page does, the next question is another's)
        return Drawn(error=type(error).__name__)


class _Documents:
    """The files that were asked for last, open."""

    def __init__(self) -> None:
        self._open: OrderedDict[Identity, PdfDocument] = OrderedDict()

    def document(self, path: Path) -> "PdfDocument":
        from pypdfium2 import PdfDocument  # noqa: PLC0415 (lazy: of the extra `library`)

        status = path.stat()
        identity = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        if identity not in self._open:
            if len(self._open) >= DOCUMENTS_OPEN_MAX:
                self._open.popitem(last=False)[1].close()
            self._open[identity] = PdfDocument(path)
        self._open.move_to_end(identity)
        return self._open[identity]


def _picture(document: "PdfDocument", number: int, width_px: int) -> bytes:
    page = document[number - 1]
    try:
        width_pt, height_pt = page.get_size()
        bitmap = page.render(scale=scale_of(width_pt, height_pt, width_px), fill_color=(255, 255, 255, 255))
        written = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(written, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
        return written.getvalue()
    finally:
        page.close()


def scale_of(width_pt: float, height_pt: float, width_px: int) -> float:
    """Pixels a point, so that the page is as wide as asked or has as many pixels as allowed."""
    if not (0 < width_pt < math.inf and 0 < height_pt < math.inf):
        raise ValueError("The page has no size.")
    most = math.sqrt(PIXELS_MAX / (width_pt * height_pt))
    asked = (width_px - ROUNDING_PX) / width_pt
    return min(asked, most, SIDE_PX_MAX / width_pt, SIDE_PX_MAX / height_pt)


if __name__ == "__main__":
    main()
    os._exit(0)
