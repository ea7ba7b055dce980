"""Signing keys: made, rotated without a restart, sealed at rest."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from grandstand.kernel.auth import Principal, Role, TokenExpired, TokenInvalid
from grandstand.kernel.clock import system_clock
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.keys import KEY_LIFETIME, UNKNOWN_KEY_REFRESH_S, KeyStore, Tokens
from grandstand.kernel.sealing import KEY_BYTES, Sealer
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

LIFETIME_H = 12


@dataclass
class Clock:
    now: datetime = datetime(2026, 2, 6, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(services: Services, settings: Settings, clock: Clock) -> KeyStore:
    """The keys of an empty deployment at a time that the test decides."""
    async with services.database.connection() as connection:
        await connection.execute("delete from signing_key")
    return KeyStore(services.database, Sealer(settings.sealing_key()), clock)


@pytest.fixture
async def process(store: KeyStore, clock: Clock) -> Tokens:
    await store.ensure_key()
    tokens = Tokens(store, clock, lifetime_h=LIFETIME_H)
    await tokens.refresh()
    return tokens


def fan(tokens: Tokens, principal: Callable[[Role], Principal]) -> Principal:
    made = principal(Role.FAN)
    return Principal(made.subject, made.role, None, tokens.expiry())


async def test_first_key_is_made_when_there_is_none_and_kept(store: KeyStore, clock: Clock) -> None:
    assert await store.keys() == []
    key = await store.ensure_key()
    assert await store.ensure_key() == key
    assert await store.keys() == [key]
    assert (key.created_at, key.retires_at) == (clock.now, clock.now + KEY_LIFETIME)


async def test_key_is_sealed_in_the_database(store: KeyStore, settings: Settings) -> None:
    key = await store.ensure_key()
    connection = await asyncpg.connect(settings.database_url)
    rows = await connection.fetch("select * from signing_key")
    await connection.close()
    assert len(rows) == 1
    assert key.secret not in rows[0]["sealed_secret"]
    assert key.secret.hex() not in str(rows)


async def test_new_tokens_carry_the_new_key_and_old_ones_still_verify(
    store: KeyStore, process: Tokens, clock: Clock, principal: Callable[[Role], Principal]
) -> None:
    before = fan(process, principal)
    old = process.issue(before)
    clock.advance(timedelta(minutes=1))
    key = await store.rotate(token_lifetime_h=LIFETIME_H)
    await process.refresh()
    new = process.issue(before)
    assert process._keys.newest().kid == key.kid
    assert new.partition(".")[0] != old.partition(".")[0]
    assert process.verify(old) == process.verify(new) == before


async def test_rotated_key_retires_when_its_last_token_has_expired(
    store: KeyStore, process: Tokens, clock: Clock, principal: Callable[[Role], Principal]
) -> None:
    last = process.issue(fan(process, principal))
    first = (await store.keys())[0]
    key = await store.rotate(token_lifetime_h=LIFETIME_H)
    assert {each.kid: each.retires_at for each in await store.keys()}[first.kid] == clock.now + timedelta(
        hours=LIFETIME_H
    )
    clock.advance(timedelta(hours=LIFETIME_H) - timedelta(seconds=1))
    await process.refresh()
    assert process.verify(last).role is Role.FAN
    clock.advance(timedelta(seconds=1))
    with pytest.raises((TokenExpired, TokenInvalid)):
        process.verify(last)
    assert [each.kid for each in await store.keys()] == [key.kid]


async def test_rotation_does_not_prolong_a_key_that_retires_sooner(store: KeyStore, clock: Clock) -> None:
    first = await store.ensure_key()
    await store.rotate(token_lifetime_h=1)
    clock.advance(timedelta(minutes=30))
    await store.rotate(token_lifetime_h=24)
    retires = {each.kid: each.retires_at for each in await store.keys()}
    assert retires[first.kid] == first.created_at + timedelta(hours=1)


async def test_rotation_without_a_lifetime_withdraws_every_token_at_once(
    store: KeyStore, process: Tokens, principal: Callable[[Role], Principal]
) -> None:
    stolen = process.issue(fan(process, principal))
    process.verify(stolen)
    await store.rotate(token_lifetime_h=0)
    await process.refresh()
    with pytest.raises(TokenInvalid):
        process.verify(stolen)


async def test_another_process_meets_a_new_key_by_its_first_token(
    store: KeyStore, process: Tokens, clock: Clock, principal: Callable[[Role], Principal]
) -> None:
    other = Tokens(store, clock, lifetime_h=LIFETIME_H)
    await other.refresh()
    clock.advance(timedelta(seconds=UNKNOWN_KEY_REFRESH_S))
    await store.rotate(token_lifetime_h=LIFETIME_H)
    await process.refresh()
    token = process.issue(fan(process, principal))
    with pytest.raises(TokenInvalid):
        other.verify(token)
    assert (await other.verify_fresh(token)).role is Role.FAN


async def test_forged_tokens_make_a_process_read_its_keys_once_in_two_seconds(
    store: KeyStore, process: Tokens, clock: Clock
) -> None:
    clock.advance(timedelta(seconds=UNKNOWN_KEY_REFRESH_S))
    for _ in range(5):
        with pytest.raises(TokenInvalid):
            await process.verify_fresh("a.forged.token")
    read_at = process._refreshed_at
    assert read_at == clock.now
    clock.advance(timedelta(seconds=UNKNOWN_KEY_REFRESH_S / 2))
    await store.rotate(token_lifetime_h=0)
    with pytest.raises(TokenInvalid):
        await process.verify_fresh("a.forged.token")
    assert process._refreshed_at == read_at


async def test_deployment_with_another_secret_key_is_told_so(services: Services, settings: Settings) -> None:
    await services.keys.ensure_key()
    other = Settings(database_url=settings.database_url, secret_key="5e" * KEY_BYTES)
    with pytest.raises(SettingsInvalid, match="GRANDSTAND_SECRET_KEY"):
        await build_services(other)
    second = KeyStore(services.database, Sealer(other.sealing_key()), system_clock)
    for read in (second.keys, second.ensure_key):
        with pytest.raises(SettingsInvalid, match="GRANDSTAND_SECRET_KEY"):
            await read()


async def test_processes_that_start_together_on_an_empty_database_agree_on_a_key(
    services: Services, store: KeyStore
) -> None:
    for _ in range(5):
        made = await asyncio.gather(*(store.ensure_key() for _ in range(4)))
        assert {key.kid for key in made} <= {key.kid for key in await store.keys()}
        async with services.database.connection() as connection:
            await connection.execute("delete from signing_key")
