"""The client against a peer that answers whatever it was told to: what is refused, repeated, given up."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grandstand.client import AnswerInvalid, Grandstand, Problem, Unreachable
from grandstand.client.events import EVENT_BYTES_MAX
from grandstand.client.wire import ANSWER_BYTES_MAX
from relay import Script, http_answer, listening

SHARE = {
    "pool": 7,
    "occasion": "launch",
    "share": 3,
    "amount_minor": 1888,
    "currency": "CNY",
    "claimed_at": "2026-02-06T12:00:00Z",
    "receipt": None,
}
GIVEN = http_answer("200 OK", msgspec.json.encode(SHARE))


def refused(status: int, code: str, *, retryable: bool, retry_after_s: float | None = None) -> bytes:
    problem = {
        "type": "about:blank",
        "title": "No",
        "status": status,
        "code": code,
        "detail": "Not now.",
        "retryable": retryable,
        "retry_after_s": retry_after_s,
    }
    return http_answer(f"{status} No", msgspec.json.encode(problem), "content-type: application/problem+json")


OVERLOADED = refused(503, "server.overloaded", retryable=True, retry_after_s=1.0)


@contextmanager
def site_that_says(*answers: bytes | list[bytes | float], **options: Any) -> Iterator[tuple[Grandstand, Script]]:
    script = Script([[answer] if isinstance(answer, bytes) else answer for answer in answers])
    with listening(script.serve) as port, Grandstand(f"http://127.0.0.1:{port}", token="t", **options) as site:
        yield site, script


def test_a_claim_comes_back_when_it_is_told_to_and_not_earlier() -> None:
    with site_that_says(OVERLOADED, b"", OVERLOADED, GIVEN) as (site, script):
        assert site.claim(7).amount_minor == 1888
    times = [at for at, _ in script.requests]
    waits = [after - before for before, after in pairwise(times)]
    assert len(waits) == 3
    assert waits[0] >= 1.0
    assert waits[2] >= 1.0
    bodies = {request.partition(b"\r\n\r\n")[2] for _, request in script.requests}
    assert bodies == {b'{"occasion":"launch"}'}, "the key never changes"


def test_a_claim_that_was_refused_for_good_is_not_repeated() -> None:
    with site_that_says(refused(410, "campaign.gone", retryable=False)) as (site, script):
        with pytest.raises(Problem) as gone:
            site.claim(7)
        assert (gone.value.code, gone.value.status, gone.value.detail) == ("campaign.gone", 410, "Not now.")
        assert len(script.requests) == 1


def test_a_claim_that_would_have_to_wait_too_long_says_so_at_once() -> None:
    later = refused(503, "server.overloaded", retryable=True, retry_after_s=3600.0)
    with site_that_says(later) as (site, script):
        began_s = time.monotonic()
        with pytest.raises(Problem) as problem:
            site.claim(7, patience_s=60)
        assert time.monotonic() - began_s < 30
        assert problem.value.retry_after_s == 3600.0
        assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("answer", "retryable", "retry_after_s"),
    [
        (http_answer("502 Bad Gateway", b"<html>nginx</html>"), True, None),
        (http_answer("503 Busy", b"", "retry-after: 7"), True, 7.0),
        (http_answer("503 Busy", b"", "retry-after: Fri, 06 Feb 2026 20:00:00 GMT"), True, None),
        (http_answer("302 Found", b"", "location: https://elsewhere.example/"), False, None),
        (http_answer("404 Not Found", b'{"code": 5}'), False, None),
        (http_answer("500 Oops", b"\xff\xfe"), False, None),
    ],
)
def test_what_a_proxy_answers_is_a_problem_too(
    answer: bytes,
    retryable: object,
    retry_after_s: float | None,
) -> None:
    with site_that_says(answer) as (site, _), pytest.raises(Problem) as problem:
        site.pools()
    found = problem.value
    assert (found.code, found.retryable, found.retry_after_s) == ("http.error", retryable, retry_after_s)


@pytest.mark.parametrize(
    "answer",
    [
        http_answer("200 OK", b"<html>"),
        http_answer("200 OK", b"{}"),
        http_answer("200 OK", b'{"pools": [{"id": "seven"}]}'),
        http_answer("200 OK", b"\xff"),
        http_answer("200 OK", b"[" * 100_000),
        http_answer("200 OK", b" " * (ANSWER_BYTES_MAX + 1)),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + b"10000\r\n" + b" " * 65536 + b"\r\n0\r\n\r\n",
    ],
    ids=range(7),
)
def test_an_answer_of_something_else_is_not_taken_for_one(answer: bytes) -> None:
    with site_that_says(answer) as (site, _), pytest.raises(AnswerInvalid):
        site.pools()


@pytest.mark.parametrize(
    "answer",
    [
        [b""],
        [b"not HTTP at all\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"],
        [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"],
        [b"HTTP/1.1 200 OK\r\n", 2.0],
        [b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", *[b"{", 0.3] * 8],
        [b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 70_000 + b"\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n"],
    ],
    ids=["closed", "not-http", "short", "short-chunk", "silent", "dripping", "long-header", "many-headers"],
)
def test_an_answer_that_does_not_come_whole_and_in_time_is_none(answer: list[bytes | float]) -> None:
    with site_that_says(answer, timeout_s=1.0) as (site, _), pytest.raises(Unreachable):
        site.pools()


def test_nobody_at_the_address_is_unreachable() -> None:
    with Grandstand("http://127.0.0.1:1") as site, pytest.raises(Unreachable):
        site.pools()
    with Grandstand("https://127.0.0.1:1") as site, pytest.raises(Unreachable):
        site.pools()


@pytest.mark.parametrize(
    "url",
    ["", "fans.example", "ftp://fans.example", "http://", "http://a:b@fans.example", "http://fans.example/?x=1"],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Grandstand(url)


def test_a_token_cannot_smuggle_a_header() -> None:
    with site_that_says(GIVEN) as (site, script), Grandstand("http://127.0.0.1:1", token="a\r\nx: y") as smuggling:
        with pytest.raises(ValueError, match="header"):
            smuggling.pools()
        assert site.claim(7).share == 3
    assert b"authorization: Bearer t\r\n" in script.requests[0][1].replace(b"Authorization", b"authorization")


def stream(*pieces: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + b"".join(pieces)


def books(granted: int) -> bytes:
    text = msgspec.json.encode(
        {
            "pool": 7,
            "titles": {"en": "Launch"},
            "state": "open",
            "currency": "CNY",
            "lanes": 1,
            "shares": 10,
            "granted": granted,
            "total_minor": 100,
            "spent_minor": granted,
            "remaining_minor": 100 - granted,
            "opens_at": None,
            "opened_at": None,
            "closes_at": None,
            "valid_until": None,
            "lane_books": [],
            "refusals": {},
            "faults": [],
            "granted_per_s": 0.0,
            "forecast_empty_at": None,
            "planned_granted": None,
            "at": "2026-02-06T12:00:00Z",
            "a field of a later version": True,
        }
    )
    return b"event: books\r\ndata: " + text + b"\r\n\r\n"


def test_a_stream_is_read_as_the_standard_says_and_opened_again() -> None:
    first = stream(
        b"retry: 10\n\n", b": a comment\n\n", b"event: other\ndata: {}\n\n", books(1), books(2), b"data: half"
    )
    with (
        site_that_says(first, OVERLOADED, b"", stream(books(3))) as (site, script),
        closing(site.watch_books(7)) as found,
    ):
        assert [next(found).granted for _ in range(3)] == [1, 2, 3]
    assert len(script.requests) == 4


@pytest.mark.parametrize(
    "answer",
    [
        http_answer("200 OK", b"{}", "content-type: application/json"),
        stream(b"event: books\ndata: {}\n\n"),
        stream(b"data: " + b"x" * EVENT_BYTES_MAX + b"\n\n"),
        stream(b"data: x\n" * (EVENT_BYTES_MAX // 8 + 1)),
    ],
    ids=["no-stream", "no-books", "long-line", "many-lines"],
)
def test_a_stream_of_something_else_ends_in_an_error(answer: bytes) -> None:
    with site_that_says(answer) as (site, _), pytest.raises(AnswerInvalid):
        next(site.watch_books(7))


def test_pages_that_refer_to_themselves_come_to_an_end() -> None:
    page = http_answer("200 OK", msgspec.json.encode({"claims": [SHARE], "next": "again"}))
    with site_that_says(page) as (site, _), pytest.raises(AnswerInvalid):
        list(site.wallet())


@pytest.mark.parametrize(
    "answer",
    [
        http_answer("200 OK", b""),
        http_answer("200 OK", b"grandstand-ledger-1\n{}\n"),
        http_answer("200 OK", b"grandstand-ledger-1\n{}\nend batches=0 claims")[:-10],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n15\r\ngrandstand-ledger-1\n{\r\n",
    ],
    ids=["empty", "without-an-end", "short", "short-chunk"],
)
def test_a_ledger_that_is_not_whole_becomes_no_file(tmp_path: Path, answer: bytes) -> None:
    with site_that_says(answer) as (site, _), pytest.raises(Unreachable):
        site.export(7, tmp_path / "ledger")
    assert list(tmp_path.iterdir()) == []


def test_a_whole_ledger_becomes_a_file_and_its_progress_is_told(tmp_path: Path) -> None:
    text = b"grandstand-ledger-1\n{}\n" + b"x" * 200_000 + b"\nend batches=0 claims=0 amount=0 sha256=00\n"
    seen: list[int] = []
    with site_that_says(http_answer("200 OK", text)) as (site, _):
        assert site.export(7, tmp_path / "ledger", seen.append) == len(text)
        with pytest.raises(FileNotFoundError):
            site.export(7, tmp_path / "no folder" / "ledger")
    assert (tmp_path / "ledger").read_bytes() == text
    assert seen == sorted(seen)
    assert seen[-1] == len(text)
    assert [each.name for each in tmp_path.iterdir()] == ["ledger"]
