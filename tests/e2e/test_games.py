"""The Games in a browser: what a fan sees of a feed while it is told, as it was before, and without spoilers."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browsing import DESKTOP, PHONE, faults_of, keep_picture, link_of, watched
from games import key, message
from grandstand.kernel.auth import Role
from serving import Serving

pytestmark = pytest.mark.timeout(300)

DOWNHILL = key("ALP", "DOWNHILL")
DOWNHILL_FINAL = key("ALP", "DOWNHILL", "FNL-", "000100--")
SLALOM_FINAL = key("ALP", "SLALOM", "FNL-", "000100--")
HILL = key("SJP", "NH")
HILL_FINAL = key("SJP", "NH", "FNL-", "000100--")
TOURNAMENT = key("IHO", "TEAM6")
GROUP = key("IHO", "TEAM6", "PREL")
SEMI_FINALS = [key("IHO", "TEAM6", "SFNL", f"{number:04}00--") for number in (1, 2)]
BRONZE_MATCH = key("IHO", "TEAM6", "BRNZ", "000100--")
LAST_MATCH = key("IHO", "TEAM6", "FNL-", "000100--")
PEOPLE = {
    "101": ("Jorvik", "KLÆBORG", "NOR"),
    "102": ("Anselm", "MÜLLNER", "AUT"),
    "103": ("Teodor", "PREVČEK", "SLO"),
    "104": ("Silvan", "HALLOR", "SUI"),
    "105": ("Matej", "DOLENSEK", "SLO"),
}
VIEWS = [
    "/games",
    "/games?view=schedule",
    f"/games?view=event&event={DOWNHILL}",
    f"/games?view=event&event={HILL}",
    # Once in each direction of writing.
    f"/games?view=event&event={TOURNAMENT}",
    f"/games?view=event&event={TOURNAMENT}",
    "/games?view=medals",
    "/games?view=athlete&athlete=102",
    "/games?view=delegation&delegation=AUT",
    "/games?view=venue&venue=SUMMIT",
    "/games?view=compare&athlete=101&with=102",
    "/games?view=compare&delegation=NOR&with=AUT",
    "/games?view=search&athlete=101&query=mullner",
    "/games?view=search&query=klaeborg",
    "/games?view=missed",
]


class Venue:
    """Says what happens, as a feed does."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._versions = defaultdict[tuple[str, str], Iterator[int]](lambda: count(1))
        self.opened_at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)

    def minutes(self, number: float) -> datetime:
        """The instant so many minutes after the opening, three hours ago."""
        return self.opened_at + timedelta(minutes=number)

    def say(self, type_: str, code: str, minute: float, inner: str | None, status: str = "") -> None:
        self.deliver(self.write(type_, code, minute, inner, status))

    def write(self, type_: str, code: str, minute: float, inner: str | None, status: str = "") -> bytes:
        """The next version of a document; it may get lost on its way."""
        version = next(self._versions[type_, code])
        return message(type_, code, version, self.minutes(minute), inner, status=status)

    def deliver(self, body: bytes) -> None:
        answer = self._client.post("/v1/live/messages", content=body)
        assert answer.json() == {"fate": "accepted"}, answer.text

    def unit(self, code: str, minute: float, status: str, start_text: str = "") -> str:
        hidden = '<StartText Language="ENG" Value="' + start_text + '"/>' if start_text else ""
        return (
            f'<Unit Code="{code}" PhaseType="3" ScheduleStatus="{status}" Medal="1" Venue="SUMMIT" Order="1" '
            f'StartDate="{self.minutes(minute):%Y-%m-%dT%H:%M:%S}+00:00" HideStartDate="{"Y" if hidden else ""}">'
            f"{hidden}</Unit>"
        )

    def open(self) -> None:
        """Everything that has happened before the first fan comes."""
        for discipline, units in {
            "ALP": self.unit(DOWNHILL_FINAL, 120, "SCHEDULED")
            + self.unit(SLALOM_FINAL, 240, "SCHEDULED", "Not before the fog lifts"),
            "SJP": self.unit(HILL_FINAL, 60, "FINISHED"),
            "IHO": self.unit(SEMI_FINALS[0], 20, "FINISHED")
            + self.unit(SEMI_FINALS[1], 40, "FINISHED")
            + self.unit(BRONZE_MATCH, 260, "SCHEDULED")
            + self.unit(LAST_MATCH, 300, "SCHEDULED"),
        }.items():
            self.say("DT_SCHEDULE", key(discipline, ""), 0, units)
            self.say("DT_PARTIC", key(discipline, ""), 0, participants())
        self.say("DT_POOL_STANDING", GROUP, 10, standing("NOR 2", "SUI 1", "AUT 1", "SLO 0"))
        self.say("DT_BRACKETS", TOURNAMENT, 60, knock_out())
        self.say("DT_RECORD", HILL, 92, record("WR", "105", "142.0") + record("OR", "101", "140.5", is_new=True))
        self.say("DT_WEATHER", key("GEN", ""), 95, WEATHER)
        fog = f'<Communication Code="1" Unit="{DOWNHILL_FINAL}" Title="Fog" Text="The start may be late."/>'
        self.say("DT_COMMUNICATION", key("ALP", ""), 96, fog)
        self.say("DT_RESULT", HILL_FINAL, 90, rows("102 1 140.5", "101 2 139.0 =", "104 2 139.0 ="), "OFFICIAL")
        self.say("DT_MEDALLISTS", HILL, 91, medal("GOLD", "102") + medal("SILVER", "101") + medal("SILVER", "104"))
        self.say("DT_RESULT", DOWNHILL_FINAL, 100, rows("101", "103", "102"), "START_LIST")
        self.say("DT_SCHEDULE_UPDATE", key("ALP", ""), 120, self.unit(DOWNHILL_FINAL, 120, "RUNNING"))
        self.say("DT_RESULT", DOWNHILL_FINAL, 130, rows("101 1 1:40.00", "103", "102"), "LIVE")

    def lead(self, minute: float, *lines: str) -> None:
        """The downhill goes on."""
        self.say("DT_RESULT", DOWNHILL_FINAL, minute, rows(*lines), "LIVE")


def participants() -> str:
    return "".join(
        f'<Participant Code="{code}" GivenName="{given}" FamilyName="{family}" Gender="M" Organisation="{land}"/>'
        for code, (given, family, land) in PEOPLE.items()
    )


def rows(*lines: str) -> str:
    """Lines like `101 1 1:40.00 =`: who, rank, value, and whether the rank is shared."""
    found = []
    for place, line in enumerate(lines, start=1):
        code, rank, value, shared = (line.split() + [""] * 3)[:4]
        found.append(
            f'<Result Rank="{rank}" RankEqual="{"Y" if shared else ""}" Result="{value}" SortOrder="{place}" '
            f'StartOrder="{place}">{competitor(code)}</Result>'
        )
    return "".join(found)


WEATHER = (
    '<Weather><Conditions Venue="SUMMIT" Humidity="78" Wind_Direction="NW">'
    '<Condition Code="SKY" Value="LIGHTSNOW"/>'
    '<Temperature Code="AIR" Value="-4.5" Unit="C"/><Wind Value="3.2" Unit="MS"/></Conditions></Weather>'
)


def standing(*lines: str) -> str:
    """Lines like `NOR 2`: who, and how many of three matches it has won."""
    found = []
    for place, line in enumerate(lines, start=1):
        land, won = line.split()
        found.append(
            f'<Result Rank="{place}" SortOrder="{place}" Won="{won}" Lost="{3 - int(won)}" Tied="0" Played="3" '
            f'For="{9 - place}" Against="{place}" Points="{3 * int(won)}">{team(land)}</Result>'
        )
    return "".join(found)


def knock_out() -> str:
    """Two semi-finals that have ended, and what follows from them."""
    rounds = {
        "SFNL": [
            match(SEMI_FINALS[0], ("NOR", "4", "W", ""), ("SLO", "1", "L", "")),
            match(SEMI_FINALS[1], ("SUI", "2", "L", ""), ("AUT", "3", "W", "")),
        ],
        "BRNZ": [match(BRONZE_MATCH, ("SLO", "", "L", SEMI_FINALS[0]), ("SUI", "", "L", SEMI_FINALS[1]))],
        "FNL-": [match(LAST_MATCH, ("NOR", "", "W", SEMI_FINALS[0]), ("AUT", "", "W", SEMI_FINALS[1]))],
    }
    items = "".join(
        f'<BracketItems Code="{phase}">{"".join(found)}</BracketItems>' for phase, found in rounds.items()
    )
    return f'<Bracket Code="FNL">{items}</Bracket>'


def match(unit: str, *sides: tuple[str, str, str, str]) -> str:
    """A match of a tree; of each side who, how many goals, how it or the match before ended, which that was."""
    places = []
    for number, (land, value, outcome, previous) in enumerate(sides, start=1):
        before = f'<PreviousUnit Unit="{previous}" WLT="{outcome}"/>' if previous else ""
        own = "" if previous else f'WLT="{outcome}" Result="{value}"'
        places.append(f'<CompetitorPlace Pos="{number}" {own}>{before}{team(land)}</CompetitorPlace>')
    return f'<BracketItem Code="{unit[-8:-4]}" Order="{unit[-8:-4]}" Unit="{unit}">{"".join(places)}</BracketItem>'


def team(land: str) -> str:
    return f'<Competitor Code="IHOMTEAM6{land}" Type="T" Organisation="{land}"/>'


def record(kind: str, code: str, value: str, *, is_new: bool = False) -> str:
    new = "Y" if is_new else ""
    data = f'<RecordData Result="{value}" Date="2029-12-01" Place="Eagle Hills" New="{new}">'
    whole = f'<RecordType RecordType="{kind}">{data}{competitor(code)}</RecordData></RecordType>'
    return f'<Record Code="{HILL}">{whole}</Record>'


def medal(colour: str, code: str) -> str:
    return f'<Medal Code="ME_{colour}">{competitor(code)}</Medal>'


def competitor(code: str) -> str:
    return f'<Competitor Code="{code}" Type="A" Organisation="{PEOPLE[code][2]}" Bib="{code}"/>'


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=False) as running:
        yield running


@pytest.fixture(scope="module")
def venue(serving: Serving) -> Iterator[Venue]:
    with serving.client(Role.FEED) as client:
        opened = Venue(client)
        opened.open()
        yield opened


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/Vienna")
    yield opened
    opened.close()


def live_board(page: Page) -> Locator:
    return page.get_by_role("region", name="Live").get_by_role("table")


def test_a_fan_follows_a_race_and_sees_it_change(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    page, complaints = watched(context)
    page.goto(serving.url)
    page.get_by_role("link", name="The Games", exact=True).click()
    live = page.get_by_role("region", name="Live")
    expect(live.get_by_role("listitem").first).to_contain_text("Jorvik Klæborg")
    live.get_by_role("link", name="Men’s downhill").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Men’s downhill")
    expect(page).to_have_title(re.compile("Men’s downhill"))
    board = live_board(page)
    expect(board.get_by_role("row").nth(1)).to_contain_text("1:40.00")
    why = page.locator("details.why").first
    why.get_by_text("Why do you say so?").click()
    expect(why).to_contain_text("DT_RESULT")
    expect(page.get_by_text("Live", exact=True).first).to_be_visible()

    venue.lead(140, "103 1 1:39.50", "101 2 1:40.00", "102")
    expect(board.get_by_role("row").nth(1)).to_contain_text("Teodor Prevček")
    expect(board.get_by_role("row").nth(1)).to_contain_text("1:39.50")
    # What she had opened stands open: nothing was loaded anew.
    expect(why).to_have_attribute("open", "")
    expect(page.get_by_role("status")).to_contain_text("Prevček")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("At this moment")
    assert complaints == []


def test_a_page_whose_stream_fails_asks_by_itself(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    page, _ = watched(context)
    page.route("**/v1/live/stream?*", lambda route: route.abort())
    page.goto(f"{serving.url}/games?view=event&event={DOWNHILL}")
    board = live_board(page)
    expect(board).to_contain_text("1:39.50")
    venue.lead(150, "103 1 1:39.50", "102 2 1:39.80", "101 3 1:40.00")
    expect(board).to_contain_text("1:39.80")
    expect(page.get_by_text("Up to date")).to_be_visible()


def test_a_link_shows_the_moment_that_it_carries(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    page, complaints = watched(context)
    as_of = venue.minutes(135).isoformat().replace("+00:00", "Z")
    page.goto(f"{serving.url}/games?view=event&event={DOWNHILL}&as_of={as_of}")
    banner = page.get_by_role("complementary", name="Time machine")
    expect(banner).to_contain_text("You see the Games as they stood")
    expect(live_board(page).get_by_role("row").nth(1)).to_contain_text("Jorvik Klæborg")
    page.get_by_role("link", name="Schedule").click()
    expect(page).to_have_url(re.compile("view=schedule&as_of="))
    page.go_back()
    banner.get_by_role("button", name="Back to now").click()
    expect(live_board(page).get_by_role("row").nth(1)).to_contain_text("Teodor Prevček")
    expect(banner).to_have_count(0)
    assert "as_of" not in page.url
    assert complaints == []


def test_nothing_is_spoilt_for_who_wants_no_spoilers(
    serving: Serving, venue: Venue, context: BrowserContext
) -> None:
    del venue  # It has opened.
    page, complaints = watched(context)
    page.goto(f"{serving.url}/games")
    page.get_by_role("switch", name="Spoiler-free").click()
    latest = page.get_by_role("region", name="Latest")
    expect(latest.get_by_text("a medal has been decided").first).to_be_visible()
    spoilt = re.compile(r"Müllner|Klæborg|Prevček|Hallor|(?<!\d)1:(3|40)|139\.|140\.")
    expect(page.get_by_role("main")).not_to_contain_text(spoilt)
    for view in ("medals", f"event&event={HILL}", f"event&event={DOWNHILL}", "schedule", "missed"):
        page.goto(f"{serving.url}/games?view={view}")
        expect(page.get_by_role("button", name=re.compile("^Show")).first).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text(spoilt)
    page.goto(f"{serving.url}/games?view=event&event={HILL}")
    page.get_by_role("button", name=re.compile("^Show: .?Final")).click()
    table = page.get_by_role("table")
    expect(table).to_contain_text("140.5")
    expect(table).to_contain_text("shared")
    expect(page.get_by_role("button", name=re.compile("^Show: .?Medals"))).to_be_visible()
    assert complaints == []


def test_a_fan_finds_who_she_looks_for_and_what_she_missed(
    serving: Serving, venue: Venue, context: BrowserContext
) -> None:
    page, complaints = watched(context)
    page.goto(f"{serving.url}/games?view=search")
    page.get_by_role("searchbox").fill("mullner")
    page.get_by_role("link", name="Anselm Müllner").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anselm Müllner")
    expect(page.get_by_role("list", name="Medals")).to_contain_text("Gold")
    page.get_by_role("link", name="Austria").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Austria")
    since = venue.minutes(125).isoformat().replace("+00:00", "Z")
    page.goto(f"{serving.url}/games?view=missed&since={since}")
    missed = page.get_by_role("region", name="What did I miss?")
    expect(missed).to_contain_text("takes the lead")
    expect(missed).not_to_contain_text("Müllner")
    page.goto(f"{serving.url}/games?view=schedule&zone=Asia/Tokyo&discipline=ALP&day={tokyo_day(venue)}")
    expect(page.get_by_text("Not before the fog lifts")).to_be_visible()
    page.goto(f"{serving.url}/games?view=athlete&athlete=999")
    expect(page.get_by_text("The venues have told of no such thing")).to_be_visible()
    assert complaints == []


def tokyo_day(venue: Venue) -> str:
    return f"{venue.minutes(240) + timedelta(hours=9):%Y-%m-%d}"


def test_a_knock_out_is_told_as_a_tree(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    del venue
    page, complaints = watched(context)
    page.goto(f"{serving.url}/games?view=event&event={TOURNAMENT}")
    tree = page.get_by_role("region", name="Bracket")
    semi_final = tree.locator(".bracket-match").nth(1)
    expect(tree.locator("[data-winner=true]")).to_have_text([re.compile("Norway.*4"), re.compile("Austria.*3")])
    last = tree.locator(".bracket-round").last
    expect(last.get_by_role("heading", level=3)).to_have_count(2)
    for width, is_beside in [(1280, True), (390, False)]:
        page.set_viewport_size({"width": width, "height": 844})
        boxes = [box for each in tree.locator(".bracket-round").all() if (box := each.bounding_box())]
        assert (boxes[1]["x"] > boxes[0]["x"]) == is_beside
    group = page.get_by_role("region", name="Groups").get_by_role("table")
    expect(group.get_by_role("row").nth(1)).to_have_text(re.compile(r"1.*Norway.*3.*2.*0.*1.*8:1.*6"))

    page.get_by_role("switch", name="Spoiler-free").click()
    expect(tree).not_to_contain_text(re.compile("Norway|Austria|Switzerland|Slovenia"))
    expect(tree).to_contain_text("Semi-final 1")
    expect(page.get_by_role("region", name="Groups").get_by_role("table")).to_have_count(0)
    tree.get_by_role("button", name=re.compile("^Show: .?Semi-final 2")).click()
    expect(semi_final).to_contain_text("Austria")
    expect(last).not_to_contain_text("Austria")
    assert complaints == []


def test_what_surrounds_a_race_is_told(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    del venue
    page, complaints = watched(context)
    page.goto(f"{serving.url}/games?view=event&event={HILL}")
    records = page.get_by_role("region", name="Records").get_by_role("listitem")
    expect(records.filter(has_text="142.0")).to_contain_text("Matej Dolensek")
    expect(records.filter(has_text="New")).to_contain_text("140.5")
    page.goto(f"{serving.url}/games?view=venue&venue=SUMMIT")
    weather = page.get_by_role("region", name="Conditions")
    expect(weather).to_contain_text("Light snow")
    expect(weather).to_contain_text("−4.5°C")
    expect(weather).to_contain_text("from NW")
    page.goto(f"{serving.url}/games")
    announced = page.get_by_role("region", name="Announcements")
    expect(announced).to_contain_text("The start may be late.")
    announced.get_by_role("link", name="Alpine skiing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Men’s downhill")
    assert complaints == []


def test_two_are_compared(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    del venue
    page, complaints = watched(context)
    page.goto(f"{serving.url}/games?view=athlete&athlete=101")
    page.get_by_role("link", name="Compare with…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare with whom?")
    page.get_by_role("searchbox").fill("mullner")
    page.get_by_role("link", name="Anselm Müllner").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Klæborg.*–.*Müllner"))
    expect(page).to_have_title(re.compile("Jorvik Klæborg – Anselm Müllner"))
    expect(page.get_by_role("table", name="Comparison").get_by_role("row", name=re.compile("Gold"))).to_have_text(
        "01Gold 1"
    )
    met = page.get_by_role("region", name="Where they met").get_by_role("listitem")
    expect(met.filter(has_text="Men’s normal hill").first).to_contain_text("140.5")
    page.goto(f"{serving.url}/games?view=compare&delegation=NOR&with=AUT")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Norway.*–.*Austria"))
    page.get_by_role("switch", name="Spoiler-free").click()
    expect(page.get_by_role("table")).to_have_count(0)
    page.goto(f"{serving.url}/games?view=compare&delegation=NOR&with=ZZZ")
    expect(page.get_by_text("The venues have told of no such thing")).to_be_visible()
    assert complaints == []


def test_a_message_that_is_missing_is_told_until_it_comes(
    serving: Serving, venue: Venue, context: BrowserContext
) -> None:
    page, complaints = watched(context)
    page.goto(f"{serving.url}/games?view=event&event={HILL}")
    expect(page.locator("[data-connection=live]")).to_be_visible()
    notice = page.get_by_text("Some messages from the venues are missing")
    expect(notice).to_have_count(0)
    units = [venue.unit(HILL_FINAL, minute, "FINISHED") for minute in (61, 62)]
    lost = venue.write("DT_SCHEDULE_UPDATE", key("SJP", ""), 100, units[0])
    venue.say("DT_SCHEDULE_UPDATE", key("SJP", ""), 101, units[1])
    expect(notice).to_be_visible()
    keep_picture(page, "games-gaps")
    other = context.new_page()
    other.goto(f"{serving.url}/games?view=event&event={DOWNHILL}")
    expect(other.get_by_role("heading", level=1)).to_have_text("Men’s downhill")
    expect(other.get_by_text("Some messages from the venues are missing")).to_have_count(0)
    other.close()
    venue.deliver(lost)
    expect(notice).to_have_count(0)
    assert complaints == []


def test_a_page_that_nobody_looks_at_rests(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    page, complaints = watched(context)
    streams: list[str] = []
    page.on("request", lambda request: streams.append(request.url) if "/stream?" in request.url else None)
    page.clock.install()
    page.goto(f"{serving.url}/games?view=event&event={DOWNHILL}")
    board = live_board(page)
    expect(page.locator("[data-connection=live]")).to_be_visible()
    turn_away(page, is_hidden=True)
    page.clock.fast_forward(59_000)
    turn_away(page, is_hidden=False)
    page.clock.fast_forward(5_000)
    assert len(streams) == 1
    turn_away(page, is_hidden=True)
    page.clock.fast_forward(61_000)
    before = board.inner_text()
    venue.lead(160, "103 1 1:39.50", "102 2 1:39.70", "101 3 1:40.00")
    page.wait_for_timeout(1_000)
    assert board.inner_text() == before
    turn_away(page, is_hidden=False)
    expect(board).to_contain_text("1:39.70")
    expect(page.locator("[data-connection=live]")).to_be_visible()
    assert len(streams) == 2
    assert complaints == []


def turn_away(page: Page, *, is_hidden: bool) -> None:
    """Make the page believe that it is in the background, or in front again."""
    page.evaluate(
        """isHidden => {
            Object.defineProperty(document, "hidden", {configurable: true, value: isHidden});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def test_an_operator_sees_what_was_set_aside(serving: Serving, venue: Venue, context: BrowserContext) -> None:
    del venue
    page, complaints = watched(context)
    page.goto(f"{serving.url}/games?view=feed")
    expect(page.get_by_text("This view is for operators and auditors.")).to_be_visible()
    with serving.client(Role.FEED) as client:
        client.post("/v1/live/messages", content=b"<nothing")
    page.goto(link_of(serving, Role.AUDITOR))
    page.get_by_role("link", name="Feed").click()
    expect(page.get_by_role("heading", name="Not XML")).to_be_visible()
    assert faults_of(page) == []
    assert complaints == []


@pytest.mark.parametrize(
    ("language", "scheme", "views"), [("ar", "dark", VIEWS[::2]), ("en", "light", VIEWS[1::2])], ids=["ar", "en"]
)
def test_axe_finds_nothing_in_any_view(
    serving: Serving, venue: Venue, browser: Browser, language: str, scheme: str, views: list[str]
) -> None:
    del venue
    is_phone = language == "ar"
    context = browser.new_context(
        viewport=PHONE if is_phone else DESKTOP,
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page, complaints = watched(context)
    for number, address in enumerate(views):
        page.goto(serving.url + address)
        expect(page.locator(".view")).to_have_attribute("data-busy", "false")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert faults_of(page) == [], address
        keep_picture(page, f"games-{number}-{language}-{scheme}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if is_phone else "ltr")
    page.goto(f"{serving.url}/games?view=event&event={DOWNHILL}")
    value = page.get_by_text("1:40.00").first
    expect(value).to_have_attribute("dir", "ltr")
    assert complaints == []
    context.close()
