"""A real manual in several languages: its sections are found by their headings in another language.

Debian's package `installation-guide-amd64` has the guide; where it is missing, this test is left out. Only words
and the quick embedder are used, so that it takes a minute: what the thorough one adds is measured by
benchmarks/library_search.py. `pytest -rP` shows the figures.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from documents import put_file
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.language.embedders import USE
from grandstand.language.models import Language
from grandstand.language.worker import EmbedderProcess
from grandstand.library.asking import Asking
from grandstand.library.embedding import RestingEmbedder
from grandstand.library.ingest import Ingest
from grandstand.library.looking import Model, Models
from grandstand.library.models import CollectionId, FileType, Question
from grandstand.library.reading import FileReader
from grandstand.library.service import LibraryService
from grandstand.library.shelf import Shelf
from grandstand.library.storage import LibraryStorage

GUIDE = Path("/usr/share/doc/installation-guide-amd64")
CHAPTERS = ("02", "03", "06")
FOLDERS = {"en": "en", "de": "de", "fr": "fr", "zh": "zh_CN"}
NUMBERED = re.compile(r"\s*(\d+(?:\.\d+)+)\.?\s+(.+)", re.DOTALL)
TIMEOUT_S = 600

pytestmark = [
    pytest.mark.skipif(not GUIDE.is_dir(), reason="needs Debian's package installation-guide-amd64"),
    pytest.mark.timeout(TIMEOUT_S),
]


def chapter(language: str, number: str) -> bytes:
    """The sections of a chapter as one page of HTML."""
    body = html.Element("body")
    for path in sorted((GUIDE / FOLDERS[language]).glob(f"ch{number}s*.html")):
        body.extend(html.parse(str(path)).getroot().find_class("sect1"))
    document = html.Element("html", lang=language)
    document.append(body)
    found: bytes = html.tostring(document, encoding="utf-8", doctype="<!doctype html>")
    return found


def headings(language: str) -> Iterator[tuple[str, str]]:
    """Number and title of each section that can be asked for."""
    for number in CHAPTERS:
        for path in sorted((GUIDE / FOLDERS[language]).glob(f"ch{number}s*.html")):
            for heading in html.parse(str(path)).getroot().iter("h2", "h3"):
                match = NUMBERED.match(heading.text_content().replace("\xa0", " "))
                if match is not None:
                    yield match[1], " ".join(match[2].split())


@dataclass
class Guide:
    asking: Asking
    collection: CollectionId


@pytest.fixture
async def guide(database_url: str, principal: Callable[[Role], Principal]) -> AsyncIterator[Guide]:
    """The guide in four languages, searchable by words and by the quick embedder."""
    database, storage = await Database.connect(database_url, connections_max=8), LibraryStorage()
    service, shelf, quick = LibraryService(database, storage, system_clock), Shelf(), RestingEmbedder(USE)
    process = EmbedderProcess([USE])
    await process.start()
    asking = Asking(database, storage, service, shelf, Models(thorough=None, quick=Model(USE, process)))
    ingest = Ingest(database, storage, FileReader(), quick=quick, thorough=None)
    operator = principal(Role.OPERATOR)
    made = await service.create_collection(operator, "Installation guide")
    # Whatever is most like the question is shown: this is about ranking.
    await service.change_collection(operator, made.id, grants=["everyone"], strictness=0)
    for language in FOLDERS:
        for number in CHAPTERS:
            name = f"guide-{number}.{language}.html"
            version = await put_file(
                database, made.id, chapter(language, number), FileType.HTML, name=name, jobs=0
            )
            await ingest.run(version)
    await asking.shelving.catch_up()
    asking.shelving.loaded.set()
    yield Guide(asking, made.id)
    await quick.close()
    await process.close()
    await database.close()


async def test_sections_are_found_by_their_headings_in_another_language(
    guide: Guide, record_property: Callable[[str, object], None]
) -> None:
    for asker, bar in (("en", 0.85), ("de", 0.6), ("fr", 0.6), ("zh", 0.5)):
        asked = found = 0
        for number, title in headings(asker):
            question = Question(text=title, prior=Language(asker), languages=(Language("en"),), passages_max=5)
            answer = await guide.asking.ask(None, question)
            asked += 1
            found += any(is_of(passage.headings, number) for passage in answer.passages)
        record_property(f"r5_{asker}_en", round(found / asked, 3))
        print(f"{asker} asks in the English guide: {found} of {asked} among the first five")  # noqa: T201
        assert found / asked >= bar, f"{asker}: {found} of {asked}"


def is_of(path: tuple[str, ...], number: str) -> bool:
    """Whether a passage stands below the heading of this number."""
    matches = [NUMBERED.match(heading.replace("\xa0", " ")) for heading in path]
    return any(match is not None and match[1] == number for match in matches)
