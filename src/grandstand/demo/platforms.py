"""Two reference platforms of the demo, fictional: a messenger and a shop, with parts of a pool and users."""

import asyncio
from typing import NamedTuple

from grandstand.campaign import Facts, SegmentRule
from grandstand.campaign.eligibility import Eligibility
from grandstand.campaign.platforms import PlatformPlan, Platforms
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.keys import Tokens

REASON = "the demo's platforms"


class DemoPlatform(NamedTuple):
    """A platform with its part of the launch pool, and what it knows of each of its users."""

    plan: PlatformPlan
    claims: int
    amount_minor: int
    users: tuple[Facts, ...]


MEMBER = frozenset({"member"})
PLATFORMS = (
    DemoPlatform(
        PlatformPlan(name="lantern-messenger", currency="CNY", budget_minor=50_000_000_000),
        claims=12_000_000,
        amount_minor=30_000_000_000,
        users=(
            *(Facts(language="zh", region="CN-BJ", labels=MEMBER) for _ in range(8)),
            *(Facts(language="zh", region="CN-SC") for _ in range(10)),
            *(Facts(language="en", region="SG") for _ in range(4)),
        ),
    ),
    DemoPlatform(
        PlatformPlan(name="night-market", currency="CNY", budget_minor=20_000_000_000),
        claims=4_000_000,
        amount_minor=10_000_000_000,
        users=(
            *(Facts(language="zh", region="CN-GD", labels=MEMBER) for _ in range(6)),
            *(Facts(language="de", region="DE") for _ in range(3)),
        ),
    ),
)
SEGMENTS = {
    "members": SegmentRule(labels=("member",)),
    "over-the-messenger": SegmentRule(platforms=("lantern-messenger",)),
    "a-tenth": SegmentRule(parts=1_000),
}
"""Nothing asks for them yet: they are there to be tried."""


async def prepare_platforms(
    platforms: Platforms, eligibility: Eligibility, tokens: Tokens, operator: Principal, pool: PoolId
) -> None:
    """Add the platforms to a new database, with parts of a pool and users that nobody has given anything yet."""
    for each in PLATFORMS:
        added = await platforms.add(operator, each.plan, REASON)
        await platforms.allot(operator, each.plan.name, pool, each.claims, each.amount_minor, REASON)
        program = Principal(SubjectId(added.key.id), Role.PLATFORM, None, tokens.expiry())
        users = [(f"user-{number}", facts) for number, facts in enumerate(each.users)]
        await asyncio.gather(*(platforms.fan(program, user, facts) for user, facts in users))
    for name, rule in SEGMENTS.items():
        await eligibility.define(operator, name, rule, REASON)
