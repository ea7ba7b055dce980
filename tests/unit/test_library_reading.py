"""A file is read in a process with limits; whatever is wrong with it becomes a verdict and what to do."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from grandstand.library import read_process
from grandstand.library.file_types import OpenFile
from grandstand.library.models import PAGE_CHARACTERS_MAX, PAGES_MAX, FileType, Page, Verdict
from grandstand.library.page_text import flow_page
from grandstand.library.read_process import TEXT_CHARACTERS_MAX, checked
from grandstand.library.reading import FileReader, Outline, Reading, ReadLimits, Refused, type_of
from library_files import NOTO, archive, encrypted_pdf, line, typeset, written_pdf

HELLO = "The gates open at nine in the morning."


Parts = list[Reading | Page | Outline]


async def all_of(path: Path, kind: FileType, *, first_page: int = 1, **limits: Any) -> Parts:
    reader = FileReader(ReadLimits(**limits))
    return [part async for part in reader.read(path, kind, first_page=first_page)]


async def refusal(tmp_path: Path, kind: FileType, body: bytes, **limits: Any) -> Refused:
    path = tmp_path / "file"
    path.write_bytes(body)
    with pytest.raises(Refused) as caught:
        await all_of(path, kind, **limits)
    assert caught.value.detail.endswith(".")
    return caught.value


def many_pages(count: int) -> bytes:
    return written_pdf(
        line(72, 700, f"This is the text of page number {number}") for number in range(1, count + 1)
    )


async def test_a_file_is_told_then_its_pages_in_order_then_its_outline(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(typeset(f"{NOTO}= Arrival\n{HELLO}\n#pagebreak()\n= Gates\n{HELLO}"))
    reading, first, second, outline = await all_of(path, FileType.PDF)
    assert isinstance(reading, Reading)
    assert (reading.title, reading.pages) == ("Arrival", 2)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.number, second.number) == (1, 2)
    assert isinstance(outline, Outline)
    assert [(one.title, one.page) for one in outline.headings] == [("Arrival", 1), ("Gates", 2)]


async def test_reading_goes_on_at_a_page_with_the_outline_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(
        typeset(NOTO + "\n#pagebreak()\n".join(f"= Part {number}\n{HELLO}" for number in range(1, 6)))
    )
    whole = await all_of(path, FileType.PDF)
    rest = await all_of(path, FileType.PDF, first_page=4)
    assert rest[0] == whole[0]
    assert rest[1:] == whole[4:]


async def test_a_caller_who_stops_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(many_pages(50))
    parts = FileReader().read(path, FileType.PDF)
    await anext(aiter(parts))
    (child,) = children()
    await parts.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert child not in children()


def children() -> list[int]:
    """The processes that read for us."""
    return [
        pid for pid in _children_of(os.getpid()) if b"read_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def _children_of(parent: int) -> list[int]:
    threads = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(pid) for thread in threads for pid in thread.read_text().split()]


def _told_of(pid: int) -> tuple[bytes, str]:
    """A process's environment and its limits."""
    return Path(f"/proc/{pid}/environ").read_bytes(), Path(f"/proc/{pid}/limits").read_text()


READ_AND_WAIT = """
import asyncio, sys
from pathlib import Path
from grandstand.library.reading import FileReader, FileType

async def main():
    async for part in FileReader().read(Path(sys.argv[1]), FileType.PDF):
        print("begun", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def test_a_process_that_reads_ends_with_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(many_pages(400))
    command = [sys.executable, "-c", READ_AND_WAIT, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"begun\n"
        (child,) = _children_of(parent.pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    until = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()


async def test_the_process_knows_no_secret_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRANDSTAND_DATABASE_URL", "postgresql://secret")
    path = tmp_path / "file.pdf"
    path.write_bytes(many_pages(300))
    parts = FileReader().read(path, FileType.PDF)
    await anext(aiter(parts))
    (child,) = children()
    environment, limits = _told_of(child)
    assert b"secret" not in environment
    assert limits.split("Max file size")[1].split()[:2] == ["0", "0"]
    assert limits.split("Max core file size")[1].split()[:2] == ["0", "0"]
    await parts.aclose()  # type: ignore[attr-defined]  # it is a generator


async def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert (await refusal(tmp_path, FileType.PDF, b"")).verdict is Verdict.EMPTY


async def test_a_file_with_a_password_is_refused(tmp_path: Path) -> None:
    assert (await refusal(tmp_path, FileType.PDF, encrypted_pdf())).verdict is Verdict.ENCRYPTED
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    assert (await refusal(tmp_path, FileType.DOCX, old)).verdict is Verdict.ENCRYPTED


@pytest.mark.parametrize("kind", [FileType.PDF, FileType.DOCX, FileType.PPTX])
async def test_garbage_and_half_a_file_are_broken(tmp_path: Path, kind: FileType) -> None:
    garbage = zlib.compress(b"noise" * 99) * 50
    assert (await refusal(tmp_path, kind, garbage)).verdict is Verdict.BROKEN


async def test_a_truncated_archive_is_broken(tmp_path: Path) -> None:
    written = BytesIO()
    docx.Document().save(written)
    half = written.getvalue()[: len(written.getvalue()) // 2]
    assert (await refusal(tmp_path, FileType.DOCX, half)).verdict is Verdict.BROKEN


async def test_a_file_without_text_is_refused_at_its_end(tmp_path: Path) -> None:
    body = written_pdf(["0 0 100 100 re f", line(72, 72, "1")])
    assert (await refusal(tmp_path, FileType.PDF, body)).verdict is Verdict.NO_TEXT


async def test_a_file_with_too_many_pages_is_refused(tmp_path: Path) -> None:
    refused = await refusal(tmp_path, FileType.PDF, many_pages(PAGES_MAX + 1))
    assert refused.verdict is Verdict.TOO_MANY_PAGES
    assert "5,001" in refused.detail


async def test_a_page_with_too_much_text_is_refused(tmp_path: Path) -> None:
    rows = " ".join(line(10, 830 - 1.2 * row, "word " * 80, size=1) for row in range(600))
    assert (await refusal(tmp_path, FileType.PDF, written_pdf([rows]))).verdict is Verdict.TOO_LARGE


@pytest.mark.parametrize(
    ("characters", "pages"),
    [(PAGE_CHARACTERS_MAX + 1, 1), (PAGE_CHARACTERS_MAX, TEXT_CHARACTERS_MAX // PAGE_CHARACTERS_MAX + 1)],
)
def test_text_is_counted_by_page_and_by_file(characters: int, pages: int) -> None:
    page = flow_page(1, [])
    long = Page(number=1, width_pt=0, height_pt=0, text="x" * characters, words=(), blocks=page.blocks)
    with pytest.raises(Refused) as caught:
        list(checked(OpenFile(title="", count=pages, pages=iter([long] * pages))))
    assert caught.value.verdict is Verdict.TOO_LARGE


async def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    body = many_pages(300)
    assert (await refusal(tmp_path, FileType.PDF, body, page_s=0.01)).verdict is Verdict.TOO_SLOW
    assert (await refusal(tmp_path, FileType.PDF, body, file_s=0.01)).verdict is Verdict.TOO_SLOW


async def test_time_that_the_caller_takes_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(many_pages(3))
    parts: AsyncIterator[Reading | Page | Outline] = FileReader(ReadLimits(file_s=20)).read(path, FileType.PDF)
    assert len([await asyncio.sleep(0.1, part) async for part in parts]) == 5


async def test_a_file_that_needs_too_much_processor_time_is_refused(tmp_path: Path) -> None:
    source = NOTO + "#set page(width: 40cm, height: 40cm)\n#lorem(40000)"
    assert (await refusal(tmp_path, FileType.PDF, typeset(source), cpu_s=1)).verdict is Verdict.TOO_SLOW


async def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    body = ("<p>" + "word " * 10 + "</p>").encode() * 250_000
    refused = await refusal(tmp_path, FileType.HTML, body, memory_bytes=300 * 1024**2)
    assert refused.verdict is Verdict.TOO_MUCH_MEMORY


CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{CONTENT}"/></Types>'
)


async def test_a_stream_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1024**2) for _ in range(600)) + packer.flush()
    stream = packed.decode("latin-1")
    body = written_pdf([stream]).replace(b"<< /Length", b"<< /Filter /FlateDecode /Length")
    refused = await refusal(tmp_path, FileType.PDF, body, memory_bytes=500 * 1024**2)
    assert refused.verdict is Verdict.TOO_MUCH_MEMORY


async def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = archive({"word/document.xml": b" " * (50 * 1024**2), "[Content_Types].xml": TYPES})
    assert len(bomb) < 100_000
    assert (await refusal(tmp_path, FileType.DOCX, bomb)).verdict is Verdict.TOO_LARGE


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><x>&secret;</x>'


@pytest.mark.parametrize("document", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_entities_in_an_office_file_are_refused(tmp_path: Path, document: str, encoding: str) -> None:
    body = archive({"word/document.xml": document.encode(encoding), "[Content_Types].xml": TYPES})
    refused = await refusal(tmp_path, FileType.DOCX, body)
    assert refused.verdict is Verdict.BROKEN
    assert "entities" in refused.detail


async def test_entities_in_html_are_refused(tmp_path: Path) -> None:
    assert (await refusal(tmp_path, FileType.HTML, OUTSIDE.encode())).verdict is Verdict.BROKEN


async def test_html_nested_deeply_does_not_bring_the_reader_down(tmp_path: Path) -> None:
    path = tmp_path / "file.html"
    path.write_text("<p>The first words of the page.</p>" + "<div><b>" * 50_000 + "deep")
    parts = await all_of(path, FileType.HTML)
    assert isinstance(parts[1], Page)
    assert "The first words of the page." in parts[1].text


async def test_a_page_of_absurd_size_is_refused(tmp_path: Path) -> None:
    body = written_pdf([line(72, 700, HELLO)], page="/MediaBox [0 0 9000000 9000000]")
    assert (await refusal(tmp_path, FileType.PDF, body)).verdict is Verdict.BROKEN


@pytest.mark.parametrize("cut", range(8))
async def test_whatever_is_left_of_a_file_is_read_or_refused(tmp_path: Path, cut: int) -> None:
    whole = typeset(f"{NOTO}= Arrival\n{HELLO}\n#table(columns: 2, [a], [b], [c], [d])\n")
    spoilt = bytearray(whole[: len(whole) * (cut + 1) // 8])
    spoilt[len(spoilt) // 2 : len(spoilt) // 2 + 40] = b"<</Type/Page/Kids[1 0 R]/Count 99999999>>"[:40]
    path = tmp_path / "file.pdf"
    path.write_bytes(bytes(spoilt))
    try:
        parts = await all_of(path, FileType.PDF)
    except Refused as refused:
        assert refused.verdict in (Verdict.BROKEN, Verdict.NO_TEXT, Verdict.EMPTY)  # noqa: PT017
    else:
        assert isinstance(parts[-1], Outline)


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.pdf", b"%PDF-1.7", FileType.PDF),
        ("a.bin", b"\n\n%PDF-1.4", FileType.PDF),
        ("a.docx", b"PK\x03\x04", FileType.DOCX),
        ("a.PPTX", b"PK\x03\x04", FileType.PPTX),
        ("a", b"PK\x03\x04....word/document.xml", FileType.DOCX),
        ("a.zip", b"PK\x03\x04", None),
        ("a.txt", b"<!DOCTYPE html><p>", FileType.HTML),
        ("a.htm", b"<p>x", FileType.HTML),
        ("a.md", b"# Title", FileType.MARKDOWN),
        ("a.txt", b"Title", FileType.MARKDOWN),
        ("a.md", b"\x00\x01\x02", None),
        ("a.exe", b"MZ", None),
        ("a.pdf", b"garbage", FileType.PDF),
    ],
)
def test_the_type_is_told_by_the_content_then_by_the_name(
    name: str, head: bytes, expected: FileType | None
) -> None:
    assert type_of(name, head) is expected


def test_every_type_has_a_reader() -> None:
    assert all(callable(read_process.reader_of(kind)) for kind in FileType)
