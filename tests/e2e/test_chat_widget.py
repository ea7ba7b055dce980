"""The chat in a page of another site: shown where the site is listed, refused by the browser where it is not."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from browsing import DESKTOP, PHONE, TIMEOUT_MS, faults_of, keep_picture, watched
from grandstand.web.pages import load_built_files
from serving import Serving, free_port

pytestmark = pytest.mark.timeout(400)

BYTES_MAX = 3 * 1024
"""What a site pays for the button, compressed; docs/how-to/put-the-chat-on-your-site.md says so."""
HOST_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Another site</title><script {kind} src="{site}/chat.js"></script>
</head><body><main><h1>Welcome to the harbour</h1><p>Everything about the village, its ferries and its food.</p>
</main><grandstand-chat {attributes}></grandstand-chat></body></html>"""


class AnotherSite(BaseHTTPRequestHandler):
    """One page, at every address."""

    def __init__(self, page: bytes, policy: str, *rest: object) -> None:
        self._page, self._policy = page, policy
        super().__init__(*rest)  # type: ignore[arg-type] # as the server calls it

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-security-policy", self._policy)
        self.end_headers()
        self.wfile.write(self._page)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def another_site(
    serving: Serving, port: int, attributes: str = "", language: str = "en", kind: str = "async"
) -> Iterator[str]:
    """A site on a port of its own, with a strict policy, and the chat in its page."""
    page = HOST_PAGE.format(language=language, kind=kind, site=serving.url, attributes=attributes).encode()
    policy = f"default-src 'none'; script-src {serving.url}; frame-src {serving.url}; base-uri 'none'"
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(AnotherSite, page, policy))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()


LISTED = free_port()
OTHER = free_port()


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    listed = {"GRANDSTAND_CHAT_ORIGINS": f"https://games.example,http://127.0.0.1:{LISTED}"}
    with Serving(demo=True, games=True, environment=listed) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce") as opened:
        yield opened


def chat_of(page: Page) -> FrameLocator:
    return page.frame_locator("grandstand-chat iframe")


def ask(page: Page, question: str) -> None:
    chat = chat_of(page)
    chat.get_by_role("textbox").fill(question)
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".turn[aria-busy=false] .statement").first).to_be_visible(timeout=2 * TIMEOUT_MS)


def test_a_listed_site_shows_the_chat_and_it_answers(serving: Serving, context: BrowserContext) -> None:
    with another_site(serving, LISTED) as site:
        page, complaints = watched(context)
        page.goto(site)
        launcher = page.get_by_role("button", name="Ask about the Games")
        expect(launcher).to_have_attribute("aria-expanded", "false")
        assert page.locator("iframe").count() == 0
        assert faults_of(page) == []
        keep_picture(page, "widget-closed")
        launcher.click()
        chat = chat_of(page)
        expect(chat.get_by_role("heading", level=1)).to_have_text("Ask about the Games")
        expect(chat.locator(".masthead")).to_have_count(0)
        keep_picture(page, "widget-open")
        ask(page, "Who leads the medal table?")
        keep_picture(page, "widget-answer")
        assert complaints == []
        assert faults_of(page) == []
        chat.get_by_role("button", name="Close").click()
        expect(page.locator("iframe")).not_to_be_visible()
        expect(launcher).to_be_focused()
        launcher.click()
        expect(chat.locator(".turn")).to_have_count(1)
        chat.get_by_role("textbox").press("Escape")
        expect(page.locator("iframe")).not_to_be_visible()


def test_a_site_that_is_not_listed_is_refused_by_the_browser(serving: Serving, context: BrowserContext) -> None:
    with another_site(serving, OTHER) as site:
        page, complaints = watched(context)
        page.goto(site)
        page.get_by_role("button", name="Ask about the Games").click()
        page.wait_for_timeout(1_000)
        expect(chat_of(page).get_by_role("textbox")).to_have_count(0)
        assert any("frame-ancestors" in each for each in complaints), complaints


def test_no_site_may_frame_another_page(serving: Serving, context: BrowserContext) -> None:
    with another_site(serving, LISTED) as site:
        page, complaints = watched(context)
        page.goto(site)
        page.evaluate(
            "(address) => { const frame = document.createElement('iframe'); frame.src = address; "
            "document.body.append(frame); }",
            f"{serving.url}/console",
        )
        page.wait_for_timeout(1_000)
        assert any("frame-ancestors 'none'" in each for each in complaints), complaints


@pytest.mark.parametrize("port", [LISTED, OTHER], ids=["listed", "another"])
def test_as_a_module_the_script_is_read_by_a_listed_site_alone(
    serving: Serving, context: BrowserContext, port: int
) -> None:
    with another_site(serving, port, kind='type="module"') as site:
        page, complaints = watched(context)
        page.goto(site)
        page.wait_for_timeout(500)
        buttons = page.get_by_role("button")
        expect(buttons).to_have_count(1 if port == LISTED else 0)
        assert bool(complaints) == (port == OTHER)


@pytest.mark.parametrize(("language", "name"), [("ar", "اسأل عن الألعاب"), ("zh", "询问运动会")])
def test_language_theme_and_open_are_attributes_and_may_change(
    serving: Serving, browser: Browser, language: str, name: str
) -> None:
    with (
        another_site(serving, LISTED, attributes='theme="dark" open', language=language) as site,
        browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce") as context,
    ):
        page, complaints = watched(context)
        page.goto(site)
        chat = chat_of(page)
        expect(chat.locator("html")).to_have_attribute("lang", "zh-Hans" if language == "zh" else language)
        expect(chat.locator("html")).to_have_attribute("data-theme", "dark")
        expect(chat.get_by_role("heading", level=1)).to_have_text(name)
        keep_picture(page, f"widget-phone-{language}")
        element = page.locator("grandstand-chat")
        element.evaluate("(chat) => { chat.setAttribute('language', 'de'); chat.setAttribute('theme', 'light'); }")
        expect(chat.locator("html")).to_have_attribute("lang", "de")
        expect(chat.locator("html")).to_have_attribute("data-theme", "light")
        element.evaluate("(chat) => { chat.open = false; }")
        expect(page.get_by_role("button", name="Frag zu den Spielen")).to_be_visible()
        assert complaints == []
        assert faults_of(page) == []


def test_links_of_the_chat_open_beside_it(serving: Serving, context: BrowserContext) -> None:
    with another_site(serving, LISTED, attributes="open") as site:
        page, _ = watched(context)
        card = (
            'event: card\ndata: {"event":"card","kind":"event","code":"X","title":"Downhill","lines":[],'
            '"link":"/games","source":"m1"}\n\nevent: done\ndata: {"quick":false,"as_of":"2026-02-13T19:40Z"}\n\n'
        )
        page.route(
            "**/v1/assistant/questions", lambda route: route.fulfill(body=card, content_type="text/event-stream")
        )
        page.goto(site)
        chat = chat_of(page)
        chat.get_by_role("textbox").fill("Downhill?")
        chat.get_by_role("textbox").press("Enter")
        with context.expect_page() as opened:
            chat.get_by_role("link", name="Downhill").click()
        expect(opened.value).to_have_url(f"{serving.url}/games")


def test_script_is_small_and_asked_for_again_each_time(serving: Serving) -> None:
    script = load_built_files()["chat.js"]
    assert len(gzip.compress(script.body)) <= BYTES_MAX
    answer = httpx.get(f"{serving.url}/chat.js", headers={"origin": f"http://127.0.0.1:{OTHER}"})
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "access-control-allow-origin" not in answer.headers
