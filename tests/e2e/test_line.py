"""A fan waits in line and is told the truth; everybody reads how things are. In a browser, against a server."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import AMOUNT, DESKTOP, PHONE, faults_of, keep_picture, watched
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import new_subject_id
from serving import Serving

AHEAD = 9

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True) as running:
        yield running


@pytest.fixture(scope="module")
def pool(serving: Serving) -> dict[str, Any]:
    """The pool that the fan page shows first, with a line of nine that one a second is let in of."""
    with serving.client(Role.OPERATOR) as operator:
        pools = [each for each in operator.get("/v1/pools").json()["pools"] if "launch" in each["occasions"]]
        found: dict[str, Any] = next(each for each in pools if each["titles"]["en"] == "Opening night envelope")
        say(operator, f"/v1/pools/{found['id']}/waiting-room/open", {"per_second": 1, "reason": "many come"})
    return found


def say(client: httpx.Client, path: str, body: dict[str, Any]) -> httpx.Response:
    answer = client.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    return answer


def page_of(browser: Browser, serving: Serving, path: str) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    page, complaints = watched(context)
    page.goto(serving.url + path)
    return page, complaints


def test_a_fan_waits_is_told_her_place_and_opens_when_it_is_her_turn(
    serving: Serving, browser: Browser, pool: dict[str, Any]
) -> None:
    for token in serving.tokens(Role.FAN, [new_subject_id() for _ in range(AHEAD)]):
        with httpx.Client(base_url=serving.url, headers={"authorization": f"Bearer {token}"}) as fan:
            say(fan, f"/v1/pools/{pool['id']}/ticket", {})
    page, complaints = page_of(browser, serving, "/")
    article = page.get_by_role("article").filter(has_text=pool["titles"]["en"])
    article.get_by_role("button", name="Open the envelope").click()
    line = page.get_by_role("region", name="You are in line")
    expect(line).to_contain_text(re.compile(r"Ahead of you: .*\d|You are next"))
    expect(line).to_contain_text(re.compile(r"Expected wait: .*second"))
    assert faults_of(page) == []
    keep_picture(page, "line-en-phone")
    expect(page.get_by_role("status").first).to_have_text(AMOUNT, timeout=60_000)
    expect(line).to_have_count(0)
    assert complaints == []


def test_the_status_says_what_is_announced_and_how_long_people_wait(
    serving: Serving, browser: Browser, pool: dict[str, Any]
) -> None:
    texts = {"en": "Orders take longer.\nYour voucher stays valid.", "ar": "الطلبات أبطأ من المعتاد."}
    with serving.client(Role.OPERATOR) as operator:
        body = {"kind": "trouble", "texts": texts, "pool": pool["id"]}
        incident = say(operator, "/v1/incidents", body).json()["id"]
        page, complaints = page_of(browser, serving, "/status?lang=en")
        announced = page.get_by_role("region", name="Announcements")
        expect(announced).to_contain_text("Orders take longer.")
        expect(announced).to_contain_text(pool["titles"]["en"])
        expect(page.get_by_role("region", name="What is given away")).to_contain_text("Waiting time:")
        expect(page.get_by_role("region", name="Parts")).to_contain_text("Database")
        expect(page.get_by_text("Not everything works as it should")).to_be_visible()
        assert faults_of(page) == []
        say(operator, f"/v1/incidents/{incident}/end", {})
    page.set_viewport_size(DESKTOP)
    page.goto(f"{serving.url}/status?lang=ar")
    expect(page.get_by_text(texts["ar"])).to_be_visible()
    expect(page.get_by_text("كل شيء يعمل.")).to_be_visible()
    assert faults_of(page) == []
    assert complaints == []
