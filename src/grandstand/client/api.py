"""What can be asked of a Grandstand; each method is one route, apart from those that read page after page."""

import os
import random
import re
import ssl
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from grandstand.client.answers import (
    ActRecord,
    Books,
    BudgetRaise,
    BurnDownPoint,
    Claim,
    PoolDocument,
    PoolNotice,
    PoolPlan,
    PublishedHead,
    Receipt,
    TranchePlan,
)
from grandstand.client.errors import AnswerInvalid, Problem, Unreachable
from grandstand.client.events import read_events
from grandstand.client.wire import Wire

TIMEOUT_S = 30.0
"""Twice as long as an event stream may be silent."""
PATIENCE_S = 60.0
ATTEMPTS_MAX = 100
BACKOFF_FIRST_S = 0.25
BACKOFF_MAX_S = 10.0
EXPORT_BYTES_MAX = 2**39
LAST_LINE_BYTES_MAX = 256
LAST_LINE = re.compile(rb"\nend batches=\d+ claims=\d+ amount=\d+ sha256=[0-9a-f]+\n\Z")
"""Without it, a ledger is not whole."""

T = TypeVar("T")
Progress = Callable[[int], None]


class Grandstand:
    """A site, as one person sees it. A context manager; several threads may use it.

    Every method raises `Problem` when the server says no, `Unreachable` when no answer comes, and `AnswerInvalid`
    when what comes is no answer. Only `claim` and `watch_books` repeat a request by themselves.

    Args:
        url: the address of the site, such as `https://fans.example`.
        token: who asks; nobody when left out.
        timeout_s: for each step: connecting, waiting for the next bytes; and for a whole answer.
        tls: how to check the certificate of the site, for an authority of one's own.

    Raises:
        ValueError: the address is not one.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout_s: float = TIMEOUT_S,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._wire = Wire(url, token, timeout_s, tls)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.disconnect()

    def disconnect(self) -> None:
        """Close the connections that are kept; the next request opens a new one."""
        self._wire.close()

    # Fans.

    def pools(self) -> list[PoolNotice]:
        """The newest pools; operators and auditors see drafts too."""
        return self._get("/v1/pools", _Pools).pools

    def claim(self, pool: int, occasion: str = "launch", *, patience_s: float = PATIENCE_S) -> Claim:
        """The fan's share for this occasion: a new one, or the one that she has.

        A claim that was refused for now, or whose answer was lost, is repeated with the same key until it is
        answered, so it is given once however often it is sent. The server's Retry-After is honoured and spread.

        Args:
            pool: its number.
            occasion: one of the pool's occasions.
            patience_s: how long to go on before the last error is raised.
        """
        body = msgspec.json.encode({"occasion": occasion})
        deadline_s = time.monotonic() + patience_s
        attempt = 0
        while True:
            try:
                return _decode(self._wire.ask("POST", f"/v1/pools/{pool:d}/claims", body), Claim)
            except (Problem, Unreachable) as error:
                wait_s = _wait_s(error, attempt)
                attempt += 1
                if wait_s is None or attempt == ATTEMPTS_MAX or time.monotonic() + wait_s > deadline_s:
                    raise
            time.sleep(wait_s)

    def receipt(self, pool: int, occasion: str = "launch") -> Receipt:
        """The asker's own receipt, at any time after her claim."""
        return self._get(f"/v1/pools/{pool:d}/receipt?{urlencode({'occasion': occasion})}", Receipt)

    def wallet(self, fan: UUID | None = None) -> Iterator[Claim]:
        """What the asker holds, newest first; an auditor may ask for any fan's."""
        path = f"/v1/fans/{'me' if fan is None else fan}/wallet"
        following: str | None = None
        while True:
            page = self._get(_page(path, following), _Wallet)
            yield from page.claims
            if (following := _next(page.next, following)) is None:
                return

    # Operators.

    def create_pool(self, plan: PoolPlan) -> Books:
        """A new draft. Not repeated by itself: each request makes another one."""
        return self._post("/v1/pools", plan, Books)

    def schedule(self, pool: int, *, reason: str) -> Books:
        """From draft to scheduled: it opens by itself at `opens_at`."""
        return self._act(pool, "schedule", reason)

    def open(self, pool: int, *, reason: str) -> Books:
        """From draft or scheduled to open."""
        return self._act(pool, "open", reason)

    def pause(self, pool: int, *, reason: str) -> Books:
        """From open to paused; when this returns, no later claim is given."""
        return self._act(pool, "pause", reason)

    def resume(self, pool: int, *, reason: str) -> Books:
        """From paused to open."""
        return self._act(pool, "resume", reason)

    def extend(self, pool: int, valid_until: datetime, *, reason: str) -> Books:
        """Make every share of the pool valid longer; `valid_until` is aware."""
        body = {"valid_until": valid_until, "reason": reason}
        return self._post(f"/v1/pools/{pool:d}/extend", body, Books)

    def close(self, pool: int, *, reason: str) -> Books:
        """From scheduled, open or paused to closed, for good."""
        return self._act(pool, "close", reason)

    def reveal(self, pool: int, *, reason: str) -> Books:
        """From closed to revealed: the seeds and the ledger are published."""
        return self._act(pool, "reveal", reason)

    def propose_raise(self, pool: int, plan: TranchePlan, *, reason: str) -> BudgetRaise:
        """Ask for more shares; another operator has to approve. Not repeated by itself."""
        body = msgspec.to_builtins(plan) | {"reason": reason}
        return self._post(f"/v1/pools/{pool:d}/raises", body, _Raises).raises[0]

    def approve_raise(self, pool: int, number: int, *, reason: str) -> Books:
        """Add a proposed raise to the pool, as another operator than the one who proposed it."""
        return self._post(f"/v1/pools/{pool:d}/raises/{number:d}/approve", {"reason": reason}, Books)

    # Operators and auditors.

    def raises(self, pool: int) -> list[BudgetRaise]:
        """What was proposed, newest first."""
        return self._get(f"/v1/pools/{pool:d}/raises", _Raises).raises

    def books(self, pool: int) -> Books:
        """The balance now."""
        return self._get(f"/v1/pools/{pool:d}/books", Books)

    def burn_down(self, pool: int, points: int = 300) -> list[BurnDownPoint]:
        """How the pool went down, from its opening to now, in about so many points."""
        return self._get(f"/v1/pools/{pool:d}/burn-down?points={points:d}", _BurnDown).points

    def watch_books(self, pool: int, *, patience_s: float = PATIENCE_S) -> Generator[Books, None, None]:
        """The books now and whenever they change, until the caller has seen enough.

        A stream that ends or is lost is opened again; the books that come first may then be those that came last.

        Args:
            pool: its number.
            patience_s: how long to try while nothing comes, before the last error is raised.
        """
        lost_s: float | None = None
        attempt = 0
        while True:
            wait_s = BACKOFF_FIRST_S
            try:
                with self._wire.open(f"/v1/pools/{pool:d}/burn-down/events") as stream:
                    lost_s, attempt = None, 0
                    for event in read_events(stream):
                        if event.retry_s is not None:
                            wait_s = min(event.retry_s, BACKOFF_MAX_S)
                        if event.name == "books":
                            yield _decode(event.data, Books)
            except (Problem, Unreachable) as error:
                lost_s = lost_s or time.monotonic()
                again_s = _wait_s(error, attempt)
                attempt += 1
                if again_s is None or time.monotonic() + again_s > lost_s + patience_s:
                    raise
                wait_s = again_s
            time.sleep(wait_s)

    def acts(self, pool: int) -> Iterator[ActRecord]:
        """The audit log, newest first."""
        following: int | None = None
        while True:
            page = self._get(_page(f"/v1/pools/{pool:d}/acts", following), _Acts)
            yield from page.acts
            if (following := _next(page.next, following)) is None:
                return

    # Everybody.

    def proof(self, pool: int) -> PoolDocument:
        """The commitments, the seeds once the pool is revealed, the heads of its lanes now."""
        return self._get(f"/v1/pools/{pool:d}/proof", PoolDocument)

    def terms(self, pool: int, tranche: int = 1) -> bytes:
        """The exact bytes that the commitment of a tranche covers, after its seed."""
        return self._wire.ask("GET", f"/v1/pools/{pool:d}/tranches/{tranche:d}/terms")

    def heads(self, pool: int) -> Iterator[PublishedHead]:
        """The heads of the lanes as they were noted while the pool was open, newest first."""
        following: datetime | None = None
        while True:
            page = self._get(_page(f"/v1/pools/{pool:d}/heads", following), _Heads)
            yield from page.heads
            if (following := _next(page.next, following)) is None:
                return

    def export(self, pool: int, path: Path, progress: Progress = lambda _: None) -> int:
        """Write the ledger of a pool to a file and return its size; for auditors, for everybody once revealed.

        The file appears when it is complete; what was there before is replaced then.

        Args:
            pool: its number.
            path: of the file.
            progress: is told the bytes that have come so far.
        """
        part = path.with_name(f"{path.name}.part")
        written, tail = 0, b""
        try:
            with self._wire.open(f"/v1/pools/{pool:d}/export") as stream, part.open("wb") as file:
                while piece := stream.piece():
                    file.write(piece)
                    written += len(piece)
                    tail = (tail + piece)[-LAST_LINE_BYTES_MAX:]
                    if written > EXPORT_BYTES_MAX:
                        raise AnswerInvalid(f"The ledger is longer than {EXPORT_BYTES_MAX} bytes.")
                    progress(written)
                file.flush()
                os.fsync(file.fileno())
            if not LAST_LINE.search(tail):
                raise Unreachable(f"The ledger ends after {written} bytes, before its last line.")
            part.replace(path)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
        return written

    def _act(self, pool: int, word: str, reason: str) -> Books:
        return self._post(f"/v1/pools/{pool:d}/{word}", {"reason": reason}, Books)

    def _get(self, path: str, kind: type[T]) -> T:
        return _decode(self._wire.ask("GET", path), kind)

    def _post(self, path: str, body: object, kind: type[T]) -> T:
        return _decode(self._wire.ask("POST", path, msgspec.json.encode(body)), kind)


class _Pools(msgspec.Struct):
    pools: list[PoolNotice]


class _Wallet(msgspec.Struct):
    claims: list[Claim]
    next: str | None


class _Raises(msgspec.Struct):
    raises: list[BudgetRaise]


class _BurnDown(msgspec.Struct):
    points: list[BurnDownPoint]


class _Acts(msgspec.Struct):
    acts: list[ActRecord]
    next: int | None


class _Heads(msgspec.Struct):
    heads: list[PublishedHead]
    next: datetime | None


def _decode(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AnswerInvalid(f"The answer is not one of this API: {error}.") from error


def _page(path: str, following: object) -> str:
    if following is None:
        return path
    cursor = following.isoformat() if isinstance(following, datetime) else str(following)
    return f"{path}?{urlencode({'before': cursor})}"


def _next(following: T | None, before: T | None) -> T | None:
    """The cursor of the next page; a server that always gives the same one would never end."""
    if following is not None and following == before:
        raise AnswerInvalid(f"The page {following!r} refers to itself.")
    return following


def _wait_s(error: Problem | Unreachable, attempt: int) -> float | None:
    """How long to wait before the same request is sent again; None when that would change nothing.

    All who were refused in one moment must not come back in one moment, so the time is spread over twice its
    length; never earlier than the server says.
    """
    wait_s = min(BACKOFF_FIRST_S * 2.0**attempt, BACKOFF_MAX_S)
    if isinstance(error, Problem):
        if not error.retryable:
            return None
        wait_s = max(wait_s, error.retry_after_s or 0.0)
    return wait_s * (1 + random.random())  # noqa: S311 - no secret hangs on it
