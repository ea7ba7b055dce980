"""The pages in every language that the suites of the evening and of the Games do not look at closely."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from browsing import LANGUAGES, PHONE, chromium, keep_picture, watched
from games import key, message
from grandstand.kernel import i18n
from grandstand.kernel.auth import Role
from serving import Serving

OTHERS = [language for language in i18n.languages() if language not in LANGUAGES]
AREA = "kit|fan|wallet|proof|sign-in|console|games|library|status|error|demo"
UNSPOKEN = re.compile(rf"(?<![\w/.#?=&-])(?:{AREA})-[a-z][a-z_-]+")
"""The id of a message stands on a page where the message is missing."""
EVENT = key("ALP", "DOWNHILL")
FINAL = key("ALP", "DOWNHILL", "FNL-", "000100--")
ADDRESSES = {
    "fan": "/?",
    "games": "/games?",
    "event": f"/games?view=event&event={EVENT}",
    "library": "/library?",
    "collections": "/library?view=collections",
    "status": "/status?",
}
BEYOND_THE_EDGES = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect();
  return width > 1 && (left < -1 || right > innerWidth + 1)
    && !each.closest("svg, .unseen, .skip, .scene")
    && !ancestors(each).some((one) => /auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX));
  function ancestors(one) {
    const parent = one.parentElement;
    return parent === null || parent.id === "root" ? [] : [parent, ...ancestors(parent)];
  }
}).map((each) => each.outerHTML.slice(0, 120))"""

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True) as running:
        race(running)
        yield running


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser:
        opened, _ = watched(browser.new_context(viewport=PHONE, reduced_motion="reduce"))
        yield opened


def race(serving: Serving) -> None:
    """A downhill that is under way, so that the pages have something to tell."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    alpine = key("ALP", "")
    unit = f'<Unit Code="{FINAL}" ScheduleStatus="RUNNING" Medal="1" Venue="SUMMIT" StartDate="{at.isoformat()}"/>'
    person = '<Participant Code="1" GivenName="Jorvik" FamilyName="KLÆBORG" Gender="M" Organisation="NOR"/>'
    racer = '<Competitor Code="1" Type="A" Organisation="NOR" Bib="7"/>'
    rows = f'<Result Rank="1" Result="1:40.00" SortOrder="1">{racer}</Result>'
    medal = f'<Medal Code="ME_GOLD">{racer}</Medal>'
    with serving.client(Role.FEED) as feed:
        for body in (
            message("DT_SCHEDULE", alpine, 1, at, unit),
            message("DT_PARTIC", alpine, 1, at, person),
            message("DT_RESULT", FINAL, 1, at, rows, status="LIVE"),
            message("DT_MEDALLISTS", key("ALP", "SLALOM"), 1, at, medal),
        ):
            assert feed.post("/v1/live/messages", content=body).json() == {"fate": "accepted"}


def words_of(page: Page) -> str:
    """What a page says, and what it says of its parts to who does not see them."""
    said = page.evaluate(
        """() => [document.title, document.body.innerText, ...[...document.querySelectorAll(
          "[aria-label], [title], [placeholder]")].flatMap((each) =>
          ["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name) ?? ""))].join("\\n")"""
    )
    return str(said)


@pytest.mark.parametrize("language", OTHERS)
def test_pages_speak_every_other_language_and_fit_a_phone(serving: Serving, page: Page, language: str) -> None:
    for name, address in ADDRESSES.items():
        page.goto(f"{serving.url}{address}&lang={language}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        expect(page.locator("html")).to_have_attribute("lang", re.compile(rf"^{language}\b"))
        expect(page.locator("html")).to_have_attribute("dir", "ltr")
        expect(page.locator("#language")).to_have_value(language)
        assert i18n.text(language, "kit-tagline") in words_of(page)
        assert UNSPOKEN.findall(words_of(page)) == [], name
        assert page.evaluate(BEYOND_THE_EDGES) == [], name
        keep_picture(page, f"{name}-{language}-phone")
