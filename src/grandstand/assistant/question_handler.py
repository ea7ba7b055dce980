"""Questions over HTTP: `POST /v1/assistant/questions`, behind the front door and past the framework.

On the night everybody asks at once, and the framework's own work shows in a quick answer (docs/decisions/0005).
"""

from datetime import datetime
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import msgspec

from grandstand.assistant.question import Brought
from grandstand.assistant.rates import Rates
from grandstand.assistant.service import Assistant
from grandstand.assistant.streaming import frames
from grandstand.web import sse
from grandstand.web.asgi import Receive, Scope, Send, decoded, read_body
from grandstand.web.front_door import TABLE_BODY_BYTES_MAX, client_address
from grandstand.web.principal import visitor_in

PATH = "/v1/assistant/questions"


class AskedRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question in any language; `language` is the page's, `zone` the asker's time zone.

    `memory` and `conversation` are those of the last answer's `done`; `since` is when she was here last, `table`
    the text of a file that the question is about.
    """

    question: str
    language: str = "en"
    zone: str = "UTC"
    memory: dict[str, Any] | None = None
    conversation: UUID | None = None
    since: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    table: str | None = None


class _Route(NamedTuple):
    """What the front door counts requests by."""

    path: str


class QuestionHandler:
    """Answers anybody's questions; an ASGI application for the requests that `accepts` accepts.

    Args:
        assistant: what answers.
        proxy_hops: as of the front door.
    """

    def __init__(self, assistant: Assistant, *, proxy_hops: int = 0) -> None:
        self._assistant = assistant
        self._proxy_hops = proxy_hops
        self._rates = Rates()
        self._decoder = msgspec.json.Decoder(AskedRequest)

    @staticmethod
    def accepts(scope: Scope) -> bool:
        return (scope["type"], scope.get("method"), scope.get("path")) == ("http", "POST", PATH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as server-sent events.

        Raises:
            GrandstandError: nothing has been sent; the front door answers with the problem.
        """
        scope["route"] = _Route(PATH)
        visitor = visitor_in(scope)
        body = decoded(self._decoder, await read_body(receive, TABLE_BODY_BYTES_MAX))
        brought = Brought(since=body.since, table=body.table)
        asked = self._assistant.question(body.question, body.language, body.zone, body.memory, visitor, brought)
        self._rates.take(visitor, client_address(scope, self._proxy_hops))
        self._assistant.check_room()
        await sse.send_stream(receive, send, [], frames(self._assistant.answer(asked, body.conversation)))
