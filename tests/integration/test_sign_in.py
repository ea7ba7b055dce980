"""One-time sign-in links."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from grandstand.kernel.auth import Principal, Role, SignInCodeUsed
from grandstand.kernel.settings import Settings
from grandstand.kernel.sign_in import CODE_LENGTH_MAX, CODE_LIFETIME, SignIn
from grandstand.services import Services

REDEEMS = 20


@pytest.mark.parametrize("role", list(Role))
async def test_code_signs_in_whom_it_was_made_for(
    services: Services, principal: Callable[[Role], Principal], role: Role
) -> None:
    made = principal(role)
    code = await services.sign_in.create_code(made.subject, role, made.noc)
    found = await services.sign_in.redeem(code, services.tokens)
    assert (found.subject, found.role, found.noc) == (made.subject, role, made.noc)
    assert services.tokens.verify(services.tokens.issue(found)) == found


async def test_code_works_exactly_once_however_many_try_at_the_same_time(
    services: Services, principal: Callable[[Role], Principal]
) -> None:
    code = await services.sign_in.create_code(principal(Role.OPERATOR).subject, Role.OPERATOR)
    tries = (services.sign_in.redeem(code, services.tokens) for _ in range(REDEEMS))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(Principal), kinds.count(SignInCodeUsed)) == (1, REDEEMS - 1)


@pytest.mark.parametrize("code", ["", "unknown", "x" * (CODE_LENGTH_MAX + 1), "红包", "a\0b"])
async def test_code_that_never_was_is_refused_as_a_used_one(services: Services, code: str) -> None:
    with pytest.raises(SignInCodeUsed):
        await services.sign_in.redeem(code, services.tokens)


async def test_code_is_good_until_it_expires_and_no_longer(
    services: Services, principal: Callable[[Role], Principal]
) -> None:
    now = datetime(2026, 2, 6, 20, tzinfo=UTC)
    desk = SignIn(services.database, lambda: now)
    kept, late = [await desk.create_code(principal(Role.FAN).subject, Role.FAN) for _ in range(2)]
    now += CODE_LIFETIME - timedelta(seconds=1)
    assert (await desk.redeem(kept, services.tokens)).role is Role.FAN
    now += timedelta(seconds=1)
    with pytest.raises(SignInCodeUsed):
        await desk.redeem(late, services.tokens)


async def test_expired_codes_are_deleted_when_the_next_is_made(
    services: Services, settings: Settings, principal: Callable[[Role], Principal]
) -> None:
    now = datetime(2026, 2, 6, 20, tzinfo=UTC)
    desk = SignIn(services.database, lambda: now)
    await desk.create_code(principal(Role.FAN).subject, Role.FAN)
    now += CODE_LIFETIME + timedelta(seconds=1)
    await desk.create_code(principal(Role.FAN).subject, Role.FAN)
    connection = await asyncpg.connect(settings.database_url)
    assert await connection.fetchval("select count(*) from sign_in_code") == 1
    await connection.close()


async def test_code_is_not_stored_in_clear(
    services: Services, settings: Settings, principal: Callable[[Role], Principal]
) -> None:
    code = await services.sign_in.create_code(principal(Role.AUDITOR).subject, Role.AUDITOR)
    connection = await asyncpg.connect(settings.database_url)
    rows = await connection.fetch("select sign_in_code::text as stored, digest from sign_in_code")
    await connection.close()
    assert len(rows) == 1
    assert code not in rows[0]["stored"]
    assert code.encode() not in rows[0]["digest"]
    assert code.encode().hex() not in rows[0]["stored"]


async def test_codes_cannot_be_guessed(services: Services, principal: Callable[[Role], Principal]) -> None:
    subject = principal(Role.FAN).subject
    codes = {await services.sign_in.create_code(subject, Role.FAN) for _ in range(5)}
    assert len(codes) == 5
    assert all(len(code) == 32 for code in codes), "192 random bits in base64"
