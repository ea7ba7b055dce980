"""Files for the tests of the library, made on the spot: typeset, zipped or written byte by byte."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

import typst

SIZE = (595, 842)
NOTO = '#set text(font: "Noto Sans", size: 10pt, lang: "en", hyphenate: false)\n'
AMIRI = '#set text(font: "Amiri", size: 12pt, lang: "ar")\n'
NOTO_SC = '#set text(font: "Noto Sans SC", size: 11pt, lang: "zh")\n'


def _fonts() -> list[Path]:
    return [
        Path(str(resources.files("fontpkg_amiri"))) / "files",
        Path(str(resources.files("fontpkg_noto_sans"))) / "files",
        Path(str(resources.files("pylopdf_fonts_zh_cn"))),
    ]


def typeset(source: str) -> bytes:
    """A PDF of typst's."""
    made = typst.Compiler(  # type: ignore[misc]  # its types ask for a name that they do not define
        source.encode(), font_paths=_fonts(), ignore_system_fonts=True
    ).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def written_pdf(contents: Iterable[str], *, page: str = "/MediaBox [0 0 595 842]", trailer: str = "") -> bytes:
    """A PDF written by hand: one page for each content stream, in Helvetica (`/F1`) and its bold face (`/F2`)."""
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for content in contents:
        bodies.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        resources_ = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        bodies.append(f"<< /Type /Page /Parent 2 0 R {page} {resources_} /Contents {len(bodies)} 0 R >>")
        kids.append(f"{len(bodies)} 0 R")
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _with_references(bodies, trailer)


def _with_references(bodies: Iterable[str], trailer: str) -> bytes:
    written = io.BytesIO()
    written.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(written.tell())
        written.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = written.tell()
    lines = "".join(f"{place:010} 00000 n \n" for place in places)
    written.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{lines}".encode())
    written.write(
        f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return written.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF whose password nobody knows: what its keys were made of is made up."""
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{'5a' * 32}> /U <{'a5' * 32}> >>"
    return written_pdf([line(72, 700, "Secret")], trailer=f"{locked} /ID [<{'01' * 16}> <{'01' * 16}>]")


def line(left: float, bottom: float, text: str, *, size: float = 10, font: str = "F1") -> str:
    """A line of text at a place of the page."""
    return f"BT /{font} {size} Tf {left} {bottom} Td ({text}) Tj ET"


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, body in parts.items():
            opened.writestr(name, body)
    return made.getvalue()
