"""The scorer and its rules, pure: what may raise a score, what may not, and what honest people look like."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.fraud import Crowd, Facts, Ramp, Rules, Score, Sighting, SignalKind, is_held, score
from grandstand.campaign.fraud.digests import DIGEST_BYTES, KEY_BYTES, Digests
from grandstand.campaign.fraud.errors import RulesInvalid, SignalInvalid
from grandstand.campaign.fraud.models import ramps
from grandstand.campaign.fraud.rules import (
    AGE_DAYS_MAX,
    BY_HAND,
    TEXTS,
    VALUE_LENGTH_MAX,
    account_since,
    check_rules,
    clean_value,
    explanation,
    rise,
    together,
)
from grandstand.campaign.fraud.service import parse_rules
from grandstand.demo.fraudsters import FRAUD, Fraudsters, Kind
from grandstand.demo.sightings import crowd_in_memory, signals_of
from grandstand.kernel.ids import SubjectId, new_subject_id

START = datetime(2030, 2, 6, tzinfo=UTC)
END = START + timedelta(days=10)
RULES = Rules()
COUNTS = [name for name in Facts.__struct_fields__ if name not in {"is_gone", "age_days"}]

counts = st.integers(0, 600)
all_facts = st.builds(
    Facts,
    **dict.fromkeys(COUNTS, counts),
    is_gone=st.booleans(),
    age_days=st.none() | st.floats(0, AGE_DAYS_MAX),
)
all_ramps = st.builds(
    lambda weight, starts, width: Ramp(weight, starts, starts + width),
    st.floats(0, 1),
    st.floats(0, 500),
    st.floats(0.5, 500),
)
all_rules = st.builds(
    Rules,
    threshold=st.floats(0.05, 1),
    **{name: all_ramps for name, _ in ramps(RULES)},
)


@given(all_facts, all_rules)
def test_a_score_is_from_0_to_1_and_has_reasons_that_can_be_told(facts: Facts, rules: Rules) -> None:
    found = score(facts, rules)
    assert 0 <= found.value <= 1
    assert bool(found.reasons) or found.value == 0
    assert all(reason.partition(":")[0] in TEXTS for reason in found.reasons)
    assert not any("{}" in text or ":" in text for text in explanation(found.reasons))


@given(all_facts, all_rules, st.sampled_from(COUNTS), st.integers(1, 500))
def test_more_of_anything_never_lowers_a_score(facts: Facts, rules: Rules, name: str, more: int) -> None:
    worse = msgspec.structs.replace(facts, **{name: getattr(facts, name) + more})
    assert score(worse, rules).value >= score(facts, rules).value


@given(all_facts, all_rules)
def test_to_be_gone_or_new_never_lowers_a_score(facts: Facts, rules: Rules) -> None:
    worse = msgspec.structs.replace(facts, is_gone=True, age_days=0.0)
    assert score(worse, rules).value >= score(facts, rules).value


@given(all_rules)
def test_of_whom_nothing_is_known_nothing_is_held(rules: Rules) -> None:
    assert score(Facts(), rules) == Score(0.0)
    assert not is_held(score(Facts(), check_rules(rules)), rules)


@given(counts, st.booleans(), st.floats(0, 3))
def test_what_is_no_suspicion_by_itself_holds_nobody(crowded: int, is_gone: bool, age: float) -> None:  # noqa: FBT001 - hypothesis
    facts = Facts(device_alone=1, payment_accounts=1, address_accounts=crowded, is_gone=is_gone, age_days=age)
    assert score(facts, RULES).value == 0


@given(all_facts, st.floats(0.05, 1), st.floats(0.05, 1))
def test_a_higher_threshold_holds_no_more_people(facts: Facts, one: float, two: float) -> None:
    low, high = (msgspec.structs.replace(RULES, threshold=each) for each in sorted((one, two)))
    assert is_held(score(facts, low), low) or not is_held(score(facts, high), high)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_reasons_together_weigh_at_least_the_heaviest(weights: list[float]) -> None:
    assert together(weights) >= max(weights, default=0) - 1e-9


@given(all_ramps, st.floats(0, 1200))
def test_a_ramp_rises_from_nothing_to_its_weight(ramp: Ramp, count: float) -> None:
    assert 0 <= rise(count, ramp) <= ramp.weight
    assert rise(ramp.starts, ramp) == 0
    assert rise(ramp.full, ramp) == pytest.approx(ramp.weight)


def test_reasons_carry_their_numbers_and_the_heaviest_comes_first() -> None:
    found = score(Facts(device_alone=60, payment_accounts=9, age_days=0.7), RULES)
    assert found.reasons == ("device_shared:60", "account_new:0", "payment_shared:9")
    assert explanation(found.reasons) == (
        "60 accounts have one device and no other.",
        "The account was 0 days old when it was first seen.",
        "9 accounts are paid to one payment id.",
    )
    assert explanation([BY_HAND, "of_old_rules:3"]) == ("An operator has put it on hold.", "of_old_rules:3")


@pytest.mark.parametrize(
    "facts",
    [
        Facts(
            device_alone=4, device_gone=4, device_day=4, payment_accounts=4, payment_gone=4, linked=6, is_gone=True
        ),
        Facts(device_alone=1, payment_accounts=2, address_accounts=500, linked=3, is_gone=True, age_days=0.0),
        Facts(device_alone=7, device_gone=5, device_day=3, payment_accounts=1, address_accounts=200, linked=7),
        Facts(device_alone=1, payment_accounts=1, burst_gone=4, chain_gone=2, age_days=0.0),
        Facts(device_alone=0, moved_away=9, moved_onto=12, payment_accounts=1),
    ],
    ids=["family", "dormitory", "cafe", "enthusiast", "demo tablet"],
)
def test_honest_look_alikes_are_not_held(facts: Facts) -> None:
    assert not is_held(score(facts, RULES), RULES)


@pytest.mark.parametrize(
    "facts",
    [
        Facts(device_alone=50, device_gone=40, device_day=30, linked=40),
        Facts(payment_accounts=30, payment_gone=15, linked=30),
        Facts(burst_gone=25, is_gone=True),
        Facts(chain_gone=9, is_gone=True),
        Facts(moved_away=60),
        Facts(moved_onto=60),
        Facts(device_alone=6, device_gone=3, payment_accounts=6, payment_gone=3, linked=34, address_accounts=40),
    ],
    ids=["farm", "payment", "star", "chain", "sold", "bought", "slow farm"],
)
def test_fraudsters_are_held(facts: Facts) -> None:
    assert is_held(score(facts, RULES), RULES)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"threshold": 0}, "threshold"),
        ({"threshold": math.nan}, "threshold"),
        ({"threshold": 1.1}, "threshold"),
        ({"margin": -0.1}, "margin"),
        ({"window_days": 0}, "window_days"),
        ({"window_days": 91}, "window_days"),
        ({"window_days": 1.5}, "window_days"),
        ({"account_new_days": math.inf}, "account_new_days"),
        ({"linked": {"weight": 1.5, "starts": 1, "full": 2}}, "linked.weight"),
        ({"linked": {"weight": 1, "starts": -1, "full": 2}}, "linked.starts"),
        ({"linked": {"weight": 1, "starts": 2, "full": 2}}, "linked.full"),
        ({"linked": {"weight": 1, "starts": 2, "full": math.nan}}, "linked.full"),
        ({"linked": {"weight": 1}}, "linked"),
        ({"linked": 5}, "linked"),
        ({"linkde": {"weight": 1, "starts": 1, "full": 2}}, "linkde"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_with_their_place(document: dict[str, Any], place: str) -> None:
    with pytest.raises(RulesInvalid, match=place):
        parse_rules(document)


def test_the_rules_we_come_with_can_be_used_and_survive_being_stored() -> None:
    assert check_rules(RULES) is RULES
    assert msgspec.json.decode(msgspec.json.encode(RULES), type=Rules) == RULES
    assert parse_rules({}) == RULES
    assert {name for name, _ in ramps(RULES)} == set(TEXTS) - {BY_HAND}


@given(st.text(max_size=VALUE_LENGTH_MAX + 20))
def test_a_value_is_taken_in_one_form_or_refused(value: str) -> None:
    try:
        cleaned = clean_value(SignalKind.DEVICE, value)
    except SignalInvalid:
        return
    assert cleaned
    assert clean_value(SignalKind.DEVICE, f"  {value}\n") == cleaned


def test_digests_tell_whether_values_are_equal_and_depend_on_the_key() -> None:
    digests, others = Digests(bytes(KEY_BYTES)), Digests(b"k" * KEY_BYTES)
    one = digests.of(SignalKind.PAYMENT, "Purse-1")
    assert len(one) == DIGEST_BYTES
    assert one == digests.of(SignalKind.PAYMENT, " purse-1 ")
    assert one not in {
        digests.of(SignalKind.PAYMENT, "purse-2"),
        digests.of(SignalKind.DEVICE, "purse-1"),
        others.of(SignalKind.PAYMENT, "purse-1"),
    }


def test_an_age_is_counted_back_from_when_it_was_told() -> None:
    assert account_since(" 1.5 ", START) == START - timedelta(days=1.5)
    for value in ("", "-1", "nan", "inf", "36501", "old"):
        with pytest.raises(SignalInvalid):
            account_since(value, START)


# The facts, in their plain form.


def seen(fan: SubjectId, day: float, kind: SignalKind, value: str) -> Sighting:
    return Sighting(fan, START + timedelta(days=day), kind, value.encode())


def facts_of(sightings: list[Sighting], fan: SubjectId) -> Facts:
    ordered = sorted(sightings, key=lambda each: each.at)
    return Crowd(ordered, {}, [], {}, END, RULES).facts(fan)


@given(st.integers(1, 60), st.integers(1, 20))
def test_another_account_on_a_device_never_lowers_anybodys_score(accounts: int, more: int) -> None:
    fans = [new_subject_id() for _ in range(accounts + more)]
    sightings = [seen(fan, 1, SignalKind.DEVICE, "d") for fan in fans]
    fewer = score(facts_of(sightings[:accounts], fans[0]), RULES)
    assert score(facts_of(sightings, fans[0]), RULES).value >= fewer.value


def test_a_telephone_of_her_own_frees_whoever_once_used_a_shared_device() -> None:
    fans = [new_subject_id() for _ in range(60)]
    sightings = [seen(fan, 1 + at / 10, SignalKind.DEVICE, "tablet") for at, fan in enumerate(fans)]
    assert facts_of(sightings, fans[0]).device_alone == 60
    sightings.append(seen(fans[0], 8, SignalKind.DEVICE, "her own"))
    found = facts_of(sightings, fans[0])
    assert (found.device_alone, found.moved_away) == (0, 1)


def test_signals_outside_the_window_do_not_count() -> None:
    one, two = new_subject_id(), new_subject_id()
    old = seen(one, -RULES.window_days, SignalKind.PAYMENT, "p")
    assert facts_of([old, seen(two, 1, SignalKind.PAYMENT, "p")], two).payment_accounts == 1


def test_nobody_is_known_of_a_stranger() -> None:
    assert facts_of([seen(new_subject_id(), 1, SignalKind.DEVICE, "d")], new_subject_id()) == Facts()


# The crowds that the scorer is measured on.


def test_a_crowd_is_the_same_for_the_same_seed_and_has_everybody_in_it() -> None:
    people = Fraudsters(5, START).crowd(3000)
    again = Fraudsters(5, START).crowd(3000)
    assert people == again
    assert people != Fraudsters(6, START).crowd(3000)
    assert {each.kind for each in people} == set(Kind)
    assert {each.kind for each in people if each.is_fraud} == FRAUD
    assert len({each.id for each in people}) == len(people) >= 3000
    assert all(each.sights for each in people)
    assert all(START <= sight.at <= START + timedelta(days=9) for each in people for sight in each.sights)
    known = {each.id for each in people}
    assert {each.inviter for each in people} - {None} <= known
    told = [signal.at for signal in signals_of(people) if signal.at is not None]
    assert told == sorted(told)


def test_a_small_crowd_is_told_apart() -> None:
    people = Fraudsters(11, START).crowd(6000)
    crowd = crowd_in_memory(people, END, RULES)
    held = {each.id for each in people if is_held(score(crowd.facts(each.id), RULES), RULES)}
    fraud = {each.id for each in people if each.is_fraud}
    honest = {each.id for each in people} - fraud
    assert len(fraud & held) >= 0.9 * len(fraud)
    assert len(honest & held) <= 0.02 * len(honest)
