"""One kind of request of a crowd, past the framework: identify, limit, decode, act, answer.

The claim has its own, still leaner form (campaign/claim_handler.py). Behind the framework the same request costs
several times as much (docs/decisions/0005).
"""

import re
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Generic, TypeVar

import msgspec

from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.errors import RateLimited
from grandstand.kernel.limits import Rate, RateLimiter
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.web.asgi import Answer, Headers, Receive, Scope, Send, decoded, header, read_body, send_answer
from grandstand.web.identity import Identity
from grandstand.web.openapi import REFERENCE, SIGNED_IN
from grandstand.web.problem import answered

BODY_BYTES_MAX = 4096
JSON_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]

B = TypeVar("B", bound=msgspec.Struct)


class LeanPost(Generic[B]):
    """A `POST` with a small JSON body; an ASGI application for the requests that `accepts` accepts.

    Args:
        path: as the OpenAPI document writes it, like `/v1/invitations` or `/v1/vouchers/{voucher}/holds`.
        pattern: which paths it answers; its groups are handed to `act`.
        body: what the body is decoded as; unknown fields are refused if it forbids them.
        role: who may ask.
        rate: how often one person may.
        act: answers the asker, the match of the path and the body.
        identity: finds out who asks.
    """

    def __init__(
        self,
        path: str,
        pattern: re.Pattern[str],
        body: type[B],
        *,
        role: Role,
        rate: Rate,
        act: Callable[[Principal, re.Match[str], B], Awaitable[msgspec.Struct]],
        identity: Identity,
    ) -> None:
        self._path = path
        self._pattern = pattern
        self._decoder = msgspec.json.Decoder(body)
        self._role = role
        self._people = RateLimiter(rate)
        self._act = act
        self._identity = identity
        self._encoder = msgspec.json.Encoder()

    def accepts(self, scope: Scope) -> bool:
        return (
            scope["type"] == "http"
            and scope["method"] == "POST"
            and self._pattern.fullmatch(scope["path"]) is not None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await answered(self._answer(scope["path"], scope["headers"], receive), "lean_post.failed")
        HTTP_REQUESTS.labels("POST", self._path, str(int(answer.status))).inc()
        await send_answer(send, answer)

    async def _answer(self, path: str, headers: Headers, receive: Receive) -> Answer:
        body = await read_body(receive, BODY_BYTES_MAX)
        authorization = header(headers, b"authorization")
        bearer = None if authorization is None else authorization.decode("latin-1")
        actor = self._identity.bearer(bearer) or await self._identity.principal("POST", headers)
        require_role(actor, self._role)
        if (wait_s := self._people.wait_s(actor.subject, time.monotonic())) > 0:
            raise RateLimited(retry_after_s=wait_s)
        match = self._pattern.fullmatch(path)
        assert match is not None, "only what `accepts` accepts comes here"
        done = await self._act(actor, match, decoded(self._decoder, body))
        return Answer(HTTPStatus.OK, JSON_HEADERS, self._encoder.encode(done))


def lean_path(
    operation: str,
    summary: str,
    tag: str,
    body: type[msgspec.Struct],
    done: type[msgspec.Struct],
    responses: dict[str, Any],
    parameters: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    """The entry of a `LeanPost` among the paths of the OpenAPI document.

    Args:
        operation: its name.
        summary: what it does.
        tag: the part it belongs to.
        body: its type.
        done: the type of a good answer.
        responses: `openapi.problems` by status.
        parameters: of the path.
    """
    content = {"application/json": {"schema": {"$ref": REFERENCE.format(name=body.__name__)}}}
    good = {"application/json": {"schema": {"$ref": REFERENCE.format(name=done.__name__)}}}
    return {
        "post": {
            "operationId": operation,
            "summary": summary,
            "tags": [tag],
            "parameters": list(parameters),
            "requestBody": {"required": True, "content": content},
            "responses": {"200": {"description": "What has been done", "content": good}} | responses,
            "security": SIGNED_IN,
        }
    }
