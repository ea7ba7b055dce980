"""Every error leaves as `application/problem+json` (RFC 9457) with a stable code."""

import math
from collections.abc import Awaitable
from http import HTTPStatus
from typing import TypeVar

import msgspec
import structlog

from grandstand.kernel.errors import GrandstandError, InternalError
from grandstand.web.asgi import Answer

CONTENT_TYPE = b"application/problem+json"

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an error answer; `code` is what programs and pages look at."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    retryable: bool
    retry_after_s: float | None = None


async def answered(work: Awaitable[T], event: str, **fields: object) -> T | Answer:
    """What the work returns, or the answer that says why there is nothing.

    Args:
        work: whose errors are told; one that is not ours to tell is logged.
        event: the name of that line in the log.
        fields: its fields.
    """
    try:
        return await work
    except GrandstandError as error:
        return problem(error)
    except Exception:
        log.exception(event, **fields)
        return problem(InternalError())


def problem(error: GrandstandError) -> Answer:
    """The answer for an error; its message becomes `detail`."""
    body = msgspec.json.encode(
        Problem(
            title=error.title,
            status=error.status,
            code=error.code,
            detail=str(error),
            retryable=error.retryable,
            retry_after_s=error.retry_after_s,
        )
    )
    headers = [(b"content-type", CONTENT_TYPE), (b"cache-control", b"no-store")]
    if error.retry_after_s is not None:
        headers.append((b"retry-after", b"%d" % math.ceil(error.retry_after_s)))
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers.append((b"www-authenticate", b"Bearer"))
    return Answer(error.status, headers, body)
