"""The read-only tools for other assistants (Model Context Protocol), by the official SDK.

    site.py       a Grandstand as the tools read it: this process, or a server at an address
    told.py       what the tools answer, of what the site said
    routes.py     the tools with their schemas
    line.py       the tools on standard input and output, or behind HTTP
    handler.py    /mcp of a running server

Each tool is a request to the ordinary API with the caller's token: nobody reads more here than there. What needs
the extra `mcp` is loaded when it is used.
"""

from functools import cache
from importlib.util import find_spec

from grandstand.assistant.mcp.handler import McpHandler


@cache
def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("mcp") is not None


def serve_stdio(url: str, token: str | None) -> None:
    """Serve the tools over standard input and output until the other side has gone.

    Args:
        url: of a running site.
        token: of whoever asks; None: what is public.
    """
    from grandstand.assistant.mcp.line import serve_line  # noqa: PLC0415 - needs the extra

    serve_line(url, token)


__all__ = ["McpHandler", "is_installed", "serve_stdio"]
