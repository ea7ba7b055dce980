"""The demo's manuals: the same sections in every language, readable back out of their PDFs, put in once."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import util
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest

from grandstand.demo.first_evening import staff
from grandstand.demo.manuals import Manual, manuals, section_of, sections
from grandstand.demo.manuals.first_library import (
    BRIEFINGS,
    COMMITTEES,
    GROUP,
    MANUALS,
    member,
    prepare_first_library,
)
from grandstand.demo.manuals.markup import BOLD, inline, literal
from grandstand.demo.manuals.sources import LANGUAGES, NAMES, PUBLIC
from grandstand.demo.manuals.traps import DIFFERING, ONLY_IN, PRIVATE, REVISED, ROWS, Place
from grandstand.demo.manuals.typeset import typeset
from grandstand.kernel.auth import Role
from grandstand.library.errors import NotInstalled
from grandstand.library.models import Kind, Page
from grandstand.library.read_pdf import read_pdf
from grandstand.services import Services

WORDS = (60, 145)
HAN = (110, 260)
"""How long a section is: words, or characters of Chinese. What has a table may be shorter."""
SENTENCE_END = re.compile(r"(?<=[.؟!?])\s|(?<=。)")
MARKS = re.compile(
    r"olymp|奥林匹克|奥运|أولمب|paralymp|\b(?:ioc|wada|fis|ocog|isu|iihf|ibu|adams|fei)\b|milan|cortina|beijing|北京"
    r"|https?:|www\.|@",
    re.IGNORECASE,
)
TELEPHONE = re.compile(r"\+\d|\d{7}")
NEWEST = [each for each in manuals() if each.is_newest]
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def name_of(manual: Manual) -> str:
    return manual.path.stem


def newest(name: str, language: str) -> Manual:
    return next(each for each in NEWEST if (each.name, each.language) == (name, language))


def anchors(manual: Manual) -> list[str]:
    return [each.anchor for each in sections(manual)]


def body(manual: Manual, anchor: str) -> str:
    found = next(each.body for each in sections(manual) if each.anchor == anchor)
    return found.translate(ARABIC_DIGITS)


@cache
def pdf_of(manual: Manual) -> bytes:
    return typeset(manual)


@cache
def pages(manual: Manual, folder: Path) -> tuple[Page, ...]:
    """The PDF as the library reads it."""
    file = folder / f"{name_of(manual)}.pdf"
    file.write_bytes(pdf_of(manual))
    return tuple(read_pdf(file).pages)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("manuals")


def read(manual: Manual, folder: Path, *kinds: Kind) -> list[str]:
    """The blocks of the PDF without running heads; of these kinds, or of all."""
    return [
        flat(page.text[block.start : block.end])
        for page in pages(manual, folder)
        for block in page.blocks
        if not kinds or block.kind in kinds
    ]


def flat(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", text) if not each.isspace())


def first_sentence(text: str) -> str:
    line = text.splitlines()[0].removeprefix("- ")
    return SENTENCE_END.split(BOLD.sub(r"\1", line))[0]


def rows(text: str) -> Iterator[str]:
    """The rows of the tables in a section."""
    for line in text.splitlines():
        if line.startswith("| "):
            yield line.strip("|")


def test_there_are_five_manuals_in_six_languages() -> None:
    public = [each for each in NEWEST if each.collection == PUBLIC]
    assert {(each.name, each.language) for each in public} == {
        (name, language) for name in NAMES for language in LANGUAGES
    }
    assert len(public) == len(NAMES) * len(LANGUAGES)


def test_older_editions_come_first_and_say_so() -> None:
    older = [each for each in manuals() if not each.is_newest]
    assert {(each.name, each.language) for each in older} == {
        ("accreditation", "en"),
        ("accreditation", "fr"),
        ("transport", "de"),
        ("transport", "en"),
    }
    for each in older:
        newer = newest(each.name, each.language)
        assert (each.label, newer.label) == ("1", "2")
        assert each.dated < newer.dated
        assert manuals().index(each) < manuals().index(newer)
        assert each.file_name == newer.file_name


@pytest.mark.parametrize("name", NAMES)
def test_a_manual_has_the_same_sections_in_every_language(name: str) -> None:
    common = [each for each in anchors(newest(name, "en")) if Place(name, each) not in ONLY_IN["en"]]
    assert len(common) >= 13
    for language in LANGUAGES:
        local = [place.anchor for place in ONLY_IN[language] if place.manual == name]
        found = anchors(newest(name, language))
        assert [each for each in found if each not in local] == common
        assert set(local) <= set(found)


def test_every_language_has_two_sections_of_its_own() -> None:
    assert set(ONLY_IN) == set(LANGUAGES)
    assert all(len(places) >= 2 for places in ONLY_IN.values())


@pytest.mark.parametrize("manual", manuals(), ids=name_of)
def test_a_manual_has_two_levels_of_headings_and_sections_of_a_readable_length(manual: Manual) -> None:
    found = sections(manual)
    assert len({each.anchor for each in found}) == len(found)
    assert all((each.level == 1) == (not each.body) for each in found)
    for each in found:
        if each.body and "|" not in each.body:
            length = len(each.body) if manual.language == "zh" else len(each.body.split())
            low, high = HAN if manual.language == "zh" else WORDS
            assert low <= length <= high, (each.anchor, length)


@pytest.mark.parametrize("manual", [each for each in NEWEST if each.collection == PUBLIC], ids=name_of)
def test_a_manual_has_a_table(manual: Manual) -> None:
    assert any(list(rows(each.body)) for each in sections(manual))


def test_a_section_is_found_by_its_heading() -> None:
    assert section_of("accreditation", "en", "Lost or stolen pass") == "lost-pass"
    assert section_of("transport", "zh", "晚间末班车") == "last-bus"
    with pytest.raises(KeyError):
        section_of("accreditation", "de", "Lost or stolen pass")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_documents_differ_in_a_value(language: str) -> None:
    for each in DIFFERING:
        one = body(newest(each.one.manual, language), each.one.anchor)
        other = body(newest(each.other.manual, language), each.other.anchor)
        assert says(one, each.value)
        assert says(other, each.other_value)
        assert not says(other, each.value)


def test_an_older_edition_has_another_value() -> None:
    for place, (old, new) in REVISED.items():
        for older in (each for each in manuals() if each.name == place.manual and not each.is_newest):
            was = body(older, place.anchor)
            now = body(newest(older.name, older.language), place.anchor)
            assert says(was, old)
            assert not says(was, new)
            assert says(now, new)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_is_the_answer(language: str) -> None:
    for place, (name, value) in ROWS.items():
        found = [row for row in rows(body(newest(place.manual, language), place.anchor)) if name in row]
        assert len(found) == 1
        assert value in found[0]


def test_a_briefing_says_what_no_manual_says() -> None:
    public = "\n".join(
        each.body for manual in manuals() if manual.collection == PUBLIC for each in sections(manual)
    )
    assert set(PRIVATE) == {each.collection for each in manuals() if each.collection != PUBLIC}
    for briefing in (each for each in manuals() if each.collection != PUBLIC):
        for anchor, value in PRIVATE[briefing.collection]:
            assert value in body(briefing, anchor)
            assert value not in public.translate(ARABIC_DIGITS)


@pytest.mark.parametrize("manual", manuals(), ids=name_of)
def test_nothing_real_is_named(manual: Manual) -> None:
    text = manual.path.read_text("utf-8")
    assert not MARKS.search(text)
    assert not TELEPHONE.search(text)


def test_signs_of_the_typesetter_are_text() -> None:
    assert literal("a_b #c") == r"a\_b \#c"
    assert inline("**G** is *not* italic") == r"#strong[G] is \*not\* italic"


@pytest.mark.parametrize("manual", manuals(), ids=name_of)
def test_a_pdf_has_a_title_a_date_a_language_and_an_outline(manual: Manual) -> None:
    pdf = pdf_of(manual)
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("Title") == manual.title
    assert document.get_metadata_value("CreationDate").startswith(f"D:{manual.dated:%Y%m%d}")
    assert f"/Lang ({manual.language})".encode() in pdf or f"/Lang({manual.language})".encode() in pdf
    outline = [(each.level + 1, each.get_title()) for each in document.get_toc()]
    assert outline == [(each.level, each.title) for each in sections(manual)]
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def test_a_pdf_is_the_same_every_time() -> None:
    manual = newest("transport", "ar")
    assert typeset(manual) == pdf_of(manual)


@pytest.mark.parametrize("manual", manuals(), ids=name_of)
def test_first_sentences_and_headings_can_be_read_back(manual: Manual, folder: Path) -> None:
    text = "".join(read(manual, folder))
    headings = read(manual, folder, Kind.HEADING)
    for each in sections(manual):
        assert flat(each.title) in headings
        if each.body:
            assert flat(first_sentence(each.body)) in text


@pytest.mark.parametrize("manual", manuals(), ids=name_of)
def test_tables_can_be_read_back_row_by_row(manual: Manual, folder: Path) -> None:
    found = read(manual, folder, Kind.ROW)
    for each in sections(manual):
        for row in rows(each.body):
            assert flat(row) in found


def test_without_the_typesetter_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    there = util.find_spec
    monkeypatch.setattr(
        "grandstand.demo.manuals.typeset.find_spec", lambda name: None if name == "typst" else there(name)
    )
    with pytest.raises(NotInstalled, match=r"pip install 'grandstand\[manuals\]'"):
        typeset(newest("transport", "en"))


async def test_the_first_library_is_put_in_once(services: Services) -> None:
    library, tokens = services.library, services.tokens
    operator = staff(Role.OPERATOR, tokens)
    assert await prepare_first_library(library, services.uploads, tokens, operator) == len(manuals())
    assert await prepare_first_library(library, services.uploads, tokens, operator) == 0

    (public,) = await library.collections(None)
    assert (public.name, public.owner) == (MANUALS, None)
    documents, _ = await library.documents(None, public.id)
    editions = {each.name: [version.label for version in each.versions] for each in documents}
    assert editions["transport.de.pdf"] == ["2", "1"]
    assert editions["medical.ar.pdf"] == ["1"]
    assert len(editions) == len(NAMES) * len(LANGUAGES)

    (group,) = await library.groups(operator)
    assert (group.name, set(group.members)) == (GROUP, {f"noc:{noc}" for noc in COMMITTEES})
    for noc in COMMITTEES:
        seen = {(each.name, each.owner) for each in await library.collections(member(noc, tokens))}
        assert seen == {(MANUALS, None), (BRIEFINGS, noc)}


async def test_a_first_library_that_was_cut_off_is_carried_on(services: Services) -> None:
    library, tokens = services.library, services.tokens
    operator = staff(Role.OPERATOR, tokens)
    await library.create_group(operator, GROUP)
    made = await library.create_collection(operator, MANUALS)
    assert await prepare_first_library(library, services.uploads, tokens, operator) == len(manuals())
    (public,) = await library.collections(None)
    assert public.id == made.id
    assert all(each.members for each in await library.groups(operator))


def says(text: str, value: str) -> bool:
    """Whether the value stands there, not as a part of a longer one; French writes 20 h 00 outside of tables."""
    spelled = re.escape(value).replace(":", r"(?::| h )")
    return re.search(rf"(?<![\d:]){spelled}(?![\d:])", text) is not None
