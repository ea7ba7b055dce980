"""Tokens of what a fan has confirmed: hers alone, for minutes, whole or nothing."""

import os
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.assistant.acts import ACT_LIFETIME, TOKEN_LENGTH_MAX, ActKind, ActSeal
from grandstand.assistant.errors import ActExpired, ActInvalid
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import POOL_ID_MAX, PoolId, new_subject_id
from grandstand.kernel.sealing import KEY_BYTES, Sealer

NOW = datetime(2030, 2, 14, 18, 30, tzinfo=UTC)
SEAL = ActSeal(Sealer(os.urandom(KEY_BYTES)))
FAN = Principal(new_subject_id(), Role.FAN, None, NOW + timedelta(days=1))
OTHER = Principal(new_subject_id(), Role.FAN, None, NOW + timedelta(days=1))


def token(fan: Principal = FAN, seal: ActSeal = SEAL) -> str:
    return seal.seal(ActSeal.act(ActKind.ORDER, fan, PoolId(3), "launch", NOW, merchant=7))


@given(st.sampled_from(ActKind), st.integers(1, POOL_ID_MAX), st.text(min_size=1, max_size=40), st.uuids())
def test_what_was_sealed_is_what_is_opened(kind: ActKind, pool: int, occasion: str, key: UUID) -> None:
    act = ActSeal.act(kind, FAN, PoolId(pool), occasion, NOW, merchant=2**31 - 1, key=key)
    sealed = SEAL.seal(act)
    assert len(sealed) <= TOKEN_LENGTH_MAX
    assert re.fullmatch(r"[A-Za-z0-9_-]+", sealed)
    assert SEAL.opened(sealed, FAN, NOW) == act


def test_a_token_shows_nothing_and_is_another_one_each_time() -> None:
    assert token() != token()
    assert str(FAN.subject) not in token()
    first, second = (ActSeal.act(ActKind.ORDER, FAN, PoolId(3), "launch", NOW) for _ in range(2))
    assert first.key != second.key


def test_it_is_hers_alone_and_nobody_is_told_whose() -> None:
    with pytest.raises(ActInvalid) as refused:
        SEAL.opened(token(), OTHER, NOW)
    with pytest.raises(ActInvalid) as made_up:
        SEAL.opened("made up", OTHER, NOW)
    assert str(refused.value) == str(made_up.value)
    with pytest.raises(ActInvalid):
        SEAL.opened(token(OTHER), FAN, NOW + 2 * ACT_LIFETIME)


def test_it_ends_after_minutes() -> None:
    sealed = token()
    assert SEAL.opened(sealed, FAN, NOW + ACT_LIFETIME - timedelta(microseconds=1)).pool == 3
    with pytest.raises(ActExpired):
        SEAL.opened(sealed, FAN, NOW + ACT_LIFETIME)


def test_that_of_another_deployment_is_none() -> None:
    with pytest.raises(ActInvalid):
        SEAL.opened(token(seal=ActSeal(Sealer(os.urandom(KEY_BYTES)))), FAN, NOW)


@given(st.integers(0), st.characters(codec="utf-8"))
def test_one_letter_that_is_another_makes_it_none(at: int, letter: str) -> None:
    sealed = token()
    at %= len(sealed)
    altered = sealed[:at] + letter + sealed[at + 1 :]
    try:
        opened = SEAL.opened(altered, FAN, NOW)
    except ActInvalid:
        return
    # The last letter may have bits that say nothing.
    assert at == len(sealed) - 1 or letter == sealed[at]
    assert opened == SEAL.opened(sealed, FAN, NOW)


@given(st.text(max_size=2 * TOKEN_LENGTH_MAX))
def test_whatever_is_sent_is_answered(made_up: str) -> None:
    with pytest.raises(ActInvalid):
        SEAL.opened(made_up, FAN, NOW)
