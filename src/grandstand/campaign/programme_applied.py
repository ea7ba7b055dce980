"""A wave of a programme as pools, draws, invitations and voucher terms: the one place that knows all of them."""

from grandstand.campaign.draws import DrawPlan, Draws
from grandstand.campaign.draws.models import DrawId
from grandstand.campaign.eligibility import Eligibility
from grandstand.campaign.invites import DailyTicket, Invites, SchemePlan
from grandstand.campaign.models import Act
from grandstand.campaign.programme.models import DayDraw, MadeWave, Programme, StoredWave, Wave, WaveKind
from grandstand.campaign.programme.rules import (
    INVITED,
    asked_by,
    draws_of,
    gift_pool,
    inviter_occasions,
    prize_pool,
    ticket_of,
)
from grandstand.campaign.service import CampaignService
from grandstand.campaign.vouchers import Category, Vouchers, VoucherTerms
from grandstand.kernel.auth import Principal
from grandstand.kernel.database import Connection
from grandstand.kernel.ids import PoolId

SELF = "self"


class WavesMade:
    """Makes and changes what waves say, in the caller's transaction.

    Args:
        campaign: pools.
        draws: the daily draws.
        invites: the invitations.
        vouchers: the terms of vouchers.
        eligibility: the segments that pools ask for.
    """

    def __init__(
        self,
        campaign: CampaignService,
        draws: Draws,
        invites: Invites,
        vouchers: Vouchers,
        eligibility: Eligibility,
    ) -> None:
        self._campaign = campaign
        self._draws = draws
        self._invites = invites
        self._vouchers = vouchers
        self._eligibility = eligibility

    async def make(
        self, db: Connection, actor: Principal, programme: Programme, wave: Wave, reason: str
    ) -> MadeWave:
        """The wave's pools, scheduled, with its terms, draws and invitations."""
        pool = await self._campaign.create_in(db, actor, gift_pool(programme, wave))
        if wave.pacing.shares_per_s:
            await self._campaign.pace_in(db, actor, pool, wave.pacing.shares_per_s, reason)
        if wave.kind is WaveKind.VOUCHER:
            await self._vouchers.set_terms_in(db, actor, _terms(pool, wave))
        if wave.segments:
            await self._ask(db, actor, pool, wave, reason)
        await self._campaign.act_in(db, actor, pool, Act.SCHEDULED, reason)
        prize, held = await self._make_draws(db, actor, programme, wave, reason)
        scheme = await self._make_scheme(db, actor, programme, wave, pool, held)
        return MadeWave(pool=pool, prize_pool=prize, draws=tuple(number for _, number in held), scheme=scheme)

    async def change(self, db: Connection, actor: Principal, stored: StoredWave, wave: Wave, reason: str) -> None:
        """Validity, pace, categories and segments of a wave that there is."""
        before, made = stored
        pool = PoolId(made.pool)
        if wave.valid_until is not None and wave.valid_until != before.valid_until:
            for each in (made.pool, made.prize_pool):
                if each is not None:
                    await self._campaign.extend_in(db, actor, PoolId(each), wave.valid_until, reason)
        if wave.pacing.shares_per_s != before.pacing.shares_per_s:
            await self._campaign.pace_in(db, actor, pool, wave.pacing.shares_per_s, reason)
        if wave.categories != before.categories:
            await self._vouchers.set_terms_in(db, actor, _terms(pool, wave))
        if wave.segments != before.segments:
            await self._ask(db, actor, pool, wave, reason)

    async def _ask(self, db: Connection, actor: Principal, pool: PoolId, wave: Wave, reason: str) -> None:
        """Define what the wave asks for as the file says, and have its pool ask for it."""
        rules = {each.name: each.rule for each in wave.segments}
        for name in sorted(rules):
            await self._eligibility.define_in(db, actor, name, rules[name], reason)
        asked = {occasion: [each.name for each in some] for occasion, some in asked_by(wave).items()}
        await self._eligibility.ask_in(db, actor, pool, asked, reason)

    async def _make_draws(
        self, db: Connection, actor: Principal, programme: Programme, wave: Wave, reason: str
    ) -> tuple[PoolId | None, list[tuple[DayDraw, DrawId]]]:
        plan = prize_pool(programme, wave)
        if plan is None or wave.draws is None:
            return None, []
        pool = await self._campaign.create_in(db, actor, plan)
        await self._campaign.act_in(db, actor, pool, Act.SCHEDULED, reason)
        earned = tuple(ticket for ticket in (ticket_of(wave),) if ticket is not None)
        tickets = (SELF, *earned) if wave.draws.is_open else earned
        held = []
        for day in draws_of(wave, programme.zone):
            draw = DrawPlan(
                pool=pool,
                occasion=day.occasion,
                winners=wave.draws.winners,
                opens_at=day.opens_at,
                closes_at=day.closes_at,
                tickets=tickets,
                earned=earned,
            )
            held.append((day, await self._draws.plan_in(db, actor, draw)))
        return pool, held

    async def _make_scheme(
        self,
        db: Connection,
        actor: Principal,
        programme: Programme,
        wave: Wave,
        pool: PoolId,
        held: list[tuple[DayDraw, DrawId]],
    ) -> int | None:
        if wave.invites is None:
            return None
        ticket = ticket_of(wave)
        tickets = (
            []
            if ticket is None
            else [
                DailyTicket(day=day.day, invitations=wave.invites.daily_invitations, draw=number, ticket=ticket)
                for day, number in held
            ]
        )
        plan = SchemePlan(
            pool=pool,
            invited_occasion=INVITED,
            inviter_occasions=inviter_occasions(wave),
            opens_at=wave.opens_at,
            closes_at=wave.closes_at,
            zone=programme.zone,
            daily_tickets=tuple(tickets),
        )
        return (await self._invites.plan_in(db, actor, plan)).id


def _terms(pool: PoolId, wave: Wave) -> VoucherTerms:
    return VoucherTerms(pool=pool, categories=tuple(Category(each) for each in wave.categories))
