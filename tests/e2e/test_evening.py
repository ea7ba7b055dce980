"""The evening of the product, played in a browser as far as it exists: a fan's envelope, an operator's console."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browsing import (
    AMOUNT,
    DESKTOP,
    LANGUAGES,
    PHONE,
    TIMEOUT_MS,
    ask,
    expect_console,
    faults_of,
    keep_picture,
    link_of,
    open_envelope,
    quotations,
    shares_in_wallet,
    watched,
)
from grandstand.demo.gifts import demo_fan
from grandstand.kernel.auth import Role
from serving import Serving

NIGHT_TIMEOUT_S = 300
READING_TIMEOUT_S = 600.0
"""Far more than the manuals need; a machine may be busy with something else."""

ROOMS = {
    "programmes": "#programme",
    "merchants": "table.rows",
    "invites": ".small-figures",
    "review": ".choices",
    "crowd": ".entry .state",
    "log": "table.log",
}
"""The rooms of the console by their names in its address, each with a part that shows that it is there."""

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    yield opened
    opened.close()


def test_a_fan_opens_her_envelope_exactly_once(serving: Serving, context: BrowserContext) -> None:
    page, complaints = watched(context)
    page.goto(serving.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Opening night envelope")
    announced = open_envelope(page, "Open the envelope")
    with page.expect_response(re.compile("/claims$")) as again:
        page.get_by_role("button", name="Open it again").first.click()
    assert again.value.status == 200
    wallet = shares_in_wallet(page)
    expect(wallet).to_have_count(1)
    page.reload()
    expect(page.get_by_role("button", name="Open it again").first).to_be_visible()
    expect(wallet).to_have_count(1)
    amount = re.search(r"[\d.,]+\d", announced)
    assert amount is not None
    expect(wallet.first).to_contain_text(amount[0])
    held = context.request.get(f"{serving.url}/v1/fans/me/wallet").json()["claims"]
    assert len(held) == 1
    assert float(amount[0].replace(",", "")) == held[0]["amount_minor"] / 100
    assert complaints == []


@pytest.mark.parametrize(
    ("language", "button", "direction"),
    [("ar", "افتح", "rtl"), ("de", "öffnen", "ltr"), ("zh", "拆", "ltr")],
)
def test_a_fan_is_met_in_her_language(
    serving: Serving, browser: Browser, language: str, button: str, direction: str
) -> None:
    context = browser.new_context(viewport=PHONE, locale=language, reduced_motion="reduce")
    page, complaints = watched(context)
    page.goto(serving.url)
    expect(page.locator("html")).to_have_attribute("lang", re.compile(language))
    expect(page.locator("html")).to_have_attribute("dir", direction)
    page.get_by_role("article").get_by_role("button", name=re.compile(button)).first.click()
    expect(page.get_by_role("status")).to_have_text(AMOUNT)
    expect(shares_in_wallet(page)).to_have_count(1)
    assert complaints == []
    context.close()


def test_an_operator_watches_pauses_and_resumes(
    serving: Serving, browser: Browser, context: BrowserContext
) -> None:
    fan, _ = watched(context)
    fan.goto(serving.url)
    desk = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    console, complaints = watched(desk)
    console.goto(link_of(serving, Role.OPERATOR))
    expect_console(console, serving)
    figures = console.get_by_role("region", name="Key figures")
    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    with serving.client(Role.OPERATOR) as operator:
        before = operator.get("/v1/pools/1/books").json()["granted"]
    open_envelope(fan, "Open the envelope")
    expect(figures).to_contain_text(f"{before + 1:,}")

    console.get_by_role("button", name="Pause").click()
    dialog = console.get_by_role("dialog", name="Pause this pool?")
    dialog.get_by_role("button", name="Pause the pool").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_role("textbox", name="Reason").fill("the shops ran out of cups")
    dialog.get_by_role("button", name="Pause the pool").click()
    expect(console.get_by_role("status")).to_have_text("The pool is paused.")
    log = console.get_by_role("table", name="Who changed this pool, when and why")
    expect(log).to_contain_text("the shops ran out of cups")

    late = browser.new_context(viewport=PHONE, locale="en-GB")
    late_fan, _ = watched(late)
    late_fan.goto(serving.url)
    expect(late_fan.get_by_text("The envelopes are paused for a moment.")).to_be_visible()
    refused = httpx.post(
        f"{serving.url}/v1/pools/1/claims",
        json={"occasion": "launch"},
        headers={"authorization": f"Bearer {serving.token()}"},
        timeout=TIMEOUT_MS / 1000,
    )
    assert refused.json()["code"] == "campaign.not_open"

    console.get_by_role("button", name="Resume").click()
    dialog = console.get_by_role("dialog", name="Resume this pool?")
    dialog.get_by_role("textbox", name="Reason").fill("cups have come")
    dialog.get_by_role("button", name="Resume the pool").click()
    expect(console.get_by_role("status")).to_have_text("The pool is open again.")
    late_fan.reload()
    open_envelope(late_fan, "Open the envelope")
    assert complaints == []
    desk.close()
    late.close()


def test_the_night_is_played_and_its_books_balance(serving: Serving, browser: Browser) -> None:
    environment = {"GRANDSTAND_DATA_DIR": str(serving.settings.data_dir), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "grandstand", "campaign", "night", "--json", "--seconds", "3", "--quick"]
    night = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=NIGHT_TIMEOUT_S
    )
    assert night.returncode == 0, night.stderr
    report = json.loads(night.stdout)
    assert report["faults"] == []
    assert (report["overspent_fen"], report["double"]) == (0, 0)
    assert report["spent_fen"] + report["remaining_fen"] == report["total_fen"]
    assert report["granted"] > 100
    desk = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    page, complaints = watched(desk)
    page.goto(link_of(serving, Role.AUDITOR))
    page.get_by_role("combobox", name="Pool").select_option(label="The night of 6 February · Closed")
    expect(page.get_by_role("heading", level=1)).to_have_text("The night of 6 February")
    expect(page.get_by_role("table", name="Remaining budget over time")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    keep_picture(page, "console-after-the-night")
    assert complaints == []
    desk.close()


def test_a_used_sign_in_link_says_so(serving: Serving, context: BrowserContext, browser: Browser) -> None:
    link = link_of(serving, Role.OPERATOR)
    page, _ = watched(context)
    page.goto(link)
    expect_console(page, serving)
    stranger = browser.new_context(locale="en-GB")
    again, _ = watched(stranger)
    again.goto(link)
    expect(again.get_by_role("alert")).to_contain_text("used before")
    assert "#" not in again.url
    again.goto(f"{serving.url}/console")
    expect(again.get_by_role("heading", name="This page is for operators")).to_be_visible()
    stranger.close()


def test_two_phones_share_a_code_and_order_where_there_is_room(serving: Serving, browser: Browser) -> None:
    """Step 2 of the evening: an invitation by code, an order at a shop with capacity, a full shop hidden."""
    phones = [browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce") for _ in range(2)]
    (host, host_says), (friend, friend_says) = map(watched, phones)
    host.goto(serving.url)
    open_envelope(host, "Open the envelope")
    host.get_by_role("button", name="Get my code").click()
    code = host.locator(".code output")
    expect(code).to_have_text(re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}"))

    friend.goto(serving.url)
    friend.get_by_role("textbox", name="Your friend's code").fill("nonsense")
    friend.get_by_role("button", name="Use the code").click()
    expect(friend.get_by_role("alert").filter(has_text="The code is mistyped")).to_be_visible()
    friend.get_by_role("textbox", name="Your friend's code").fill(code.inner_text().lower())
    friend.get_by_role("button", name="Use the code").click()
    expect(friend.get_by_role("status")).to_contain_text("The code counts")
    expect(friend.get_by_role("heading", name="A drink on us")).to_be_visible()
    host.reload()
    expect(host.get_by_role("heading", name="A drink on us")).to_be_visible()
    expect(host.get_by_text(re.compile("Friends who have used it: .?1"))).to_be_visible()

    use_voucher(host)
    assert faults_of(host) == []
    keep_picture(host, "evening-shops", whole=False)
    choose_shop(host, "Corner Juice Bar")
    expect(host.get_by_role("heading", name=re.compile("keeps room for you until"))).to_be_visible()
    use = friend.get_by_role("button", name=re.compile("Use it.*A drink on us"))
    use.click()
    expect(shop_names(friend).filter(has_text="Lantern Tea House")).to_be_visible()
    expect(shop_names(friend).filter(has_text="Corner Juice Bar")).to_have_count(0)
    host.get_by_role("button", name="Order now").click()
    expect(host.get_by_role("heading", name=re.compile("has confirmed your order"))).to_be_visible()
    choose_shop(friend, "Harbour Coffee")
    friend.get_by_role("button", name="Give it back").click()
    choose_shop(friend, "Lantern Tea House")
    friend.get_by_role("button", name="Order now").click()
    expect(friend.get_by_role("heading", name=re.compile("Lantern Tea House.*has confirmed"))).to_be_visible()
    assert faults_of(friend) == []
    friend.get_by_role("button", name="Close").click()
    expect(friend.get_by_text(re.compile("Used · "))).to_be_visible()
    assert (host_says, friend_says) == ([], [])
    for phone in phones:
        phone.close()


def use_voucher(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Use it.*A drink on us")).click()
    expect(shop_names(page).first).to_be_visible()


def shop_names(page: Page) -> Locator:
    return page.locator(".shops li")


def choose_shop(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"Choose.*{name}")).click()


def test_a_fan_enters_a_draw_and_an_earlier_one_proves_itself(serving: Serving, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce") as context:
        page, complaints = watched(context)
        page.goto(serving.url)
        page.get_by_role("button", name="Take a ticket").click()
        expect(page.get_by_text(re.compile("Your tickets: .?1"))).to_be_visible()
        assert complaints == []
    with browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce") as context:
        page, complaints = watched(context)
        page.goto(link_of(serving, Role.FAN, demo_fan("entrant", 0).subject))
        expect(page).to_have_url(f"{serving.url}/")
        outcome = page.get_by_text(re.compile("You have won|You did not win"))
        expect(outcome).to_be_visible()
        page.get_by_role("button", name="Verify the draw").click()
        expect(page.get_by_role("alert").filter(has_text="the winners follow")).to_be_visible()
        assert faults_of(page) == []
        keep_picture(page, "evening-draw")
        assert complaints == []


def test_an_operator_acts_in_every_room_and_the_log_has_it_all(serving: Serving, browser: Browser) -> None:
    """Step 3 of the evening: burn-down, a pool extended, a merchant throttled, a suspicious tree held for good."""
    with browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce") as context:
        page, complaints = watched(context)
        page.goto(link_of(serving, Role.OPERATOR))
        expect_console(page, serving)
        expect(page.get_by_role("heading", level=1, name="Opening night envelope")).to_be_visible()
        expect(page.get_by_role("region", name="Key figures")).to_contain_text("Empty at")

        enter_room(page, "Merchants")
        page.get_by_role("button", name=re.compile("Extend.*A drink on us")).click()
        until = page.get_by_label("Shares valid until")
        until.fill(f"{int(until.input_value()[:4]) + 1}{until.input_value()[4:]}")
        give_reason(page, "the snow kept people at home", "Extend the validity")
        throttle_by_keyboard(page)
        names = [each["name"] for each in httpx.get(f"{serving.url}/v1/merchants", timeout=60).json()["merchants"]]
        assert "North Gate Noodles" not in names

        enter_room(page, "Review")
        expect(
            page.get_by_role("listitem").filter(has_text="Accepted one invitation within a minute").first
        ).to_be_visible()
        keep_picture(page, "evening-review", whole=False)
        page.get_by_role("textbox", name="Id of a fan").fill(str(demo_fan("ring", 0).subject))
        page.get_by_role("textbox", name="Id of a fan").press("Enter")
        expect(page.get_by_role("dialog")).to_contain_text("Accounts on one device and no other")
        page.get_by_role("dialog").get_by_role("button", name="Void").click()
        page.get_by_role("checkbox", name="Also everybody below").check()
        give_reason(page, "one tablet, thirty accounts", "Void")
        expect(page.get_by_role("status")).to_contain_text(re.compile(r"Done\. Fans: .*3\d"))
        page.get_by_role("button", name="Void", exact=True).click()
        expect(page.get_by_text("one tablet, thirty accounts").first).to_be_visible()

        enter_room(page, "Invitations and draws")
        page.get_by_role("button", name=re.compile("Pause.*Invitations no")).click()
        give_reason(page, "until the ring is dealt with", "Pause")
        page.get_by_role("button", name=re.compile("Resume.*Invitations no")).click()
        give_reason(page, "the ring is dealt with", "Resume")

        switch_off_and_on(page)
        enter_room(page, "Audit log")
        log = page.get_by_role("table", name="Who did what, when and why")
        for reason in (
            "the snow kept people at home",
            "out of noodles",
            "one tablet, thirty accounts",
            "until the ring is dealt with",
            "the ring is dealt with",
            "strangers for a moment",
            "all are welcome again",
        ):
            expect(log.get_by_text(reason, exact=True)).to_be_visible()
        assert complaints == []


def switch_off_and_on(page: Page) -> None:
    """Those who come by themselves get no drink for a moment."""
    enter_room(page, "Crowd and switches")
    page.get_by_role("button", name="Switch off").click()
    page.get_by_label("Segment or platform").select_option("platform:direct")
    page.get_by_label("Pool", exact=True).select_option(label="A drink on us")
    give_reason(page, "strangers for a moment", "Switch off")
    expect(page.get_by_text(re.compile("^Since "))).to_be_visible()
    keep_picture(page, "evening-switch", whole=False)
    page.get_by_role("button", name=re.compile("Switch on again")).click()
    give_reason(page, "all are welcome again", "Switch on again")
    expect(page.get_by_text(re.compile("^Switched on again on"))).to_be_visible()


def enter_room(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Rooms of the console").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def give_reason(page: Page, reason: str, confirm: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Reason").fill(reason)
    dialog.get_by_role("button", name=confirm, exact=True).click()
    expect(dialog).to_have_count(0)


def throttle_by_keyboard(page: Page) -> None:
    """No pointer is needed: the button, the fields and the act are reached one after another."""
    button, keyboard = page.get_by_role("button", name="Change the capacity: North Gate Noodles"), page.keyboard
    button.focus()
    expect(button).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Orders a minute")).to_be_focused()
    keyboard.press("ControlOrMeta+a")
    keyboard.type("0")
    for _ in range(3):
        keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Reason")).to_be_focused()
    keyboard.type("out of noodles")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="North Gate Noodles")).to_contain_text("0 / 0")


@pytest.mark.parametrize(
    ("language", "device", "scheme"),
    [("en", "desktop", "light"), ("ar", "phone", "dark"), ("zh", "phone", "light")],
)
def test_axe_finds_nothing_in_any_room(
    serving: Serving, browser: Browser, language: str, device: str, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(
        viewport=PHONE if device == "phone" else DESKTOP,
        locale=language,
        color_scheme=scheme,
        reduced_motion="reduce",
    ) as context:
        page, complaints = watched(context)
        page.goto(link_of(serving, Role.AUDITOR))
        expect_console(page, serving)
        for room, part in ROOMS.items():
            page.goto(f"{serving.url}/console?room={room}")
            expect(page.locator(part).first).to_be_visible()
            assert faults_of(page) == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
            keep_picture(page, f"room-{room}-{language}-{scheme}")
        assert complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_language_and_light(
    serving: Serving, browser: Browser, language: str, scheme: str
) -> None:
    phone = scheme == "dark"
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale=language,
        color_scheme="dark" if phone else "light",
        reduced_motion="reduce",
    )
    page, complaints = watched(context)
    for name, address in {"fan": serving.url, "gate": f"{serving.url}/console"}.items():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert faults_of(page) == []
        keep_picture(page, f"{name}-{language}-{scheme}")
    page.goto(serving.url)
    page.get_by_role("article").get_by_role("button").first.click()
    expect(shares_in_wallet(page)).to_have_count(1)
    assert faults_of(page) == []
    keep_picture(page, f"fan-opened-{language}-{scheme}")
    page.goto(link_of(serving, Role.OPERATOR))
    expect(page.locator("table.heads")).to_be_visible()
    expect(page.locator("table.log")).to_be_visible()
    assert faults_of(page) == []
    keep_picture(page, f"console-{language}-{scheme}")
    assert complaints == []
    context.close()


@pytest.fixture(scope="module")
def with_manuals() -> Iterator[Serving]:
    with Serving(demo=True, manuals=True) as running:
        yield running


@pytest.mark.timeout(900)
def test_a_committee_finds_the_sentence_and_not_what_is_another_s(with_manuals: Serving, browser: Browser) -> None:
    """Step 4 of the evening: which accreditation does a team doctor need?"""
    wait_until_found(with_manuals)
    with browser.new_context(viewport=DESKTOP, locale="de", reduced_motion="reduce") as context:
        page, complaints = watched(context)
        page.goto(link_of(with_manuals, Role.NOC, noc="GER"))
        expect(page).to_have_url(re.compile("/library"))
        ask(page, "Welche Akkreditierung braucht unsere Mannschaftsärztin?")
        doctors = quotations(page).filter(has_text="D1").first
        expect(doctors).to_be_visible()
        expect(doctors).to_have_attribute("lang", "de")
        keep_picture(page, "evening-library-answer")
        page.get_by_role("link", name="Seite zeigen").first.click()
        expect(page.locator("mark").first).to_be_visible()
        picture = page.locator("img").first
        expect(picture).to_have_js_property("complete", value=True)
        expect(picture).not_to_have_js_property("naturalWidth", 0)
        keep_picture(page, "evening-library-page")
        page.go_back()
        ask(page, "Wie viele Gäste am Tag sind für unsere Mannschaft erlaubt?")
        expect(quotations(page).filter(has_text="sechs Gästen").first).to_be_visible()
        assert complaints == []
    with browser.new_context(viewport=PHONE, locale="zh", reduced_motion="reduce") as context:
        page, complaints = watched(context)
        page.goto(link_of(with_manuals, Role.NOC, noc="CHN"))
        expect(page).to_have_url(re.compile("/library"))
        ask(page, "Wie viele Gäste am Tag sind für unsere Mannschaft erlaubt?")
        expect(page.get_by_text("sechs Gästen")).to_have_count(0)
        assert complaints == []


def wait_until_found(serving: Serving) -> None:
    """Every manual that everybody may read has been read."""
    (manuals,) = httpx.get(f"{serving.url}/v1/library/collections", timeout=60).json()["collections"]
    address = f"{serving.url}/v1/library/collections/{manuals['id']}/documents"
    deadline_s = time.monotonic() + READING_TIMEOUT_S
    while time.monotonic() < deadline_s:
        documents = httpx.get(address, timeout=60).json()["documents"]
        states = {version["state"] for document in documents for version in document["versions"]}
        if states and states <= {"searchable", "complete"}:
            return
        time.sleep(1)
    raise AssertionError(f"the manuals are still {states}")
