"""Steps 1 and 2 of the evening by the chat: asked in German, asked on, an envelope, a friend, a milk tea."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import PHONE, TIMEOUT_MS, faults_of, keep_picture, watched
from serving import Serving

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, games=True) as running:
        yield running


def ask(page: Page, question: str) -> Locator:
    """Type a question; the answer, once it is whole."""
    before = page.locator(".turn").count()
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".turn[aria-busy=false]")).to_have_count(before + 1, timeout=2 * TIMEOUT_MS)
    return page.locator(".turn").last


def test_a_fan_asks_asks_on_opens_invites_and_orders(serving: Serving, browser: Browser) -> None:
    phones = [
        browser.new_context(viewport=PHONE, locale=locale, reduced_motion="reduce") for locale in ("de", "en-GB")
    ]
    (fan, fan_says), (friend, friend_says) = map(watched, phones)

    fan.goto(f"{serving.url}/assistant")
    first = ask(fan, "Wann beginnt die Abfahrt der Frauen?")
    expect(first.locator(".statement").first).to_contain_text("Abfahrt")
    first.locator(".turn-foot summary").click()
    expect(first.locator(".turn-foot li").first).to_be_visible()
    then = ask(fan, "Und die der Männer?")
    expect(then.locator(".statement").first).to_contain_text(re.compile("Abfahrt.*Männer"))

    ask(fan, "Öffne meinen roten Umschlag")
    opened = ask(fan, "ja")
    expect(opened.locator(".statement").first).to_contain_text("¥")
    keep_picture(fan, "evening-chat-envelope", whole=False)

    fan.goto(serving.url)
    fan.get_by_role("button", name=re.compile("Code")).first.click()
    code = fan.locator(".code output")
    expect(code).to_have_text(re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}"))
    friend.goto(serving.url)
    friend.get_by_role("textbox", name="Your friend's code").fill(code.inner_text())
    friend.get_by_role("button", name="Use the code").click()
    expect(friend.get_by_role("status")).to_contain_text("The code counts")

    fan.goto(f"{serving.url}/assistant")
    offer = ask(fan, "Bestell mir einen Milchtee")
    expect(offer.locator(".confirm").get_by_role("button").first).to_be_visible()
    assert vouchers_of(fan) == ["valid"]
    assert faults_of(fan) == []
    keep_picture(fan, "evening-chat-offer", whole=False)
    which = ask(fan, "ja")
    expect(which.get_by_role("button", name=re.compile("Corner Juice Bar"))).to_be_visible()
    assert vouchers_of(fan) == ["valid"], "it is not clear where"
    ordered = ask(fan, "Lantern Tea House")
    expect(ordered.locator(".statement").first).to_contain_text("Lantern Tea House")
    assert vouchers_of(fan) == ["used"]
    keep_picture(fan, "evening-chat-ordered", whole=False)
    assert faults_of(fan) == []
    assert (fan_says, friend_says) == ([], [])
    for phone in phones:
        phone.close()


def vouchers_of(page: Page) -> list[str]:
    """The states of her vouchers, as the server knows them."""
    own = page.request.get(page.url.split("/assistant")[0] + "/v1/campaign/state").json()["own"]
    return [each["state"] for each in own["vouchers"]]
