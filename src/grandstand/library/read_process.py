"""The process that reads one file: `python -m grandstand.library.read_process TYPE PATH FIRST_PAGE MEMORY CPU`.

Frames go to what was standard output; what a library prints goes to standard error.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from grandstand.library.confined import confine, end_with_parent
from grandstand.library.file_types import OpenFile, Outline, Reading, Refused, headings_of
from grandstand.library.models import PAGE_CHARACTERS_MAX, PAGES_MAX, FileType, Heading, Page, Verdict
from grandstand.library.read_frames import NOT_INSTALLED, Failure, PageRead, Passed, send

TEXT_CHARACTERS_MAX = 50_000_000
"""Of a file in all."""
TITLE_CHARACTERS_MAX = 300
TOO_MUCH_MEMORY = "Reading it needs too much memory. Divide the file, or export the document anew."
HEADINGS_MAX = 20_000
"""Of an outline; what comes after is not in it."""


def main(arguments: list[str]) -> None:
    """Reads the file and sends what it finds; a refusal is sent, not raised."""
    stream = frames_stream()
    end_with_parent()
    type_name, path, first_page, memory_bytes, cpu_s = arguments
    try:
        confine(int(memory_bytes), int(cpu_s))
        _send_all(stream, FileType(type_name), Path(path), int(first_page))
    except ImportError:
        sys.exit(NOT_INSTALLED)
    except Refused as refused:
        send(stream, Failure(refused.verdict, refused.detail))
    except MemoryError:
        send(stream, Failure(Verdict.TOO_MUCH_MEMORY, TOO_MUCH_MEMORY))
    except Exception as error:  # noqa: BLE001 (whatever a parser does with a broken file is a broken file)
        if "memory" in str(error).lower():
            send(stream, Failure(Verdict.TOO_MUCH_MEMORY, TOO_MUCH_MEMORY))
            return
        detail = f"It cannot be read ({type(error).__name__}). Open it where it was written and save it anew."
        send(stream, Failure(Verdict.BROKEN, detail))


def frames_stream() -> BinaryIO:
    """Standard output for us alone; what anybody else prints goes to standard error."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return stream


def _send_all(stream: BinaryIO, type: FileType, path: Path, first_page: int) -> None:  # noqa: A002
    opened = reader_of(type)(path)
    if opened.count > PAGES_MAX:
        raise Refused(Verdict.TOO_MANY_PAGES, f"It has {opened.count:,} pages; {PAGES_MAX:,} are read. Divide it.")
    send(stream, Reading(type=type, title=opened.title[:TITLE_CHARACTERS_MAX], pages=opened.count))
    headings: list[Heading] = []
    has_text = False
    for page in checked(opened):
        headings += headings_of(page)
        has_text = has_text or not page.is_blank
        send(stream, PageRead(page) if page.number >= first_page else Passed())
    if not has_text:
        raise Refused(
            Verdict.NO_TEXT, "There is no text in it, perhaps only scans. Run a text recognition over it."
        )
    send(stream, Outline(headings=tuple(headings[:HEADINGS_MAX])))


def checked(opened: OpenFile) -> Iterator[Page]:
    """The pages, as long as they keep to the limits."""
    characters = 0
    for page in opened.pages:
        characters += len(page.text)
        if len(page.text) > PAGE_CHARACTERS_MAX:
            detail = f"Page {page.number} has more than {PAGE_CHARACTERS_MAX:,} characters. Divide it into pages."
            raise Refused(Verdict.TOO_LARGE, detail)
        if characters > TEXT_CHARACTERS_MAX:
            detail = f"It has more than {TEXT_CHARACTERS_MAX:,} characters. Divide it into several files."
            raise Refused(Verdict.TOO_LARGE, detail)
        yield page


def reader_of(type: FileType) -> Callable[[Path], OpenFile]:  # noqa: A002
    """The function that opens files of a type; its libraries are loaded with it."""
    from grandstand.library import read_docx, read_html, read_markdown, read_pdf, read_pptx  # noqa: PLC0415

    return {
        FileType.PDF: read_pdf.read_pdf,
        FileType.DOCX: read_docx.read_docx,
        FileType.PPTX: read_pptx.read_pptx,
        FileType.HTML: read_html.read_html,
        FileType.MARKDOWN: read_markdown.read_markdown,
    }[type]


if __name__ == "__main__":
    main(sys.argv[1:])
