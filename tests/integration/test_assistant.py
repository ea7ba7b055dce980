"""The assistant over HTTP: events as they come, from the Games of the demo, for anybody."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import new_subject_id
from grandstand.web.identity import COOKIE_NAME
from serving import LEARNING_S, Serving

pytestmark = pytest.mark.timeout(500)
ADDRESS = "/v1/assistant/questions"


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, games=True) as running:
        yield running


def asked(serving: Serving, question: str, **more: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of an answer: their names and what they say."""
    answer = httpx.post(serving.url + ADDRESS, json={"question": question, **more}, timeout=60)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    frames = [frame.splitlines() for frame in answer.text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def test_a_visitor_asks_and_every_sentence_has_its_facts_and_sources(serving: Serving) -> None:
    events = asked(serving, "Wer hat die Abfahrt der Männer gewonnen?", language="de", zone="Europe/Berlin")
    names = [name for name, _ in events]
    assert names[0] == "understood"
    assert names[-1] == "done"
    sources = {said["source"]["id"] for name, said in events if name == "source"}
    statements = [said for name, said in events if name == "statement"]
    assert statements
    for each in statements:
        assert set(each["sources"]) <= sources
        assert all(fact["source"] in sources for fact in each["facts"])
        assert "Abfahrt" in each["text"]


def understood(serving: Serving, question: str) -> list[tuple[str, dict[str, Any]]]:
    """The answer once the models had their say: they load when somebody asks, and may be too slow."""
    deadline_s = time.monotonic() + LEARNING_S
    while True:
        events = asked(serving, question)
        if not events[-1][1]["quick"] or time.monotonic() > deadline_s:
            return events
        time.sleep(0.5)


def test_questions_are_understood_by_their_meaning(serving: Serving) -> None:
    events = understood(serving, "What did I miss?")
    assert events[0][1] == {
        "event": "understood",
        "language": "en",
        "intent": "missed",
        "by_meaning": True,
        "followed": False,
    }
    poem = understood(serving, "Write me a poem about snow")
    (refusal,) = (said for name, said in poem if name == "statement")
    assert "no source" in refusal["text"]
    assert refusal["facts"] == []


def test_the_languages_of_page_and_question_meet(serving: Serving) -> None:
    assert asked(serving, "女子滑降什么时候开始?", language="en")[0][1]["language"] == "zh"
    assert asked(serving, "???", language="ar")[0][1]["language"] == "ar"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": ""}, 422, "assistant.question_invalid"),
        ({"question": "x" * 501}, 422, "assistant.question_invalid"),
        ({"question": "Hello", "zone": "Nowhere"}, 422, "assistant.question_invalid"),
        ({"question": "Hello", "language": "tlh"}, 422, "assistant.question_invalid"),
        ({}, 422, "request.invalid"),
        ({"question": 7}, 422, "request.invalid"),
        ({"question": "Hello", "as": "operator"}, 422, "request.invalid"),
    ],
)
def test_what_is_no_question_is_refused(serving: Serving, body: dict[str, object], status: int, code: str) -> None:
    answer = httpx.post(serving.url + ADDRESS, json=body, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_sites_page_cannot_ask_with_a_fans_cookie(serving: Serving) -> None:
    (token,) = serving.tokens(Role.FAN, [new_subject_id()])
    headers = {"cookie": f"{COOKIE_NAME}={token}", "origin": "https://elsewhere.example"}
    answer = httpx.post(serving.url + ADDRESS, json={"question": "Hello"}, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.cross_site")
