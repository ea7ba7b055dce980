"""The feed and the Games over HTTP: messages in, answers out of every process, streams, a watched folder."""

import gzip
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk import CODE, EVENT, at, participants, result, schedule, unit
from games import Games, key, message
from grandstand.kernel.auth import Role
from grandstand.live.envelope import MESSAGE_BYTES_MAX
from serving import Serving

PATIENCE_S = 60.0
PEOPLE = participants(1, ("1", "Ada", "ÅSEN", "NOR"), ("2", "Bea", "MÜLLER", "SUI"))
LOOKS = 12
"""So many connections reach each of two processes, all but surely."""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture(scope="module")
def serving(inbox: Path) -> Iterator[Serving]:
    environment = {
        "GRANDSTAND_WORKERS": "2",
        "GRANDSTAND_FEED_INBOX": str(inbox),
        "GRANDSTAND_FEED_REHEARSALS": "REH",
    }
    with Serving(demo=False, environment=environment) as running:
        with running.client(Role.FEED) as feed:
            for each in (PEOPLE, schedule(1, 1, unit("SCHEDULED", StartDate="2030-02-08T10:00:00Z"))):
                assert push(feed, each) == "accepted"
        yield running


@pytest.fixture
def feed(serving: Serving) -> Iterator[httpx.Client]:
    with serving.client(Role.FEED) as client:
        yield client


@pytest.fixture
def fan(serving: Serving) -> Iterator[httpx.Client]:
    with serving.client() as client:
        yield client


def push(feed: httpx.Client, body: bytes) -> str:
    answer = feed.post("/v1/live/messages", content=body, headers={"content-type": "application/xml"})
    assert answer.status_code == 200, answer.text
    fate: str = answer.json()["fate"]
    return fate


def everywhere(serving: Serving, path: str, condition: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until every process answers so."""
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        # A connection stays with its process, so each look is one of its own.
        answers = [httpx.get(serving.url + path, timeout=30).json() for _ in range(LOOKS)]
        if all(map(condition, answers)):
            return
        assert time.monotonic() < deadline_s, answers[-1]


def leader(answer: dict[str, Any]) -> str | None:
    found = answer["boards"][0]["unit"]["leader"]
    return None if found is None else str(found["code"])


class Events:
    """A stream as its reader sees it."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.iter_lines()

    def next(self) -> tuple[str, str]:
        """The name and the data of the next event."""
        name = ""
        for line in self._lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                return name, line.removeprefix("data: ")
        raise AssertionError("the stream has ended")

    def until(self, name: str, text: str) -> None:
        """Read on until an event of this name says so."""
        deadline_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline_s:
            found, data = self.next()
            if found == name and text in data:
                return
        raise AssertionError(f"{name}: {text}")


@contextmanager
def streaming(client: httpx.Client, *topics: str) -> Iterator[Events]:
    with client.stream("GET", "/v1/live/stream", params={"topic": list(topics)}, timeout=PATIENCE_S) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        yield Events(answer)


def test_message_is_told_by_every_process_as_soon_as_it_is_durable(serving: Serving, feed: httpx.Client) -> None:
    assert push(feed, result(1, 10, "1", "2")) == "accepted"
    assert push(feed, result(1, 10, "1", "2")) == "duplicate"
    everywhere(serving, f"/v1/live/events/{EVENT}", lambda answer: leader(answer) == "1")
    assert push(feed, result(2, 20, "2", "1")) == "accepted"
    everywhere(serving, f"/v1/live/events/{EVENT}", lambda answer: leader(answer) == "2")
    before = f"/v1/live/events/{EVENT}?as_of={at(15):%Y-%m-%dT%H:%M:%SZ}"
    everywhere(serving, before, lambda answer: leader(answer) == "1")


def test_bodies_are_messages_whatever_they_hold(feed: httpx.Client, serving: Serving) -> None:
    assert push(feed, Games(1).bulk("SSK", 20_000)) == "accepted", "5 MB"
    assert push(feed, b"") == "quarantined"
    assert push(feed, b"<!DOCTYPE x><OdfBody/>") == "quarantined"
    assert push(feed, message("DT_RESULT", CODE, 99, at(1), "", flag="T")) == "test"
    assert push(feed, message("DT_RESULT", CODE, 99, at(1), "", competition="REH")) == "test"
    with serving.client(Role.AUDITOR) as auditor:
        reasons = [each["reason"] for each in auditor.get("/v1/live/quarantine").json()["entries"]]
    assert set(reasons) == {"doctype", "not_xml"}


def test_body_that_is_too_long_is_refused_and_nothing_is_kept(feed: httpx.Client) -> None:
    answer = feed.post("/v1/live/messages", content=bytes(MESSAGE_BYTES_MAX + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    # In pieces, of a length that nobody says.
    answer = feed.post("/v1/live/messages", content=(bytes(2**20) for _ in range(40)))
    assert answer.status_code == 413


def test_answers_can_be_kept_by_caches(fan: httpx.Client) -> None:
    address = f"/v1/live/events/{EVENT}"
    first = fan.get(address)
    assert first.headers["cache-control"].startswith("public, max-age=1")
    assert first.headers["access-control-allow-origin"] == "*"
    again = fan.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = fan.get(address, params={"language": "de"}, headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200
    with fan.stream("GET", address, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == first.content
    head = fan.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])
    past = fan.get(address, params={"as_of": at(15).isoformat()})
    assert (past.status_code, past.headers["cache-control"]) == (200, "public, max-age=60")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/live/nothing", 404),
        ("/v1/live/", 404),
        ("/v1/live/events/", 404),
        ("/v1/live/events/ZZZ", 404),
        ("/v1/live/events/a%2F..%2Fb", 404),
        ("/v1/live/now?language=xx", 422),
        ("/v1/live/now?as_of=now", 422),
        ("/v1/live/schedule?zone=../etc/passwd", 422),
        ("/v1/live/changes", 422),
        ("/v1/live/search?query=" + "x" * 200, 422),
        ("/v1/live/stream", 422),
        ("/v1/live/stream?" + "&".join(f"topic=athlete:{number}" for number in range(9)), 422),
        ("/v1/live/stream?topic=athlete:nobody", 404),
    ],
)
def test_what_cannot_be_asked_is_a_problem(fan: httpx.Client, path: str, status: int) -> None:
    answer = fan.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_stream_begins_with_what_holds_and_goes_on_with_what_changes(
    feed: httpx.Client, fan: httpx.Client
) -> None:
    with streaming(fan, f"event:{EVENT}", "now") as events:
        assert {events.next()[0], events.next()[0]} == {f"event:{EVENT}", "now"}
        push(feed, result(11, 110, "1", "2", status="LIVE"))
        events.until(f"event:{EVENT}", '"version":11')
        # Nothing that concerns it: what comes next is the answer to the message after.
        push(feed, message("DT_RESULT", key("SSK", "B00001", "FNL", "000100--"), 1, at(120), ""))
        push(feed, result(12, 130, "2", "1", status="LIVE"))
        events.until(f"event:{EVENT}", '"version":12')


def test_streams_of_every_process_hear_of_it(feed: httpx.Client, serving: Serving) -> None:
    clients = [serving.client() for _ in range(LOOKS)]
    streams = [streaming(client, f"event:{EVENT}") for client in clients]
    opened = [stream.__enter__() for stream in streams]
    try:
        push(feed, result(21, 210, "1", "2", status="LIVE"))
        for events in opened:
            events.until(f"event:{EVENT}", '"version":21')
    finally:
        for stream, client in zip(streams, clients, strict=True):
            stream.__exit__(None, None, None)
            client.close()


def test_feed_goes_on_after_the_database_was_killed(
    feed: httpx.Client, fan: httpx.Client, serving: Serving
) -> None:
    with streaming(fan, f"event:{EVENT}") as events:
        events.next()
        postmaster = serving.postgres_processes()[0]
        for process in serving.postgres_processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        deadline_s = time.monotonic() + PATIENCE_S
        while True:
            answer = feed.post("/v1/live/messages", content=result(31, 310, "2", "1", status="LIVE"))
            if answer.status_code == 200:
                break
            assert answer.status_code == 503, answer.text
            assert time.monotonic() < deadline_s
            time.sleep(0.2)
        assert serving.postgres_processes()[0] != postmaster
        events.until(f"event:{EVENT}", '"version":31')
    everywhere(serving, f"/v1/live/events/{EVENT}", lambda answer: answer["boards"][0]["source"]["version"] == 31)


def test_folder_is_watched(serving: Serving, inbox: Path, tmp_path: Path) -> None:
    (inbox / ".hidden.xml").write_bytes(result(49, 490, "1"))
    (inbox / "day").mkdir()
    with (inbox / "day" / "growing.xml").open("wb") as growing:
        body = result(41, 410, "1", "2")
        for start in range(0, len(body), 100):
            growing.write(body[start : start + 100])
            growing.flush()
            time.sleep(0.3)
    everywhere(serving, f"/v1/live/events/{EVENT}", lambda answer: answer["boards"][0]["source"]["version"] == 41)
    # Refilled as a whole, with one message more.
    shutil.copytree(inbox / "day", tmp_path / "copy")
    shutil.rmtree(inbox / "day")
    (tmp_path / "copy" / "more.xml").write_bytes(result(42, 420, "2", "1"))
    shutil.copytree(tmp_path / "copy", inbox / "day again")
    everywhere(serving, f"/v1/live/events/{EVENT}", lambda answer: answer["boards"][0]["source"]["version"] == 42)
    with serving.client(Role.OPERATOR) as operator:
        entries = operator.get("/v1/live/quarantine").json()["entries"]
    assert all(each["version"] is None for each in entries), "no torn message was taken in"


def test_open_streams_do_not_hold_up_the_stop(serving: Serving) -> None:
    with serving.client() as client, streaming(client, "now", "medals"):
        started_s = time.monotonic()
        assert serving.stop() == 0
        assert time.monotonic() - started_s < 15


def test_names_of_the_deployers_own_come_before_ours(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text("country-NOR = Königreich Norwegen\n")
    with Serving(demo=False, environment={"GRANDSTAND_FEED_NAMES": str(tmp_path)}) as serving:
        with serving.client(Role.FEED) as feed:
            assert push(feed, PEOPLE) == "accepted"
        told = "/v1/live/delegations/NOR?language={}"
        everywhere(serving, told.format("de"), lambda answer: answer.get("name") == "Königreich Norwegen")
        everywhere(serving, told.format("en"), lambda answer: answer.get("name") == "Norway")
