"""What a seed decides beforehand: the pools, who wants what, how much trouble there will be."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from grandstand.campaign import Curve, PoolPlan, Tier, TranchePlan
from grandstand.campaign.models import ClaimKey
from grandstand.kernel.ids import SubjectId
from simulation.scheduler import chance_of

EVENING = datetime(2026, 2, 6, 20, 0, 0, 123456, tzinfo=UTC)
STEP_MAX = timedelta(milliseconds=30)
"""A step takes up to this long on the clock of the simulation."""
SKEW_MAX = timedelta(seconds=2)
"""How far the clock of a process may be off."""
OCCASIONS = ("launch", "day:2026-02-06", "invite:1")
SHARES_LEAST = 4
SHARES_MOST = (5, 8, 16, 40)
DEMANDS = (0.6, 1.0, 1.2, 1.5, 2.0, 3.0)
"""Claims for each share: what is not sold out matters as well."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """A pool, and the claims that will be made on it."""

    plan: PoolPlan
    keys: tuple[ClaimKey, ...]


@dataclass(frozen=True, slots=True)
class NightPlan:
    """A whole night before it begins."""

    pools: tuple[Wishes, ...]
    processes: int
    connections: int
    batch_max: int
    rush: float
    """How eager fans are, compared with the servers: few large batches, or many small ones."""
    troubles: int
    traps: int
    acts: int
    chores: int
    answers_lost: float
    """The part of the answers that never reach the fan."""


def plan_night(seed: int) -> NightPlan:
    chance = chance_of(f"plan of {seed}")
    pools = chance.choice((1, 1, 2))
    return NightPlan(
        pools=tuple(_wishes(chance, pools) for _ in range(pools)),
        processes=chance.choice((2, 2, 3)),
        connections=chance.choice((1, 2, 3)),
        batch_max=chance.choice((2, 8, 1024)),
        rush=chance.choice((0.05, 0.3, 2.0)),
        troubles=chance.choice((0, 2, 5, 9)),
        traps=chance.choice((0, 3, 8)),
        acts=chance.randint(2, 6),
        chores=chance.randint(1, 4),
        answers_lost=chance.choice((0.0, 0.1, 0.3)),
    )


def plan_tranche(chance: Random, shares: int) -> TranchePlan:
    """A budget for so many shares, on any curve."""
    curve = chance.choices((Curve.EQUAL, Curve.LOTTERY, Curve.UNIFORM, Curve.EXPONENTIAL), (4, 4, 1, 1))[0]
    if curve is Curve.LOTTERY:
        winners = chance.randint(1, shares)
        sizes = [(winners, chance.randint(50, 900)), (shares - winners, chance.randint(0, 9))]
        tiers = tuple(Tier(shares=count, amount_minor=amount) for count, amount in sizes if count)
        total = sum(tier.shares * tier.amount_minor for tier in tiers)
        return TranchePlan(shares=shares, total_minor=total, minimum_minor=0, curve=curve, tiers=tiers)
    minimum = chance.choice((0, 1, 7))
    total = shares * minimum + chance.randint(1, 100 * shares)
    return TranchePlan(shares=shares, total_minor=total, minimum_minor=minimum, curve=curve)


def _wishes(chance: Random, pools: int) -> Wishes:
    lanes = chance.choice((1, 2, 3, 4, 4))
    shares = chance.randint(SHARES_LEAST, max(SHARES_LEAST, chance.choice(SHARES_MOST) // pools))
    tranche = plan_tranche(chance, shares)
    occasions = OCCASIONS[: chance.randint(1, len(OCCASIONS))]
    opens_at = EVENING + timedelta(seconds=chance.randint(1, 6)) if chance.random() < 0.4 else None
    closes_at = EVENING + timedelta(seconds=chance.randint(7, 20)) if chance.random() < 0.25 else None
    plan = PoolPlan(
        titles={"en": "Simulated"},
        currency="CNY",
        shares=shares,
        total_minor=tranche.total_minor,
        minimum_minor=tranche.minimum_minor,
        curve=tranche.curve,
        tiers=tranche.tiers,
        occasions=occasions,
        lanes=lanes,
        opens_at=opens_at,
        closes_at=closes_at,
        valid_until=EVENING + timedelta(days=7),
    )
    return Wishes(plan, _keys(chance, occasions, round(shares * chance.choice(DEMANDS))))


def _keys(chance: Random, occasions: tuple[str, ...], count: int) -> tuple[ClaimKey, ...]:
    """So many different claims, by fans who mostly want every occasion."""
    names = [UUID(bytes=chance.randbytes(16), version=4) for _ in range(-(-count // len(occasions)))]
    everything = [ClaimKey(SubjectId(name), occasion) for name in names for occasion in occasions]
    return tuple(chance.sample(everything, min(count, len(everything))))
