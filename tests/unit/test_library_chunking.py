"""Chunks are verbatim, in order, of bounded size, and nothing that stands in a block is lost."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from grandstand.language.models import Language
from grandstand.library.chunk_units import TOKENS_MAX, tokens
from grandstand.library.chunking import chunks, highlights
from grandstand.library.models import Box, Chunk, Heading, Kind, Page, Quote, Word
from grandstand.library.page_text import Flow, flow_page

EN = Language("en")
SENTENCE = "Everybody who works at the venue shows the card at the gate before the shift begins. "
ROW = "North gate | 10:30 | Everybody with a ticket for the day"


def page(number: int, *flows: Flow) -> Page:
    return flow_page(number, flows)


def heading(text: str, level: int = 1) -> Flow:
    return Flow(Kind.HEADING, level, text)


def prose(sentences: int) -> Flow:
    return Flow(Kind.TEXT, 0, (SENTENCE * sentences).strip())


def check(made: list[Chunk], pages: list[Page]) -> None:
    """What holds for all chunks."""
    texts = {one.number: one.text for one in pages}
    covered: set[tuple[int, int]] = set()
    for ordinal, chunk in enumerate(made):
        assert chunk.ordinal == ordinal
        assert tokens(chunk.text) <= TOKENS_MAX
        for piece in chunk.pieces:
            verbatim = texts[piece.page][piece.start : piece.start + piece.length]
            assert chunk.text[piece.at : piece.at + piece.length] == verbatim
            covered |= {(piece.page, at) for at in range(piece.start, piece.start + piece.length)}
        places = [(piece.page, piece.start, piece.start + piece.length) for piece in chunk.pieces]
        assert all(one[:1] + one[2:] <= other[:2] for one, other in pairwise(places))
        assert len("\n".join(texts[page][start:end] for page, start, end in places)) == len(chunk.text)
    for one in pages:
        for block in one.blocks:
            missing = {at for at in range(block.start, block.end) if (one.number, at) not in covered}
            assert not "".join(one.text[at] for at in sorted(missing)).strip()


words = st.sampled_from(
    ["gate", "opens", "at", "10:30.", "The", "card,", "大会", "体育场于上午开放。", "بوابة", "x" * 40]
)
texts = st.lists(words, min_size=1, max_size=400).map(" ".join)
flows = st.one_of(
    st.builds(
        Flow, st.just(Kind.HEADING), st.integers(1, 4), st.lists(words, min_size=1, max_size=8).map(" ".join)
    ),
    st.builds(Flow, st.just(Kind.TEXT), st.just(0), texts),
    st.builds(Flow, st.just(Kind.ITEM), st.just(0), texts),
    st.builds(
        Flow, st.just(Kind.ROW), st.integers(0, 1), st.lists(words, min_size=1, max_size=60).map(" | ".join)
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(flows, max_size=6), max_size=4))
def test_chunks_are_verbatim_in_order_bounded_and_complete(content: list[list[Flow]]) -> None:
    pages = [page(number, *some) for number, some in enumerate(content, 1)]
    check(chunks(pages, (), EN), pages)


def test_a_small_section_is_a_chunk_by_itself_with_its_path() -> None:
    pages = [
        page(1, heading("Arrival"), prose(2), heading("By bus", 2), prose(2), heading("By train", 2), prose(2))
    ]
    made = chunks(pages, (), EN)
    assert [chunk.headings for chunk in made] == [("Arrival",), ("Arrival", "By bus"), ("Arrival", "By train")]
    assert made[1].text.startswith("By bus\nEverybody")


def test_a_heading_without_text_is_told_with_the_next_section() -> None:
    pages = [page(1, heading("Part one"), heading("Arrival", 2), prose(2))]
    (chunk,) = chunks(pages, (), EN)
    assert chunk.text.startswith("Part one\nArrival\n")
    assert chunk.headings == ("Part one", "Arrival")


def test_a_long_section_is_divided_into_150_to_250_tokens_at_sentences() -> None:
    pages = [page(1, heading("Arrival"), prose(30)), page(2, prose(40))]
    made = chunks(pages, (), EN)
    check(made, pages)
    assert all(150 <= tokens(chunk.text) <= TOKENS_MAX for chunk in made)
    assert all(chunk.text.endswith(".") for chunk in made)
    assert {chunk.headings for chunk in made} == {("Arrival",)}


def test_a_section_goes_on_over_the_edge_of_a_page() -> None:
    pages = [page(1, heading("Arrival"), prose(3)), page(2, prose(3), heading("Gates"), prose(3))]
    first, second = chunks(pages, (), EN)
    assert [(piece.page) for piece in first.pieces] == [1, 2]
    assert (first.page_first, first.page_last) == (1, 2)
    assert second.headings == ("Gates",)


def test_every_chunk_of_a_long_table_begins_with_its_header() -> None:
    header = Flow(Kind.ROW, 1, "Gate | Opens | Who may enter")
    rows = [Flow(Kind.ROW, 0, f"{ROW} {number}") for number in range(80)]
    pages = [page(1, heading("Gates"), header, *rows[:40]), page(2, *rows[40:])]
    made = chunks(pages, (), EN)
    check(made, pages)
    assert len(made) > 3
    for chunk in made[1:]:
        first = chunk.pieces[0]
        assert chunk.text[: first.length] == header.text
        assert chunk.text[first.length + 1 :].startswith("North gate")


def test_entries_of_the_outline_that_are_no_heading_on_the_page_begin_sections() -> None:
    pages = [page(1, prose(2), prose(2))]
    outline = [Heading(level=1, title="Opening hours", page=1, start=pages[0].blocks[1].start)]
    made = chunks(pages, outline, EN)
    assert [chunk.headings for chunk in made] == [(), ("Opening hours",)]


def test_a_chunk_in_another_language_says_so_and_a_short_one_does_not() -> None:
    german = Flow(
        Kind.TEXT, 0, "Wer im Stadion arbeitet, zeigt den Ausweis am Tor, bevor die Schicht beginnt. " * 4
    )
    pages = [
        page(1, heading("A"), prose(4), heading("B"), german, heading("C"), Flow(Kind.TEXT, 0, "Nur am Tor."))
    ]
    assert [chunk.language for chunk in chunks(pages, (), EN)] == ["en", "de", "en"]


def test_a_quotation_leads_back_to_its_pages() -> None:
    pages = {one.number: _with_words(one) for one in [page(1, prose(3)), page(2, prose(3))]}
    (chunk,) = chunks(list(pages.values()), (), EN)
    start = chunk.text.index("begins.", chunk.pieces[0].length - 20)
    found = highlights(chunk, Quote(start, chunk.pieces[1].at + 9), pages)
    assert [(one.page, pages[one.page].text[one.start : one.end]) for one in found] == [
        (1, "begins."),
        (2, "Everybody"),
    ]
    assert all(one.boxes for one in found)


def _with_words(one: Page) -> Page:
    spans, at = [], 0
    for word in one.text.split():
        at = one.text.index(word, at)
        spans.append(Word(at, at + len(word), Box(0.1, 0.1, 0.2, 0.2)))
        at += len(word)
    return Page(
        number=one.number, width_pt=595, height_pt=842, text=one.text, words=tuple(spans), blocks=one.blocks
    )


def test_tokens_are_words_and_less_than_two_characters_of_han() -> None:
    assert tokens("Gate 7 opens.") == 3
    assert tokens("体育场于上午开放") == 5
    assert tokens("x" * 25) == 3


def fronted(first: Flow, opening: Flow) -> list[tuple[str, ...]]:
    """The headings of the chunks where a title, something under it and a chapter follow each other."""
    one = page(1, heading("Transport Guide", 3), first, opening, prose(3))
    titles = [("Transport Guide", 3), ("Arriving", 1)]
    outline = [
        Heading(level=level, title=title, page=1, start=one.text.index(title))
        for title, level in titles
        if title in one.text
    ]
    return [chunk.headings for chunk in chunks([one], outline, EN)]


def test_a_title_page_is_no_chunk() -> None:
    edition = Flow(Kind.TEXT, 0, "Edition 2, 15 January 2026")
    assert fronted(edition, heading("Arriving")) == [("Arriving",)]


def test_what_says_something_in_front_of_the_first_chapter_is_one() -> None:
    said = Flow(Kind.TEXT, 0, "Bring your pass.")
    assert fronted(said, heading("Arriving")) == [("Transport Guide",), ("Arriving",)]


def test_without_chapters_nothing_is_left_out() -> None:
    edition = Flow(Kind.TEXT, 0, "Edition 2, 15 January 2026")
    assert fronted(edition, heading("More", 4))[0][0] == "Transport Guide"
