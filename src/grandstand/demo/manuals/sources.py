"""The sources of the manuals: which there are, and the sections of each."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from grandstand.language.models import Language

FOLDER = Path(__file__).parent / "text"
NAMES = ("team-leaders", "accreditation", "transport", "medical", "anti-doping")
LANGUAGES = tuple(map(Language, ("en", "fr", "de", "zh", "ar", "es")))
PUBLIC = "public"
FILE = re.compile(r"(?P<name>[a-z-]+)\.(?P<language>[a-z]{2})(?:\.v(?P<older>\d+))?\.md")
BRIEFING = re.compile(r"briefing-([a-z]{3})")
HEADING = re.compile(r"(?P<marks>#{2,3}) (?P<title>.+) \{#(?P<anchor>[a-z0-9-]+)\}")
RULE = "---\n"


class Manual(NamedTuple):
    """One edition of a manual in one language."""

    name: str
    language: Language
    title: str
    subtitle: str
    label: str
    """What the manual calls this edition: `2`."""
    dated: date
    is_newest: bool
    collection: str
    """`public`, or `noc:GER` for a committee's own."""
    path: Path
    """Of the source."""

    @property
    def file_name(self) -> str:
        """Of the PDF: the same for every edition, so that a newer one replaces an older one."""
        return f"{self.name}.{self.language}.pdf"


class Section(NamedTuple):
    """A heading with what stands under it, as it is written: Markdown. A chapter's body is empty."""

    level: int
    """1 a chapter, 2 a section of it."""
    title: str
    anchor: str
    """The same in every language."""
    body: str


@cache
def manuals() -> tuple[Manual, ...]:
    """Every edition of every manual and briefing, older editions before newer ones."""
    found = [_manual(path) for path in FOLDER.iterdir() if path.suffix == ".md"]
    return tuple(sorted(found, key=lambda each: (each.name, each.language, each.dated)))


@cache
def sections(manual: Manual) -> tuple[Section, ...]:
    """The chapters and sections of a manual, in its order."""
    found: list[Section] = []
    body: list[str] = []
    for line in [*_text(manual.path).splitlines(), "## end {#end}"]:
        if not (match := HEADING.fullmatch(line)):
            body.append(line)
            continue
        if found:
            found[-1] = found[-1]._replace(body="\n".join(body).strip())
        body = []
        found.append(Section(len(match["marks"]) - 1, match["title"], match["anchor"], ""))
    return tuple(found[:-1])


def section_of(manual: str, language: str, heading: str) -> str:
    """The anchor of the section with this heading, in the newest edition of a manual.

    Raises:
        KeyError: there is no such manual, or no such heading in it.
    """
    for each in manuals():
        if (each.name, each.language, each.is_newest) == (manual, language, True):
            for section in sections(each):
                if section.title == heading:
                    return section.anchor
    raise KeyError(manual, language, heading)


def _manual(path: Path) -> Manual:
    match = FILE.fullmatch(path.name)
    assert match, f"{path.name}: a source is called manual.language.md or manual.language.v1.md"
    head = _head(path)
    private = BRIEFING.fullmatch(match["name"])
    return Manual(
        name=match["name"],
        language=Language(match["language"]),
        title=head["title"],
        subtitle=head["subtitle"],
        label=head["edition"],
        dated=date.fromisoformat(head["date"]),
        is_newest=match["older"] is None,
        collection=f"noc:{private[1].upper()}" if private else PUBLIC,
        path=path,
    )


def _head(path: Path) -> dict[str, str]:
    """The `key: value` lines between the two rules at the beginning."""
    _, head, _ = path.read_text("utf-8").split(RULE, 2)
    return {key: value for key, _, value in (line.partition(": ") for line in head.splitlines())}


def _text(path: Path) -> str:
    return path.read_text("utf-8").split(RULE, 2)[2]
