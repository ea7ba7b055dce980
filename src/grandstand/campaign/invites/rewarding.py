"""What follows from an accepted invitation: both sides get their shares, each exactly once.

A message is idempotent: the acceptance keeps the number it was counted with, and a claim with the same key is
answered with the same share. So a process may be killed anywhere between the two.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import structlog

from grandstand.campaign.engine import ClaimEngine
from grandstand.campaign.errors import NotEligible, PlatformSpent, PoolGone, PoolNotOpen
from grandstand.campaign.invites.accepting import ACCEPTED, WELCOME
from grandstand.campaign.invites.models import Acceptance, DailyTicket, Scheme, SchemeId
from grandstand.campaign.invites.rules import tickets_earned
from grandstand.campaign.invites.storage import InviteStorage
from grandstand.campaign.models import PoolState
from grandstand.campaign.outbox import DONE, Handled, Outbox, OutboxMessage, Retry
from grandstand.kernel.database import Connection
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import PoolId, SubjectId

GiveTickets = Callable[[Connection, Sequence[tuple[DailyTicket, SubjectId, datetime]]], Awaitable[None]]
"""Gives tickets of draws to fans in the caller's transaction; the time is when each was earned."""

log = structlog.get_logger(__name__)


class Rewarding:
    """Handles the messages of acceptances."""

    def __init__(
        self, engine: ClaimEngine, storage: InviteStorage, outbox: Outbox, give_tickets: GiveTickets
    ) -> None:
        self._engine = engine
        self._database = engine.tools.database
        self._storage = storage
        self._give_tickets = give_tickets
        outbox.handle(WELCOME, self._welcome)
        outbox.handle(ACCEPTED, self._count)

    async def _welcome(self, messages: Sequence[OutboxMessage]) -> list[Handled]:
        """The share of the invited one."""
        acceptances = _decoded(messages)
        schemes = await self._schemes(acceptances)
        claims = [
            self._claim(schemes[each.scheme], each.invited, schemes[each.scheme].invited_occasion)
            for each in acceptances
        ]
        return list(await asyncio.gather(*claims))

    async def _count(self, messages: Sequence[OutboxMessage]) -> list[Handled]:
        """Number the acceptances on the side of their inviters, then the share for the number, if it has one."""
        acceptances = _decoded(messages)
        schemes = await self._schemes(acceptances)
        rows = [
            (SchemeId(each.scheme), each.inviter, each.invited, each.at, each.at.astimezone(zone).date())
            for each in acceptances
            for zone in (ZoneInfo(schemes[each.scheme].zone),)
        ]
        async with self._database.transaction() as db:
            counted = await self._storage.count(db, rows)
            tickets = [
                (ticket, each.inviter, each.at)
                for each in acceptances
                for number in (counted[SchemeId(each.scheme), each.invited],)
                for ticket in tickets_earned(
                    schemes[each.scheme].daily_tickets, number.day.isoformat(), number.number_of_day
                )
            ]
            if tickets:
                await self._give_tickets(db, tickets)
        claims = [
            self._claim_number(
                schemes[each.scheme], each.inviter, counted[SchemeId(each.scheme), each.invited].number
            )
            for each in acceptances
        ]
        return list(await asyncio.gather(*claims))

    async def _claim_number(self, scheme: Scheme, fan: SubjectId, number: int) -> Handled:
        if number > len(scheme.inviter_occasions):
            return DONE
        return await self._claim(scheme, fan, scheme.inviter_occasions[number - 1])

    async def _claim(self, scheme: Scheme, fan: SubjectId, occasion: str) -> Handled:
        try:
            await self._engine.claim(PoolId(scheme.pool), fan, occasion, earned=True)
        except (PoolGone, NotEligible, PlatformSpent):
            # Nothing is left to give, or it is meant for others: the same as for a fan who comes too late.
            log.info("invite.unrewarded", pool=scheme.pool, occasion=occasion)
        except PoolNotOpen as error:
            if await self._is_over(PoolId(scheme.pool)):
                log.info("invite.unrewarded", pool=scheme.pool, occasion=occasion)
                return DONE
            return Retry(f"{error.code}: {error}")
        except GrandstandError as error:
            return Retry(f"{error.code}: {error}")
        return DONE

    async def _is_over(self, pool: PoolId) -> bool:
        async with self._database.connection() as db:
            found = await self._engine.tools.pools.pool(db, pool)
        return found is not None and found.state in {PoolState.CLOSED, PoolState.REVEALED}

    async def _schemes(self, acceptances: Sequence[Acceptance]) -> dict[int, Scheme]:
        async with self._database.connection() as db:
            found = [
                await self._storage.scheme(db, SchemeId(number))
                for number in {each.scheme for each in acceptances}
            ]
        return {scheme.id: scheme for scheme in found if scheme is not None}


def _decoded(messages: Sequence[OutboxMessage]) -> list[Acceptance]:
    return [msgspec.json.decode(message.body, type=Acceptance) for message in messages]
