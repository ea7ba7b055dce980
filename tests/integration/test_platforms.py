"""Platforms and segments on a real database: never more than a part, whoever asks at the same moment."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from grandstand.campaign import Act, Curve, PoolPlan, audit_faults
from grandstand.campaign.conditions import DIRECT, EVERY_OCCASION, Facts, SegmentRule, SwitchKind
from grandstand.campaign.eligibility import FanFacts
from grandstand.campaign.eligibility.errors import (
    FactsInvalid,
    SegmentInvalid,
    SegmentUnknown,
    SwitchConflict,
    SwitchUnknown,
)
from grandstand.campaign.errors import NotEligible, PlatformSpent, PoolUnknown, SwitchedOff
from grandstand.campaign.fraud import FraudAct
from grandstand.campaign.fraud.storage import Target
from grandstand.campaign.lanes import Grant
from grandstand.campaign.outbox.rules import ATTEMPTS_MAX
from grandstand.campaign.platforms import AddedPlatform, PlatformEvents, PlatformPlan
from grandstand.campaign.platforms.errors import (
    KeyRefused,
    KeysFull,
    KeyUnknown,
    PlatformConflict,
    PlatformInvalid,
    PlatformUnknown,
)
from grandstand.campaign.vouchers import Capacity, Category, MerchantPlan, VoucherTerms
from grandstand.campaign.vouchers.models import MerchantId
from grandstand.campaign.webhooks import SIGNATURE, Heard, is_signed
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

REASON = "trying"
BUDGET = 1_000_000


@dataclass
class House:
    services: Services
    operator: Principal
    auditor: Principal
    programs: dict[str, Principal] = field(default_factory=dict)

    async def pool(self, *, shares: int = 200, lanes: int = 4, opened: bool = True, **plan: Any) -> PoolId:
        chosen: dict[str, Any] = {
            "titles": {"en": "Test"},
            "currency": "CNY",
            "shares": shares,
            "total_minor": shares * 100,
            "minimum_minor": 100,
            "curve": Curve.EQUAL,
            "occasions": ("launch",),
            "lanes": lanes,
        } | plan
        books = await self.services.campaign.create_pool(self.operator, PoolPlan(**chosen))
        if opened:
            await self.open(books.pool)
        return books.pool

    async def open(self, pool: PoolId) -> None:
        await self.services.campaign.act(self.operator, pool, Act.OPENED, REASON)

    async def platform(self, name: str = "messenger", webhook: str = "") -> AddedPlatform:
        plan = PlatformPlan(name=name, currency="CNY", budget_minor=BUDGET, webhook=webhook)
        added = await self.services.platforms.add(self.operator, plan, REASON)
        token = await self.services.platforms.sign_in(added.key.id, added.key.secret)
        self.programs[name] = self.services.tokens.verify(token.token)
        return added

    async def allot(self, pool: PoolId, claims: int, minor: int, name: str = "messenger") -> None:
        await self.services.platforms.allot(self.operator, name, pool, claims, minor, REASON)

    async def fans(self, count: int, name: str = "messenger", facts: Facts = Facts()) -> list[SubjectId]:  # noqa: B008
        bring = self.services.platforms.fan
        users = [f"user {uuid4()}" for _ in range(count)]
        found = await asyncio.gather(*(bring(self.programs[name], user, facts) for user in users))
        return [each.fan for each in found]

    async def claim(self, pool: PoolId, fan: SubjectId, occasion: str = "launch") -> Grant:
        return await self.services.engine.claim(pool, fan, occasion)

    async def outcomes(
        self, pool: PoolId, fans: list[SubjectId], services: Services | None = None
    ) -> Counter[str]:
        """How many were granted, and how many were refused with what."""
        engine = (services or self.services).engine
        answers = await asyncio.gather(
            *(engine.claim(pool, fan, "launch") for fan in fans), return_exceptions=True
        )
        return Counter("granted" if isinstance(each, Grant) else type(each).__name__ for each in answers)

    async def values(self, statement: str, *args: object) -> tuple[Any, ...]:
        async with self.services.database.connection() as db:
            row = await db.fetchrow(statement, *args)
        assert row is not None
        return tuple(row)

    async def check(self, pool: PoolId) -> None:
        """The books of the pool, and of the parts of platforms, by every table that knows of them."""
        assert audit_faults(await self.services.proofs.audit(pool)) == []
        statement = """
            select platform, claims, amount_minor,
              (select coalesce(sum(claims_left), 0) from purse p where p.platform = a.platform and pool_id = $1)
              + (select coalesce(sum(claims), 0) from purse_move m
                 where m.platform = a.platform and pool_id = $1 and landed_at is null) as claims_left,
              (select coalesce(sum(minor_left), 0) from purse p where p.platform = a.platform and pool_id = $1)
              + (select coalesce(sum(amount_minor), 0) from purse_move m
                 where m.platform = a.platform and pool_id = $1 and landed_at is null) as minor_left,
              (select count(*) from claim c where c.platform = a.platform and pool_id = $1) as given,
              (select coalesce(sum(amount_minor), 0) from claim c
               where c.platform = a.platform and pool_id = $1) as given_minor,
              (select coalesce(sum(claims), 0) from platform_quarter q
               where q.platform = a.platform and pool_id = $1) as counted,
              (select coalesce(sum(amount_minor), 0) from platform_quarter q
               where q.platform = a.platform and pool_id = $1) as counted_minor
            from allotment a where pool_id = $1
        """
        async with self.services.database.connection() as db:
            for row in await db.fetch(statement, pool):
                assert row["claims"] == row["claims_left"] + row["given"], row
                assert row["amount_minor"] == row["minor_left"] + row["given_minor"], row
                assert (row["given"], row["given_minor"]) == (row["counted"], row["counted_minor"])


@pytest.fixture
async def house(services: Services, principal: Callable[[Role], Principal]) -> House:
    return House(services, principal(Role.OPERATOR), principal(Role.AUDITOR))


@pytest.fixture
async def others(settings: Settings) -> AsyncIterator[Services]:
    """The services of another process."""
    wired = await build_services(settings)
    await wired.tokens.refresh()
    yield wired
    await wired.close()


# Parts of platforms.


async def test_a_platform_never_gives_more_shares_than_its_part(house: House, others: Services) -> None:
    await house.platform()
    pool = await house.pool(shares=400)
    await house.allot(pool, 37, BUDGET)
    fans = await house.fans(120)
    found = await asyncio.gather(house.outcomes(pool, fans[:60]), house.outcomes(pool, fans[60:], others))
    assert sum(found, Counter()) == {"granted": 37, "PlatformSpent": 83}
    await house.check(pool)
    direct = [new_subject_id() for _ in range(50)]
    assert await house.outcomes(pool, direct) == {"granted": 50}
    await house.check(pool)


async def test_a_platform_never_gives_more_money_than_its_part_and_nearly_all_of_it(
    house: House, others: Services
) -> None:
    await house.platform()
    pool = await house.pool(shares=2_000, total_minor=200_000, minimum_minor=1, curve=Curve.EXPONENTIAL)
    await house.allot(pool, 2_000, 9_000)
    fans = await house.fans(300)
    found = await asyncio.gather(house.outcomes(pool, fans[:150]), house.outcomes(pool, fans[150:], others))
    assert set(sum(found, Counter())) == {"granted", "PlatformSpent"}
    await house.check(pool)
    given, most = await house.values(
        "select sum(amount_minor), max(amount_minor) from claim where pool_id = $1", pool
    )
    desk = house.services.engine._desks[pool]
    assert 9_000 - desk._amounts.most_minor < given <= 9_000
    assert most <= desk._amounts.most_minor


async def test_whoever_has_a_share_gets_it_again_when_the_part_is_spent(house: House) -> None:
    await house.platform()
    pool = await house.pool()
    await house.allot(pool, 1, 100)
    first, second = await house.fans(2)
    given = await house.claim(pool, first)
    with pytest.raises(PlatformSpent):
        await house.claim(pool, second)
    assert (await house.claim(pool, first)).claim == given.claim
    await house.allot(pool, 2, 200)
    assert (await house.claim(pool, second)).claim.amount_minor == 100
    await house.check(pool)


async def test_fans_of_a_platform_without_a_part_get_nothing_where_others_have_one(house: House) -> None:
    await house.platform()
    await house.platform("shop")
    shared, open_to_all = await house.pool(), await house.pool()
    await house.allot(shared, 10, 1_000)
    (shopper,) = await house.fans(1, "shop")
    with pytest.raises(NotEligible):
        await house.claim(shared, shopper)
    await house.claim(open_to_all, shopper)
    assert await house.values("select count(*) from claim where platform is not null") == (0,)


async def test_part_of_a_draft_is_shared_out_when_it_opens(house: House) -> None:
    await house.platform()
    pool = await house.pool(lanes=3, opened=False)
    await house.allot(pool, 10, 1_000)
    await house.open(pool)
    assert await house.outcomes(pool, await house.fans(12)) == {"granted": 10, "PlatformSpent": 2}
    await house.check(pool)


async def test_a_part_is_changed_within_budget_and_not_below_what_was_given(house: House) -> None:
    added = await house.platform()
    pool, other = await house.pool(shares=20_000), await house.pool(shares=20_000)
    await house.allot(pool, 5_000, 600_000)
    await house.outcomes(pool, await house.fans(7))
    with pytest.raises(PlatformInvalid, match="budget"):
        await house.allot(other, 5_000, 500_000)
    with pytest.raises(PlatformInvalid, match="cannot be less"):
        await house.allot(pool, 6, 600_000)
    with pytest.raises(PlatformInvalid, match="come to"):
        await house.services.platforms.change(house.operator, "messenger", 599_999, None, REASON)
    await house.allot(pool, 8, 900)
    await house.allot(other, 5_000, 500_000)
    await house.check(pool)
    assert await house.outcomes(pool, await house.fans(3)) == {"granted": 1, "PlatformSpent": 2}
    await house.check(pool)
    found = await house.services.platforms.platform(house.auditor, added.platform.name)
    assert [(part.pool, part.claims_given, part.minor_given) for part in found.parts] == [
        (pool, 8, 800),
        (other, 0, 0),
    ]
    with pytest.raises(PlatformInvalid, match="shares"):
        await house.allot(other, 20_001, 0)
    with pytest.raises(PoolUnknown):
        await house.allot(PoolId(99), 1, 1)


async def test_part_left_on_its_way_by_a_killed_process_lands(house: House, others: Services) -> None:
    await house.platform()
    pool = await house.pool(lanes=2)
    await house.allot(pool, 20, 2_000)
    sent: list[object] = []
    desk_of = house.services.engine
    await house.outcomes(pool, [new_subject_id()])
    purses = desk_of._desks[pool]._purses

    async def die(move: object) -> None:
        sent.append(move)
        raise RuntimeError("killed between the halves of a move")

    purses._land = die  # type: ignore[method-assign]
    fans = await house.fans(60)
    await house.outcomes(pool, fans)
    assert sent
    assert await house.values("select count(*) > 0 from purse_move where landed_at is null") == (True,)
    await house.check(pool)
    await house.outcomes(pool, fans, others)
    assert await house.values("select count(*) from claim where platform is not null") == (20,)
    assert await house.values("select count(*) from purse_move where landed_at is null") == (0,)
    await house.check(pool)


# Keys, users, settlement.


async def test_keys_are_shown_once_rotated_and_withdrawn(house: House) -> None:
    platforms = house.services.platforms
    added = await house.platform()
    second = await platforms.new_key(house.operator, "messenger", REASON)
    with pytest.raises(KeysFull):
        await platforms.new_key(house.operator, "messenger", REASON)
    await platforms.sign_in(second.id, second.secret)
    for key, secret in ((added.key.id, second.secret), (uuid4(), second.secret), (second.id, "")):
        with pytest.raises(KeyRefused):
            await platforms.sign_in(key, secret)
    await platforms.revoke_key(house.operator, "messenger", added.key.id, REASON)
    with pytest.raises(KeyRefused):
        await platforms.sign_in(added.key.id, added.key.secret)
    with pytest.raises(KeyRefused):
        await platforms.mine(house.programs["messenger"])
    with pytest.raises(KeyRefused):
        await house.fans(1)
    with pytest.raises(KeyUnknown):
        await platforms.revoke_key(house.operator, "messenger", added.key.id, REASON)
    await platforms.new_key(house.operator, "messenger", REASON)
    text = await house.values("select string_agg(p::text || k::text, '') from platform p, platform_key k")
    assert added.key.secret not in text[0]
    assert added.webhook_secret not in text[0]
    acts = [act.act.value for act in await platforms.acts(house.auditor, "messenger")]
    assert acts == ["platform.key_made", "platform.key_revoked", "platform.key_made", "platform.added"]


async def test_same_user_is_the_same_fan_and_another_platforms_is_not(house: House) -> None:
    await house.platform()
    await house.platform("shop")
    fan = house.services.platforms.fan
    first = await fan(house.programs["messenger"], "alice", Facts(language="zh"))
    again = await fan(house.programs["messenger"], "alice", Facts(region="CN"))
    elsewhere = await fan(house.programs["shop"], "alice", Facts())
    assert first.fan == again.fan != elsewhere.fan
    assert house.services.tokens.verify(first.token).role is Role.FAN
    assert house.services.tokens.verify(first.token).subject == first.fan
    known = await house.values("select platform, language, region from fan_facts where fan_id = $1", first.fan)
    assert known == ("messenger", "zh", "CN")
    for user in ("", "x" * 201, "a\0b"):
        with pytest.raises(PlatformInvalid):
            await fan(house.programs["messenger"], user, Facts())
    with pytest.raises(PlatformInvalid):
        await fan(house.programs["messenger"], "bob", Facts(region="china"))


async def test_platforms_are_added_once_and_closed_for_good(house: House) -> None:
    platforms = house.services.platforms
    await house.platform()
    plan = PlatformPlan(name="messenger", currency="CNY", budget_minor=1)
    with pytest.raises(PlatformConflict):
        await platforms.add(house.operator, plan, REASON)
    for wrong in (
        {"name": "me"},
        {"name": DIRECT},
        {"name": "Messenger"},
        {"currency": "yuan"},
        {"budget_minor": -1},
        {"webhook": "ftp://partner.example/"},
        {"webhook": "https://user@partner.example/"},
    ):
        with pytest.raises(PlatformInvalid):
            await platforms.add(house.operator, msgspec.structs.replace(plan, **wrong), REASON)
    pool = await house.pool()
    await house.allot(pool, 10, 1_000)
    await house.outcomes(pool, await house.fans(4))
    closed = await platforms.end(house.operator, "messenger", REASON)
    assert [(part.claims, part.amount_minor) for part in closed.parts] == [(4, 400)]
    await house.check(pool)
    with pytest.raises(KeyRefused):
        await platforms.mine(house.programs["messenger"])
    with pytest.raises(PlatformConflict):
        await house.allot(pool, 10, 1_000)
    with pytest.raises(PlatformUnknown):
        await platforms.end(house.operator, "nobody", REASON)
    with pytest.raises(Forbidden):
        await platforms.mine(house.operator)


async def test_settlement_adds_up_to_the_ledger(house: House) -> None:
    await house.platform()
    pool = await house.pool(shares=500, total_minor=50_000, minimum_minor=1, curve=Curve.UNIFORM)
    await house.allot(pool, 500, 50_000)
    fans = await house.fans(40)
    await house.outcomes(pool, [*fans, *(new_subject_id() for _ in range(30))])
    for act in (FraudAct.HELD, FraudAct.VOIDED):
        target = Target(pool, "launch")
        await house.services.fraud.act(house.operator, act, fans[0], REASON, tree=False, target=target)
    today = datetime.now(UTC).date()
    found = await house.services.platforms.settlement(
        house.auditor, "messenger", today - timedelta(days=1), today + timedelta(days=1), "Asia/Kolkata"
    )
    ledger = [
        claim async for fan, claim in house.services.campaign.claims(house.auditor, pool) if fan in set(fans)
    ]
    (voided,) = await house.values("select amount_minor from claim where fan_id = $1", fans[0])
    total = found.total
    assert (total.claims, total.claims_minor) == (40, sum(claim.amount_minor for claim in ledger))
    assert (total.claims_voided, total.claims_voided_minor) == (1, voided)
    assert sum(day.claims for day in found.days) == 40
    mine = await house.services.platforms.my_settlement(
        house.programs["messenger"], today - timedelta(days=1), today + timedelta(days=1), "Asia/Kolkata"
    )
    assert mine == found
    with pytest.raises(PlatformInvalid):
        await house.services.platforms.settlement(house.auditor, "messenger", today, date(1999, 1, 1), "UTC")
    with pytest.raises(PlatformInvalid):
        await house.services.platforms.settlement(house.auditor, "messenger", today, today, "Nowhere")


# Segments, what is known of fans, switches.


async def test_pool_gives_to_the_segments_it_asks_for_from_the_next_batch_on(
    house: House, others: Services
) -> None:
    eligibility = house.services.eligibility
    pool = await house.pool(occasions=("launch", "other"))
    known, unknown = new_subject_id(), new_subject_id()
    await house.claim(pool, known)
    await others.engine.claim(pool, unknown, "launch")
    with pytest.raises(SegmentUnknown):
        await eligibility.ask(house.operator, pool, {EVERY_OCCASION: ["chinese"]}, REASON)
    await eligibility.define(house.operator, "chinese", SegmentRule(languages=("zh",)), REASON)
    await eligibility.put_facts(house.operator, [FanFacts(fan=known, language="zh")])
    asked = await eligibility.ask(house.operator, pool, {EVERY_OCCASION: ["chinese"]}, REASON)
    assert asked == {EVERY_OCCASION: ["chinese"]} == await eligibility.asked(house.auditor, pool)
    for services in (house.services, others):
        with pytest.raises(NotEligible):
            await services.engine.claim(pool, unknown, "other")
        # What she has stays hers.
        assert (await services.engine.claim(pool, unknown, "launch")).claim.share >= 0
    await others.engine.claim(pool, known, "other")
    await eligibility.define(house.operator, "chinese", SegmentRule(languages=("de",)), REASON)
    for services in (house.services, others):
        with pytest.raises(NotEligible):
            await services.engine.claim(pool, new_subject_id(), "other")
    await eligibility.ask(house.operator, pool, {"launch": ["chinese"]}, REASON)
    await house.claim(pool, unknown, "other")
    with pytest.raises(NotEligible):
        await house.claim(pool, new_subject_id())
    (segment,) = await eligibility.segments(house.auditor)
    assert (segment.name, segment.version, segment.pools) == ("chinese", 2, (pool,))
    again = await eligibility.define(house.operator, "chinese", SegmentRule(languages=("de",)), REASON)
    assert again == segment
    with pytest.raises(SegmentInvalid):
        await eligibility.ask(house.operator, pool, {"nothing": ["chinese"]}, REASON)
    await house.check(pool)


async def test_what_is_switched_off_gives_nothing_until_it_is_lifted(house: House, others: Services) -> None:
    eligibility = house.services.eligibility
    await house.platform()
    pool, other = await house.pool(), await house.pool()
    await house.allot(pool, 100, 10_000)
    await house.allot(other, 100, 10_000)
    fans, direct = await house.fans(4), new_subject_id()
    for services in (house.services, others):
        await services.engine.claim(pool, direct, "launch")
    off = await eligibility.switch_off(house.operator, SwitchKind.PLATFORM, "messenger", pool, REASON)
    for services in (house.services, others):
        assert await house.outcomes(pool, fans, services) == {"SwitchedOff": 4}
    assert await house.outcomes(other, fans[:1]) == {"granted": 1}
    with pytest.raises(SwitchConflict):
        await eligibility.switch_off(house.operator, SwitchKind.PLATFORM, "messenger", pool, REASON)
    everywhere = await eligibility.switch_off(house.operator, SwitchKind.PLATFORM, "messenger", None, REASON)
    late = await house.pool()
    await house.allot(late, 100, 10_000)
    for each in (pool, other, late):
        assert await house.outcomes(each, fans[1:2], others) == {"SwitchedOff": 1}
    assert await house.outcomes(other, fans[:1]) == {"granted": 1}
    assert await house.outcomes(late, [direct]) == {"granted": 1}
    lifted = await eligibility.lift(house.operator, everywhere.id, "found and mended")
    assert (lifted.lift_reason, lifted.lifted_by) == ("found and mended", house.operator.subject)
    assert await house.outcomes(pool, fans) == {"SwitchedOff": 4}
    assert await house.outcomes(other, fans, others) == {"granted": 4}
    await eligibility.lift(house.operator, off.id, REASON)
    assert await house.outcomes(pool, fans) == {"granted": 4}
    with pytest.raises(SwitchConflict):
        await eligibility.lift(house.operator, off.id, REASON)
    with pytest.raises(SwitchUnknown):
        await eligibility.lift(house.operator, 99, REASON)
    acts, _ = await eligibility.acts(house.auditor, None)
    assert [act.act.value for act in acts] == ["switch.lifted"] * 2 + ["switch.off"] * 2
    assert [each.lifted_at is None for each in await eligibility.switches(house.auditor)] == [False, False]


async def test_segment_that_is_switched_off_everywhere_holds_in_pools_that_open_later(house: House) -> None:
    eligibility = house.services.eligibility
    await eligibility.define(house.operator, "members", SegmentRule(labels=("member",)), REASON)
    member = new_subject_id()
    await eligibility.put_facts(house.operator, [FanFacts(fan=member, labels=("member",))])
    before = await house.pool()
    await house.claim(before, new_subject_id())
    await eligibility.switch_off(house.operator, SwitchKind.SEGMENT, "members", None, REASON)
    after = await house.pool()
    for pool in (before, after):
        with pytest.raises(SwitchedOff):
            await house.claim(pool, member)
        await house.claim(pool, new_subject_id())
    # Its rule is changed: other fans are meant from then on.
    await eligibility.define(house.operator, "members", SegmentRule(labels=("other",)), REASON)
    await house.claim(after, member)
    for kind, target in ((SwitchKind.SEGMENT, "nobody"), (SwitchKind.PLATFORM, "nobody")):
        with pytest.raises((SegmentUnknown, SegmentInvalid)):
            await eligibility.switch_off(house.operator, kind, target, None, REASON)
    await eligibility.switch_off(house.operator, SwitchKind.PLATFORM, DIRECT, after, REASON)
    with pytest.raises(SwitchedOff):
        await house.claim(after, new_subject_id())


async def test_switch_that_has_returned_is_seen_by_every_later_claim(house: House, others: Services) -> None:
    await house.platform()
    pool = await house.pool(shares=4_000)
    await house.allot(pool, 4_000, 400_000)
    fans = await house.fans(600)
    returned = asyncio.Event()
    late: list[object] = []

    async def caller(services: Services, some: list[SubjectId]) -> None:
        for fan in some:
            is_late = returned.is_set()
            try:
                await services.engine.claim(pool, fan, "launch")
            except SwitchedOff:
                continue
            if is_late:
                late.append(fan)

    async def operator() -> None:
        await asyncio.sleep(0)
        await house.services.eligibility.switch_off(house.operator, SwitchKind.PLATFORM, "messenger", pool, REASON)
        returned.set()

    callers = [caller(services, fans[at::20]) for at, services in enumerate([house.services, others] * 10)]
    await asyncio.gather(operator(), *callers)
    assert late == []
    await house.check(pool)


async def test_facts_that_cannot_be_are_refused_and_a_platform_stays(house: House) -> None:
    eligibility = house.services.eligibility
    await house.platform()
    (fan,) = await house.fans(1)
    joined = datetime(2030, 2, 6, tzinfo=UTC)
    await eligibility.put_facts(house.operator, [FanFacts(fan=fan, joined_at=joined, labels=("a", "b"))])
    await eligibility.put_facts(house.operator, [FanFacts(fan=fan, region="CN-BJ")])
    known = await house.values("select platform, joined_at, region, labels from fan_facts where fan_id = $1", fan)
    assert known == ("messenger", joined, "CN-BJ", ["a", "b"])
    for wrong in (
        FanFacts(fan=fan, region="Beijing"),
        FanFacts(fan=fan, language="chinese language"),
        FanFacts(fan=fan, labels=("No",)),
        FanFacts(fan=fan, labels=tuple(f"label-{at}" for at in range(9))),
        FanFacts(fan=fan, joined_at=joined.replace(tzinfo=None)),
    ):
        with pytest.raises(FactsInvalid):
            await eligibility.put_facts(house.operator, [FanFacts(fan=new_subject_id(), region="DE"), wrong])
    with pytest.raises(FactsInvalid):
        await eligibility.put_facts(house.operator, [])
    assert await house.values("select count(*) from fan_facts where region = 'DE'") == (0,)
    with pytest.raises(Forbidden):
        await eligibility.put_facts(house.auditor, [FanFacts(fan=fan)])


async def test_trial_says_who_would_get_it_and_what_it_would_cost(house: House) -> None:
    eligibility = house.services.eligibility
    await house.platform()
    await house.platform("shop")
    pool = await house.pool(shares=1_000, occasions=("launch", "again", "invited"), earned=("invited",))
    await house.allot(pool, 15, 1_500)
    await house.fans(10, facts=Facts(language="zh"))
    await house.fans(3, facts=Facts(language="de"))
    await house.fans(5, "shop", Facts(language="zh"))
    rules = {"chinese": SegmentRule(languages=("zh",)), "all": SegmentRule()}
    before = await house.values("select count(*) from segment")
    tried = await eligibility.trial(house.auditor, pool, {EVERY_OCCASION: ["chinese"], "again": ["all"]}, rules)
    assert (tried.fans, tried.looked_at) == (18, 18)
    # The shop has no part of this pool; of the messenger's 20 claims its part allows 15.
    assert (tried.eligible, tried.claims, tried.cost_minor) == (10, 15, 1_500)
    assert [(row.segment, row.platform, row.fans, row.claims) for row in tried.rows] == [
        ("all", "messenger", 10, 20),
        ("chinese", "messenger", 10, 20),
    ]
    assert await house.values("select count(*) from segment") == before
    counted = await eligibility.trial(house.operator, None, {EVERY_OCCASION: ["chinese"]}, rules)
    assert [(each.platform, each.fans, each.cost_minor) for each in counted.platforms] == [
        ("messenger", 10, 0),
        ("shop", 5, 0),
    ]
    with pytest.raises(SegmentUnknown):
        await eligibility.trial(house.auditor, pool, {EVERY_OCCASION: ["unknown"]}, {})
    with pytest.raises(Forbidden):
        await eligibility.trial(house.programs["shop"], pool, None, {})


# What platforms are told.


class Partner:
    """A platform's own server: keeps what it is told, once for each event, as long as it is up."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.told: dict[str, PlatformEvents] = {}
        self.times = 0
        self.secret = b""

    async def post(self, _url: str, body: bytes, headers: dict[str, str]) -> Heard:
        self.times += 1
        events = msgspec.json.decode(body, type=PlatformEvents)
        assert headers["idempotency-key"] == str(events.id)
        assert is_signed(self.secret, body, headers[SIGNATURE], int(datetime.now(UTC).timestamp()))
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.told[str(events.id)] = events
        return Heard(status, b"")

    async def close(self) -> None:
        """Nothing to let go of."""

    @property
    def events(self) -> Counter[tuple[str, SubjectId]]:
        return Counter((event.kind, event.fan) for each in self.told.values() for event in each.events)


async def test_platform_is_told_of_each_claim_once_however_often_it_fails(house: House, others: Services) -> None:
    partner = Partner()
    added = await house.platform(webhook="https://partner.example/events")
    partner.secret = bytes.fromhex(added.webhook_secret)
    partner.answers = [500, 200, 503]
    for services in (house.services, others):
        services.platforms.telling._webhooks = partner  # type: ignore[assignment]
    pool = await house.pool(shares=500, lanes=2)
    await house.allot(pool, 500, 50_000)
    fans = await house.fans(230)
    await house.outcomes(pool, [*fans, new_subject_id()])
    await asyncio.gather(*(each.platforms.telling.follow() for each in (house.services, others)))
    await house.services.platforms.telling.follow()
    await _hand_over(house, others)
    assert partner.events == {("claim.granted", fan): 1 for fan in fans}
    assert partner.times > len(partner.told)
    assert all(len(each.events) <= 100 for each in partner.told.values())


async def test_platform_is_told_how_redemptions_ended(house: House) -> None:
    partner = Partner()
    added = await house.platform(webhook="https://partner.example/events")
    partner.secret = bytes.fromhex(added.webhook_secret)
    house.services.platforms.telling._webhooks = partner  # type: ignore[assignment]
    pool, merchant = await house.pool(), 0
    await house.allot(pool, 100, 10_000)
    vouchers = house.services.vouchers
    await vouchers.set_terms(house.operator, VoucherTerms(pool=pool, categories=(Category.DRINK,)))
    plan = MerchantPlan(
        name="Tea", category=Category.DRINK, capacity=Capacity(per_minute=10, open_max=10, stock=10)
    )
    merchant = (await vouchers.add_merchant(house.operator, plan)).merchant.id
    drinker, (partners_fan, changes_her_mind) = new_subject_id(), await house.fans(2)
    for fan, capture in ((drinker, True), (partners_fan, True), (changes_her_mind, False)):
        await house.claim(pool, fan)
        asker = Principal(fan, Role.FAN, None, house.services.tokens.expiry())
        found = await vouchers.redeem(asker, pool, "launch", MerchantId(merchant), capture=capture)
        if not capture:
            await vouchers.void(asker, found.id)
    await _hand_over(house, house.services)
    await house.services.platforms.telling.follow()
    await _hand_over(house, house.services)
    told = {event: count for event, count in partner.events.items() if event[0] != "claim.granted"}
    assert told == {("redemption.done", partners_fan): 1, ("redemption.voided", changes_her_mind): 1}
    today = datetime.now(UTC).date()
    day = timedelta(days=1)
    settled = await house.services.platforms.settlement(
        house.auditor, "messenger", today - day, today + day, "UTC"
    )
    total = settled.total
    assert (total.claims, total.redemptions, total.redeemed_minor, total.redemptions_voided) == (2, 1, 100, 1)


async def _hand_over(house: House, other: Services) -> None:
    """Hand over until nothing waits; whatever pauses after a failure is due at once."""
    for _ in range(ATTEMPTS_MAX):
        async with house.services.database.connection() as db:
            await db.execute("update outbox_message set next_at = now() where done_at is null")
        for services in (house.services, other):
            services.platforms.telling._resting.clear()
        handed = [await services.outbox.run_once() for services in (house.services, other)]
        if not any(handed) and not await house.services.outbox.waiting():
            return
    raise AssertionError("something waits for ever")
