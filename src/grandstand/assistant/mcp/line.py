"""The tools on a line: standard input and output, or the SDK's HTTP; loads the extra `mcp`."""

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from grandstand.assistant.mcp.routes import tool_server
from grandstand.assistant.mcp.site import OwnSite, RemoteSite
from grandstand.web.asgi import AsgiApp


def manager_of(app: AsgiApp, url: str) -> StreamableHTTPSessionManager:
    """What answers requests of the protocol over HTTP; each stands alone.

    Args:
        app: what the tools ask.
        url: of the site.
    """
    server = tool_server(OwnSite(app, url))
    # The SDK's own way leads over an application of Starlette's, which we have no use for.
    return StreamableHTTPSessionManager(server._lowlevel_server, json_response=True, stateless=True)  # noqa: SLF001


def serve_line(url: str, token: str | None) -> None:
    """Serve the tools over standard input and output until the other side has gone.

    Args:
        url: of a running site.
        token: of whoever asks; None: what is public.
    """
    tool_server(RemoteSite(url, token)).run("stdio")
