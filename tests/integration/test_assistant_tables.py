"""Tables over HTTP: of the Games, and of a file that a visitor brings, worked out in a process of its own."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from grandstand.tables.reading import TABLE_BYTES_MAX
from grandstand.web.front_door import TABLE_BODY_BYTES_MAX
from serving import LEARNING_S, PATIENCE_S, Serving

pytestmark = pytest.mark.timeout(500)
ADDRESS = "/v1/assistant/questions"
PRICES = "Datum;Kurs\n" + "\n".join(f"{1 + at:02d}.01.2030;{100 + at},50" for at in range(20))


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, games=True) as running:
        yield running


def asked(serving: Serving, question: str, **more: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of an answer: their names and what they say."""
    answer = httpx.post(serving.url + ADDRESS, json={"question": question, **more}, timeout=PATIENCE_S)
    assert answer.status_code == 200, answer.text
    frames = [frame.splitlines() for frame in answer.text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def said(events: list[tuple[str, dict[str, Any]]], name: str) -> list[dict[str, Any]]:
    return [body for each, body in events if each == name]


def test_a_table_that_is_brought_is_answered_from_itself(serving: Serving) -> None:
    events = asked(serving, "Wie hat sich Kurs in einer Woche verändert, und RSI?", language="de", table=PRICES)
    assert said(events, "understood")[0]["intent"] == "data"
    assert [each["message"] for each in said(events, "statement")] == ["csv-week", "csv-year-none", "csv-rsi"]
    week, _, rsi = said(events, "statement")
    figures = {fact["slot"]: fact["value"] for fact in week["facts"]}
    # From 112.5 a week before the last day to 119.5.
    assert (figures["before"], figures["after"], figures["percent"]) == ("112.5", "119.5", "6.22")
    assert {fact["slot"]: fact["value"] for fact in rsi["facts"]}["figure"] == "100"
    (plot,) = said(events, "plot")
    assert len(plot["labels"]) == len(plot["series"][0]["values"]) == 20
    assert {source["source"]["part"] for source in said(events, "source")} == {"file"}
    assert events[-1][0] == "done"


def test_two_tables_are_never_mixed_up(serving: Serving) -> None:
    for rows in (2, 3, 2):
        table = "a;b\n" + "1;2\n" * rows
        (size,) = [
            each for each in said(asked(serving, "?", table=table), "statement") if each["message"] == "csv-holds"
        ]
        assert {fact["slot"]: fact["value"] for fact in size["facts"]} == {"rows": rows, "columns": 2}


def test_a_table_of_the_largest_size_is_taken_and_a_larger_one_is_told_so(serving: Serving) -> None:
    line = "words of a row;1;2,5\n"
    table = "a;b;c\n" + line * 15_000
    assert said(asked(serving, "?", table=table), "statement")[0]["message"] == "csv-holds"
    larger = "a;b\n" + "x" * TABLE_BYTES_MAX + ";1\n"
    assert [each["message"] for each in said(asked(serving, "?", table=larger), "statement")] == ["csv-too-large"]
    body = {"question": "?", "table": "x" * TABLE_BODY_BYTES_MAX}
    refused = httpx.post(serving.url + ADDRESS, json=body, timeout=PATIENCE_S)
    assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")


@pytest.mark.parametrize("since", ["yesterday", "2030-02-14T10:00:00"])
def test_a_last_visit_is_an_instant(serving: Serving, since: str) -> None:
    answer = httpx.post(
        serving.url + ADDRESS, json={"question": "What did I miss?", "since": since}, timeout=PATIENCE_S
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


def test_medals_are_shown_by_day(serving: Serving) -> None:
    deadline_s = time.monotonic() + LEARNING_S
    while True:
        events = asked(serving, "Plot the medals by day", zone="Europe/Rome")
        if said(events, "plot") or time.monotonic() > deadline_s:
            break
        time.sleep(0.5)
    (plot,) = said(events, "plot")
    (table,) = said(events, "table")
    assert plot["kind"] == "bar"
    assert len(table["rows"]) == len(plot["labels"])
    assert sum(sum(series["values"]) for series in plot["series"]) == sum(int(row[-1]) for row in table["rows"])
