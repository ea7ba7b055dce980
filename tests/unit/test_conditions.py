"""Who may claim, and on whose part: pure rules of conditions and purses."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.conditions import (
    DIRECT,
    EVERY_OCCASION,
    NOTHING_KNOWN,
    PARTS,
    Conditions,
    Facts,
    Purse,
    PurseParts,
    Segment,
    SegmentRule,
    cut,
    paid,
    shared_out,
)
from grandstand.campaign.errors import NotEligible, SwitchedOff
from grandstand.campaign.models import ClaimKey
from grandstand.kernel.ids import LaneId, SubjectId, new_subject_id

FAN = SubjectId(UUID(int=7))
KEY = ClaimKey(FAN, "launch")
DAY = datetime(2030, 2, 6, tzinfo=UTC)
KNOWN = Facts("messenger", DAY, "CN-BJ", "zh", frozenset({"vip"}))


def holds(facts: Facts = KNOWN, **rule: object) -> bool:
    return Segment("these", SegmentRule(**rule)).holds(FAN, facts)  # type: ignore[arg-type]


def test_rule_that_asks_for_nothing_holds_for_everybody() -> None:
    assert holds(NOTHING_KNOWN)
    assert holds()


def test_each_part_of_a_rule_must_hold() -> None:
    assert holds(joined_after=DAY, joined_before=DAY + timedelta(seconds=1))
    assert not holds(joined_after=DAY + timedelta(seconds=1))
    assert not holds(joined_before=DAY)
    assert holds(platforms=("messenger", "shop"), regions=("CN-BJ",), languages=("zh",), labels=("vip", "other"))
    assert not holds(platforms=("shop",))
    assert not holds(regions=("CN-SH",))
    assert not holds(languages=("de",))
    assert not holds(labels=("other",))
    assert not holds(labels=("vip",), without_labels=("vip",))


def test_what_is_not_known_of_a_fan_is_not_true_of_her() -> None:
    assert not holds(NOTHING_KNOWN, joined_after=DAY)
    assert not holds(NOTHING_KNOWN, joined_before=DAY)
    assert not holds(NOTHING_KNOWN, platforms=("messenger",))
    assert not holds(NOTHING_KNOWN, regions=("CN-BJ",))
    assert not holds(NOTHING_KNOWN, languages=("zh",))
    assert not holds(NOTHING_KNOWN, labels=("vip",))
    assert holds(NOTHING_KNOWN, platforms=(DIRECT,))
    assert holds(NOTHING_KNOWN, without_labels=("vip",))


def test_part_of_the_fans_is_the_same_each_time_and_as_large_as_it_says() -> None:
    rule = SegmentRule(parts=1_000)
    fans = [SubjectId(UUID(int=at * 0x9E3779B97F4A7C15)) for at in range(20_000)]
    first = {fan for fan in fans if Segment("held-out", rule).holds(fan, NOTHING_KNOWN)}
    again = {fan for fan in fans if Segment("held-out", rule).holds(fan, NOTHING_KNOWN)}
    other = {fan for fan in fans if Segment("others", rule).holds(fan, NOTHING_KNOWN)}
    assert first == again
    # Five standard deviations of a binomial with 20,000 draws at 0.1.
    assert abs(len(first) - 2_000) < 5 * (20_000 * 0.1 * 0.9) ** 0.5
    assert abs(len(first & other) - 200) < 5 * (20_000 * 0.01 * 0.99) ** 0.5
    assert all(Segment("all", SegmentRule(parts=PARTS)).holds(fan, NOTHING_KNOWN) for fan in fans[:100])


def test_a_fan_must_be_in_one_of_the_segments_that_are_asked_for() -> None:
    newcomers = Segment("newcomers", SegmentRule(joined_after=DAY))
    nobody = Segment("nobody", SegmentRule(labels=("none",)))
    asking = Conditions(asked={EVERY_OCCASION: [newcomers, nobody]})
    assert asking.refusal(KEY, KNOWN) is None
    assert isinstance(asking.refusal(KEY, NOTHING_KNOWN), NotEligible)
    both = Conditions(asked={EVERY_OCCASION: [newcomers], "launch": [nobody]})
    assert isinstance(both.refusal(KEY, KNOWN), NotEligible)
    assert both.refusal(ClaimKey(FAN, "other"), KNOWN) is None


def test_what_is_switched_off_gives_nothing() -> None:
    newcomers = Segment("newcomers", SegmentRule(joined_after=DAY))
    assert isinstance(Conditions(segments_off=[newcomers]).refusal(KEY, KNOWN), SwitchedOff)
    assert Conditions(segments_off=[newcomers]).refusal(KEY, NOTHING_KNOWN) is None
    assert isinstance(Conditions(platforms_off={"messenger"}).refusal(KEY, KNOWN), SwitchedOff)
    assert isinstance(Conditions(platforms_off={DIRECT}).refusal(KEY, NOTHING_KNOWN), SwitchedOff)
    assert Conditions(platforms_off={"shop"}).refusal(KEY, KNOWN) is None


def test_platform_counts_only_where_platforms_have_parts() -> None:
    assert Conditions().platform(KNOWN) is None
    assert Conditions().refusal(KEY, KNOWN) is None
    assert not Conditions().need_facts
    shared = Conditions(platforms={"messenger"})
    assert shared.platform(KNOWN) == "messenger"
    assert shared.platform(NOTHING_KNOWN) is None
    assert shared.refusal(KEY, NOTHING_KNOWN) is None
    assert isinstance(shared.refusal(KEY, Facts("shop")), NotEligible)


amounts = st.lists(st.integers(1, 50), max_size=30)
names = st.sampled_from([None, "a", "b"])


@given(st.lists(names, max_size=30), amounts, st.integers(0, 8), st.integers(0, 200))
def test_no_purse_pays_more_than_it_has(
    platforms: list[str | None], shares: list[int], claims: int, minor: int
) -> None:
    purses = {name: Purse(claims, minor) for name in ("a", "b")}
    shares = shares[: len(platforms)]
    places = paid(platforms, shares, purses, 50)
    assert places == sorted(set(places))
    assert len(places) <= len(shares)
    for name, purse in purses.items():
        mine = [shares[at] for at, place in enumerate(places) if platforms[place] == name]
        assert (purse.claims, purse.amount_minor) == (len(mine), sum(mine))
        assert purse.claims + purse.claims_left == claims
        assert purse.amount_minor + purse.minor_left == minor
        assert purse.claims_left >= 0
        assert purse.minor_left >= 0
    left_out = [place for place in range(len(platforms)) if place not in places]
    if len(places) < len(shares):
        for place in left_out:
            platform = platforms[place]
            assert platform is not None
            assert not purses[platform].may_pay(50)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 60)), min_size=1, max_size=5), st.integers(1, 50))
def test_a_lane_gathers_what_there_is_until_it_can_pay(lanes: list[tuple[int, int]], most_minor: int) -> None:
    parts = {LaneId(lane): each for lane, each in enumerate(lanes)}
    could = PurseParts(dict(parts), ()).may_pay(most_minor)
    for _ in range(2 * len(lanes)):
        wanted = PurseParts(dict(parts), ()).wanted(LaneId(0), most_minor)
        if wanted is None:
            break
        donor, claims, minor = wanted
        goes = cut(parts[donor][0], claims), cut(parts[donor][1], minor)
        assert any(goes)
        parts[donor] = parts[donor][0] - goes[0], parts[donor][1] - goes[1]
        parts[LaneId(0)] = parts[LaneId(0)][0] + goes[0], parts[LaneId(0)][1] + goes[1]
    assert all(claims >= 0 and minor >= 0 for claims, minor in parts.values())
    assert [sum(each) for each in zip(*parts.values(), strict=True)] == [
        sum(each) for each in zip(*lanes, strict=True)
    ]
    claims, minor = parts[LaneId(0)]
    assert (claims > 0 and minor >= most_minor) == could


@given(st.integers(0, 10**12), st.integers(1, 64))
def test_parts_of_lanes_are_the_whole(whole: int, lanes: int) -> None:
    parts = shared_out(whole, lanes)
    assert len(parts) == lanes
    assert sum(parts) == whole
    assert max(parts) - min(parts) <= 1


def test_facts_of_new_fans_are_unknown() -> None:
    assert Segment("all", SegmentRule()).holds(new_subject_id(), NOTHING_KNOWN)
