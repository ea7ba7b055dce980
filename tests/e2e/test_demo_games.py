"""What `make up` shows of the Games: step 1 of the evening, on a phone, in Arabic; the simulator is the feed."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from browsing import PHONE, faults_of, keep_picture, watched
from serving import Serving

PAST_S = 90.0
"""The days behind come in within a few seconds where nothing else runs."""
ARABIC = re.compile(r"[\u0600-\u06ff]")

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, games=True) as running:
        wait_until_told(running)
        yield running


def wait_until_told(serving: Serving) -> None:
    """Return when something is live now: then what lies in the past has been told."""
    deadline_s = time.monotonic() + PAST_S
    while not httpx.get(f"{serving.url}/v1/live/now", timeout=30).json()["live"]:
        assert time.monotonic() < deadline_s, serving.log()
        time.sleep(0.3)


def test_a_fan_watches_the_ticker_and_a_board_in_her_language(serving: Serving, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="ar", reduced_motion="reduce")
    page, complaints = watched(context)
    page.goto(serving.url)
    page.locator('a[href^="/games"]').first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    live = page.get_by_role("main").get_by_role("listitem")
    expect(live.first).to_contain_text(ARABIC)
    assert faults_of(page) == []
    keep_picture(page, "demo-games-now")
    live.first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ARABIC)
    expect(page.get_by_role("table").first).to_be_visible()
    keep_picture(page, "demo-games-event")
    assert complaints == []
    context.close()


def test_the_games_of_the_demo_are_whole(serving: Serving) -> None:
    """Every link that the ticker and the medal table offer leads somewhere, and the tables agree."""
    with serving.client() as fan:
        medals = fan.get("/v1/live/medals").json()
        assert medals["is_feeds"]
        assert medals["awarded"] > 20
        assert medals["differences"] == []
        now = fan.get("/v1/live/now").json()
        for event in {each["event"] for each in now["happenings"] + now["live"] + now["next"]}:
            answer = fan.get(f"/v1/live/events/{event}").json()
            assert answer["boards"], event
            assert answer["name"] != event
        winners = {each["competitor"]["code"] for each in medals["medals"] if not each["competitor"]["is_team"]}
        for athlete in sorted(winners)[:10]:
            assert fan.get(f"/v1/live/athletes/{athlete}").json()["medals"], athlete
        for line in medals["lines"]:
            delegation = fan.get(f"/v1/live/delegations/{line['organisation']}").json()
            assert len(delegation["medals"]) == line["total"], line
