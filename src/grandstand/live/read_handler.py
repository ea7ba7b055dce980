"""What the feed has said, over HTTP, for anybody: without a framework, since a crowd asks for it.

    GET /v1/live/now, schedule, medals, events/…, athletes/…, delegations/…, venues/…, compare, changes,
        search, stream

Answers carry an ETag and may be kept by whoever stands in between; the language is a part of the address.
"""

from http import HTTPStatus

from grandstand.kernel.errors import NotFound, RequestInvalid
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.live.push import TOPICS_MAX, Push
from grandstand.live.read_query import Query, parse_query
from grandstand.live.reads import Kind
from grandstand.live.told import Reads, Told
from grandstand.web import sse
from grandstand.web.asgi import Answer, Headers, Receive, Scope, Send, header, send_answer
from grandstand.web.problem import answered

PREFIX = "/v1/live/"
ELSEWHERE = frozenset({"messages", "quarantine"})
"""Paths below the prefix that are not for anybody."""
ROUTES = frozenset({*Kind, "changes", "search", "stream"})
SEARCH_LENGTH_MAX = 100
CACHE_NOW = b"public, max-age=1, stale-while-revalidate=5"
CACHE_PAST = b"public, max-age=60"
"""A message that comes late may change the past."""
OPEN_TO_ALL = (b"access-control-allow-origin", b"*")
NOSNIFF = (b"x-content-type-options", b"nosniff")
JSON = (b"content-type", b"application/json")
STREAMED = Answer(HTTPStatus.OK, [], b"")
"""What stands for an answer that has been sent already, piece by piece."""


class LiveReads:
    """Answers anybody's questions; an ASGI application for the paths that `accepts` accepts."""

    def __init__(self, reads: Reads, push: Push) -> None:
        self._reads = reads
        self._push = push

    @staticmethod
    def accepts(scope: Scope) -> bool:
        path: str = scope.get("path", "")
        return (
            scope["type"] == "http"
            and path.startswith(PREFIX)
            and scope["method"] in {"GET", "HEAD"}
            and path[len(PREFIX) :] not in ELSEWHERE
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = scope["path"][len(PREFIX) :]
        is_stream = route == "stream" and scope["method"] == "GET"
        work = self._stream(scope, receive, send) if is_stream else self._read(route, scope)
        answer = await answered(work, "live_read.failed", path=scope["path"])
        kind = route.partition("/")[0]
        counted = PREFIX + kind if kind in ROUTES else "other"
        HTTP_REQUESTS.labels(scope["method"], counted, str(int(answer.status))).inc()
        if answer is STREAMED:
            return
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send_answer(send, Answer(answer.status, [*answer.headers, OPEN_TO_ALL], body))

    async def _read(self, route: str, scope: Scope) -> Answer:
        told, is_past = await self._told(route, parse_query(scope["query_string"]))
        return _unless_known(told, scope["headers"], CACHE_PAST if is_past else CACHE_NOW)

    async def _told(self, route: str, query: Query) -> tuple[Told, bool]:
        """The answer, and whether it is of another time than now."""
        language = query.language()
        as_of = query.instant("as_of")
        if route == "changes":
            since = query.instant("since")
            if since is None:
                raise RequestInvalid("Say since when, as in since=2030-02-08T18:00:00Z.")
            until = query.instant("until")
            return await self._reads.changes(since, until, language), until is not None
        if route == "search":
            text = query.fields.get("query", "").strip()
            if not 1 <= len(text) <= SEARCH_LENGTH_MAX:
                raise RequestInvalid(f"A query has 1 to {SEARCH_LENGTH_MAX} characters, got {len(text)}.")
            return await self._reads.search(text, language), False
        kind, _, code = route.partition("/")
        question = query.question(kind, code, as_of)
        if question is None:
            raise NotFound(f"There is nothing at {PREFIX + route!r}.")
        return await self._reads.read(question), as_of is not None

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> Answer:
        query = parse_query(scope["query_string"])
        if not 1 <= len(query.topics) <= TOPICS_MAX:
            raise RequestInvalid(f"A stream has 1 to {TOPICS_MAX} topics, got {len(query.topics)}.")
        topics = {topic: query.topic(topic) for topic in query.topics}
        self._push.check_room()
        packed = b"gzip" in (header(scope["headers"], b"accept-encoding") or b"")
        frames = self._push.stream(list(topics.items()), packed=packed)
        headers = [OPEN_TO_ALL] + ([(b"content-encoding", b"gzip")] if packed else [])
        await sse.send_stream(receive, send, headers, frames)
        return STREAMED


def _unless_known(told: Told, headers: Headers, caching: bytes) -> Answer:
    """The answer, or that it is still the one which the asker has."""
    named = [
        (b"etag", told.etag),
        (b"cache-control", caching),
        (b"vary", b"accept-encoding"),
        NOSNIFF,
    ]
    if told.etag in (header(headers, b"if-none-match") or b"").split(b", "):
        return Answer(HTTPStatus.NOT_MODIFIED, named, b"")
    if b"gzip" in (header(headers, b"accept-encoding") or b"") and told.compressed is not None:
        return Answer(HTTPStatus.OK, [JSON, (b"content-encoding", b"gzip"), *named], told.compressed)
    return Answer(HTTPStatus.OK, [JSON, *named], told.body)
