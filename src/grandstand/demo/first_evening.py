"""What a new user meets first: one open pool of 3 billion yuan."""

from uuid import NAMESPACE_URL, uuid5

from grandstand.campaign import Act, CampaignService, Curve, PoolPlan
from grandstand.kernel import i18n
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.keys import Tokens

SHARES = 120_000_000
TOTAL_MINOR = 300_000_000_000
MINIMUM_MINOR = 5
LANES = 4
OCCASION = "launch"


def staff(role: Role, tokens: Tokens) -> Principal:
    """The person behind the sign-in links of this machine: the same at every start, so the audit log agrees."""
    subject = SubjectId(uuid5(NAMESPACE_URL, f"grandstand:{role.value}"))
    return Principal(subject, role, None, tokens.expiry())


def launch_plan() -> PoolPlan:
    """120 million envelopes, 25 yuan on average, titled in every language of the catalogue."""
    return PoolPlan(
        titles=i18n.titles("demo-pool-title"),
        currency="CNY",
        shares=SHARES,
        total_minor=TOTAL_MINOR,
        minimum_minor=MINIMUM_MINOR,
        curve=Curve.UNIFORM,
        occasions=(OCCASION,),
        lanes=LANES,
        valid_until=None,
    )


async def prepare_first_evening(campaign: CampaignService, operator: Principal) -> PoolId | None:
    """Open the launch pool in a database that has no pool yet; None where there is one already."""
    if await campaign.notices(operator):
        return None
    books = await campaign.create_pool(operator, launch_plan())
    await campaign.act(operator, books.pool, Act.OPENED, "the demo evening begins")
    return books.pool
