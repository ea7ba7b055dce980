"""The morning report: what is computed, and a page that says it in every language and loads nothing."""

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.report import GroupsOutcome, report_languages
from grandstand.campaign.report.figures import (
    Attention,
    Cohort,
    FansOfDay,
    Figures,
    Given,
    MerchantLine,
    Redeemed,
    WavePool,
)
from grandstand.campaign.report.measures import lift, lift_per_unit, planned, share_of
from grandstand.campaign.report.page import Page
from grandstand.campaign.report.texts import Texts
from grandstand.kernel.i18n import languages

OPENS = datetime(2030, 2, 6, 2, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=6, hours=14)
DRINKS = WavePool(
    wave="drinks",
    part="gifts",
    pool=1,
    titles={"en": "A drink on us <b>", "zh": "请你喝一杯", "ar": "مشروب علينا"},
    shares=25_600,
    total_minor=64_000_000,
    opens_at=OPENS,
    closes_at=CLOSES,
    state="closed",
    granted=24_315,
    is_voucher=True,
    hours=(
        (10, 2000),
        (11, 1500),
        (12, 1500),
        (13, 1000),
        (18, 1000),
        (19, 1000),
        (20, 1000),
        (21, 500),
        (22, 500),
    ),
)
EVE = DRINKS._replace(
    wave="eve",
    pool=2,
    titles={"en": "A red envelope", "zh": "除夕红包", "ar": "ظرف أحمر"},
    opens_at=OPENS + timedelta(days=7),
    closes_at=OPENS + timedelta(days=7, hours=14),
    granted=4_317,
    is_voucher=False,
    state="open",
    hours=(),
)
OUTCOME = GroupsOutcome(
    measure="Active on the seventh day", offered_fans=40_000, offered_active=11_524, kept_fans=800, kept_active=195
)


def samples(pool: WavePool) -> tuple[tuple[datetime, int], ...]:
    span = pool.closes_at - pool.opens_at
    return tuple((pool.opens_at + span * at / 40, round(pool.granted * (at / 40) ** 0.7)) for at in range(41))


FIGURES = Figures(
    as_of=datetime(2030, 2, 16, 2, tzinfo=UTC),
    name="winter-2030",
    titles={"en": "Nine days of gifts", "zh": "九天好礼", "ar": "تسعة أيام من الهدايا"},
    zone="Asia/Shanghai",
    currency="CNY",
    digits=2,
    budget_minor=122_048_400,
    waves=(DRINKS, EVE),
    given=(
        Given(1, "launch", "", "", 19_000, 47_500_000),
        Given(1, "launch", "harbour", "held", 302, 755_000),
        Given(1, "invite", "", "", 2_150, 5_375_000),
        Given(1, "invited", "harbour", "void", 660, 1_650_000),
        Given(2, "evening", "", "released", 4_317, 2_650_000),
    ),
    fans=tuple(
        FansOfDay(date(2030, 2, 6 + at), platform, fans // (at + 1), known // (at + 1), new // (at + 1))
        for at in range(7)
        for platform, fans, known, new in (("", 4_000, 300, 120), ("harbour", 1_200, 1_100, 640))
    ),
    samples={1: samples(DRINKS), 2: samples(EVE)},
    redeemed=(Redeemed("done", "", 2_034, 5_085_000), Redeemed("voided", "merchant.full", 816, 2_040_000)),
    merchants=(MerchantLine("Plum & Noodles", 501, 1_252_500, 264), MerchantLine("River Buns", 237, 592_500, 18)),
    returns=tuple(Cohort(date(2030, 2, 6 + at), 300 + at, 30 + 3 * at, 40) for at in range(7)),
    attention=Attention(302, 1, 0, 0, 3),
    outcome=OUTCOME,
)


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"meta", "line", "rect", "polyline", "circle"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"meta", "line", "rect", "polyline", "circle"}:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", report_languages())
def test_the_page_is_whole_in_every_language_and_loads_nothing(language: str) -> None:
    page = Page(FIGURES, Texts(language)).html()
    read = Reader(page)
    assert read.open == []
    assert not read.tags & {"script", "link", "img", "iframe", "object", "b>"}
    assert not read.attributes & {"src", "href", "onload", "onclick", "style"}
    assert "url(" not in page
    assert "@import" not in page
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert Texts(language)("title") in read.text
    assert "&lt;b&gt;" in page or language in {"zh", "ar"}


def test_every_language_of_the_product_has_the_same_messages() -> None:
    assert list(report_languages()) == languages()
    folder = files("grandstand.campaign.report") / "locales"
    texts = {each: (folder / f"{each}.ftl").read_text(encoding="utf-8") for each in languages()}
    keys = {each: re.findall(r"^([a-z][\w-]*) = .+$", text, re.MULTILINE) for each, text in texts.items()}
    assert all(found == keys["en"] for found in keys.values())
    source = (files("grandstand.campaign.report") / "page.py").read_text()
    used = set(re.findall(r"""["']([a-z][a-z0-9-]*)["']""", source))
    assert set(keys["en"]) <= used | {"released", "void", "held"}


def test_every_figure_stands_beside_what_it_is_a_part_of() -> None:
    text = Reader(Page(FIGURES, Texts("en")).html()).text
    claims, amount = 26_429, "579,300.00 CNY"
    for words in (
        "24,315 of 25,600",
        f"302 of {claims:,}",
        f"660 of {claims:,}",
        f"16,500.00 CNY of {amount}",
        f"{amount} of 1,220,484.00 CNY",
        "2,034 of 22,112",
        "816 of 2,850",
        "11,524 of 40,000",
    ):
        assert words in text, words


def test_where_nobody_knows_who_is_new_the_cost_is_a_range() -> None:
    unknown = msgspec.structs.replace(
        FIGURES, fans=(FansOfDay(date(2030, 2, 6), "", 1_000, 100, 40),), outcome=None, given=()
    )
    paid = msgspec.structs.replace(unknown, given=(Given(1, "launch", "", "", 1_000, 94_000),))
    assert "1.00 CNY – 23.50 CNY" in Page(paid, Texts("en")).html()
    known = msgspec.structs.replace(paid, fans=(FansOfDay(date(2030, 2, 6), "", 1_000, 1_000, 40),))
    assert "23.50 CNY – " not in Page(known, Texts("en")).html()
    assert "Nobody has reported yet" in Page(paid, Texts("en")).html()


def test_a_programme_in_which_nothing_has_happened_has_a_page() -> None:
    empty = msgspec.structs.replace(
        FIGURES, given=(), fans=(), samples={}, redeemed=(), merchants=(), returns=(), outcome=None
    )
    nothing = msgspec.structs.replace(empty, attention=Attention(0, 0, 0, 0, 0))
    assert "Nothing." in Reader(Page(nothing, Texts("en")).html()).text


def test_the_intervals_are_those_of_the_papers() -> None:
    # R. G. Newcombe, Statistics in Medicine 17, 1998, table II, case (a): 56/70 against 48/80, method 10.
    found = lift(GroupsOutcome(measure="-", offered_fans=70, offered_active=56, kept_fans=80, kept_active=48))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    # E. B. Wilson's interval of 81 of 263 (R. G. Newcombe, the same volume, page 861).
    assert share_of(81, 263) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.data())
def test_an_interval_holds_its_estimate_and_grows_with_doubt(offered: int, kept: int, data: st.DataObject) -> None:
    one = data.draw(st.integers(0, offered))
    two = data.draw(st.integers(0, kept))
    outcome = GroupsOutcome(measure="-", offered_fans=offered, offered_active=one, kept_fans=kept, kept_active=two)
    found = lift(outcome)
    assert -1 - 1e-9 <= found.low <= found.value + 1e-12 <= found.high + 2e-12 <= 1 + 1e-9
    more = msgspec.structs.replace(outcome, kept_fans=100 * kept, kept_active=100 * two)
    assert lift(more).high - lift(more).low <= found.high - found.low + 1e-12


def test_lift_per_unit_is_the_lift_of_all_over_what_was_spent() -> None:
    found = lift_per_unit(OUTCOME, 100_000.0)
    assert found is not None
    assert found == pytest.approx(tuple(each * 0.4 for each in lift(OUTCOME)))
    assert lift_per_unit(OUTCOME, 0.0) is None


def test_a_plan_ends_with_everything_and_follows_its_hours() -> None:
    plan = list(planned(DRINKS, "Asia/Shanghai"))
    assert plan[0] == (OPENS, 0.0)
    assert plan[-1][0] == CLOSES
    assert plan[-1][1] == pytest.approx(1.0)
    shares = [share for _, share in plan]
    assert shares == sorted(shares)
    first_hour, second_hour = plan[1][1], plan[2][1] - plan[1][1]
    assert first_hour / second_hour == pytest.approx(2000 / 1500)
    even = [share for _, share in planned(EVE, "Asia/Shanghai")]
    assert [later - one for one, later in pairwise(even)] == pytest.approx([1 / 14] * 14)
