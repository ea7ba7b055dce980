"""The assistant in a browser: asked by keyboard, answered with sources, in English, Arabic and Chinese.

What a real server is asked for is asked of a real one. How every event is shown is looked at with answers that are
written here, as the server would send them.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect

from browsing import DESKTOP, PHONE, TIMEOUT_MS, faults_of, keep_picture, watched
from grandstand.assistant.models import (
    ActedEvent,
    ActOutcome,
    CardEvent,
    CardKind,
    ChoiceEvent,
    Cited,
    ConfirmEvent,
    DeltaEvent,
    DoneEvent,
    Event,
    Intent,
    Memory,
    PastTurn,
    PlotEvent,
    PlotKind,
    QuotationEvent,
    ReplacedEvent,
    Series,
    Source,
    SourceEvent,
    SourceId,
    SourcePart,
    StatementEvent,
    StatementId,
    SuggestionEvent,
    TableEvent,
    UnderstoodEvent,
    VerifiedEvent,
)
from grandstand.web import sse
from serving import Serving

pytestmark = pytest.mark.timeout(600)

AT = datetime(2026, 2, 13, 19, 40, tzinfo=UTC)
QUESTIONS = "**/v1/assistant/questions"
ACTS = "**/v1/assistant/acts"
MESSAGE = SourceId("m1")
PAGE = SourceId("d1")
MEMORY = Memory(turns=(PastTurn(intent=Intent.MEDAL_TABLE, language="en", told=("A",)),))


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, games=True) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce") as opened:
        yield opened


def put(page: Page, question: str) -> None:
    """Type a question and wait for the whole answer."""
    before = page.locator(".turn").count()
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".turn[aria-busy=false]")).to_have_count(before + 1, timeout=2 * TIMEOUT_MS)


def said(*events: Event) -> bytes:
    """Events as the server sends them."""
    return b"".join(sse.event(str(type(each).__struct_config__.tag), each) for each in events)


def understood(language: str = "en", *, followed: bool = False) -> UnderstoodEvent:
    return UnderstoodEvent(language=language, intent=Intent.DATA, by_meaning=True, followed=followed)


def sentence(number: int, text: str, source: SourceId = MESSAGE) -> StatementEvent:
    return StatementEvent(id=StatementId(f"s{number}"), text=text, facts=(), sources=(source,))


RESULTS = SourceEvent(
    source=Source(
        id=MESSAGE,
        part=SourcePart.LIVE,
        at=AT,
        type="DT_RESULT",
        code="ALPWDH----------------FNL-000100--",
        version=3,
        digest="9f" * 32,
    )
)
DOCUMENT = SourceEvent(
    source=Source(
        id=PAGE,
        part=SourcePart.LIBRARY,
        at=None,
        cited=Cited(
            title="دليل المتفرجين",
            label="2026",
            page=12,
            link="/library?version=7&page=12&chunk=345&start=10&end=80",
        ),
    )
)
DONE = DoneEvent(as_of=AT, quick=False, memory=MEMORY)


def answers(page: Page, *bodies: bytes | int, address: str = QUESTIONS) -> list[dict[str, object]]:
    """Answers each question with the next of these, a number being a refusal; what was asked is listed."""
    asked: list[dict[str, object]] = []
    left = list(bodies)

    def answer(route: Route) -> None:
        asked.append(json.loads(route.request.post_data or "null"))
        body = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(body, int):
            route.fulfill(status=body, body="{}")
        else:
            route.fulfill(body=body, content_type=sse.CONTENT_TYPE)

    page.route(address, answer)
    return asked


def opened(serving: Serving, context: BrowserContext) -> tuple[Page, list[str]]:
    page, complaints = watched(context)
    page.goto(f"{serving.url}/assistant")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page, complaints


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("en", "When does the women's downhill start?", "Women’s downhill"),
        ("ar", "متى يبدأ سباق الانحدار للسيدات؟", "الانحدار للسيدات"),
        ("zh", "女子滑降什么时候开始?", "女子滑降"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_fan_asks_and_sees_why(
    serving: Serving, browser: Browser, language: str, question: str, answer: str, scheme: str
) -> None:
    with browser.new_context(
        viewport=PHONE,
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    ) as context:
        page, complaints = opened(serving, context)
        assert faults_of(page) == []
        keep_picture(page, f"assistant-empty-{language}-{scheme}")
        put(page, question)
        shown = page.locator(".turn-answer").last
        expect(shown.locator(".statement").first).to_contain_text(answer)
        expect(shown).to_have_attribute("lang", re.compile(language))
        expect(shown).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        page.locator(".turn-foot summary").click()
        expect(page.locator(".turn-foot li").first).to_be_visible()
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        keep_picture(page, f"assistant-answer-{language}-{scheme}")
        assert complaints == []


def test_of_several_things_one_is_chosen_and_an_example_asks(serving: Serving, context: BrowserContext) -> None:
    page, complaints = opened(serving, context)
    keep_picture(page, "assistant-empty-desktop")
    page.get_by_role("button", name="Who leads the medal table?").click()
    expect(page.locator(".turn[aria-busy=false]")).to_have_count(1, timeout=2 * TIMEOUT_MS)
    put(page, "sprint")
    choices = page.locator(".choices button")
    expect(choices).to_have_count(6)
    choices.first.click()
    expect(page.locator(".turn[aria-busy=false]")).to_have_count(3, timeout=2 * TIMEOUT_MS)
    expect(page.locator(".turn").last.locator(".statement").first).to_contain_text("Biathlon")
    keep_picture(page, "assistant-choices", whole=False)
    assert complaints == []


def test_a_lost_line_asks_again_by_itself_and_loses_nothing_that_was_typed(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    context.set_offline(True)
    put(page, "What is live?")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("textbox").fill("And tomor")
    context.set_offline(False)
    expect(page.locator(".statement").first).to_be_visible(timeout=2 * TIMEOUT_MS)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("textbox")).to_have_value("And tomor")
    page.reload()
    expect(page.locator(".statement").first).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("And tomor")


LOOKS = [
    ("en", "light", "phone"),
    ("en", "dark", "desktop"),
    ("ar", "dark", "phone"),
    ("ar", "light", "desktop"),
    ("zh", "light", "phone"),
]
WORDS = {
    "en": {
        "question": "Plot the medals by day, please",
        "first": "Norlandia leads the medal table with eleven golds.",
        "second": "The men’s sprint at 20:30 is official; three finals are still to come tonight.",
        "table": "Medals by day",
        "columns": ("Delegation", "Gold", "Silver", "Bronze", "Total"),
        "unit": "medals",
        "card": "Women’s downhill",
        "line": "Official · Friday, 20:30",
        "confirm": "Your red envelope of tonight will be opened. Its amount is yours at once.",
        "button": "Open the envelope",
        "next": "And who won yesterday?",
    },
    "ar": {
        "question": "ارسم الميداليات حسب اليوم من فضلك",
        "first": "تتصدر نورلانديا جدول الميداليات بإحدى عشرة ذهبية.",
        "second": "سباق السرعة للرجال في الساعة ٢٠:٣٠ رسمي، وما زالت ثلاثة نهائيات الليلة.",
        "table": "الميداليات حسب اليوم",
        "columns": ("الوفد", "ذهب", "فضة", "برونز", "المجموع"),
        "unit": "ميدالية",
        "card": "الانحدار للسيدات",
        "line": "رسمي · الجمعة ٢٠:٣٠",
        "confirm": "سيُفتح ظرفك الأحمر لهذه الليلة، ويصبح مبلغه لك فورًا.",
        "button": "افتح الظرف",
        "next": "ومن فاز أمس؟",
    },
    "zh": {
        "question": "请画出每天的奖牌数",
        "first": "诺兰迪亚以十一枚金牌领跑奖牌榜。",
        "second": "男子短距离赛 20:30 的成绩为正式成绩，今晚还有三场决赛。",
        "table": "每日奖牌",
        "columns": ("代表团", "金", "银", "铜", "总数"),
        "unit": "枚",
        "card": "女子滑降",
        "line": "正式成绩 · 星期五 20:30",
        "confirm": "将打开你今晚的红包，金额立即归你。",
        "button": "打开红包",
        "next": "昨天谁赢了？",
    },
}
QUOTED = "لا يجوز إدخال المظلات إلى المدرجات. المعاطف الواقية من المطر مسموح بها في كل الملاعب."


def everything(language: str) -> bytes:
    """An answer with every event that an answer may hold."""
    words = WORDS[language]
    columns = words["columns"]
    assert isinstance(columns, tuple)
    days = tuple(f"{day} Feb" for day in range(7, 17))
    text = {name: value for name, value in words.items() if isinstance(value, str)}
    return said(
        understood(language, followed=True),
        RESULTS,
        DOCUMENT,
        sentence(1, text["first"]),
        sentence(2, text["second"]),
        PlotEvent(
            id="p1",
            kind=PlotKind.LINE,
            title=text["table"],
            labels=days,
            unit=text["unit"],
            series=(
                Series(name=columns[1], values=(1, 2, 2, 4, None, 6, 7, 9, 10, 11)),
                Series(name=columns[2], values=(0, 2, 3, 3, 5, 5, 6, 6, 8, 8)),
                Series(name=columns[3], values=(2, 2, 4, 5, 7, 7, 8, 8, 9, 12)),
            ),
            source=MESSAGE,
        ),
        PlotEvent(
            id="p2",
            kind=PlotKind.BAR,
            title=text["table"],
            labels=days[:6],
            unit=text["unit"],
            series=(
                Series(name=columns[1], values=(3, 1, 2, 0, 4, 2)),
                Series(name=columns[2], values=(1, 2, 2, 3, 1, 1)),
            ),
            source=MESSAGE,
        ),
        TableEvent(
            id="t1",
            title=text["table"],
            columns=columns,
            rows=(
                ("Norlandia", "11", "8", "12", "31"),
                ("=Estravia", "9", "10", "4", "23"),
                ("Vale of Kings and Islands", "4", "5", "1", "10"),
            ),
            is_cut=True,
            source=MESSAGE,
        ),
        QuotationEvent(id="q1", text=QUOTED, language="ar", source=PAGE),
        CardEvent(
            kind=CardKind.EVENT,
            code="X",
            title=text["card"],
            lines=(text["line"],),
            link="/games?view=event&event=X",
            source=MESSAGE,
        ),
        ChoiceEvent(kind="event", code="X", text=text["card"]),
        ConfirmEvent(
            act="open",
            text=text["confirm"],
            button=text["button"],
            token="sealed",
            expires_at=datetime.now(UTC) + timedelta(hours=1),
        ),
        SuggestionEvent(text=text["next"]),
        SuggestionEvent(text=text["question"]),
        DONE,
    )


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_event_is_shown_well(
    serving: Serving, browser: Browser, language: str, scheme: str, width: str
) -> None:
    with browser.new_context(
        viewport=PHONE if width == "phone" else DESKTOP,
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    ) as context:
        page, complaints = opened(serving, context)
        answers(page, everything(language))
        put(page, str(WORDS[language]["question"]))
        expect(page.locator("svg[role=img]")).to_have_count(2)
        expect(page.locator("svg[role=img]").first).to_have_accessible_name(str(WORDS[language]["table"]))
        expect(page.locator("svg[role=img]").first).to_have_accessible_description(re.compile("1|١"))
        expect(page.locator("blockquote")).to_have_attribute("dir", "rtl")
        expect(page.locator("blockquote")).to_have_text(QUOTED)
        page.locator(".turn-foot summary").click()
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        keep_picture(page, f"assistant-everything-{language}-{scheme}-{width}")
        assert complaints == []


def test_sources_and_quotations_name_what_they_rest_on(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    answers(page, everything("en"))
    put(page, "Plot the medals by day")
    page.locator(".turn-foot summary").click()
    first, second = page.locator(".sources > li").all()
    expect(first).to_contain_text(re.compile("version .?3"))
    for words in ("Results service", "DT_RESULT", "ALPWDH", "Norlandia leads"):
        expect(first).to_contain_text(words)
    expect(first).to_contain_text(re.compile(r"13 Feb 2026|Feb 13, 2026"))
    expect(second).to_contain_text(re.compile("page .?12"))
    for link in (second.get_by_role("link"), page.locator(".quotation").get_by_role("link")):
        expect(link).to_have_attribute("href", "/library?version=7&page=12&chunk=345&start=10&end=80")
    expect(page.locator("a.card")).to_have_attribute("href", "/games?view=event&event=X")


def test_a_table_and_a_plot_are_saved_and_a_plot_is_read_as_a_table(
    serving: Serving, context: BrowserContext, tmp_path: Path
) -> None:
    page, _ = opened(serving, context)
    answers(page, everything("en"))
    put(page, "Plot the medals by day")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").last.click()
    assert download.value.suggested_filename == "Medals-by-day.csv"
    download.value.save_as(tmp_path / "saved.csv")
    lines = (tmp_path / "saved.csv").read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[:3] == ["Delegation,Gold,Silver,Bronze,Total", "Norlandia,11,8,12,31", "'=Estravia,9,10,4,23"]
    page.get_by_role("button", name="Show as a table").first.click()
    cells = page.locator(".figure-frame").first.get_by_role("row")
    expect(cells).to_have_count(11)
    expect(cells.nth(5)).to_have_text(re.compile("11 Feb.*–"))
    assert faults_of(page) == []


def test_the_memory_of_an_answer_goes_with_the_next_question(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    done = sse.event("done", {"as_of": AT, "quick": True, "memory": MEMORY, "conversation": "c-1"})
    asked = answers(page, said(understood(), sentence(1, "Norlandia leads.")) + done)
    put(page, "Who leads?")
    expect(page.get_by_text("Quick answer")).to_be_visible()
    put(page, "And the second one?")
    assert "memory" not in asked[0]
    memory = asked[1]["memory"]
    assert isinstance(memory, dict)
    assert memory["turns"][0]["told"] == ["A"]
    assert asked[1]["conversation"] == "c-1"
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    put(page, "Who leads?")
    assert "memory" not in asked[2]
    assert "conversation" not in asked[2]


OFFER = ConfirmEvent(
    act="open",
    text="Your envelope will be opened.",
    button="Open the envelope",
    token="sealed-token",
    expires_at=datetime(2100, 1, 1, tzinfo=UTC),
)
OPENED = said(
    understood(),
    ActedEvent(act="open", outcome=ActOutcome.DONE),
    sentence(1, "It is open: ¥ 8.88 are yours."),
    DoneEvent(as_of=AT, quick=False),
)


@pytest.mark.parametrize("yes", ["Yes, please!", "ja", "نعم", "好的", None])
def test_an_act_is_done_when_she_agrees_by_word_or_button(
    serving: Serving, context: BrowserContext, yes: str | None
) -> None:
    page, _ = opened(serving, context)
    asked = answers(page, said(understood(), OFFER, DONE))
    acted = answers(page, OPENED, address=ACTS)
    put(page, "Open my envelope")
    if yes is None:
        page.get_by_role("button", name="Open the envelope").click()
    else:
        put(page, yes)
    expect(page.locator(".turn").last).to_contain_text("It is open")
    assert [each["token"] for each in acted] == ["sealed-token"]
    assert acted[0].keys() == {"token", "language", "zone", "memory"}
    assert len(asked) == 1
    expect(page.locator(".confirm")).to_contain_text("You have agreed.")
    expect(page.get_by_role("button", name="Open the envelope")).to_have_count(0)


def test_of_several_offers_the_named_one_is_done_and_a_mere_yes_asks_which(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    shops = ["Order at Harbour Coffee", "Order at Lantern Tea House"]
    offers = [structs.replace(OFFER, act="order", button=each, token=f"token-{each}") for each in shops]
    asked = answers(page, said(understood(), *offers, DONE))
    acted = answers(page, OPENED, address=ACTS)
    put(page, "Order me a milk tea")
    put(page, "yes")
    expect(page.locator(".turn").last).to_contain_text("Please choose one of them.")
    assert acted == []
    for shop in shops:
        expect(page.get_by_role("button", name=shop)).to_have_count(1)
    keep_picture(page, "assistant-which", whole=False)
    assert faults_of(page) == []
    put(page, "the one at Lantern Tea House")
    assert (len(asked), acted) == (2, []), "what is not clear is a question"
    put(page, "Order me a milk tea")
    put(page, "Tea House")
    expect(page.locator(".turn").last).to_contain_text("It is open")
    assert [each["token"] for each in acted] == [f"token-{shops[1]}"]
    expect(page.locator(".confirm").last).to_contain_text("You have agreed.")


def test_what_she_missed_is_asked_since_she_was_here(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    context.add_init_script("localStorage.setItem('grandstand.games.seen', '2026-02-10T08:00:00.000Z')")
    page.reload()
    asked = answers(page, said(understood(), sentence(1, "Much."), DONE))
    put(page, "What did I miss?")
    assert asked[0]["since"] == "2026-02-10T08:00:00.000Z"


@pytest.mark.parametrize("no", ["No", "nein danke", "不要", None])
def test_nothing_is_done_when_she_declines(serving: Serving, context: BrowserContext, no: str | None) -> None:
    page, _ = opened(serving, context)
    asked = answers(page, said(understood(), OFFER, DONE))
    acted = answers(page, OPENED, address=ACTS)
    put(page, "Open my envelope")
    if no is None:
        page.get_by_role("button", name="Cancel").click()
    else:
        put(page, no)
    expect(page.locator(".confirm")).to_contain_text("Nothing was done.")
    assert (len(asked), acted) == (1, [])


def test_another_question_leaves_an_offer_open_and_an_old_one_lapses(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    old = ConfirmEvent(act="open", text="Old.", button="Open it", token="x", expires_at=AT)
    plain = said(understood(), sentence(1, "Norlandia."), DONE)
    asked = answers(page, said(understood(), OFFER, DONE), plain, said(understood(), old, DONE), plain)
    put(page, "Open my envelope")
    put(page, "Who leads?")
    expect(page.get_by_role("button", name="Open the envelope")).to_be_visible()
    put(page, "Yes")
    assert [each["question"] for each in asked] == ["Open my envelope", "Who leads?", "Yes"]
    expect(page.locator(".confirm").last).to_contain_text("has lapsed")
    expect(page.get_by_role("button", name="Open it")).to_have_count(0)


def test_an_act_that_could_not_be_done_now_is_sent_again_with_the_same_token(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    answers(page, said(understood(), OFFER, DONE))
    later = said(understood(), ActedEvent(act="open", outcome=ActOutcome.AGAIN, retry_after_s=1), DONE)
    acted = answers(page, later, OPENED, address=ACTS)
    put(page, "Open my envelope")
    put(page, "Yes")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".turn").last).to_contain_text("It is open")
    assert [each["token"] for each in acted] == ["sealed-token", "sealed-token"]


COMPOSED = (
    understood(),
    RESULTS,
    sentence(1, "Norlandia leads."),
    DeltaEvent(text="Here is how it stands: Norlandia leads. ", statements=(StatementId("s1"),), is_own=False),
    DeltaEvent(
        text="A **golden** rule:\n\n- breathe\n- cheer\n\n```py\nprint('<b>')\n```", statements=(), is_own=True
    ),
)


def test_what_a_model_composed_is_shown_once_it_is_verified_and_labelled(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    answers(
        page,
        said(*COMPOSED, VerifiedEvent(model="qwen"), DONE),
        said(*COMPOSED, ReplacedEvent(reason="invented"), DONE),
    )
    put(page, "How does it stand?")
    answer = page.locator(".turn-answer").last
    expect(answer).to_contain_text("Here is how it stands")
    expect(answer.locator(".own")).to_contain_text("The model’s own words, without a source")
    expect(answer.locator(".own pre")).to_have_text("print('<b>')")
    expect(answer.locator(".with-sources")).not_to_contain_text("golden")
    expect(answer).to_contain_text(re.compile("Put together by .?qwen"))
    keep_picture(page, "assistant-composed", whole=False)
    assert faults_of(page) == []
    put(page, "How does it stand?")
    expect(page.locator(".turn-answer").last).to_have_text("Norlandia leads.")


def test_a_broken_stream_is_asked_for_again_and_the_question_stays(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    broken = said(understood(), sentence(1, "Norlandia le"))
    asked = answers(
        page, broken, 503, broken + b"event: statement\ndata: {", said(understood(), sentence(1, "Whole."), DONE)
    )
    put(page, "Who leads?")
    expect(page.locator(".statement")).to_have_text(["Whole."])
    assert [each["question"] for each in asked] == ["Who leads?"] * 4


def test_what_can_not_be_answered_says_so_and_is_asked_again_by_hand(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    problem = sse.event("problem", {"code": "server.internal", "retry_after_s": None})
    asked = answers(page, problem, said(understood(), sentence(1, "Whole."), DONE))
    put(page, "Who leads?")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".statement")).to_have_text(["Whole."])
    assert len(asked) == 2


def test_an_answer_is_stopped_and_others_wait_their_turn(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(QUESTIONS, hold)
    field = page.get_by_role("textbox")
    for question in ("First", "Second", "Third"):
        field.fill(question)
        field.press("Enter")
    expect(page.locator(".turn[data-phase=queued]")).to_have_count(2)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".turn[data-phase=stopped]")).to_have_count(3)
    assert len(held) == 1
    page.unroute(QUESTIONS)
    answers(page, said(understood(), sentence(1, "Whole."), DONE))
    page.get_by_role("button", name="Ask again").first.click()
    expect(page.locator(".turn[data-phase=answered]")).to_have_count(1)
    page.route(QUESTIONS, hold)
    field.fill("Fourth")
    field.press("Enter")
    expect(page.locator(".turn[data-phase=asking]")).to_have_count(1)
    field.press("Escape")
    expect(page.locator(".turn[data-phase=asking]")).to_have_count(0)


def test_the_keyboard_alone_is_enough(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    asked = answers(page, said(understood(), sentence(1, "Norlandia leads."), DONE))
    field = page.get_by_role("textbox")
    field.focus()
    page.keyboard.type("Who leads")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and who follows?")
    page.keyboard.press("Enter")
    expect(page.locator(".statement")).to_have_text(["Norlandia leads."])
    assert asked[0]["question"] == "Who leads\nand who follows?"
    expect(page.get_by_role("status").last).to_have_text("Norlandia leads.")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("Who leads\nand who follows?")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")


def test_a_table_is_brought_along_in_any_common_encoding(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    asked = answers(page, said(understood(), sentence(1, "It rose."), DONE))
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(
        FilePayload(name="précios.csv", mimeType="text/csv", buffer="día;1\n".encode("latin-1"))
    )
    expect(page.locator(".attached")).to_contain_text("précios.csv")
    put(page, "How much did it rise in seven days?")
    assert asked[0]["table"] == "día;1\n"
    expect(page.locator(".turn-file")).to_contain_text("précios.csv")
    keep_picture(page, "assistant-attached", whole=False)
    assert faults_of(page) == []
    page.get_by_role("button", name=re.compile("Remove .?précios.csv")).click()
    put(page, "And the medals?")
    assert "table" not in asked[1]
    for buffer, fault in [
        (b"x" * (1024 * 1024 + 1), "larger than"),
        (b"", "empty"),
        (b"\x89PNG\0\0\0\0\1", "no text"),
    ]:
        chooser.set_input_files(FilePayload(name="x.csv", mimeType="text/csv", buffer=buffer))
        expect(page.get_by_role("alert")).to_contain_text(fault)
        expect(page.locator(".attached")).to_have_count(0)


def test_a_long_conversation_stays_whole_and_quick(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    long = [
        sentence(number, f"Sentence {number} of a very long answer that goes on. " * 4) for number in range(40)
    ]
    answers(page, said(understood(), *long, DONE))
    for number in range(1, 53):
        page.get_by_role("textbox").fill(f"Question {number}")
        page.get_by_role("textbox").press("Enter")
        expect(page.locator(".turn[aria-busy=false]")).to_have_count(min(number, 50))
        expect(page.locator(".turn-question").last).to_contain_text(f"Question {number}")
    expect(page.locator(".turn").first).to_contain_text("Question 3")
    expect(page.locator(".turn-question").last).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_text_of_an_answer_is_never_markup_and_strange_links_are_none(
    serving: Serving, context: BrowserContext
) -> None:
    page, complaints = opened(serving, context)
    evil = "<img src=x onerror=alert(1)> javascript:alert(1)"
    card = CardEvent(
        kind=CardKind.EVENT, code="X", title=evil, lines=(), link="javascript:alert(1)", source=MESSAGE
    )
    answers(page, said(understood(), sentence(1, evil), card, SuggestionEvent(text=evil), DONE))
    put(page, evil)
    expect(page.locator(".statement")).to_have_text(evil)
    expect(page.locator(".turn-answer a")).to_have_count(0)
    expect(page.locator("main img")).to_have_count(0)
    assert complaints == []


def test_the_language_is_switched_in_the_middle_of_a_conversation(
    serving: Serving, context: BrowserContext
) -> None:
    page, _ = opened(serving, context)
    asked = answers(page, said(understood(), sentence(1, "Norlandia leads."), DONE))
    put(page, "Who leads?")
    page.get_by_label("Language").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".turn-answer")).to_have_attribute("dir", "ltr")
    put(page, "من يتصدر؟")
    assert [each["language"] for each in asked] == ["en", "ar"]
    assert faults_of(page) == []


def test_conversations_are_opened_again_saved_and_deleted(serving: Serving, context: BrowserContext) -> None:
    page, complaints = opened(serving, context)
    put(page, "Who leads the medal table?")
    put(page, "What is live right now?")
    first = page.locator(".turn-answer").first.inner_text()
    page.get_by_role("button", name="New conversation").click()
    put(page, "What is on tonight?")
    page.get_by_role("button", name="Your conversations").click()
    dialog = page.get_by_role("dialog")
    kept = dialog.locator(".history-open")
    expect(kept).to_have_count(2)
    expect(dialog).to_contain_text(re.compile("kept for .*30 days"))
    assert faults_of(page) == []
    keep_picture(page, "assistant-history", whole=False)
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Save them as a file").click()
    saved = json.loads(download.value.path().read_text())
    assert [len(each["turns"]) for each in saved["conversations"]] == [1, 2]
    kept.filter(has_text="Who leads").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn-answer").first).to_have_text(first, use_inner_text=True)
    put(page, "And the second one?")
    page.get_by_role("button", name="Your conversations").click()
    expect(kept).to_have_count(2)
    dialog.get_by_role("button", name=re.compile("Delete .*tonight")).click()
    expect(kept).to_have_count(1)
    dialog.get_by_role("button", name="Delete all of it").click()
    dialog.get_by_role("button", name="Cancel").click()
    expect(kept).to_have_count(1)
    dialog.get_by_role("button", name="Delete all of it").click()
    keep_picture(page, "assistant-history-sure", whole=False)
    dialog.get_by_role("alertdialog").get_by_role("button", name="Delete all of it").click()
    expect(dialog).to_contain_text("Nothing is kept yet")
    dialog.get_by_role("button", name="Close").click()
    expect(page.locator(".turn")).to_have_count(0)
    assert complaints == []


def test_an_answer_is_judged_and_a_bad_one_with_its_reason(serving: Serving, context: BrowserContext) -> None:
    page, _ = opened(serving, context)
    put(page, "Who leads the medal table?")
    good, bad = page.get_by_role("button", name="Good answer"), page.get_by_role("button", name="Bad answer")
    with page.expect_response("**/v1/assistant/feedback") as heard:
        good.click()
    assert heard.value.status == 204
    expect(good).to_have_attribute("aria-pressed", "true")
    bad.click()
    keep_picture(page, "assistant-feedback", whole=False)
    assert faults_of(page) == []
    with page.expect_response("**/v1/assistant/feedback") as heard:
        page.get_by_role("button", name="Not true").click()
    assert heard.value.status == 204
    assert json.loads(heard.value.request.post_data or "")["reason"] == "wrong"
    expect(page.locator(".feedback")).to_contain_text("Thank you.")


def test_an_envelope_is_opened_by_a_word(serving: Serving, context: BrowserContext) -> None:
    page, complaints = opened(serving, context)
    put(page, "Open my red envelope")
    expect(page.locator(".confirm").get_by_role("button").first).to_be_visible()
    keep_picture(page, "assistant-confirm", whole=False)
    put(page, "yes")
    expect(page.locator(".turn").last.locator(".statement").first).to_contain_text("¥")
    keep_picture(page, "assistant-opened", whole=False)
    assert complaints == []
