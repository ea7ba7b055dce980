"""The status over HTTP, for anybody, without a framework: when things are bad, a crowd asks how they are.

GET /v1/status

Made anew once a second at most, however many ask. Nobody is identified and nothing is looked up.
"""

import gzip
import time
from collections.abc import Callable
from http import HTTPStatus

import msgspec

from grandstand.campaign.status.routes import STATUS_PATH
from grandstand.campaign.status.service import StatusBoard
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.web.asgi import Answer, Receive, Scope, Send, header, send_answer

ANEW_S = 1.0
HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"public, max-age=2"),
    (b"vary", b"accept-encoding"),
    (b"x-content-type-options", b"nosniff"),
    (b"access-control-allow-origin", b"*"),
]


class StatusHandler:
    """Answers anybody; an ASGI application for the requests that `accepts` accepts."""

    def __init__(self, board: StatusBoard, now_s: Callable[[], float] = time.monotonic) -> None:
        self._board = board
        self._now_s = now_s
        self._plain = self._packed = Answer(HTTPStatus.OK, HEADERS, b"")
        self._made_at_s = -ANEW_S

    @staticmethod
    def accepts(scope: Scope) -> bool:
        return scope["type"] == "http" and scope["path"] == STATUS_PATH and scope["method"] in {"GET", "HEAD"}

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        answer = self.answer(packed=b"gzip" in (header(scope["headers"], b"accept-encoding") or b""))
        HTTP_REQUESTS.labels(scope["method"], STATUS_PATH, "200").inc()
        if scope["method"] == "HEAD":
            answer = Answer(answer.status, answer.headers, b"")
        await send_answer(send, answer)

    def answer(self, *, packed: bool) -> Answer:
        """How things are, made within the last second."""
        now_s = self._now_s()
        if now_s - self._made_at_s >= ANEW_S:
            self._made_at_s = now_s
            body = msgspec.json.encode(self._board.status())
            self._plain = Answer(HTTPStatus.OK, HEADERS, body)
            shorter = gzip.compress(body, compresslevel=5, mtime=0)
            self._packed = Answer(HTTPStatus.OK, [*HEADERS, (b"content-encoding", b"gzip")], shorter)
        return self._packed if packed else self._plain
