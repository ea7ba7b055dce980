"""What merchants and platforms are told: signed, bounded in size and time, never followed elsewhere.

Whoever is told checks `Grandstand-Signature: t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA256 (RFC 2104) of the
time, a full stop and the body, with the secret that it was given.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

CONNECT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 8.0
ANSWER_BYTES_MAX = 16 * 1024
AT_ONCE_MAX = 64
"""Webhooks that one process waits for at the same time."""
SIGNATURE = "grandstand-signature"
SIGNATURE_AGE_S_MAX = 300
FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})\Z")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was answered: status 0 and the reason where it did not."""

    status: int
    body: bytes
    reason: str = ""


def sign(secret: bytes, body: bytes, at_s: int) -> str:
    """The signature of a body as its header holds it."""
    digest = hmac.new(secret, b"%d." % at_s + body, hashlib.sha256).hexdigest()
    return f"t={at_s},v1={digest}"


def is_signed(secret: bytes, body: bytes, signature: str, now_s: int) -> bool:
    """Whether a body was signed with the secret within the last minutes; compared in constant time."""
    match = FORM.match(signature)
    if match is None or abs(now_s - int(match[1])) > SIGNATURE_AGE_S_MAX:
        return False
    return hmac.compare_digest(sign(secret, body, int(match[1])), signature)


class Webhooks:
    """Sends; a process has one, so that connections are kept."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None
        self._places = asyncio.Semaphore(AT_ONCE_MAX)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Heard:
        """What was answered within the limits of time and size."""
        async with self._places:
            try:
                async with asyncio.timeout(ANSWER_TIMEOUT_S):
                    return await self._post(url, body, headers)
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
                return Heard(0, b"", f"no answer: {type(error).__name__}")

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Heard:
        if self._client is None:
            timeout = httpx.Timeout(ANSWER_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
            self._client = httpx.AsyncClient(timeout=timeout, follow_redirects=False, trust_env=False)
        async with self._client.stream("POST", url, content=body, headers=dict(headers)) as response:
            pieces, size = [], 0
            async for piece in response.aiter_raw():
                size += len(piece)
                if size > ANSWER_BYTES_MAX:
                    return Heard(0, b"", f"an answer longer than {ANSWER_BYTES_MAX} bytes")
                pieces.append(piece)
            return Heard(response.status_code, b"".join(pieces))
