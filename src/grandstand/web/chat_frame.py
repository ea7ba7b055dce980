"""The chat in the pages of other sites: which of them may show it, said in the headers of its page and its script.

The chat stays a page of ours in a frame, so nothing of the API is opened to another site; without a setting no
page may frame anything. The script is fetched by anybody as a script is; only the listed sites may read it, which
a browser wants to do for `type="module"` and for a checksum.
"""

from collections.abc import Sequence

from grandstand.kernel.settings import Origin
from grandstand.web.asgi import Scope, header

CHAT_PAGE = "/assistant"
CHAT_SCRIPT = "/chat.js"
CLOSED = "frame-ancestors 'none'"
POLICY = b"content-security-policy"


class ChatFrame:
    """Which headers the chat is sent with.

    Args:
        origins: of the sites whose pages may show it.
        headers: those of every answer, one of them the policy, which closes every page to frames.
    """

    def __init__(self, origins: Sequence[Origin], headers: list[tuple[bytes, bytes]]) -> None:
        self._origins = frozenset(each.encode() for each in origins)
        self._headers = headers
        opened = f"frame-ancestors {' '.join(origins)}".encode()
        self._chat_headers = [
            (name, value.replace(CLOSED.encode(), opened) if name == POLICY else value) for name, value in headers
        ]

    def headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """What is added to the answer to this request."""
        if not self._origins or scope["path"] not in {CHAT_PAGE, CHAT_SCRIPT}:
            return self._headers
        if scope["path"] == CHAT_PAGE:
            return self._chat_headers
        headers = [*self._headers, (b"cross-origin-resource-policy", b"cross-origin")]
        origin = header(scope["headers"], b"origin")
        if origin in self._origins:
            headers.append((b"access-control-allow-origin", origin))
        # Our script is kept by caches between: what one site may read is not told to another.
        return [*headers, (b"vary", b"origin")]
