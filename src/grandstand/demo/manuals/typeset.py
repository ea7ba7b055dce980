"""A manual as a PDF, set by typst with fonts out of wheels: the same bytes on every machine of one release."""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from babel.dates import format_date

from grandstand.demo.manuals.markup import body
from grandstand.demo.manuals.sources import Manual, sections
from grandstand.library import NotInstalled

TEMPLATE = Path(__file__).parent / "template.typ"
INSTALL = "pip install 'grandstand[manuals]'"


class Script(NamedTuple):
    """How a language is set: fonts by family and where they lie, as package and folder within it."""

    families: tuple[str, ...]
    folders: tuple[tuple[str, str], ...]
    size_pt: float
    leading_em: float
    lacks_bold: bool = False


NOTO = ("fontpkg_noto_sans", "files")
LATIN = Script(("Noto Sans",), (NOTO,), 10, 0.72)
SCRIPTS = {
    "ar": Script(("Amiri", "Noto Sans"), (("fontpkg_amiri", "files"), NOTO), 12, 0.78),
    "zh": Script(("Noto Sans", "Noto Sans SC"), (NOTO, ("pylopdf_fonts_zh_cn", "")), 10.5, 0.85, lacks_bold=True),
}
"""Amiri and no other Arabic font: its letters can be read back out of a PDF."""
GAMES = {
    "en": "Velmora Winter Games",
    "fr": "Jeux d’hiver de Velmora",
    "de": "Winterspiele Velmora",
    "zh": "维尔莫拉冬季运动会",
    "ar": "ألعاب فيلمورا الشتوية",
    "es": "Juegos de Invierno de Velmora",
}
EDITIONS = {
    "en": "Edition {}, {}",
    "fr": "Édition {}, {}",
    "de": "Ausgabe {}, {}",
    "zh": "第{}版，{}",
    "ar": "الطبعة {}، {}",
    "es": "Edición {}, {}",
}
LOCALES = {"en": "en_GB"}


def is_installed() -> bool:
    """Whether typst and its fonts are there."""
    packages = {package for script in (LATIN, *SCRIPTS.values()) for package, _ in script.folders}
    return all(find_spec(name) is not None for name in ("typst", *packages))


def typeset(manual: Manual) -> bytes:
    """The PDF, tagged, with an outline and a named place for each anchor.

    Raises:
        NotInstalled: typst or a font is missing; the message has the command.
    """
    if not is_installed():
        raise NotInstalled(f"The manuals cannot be typeset here: {INSTALL}")
    # Twenty MB that nobody else needs.
    import typst  # noqa: PLC0415

    script = SCRIPTS.get(manual.language, LATIN)
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[_folder(*each) for each in script.folders],
    )
    return typst.compile(markup(manual).encode(), font_paths=fonts, format="pdf")


def markup(manual: Manual) -> str:
    """What typst is given: the template, its arguments, the text."""
    script = SCRIPTS.get(manual.language, LATIN)
    families = "".join(f'"{each}", ' for each in script.families)
    return "\n".join(
        [
            TEMPLATE.read_text("utf-8"),
            "#show: manual.with(",
            f"  games: {_string(GAMES[manual.language])},",
            f"  title: {_string(manual.title)},",
            f"  subtitle: {_string(manual.subtitle)},",
            f"  edition: {_string(_edition(manual))},",
            f"  dated: datetime(year: {manual.dated:%Y}, month: {manual.dated.month}, day: {manual.dated.day}),",
            f'  language: "{manual.language}",',
            f"  fonts: ({families}),",
            f"  size: {script.size_pt}pt,",
            f"  leading: {script.leading_em}em,",
            f"  lacks-bold: {str(script.lacks_bold).lower()},",
            ")",
            body(sections(manual)),
        ]
    )


def _edition(manual: Manual) -> str:
    day = format_date(manual.dated, "long", locale=LOCALES.get(manual.language, manual.language))
    return EDITIONS[manual.language].format(manual.label, day)


def _string(text: str) -> str:
    """A string as typst's code writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _folder(package: str, folder: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / folder
