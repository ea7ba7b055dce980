"""Fixed before you came: a fan verifies her share in her browser, operators do every act that leads there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from browsing import (
    AMOUNT,
    DESKTOP,
    LANGUAGES,
    PHONE,
    expect_console,
    faults_of,
    keep_picture,
    link_of,
    shares_in_wallet,
    watched,
)
from grandstand.campaign import verify_saved_proof
from grandstand.kernel.auth import Role
from serving import Serving

NIGHT = {"en": "The eve of the final", "de": "Am Vorabend", "zh": "决赛前夜", "ar": "عشية النهائي"}
CHECKS = 6
WAIT_FOR_OPENING_S = 8

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce", accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def operator(serving: Serving) -> Iterator[httpx.Client]:
    with serving.client(Role.OPERATOR) as client:
        yield client


def titled(name: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, name)


def act(operator: httpx.Client, pool: int, word: str) -> dict[str, Any]:
    answer = operator.post(f"/v1/pools/{pool}/{word}", json={"reason": f"time to {word}"})
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


def envelope_of(page: Page, title: str) -> Locator:
    return page.get_by_role("article", name=title)


def open_her_envelope(page: Page, title: str) -> None:
    envelope_of(page, title).get_by_role("button", name="Open the envelope").click()
    expect(page.get_by_role("status")).to_have_text(AMOUNT)


def open_proof(page: Page, title: str) -> Locator:
    """The panel from the envelope, when every check has been told."""
    envelope_of(page, title).get_by_role("button", name="Fixed before you came: verify").click()
    return told(page)


def told(page: Page) -> Locator:
    panel = page.locator("dialog.proof")
    expect(panel.locator("[data-outcome]")).to_have_count(CHECKS)
    return panel


def expect_outcomes(panel: Locator, *, passed: int = 0, pending: int = 0, failed: int = 0) -> None:
    wanted = {"passed": passed, "pending": pending, "failed": failed}
    for outcome, number in wanted.items():
        expect(panel.locator(f"[data-outcome={outcome}]")).to_have_count(number)


def save_proof(page: Page, panel: Locator, folder: Path) -> Path:
    with page.expect_download() as download:
        panel.get_by_role("button", name="Save the proof").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_fan_verifies_while_the_pool_is_open_and_the_amount_after_the_reveal(
    serving: Serving, operator: httpx.Client, context: BrowserContext, tmp_path: Path
) -> None:
    pool = serving.new_pool(operator, titles=titled("Verified"), curve="exponential")
    page, complaints = watched(context)
    page.goto(serving.url)
    open_her_envelope(page, "Verified")
    panel = open_proof(page, "Verified")
    expect(panel.get_by_role("status")).to_contain_text("All that can be checked today matches.")
    expect_outcomes(panel, passed=4, pending=2)
    commitment = operator.get(f"/v1/pools/{pool}/proof").json()["tranches"][0]["commitment"]
    expect(panel.get_by_text(commitment).first).to_be_visible()
    early = verify_saved_proof(save_proof(page, panel, tmp_path))
    assert (early.faults, early.pool, early.amount_checked) == ((), pool, False)
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_have_count(0)

    # What was loaded once is enough: no server is asked for a check.
    context.set_offline(True)
    expect_outcomes(open_proof(page, "Verified"), passed=4, pending=2)
    page.keyboard.press("Escape")
    context.set_offline(False)

    act(operator, pool, "close")
    act(operator, pool, "reveal")
    page.reload()
    envelope = envelope_of(page, "Verified")
    expect(envelope).to_contain_text("its seed is revealed")
    shares_in_wallet(page).first.get_by_role("button", name="Verify").click()
    panel = told(page)
    expect(panel.get_by_role("status")).to_contain_text("Everything matches")
    expect_outcomes(panel, passed=CHECKS)
    late = verify_saved_proof(save_proof(page, panel, tmp_path))
    assert (late.faults, late.amount_checked) == ((), True)
    held = context.request.get(f"{serving.url}/v1/fans/me/wallet").json()["claims"]
    assert held[0]["amount_minor"] == late.amount_minor
    assert complaints == []


@pytest.mark.parametrize("curve", ["equal", "uniform", "lottery"])
def test_every_curve_is_split_again_in_the_browser(
    serving: Serving, operator: httpx.Client, context: BrowserContext, curve: str
) -> None:
    plan: dict[str, Any] = {"shares": 403, "total_minor": 100_000, "curve": curve}
    if curve == "lottery":
        plan["tiers"] = [{"shares": 3, "amount_minor": 20_000}, {"shares": 400, "amount_minor": 100}]
    pool = serving.new_pool(operator, titles=titled(f"Curve {curve}"), **plan)
    page, complaints = watched(context)
    page.goto(serving.url)
    open_her_envelope(page, f"Curve {curve}")
    act(operator, pool, "close")
    act(operator, pool, "reveal")
    page.reload()
    expect_outcomes(open_proof(page, f"Curve {curve}"), passed=CHECKS)
    assert complaints == []


def test_a_receipt_that_was_tampered_with_fails_in_words_and_can_be_fetched_again(
    serving: Serving, operator: httpx.Client, context: BrowserContext
) -> None:
    serving.new_pool(operator, titles=titled("Tampered"))
    page, complaints = watched(context)
    page.goto(serving.url)
    open_her_envelope(page, "Tampered")
    page.evaluate(
        """() => {
          const name = Object.keys(localStorage).find((key) => key.startsWith("grandstand.receipt."));
          const receipt = JSON.parse(localStorage[name]);
          receipt.claim = receipt.claim.replace(/ \\d{16} /, " 0000000000999999 ");
          localStorage[name] = JSON.stringify(receipt);
        }"""
    )
    panel = open_proof(page, "Tampered")
    expect(panel.get_by_role("status")).to_contain_text("Something does not match.")
    expect_outcomes(panel, passed=2, pending=2, failed=2)
    expect(panel).to_contain_text("The receipt speaks of another amount than your wallet.")
    expect(panel).to_contain_text("The path does not lead from your claim to the root that was signed.")
    assert faults_of(page) == []
    keep_picture(page, "proof-failed-en-light", whole=False)
    panel.get_by_role("button", name="Fetch the receipt again").click()
    expect_outcomes(panel, passed=4, pending=2)
    assert complaints == []


@pytest.mark.parametrize("answer", ["{}", '{"tranches": 7}', "[]", "other commitments"])
def test_an_answer_that_was_tampered_with_fails_a_check_and_not_the_page(
    serving: Serving, operator: httpx.Client, context: BrowserContext, answer: str
) -> None:
    title = f"Forged {answer}"
    serving.new_pool(operator, titles=titled(title))
    page, complaints = watched(context)

    def forge(route: Route) -> None:
        if answer != "other commitments":
            route.fulfill(status=200, content_type="application/json", body=answer)
            return
        document = route.fetch().json()
        document["tranches"][0]["commitment"] = "0" * 64
        route.fulfill(status=200, json=document)

    page.route("**/v1/pools/*/proof", forge)
    page.goto(serving.url)
    open_her_envelope(page, title)
    panel = open_proof(page, title)
    expect(panel.get_by_role("status")).to_contain_text("Something does not match.")
    if answer == "other commitments":
        expect_outcomes(panel, passed=3, pending=2, failed=1)
        expect(panel).to_contain_text("The signed batch names other commitments than the published ones.")
    assert complaints == []


def test_a_share_whose_receipt_the_browser_has_lost_is_verified_too(
    serving: Serving, operator: httpx.Client, context: BrowserContext
) -> None:
    serving.new_pool(operator, titles=titled("Lost"))
    page, complaints = watched(context)
    page.goto(serving.url)
    open_her_envelope(page, "Lost")
    page.evaluate("() => localStorage.clear()")
    page.reload()
    expect_outcomes(open_proof(page, "Lost"), passed=4, pending=2)
    assert page.evaluate("() => Object.keys(localStorage).some((key) => key.startsWith('grandstand.receipt.'))")
    assert complaints == []


def test_a_scheduled_pool_counts_down_and_opens_without_a_reload(
    serving: Serving, operator: httpx.Client, context: BrowserContext
) -> None:
    far = datetime.now(UTC) + timedelta(days=3, hours=4)
    later = serving.new_pool(operator, titles=titled("Later"), opened=False, opens_at=far.isoformat())
    act(operator, later, "schedule")
    page, complaints = watched(context)
    page.goto(serving.url)
    expect(envelope_of(page, "Later").get_by_role("timer")).to_contain_text("3 days")
    expect(envelope_of(page, "Later").get_by_role("button")).to_have_count(0)
    assert faults_of(page) == []
    keep_picture(page, "fan-scheduled-en-light")

    soon = datetime.now(UTC) + timedelta(seconds=WAIT_FOR_OPENING_S)
    pool = serving.new_pool(operator, titles=titled("Soon"), opened=False, opens_at=soon.isoformat())
    act(operator, pool, "schedule")
    page.reload()
    envelope = envelope_of(page, "Soon")
    expect(envelope.get_by_role("timer")).to_contain_text("00:00:0")
    expect(envelope.get_by_role("button")).to_have_count(0)
    open_her_envelope(page, "Soon")
    expect_outcomes(open_proof(page, "Soon"), passed=4, pending=2)
    assert complaints == []


def test_a_fan_whose_clock_is_ahead_is_told_to_wait_and_gets_her_share(
    serving: Serving, operator: httpx.Client, context: BrowserContext
) -> None:
    opens_at = datetime.now(UTC) + timedelta(seconds=WAIT_FOR_OPENING_S)
    pool = serving.new_pool(operator, titles=titled("Too early"), opened=False, opens_at=opens_at.isoformat())
    act(operator, pool, "schedule")
    page, complaints = watched(context)

    def hurry(route: Route) -> None:
        listed = route.fetch().json()
        for each in listed["pools"]:
            if each["opens_at"] is not None:
                each["opens_at"] = "2026-01-01T00:00:00Z"
        route.fulfill(status=200, json=listed)

    page.route("**/v1/pools", hurry)
    page.goto(serving.url)
    envelope_of(page, "Too early").get_by_role("button", name="Open the envelope").click()
    expect(envelope_of(page, "Too early")).to_contain_text("Your place is safe")
    expect(page.get_by_role("status")).to_have_text(AMOUNT)
    assert complaints == []


def signed_in(browser: Browser, serving: Serving, role: Role) -> tuple[Page, list[str]]:
    desk = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce", accept_downloads=True)
    page, complaints = watched(desk)
    page.goto(link_of(serving, role))
    expect_console(page, serving)
    return page, complaints


def do(page: Page, word: str, title: str, confirm: str, reason: str) -> None:
    page.get_by_role("button", name=word, exact=True).click()
    dialog = page.get_by_role("dialog", name=title)
    dialog.get_by_role("textbox", name="Reason").fill(reason)
    dialog.get_by_role("button", name=confirm).click()
    expect(dialog).to_have_count(0)


def test_an_operator_plans_a_lottery_by_its_tiers(serving: Serving, browser: Browser) -> None:
    page, complaints = signed_in(browser, serving, Role.OPERATOR)
    # The books of the pool that the console opens on are there.
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="New pool").click()
    form = page.get_by_role("dialog", name="New pool")
    form.get_by_role("textbox", name="English").fill("Lottery of the night")
    form.get_by_role("combobox", name="Distribution").select_option(label="Prize tiers")
    for tier, (shares, amount) in enumerate([("1", "888.80"), ("99", "1.12")], 1):
        form.get_by_role("textbox", name=re.compile(rf"^Shares\s*, tier .?{tier}")).fill(shares)
        form.get_by_role("textbox", name=re.compile(rf"^Amount of each\s*, tier .?{tier}")).fill(amount)
    expect(form.get_by_role("status")).to_have_text(re.compile("100.* shares, .*999.68"))
    form.get_by_label("Closes").fill("2099-01-01T20:00")
    assert faults_of(page) == []
    keep_picture(page, "console-new-pool-en-light", whole=False)
    form.get_by_role("button", name="Create as draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lottery of the night")

    books = page.context.request.get(f"{serving.url}/v1/pools/{page.url.rpartition('=')[2]}/books").json()
    assert (books["shares"], books["total_minor"], books["state"]) == (100, 99_968, "draft")
    assert complaints == []
    page.context.close()


def set_the_pace(page: Page) -> None:
    """To 50 shares a second, after half a share was tried."""
    page.get_by_role("button", name="Pace").click()
    dialog = page.get_by_role("dialog", name="Change the pace?")
    dialog.get_by_role("textbox", name="Reason").fill("the shops need time")
    dialog.get_by_label("Shares a second").fill("1.5")
    dialog.get_by_role("button", name="Change the pace").click()
    expect(dialog.get_by_role("alert")).to_contain_text("whole number")
    dialog.get_by_label("Shares a second").fill("50")
    dialog.get_by_role("button", name="Change the pace").click()
    expect(dialog).to_have_count(0)


def test_two_operators_raise_a_pool_and_lead_it_to_its_reveal(
    serving: Serving, browser: Browser, operator: httpx.Client, tmp_path: Path
) -> None:
    until = "2099-01-01T12:00:00Z"
    pool = serving.new_pool(operator, titles=titled("Raised"), shares=100, opened=False, valid_until=until)
    page, complaints = signed_in(browser, serving, Role.OPERATOR)
    page.goto(f"{serving.url}/console?pool={pool}")
    do(page, "Open", "Open this pool?", "Open the pool", "the doors are open")
    page.get_by_role("button", name="Extend").click()
    dialog = page.get_by_role("dialog", name="Extend the validity?")
    dialog.get_by_role("textbox", name="Reason").fill("the shops were full")
    dialog.get_by_role("button", name="Extend the validity").click()
    expect(dialog.get_by_role("alert")).to_contain_text("later than the present end")
    dialog.get_by_label("Shares valid until").fill("2099-02-01T12:00")
    dialog.get_by_role("button", name="Extend the validity").click()
    expect(page.get_by_text("Shares valid until").first).to_contain_text("Feb 1, 2099")

    set_the_pace(page)
    acts = operator.get(f"/v1/pools/{pool}/acts").json()["acts"]
    assert (acts[0]["act"], acts[0]["reason"]) == ("pool.paced", "50 shares a second: the shops need time")

    page.get_by_role("button", name="Raise").click()
    dialog = page.get_by_role("dialog", name="Propose a larger budget?")
    dialog.get_by_role("textbox", name="Total amount").fill("500")
    dialog.get_by_role("textbox", name="Number of shares").fill("50")
    dialog.get_by_role("textbox", name="Reason").fill("twice as many came")
    dialog.get_by_role("button", name="Propose the raise").click()
    waiting = page.get_by_role("region", name="Waiting for a second person")
    expect(waiting).to_contain_text("Another operator has to approve it.")
    expect(waiting.get_by_role("button", name="Approve")).to_have_count(0)

    second, other_complaints = signed_in(browser, serving, Role.OPERATOR)
    second.goto(page.url)
    do(second, "Approve", "Approve this raise?", "Approve the raise", "the money is there")
    for desk in (second, page):
        expect(desk.get_by_role("region", name="Key figures")).to_contain_text(re.compile("of .?150"))
    expect(waiting).to_have_count(0)
    expect(page.get_by_role("region", name="Published for everybody").get_by_role("listitem")).to_have_count(2)

    do(second, "Close", "Close this pool for good?", "Close the pool", "the night is over")
    do(second, "Reveal the seed", "Reveal the seed of this pool?", "Reveal the seed", "everybody may check")
    log = second.get_by_role("table", name="Who changed this pool, when and why")
    for name in ["Seed revealed", "Closed", "Budget raised", "Raise proposed", "Validity extended", "Opened"]:
        expect(log).to_contain_text(name)
    with second.expect_download() as download:
        second.get_by_role("link", name="Download the ledger").click()
    ledger = tmp_path / "ledger"
    download.value.save_as(ledger)
    assert ledger.read_text().startswith("grandstand-ledger-1\n")
    assert faults_of(second) == []
    keep_picture(second, "console-revealed-en-light")
    assert complaints + other_complaints == []
    page.context.close()
    second.context.close()


def test_a_fault_of_the_books_is_loud(serving: Serving, browser: Browser, operator: httpx.Client) -> None:
    pool = serving.new_pool(operator, titles=titled("Faulty"))
    page, _ = signed_in(browser, serving, Role.AUDITOR)

    def spoil(route: Route) -> None:
        books = route.fetch().json()
        books["faults"] = ["claims add up to 5821, lanes spent 5820"]
        route.fulfill(status=200, json=books)

    page.route(re.compile(r"/books$"), spoil)
    page.goto(f"{serving.url}/console?pool={pool}")
    alarm = page.get_by_role("alert")
    expect(alarm).to_contain_text("The books do not balance")
    expect(alarm).to_contain_text("claims add up to 5821, lanes spent 5820")
    assert faults_of(page) == []
    keep_picture(page, "console-faults-en-light")
    # The console asks again and again: an answer on its way when the page goes is no fault.
    page.unroute_all(behavior="ignoreErrors")
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_proof_is_readable_in_every_language_and_light(
    serving: Serving, operator: httpx.Client, browser: Browser, language: str, scheme: str
) -> None:
    phone = (scheme == "dark") != (language in {"ar", "zh"})
    titles = {each: f"{title} {scheme}" for each, title in NIGHT.items()}
    pool = serving.new_pool(operator, titles=titles, curve="uniform")
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page, complaints = watched(context)
    page.goto(serving.url)
    article = envelope_of(page, titles[language])
    article.get_by_role("button").first.click()
    article.locator(".verify").click()
    expect_outcomes(told(page), passed=4, pending=2)
    assert faults_of(page) == []
    keep_picture(page, f"proof-open-{language}-{scheme}", whole=False)
    act(operator, pool, "close")
    act(operator, pool, "reveal")
    page.reload()
    envelope_of(page, titles[language]).locator(".verify").click()
    panel = told(page)
    expect_outcomes(panel, passed=CHECKS)
    keep_picture(page, f"proof-revealed-{language}-{scheme}", whole=False)
    panel.locator("summary").click()
    assert faults_of(page) == []
    assert complaints == []
    context.close()
