"""What is read out of a PDF: words with their places, paragraphs in reading order, headings, items, tables."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from grandstand.library.file_types import headings_of
from grandstand.library.models import Block, Box, Kind, Page
from grandstand.library.read_pdf import read_pdf
from library_files import NOTO, line, typeset, written_pdf

Read = Callable[[bytes], list[Page]]

PROSE = (
    "The gates open two hours before the first event of the day. Everybody who works at the venue enters by the "
    "staff gate and shows the accreditation card without being asked. Bags are searched at the gate, and whatever "
    "is larger than a small backpack stays outside. "
)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def pages(body: bytes) -> list[Page]:
        path = tmp_path / "file.pdf"
        path.write_bytes(body)
        return list(read_pdf(path).pages)

    return pages


def told(page: Page, kind: Kind) -> list[str]:
    return [page.text[block.start : block.end] for block in page.blocks if block.kind is kind]


def word_box(page: Page, text: str) -> Box:
    return next(word.box for word in page.words if page.text[word.start : word.end] == text)


def test_every_word_is_verbatim_and_stands_where_it_is_seen(read: Read) -> None:
    (page,) = read(written_pdf([line(72, 742, "Gate seven", size=20)]))
    assert page.text == "Gate seven"
    assert [page.text[word.start : word.end] for word in page.words] == ["Gate", "seven"]
    box = word_box(page, "Gate")
    assert box.left == pytest.approx(72 / 595, abs=0.005)
    assert box.top < 1 - 742 / 842 < box.bottom
    assert (page.width_pt, page.height_pt) == (595, 842)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_of_a_turned_page_are_those_of_the_page_as_displayed(read: Read, turn: int) -> None:
    content = line(72, 742, "Upper left")
    (page,) = read(written_pdf([content], page=f"/MediaBox [0 0 595 842] /Rotate {turn}"))
    box = word_box(page, "Upper")
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    near_left, near_top = middle[0] < 0.3, middle[1] < 0.3
    assert (near_left, near_top) == {90: (False, True), 180: (False, False), 270: (True, False)}[turn]
    assert (page.width_pt, page.height_pt) == ((842, 595) if turn != 180 else (595, 842))


def test_boxes_are_fractions_of_the_crop_box_and_what_is_cropped_is_not_read(read: Read) -> None:
    content = line(110, 485, "Inside") + " " + line(20, 20, "Outside")
    (page,) = read(written_pdf([content], page="/MediaBox [0 0 595 842] /CropBox [100 100 400 500]"))
    assert page.text == "Inside"
    assert (page.width_pt, page.height_pt) == (300, 400)
    box = word_box(page, "Inside")
    assert box.left == pytest.approx(10 / 300, abs=0.01)
    assert box.top < 15 / 400 < box.bottom + 0.01


def test_lines_become_paragraphs_and_divided_words_one(read: Read) -> None:
    source = NOTO + "#set page(width: 7cm)\n#set par(justify: true)\n#set text(hyphenate: true)\n"
    prose = "Accreditation photographers photographing international representatives. " * 4
    (page,) = read(typeset(source + prose + "\n\n" + PROSE))
    assert told(page, Kind.TEXT) == [prose.strip(), PROSE.strip()]
    halves = [word for word in page.words if word.end < len(page.text) and page.text[word.end].isalpha()]
    assert halves, "no word was divided; the test says nothing"


def test_a_hyphen_that_belongs_to_the_word_stays(read: Read) -> None:
    content = [
        line(72, 700, "A well-known gate leads to the well-"),
        line(72, 688, "known stand behind the pool."),
    ]
    (page,) = read(written_pdf([" ".join(content)]))
    assert "to the well-known stand" in page.text


def test_ligatures_are_letters_again(read: Read) -> None:
    (page,) = read(typeset(NOTO + "The official office offers efficient affairs and first fields."))
    assert page.text == "The official office offers efficient affairs and first fields."


def test_columns_are_read_one_after_the_other_and_a_sentence_over_their_edge_is_one(read: Read) -> None:
    numbered = " ".join(f"Sentence number {number} of the text says what is to be done." for number in range(40))
    source = (
        NOTO
        + '#set page(columns: 2, height: 26cm)\n#place(top, scope: "parent", float: true)[= Title of the page]\n'
    )
    (page,) = read(typeset(source + numbered))
    assert told(page, Kind.HEADING) == ["Title of the page"]
    assert " ".join(told(page, Kind.TEXT)) == numbered


def test_running_heads_and_page_numbers_are_in_the_text_and_in_no_block(read: Read) -> None:
    source = NOTO + '#set page(height: 12cm, numbering: "1 / 1", header: [Handbook for volunteers, edition 3])\n'
    paragraphs = "\n\n".join(f"Paragraph {number}. {PROSE}" for number in range(20))
    pages = read(typeset(source + paragraphs))
    assert len(pages) > 3
    for page in pages:
        blocks = " ".join(page.text[block.start : block.end] for block in page.blocks)
        assert page.text.startswith("Handbook for volunteers, edition 3\n")
        assert page.text.endswith(f"\n{page.number} / {len(pages)}")
        assert "Handbook" not in blocks
        assert " / " not in blocks
        assert "Paragraph" in blocks


def test_a_table_header_on_every_page_is_no_running_head(read: Read) -> None:
    rows = "".join(f"[Line {number}], [{number % 24:02}:15]," for number in range(80))
    source = NOTO + "#set page(height: 12cm, margin: (top: 1cm))\n"
    pages = read(typeset(source + f"#table(columns: 2, table.header([*Bus*], [*Leaves at*]), {rows})"))
    assert len(pages) > 2
    assert all(told(page, Kind.ROW)[0] == "Bus | Leaves at" for page in pages)
    assert all(next(iter(page.blocks)).level == 1 for page in pages)


def test_headings_come_from_the_outline_with_its_levels(read: Read) -> None:
    source = NOTO + '#set heading(numbering: "1.1")\n#show heading: set text(size: 10pt, weight: "regular")\n'
    (page,) = read(typeset(source + f"= Arrival\n{PROSE}\n== By bus\n{PROSE}\n=== At night\n{PROSE}"))
    found = [(heading.level, heading.title) for heading in headings_of(page)]
    assert found == [(1, "1 Arrival"), (2, "1.1 By bus"), (3, "1.1.1 At night")]


def test_without_an_outline_headings_are_larger_or_bolder_than_the_text(read: Read) -> None:
    body = [
        line(72, 640 - 12 * row, "The gate opens at nine and closes when the last guest has left it.")
        for row in range(8)
    ]
    content = [
        line(72, 740, "Arrival", size=20),
        line(72, 700, "By bus", size=14),
        line(72, 670, "At night", font="F2"),
        *body,
    ]
    (page,) = read(written_pdf([" ".join(content)]))
    assert [(one.level, one.title) for one in headings_of(page)] == [
        (1, "Arrival"),
        (2, "By bus"),
        (3, "At night"),
    ]
    assert len(told(page, Kind.TEXT)) == 1


def test_items_are_blocks_of_their_own_with_all_their_lines(read: Read) -> None:
    source = NOTO + "#set page(width: 9cm)\n"
    (page,) = read(
        typeset(source + "Bring along:\n- a hat\n- " + PROSE + "\n+ first\n+ second\n\nAfter the list.")
    )
    assert told(page, Kind.ITEM) == ["• a hat", "• " + PROSE.strip(), "1. first", "2. second"]
    assert told(page, Kind.TEXT) == ["Bring along:", "After the list."]


TABLE = """
table.header([*Gate*], [*Opens at*], [*Who may enter*]),
[North], [09:30], [Everybody with a ticket for the day, and children with their parents],
[South], [10:00], [Athletes],
[West], [08:15], [Volunteers]
"""
ROWS = [
    "Gate | Opens at | Who may enter",
    "North | 09:30 | Everybody with a ticket for the day, and children with their parents",
    "South | 10:00 | Athletes",
    "West | 08:15 | Volunteers",
]


@pytest.mark.parametrize("stroke", ["1pt", "none"])
def test_a_table_is_rows_of_cells_with_its_header_marked(read: Read, stroke: str) -> None:
    table = f"#table(columns: (3cm, 3cm, 5cm), stroke: {stroke}, {TABLE})"
    (page,) = read(typeset(f"{NOTO}= Gates\n{PROSE}\n{table}\n{PROSE}"))
    assert told(page, Kind.ROW) == ROWS
    assert [block.level for block in page.blocks if block.kind is Kind.ROW] == [1, 0, 0, 0]
    assert [block.kind for block in page.blocks][:2] == [Kind.HEADING, Kind.TEXT]
    assert page.blocks[-1].kind is Kind.TEXT


def test_a_frame_around_a_paragraph_is_no_table(read: Read) -> None:
    (page,) = read(typeset(f"{NOTO}#rect[{PROSE}]\n#rect[{PROSE}]\n"))
    assert told(page, Kind.ROW) == []
    assert told(page, Kind.TEXT) == [PROSE.strip()] * 2


def test_blocks_are_in_order_and_do_not_overlap(read: Read) -> None:
    (page,) = read(typeset(f"{NOTO}= Gates\n{PROSE}\n#table(columns: 3, {TABLE})\n- one\n- two\n"))
    blocks: tuple[Block, ...] = page.blocks
    assert all(one.end < other.start for one, other in pairwise(blocks))
    assert all(page.text[word.start : word.end].strip() for word in page.words)
    assert all(0 <= edge <= 1 for word in page.words for edge in word.box)


def test_the_title_is_the_files_own_or_its_largest_letters(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(typeset(f'#set document(title: "Transport plan")\n{NOTO}= Something else\n{PROSE}'))
    assert read_pdf(path).title == "Transport plan"
    path.write_bytes(typeset(f"{NOTO}= Handbook of the\n{PROSE}"))
    assert read_pdf(path).title == "Handbook of the"
