"""The state of a campaign in one call, for an assistant and whoever else answers fans."""

from collections.abc import Sequence
from typing import NamedTuple

from grandstand.campaign.draws import Draw, Draws
from grandstand.campaign.draws.models import DrawId, Standing
from grandstand.campaign.facts import (
    CampaignFacts,
    FanFacts,
    counts,
    held_share,
    is_on,
    pool_fact,
    ways,
)
from grandstand.campaign.fraud import Fraud
from grandstand.campaign.invites import Invites, Scheme
from grandstand.campaign.invites.models import MyInvites, SchemeId
from grandstand.campaign.models import Claim, PoolNotice
from grandstand.campaign.service import CampaignService
from grandstand.campaign.status import StatusBoard
from grandstand.campaign.vouchers import Vouchers
from grandstand.campaign.waiting import Waiting
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.clock import Clock

SHARES_MAX = 200
"""Shares of one fan that are told, the newest first."""
DRAWS_MAX = 32
"""Draws that are told, those that end first."""
SCHEMES_MAX = 16


class CampaignParts(NamedTuple):
    """The services that know something of a campaign."""

    campaign: CampaignService
    draws: Draws
    invites: Invites
    vouchers: Vouchers
    fraud: Fraud
    waiting: Waiting
    status: StatusBoard


class CampaignState:
    """Answers what a campaign is now, for everybody and for one fan.

    Args:
        parts: what it is made of.
        clock: now, aware.
    """

    def __init__(self, parts: CampaignParts, clock: Clock) -> None:
        self._parts = parts
        self._clock = clock

    async def facts(self, asker: Principal | None) -> CampaignFacts:
        """What there is, and what is the asker's own where she is a fan; as new as `as_of` or newer.

        Raises:
            DatabaseUnavailable: nothing can be said for certain.
        """
        now = self._clock()
        pools = await self._parts.campaign.notices(None)
        draws = sorted(
            (each for each in await self._parts.draws.draws() if is_on(each, now)), key=lambda each: each.closes_at
        )
        schemes = [each for each in await self._parts.invites.schemes() if counts(each, now)]
        draws, schemes = draws[:DRAWS_MAX], schemes[:SCHEMES_MAX]
        await self._parts.waiting.refresh()
        waits = self._parts.waiting.turnstile.expectations()
        is_fan = asker is not None and asker.role is Role.FAN
        return CampaignFacts(
            as_of=now,
            pools=tuple(pool_fact(pool, waits) for pool in pools),
            incidents=tuple(each for each in await self._parts.status.incidents() if each.ended_at is None),
            draws=tuple(draws),
            schemes=tuple(schemes),
            merchants=tuple(await self._parts.vouchers.with_room(None)),
            own=await self._own(asker, pools, draws, schemes) if asker is not None and is_fan else None,
        )

    async def _own(
        self, fan: Principal, pools: Sequence[PoolNotice], draws: Sequence[Draw], schemes: Sequence[Scheme]
    ) -> FanFacts:
        claims = await self._claims(fan)
        held_back = await self._parts.fraud.held_back(fan)
        standings: list[tuple[Draw, Standing]] = [
            (draw, await self._parts.draws.standing(fan, DrawId(draw.id))) for draw in draws
        ]
        mine: list[tuple[Scheme, MyInvites]] = [
            (scheme, await self._parts.invites.mine(fan, SchemeId(scheme.id))) for scheme in schemes
        ]
        held = frozenset((claim.pool, claim.occasion) for claim in claims)
        return FanFacts(
            shares=tuple(held_share(claim, held_back) for claim in claims),
            vouchers=tuple(await self._parts.vouchers.vouchers(fan)),
            redemptions=tuple(await self._parts.vouchers.redemptions(fan)),
            invites=tuple(each for _, each in mine),
            draws=tuple(each for _, each in standings),
            ways=tuple(ways(pools, mine, standings, held, self._clock())),
        )

    async def _claims(self, fan: Principal) -> list[Claim]:
        claims: list[Claim] = []
        before: str | None = None
        while len(claims) < SHARES_MAX:
            page, before = await self._parts.campaign.wallet(fan, fan.subject, before)
            claims += page
            if before is None:
                break
        return claims[:SHARES_MAX]
