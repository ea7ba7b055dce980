"""A programme on a real database: applied once however often, no half of a wave, changed with care."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from grandstand.api import add_error_handlers
from grandstand.campaign import PoolState, audit_faults
from grandstand.campaign.draws.models import DrawId, DrawState
from grandstand.campaign.eligibility import FanFacts
from grandstand.campaign.errors import NotEligible, OccasionNotEarned
from grandstand.campaign.lanes import Grant
from grandstand.campaign.programme import AS_THE_FILE_SAYS, ProgrammeInvalid, WaveDone, programme_routes
from grandstand.campaign.programme.errors import ProgrammeFrozen, ProgrammeTooLate, ProgrammeUnknown
from grandstand.campaign.programme.models import Applied, ProgrammeId
from grandstand.campaign.programme_applied import WavesMade
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

DEMO = (files("grandstand.demo") / "nine_days.yaml").read_bytes()
START = datetime(2030, 2, 1, tzinfo=UTC)
SMALL = b"""\
programme: small
titles: {en: Small}
zone: Asia/Shanghai
currency: CNY
budget: 10_000.00
waves:
  - name: drinks
    kind: voucher
    categories: [drink]
    from: 2030-02-06 10:00
    until: 2030-02-08 00:00
    valid_until: 2030-02-10 00:00
    shares: 100
    each: 25.00
    occasions: [launch]
    invites: {inviter: 2, daily_draw: {invitations: 2}}
    draws: {daily: {winners: 3, closes: "24:00", open: false, each: 88.00}}
    pacing: {shares_per_second: 50}
    lanes: 2
  - name: cash
    kind: cash
    from: 2030-02-08 10:00
    until: 2030-02-09 00:00
    shares: 50
    total: 100.00
    occasions: [launch]
"""
BOTH = ["drinks", "cash"]


@dataclass
class Watch:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    services: Services
    watch: Watch
    operator: Principal
    auditor: Principal

    async def apply(self, document: bytes = SMALL, *, dry_run: bool = False) -> Applied:
        return await self.services.programmes.apply(self.operator, document, "the season begins", dry_run=dry_run)

    async def counts(self) -> dict[str, int]:
        """How many rows there are of everything that a programme makes."""
        tables = ("pool", "tranche", "draw", "invite_scheme", "voucher_terms", "programme", "programme_wave")
        async with self.services.database.connection() as db:
            return {table: await db.fetchval(f"select count(*) from {table}") for table in tables}


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def house(settings: Settings, watch: Watch, principal: Callable[[Role], Principal]) -> AsyncIterator[House]:
    services = await build_services(settings, watch)
    yield House(services, watch, principal(Role.OPERATOR), principal(Role.AUDITOR))
    await services.close()


async def test_file_is_made_so(house: House) -> None:
    applied = await house.apply()
    drinks, cash = applied.waves
    assert [wave.done for wave in applied.waves] == [WaveDone.CREATED, WaveDone.CREATED]
    books = await house.services.campaign.books(house.operator, PoolId(drinks.pool))
    assert (books.state, books.shares_per_s, books.total_minor) == (PoolState.SCHEDULED, 50, 250_000)
    assert books.opens_at == datetime(2030, 2, 6, 2, tzinfo=UTC)
    assert drinks.prize_pool is not None
    prizes = await house.services.campaign.books(house.operator, PoolId(drinks.prize_pool))
    assert (prizes.shares, prizes.total_minor, prizes.state) == (6, 6 * 8800, PoolState.SCHEDULED)
    draws = [draw for draw in await house.services.draws.draws() if draw.pool == drinks.prize_pool]
    assert {draw.id for draw in draws} == set(drinks.draws)
    assert {draw.occasion for draw in draws} == {"draw:2030-02-06", "draw:2030-02-07"}
    assert all(draw.tickets == draw.earned == ("invites:2",) for draw in draws)
    (scheme,) = await house.services.invites.schemes()
    assert (scheme.id, scheme.pool) == (drinks.scheme, drinks.pool)
    assert scheme.inviter_occasions == ("invite:1", "invite:2")
    assert {(ticket.day.isoformat(), ticket.draw) for ticket in scheme.daily_tickets} == {
        (draw.occasion.removeprefix("draw:"), draw.id) for draw in draws
    }
    assert (cash.prize_pool, cash.draws, cash.scheme) == (None, (), None)
    assert await house.counts() == {
        "pool": 3,
        "tranche": 3,
        "draw": 2,
        "invite_scheme": 1,
        "voucher_terms": 1,
        "programme": 1,
        "programme_wave": 2,
    }


async def test_demo_is_applied(house: House) -> None:
    applied = await house.apply(DEMO)
    assert [wave.wave for wave in applied.waves] == ["drinks", "envelopes-eve", "envelopes-day"]
    assert len(applied.waves[0].draws) == 7
    (record,) = await house.services.programmes.programmes(house.auditor)
    assert (record.name, record.budget_minor) == ("winter-2030", 300_000_000_000)


async def test_to_apply_again_does_nothing(house: House) -> None:
    first = await house.apply()
    before = await house.counts()
    house.watch.now = datetime(2030, 2, 7, tzinfo=UTC)
    again = await house.apply()
    assert [wave.done for wave in again.waves] == [WaveDone.UNCHANGED, WaveDone.UNCHANGED]
    assert [wave.pool for wave in again.waves] == [wave.pool for wave in first.waves]
    assert again.changes == ()
    assert await house.counts() == before
    acts = await house.services.programmes.acts(house.auditor, ProgrammeId(1))
    assert [(act.wave, act.reason) for act in acts] == [(name, "the season begins") for name in reversed(BOTH)]


async def test_two_who_apply_at_the_same_time_make_it_once(house: House) -> None:
    answers = await asyncio.gather(*(house.apply() for _ in range(3)))
    assert len({wave.pool for answer in answers for wave in answer.waves}) == 2
    done = [wave.done for answer in answers for wave in answer.waves]
    assert done.count(WaveDone.CREATED) == 2
    assert (await house.counts())["pool"] == 3


async def test_a_fan_claims_what_a_wave_gives_and_earns_the_rest(house: House) -> None:
    drinks, _ = (await house.apply()).waves
    house.watch.now = datetime(2030, 2, 6, 3, tzinfo=UTC)
    pool, fan = PoolId(drinks.pool), new_subject_id()
    grant = await house.services.engine.claim(pool, fan, "launch")
    assert isinstance(grant, Grant)
    assert grant.claim.amount_minor == 2500
    with pytest.raises(OccasionNotEarned):
        await house.services.engine.claim(pool, fan, "invite:1")
    vouchers = await house.services.vouchers.vouchers(Principal(fan, Role.FAN, None, START))
    assert [(voucher.pool, voucher.categories) for voucher in vouchers] == [(drinks.pool, ("drink",))]
    assert audit_faults(await house.services.proofs.audit(pool)) == []


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(house: House) -> None:
    empty = await house.counts()
    applied = await house.apply(dry_run=True)
    assert (applied.dry_run, applied.missing, applied.waves) == (True, ("drinks", "cash"), ())
    assert await house.counts() == empty
    await house.apply()
    frozen = SMALL.replace(b"each: 25.00", b"each: 26.00")
    applied = await house.apply(frozen, dry_run=True)
    assert [(change.wave, change.key, change.is_frozen) for change in applied.changes] == [
        ("drinks", "shares and amounts", True)
    ]


async def test_what_is_frozen_is_refused_and_nothing_else_of_the_file_is_done(house: House) -> None:
    await house.apply()
    before = await house.counts()
    another = SMALL.replace(b"lanes: 2", b"lanes: 3").replace(b"per_second: 50", b"per_second: 60")
    another += SMALL[SMALL.index(b"  - name: cash") :].replace(b"cash\n    kind", b"more\n    kind")
    with pytest.raises(ProgrammeFrozen, match="drinks: lanes is 2, the file says 3"):
        await house.apply(another)
    assert await house.counts() == before
    books = await house.services.campaign.books(house.operator, PoolId(1))
    assert books.shares_per_s == 50


async def test_pace_validity_and_categories_are_changed_and_a_wave_is_added(house: House) -> None:
    drinks, _ = (await house.apply()).waves
    house.watch.now = datetime(2030, 2, 6, 3, tzinfo=UTC)
    another = SMALL.replace(b"per_second: 50", b"per_second: 60").replace(b"[drink]", b"[drink, food]")
    another = another.replace(b"2030-02-10", b"2030-02-12")
    another += SMALL[SMALL.index(b"  - name: cash") :].replace(b"cash\n    kind", b"more\n    kind")
    applied = await house.apply(another)
    assert [wave.done.value for wave in applied.waves] == ["changed", "unchanged", "created"]
    assert {change.key for change in applied.changes} == {"pacing", "categories", "valid_until"}
    for pool in (drinks.pool, drinks.prize_pool):
        books = await house.services.campaign.books(house.operator, PoolId(pool or 0))
        assert books.valid_until == datetime(2030, 2, 11, 16, tzinfo=UTC)
    assert (await house.services.campaign.books(house.operator, PoolId(drinks.pool))).shares_per_s == 60
    again = await house.apply(another)
    assert again.changes == ()
    record, document = await house.services.programmes.programme(house.auditor, ProgrammeId(1))
    assert (set(record.waves), document) == ({"drinks", "cash", "more"}, another)


async def test_a_title_of_the_whole_programme_may_be_changed_where_each_wave_has_its_own(house: House) -> None:
    document = SMALL[: SMALL.index(b"  - name: drinks")] + SMALL[SMALL.index(b"  - name: cash") :]
    document = document.replace(b"    kind: cash", b"    kind: cash\n    titles: {en: Cash}")
    await house.apply(document)
    applied = await house.apply(document.replace(b"{en: Small}", b"{en: Larger}"))
    assert [(change.wave, change.key) for change in applied.changes] == [("", "titles")]
    (record,) = await house.services.programmes.programmes(house.auditor)
    assert record.titles == {"en": "Larger"}


async def test_a_wave_that_should_have_begun_is_not_made_and_nothing_else_is(house: House) -> None:
    house.watch.now = datetime(2030, 2, 7, tzinfo=UTC)
    with pytest.raises(ProgrammeTooLate, match="'drinks' is not there yet"):
        await house.apply()
    assert set((await house.counts()).values()) == {0}


async def test_faults_of_the_file_are_told_before_anything_is_done(house: House) -> None:
    with pytest.raises(ProgrammeInvalid, match="line 5, column 9: The waves cost"):
        await house.apply(SMALL.replace(b"10_000.00", b"1_000.00"))
    assert set((await house.counts()).values()) == {0}


@pytest.mark.parametrize("steps", range(8))
async def test_what_fails_in_the_middle_of_a_wave_leaves_nothing_of_it_and_is_made_later(
    house: House, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """The process dies before the so-maniest step of the wave with draws; the one before it stays."""
    document = SMALL[: SMALL.index(b"  - name: drinks")] + SMALL[SMALL.index(b"  - name: cash") :]
    await house.apply(document)
    before, left = await house.counts(), [steps]
    services = house.services

    def failing(work: Callable[..., Any]) -> Callable[..., Any]:
        async def step(*args: Any) -> Any:
            if not left[0]:
                raise ConnectionResetError
            left[0] -= 1
            return await work(*args)

        return step

    with monkeypatch.context() as patch:
        for part, name in (
            (services.campaign, "create_in"),
            (services.campaign, "act_in"),
            (services.vouchers, "set_terms_in"),
            (services.draws, "plan_in"),
            (services.invites, "plan_in"),
        ):
            patch.setattr(part, name, failing(getattr(part, name)))
        with pytest.raises(DatabaseUnavailable):
            await house.apply()
    assert await house.counts() == before
    applied = await house.apply()
    assert [wave.done.value for wave in applied.waves] == ["created", "unchanged"]
    assert (await house.counts())["draw"] == 2


async def test_draws_of_the_programme_are_closed_and_paid_by_the_clock(house: House) -> None:
    document = SMALL.replace(b"open: false", b"open: true")
    drinks, _ = (await house.apply(document)).waves
    house.watch.now = datetime(2030, 2, 6, 3, tzinfo=UTC)
    fan = Principal(new_subject_id(), Role.FAN, None, START + timedelta(days=30))
    first = min(
        (draw for draw in await house.services.draws.draws() if draw.pool == drinks.prize_pool),
        key=lambda draw: draw.closes_at,
    )
    assert first.state is DrawState.ENTERING
    await house.services.draws.enter(fan, DrawId(first.id), "self")
    house.watch.now = datetime(2030, 2, 6, 17, tzinfo=UTC)
    for _ in range(3):
        await house.services.draws.keep_times()
        await house.services.outbox.run_once()
    claims, _ = await house.services.campaign.wallet(fan, fan.subject, None)
    assert [(claim.pool, claim.occasion, claim.amount_minor) for claim in claims] == [
        (drinks.prize_pool, "draw:2030-02-06", 8800)
    ]


async def test_only_operators_apply_and_only_those_who_watch_read(
    house: House, principal: Callable[[Role], Principal]
) -> None:
    programmes = house.services.programmes
    await house.apply()
    for role in set(Role) - {Role.OPERATOR}:
        with pytest.raises(Forbidden):
            await programmes.apply(principal(role), SMALL)
    for role in set(Role) - {Role.OPERATOR, Role.AUDITOR}:
        for work in (
            programmes.outlook(principal(role), SMALL),
            programmes.programmes(principal(role)),
            programmes.programme(principal(role), ProgrammeId(1)),
            programmes.acts(principal(role), ProgrammeId(1)),
        ):
            with pytest.raises(Forbidden):
                await work
    with pytest.raises(ProgrammeUnknown):
        await programmes.programme(house.auditor, ProgrammeId(99))


class Door:
    """Says who asks, as the front door does."""

    def __init__(self, app: FastAPI, who: Principal) -> None:
        self._app, self._who = app, who

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope["state"] = {"principal": self._who}
        await self._app(scope, receive, send)


async def test_programmes_over_http(house: House) -> None:
    api = FastAPI()
    api.include_router(programme_routes(house.services.programmes))
    add_error_handlers(api)
    transport = httpx.ASGITransport(app=Door(api, house.operator))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        outlook = (await client.post("/v1/programmes/outlook", json={"file": SMALL.decode()})).json()
        assert outlook["cost_minor"] == 250_000 + 6 * 8800 + 10_000
        assert outlook["waves"][0]["levels"]["mean_minor"] == 2500
        body = {"file": SMALL.decode(), "reason": "over the web"}
        tried = (await client.post("/v1/programmes", json=body | {"dry_run": True})).json()
        assert tried["missing"] == BOTH
        applied = (await client.post("/v1/programmes", json=body)).json()
        assert [wave["done"] for wave in applied["waves"]] == ["created", "created"]
        (listed,) = (await client.get("/v1/programmes")).json()["programmes"]
        assert set(listed["waves"]) == set(BOTH)
        shown = (await client.get(f"/v1/programmes/{listed['id']}")).json()
        assert (shown["file"], shown["programme"]) == (SMALL.decode(), listed)
        acts = (await client.get(f"/v1/programmes/{listed['id']}/acts")).json()["acts"]
        assert [act["reason"] for act in acts] == ["over the web"] * 2
        assert AS_THE_FILE_SAYS not in str(acts)
        wrong = await client.post("/v1/programmes/outlook", json={"file": "zone: Nowhere"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "programme.invalid")
        assert "line 1, column 7: There is no time zone 'Nowhere'" in wrong.json()["detail"]
        frozen = await client.post("/v1/programmes", json={"file": SMALL.decode().replace("lanes: 2", "lanes: 1")})
        assert (frozen.status_code, frozen.json()["code"]) == (409, "programme.frozen")
        assert (await client.get("/v1/programmes/99")).json()["code"] == "programme.unknown"


def test_the_maker_knows_every_part(house: House) -> None:
    assert isinstance(house.services.programmes._maker, WavesMade)


ASKING = SMALL.replace(
    b"waves:\n", b"segments:\n  newcomers: {joined_after: 2030-02-01}\n  members: {labels: [member]}\nwaves:\n"
).replace(b"    shares: 100\n", b"    shares: 100\n    segments: [newcomers]\n")


async def test_waves_ask_for_the_segments_of_the_file_and_may_ask_for_others_later(house: House) -> None:
    services = house.services
    applied = await house.apply(ASKING)
    pool = PoolId(applied.waves[0].pool)
    assert await services.eligibility.asked(house.auditor, pool) == {"": ["small.newcomers"]}
    assert await services.eligibility.asked(house.auditor, PoolId(applied.waves[1].pool)) == {}
    house.watch.now = datetime(2030, 2, 6, 12, tzinfo=UTC)
    newcomer, other = new_subject_id(), new_subject_id()
    facts = [FanFacts(fan=newcomer, joined_at=START), FanFacts(fan=other, joined_at=START - timedelta(days=1))]
    await services.eligibility.put_facts(house.operator, facts)
    assert isinstance(await services.engine.claim(pool, newcomer, "launch"), Grant)
    with pytest.raises(NotEligible):
        await services.engine.claim(pool, other, "launch")
    later = await house.apply(ASKING.replace(b"[newcomers]", b"[newcomers, members]"))
    assert [(change.key, change.is_frozen) for change in later.changes] == [("segments", False)]
    asked = await services.eligibility.asked(house.auditor, pool)
    assert asked == {"": ["small.members", "small.newcomers"]}
    assert (await house.apply(ASKING.replace(b"[newcomers]", b"[newcomers, members]"))).changes == ()


async def test_audience_says_who_would_get_each_wave_before_anything_is_made(house: House) -> None:
    joined = [START + timedelta(days=days) for days in (-2, -1, 0, 1, 2)]
    facts = [FanFacts(fan=new_subject_id(), joined_at=at) for at in joined]
    await house.services.eligibility.put_facts(house.operator, facts)
    before = await house.counts()
    drinks, cash = await house.services.programmes.audiences(house.auditor, ASKING)
    assert (drinks.name, drinks.fans, drinks.eligible, drinks.claims) == ("drinks", 5, 3, 3)
    assert drinks.cost_minor == 3 * 2_500
    assert [(row.segment, row.platform, row.fans) for row in drinks.rows] == [("small.newcomers", "direct", 3)]
    assert (cash.name, cash.eligible, cash.cost_minor) == ("cash", 5, 5 * 200)
    assert await house.counts() == before
    with pytest.raises(ProgrammeInvalid):
        await house.services.programmes.audiences(house.auditor, b"programme: nothing")
