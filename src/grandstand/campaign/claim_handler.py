"""The claim over HTTP, without a framework: parse, identify, claim, answer.

`POST /v1/pools/{id}/claims` is mounted in front of everything else (app.py), because a crowd makes almost only
this request: the same claim behind FastAPI costs several times as much (benchmarks/campaign_night.py).
"""

import time
from collections.abc import Callable

import msgspec
import structlog

from grandstand.campaign.engine import ClaimEngine, overloaded
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.models import Claim, Receipt
from grandstand.campaign.refusals import PATH_PATTERN, Refusals
from grandstand.kernel.auth import Role, require_role
from grandstand.kernel.errors import GrandstandError, InternalError, Overloaded, RateLimited, RequestInvalid
from grandstand.kernel.ids import POOL_ID_MAX, PoolId, SubjectId
from grandstand.kernel.limits import Rate, RateLimiter
from grandstand.kernel.telemetry import CLAIMS
from grandstand.web.asgi import Answer, Headers, Receive, Scope, Send, header, read_body, send_answer
from grandstand.web.identity import Identity
from grandstand.web.problem import problem

BODY_BYTES_MAX = 1024
RATE_OF_A_FAN = Rate(per_s=5, burst=20)
"""Nobody is limited by address: a carrier puts a whole town behind one."""

JSON_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]

log = structlog.get_logger(__name__)


class ClaimRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a claim: for which occasion of the pool."""

    occasion: str


class ClaimAnswer(Claim, frozen=True, kw_only=True):
    """The share, and the signed proof of it when it is given for the first time."""

    receipt: Receipt | None


class ClaimHandler:
    """Answers claims; `answer` knows no server protocol, `__call__` is its ASGI form.

    Args:
        engine: gives the shares.
        identity: finds out who asks.
        refusals: counts what was not given.
        allowed_origins: whose pages may read the answer.
        may_claim: raises what a fan is told instead of a share, by pool, fan and headers; usually a turnstile's.
    """

    def __init__(
        self,
        engine: ClaimEngine,
        identity: Identity,
        refusals: Refusals,
        allowed_origins: tuple[str, ...],
        may_claim: Callable[[PoolId, SubjectId, Headers], None],
    ) -> None:
        self._engine = engine
        self._may_claim = may_claim
        self._identity = identity
        self._refusals = refusals
        self.allowed_origins = frozenset(origin.encode() for origin in allowed_origins)
        self._fans = RateLimiter(RATE_OF_A_FAN)
        self._decoder = msgspec.json.Decoder(ClaimRequest)
        self._encoder = msgspec.json.Encoder()
        self._granted = CLAIMS.labels("granted")
        self._refused = CLAIMS.labels(Overloaded.code)
        self.no_room = problem(overloaded())

    @staticmethod
    def accepts(scope: Scope) -> bool:
        return (
            scope["type"] == "http" and scope["method"] == "POST" and PATH_PATTERN.match(scope["path"]) is not None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: Headers = scope["headers"]
        path: str = scope["path"]
        answer = self.refusal(path)
        if answer is None:
            try:
                body = await read_body(receive, BODY_BYTES_MAX)
            except GrandstandError as error:
                answer = self.refuse(path, error)
            else:
                authorization = header(headers, b"authorization")
                bearer = None if authorization is None else authorization.decode("latin-1")
                answer = await self.answer(path, bearer, headers, body)
        if self.allowed_origins:
            answer = self.for_origin(header(headers, b"origin"), answer)
        await send_answer(send, answer)

    def refusal(self, path: str) -> Answer | None:
        """The answer when there is no room for one more claim, None when there is.

        To be asked before anything else: what a crowd costs that is refused is taken from those who are served.
        """
        if self._engine.has_room():
            return None
        self._refused.inc()
        self._refusals.add(path, Overloaded.code)
        return self.no_room

    async def answer(self, path: str, authorization: str | None, headers: Headers, body: bytes) -> Answer:
        """The share as JSON, or the problem that says why there is none.

        Args:
            path: one that `PATH_PATTERN` matches.
            authorization: the header of this name, if there is one.
            headers: all of them, looked at only where the token does not say who asks.
            body: as it came.
        """
        try:
            fan = self._identity.bearer(authorization) or await self._identity.principal("POST", headers)
            if fan.role is not Role.FAN:
                require_role(fan, Role.FAN)
            if (wait_s := self._fans.wait_s(fan.subject, time.monotonic())) > 0:
                raise RateLimited(retry_after_s=wait_s)  # noqa: TRY301 - every refusal goes the same way
            occasion = self._parse(body).occasion
            pool = _pool_id(path)
            self._may_claim(pool, fan.subject, headers)
            grant = await self._engine.claim(pool, fan.subject, occasion)
        except GrandstandError as error:
            return self.refuse(path, error)
        except Exception:
            log.exception("claim.failed", path=path)
            return self.refuse(path, InternalError())
        self._granted.inc()
        receipt = b"null" if grant.receipts is None else grant.receipts.json(grant.place)
        return Answer(200, JSON_HEADERS, b'%b,"receipt":%b}' % (self._encoder.encode(grant.claim)[:-1], receipt))

    def refuse(self, path: str, error: GrandstandError) -> Answer:
        """The problem that says why there is no share, counted."""
        self._refusals.add(path, error.code)
        CLAIMS.labels(error.code).inc()
        return problem(error)

    def for_origin(self, origin: bytes | None, answer: Answer) -> Answer:
        """The same answer, readable by the page that asked, if its origin is one of those allowed."""
        if origin is None or origin not in self.allowed_origins:
            return answer
        cross_origin = [
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", b"retry-after"),
            (b"vary", b"origin"),
        ]
        return Answer(answer.status, answer.headers + cross_origin, answer.body)

    def _parse(self, body: bytes) -> ClaimRequest:
        try:
            return self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RequestInvalid(f'The body must be like {{"occasion": "launch"}}: {error}.') from None


def _pool_id(path: str) -> PoolId:
    number = int(path[len("/v1/pools/") : -len("/claims")])
    if number > POOL_ID_MAX:
        raise PoolUnknown(f"There is no pool {number!r}.")
    return PoolId(number)
