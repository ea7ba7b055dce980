"""Where a ticket is, over HTTP without a framework: a waiting crowd asks almost nothing else.

    GET /v1/pools/{pool}/place      with the header Grandstand-Ticket

The ticket is the proof of itself, so nobody is identified, and nothing is looked up outside of this process.
"""

import re
from http import HTTPStatus

import msgspec

from grandstand.campaign.waiting.errors import TicketUnreadable
from grandstand.campaign.waiting.routes import PLACE_PATH
from grandstand.campaign.waiting.turnstile import TICKET_HEADER, Turnstile
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import PoolId
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.web.asgi import Answer, Receive, Scope, Send, header, send_answer
from grandstand.web.problem import problem

PATTERN = re.compile(r"/v1/pools/([0-9]{1,19})/place")
JSON_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class PlaceHandler:
    """Answers whoever waits; an ASGI application for the requests that `accepts` accepts."""

    def __init__(self, turnstile: Turnstile, allowed_origins: tuple[str, ...]) -> None:
        self._turnstile = turnstile
        self._allowed_origins = frozenset(origin.encode() for origin in allowed_origins)
        self._encoder = msgspec.json.Encoder()
        self._good = HTTP_REQUESTS.labels("GET", PLACE_PATH, "200")

    @staticmethod
    def accepts(scope: Scope) -> bool:
        return (
            scope["type"] == "http" and scope["method"] == "GET" and PATTERN.fullmatch(scope["path"]) is not None
        )

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        headers = scope["headers"]
        answer = self.answer(scope["path"], header(headers, TICKET_HEADER))
        origin = header(headers, b"origin") if self._allowed_origins else None
        if origin in self._allowed_origins:
            readable = [(b"access-control-allow-origin", origin), (b"vary", b"origin")]
            answer = Answer(answer.status, [*answer.headers, *readable], answer.body)
        await send_answer(send, answer)

    def answer(self, path: str, ticket: bytes | None) -> Answer:
        """Where the ticket is, or why that cannot be said."""
        match = PATTERN.fullmatch(path)
        assert match is not None, "only what `accepts` accepts comes here"
        try:
            if ticket is None:
                raise TicketUnreadable("Send the ticket as the header 'Grandstand-Ticket'.")
            place = self._turnstile.place(PoolId(int(match[1])), ticket.decode("latin-1"))
        except GrandstandError as error:
            HTTP_REQUESTS.labels("GET", PLACE_PATH, str(error.status)).inc()
            return problem(error)
        self._good.inc()
        return Answer(HTTPStatus.OK, JSON_HEADERS, self._encoder.encode(place))
