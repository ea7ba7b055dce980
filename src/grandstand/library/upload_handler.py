"""Files over HTTP: `POST /v1/library/collections/{id}/documents`. The body is the file, the query describes it.

Mounted in front of everything else: a manual is a thousand times as long as an ordinary body, and comes in parts
that go into the database as they arrive.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from http import HTTPStatus
from urllib.parse import parse_qsl

import msgspec

from grandstand.kernel.auth import AuthError
from grandstand.kernel.errors import RequestInvalid, RequestTimeout, RequestTooLarge
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.library.content_storage import PART_BYTES
from grandstand.library.errors import CollectionUnknown, UploadInvalid
from grandstand.library.models import FILE_BYTES_MAX, ID_MAX, CollectionId
from grandstand.library.uploads import Described, Uploads, describe, in_parts
from grandstand.web.asgi import Answer, Headers, Receive, Scope, Send, header, send_answer
from grandstand.web.identity import Identity, fenced
from grandstand.web.problem import answered

PATH = re.compile(r"/v1/library/collections/([0-9]{1,10})/documents", re.ASCII)
ROUTE = "/v1/library/collections/{collection}/documents"
QUERY_BYTES_MAX = 8 * 1024
FIELDS_MAX = 8
PART_TIMEOUT_S = 30.0
"""For each MiB to arrive."""
FILE_TIMEOUT_S = 900.0
"""For a whole file."""
JSON_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


class UploadHandler:
    """Takes files in; an ASGI application for the requests that `accepts` accepts."""

    def __init__(self, uploads: Uploads, identity: Identity) -> None:
        self._uploads = uploads
        self._identity = identity

    @staticmethod
    def accepts(scope: Scope) -> bool:
        return (
            scope["type"] == "http"
            and scope["method"] == "POST"
            and PATH.fullmatch(scope.get("path", "")) is not None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await answered(self._answer(scope, receive), "upload.failed")
        HTTP_REQUESTS.labels("POST", ROUTE, str(int(answer.status))).inc()
        await send_answer(send, answer)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        actor = fenced(await self._identity.principal("POST", scope["headers"]), scope["path"])
        if isinstance(actor, AuthError):
            raise actor
        collection = _collection(scope["path"])
        # Before the body: nobody else has us read 128 MiB.
        await self._uploads.check(actor, collection)
        described = _described(scope["query_string"])
        _check_length(scope["headers"])
        body = read_in_time(receive)
        try:
            uploaded = await self._uploads.take_in(actor, collection, described, in_parts(body))
        finally:
            await body.aclose()
        return Answer(HTTPStatus.ACCEPTED, JSON_HEADERS, msgspec.json.encode(uploaded))


async def read_in_time(
    receive: Receive, *, part_timeout_s: float = PART_TIMEOUT_S, file_timeout_s: float = FILE_TIMEOUT_S
) -> AsyncGenerator[bytes, None]:
    """The body, piece by piece.

    Args:
        receive: where it comes from.
        part_timeout_s: for each PART_BYTES.
        file_timeout_s: for all of it.

    Raises:
        RequestTimeout: it is too slow, or the client went away.
    """
    now_s = asyncio.get_running_loop().time
    ends_s = now_s() + file_timeout_s
    part_ends_s, in_part = now_s() + part_timeout_s, 0
    while True:
        try:
            message = await asyncio.wait_for(receive(), max(0.0, min(ends_s, part_ends_s) - now_s()))
        except TimeoutError:
            raise RequestTimeout(f"A file must come with {PART_BYTES} bytes in {part_timeout_s:g} s.") from None
        if message["type"] != "http.request":
            raise RequestTimeout("The client went away before the file was complete.")
        piece: bytes = message.get("body", b"")
        if piece:
            yield piece
        in_part += len(piece)
        if in_part >= PART_BYTES:
            # What the database took does not count against the client.
            part_ends_s, in_part = now_s() + part_timeout_s, 0
        if not message.get("more_body"):
            return


def _collection(path: str) -> CollectionId:
    match = PATH.fullmatch(path)
    assert match is not None
    if not 1 <= int(match[1]) <= ID_MAX:
        raise CollectionUnknown
    return CollectionId(int(match[1]))


def _described(query: bytes) -> Described:
    if len(query) > QUERY_BYTES_MAX:
        raise RequestTooLarge(f"The query is longer than {QUERY_BYTES_MAX} bytes.")
    try:
        fields = parse_qsl(query.decode("ascii"), errors="strict", max_num_fields=FIELDS_MAX)
    except ValueError:
        raise RequestInvalid(f"The query has {FIELDS_MAX} fields at most, percent-encoded in UTF-8.") from None
    if len(dict(fields)) < len(fields):
        raise RequestInvalid("Each field of the query may be given once.")
    return describe(dict(fields))


def _check_length(headers: Headers) -> None:
    length = header(headers, b"content-length")
    if length is None or not length.isdigit():
        raise UploadInvalid("Say how long the file is: the request has no Content-Length.")
    if int(length[:20]) > FILE_BYTES_MAX:
        raise RequestTooLarge(f"A file has {FILE_BYTES_MAX} bytes at most.")
