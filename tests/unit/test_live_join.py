"""The join: one state for every order of arrival, and what `as_of`, deltas, withdrawals and holes mean."""

import random
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Table
from games import COMPETITION, OPENING, Games, as_it_arrives, message
from grandstand.live.envelope import sniff
from grandstand.live.join import END_OF_TIME, Gap, Join, Place
from grandstand.live.models import Identity, Stamp
from grandstand.live.rules import base_of, is_delta, is_test

DOCUMENT = Identity(COMPETITION, "DT_RESULT", "ALPMGS----------------FNL-000200--", "", "", "ENG")
BULK = DOCUMENT._replace(type="DT_SCHEDULE")
DELTA = DOCUMENT._replace(type="DT_SCHEDULE_UPDATE")
SEEDS = range(25)


def stamp(version: int, at_s: int, tail: int = 0) -> Stamp:
    return Stamp(version, OPENING + timedelta(seconds=at_s), bytes([version % 256, at_s % 256, tail]))


@pytest.mark.parametrize("seed", SEEDS)
def test_random_order_duplicates_and_two_feeds_give_the_same_bytes(seed: int) -> None:
    messages = list(Games(seed % 5).messages())
    expected = Table(messages)
    found = Table(as_it_arrives(messages, random.Random(seed)))  # noqa: S311 - seeded
    assert found.join.canonical() == expected.join.canonical()
    assert found.state().canonical() == expected.state().canonical()


def test_last_to_arrive_wins_is_what_this_test_would_find() -> None:
    """The same comparison on the rule that everybody writes first: it diverges every time."""

    def last_wins(bodies: Iterable[bytes]) -> dict[Identity, bytes]:
        kept: dict[Identity, bytes] = {}
        for body in bodies:
            if not is_test(envelope := sniff(body), ()):
                kept[envelope.identity] = body
        return kept

    messages = list(Games(1).messages())
    arrivals = [as_it_arrives(messages, random.Random(seed)) for seed in SEEDS]  # noqa: S311 - seeded
    assert sum(last_wins(each) != last_wins(messages) for each in arrivals) == len(SEEDS)


stamps = st.builds(stamp, st.integers(1, 6), st.integers(0, 6), st.integers(0, 2))
deliveries = st.lists(st.tuples(st.sampled_from([DOCUMENT, BULK, DELTA]), stamps), max_size=25)


def joined(deliveries: Iterable[tuple[Identity, Stamp]]) -> Join:
    join = Join()
    for identity, each in deliveries:
        join.add(identity, each)
    return join


@given(deliveries, st.randoms(use_true_random=False), st.integers(0, 7))
def test_join_is_commutative_and_idempotent_at_every_time(
    delivered: list[tuple[Identity, Stamp]], chance: random.Random, second: int
) -> None:
    again = delivered + delivered[: len(delivered) // 2]
    chance.shuffle(again)
    as_of = OPENING + timedelta(seconds=second)
    assert joined(again).canonical() == joined(delivered).canonical()
    assert joined(again).canonical(as_of) == joined(delivered).canonical(as_of)


@given(deliveries, st.integers(0, 7))
def test_as_of_is_what_the_messages_until_then_say(delivered: list[tuple[Identity, Stamp]], second: int) -> None:
    as_of = OPENING + timedelta(seconds=second)
    until_then = [each for each in delivered if each[1].generated_at <= as_of]
    assert joined(delivered).canonical(as_of) == joined(until_then).canonical()


@given(deliveries, st.integers(0, 7))
def test_selection_is_the_plain_maximum(delivered: list[tuple[Identity, Stamp]], second: int) -> None:
    as_of = OPENING + timedelta(seconds=second)
    join = joined(delivered)
    for base in (DOCUMENT, BULK):
        own = {each for identity, each in delivered if identity == base and each.generated_at <= as_of}
        bulk = max(own, default=None)
        deltas = {
            each
            for identity, each in delivered
            if is_delta(identity)
            and base_of(identity) == base
            and each.generated_at <= as_of
            and (bulk is None or each.generated_at >= bulk.generated_at)
        }
        assert join.selection(base, as_of) == (bulk, tuple(sorted(deltas)))


@given(deliveries)
def test_what_is_called_stale_would_have_held_at_no_time(delivered: list[tuple[Identity, Stamp]]) -> None:
    all_of_it, without_stale = Join(), Join()
    for identity, each in delivered:
        if all_of_it.add(identity, each) is Place.STALE:
            without_stale.note(identity, each)
        else:
            without_stale.add(identity, each)
    for second in range(8):
        as_of = OPENING + timedelta(seconds=second)
        assert without_stale.canonical(as_of) == all_of_it.canonical(as_of)


def test_places() -> None:
    join = Join()
    assert join.add(DOCUMENT, stamp(2, 20)) is Place.NEWEST
    assert join.add(DOCUMENT, stamp(2, 20)) is Place.DUPLICATE
    assert join.add(DOCUMENT, stamp(1, 10)) is Place.EARLIER
    assert join.add(DOCUMENT, stamp(1, 30)) is Place.STALE
    assert join.add(DOCUMENT, stamp(3, 5)) is Place.NEWEST
    assert join.place(DOCUMENT, stamp(2, 20)) is Place.STALE
    assert join.messages == 1


def test_of_one_time_only_the_greatest_stamp_is_kept() -> None:
    join = joined([(DOCUMENT, stamp(1, 20)), (DOCUMENT, stamp(2, 20))])
    assert join.messages == 1
    assert join.add(DOCUMENT, stamp(1, 20)) is Place.STALE


def test_version_counts_more_than_time() -> None:
    join = joined([(DOCUMENT, stamp(5, 10)), (DOCUMENT, stamp(4, 99))])
    assert join.selection(DOCUMENT).bulk == stamp(5, 10)


def test_bulk_resets_the_deltas_before_it_and_not_those_after() -> None:
    join = joined([(BULK, stamp(1, 10)), (DELTA, stamp(1, 20)), (DELTA, stamp(2, 40))])
    assert join.selection(BULK) == (stamp(1, 10), (stamp(1, 20), stamp(2, 40)))
    join.add(BULK, stamp(2, 30))
    assert join.selection(BULK) == (stamp(2, 30), (stamp(2, 40),))
    assert join.selection(BULK, OPENING + timedelta(seconds=25)) == (stamp(1, 10), (stamp(1, 20),))


def test_deltas_hold_before_any_bulk_has_come() -> None:
    assert joined([(DELTA, stamp(1, 20))]).selection(BULK) == (None, (stamp(1, 20),))


def test_holes_in_the_versions_are_gaps_however_large() -> None:
    join = joined([(DOCUMENT, stamp(version, version)) for version in (2, 3, 7)])
    assert join.gaps() == [Gap(DOCUMENT, 1, 1), Gap(DOCUMENT, 4, 6)]
    assert join.gaps(OPENING + timedelta(seconds=3)) == [Gap(DOCUMENT, 1, 1)]
    join.add(DOCUMENT, Stamp(999_999_999, OPENING, b"x"))
    assert join.gaps()[-1] == Gap(DOCUMENT, 8, 999_999_998)


def test_version_that_cannot_be_read_was_delivered_all_the_same() -> None:
    join = joined([(DOCUMENT, stamp(1, 1)), (DOCUMENT, stamp(3, 3))])
    join.note(DOCUMENT, stamp(2, 2))
    assert join.gaps() == []
    assert join.selection(DOCUMENT).bulk == stamp(3, 3)


def test_empty_message_withdraws_its_document_and_a_later_one_brings_it_back() -> None:
    code = DOCUMENT.code
    row = '<Result Rank="1" SortOrder="1"><Competitor Code="1001"/></Result>'
    says: Callable[[int, str | None], bytes] = lambda version, inner: message(  # noqa: E731 - shorter than a def
        "DT_RESULT", code, version, OPENING + timedelta(seconds=version), inner
    )
    assert DOCUMENT in Table([says(1, row)]).state().documents
    assert DOCUMENT not in Table([says(2, None), says(1, row)]).state().documents
    assert DOCUMENT in Table([says(3, row), says(2, None), says(1, row)]).state().documents


def test_correction_months_later_replaces_what_was_official() -> None:
    messages = list(Games(3).messages())
    corrected = sniff(messages[-1])
    assert (corrected.generated_at - OPENING).days >= 120
    state = Table(messages).state()
    assert state.stamps[corrected.identity].version == corrected.version
    assert Table(messages[:-1]).state().canonical() != state.canonical()


def test_state_without_a_time_is_that_of_the_end_of_time() -> None:
    join = Table(Games(2).messages()).join
    assert join.canonical() == join.canonical(END_OF_TIME)
