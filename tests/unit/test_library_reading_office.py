"""DOCX, PPTX, HTML and Markdown: sections or slides with headings, items and rows, without what nobody sees."""

from pathlib import Path

import docx
import pptx
import pytest

from grandstand.library.models import Kind, Page
from grandstand.library.page_text import SECTION_CHARACTERS_MAX, Flow, sections
from grandstand.library.read_docx import read_docx
from grandstand.library.read_html import read_html
from grandstand.library.read_markdown import read_markdown
from grandstand.library.read_pptx import read_pptx
from grandstand.library.text_files import decoded


def told(page: Page) -> list[tuple[Kind, int, str]]:
    return [(block.kind, block.level, page.text[block.start : block.end]) for block in page.blocks]


def test_docx_has_headings_items_and_rows_in_order(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.title = "Handbook"
    made.add_heading("Arrival", 1)
    made.add_paragraph("The gates open at nine.")
    made.add_paragraph("a hat", style="List Bullet")
    made.add_heading("Buses", 2)
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["Bus", "Leaves", "7", "06:10"], strict=True
    ):
        cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    made.add_heading("Food", 1)
    made.add_paragraph("There is a canteen.")
    made.save(str(tmp_path / "file.docx"))
    opened = read_docx(tmp_path / "file.docx")
    first, second = opened.pages
    assert (opened.title, opened.count) == ("Handbook", 2)
    assert (first.width_pt, first.words) == (0, ())
    assert told(first) == [
        (Kind.HEADING, 1, "Arrival"),
        (Kind.TEXT, 0, "The gates open at nine."),
        (Kind.ITEM, 0, "a hat"),
        (Kind.HEADING, 2, "Buses"),
        (Kind.ROW, 1, "Bus | Leaves"),
        (Kind.ROW, 0, "7 | 06:10"),
    ]
    assert told(second) == [(Kind.HEADING, 1, "Food"), (Kind.TEXT, 0, "There is a canteen.")]


def test_a_slide_is_a_page_with_its_title_text_table_and_notes(tmp_path: Path) -> None:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Transport"
    slide.placeholders[1].text = "Buses run at night.\nTrains do not."
    table = slide.shapes.add_table(2, 2, 0, 5_000_000, 900_000, 900_000).table
    for at, text in enumerate(["Bus", "Leaves", "7", "06:10"]):
        table.cell(at // 2, at % 2).text = text
    slide.notes_slide.notes_text_frame.text = "Mention the night bus."
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "Food"
    made.save(str(tmp_path / "file.pptx"))
    opened = read_pptx(tmp_path / "file.pptx")
    first, second = opened.pages
    assert (opened.title, opened.count) == ("Transport", 2)
    assert told(first) == [
        (Kind.HEADING, 1, "Transport"),
        (Kind.ITEM, 0, "Buses run at night."),
        (Kind.ITEM, 0, "Trains do not."),
        (Kind.ROW, 1, "Bus | Leaves"),
        (Kind.ROW, 0, "7 | 06:10"),
        (Kind.TEXT, 0, "Mention the night bus."),
    ]
    assert told(second) == [(Kind.HEADING, 1, "Food")]


HTML = """<!DOCTYPE html><html><head><title>Venue guide</title><style>p {color: red}</style></head><body>
<nav>Home</nav><script>alert("hidden")</script><h1>Guide</h1><p>The <b>gates</b>
open at&nbsp;nine.<br>Bring a card.</p><div style="display: none">secret</div><p hidden>secret</p>
<ul><li>a hat<li>water</ul><h2>Buses</h2>
<table><tr><th>Bus<th>Leaves<tr><td>7<td><p>06:10</p><p>07:10</p></table>
<!-- comment --><h2>Food</h2>loose text<pre>one
  two</pre></body></html>"""


def test_html_is_read_without_scripts_styles_and_what_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "file.html"
    path.write_text(HTML, "utf-8")
    opened = read_html(path)
    assert opened.title == "Venue guide"
    assert [entry for page in opened.pages for entry in told(page)] == [
        (Kind.HEADING, 1, "Guide"),
        (Kind.TEXT, 0, "The gates open at nine. Bring a card."),
        (Kind.ITEM, 0, "a hat"),
        (Kind.ITEM, 0, "water"),
        (Kind.HEADING, 2, "Buses"),
        (Kind.ROW, 1, "Bus | Leaves"),
        (Kind.ROW, 0, "7 | 06:10 07:10"),
        (Kind.HEADING, 2, "Food"),
        (Kind.TEXT, 0, "loose text"),
        (Kind.TEXT, 0, "one\n  two"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Größe".encode(), "Größe"),
        ("\ufeffGröße".encode(), "Größe"),
        ("Größe".encode("utf-16"), "Größe"),
        (
            b'<meta charset="windows-1251">' + "Ворота".encode("windows-1251"),
            '<meta charset="windows-1251">Ворота',
        ),
        ("Größe “x”".encode("windows-1252"), "Größe “x”"),
        (b'<meta charset="rot13">caf\xe9', '<meta charset="rot13">café'),
        (b'<meta charset="nothing">caf\xe9', '<meta charset="nothing">café'),
    ],
)
def test_text_is_decoded_by_its_mark_as_utf8_or_as_it_declares(body: bytes, expected: str) -> None:
    assert decoded(body, declares=True) == expected


MARKDOWN = """---
title: not text
---
# Handbook
Intro *text* with `code` and a [link](https://example.org).

## Gates
- one
- two
  more

| Gate | Opens |
|---|---|
| A | 10:30 |

## Buses
> quoted <b>words</b>

```
code  stays
```
"""


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "file.md"
    path.write_text(MARKDOWN)
    opened = read_markdown(path)
    assert (opened.title, opened.count) == ("Handbook", 3)
    assert [entry for page in opened.pages for entry in told(page)] == [
        (Kind.HEADING, 1, "Handbook"),
        (Kind.TEXT, 0, "Intro text with code and a link."),
        (Kind.HEADING, 2, "Gates"),
        (Kind.ITEM, 0, "one"),
        (Kind.ITEM, 0, "two more"),
        (Kind.ROW, 1, "Gate | Opens"),
        (Kind.ROW, 0, "A | 10:30"),
        (Kind.HEADING, 2, "Buses"),
        (Kind.TEXT, 0, "quoted words"),
        (Kind.TEXT, 0, "code  stays"),
    ]


def test_a_long_section_is_divided_between_blocks() -> None:
    flows = [Flow(Kind.HEADING, 1, "Title"), *(Flow(Kind.TEXT, 0, "word " * 200) for _ in range(40))]
    pages = list(sections(flows))
    assert len(pages) > 2
    assert all(len(page.text) <= SECTION_CHARACTERS_MAX + 100 for page in pages)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
