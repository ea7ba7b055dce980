"""The state of a campaign in one call: for everybody, for a fan, and never another fan's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grandstand.campaign import Act, Curve, PoolPlan
from grandstand.campaign.draws import DrawPlan
from grandstand.campaign.facts import WayKind
from grandstand.campaign.fraud.models import FraudAct
from grandstand.campaign.fraud.storage import Target
from grandstand.campaign.invites import SchemePlan
from grandstand.campaign.vouchers import Capacity, Category, MerchantPlan, VoucherTerms
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId
from grandstand.services import Services

EARNED = ("invited", "invite:1")
PLAN = PoolPlan(
    titles={"en": "A drink on us", "zh": "请你喝一杯"},
    currency="CNY",
    shares=20,
    total_minor=50_000,
    minimum_minor=2500,
    curve=Curve.EQUAL,
    occasions=("launch", *EARNED),
    earned=EARNED,
    lanes=2,
)
PRIZES = replace(PLAN, titles={"en": "Prizes"}, occasions=("draw:1",), earned=("draw:1",))


@pytest.fixture
async def pool(services: Services, principal: Callable[[Role], Principal]) -> PoolId:
    """An open pool of vouchers with a draw, invitations and two merchants, one of them full for ever."""
    operator, now = principal(Role.OPERATOR), datetime.now(UTC)
    books = await services.campaign.create_pool(operator, PLAN)
    pool, later = books.pool, now + timedelta(hours=1)
    await services.campaign.act(operator, pool, Act.OPENED, "thirsty fans")
    await services.vouchers.set_terms(operator, VoucherTerms(pool=pool, categories=(Category.DRINK,)))
    prizes = await services.campaign.create_pool(operator, PRIZES)
    await services.campaign.act(operator, prizes.pool, Act.OPENED, "prizes")
    opens_at = now + timedelta(minutes=1)
    await services.draws.plan(
        operator, DrawPlan(pool=prizes.pool, occasion="draw:1", winners=1, opens_at=opens_at, closes_at=later)
    )
    scheme = SchemePlan(
        pool=pool, invited_occasion="invited", inviter_occasions=("invite:1",), opens_at=now, closes_at=later
    )
    await services.invites.plan(operator, scheme)
    for name, per_minute in (("Cloud Tea", 10), ("Full House", 0)):
        capacity = Capacity(per_minute=per_minute, open_max=10)
        await services.vouchers.add_merchant(
            operator, MerchantPlan(name=name, category=Category.DRINK, capacity=capacity)
        )
    return pool


async def test_a_visitor_is_told_what_there_is_for_everybody(services: Services, pool: PoolId) -> None:
    before = datetime.now(UTC)
    facts = await services.campaign_state.facts(None)
    assert before <= facts.as_of <= datetime.now(UTC)
    assert [(each.id, each.gives, each.titles["en"]) for each in facts.pools] == [
        (pool + 1, True, "Prizes"),
        (pool, True, "A drink on us"),
    ]
    assert [each.occasions for each in facts.pools] == [(), ("launch",)]
    assert [each.occasion for each in facts.draws] == ["draw:1"]
    assert [each.invited_occasion for each in facts.schemes] == ["invited"]
    assert [each.name for each in facts.merchants] == ["Cloud Tea"]
    assert facts.own is None


async def test_a_fan_is_told_what_is_hers_and_what_she_can_still_come_by(
    services: Services, pool: PoolId, principal: Callable[[Role], Principal]
) -> None:
    fan, other = principal(Role.FAN), principal(Role.FAN)
    await services.engine.claim(pool, other.subject, "launch")
    before = (await services.campaign_state.facts(fan)).own
    assert before is not None
    assert (before.shares, before.vouchers) == ((), ())
    assert {way.kind for way in before.ways} == set(WayKind)
    await services.engine.claim(pool, fan.subject, "launch")
    own = (await services.campaign_state.facts(fan)).own
    assert own is not None
    assert [(each.occasion, each.amount_minor, each.under_review) for each in own.shares] == [
        ("launch", 2500, False)
    ]
    assert [each.state.value for each in own.vouchers] == ["valid"]
    assert {way.kind for way in own.ways} == set(WayKind) - {WayKind.ASK}


async def test_a_share_that_is_held_back_is_said_to_be(
    services: Services, pool: PoolId, principal: Callable[[Role], Principal]
) -> None:
    fan, operator = principal(Role.FAN), principal(Role.OPERATOR)
    await services.engine.claim(pool, fan.subject, "launch")
    target = Target(pool, "launch")
    for act, is_held in ((FraudAct.HELD, True), (FraudAct.RELEASED, False), (FraudAct.VOIDED, True)):
        await services.fraud.act(operator, act, fan.subject, "looked at it", target=target)
        own = (await services.campaign_state.facts(fan)).own
        assert own is not None
        assert [each.under_review for each in own.shares] == [is_held]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FAN])
async def test_nobody_but_a_fan_has_anything_of_her_own(
    services: Services, pool: PoolId, principal: Callable[[Role], Principal], role: Role
) -> None:
    facts = await services.campaign_state.facts(principal(role))
    assert pool in [each.id for each in facts.pools]
    assert facts.own is None


async def test_a_draft_is_a_secret_to_everybody_who_asks_here(
    services: Services, principal: Callable[[Role], Principal]
) -> None:
    await services.campaign.create_pool(principal(Role.OPERATOR), PLAN)
    assert (await services.campaign_state.facts(principal(Role.OPERATOR))).pools == ()
