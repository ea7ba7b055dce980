"""The library in a browser: from a file to the sentence on its page, for those who may read it."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import httpx
import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from browsing import DESKTOP, PHONE, ask, faults_of, keep_picture, quotations, wait_for_answer, watched
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import new_subject_id
from grandstand.services import Services
from manuals import EVENING_BUS, MANUAL_AR, QUESTION, QUESTION_AR, SENTENCE_AR, transport_guide
from serving import PATIENCE_S, Serving

pytestmark = pytest.mark.timeout(400)

PATIENCE_MS = PATIENCE_S * 1000
BEYOND_THE_EDGES = """() => [...document.querySelectorAll("main *")].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect();
  return width > 1 && (left < -1 || right > innerWidth + 1)
    && !each.closest("svg, .unseen, .facts, .page-words, .outline");
}).map((each) => each.outerHTML.slice(0, 120))"""


class Library:
    """A running Grandstand with the organisers' manuals, open to everyone."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.open_clients = ExitStack()
        self.operator = self.open_clients.enter_context(serving.client(Role.OPERATOR))
        self.manuals = self.new_collection(self.operator, "Manuals of the Games", ["everyone"])
        self.transport = self.put(
            self.operator, self.manuals, "transport.pdf", transport_guide("23:10"), label="1", dated="2025-11-01"
        )
        self.put(self.operator, self.manuals, "transport.ar.md", MANUAL_AR.encode(), label="1", dated="2025-11-01")

    def noc(self, code: str) -> httpx.Client:
        """A program of a committee."""
        token = self.serving.with_services(lambda services: _token(services, code))
        headers = {"authorization": f"Bearer {token}"}
        client = httpx.Client(base_url=self.serving.url, headers=headers, timeout=60)
        return self.open_clients.enter_context(client)

    def link(self, role: Role, noc: str | None = None) -> str:
        code = self.serving.with_services(
            lambda services: services.sign_in.create_code(new_subject_id(), role, noc)
        )
        return f"{self.serving.url}/sign-in#{code}"

    def new_collection(self, client: httpx.Client, name: str, grants: list[str]) -> int:
        made = client.post("/v1/library/collections", json={"name": name})
        assert made.status_code == 201, made.text
        collection: int = made.json()["id"]
        changed = client.patch(f"/v1/library/collections/{collection}", json={"grants": grants})
        assert changed.status_code == 200, changed.text
        return collection

    def put(self, client: httpx.Client, collection: int, name: str, body: bytes, **said: str) -> dict[str, Any]:
        """The document and version of a file, once it can be found."""
        address = f"/v1/library/collections/{collection}/documents"
        sent = client.post(address, params={"name": name, **said}, content=body)
        assert sent.status_code == 202, sent.text
        self.wait_until_found(client, sent.json()["document"])
        uploaded: dict[str, Any] = sent.json()
        return uploaded

    def wait_until_found(self, client: httpx.Client, document: int) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline_s:
            newest = client.get(f"/v1/library/documents/{document}").json()["versions"][0]
            assert newest["state"] != "refused", newest
            if newest["state"] == "complete":
                return
            time.sleep(0.2)
        raise AssertionError(f"still {newest['state']} after {PATIENCE_S:g} s\n{self.serving.log()}")


async def _token(services: Services, noc: str) -> str:
    principal = Principal(new_subject_id(), Role.NOC, noc, services.tokens.expiry())
    token: str = services.tokens.issue(principal)
    return token


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with Serving(demo=False) as serving:
        running = Library(serving)
        with running.open_clients:
            yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=DESKTOP, reduced_motion="reduce") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page, complaints = watched(context)
        yield page
        assert complaints == []


def test_visitor_asks_and_gets_the_very_sentence_with_its_source(library: Library, page: Page) -> None:
    page.goto(f"{library.serving.url}/library")
    expect(page.get_by_text("You see what is open to everyone")).to_be_visible()
    ask(page, QUESTION)
    expect(quotations(page).first).to_contain_text(EVENING_BUS.format("23:10"))
    source = page.locator("figure").first
    expect(source).to_contain_text("Transport Guide")
    expect(source).to_contain_text("Manuals of the Games")
    expect(source.locator("time")).to_have_attribute("datetime", "2025-11-01")
    expect(page.get_by_role("status")).to_contain_text(re.compile("found"))
    assert "question" not in page.evaluate("location.search"), "a question goes into no server's log"


def test_highlight_lies_on_the_sentence_of_the_page(library: Library, page: Page) -> None:
    page.goto(f"{library.serving.url}/library")
    ask(page, QUESTION)
    with page.expect_response(re.compile(r"/image\?width=")) as drawn:
        page.get_by_role("link", name="Show the page").first.click()
    assert (drawn.value.status, drawn.value.header_value("content-type")) == (200, "image/webp")
    picture = page.get_by_role("img", name="Picture of page")
    expect(picture).to_be_visible()
    expect(page.locator("mark")).to_have_text(EVENING_BUS.format("23:10"))
    marks = page.locator(".marks rect")
    expect(marks.first).to_be_in_viewport()
    number = int(page.get_by_role("spinbutton").input_value())
    line = first_line_of("The last bus", transport_guide("23:10"), number)
    shown = part_of(box_of(marks.first), box_of(picture))
    assert shown["x"] == pytest.approx(line["x"], abs=0.01)
    assert shown["y"] < line["y"] + line["height"] / 2 < shown["y"] + shown["height"]
    assert shown["height"] < 3 * line["height"]
    keep_picture(page, "library-reader-desktop", whole=False)


def box_of(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


def part_of(inner: FloatRect, outer: FloatRect) -> FloatRect:
    """Where it lies, in fractions of the other."""
    return FloatRect(
        x=(inner["x"] - outer["x"]) / outer["width"],
        y=(inner["y"] - outer["y"]) / outer["height"],
        width=inner["width"] / outer["width"],
        height=inner["height"] / outer["height"],
    )


def first_line_of(words: str, pdf: bytes, number: int) -> FloatRect:
    """Where words stand on a page, in fractions of it, as another reader of the file finds them."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[number - 1]
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found is not None
    left, bottom, right, top = text.get_rect(0) if text.count_rects(*found) else (0, 0, 0, 0)
    width, height = page.get_size()
    line = FloatRect(
        x=left / width, y=1 - top / height, width=(right - left) / width, height=(top - bottom) / height
    )
    document.close()
    return line


def test_link_to_a_citation_opens_for_somebody_else(library: Library, page: Page, browser: Browser) -> None:
    page.goto(f"{library.serving.url}/library?lang=en")
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy a link").first.click()
    expect(page.get_by_role("button", name="The link is copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/library\?version=\d+&page=\d+&chunk=\d+&start=\d+&end=\d+$", address)
    with browser.new_context(viewport=PHONE) as context:
        other, complaints = watched(context)
        other.goto(address)
        expect(other.locator("mark")).to_have_text(EVENING_BUS.format("23:10"))
        assert complaints == []


def test_what_no_document_says_is_not_found_and_the_organisers_see_it(library: Library, page: Page) -> None:
    question = "Which colour has the mayor's favourite umbrella?"
    page.goto(f"{library.serving.url}/library")
    ask(page, question)
    expect(page.get_by_role("heading", name="The documents do not say")).to_be_visible()
    expect(page.get_by_text("The organisers see the question")).to_be_visible()
    assert faults_of(page) == []
    page.goto(library.link(Role.OPERATOR))
    expect(page).to_have_url(re.compile("/console"))
    page.goto(f"{library.serving.url}/library?view=unanswered")
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="Settled").first.click()
    expect(page.get_by_role("heading", name=question)).to_have_count(0)


def test_operator_uploads_a_file_and_it_is_found(library: Library, page: Page) -> None:
    collection = library.new_collection(library.operator, "Notices", ["everyone"])
    page.goto(library.link(Role.OPERATOR))
    expect(page).to_have_url(re.compile("/console"))
    page.get_by_role("link", name="Library").click()
    page.get_by_role("navigation").get_by_role("link", name="Collections").click()
    page.get_by_role("link", name="Notices").click()
    notice = (
        "# Lost property\n\nThe lost property office stands in hall 14 and is open from 08:15 to 19:45 every day."
    )
    page.get_by_label("Choose files").last.set_input_files(
        {"name": "lost-property.md", "mimeType": "text/markdown", "buffer": notice.encode()}
    )
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Version", exact=True).fill("March")
    dialog.get_by_label("Date of the document").fill("2026-03-01")
    assert faults_of(page) == []
    dialog.get_by_role("button", name="Upload").click()
    document = page.get_by_role("article")
    expect(document).to_contain_text(re.compile("Version .?March"))
    expect(document.locator(".state")).to_have_attribute("data-state", "complete", timeout=PATIENCE_MS)
    assert faults_of(page) == []
    keep_picture(page, "library-collection-desktop")
    page.goto(f"{library.serving.url}/library#question=Where+is+the+lost+property+office%3F&within={collection}")
    wait_for_answer(page)
    expect(quotations(page).first).to_contain_text("hall 14")
    page.get_by_role("link", name="Show the page").first.click()
    expect(page.locator("mark")).to_contain_text("hall 14")
    expect(page.get_by_role("img", name="Picture of page")).to_have_count(0)


def test_dropped_file_that_nobody_reads_says_what_to_do(library: Library, page: Page) -> None:
    collection = library.new_collection(library.operator, "Odds and ends", [])
    page.goto(library.link(Role.OPERATOR))
    expect(page).to_have_url(re.compile("/console"))
    page.goto(f"{library.serving.url}/library?collection={collection}")
    dropped = page.evaluate_handle(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 1, 2, 3])], "archive.zip"));
          return carried;
        }"""
    )
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": dropped})
    page.get_by_role("dialog").get_by_role("button", name="Upload").click()
    expect(page.locator(".sending .field-error, .verdict").first).to_be_visible()
    assert faults_of(page) == []


def test_new_version_replaces_the_old_one_which_stays_citable(library: Library, page: Page) -> None:
    collection = library.new_collection(library.operator, "Bulletins", ["everyone"])
    first = library.put(
        library.operator, collection, "bulletin.md", bulletin("06:20"), label="1", dated="2026-01-01"
    )
    page.goto(library.link(Role.OPERATOR))
    expect(page).to_have_url(re.compile("/console"))
    page.goto(f"{library.serving.url}/library?collection={collection}")
    page.get_by_role("button", name="New version").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("File", exact=True).set_input_files(
        {"name": "whatever.md", "mimeType": "text/markdown", "buffer": bulletin("06:50")}
    )
    dialog.get_by_label("Version", exact=True).fill("2")
    dialog.get_by_role("button", name="Upload").click()
    article = page.get_by_role("article").filter(has_text="Older versions")
    expect(article).to_contain_text(re.compile("Version .?2"), timeout=PATIENCE_MS)
    expect(article.locator(".state").first).to_have_attribute("data-state", "complete", timeout=PATIENCE_MS)
    page.goto(
        f"{library.serving.url}/library#question=When+does+the+kiosk+for+snow+chains+open%3F&within={collection}"
    )
    wait_for_answer(page)
    expect(quotations(page).first).to_contain_text("06:50")
    expect(page.locator("main")).not_to_contain_text("06:20")
    page.goto(f"{library.serving.url}/library?version={first['version']}&page=1")
    expect(page.get_by_text("06:20")).to_be_visible()
    expect(page.get_by_text("There is a newer version")).to_be_visible()
    page.get_by_role("link", name="Show the newer version").click()
    expect(page.get_by_text("06:50")).to_be_visible()


def bulletin(time: str) -> bytes:
    return f"# Snow chains\n\nThe kiosk for snow chains at gate 6 opens at {time} and closes at 18:40.".encode()


def test_sources_that_differ_stand_side_by_side_with_versions_and_dates(library: Library, page: Page) -> None:
    collection = library.new_collection(library.operator, "Guides that differ", ["everyone"])
    library.put(library.operator, collection, "lift.md", lift("18:30"), label="2", dated="2026-01-15")
    library.put(library.operator, collection, "leaders.md", lift("17:45"), label="1", dated="2025-12-01")
    page.goto(f"{library.serving.url}/library#question=Until+when+does+the+chair+lift+run%3F&within={collection}")
    wait_for_answer(page)
    expect(page.get_by_role("heading", name="The documents do not agree")).to_be_visible()
    expect(quotations(page)).to_have_count(2)
    for time_, day in (("18:30", "2026-01-15"), ("17:45", "2025-12-01")):
        source = page.locator("figure").filter(has_text=time_)
        expect(source.locator("time")).to_have_attribute("datetime", day)
    tops = {box_of(each)["y"] for each in page.locator("figure").all()}
    assert len(tops) == 1, "side by side where there is room"
    assert faults_of(page) == []
    keep_picture(page, "library-differ-desktop")


def lift(time: str) -> bytes:
    return f"# Chair lift\n\nThe chair lift to North Ridge runs until {time} on days of competition.".encode()


def test_another_committee_sees_nothing(library: Library, page: Page) -> None:
    german = library.noc("GER")
    collection = library.new_collection(german, "Team notes", [])
    notes = "# Wax\n\nOur wax truck stands behind the sawmill at kilometre 7, and the code of its lock is 4471."
    put = library.put(german, collection, "wax.md", notes.encode())
    question = "#question=Where+is+the+wax+truck%3F"
    page.goto(library.link(Role.NOC, "GER"))
    expect(page).to_have_url(re.compile("/library"))
    page.goto(f"{library.serving.url}/library{question}")
    wait_for_answer(page)
    expect(quotations(page).first).to_contain_text("sawmill")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("sawmill")).to_have_count(0)
    for role, noc in ((Role.NOC, "CHN"), (Role.OPERATOR, None)):
        page.goto(library.link(role, noc))
        expect(page).to_have_url(re.compile("/library|/console"))
        page.goto(f"{library.serving.url}/library?view=collections")
        expect(page.get_by_role("link", name="Manuals of the Games")).to_be_visible()
        expect(page.get_by_text("Team notes")).to_have_count(0)
        for hidden in (f"?collection={collection}", f"?version={put['version']}&page=1"):
            page.goto(f"{library.serving.url}/library{hidden}")
            expect(page.get_by_role("alert")).to_contain_text("not yours to read")
        page.goto(f"{library.serving.url}/library")
        ask(page, "Where is the wax truck?")
        expect(page.get_by_text("sawmill")).to_have_count(0)


def test_operator_says_who_may_read(library: Library, page: Page) -> None:
    collection = library.new_collection(library.operator, "Draft guides", ["everyone"])
    page.goto(library.link(Role.OPERATOR))
    expect(page).to_have_url(re.compile("/console"))
    page.goto(f"{library.serving.url}/library?view=groups")
    page.get_by_role("button", name="New group").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Snow committees")
    dialog.get_by_label("Single committees").fill("aut, sui")
    assert faults_of(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Snow committees")).to_be_visible()
    assert faults_of(page) == []
    page.goto(f"{library.serving.url}/library?collection={collection}")
    page.get_by_role("button", name="Readers and settings").click()
    dialog.get_by_label("Everyone").uncheck()
    dialog.get_by_label(re.compile("Group: .?Snow committees")).check()
    dialog.get_by_label("Single committees").fill("Germany")
    dialog.get_by_label("Only what is certain").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("three letters")
    dialog.get_by_label("Single committees").fill("GER")
    assert faults_of(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    [found] = [
        each
        for each in library.operator.get("/v1/library/collections").json()["collections"]
        if each["id"] == collection
    ]
    group = library.operator.get("/v1/library/groups").json()["groups"][0]
    assert group["members"] == ["noc:AUT", "noc:SUI"]
    assert sorted(found["grants"]) == [f"group:{group['id']}", "noc:GER"]
    assert found["strictness"] == 0.75
    page.get_by_role("button", name="Delete", exact=True).click()
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Collections")).to_be_visible()
    expect(page.get_by_text("Draft guides")).to_have_count(0)


def test_question_in_arabic_is_answered_from_right_to_left(library: Library, page: Page) -> None:
    page.goto(f"{library.serving.url}/library?lang=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    field = page.get_by_role("combobox", name="سؤالك")
    field.fill(QUESTION_AR)
    field.press("Enter")
    wait_for_answer(page)
    expect(quotations(page).first).to_contain_text(SENTENCE_AR)
    assert page.evaluate("() => getComputedStyle(document.querySelector('blockquote')).direction") == "rtl"
    expect(quotations(page).first).to_have_attribute("lang", "ar")
    assert page.evaluate(BEYOND_THE_EDGES) == []
    assert faults_of(page) == []
    keep_picture(page, "library-answer-ar-desktop")
    page.get_by_role("link", name="عرض الصفحة").first.click()
    expect(page.locator("mark")).to_have_text(SENTENCE_AR)
    assert page.evaluate("() => getComputedStyle(document.querySelector('mark')).direction") == "rtl"


def test_answer_speaks_the_language_of_its_question(library: Library, page: Page) -> None:
    page.goto(f"{library.serving.url}/library?lang=en")
    ask(page, QUESTION_AR)
    expect(page.locator(".outcome")).to_have_attribute("lang", "ar")
    expect(page.locator(".outcome")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("link", name="عرض الصفحة").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_everything_works_with_the_keyboard_alone(library: Library, page: Page) -> None:
    page.goto(f"{library.serving.url}/library?view=collections")
    expect(page.get_by_role("heading", name="Collections")).to_be_visible()
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="question")
    expect(field).to_be_focused()
    page.keyboard.type("Last bu")
    expect(page.locator("main").get_by_role("listbox").get_by_role("option").first).to_be_visible()
    assert faults_of(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("main").get_by_role("listbox").get_by_role("option")).to_have_count(0)
    field.fill("")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    wait_for_answer(page)
    expect(quotations(page).first).to_be_visible()
    tab_to(page, "Show the page")
    page.keyboard.press("Enter")
    number = page.get_by_role("spinbutton")
    expect(number).to_be_visible()
    cited = int(number.input_value())
    page.keyboard.press("ArrowLeft")
    expect(number).to_have_value(str(cited - 1))
    expect(page.locator("mark")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(page.locator("mark")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(quotations(page).first).to_contain_text("23:10")


def tab_to(page: Page, words: str, steps_max: int = 40) -> None:
    for _ in range(steps_max):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"{words!r} cannot be reached with {steps_max} tabs")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_page_is_without_faults_on_a_phone(library: Library, browser: Browser, language: str, scheme: str) -> None:
    views = {
        "ask": "",
        "answer": f"#question={QUESTION.replace(' ', '+')}",
        "reader": f"version={library.transport['version']}&page=2",
        "collections": "view=collections",
        "collection": f"collection={library.manuals}",
    }
    dark = scheme == "dark"
    with browser.new_context(
        viewport=PHONE, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    ) as context:
        page, complaints = watched(context)
        for name, place in views.items():
            query, _, fragment = place.partition("#")
            address = (
                f"/library?lang={language}" + (f"&{query}" if query else "") + (f"#{fragment}" if fragment else "")
            )
            page.goto("about:blank")
            page.goto(f"{library.serving.url}{address}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.locator("[aria-busy=true], .searching")).to_have_count(0)
            assert faults_of(page) == [], name
            assert page.evaluate(BEYOND_THE_EDGES) == [], name
            keep_picture(page, f"library-{name}-{language}-{scheme}-phone")
        assert complaints == []


def test_date_of_a_document_is_that_date_everywhere(library: Library, browser: Browser) -> None:
    """A date has no zone: west of Greenwich it is not the day before."""
    with browser.new_context(viewport=DESKTOP, timezone_id="America/Los_Angeles", locale="de-DE") as context:
        page, _ = watched(context)
        page.goto(f"{library.serving.url}/library?version={library.transport['version']}&page=1")
        expect(page.locator("time")).to_have_attribute("datetime", date(2025, 11, 1).isoformat())
        expect(page.locator("time")).to_have_text("01.11.2025")
