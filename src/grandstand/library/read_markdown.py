"""Markdown: headings, paragraphs, items and tables; code as it stands; marks of emphasis are left out."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from grandstand.library.file_types import OpenFile
from grandstand.library.models import Kind
from grandstand.library.page_text import CELLS, Flow, sections
from grandstand.library.text_files import decoded

if TYPE_CHECKING:
    from markdown_it.token import Token

_front_matter = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_tag = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)

NESTING_MAX = 50
"""Deeper lists and quotations are read as text."""


def read_markdown(path: Path) -> OpenFile:
    """One page for each top heading; the title is the first heading of level 1."""
    flows = list(_flows(decoded(path.read_bytes())))
    title = next((flow.text for flow in flows if flow.kind is Kind.HEADING and flow.level == 1), "")
    pages = list(sections(flows))
    return OpenFile(title=title, count=len(pages), pages=iter(pages))


class _Walk:
    """Where in the document the tokens have come to."""

    def __init__(self) -> None:
        self.items = 0
        self.level = 0
        self.in_header = False
        self.in_cell = False
        self.cells: list[str] = []

    def flow(self, token: "Token") -> Flow | None:
        """What the token completes, if it completes anything."""
        match token.type:
            case "tr_close" if any(self.cells):
                return Flow(Kind.ROW, int(self.in_header), CELLS.join(self.cells))
            case "inline":
                return self._inline(_text(token.children or ()))
            case "fence" | "code_block" if token.content.strip():
                return Flow(Kind.TEXT, 0, token.content.strip("\n"))
            case "html_block":
                return self._inline(_plain(token.content))
            case _:
                self._step(token)
        return None

    def _step(self, token: "Token") -> None:
        match token.type:
            case "list_item_open" | "list_item_close":
                self.items += token.nesting
            case "heading_open" | "heading_close":
                self.level = int(token.tag[1:]) if token.nesting > 0 else 0
            case "thead_open" | "thead_close":
                self.in_header = token.nesting > 0
            case "th_open" | "td_open" | "th_close" | "td_close":
                self.in_cell = token.nesting > 0
            case "tr_open":
                self.cells = []

    def _inline(self, text: str) -> Flow | None:
        if self.in_cell:
            self.cells.append(text)
            return None
        if not text:
            return None
        kind = Kind.HEADING if self.level else Kind.ITEM if self.items else Kind.TEXT
        return Flow(kind, self.level, text)


def _flows(source: str) -> Iterator[Flow]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 (lazy: of the extra `library`)

    parser = MarkdownIt("commonmark", {"maxNesting": NESTING_MAX}).enable(["table", "strikethrough"])
    walk = _Walk()
    for token in parser.parse(_front_matter.sub("", source, count=1)):
        flow = walk.flow(token)
        if flow is not None:
            yield flow


def _text(children: Sequence["Token"]) -> str:
    """What is read of a line: words, code, what an image is called; addresses of links are not."""
    pieces = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif child.type == "html_inline":
            pieces.append(" " if child.content.lower().startswith("<br") else "")
        else:
            pieces.append(child.content)
    return " ".join("".join(pieces).split())


def _plain(html: str) -> str:
    """The words of a piece of HTML in between, without comments and tags."""
    return " ".join(unescape(_tag.sub(" ", html)).split())
