"""Pauses between attempts."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.outbox.rules import ATTEMPTS_MAX, PAUSE_FIRST, PAUSE_MAX, is_given_up, pause


@given(st.integers(1, 10_000))
def test_pauses_grow_up_to_an_hour(attempts: int) -> None:
    assert PAUSE_FIRST <= pause(attempts) <= pause(attempts + 1) <= PAUSE_MAX


def test_a_message_is_tried_for_more_than_a_day() -> None:
    assert timedelta(days=1) < sum(map(pause, range(1, ATTEMPTS_MAX)), timedelta()) < timedelta(days=3)
    assert not is_given_up(ATTEMPTS_MAX - 1)
    assert is_given_up(ATTEMPTS_MAX)
