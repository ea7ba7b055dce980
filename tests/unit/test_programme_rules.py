"""What a programme comes to: pools that can be planned, draws on each day, what may still be changed."""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.models import Curve, TranchePlan
from grandstand.campaign.plan import OCCASIONS_MAX, check_plan
from grandstand.campaign.programme import read_programme
from grandstand.campaign.programme.models import MadeWave, Programme, ProgrammeRecord, StoredProgramme, StoredWave
from grandstand.campaign.programme.rules import (
    amount,
    cost_minor,
    day_draws,
    days_of,
    draws_of,
    gift_pool,
    inviter_occasions,
    misfits,
    prize_pool,
    programme_changes,
    ticket_of,
    wave_changes,
)
from grandstand.kernel.ids import SubjectId, new_subject_id

DEMO = read_programme((files("grandstand.demo") / "nine_days.yaml").read_bytes())
DRINKS = DEMO.waves[0]
ZONES = ["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Pacific/Apia", "UTC"]


def stored(programme: Programme) -> StoredProgramme:
    """As if it had been applied."""
    record = ProgrammeRecord(
        id=1,
        name=programme.name,
        titles=programme.titles,
        zone=programme.zone,
        currency=programme.currency,
        budget_minor=programme.budget_minor,
        applied_at=datetime(2029, 1, 1, tzinfo=UTC),
        applied_by=SubjectId(new_subject_id()),
        waves={},
    )
    waves = {wave.name: StoredWave(wave, MadeWave(pool=1)) for wave in programme.waves}
    return StoredProgramme(record, programme.digits, waves)


def test_every_pool_of_the_demo_can_be_planned() -> None:
    assert list(misfits(DEMO)) == []
    for wave in DEMO.waves:
        check_plan(gift_pool(DEMO, wave))
    assert sum(cost_minor(wave) for wave in DEMO.waves) == DEMO.budget_minor


def test_gifts_are_for_everybody_and_for_both_sides_of_an_invitation() -> None:
    plan = gift_pool(DEMO, DRINKS)
    assert plan.occasions == ("launch", "invited", *(f"invite:{at}" for at in range(1, 21)))
    assert plan.earned == plan.occasions[1:]
    assert inviter_occasions(DRINKS) == plan.earned[1:]
    assert ticket_of(DRINKS) == "invites:3"


def test_prizes_have_a_pool_of_their_own_that_is_for_draws_only() -> None:
    plan = prize_pool(DEMO, DRINKS)
    assert plan is not None
    assert plan.occasions == plan.earned == tuple(f"draw:2030-02-{day:02}" for day in range(6, 13))
    assert plan.shares == 7 * 1000
    assert plan.closes_at is None
    assert prize_pool(DEMO, DEMO.waves[1]) is None


def test_each_day_has_its_draw_from_its_beginning_to_its_end() -> None:
    first, *_, last = draws_of(DRINKS, DEMO.zone)
    assert first.opens_at == DRINKS.opens_at
    assert first.closes_at == datetime(2030, 2, 6, 16, tzinfo=UTC)
    assert (last.day, last.closes_at) == (date(2030, 2, 12), DRINKS.closes_at)


@given(
    st.integers(1_893_456_000, 1_924_992_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.integers(1, 40 * 24 * 60),
    st.integers(0, 24 * 60),
    st.sampled_from(ZONES),
)
def test_draws_lie_within_their_wave_and_their_day(opens: datetime, minutes: int, closes: int, zone: str) -> None:
    ends = opens + timedelta(minutes=minutes)
    days = days_of(opens, ends, zone)
    draws = day_draws(opens, ends, closes, zone)
    assert days == sorted(set(days))
    assert {draw.day for draw in draws} <= set(days)
    for draw in draws:
        assert opens <= draw.opens_at < draw.closes_at <= ends
        # A day is 23, 24 or 25 hours long.
        assert draw.closes_at - draw.opens_at <= timedelta(hours=25)
    for before, after in pairwise(draws):
        assert before.closes_at <= after.opens_at
    # Only at the two ends of a wave can a day be without its draw.
    if closes and len(days) > 2:
        assert {draw.day for draw in draws} >= set(days[1:-1])


def test_too_many_draws_are_found() -> None:
    wave = msgspec.structs.replace(DRINKS, closes_at=DRINKS.opens_at + timedelta(days=OCCASIONS_MAX + 1))
    wave = msgspec.structs.replace(wave, valid_until=None)
    found = list(misfits(msgspec.structs.replace(DEMO, waves=(wave,))))
    assert [misfit.path for misfit in found] == [("waves", 0, "draws", "daily")]
    assert f"{OCCASIONS_MAX} draws at most, this one has {OCCASIONS_MAX + 1}" in found[0].words


@pytest.mark.parametrize(
    ("minor", "digits", "shown"), [(300_000_000_000, 2, "3,000,000,000.00"), (5, 2, "0.05"), (1234, 0, "1,234")]
)
def test_amounts_are_shown_with_the_digits_of_their_currency(minor: int, digits: int, shown: str) -> None:
    assert amount(minor, digits) == shown


def test_nothing_has_changed_where_the_file_is_the_same() -> None:
    assert programme_changes(stored(DEMO), DEMO) == []


def test_pace_categories_and_longer_validity_may_be_changed() -> None:
    later = DRINKS.valid_until
    assert later is not None
    after = msgspec.structs.replace(
        DRINKS,
        categories=("drink",),
        valid_until=later + timedelta(days=1),
        pacing=msgspec.structs.replace(DRINKS.pacing, shares_per_s=5),
    )
    found = wave_changes(DRINKS, after)
    assert {change.key for change in found} == {"categories", "valid_until", "pacing"}
    assert not any(change.is_frozen for change in found)


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("budget", TranchePlan(shares=1, total_minor=1, minimum_minor=0, curve=Curve.EQUAL), "shares and amounts"),
        ("opens_at", DRINKS.opens_at + timedelta(hours=1), "from"),
        ("closes_at", DRINKS.closes_at + timedelta(hours=1), "until"),
        ("valid_until", DRINKS.closes_at, "valid_until"),
        ("valid_until", None, "valid_until"),
        ("occasions", ("launch", "encore"), "occasions"),
        ("lanes", 4, "lanes"),
        ("invites", None, "invites"),
        ("draws", None, "draws"),
        ("titles", {"en": "Another"}, "titles"),
    ],
)
def test_the_rest_is_frozen(field: str, value: object, key: str) -> None:
    (change,) = wave_changes(DRINKS, msgspec.structs.replace(DRINKS, **{field: value}))
    assert (change.wave, change.key, change.is_frozen) == ("drinks", key, True)


def test_a_programme_may_grow_by_waves_but_not_by_money_and_loses_none() -> None:
    fewer = msgspec.structs.replace(DEMO, waves=DEMO.waves[:2])
    assert programme_changes(stored(fewer), DEMO) == []
    (lost,) = programme_changes(stored(DEMO), fewer)
    assert (lost.wave, lost.is_frozen) == ("envelopes-day", True)
    richer = msgspec.structs.replace(DEMO, budget_minor=DEMO.budget_minor + 1)
    assert [change.is_frozen for change in programme_changes(stored(DEMO), richer)] == [True]
    assert [change.is_frozen for change in programme_changes(stored(richer), DEMO)] == [False]
    renamed = msgspec.structs.replace(DEMO, titles={"en": "Ten days"}, zone="Asia/Tokyo", currency="EUR")
    frozen = {change.key: change.is_frozen for change in programme_changes(stored(DEMO), renamed)}
    assert frozen == {"titles": False, "zone": True, "currency": True}
