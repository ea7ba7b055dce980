"""A real Chromium that looks at a real Grandstand, for the tests of the evening and of its fairness."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_core_python.sync_playwright as axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import SubjectId, new_subject_id
from serving import PATIENCE_S, Serving

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)
PICTURES = Path(__file__).parents[1] / "artifacts"
# Far more than any step needs: a machine may be busy with something else, and a step that is done waits no longer.
TIMEOUT_MS = 30_000
AMOUNT = re.compile(r"¥.*[\d٠-٩]|[\d٠-٩].*¥")
"""Money as it is announced; who has to wait is told a number as well."""
LANGUAGES = ["en", "de", "zh", "ar"]
"""Those that every page is looked at in; the others have a suite of their own."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with patience."""
    expect.set_options(timeout=TIMEOUT_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and what its console says apart from the answers that the page expects to get."""
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def link_of(serving: Serving, role: Role, subject: SubjectId | None = None, noc: str | None = None) -> str:
    """A new one-time sign-in link."""
    who = subject or new_subject_id()
    code = serving.with_services(lambda services: services.sign_in.create_code(who, role, noc))
    return f"{serving.url}/sign-in#{code}"


def faults_of(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, in words."""
    found = axe.Axe().run(page)
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


def keep_picture(page: Page, name: str, *, whole: bool = True) -> None:
    """A screenshot for whoever wants to look; never committed."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


def shares_in_wallet(page: Page) -> Locator:
    """One item for each share; each holds a list of its facts."""
    return page.locator("section.wallet > ul > li")


def open_envelope(page: Page, name: str) -> str:
    """Press the first envelope and return the amount that is announced."""
    page.get_by_role("button", name=name).first.click()
    status = page.get_by_role("status")
    expect(status).to_have_text(AMOUNT)
    return status.inner_text()


def expect_console(page: Page, serving: Serving) -> None:
    """She is in the console, whether or not it has added to its address which pool it shows."""
    expect(page).to_have_url(re.compile(rf"{re.escape(serving.url)}/console(\?pool=\d+)?$"))


def ask(page: Page, question: str) -> None:
    field = page.locator("input[role=combobox]")
    field.fill(question)
    field.press("Enter")
    wait_for_answer(page)


def wait_for_answer(page: Page) -> None:
    """The thorough one: while its embedder starts, an answer is a quick one, and she asks again."""
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        expect(page.locator(".outcome:not([aria-busy])")).to_be_visible()
        if page.locator(".quick").count() == 0:
            return
        assert time.monotonic() < deadline_s, "there are only quick answers"
        page.locator(".quick").get_by_role("button").click()


def quotations(page: Page) -> Locator:
    return page.locator("blockquote")
