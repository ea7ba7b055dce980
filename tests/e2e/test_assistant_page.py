"""The assistant in a browser: asked by keyboard, answered with sources, in English, Arabic and Chinese."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import DESKTOP, PHONE, TIMEOUT_MS, faults_of, keep_picture, watched
from serving import Serving

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, games=True) as running:
        yield running


def put(page: Page, question: str) -> None:
    """Type a question and wait for the whole answer."""
    before = page.locator(".turn").count()
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".turn[aria-busy=false]")).to_have_count(before + 1, timeout=2 * TIMEOUT_MS)


@pytest.mark.parametrize(
    ("language", "question", "said"),
    [
        ("en", "When does the women's downhill start?", "Women’s downhill"),
        ("ar", "متى يبدأ سباق الانحدار للسيدات؟", "الانحدار للسيدات"),
        ("zh", "女子滑降什么时候开始?", "女子滑降"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_fan_asks_and_sees_why(
    serving: Serving, browser: Browser, language: str, question: str, said: str, scheme: str
) -> None:
    with browser.new_context(
        viewport=PHONE,
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    ) as context:
        page, complaints = watched(context)
        page.goto(f"{serving.url}/assistant")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert faults_of(page) == []
        keep_picture(page, f"assistant-empty-{language}-{scheme}")
        put(page, question)
        answer = page.locator(".turn-answer").last
        expect(answer.locator(".statement").first).to_contain_text(said)
        expect(answer).to_have_attribute("lang", re.compile(language))
        expect(answer).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        page.locator(".turn-foot summary").click()
        expect(page.locator(".turn-foot li").first).to_be_visible()
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        keep_picture(page, f"assistant-answer-{language}-{scheme}")
        assert complaints == []


def test_of_several_things_one_is_chosen_and_an_example_asks(serving: Serving, browser: Browser) -> None:
    with browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce") as context:
        page, complaints = watched(context)
        page.goto(f"{serving.url}/assistant")
        page.get_by_role("button", name="Who leads the medal table?").click()
        expect(page.locator(".turn[aria-busy=false]")).to_have_count(1, timeout=2 * TIMEOUT_MS)
        put(page, "sprint")
        choices = page.locator(".choices button")
        expect(choices).to_have_count(6)
        choices.first.click()
        expect(page.locator(".turn[aria-busy=false]")).to_have_count(3, timeout=2 * TIMEOUT_MS)
        expect(page.locator(".turn").last.locator(".statement").first).to_contain_text("Biathlon")
        keep_picture(page, "assistant-choices")
        assert complaints == []


def test_what_goes_wrong_is_said_and_can_be_tried_again(serving: Serving, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce") as context:
        page, _ = watched(context)
        page.goto(f"{serving.url}/assistant")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        context.set_offline(True)
        put(page, "What is live?")
        expect(page.get_by_role("alert")).to_be_visible()
        context.set_offline(False)
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".statement").first).to_be_visible(timeout=2 * TIMEOUT_MS)
        expect(page.get_by_role("alert")).to_have_count(0)
