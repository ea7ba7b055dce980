"""The archives that DOCX and PPTX are, looked over before anything is unpacked."""

import zipfile
import zlib
from pathlib import Path

from grandstand.library.file_types import Refused
from grandstand.library.models import Verdict

PARTS_MAX = 10_000
UNPACKED_BYTES_MAX = 512 * 1024 * 1024
XML_BYTES_MAX = 64 * 1024 * 1024
"""Of one part with text; as a tree it takes ten times that."""
UNPACKED_RATIO_MAX = 200
"""Text in XML shrinks 10 to 50 times, a bomb 1,000 times."""
RATIO_BYTES_MIN = 1024 * 1024
"""Smaller parts may shrink as much as they like."""
CHUNK_BYTES = 64 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old office files begin, and new ones with a password."""
_XML = (".xml", ".rels")


def check_archive(path: Path, main_part: str) -> None:
    """Nothing, if the file is an archive that can be unpacked.

    Raises:
        Refused: it is encrypted, broken or a bomb, or its XML declares entities.
    """
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            detail = "It has a password or is of an old format. Save it without one, as .docx or .pptx."
            raise Refused(Verdict.ENCRYPTED, detail)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, main_part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Refused(Verdict.BROKEN, "It is not complete. Upload it again, or save it anew.") from error


def _check_parts(archive: zipfile.ZipFile, main_part: str) -> None:
    parts = archive.infolist()
    if main_part not in {part.filename for part in parts}:
        raise Refused(Verdict.BROKEN, f"It has no {main_part}. Save it anew where it was written.")
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
        raise _too_large()
    for part in parts:
        if part.flag_bits & 1:
            raise Refused(Verdict.ENCRYPTED, "It is encrypted. Save a copy without a password.")
        if part.file_size > RATIO_BYTES_MIN and part.file_size > UNPACKED_RATIO_MAX * max(part.compress_size, 1):
            raise _too_large()
        if part.filename.lower().endswith(_XML):
            _check_xml(archive, part)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No office program declares a document type; who does wants to expand entities or to read other files."""
    if part.file_size > XML_BYTES_MAX:
        raise _too_large()
    with archive.open(part) as file:
        rest = b""
        while chunk := file.read(CHUNK_BYTES):
            seen = rest + chunk.replace(b"\0", b"")
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise Refused(Verdict.BROKEN, f"{part.filename} declares entities. Save the file anew.")
            rest = seen[-len(b"<!DOCTYPE") :]


def _too_large() -> Refused:
    return Refused(Verdict.TOO_LARGE, "Unpacked it is too large. Divide the file, or make its pictures smaller.")
