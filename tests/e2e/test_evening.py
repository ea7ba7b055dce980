"""The evening of the product, played in a browser as far as it exists: a fan's envelope, an operator's console."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

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
from grandstand.kernel.auth import Role
from serving import Serving

NIGHT_TIMEOUT_S = 300
READING_TIMEOUT_S = 600.0
"""Far more than the manuals need; a machine may be busy with something else."""

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
