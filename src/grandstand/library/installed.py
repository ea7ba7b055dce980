"""Whether the extra is there that reads files and answers questions; without it, lists still work."""

from functools import cache
from importlib.util import find_spec

from grandstand.library.errors import NotInstalled

MODULES = ("docx", "lxml", "markdown_it", "pdfplumber", "PIL", "pptx", "py3langid", "pypdfium2")
"""What reading, drawing and telling languages apart rests on. The embedders say for themselves what is missing."""


@cache
def is_installed() -> bool:
    return all(find_spec(name) is not None for name in MODULES)


def require_installed() -> None:
    """Raise NotInstalled, with the command, where the extra is missing."""
    if not is_installed():
        raise NotInstalled
