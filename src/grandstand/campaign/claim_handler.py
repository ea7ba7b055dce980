"""The claim over HTTP, without a framework: parse, identify, claim, answer.

`POST /v1/pools/{id}/claims` is mounted in front of everything else (app.py), because a crowd makes almost only
this request: the same claim behind FastAPI costs several times as much (benchmarks/campaign_night.py).
"""

import re
import time

import msgspec
import structlog

from grandstand.campaign.engine import ClaimEngine, overloaded
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.models import Claim
from grandstand.kernel.auth import Role, require_role
from grandstand.kernel.errors import GrandstandError, InternalError, Overloaded, RateLimited, RequestInvalid
from grandstand.kernel.ids import POOL_ID_MAX, PoolId
from grandstand.kernel.limits import Rate, RateLimiter
from grandstand.kernel.telemetry import CLAIMS
from grandstand.web.asgi import Answer, Headers, Receive, Scope, Send, header, read_body, send_answer
from grandstand.web.identity import Identity
from grandstand.web.problem import problem

PATH_PATTERN = re.compile(r"/v1/pools/([0-9]{1,19})/claims\Z")
BODY_BYTES_MAX = 1024
RATE_OF_A_FAN = Rate(per_s=5, burst=20)
"""Nobody is limited by address: a carrier puts a whole town behind one."""

JSON_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]

log = structlog.get_logger(__name__)


class ClaimRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a claim: for which occasion of the pool."""

    occasion: str


class ClaimHandler:
    """Answers claims; `answer` knows no server protocol, `__call__` is its ASGI form."""

    def __init__(self, engine: ClaimEngine, identity: Identity, allowed_origins: tuple[str, ...]) -> None:
        self._engine = engine
        self._identity = identity
        self._allowed_origins = frozenset(origin.encode() for origin in allowed_origins)
        self._fans = RateLimiter(RATE_OF_A_FAN)
        self._decoder = msgspec.json.Decoder(ClaimRequest)
        self._encoder = msgspec.json.Encoder()
        self._granted = CLAIMS.labels("granted")
        self._refused = CLAIMS.labels(Overloaded.code)
        self._no_room = problem(overloaded())

    @staticmethod
    def accepts(scope: Scope) -> bool:
        return (
            scope["type"] == "http" and scope["method"] == "POST" and PATH_PATTERN.match(scope["path"]) is not None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: Headers = scope["headers"]
        try:
            # Before anything else: what a crowd costs that is refused is taken from those who are served.
            if self._engine.has_room():
                body = await read_body(receive, BODY_BYTES_MAX)
                answer = await self.answer(scope["path"], headers, body)
            else:
                self._refused.inc()
                answer = self._no_room
        except GrandstandError as error:
            answer = _refuse(error)
        if self._allowed_origins and (origin := header(headers, b"origin")) in self._allowed_origins:
            assert origin is not None
            cross_origin = [
                (b"access-control-allow-origin", origin),
                (b"access-control-expose-headers", b"retry-after"),
                (b"vary", b"origin"),
            ]
            answer = Answer(answer.status, answer.headers + cross_origin, answer.body)
        await send_answer(send, answer)

    async def answer(self, path: str, headers: Headers, body: bytes) -> Answer:
        """The share as JSON, or the problem that says why there is none."""
        try:
            claim = await self._claim(path, headers, body)
        except GrandstandError as error:
            return _refuse(error)
        except Exception:
            log.exception("claim.failed", path=path)
            return _refuse(InternalError())
        self._granted.inc()
        return Answer(200, JSON_HEADERS, self._encoder.encode(claim))

    async def _claim(self, path: str, headers: Headers, body: bytes) -> Claim:
        fan = await self._identity.principal("POST", headers)
        require_role(fan, Role.FAN)
        if (wait_s := self._fans.wait_s(fan.subject, time.monotonic())) > 0:
            raise RateLimited(retry_after_s=wait_s)
        request = self._parse(body)
        return await self._engine.claim(_pool_id(path), fan.subject, request.occasion)

    def _parse(self, body: bytes) -> ClaimRequest:
        try:
            return self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RequestInvalid(f'The body must be like {{"occasion": "launch"}}: {error}.') from None


def _pool_id(path: str) -> PoolId:
    match = PATH_PATTERN.match(path)
    assert match is not None
    if int(match[1]) > POOL_ID_MAX:
        raise PoolUnknown(f"There is no pool {int(match[1])!r}.")
    return PoolId(int(match[1]))


def _refuse(error: GrandstandError) -> Answer:
    CLAIMS.labels(error.code).inc()
    return problem(error)


def openapi_path() -> dict[str, object]:
    """The claim's entry in the OpenAPI document, since the framework does not know the route."""
    _, schemas = msgspec.json.schema_components([ClaimRequest, Claim], ref_template="#/components/schemas/{name}")
    responses: dict[str, object] = {
        str(status): {"description": words, "content": {"application/problem+json": {}}}
        for status, words in {
            401: "Nobody that we know",
            404: "No such pool",
            409: "Not open: draft, paused or closed",
            410: "Every share has been taken",
            422: "No such occasion, or not a claim",
            429: "This fan asks too often; see Retry-After",
            503: "Overloaded, or the outcome is unknown: repeat the same claim after Retry-After",
        }.items()
    }
    responses["200"] = {
        "description": "The share: a new one, or the one that this fan has for this occasion",
        "content": {"application/json": {"schema": schemas["Claim"]}},
    }
    pool = {"name": "pool", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    return {
        "post": {
            "operationId": "claim",
            "summary": "Claim a share",
            "tags": ["campaign"],
            "parameters": [pool],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": schemas["ClaimRequest"]}},
            },
            "responses": dict(sorted(responses.items())),
        }
    }
