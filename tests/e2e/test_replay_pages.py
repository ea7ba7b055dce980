"""The replay of the evening: cameras at the desk, a take made by the real pipeline, published, turned by a fan."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from browsing import DESKTOP, PHONE, faults_of, keep_picture, link_of, watched
from grandstand.kernel.auth import Role
from grandstand.replay.ingest.source import FileSource
from grandstand.replay.studio import Studio, fewer, scene_of, write_session
from serving import Serving
from srt import free_port, keeping

CAMERAS = 8
SIZE = (640, 360)
EMPTY_S = 0.4
BEFORE_S, AFTER_S = 0.2, 0.16
MADE_TIMEOUT_MS = 400_000
"""A take of a small rig takes seconds; the kernels are compiled first, on a machine that does other things."""

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A jump, recorded by a small rig."""
    folder = tmp_path_factory.mktemp("replay")
    whole = scene_of("FAE", 1)
    scene = replace(whole, rig=fewer(whole.rig, CAMERAS))
    studio, begin_s, end_s = Studio(scene, SIZE), scene.moment_s - BEFORE_S, scene.moment_s + AFTER_S
    write_session(studio, folder / "jump", from_s=begin_s, until_s=end_s, fps=25.0, empty_s=EMPTY_S)
    for each in (folder.parent, folder, folder / "jump"):
        each.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def gallery() -> str:
    """The address of a place at which nobody is yet."""
    return f"srt://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def serving(sessions: Path, gallery: str) -> Iterator[Serving]:
    environment = {"GRANDSTAND_REPLAY_SESSIONS": str(sessions), "GRANDSTAND_AIR_TARGETS": f"gallery={gallery}"}
    with Serving(demo=True, environment=environment) as running:
        yield running


def at_the_desk(browser: Browser, serving: Serving, role: Role) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    page, complaints = watched(context)
    page.goto(link_of(serving, role))
    expect(page).to_have_url(re.compile(rf"{serving.url}/(?!sign-in)"))
    page.goto(f"{serving.url}/replay/desk")
    return page, complaints


def test_a_moment_is_turned_around_and_shown_to_everybody(
    serving: Serving, browser: Browser, gallery: str, tmp_path: Path
) -> None:
    desk, complaints = at_the_desk(browser, serving, Role.REPLAY)
    tiles = desk.locator(".wall img")
    expect(tiles).to_have_count(CAMERAS)
    for at in range(CAMERAS):
        expect(tiles.nth(at)).to_have_js_property("complete", value=True)
        assert tiles.nth(at).evaluate("image => image.naturalWidth") == 320
    slider = desk.get_by_role("slider", name="Instant")
    slider.fill(str(EMPTY_S + BEFORE_S))
    desk.locator("h1").click()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator(".timeline-time")).to_have_text("0.60 s")
    desk.keyboard.press("s")
    expect(desk.get_by_role("list", name="Marked instants").get_by_role("button")).to_have_text(["0.60 s"])
    desk.get_by_label("Pictures").fill("12")
    desk.get_by_label("Size").select_option("360")
    desk.get_by_label("Clip in motion").select_option(value="0.5")
    assert faults_of(desk) == []
    desk.locator("h1").click()
    desk.keyboard.press("t")
    state = desk.locator(".take-state").first
    expect(state).to_have_text("Ready", timeout=MADE_TIMEOUT_MS)
    expect(desk.locator(".take-body video")).to_be_visible()
    desk.get_by_text(re.compile("How it was made: .?8.? of .?8.? cameras")).click()
    expect(desk.get_by_role("table").get_by_role("row").first).to_be_visible()
    expect(desk.get_by_text(re.compile(r"Clip in motion: .?\d+.? of .?\d+.? phases"))).to_be_visible()
    keep_picture(desk, "replay-desk-en-light")
    desk.locator("h1").click()
    desk.keyboard.press("p")
    expect(state).to_have_text("Published")
    assert complaints == []
    watch(serving, browser)
    on_air(desk, gallery, tmp_path / "received.ts")
    assert complaints == []
    desk.get_by_role("button", name="Withdraw").click()
    expect(state).to_have_text("Ready")
    fan = browser.new_page()
    fan.goto(f"{serving.url}/replay")
    expect(fan.get_by_text("No replay has been published yet.")).to_be_visible()
    fan.close()
    desk.context.close()


def on_air(desk: Page, gallery: str, received: Path) -> None:
    """To the gallery, where nobody is at first; then by the key, picture by picture."""
    desk.get_by_role("button", name="To air").click()
    state = desk.locator(".air-stand")
    expect(state).to_have_text(re.compile("Not sent to .?gallery.?: .?Nobody answered there"), timeout=30_000)
    assert faults_of(desk) == []
    desk.get_by_label("Times").fill("3")
    desk.locator("h1").click()
    with keeping(f"{gallery}?mode=listener", received):
        desk.keyboard.press("a")
        expect(state).to_contain_text(re.compile("On air: .?gallery"), timeout=30_000)
        expect(desk.locator(".air-light")).to_have_text(re.compile("On air: .?gallery"))
        assert faults_of(desk) == []
        keep_picture(desk, "replay-desk-on-air-en-light")
        expect(state).to_have_text(re.compile("Sent to .?gallery"), timeout=30_000)
        desk.get_by_label("Times").fill("20")
        desk.get_by_role("button", name="To air").click()
        desk.get_by_role("button", name="Off air").click()
        expect(state).to_have_text(re.compile("Taken off air: .?gallery"), timeout=30_000)
    assert sum(packet.pts_s >= 0 for packet in FileSource(received).packets()) >= 3 * 12


def played(page: Page, file: str) -> list[int | None]:
    """Width, height and error of a clip once it has begun to play."""
    video = page.locator("video")
    expect(video).to_have_attribute("src", re.compile(rf"/{file}$"))
    found: list[int | None] = video.evaluate(
        """async video => {
          await video.play();
          await new Promise(done => video.addEventListener("timeupdate", () => video.currentTime > 0 && done()));
          return [video.videoWidth, video.videoHeight, video.error];
        }"""
    )
    return found


def watch(serving: Serving, browser: Browser) -> None:
    """A fan plays both clips, turns the model, looks at the strobe picture."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    page, complaints = watched(context)
    page.goto(f"{serving.url}/replay")
    expect(page.locator("video")).to_have_attribute("poster", re.compile("poster.jpg"))
    assert played(page, "clip.mp4") == [640, 360, None]
    page.get_by_role("button", name="In motion").click()
    assert played(page, "moving.mp4") == [640, 360, None]
    assert faults_of(page) == []
    page.get_by_role("button", name="Turn it").click()
    expect(page.locator(".replay-model")).to_have_attribute("data-state", "open", timeout=60_000)
    model = page.get_by_role("img", name=re.compile("Model of .?jump"))
    before = model.screenshot()
    model.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert model.screenshot() != before, "it has been turned"
    assert faults_of(page) == []
    keep_picture(page, "replay-model-en-light", whole=False)
    page.get_by_role("button", name="Strobe").click()
    strobe = page.get_by_role("img", name=re.compile("Several moments"))
    expect(strobe).to_have_js_property("complete", value=True)
    assert strobe.evaluate("image => image.naturalWidth") == 640
    # Without a graphics card the browser says that reading a picture back is slow.
    assert [each for each in complaints if "GL Driver Message" not in each] == []
    context.close()
    schemes: dict[str, Literal["light", "dark"]] = {"ar": "dark", "zh": "light"}
    for language, scheme in schemes.items():
        other = browser.new_context(viewport=PHONE, locale=language, color_scheme=scheme, reduced_motion="reduce")
        page, complaints = watched(other)
        page.goto(f"{serving.url}/replay")
        expect(page.locator("video")).to_be_visible()
        assert faults_of(page) == []
        keep_picture(page, f"replay-{language}-{scheme}")
        assert complaints == []
        other.close()


@pytest.mark.parametrize("role", [None, Role.FAN, Role.NOC])
def test_the_desk_is_not_for_fans(serving: Serving, browser: Browser, role: Role | None) -> None:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    page, _ = watched(context)
    if role is not None:
        page.goto(link_of(serving, role, noc="SUI" if role is Role.NOC else None))
        expect(page).to_have_url(re.compile(rf"{serving.url}/(?!sign-in)"))
    page.goto(f"{serving.url}/replay/desk")
    expect(page.get_by_text("This desk is for replay operators")).to_be_visible()
    assert page.locator(".wall").count() == 0
    assert faults_of(page) == []
    context.close()


def is_order(response: Response) -> bool:
    """Whether a take was ordered; the desk lists them at the same address."""
    return response.url.endswith("/takes") and response.request.method == "POST"


def test_who_only_watches_over_it_acts_on_nothing(serving: Serving, browser: Browser) -> None:
    page, complaints = at_the_desk(browser, serving, Role.AUDITOR)
    expect(page.locator(".wall img")).to_have_count(CAMERAS)
    assert page.get_by_role("button", name="Make the replay").count() == 0
    page.locator(".take-head").first.click()
    expect(page.get_by_text(re.compile("Taken off air: .?gallery"))).to_be_visible()
    assert page.get_by_role("button", name="To air").count() == 0
    page.locator("h1").click()
    with page.expect_response(is_order) as refused:
        page.keyboard.press("t")
    assert refused.value.status == 403
    expect(page.get_by_role("alert")).to_be_visible()
    assert complaints == []
    page.context.close()


@contextmanager
def recorder(sessions: Path, name: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The jump, again and again, as if it were live."""
    options = [sessions / "jump", "--name", name, "--sessions", sessions, "--before-s", "0.8", "--after-s", "0.2"]
    command = [sys.executable, "-m", "grandstand", "replay", "record", *map(str, options), "--paced"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_live_moment_becomes_a_session_at_the_press_of_a_button(
    serving: Serving, sessions: Path, browser: Browser
) -> None:
    page, complaints = at_the_desk(browser, serving, Role.REPLAY)
    expect(page.locator(".wall img")).to_have_count(CAMERAS)
    assert page.get_by_role("button", name="Trigger", exact=True).count() == 0
    with recorder(sessions, "rehearsal") as process:
        strip = page.get_by_role("region", name=re.compile("Live: .?rehearsal"))
        expect(strip).to_contain_text(re.compile("8.? of .?8.? cameras are well"), timeout=60_000)
        assert faults_of(page) == []
        strip.get_by_role("button", name="Trigger").click()
        expect(strip.get_by_role("button", name="Recording the moment…")).to_be_visible()
        chosen = page.get_by_label("Session")
        expect(chosen).to_have_value(re.compile(r"rehearsal-\d{8}T\d{6}Z"), timeout=30_000)
        expect(strip).to_contain_text("The moment is there")
        expect(page.locator(".wall img")).to_have_count(CAMERAS)
        first = chosen.input_value()
        page.locator("h1").click()
        page.keyboard.press("r")
        expect(chosen).not_to_have_value(first, timeout=30_000)
        page.set_viewport_size({"width": 820, "height": 1180})
        assert faults_of(page) == []
        keep_picture(page, "replay-desk-live-en-light", whole=False)
        page.get_by_label("Size").select_option("360")
        with page.expect_response(is_order) as ordered:
            page.get_by_role("button", name="Make the replay").click()
        assert ordered.value.status == 202
        assert ordered.value.json()["order"]["session"] == chosen.input_value()
        page.locator(".take-body").get_by_role("button", name="Cancel").click()
        expect(page.locator(".take-state").first).to_have_text("Cancelled")
        process.kill()
        expect(strip).to_contain_text("does not answer any more", timeout=30_000)
        assert strip.get_by_role("button").count() == 0
        assert faults_of(page) == []
    assert complaints == []
    page.context.close()
