"""Text with an encoding that somebody has to find out."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_WITHIN = 1_024
_declared = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


def decoded(body: bytes, *, declares: bool = False) -> str:
    """The text: by its byte order mark, else UTF-8 if it is that, else as it `declares`, else Windows-1252."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared.search(body[:_DECLARED_WITHIN]) if declares else None
    return body.decode(_known(declared[1].decode("ascii")) if declared else "windows-1252", "replace")


def _known(encoding: str) -> str:
    """The codec, if it is one of text; browsers read Latin-1 as Windows-1252."""
    try:
        found = codecs.lookup(encoding)
    except LookupError:
        return "windows-1252"
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name not in ("iso8859-1", "ascii", "utf-8") else "windows-1252"
