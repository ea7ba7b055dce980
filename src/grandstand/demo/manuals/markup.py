"""The Markdown of our sources as typst's markup: headings, paragraphs, lists, tables, bold. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from grandstand.demo.manuals.sources import Section

SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
"""Every ASCII sign: typst takes a backslash before any of them, and gives meaning to many."""
BOLD = re.compile(r"\*\*(.+?)\*\*")
CELL_RULE = re.compile(r"\|(?:-+\|)+")


def body(sections: Iterable[Section]) -> str:
    """A manual's sections."""
    return "\n\n".join(_section(each) for each in sections)


def literal(text: str) -> str:
    """Text that typst sets as it stands."""
    return SPECIAL.sub(lambda sign: f"\\{sign[0]}", text)


def inline(text: str) -> str:
    """A line of Markdown; the only thing it knows is bold."""
    parts = BOLD.split(text)
    return "".join(f"#strong[{literal(part)}]" if at % 2 else literal(part) for at, part in enumerate(parts))


def _section(section: Section) -> str:
    heading = f"{'=' * section.level} {literal(section.title)} <{section.anchor}>"
    return "\n\n".join([heading, *_blocks(section.body)])


def _blocks(text: str) -> Iterator[str]:
    groups = [(kind, list(lines)) for kind, lines in groupby(text.splitlines(), _kind) if kind != "nothing"]
    following = [kind for kind, _ in groups[1:]] + ["nothing"]
    for (kind, lines), after in zip(groups, following, strict=False):
        if kind == "table":
            yield _table(lines)
        elif kind == "list":
            yield "\n".join(f"- {inline(line[2:])}" for line in lines)
        elif after == "table":
            yield from (f"#leads-to-grid[{inline(line)}]" for line in lines)
        else:
            yield from map(inline, lines)


def _kind(line: str) -> str:
    if not line:
        return "nothing"
    if line.startswith("|"):
        return "table"
    return "list" if line.startswith("- ") else "text"


def _table(lines: list[str]) -> str:
    head, rule, *rows = lines
    assert CELL_RULE.fullmatch(rule), f"a table has a rule under its head, got {rule!r}"
    cells = [_cells(head), *map(_cells, rows)]
    assert len({len(row) for row in cells}) == 1, f"every row of a table has as many cells: {head!r}"
    first, *others = ("".join(f"[{inline(cell)}]" + ", " for cell in row) for row in cells)
    inner = "".join(f"  {row}\n" for row in others)
    return f"#grid-of({len(cells[0])}, ({first}),\n{inner})"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
