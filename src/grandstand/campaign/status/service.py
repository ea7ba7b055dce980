"""How things are, for anybody: looked at once a second, told from memory, also while the database is away."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec

from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.service import CampaignService
from grandstand.campaign.status.errors import IncidentOver, IncidentUnknown
from grandstand.campaign.status.models import (
    Incident,
    IncidentAct,
    IncidentActRecord,
    IncidentPlan,
    PoolStatus,
    Status,
)
from grandstand.campaign.status.rules import LATE_ORDER, check_incident, components, is_shown, pool_status
from grandstand.campaign.status.storage import StatusStorage
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.ids import PoolId

POOLS_MAX = 24
INCIDENTS_MAX = 20
ACTS_MAX = 100
SHOWN_AFTER_THE_END = timedelta(hours=48)
LOOK_TIMEOUT_S = 3.0
"""A database that takes longer to answer is away, as far as the status is concerned."""


class StatusBoard:
    """The status, and the incidents that operators write.

    Args:
        database: where incidents are.
        pools: to look up a pool.
        campaign: the pools that everybody sees.
        clock: now, aware.
        waits: the pools with a line, and the seconds that somebody waits there who comes now.
    """

    def __init__(
        self,
        database: Database,
        pools: CampaignStorage,
        campaign: CampaignService,
        clock: Clock,
        waits: Callable[[], Mapping[PoolId, int | None]],
    ) -> None:
        self._database = database
        self._pools = pools
        self._campaign = campaign
        self._clock = clock
        self._waits = waits
        self._storage = StatusStorage()
        self._heard_at: datetime | None = None
        self._refused: int | None = None
        self._refused_at: datetime | None = None
        self._orders_late = False
        self._shown: tuple[PoolStatus, ...] = ()
        self._incidents: tuple[Incident, ...] = ()

    # Everybody.

    def status(self) -> Status:
        """How things are, from memory."""
        heard, refused = self._heard_at, self._refused_at
        return Status(
            as_of=heard,
            components=components(self._clock(), heard, refused, orders_late=self._orders_late),
            pools=self._shown,
            incidents=self._incidents,
        )

    async def look(self) -> None:
        """Look at how things are now; what cannot be looked at is told as it was known.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        now = self._clock()
        try:
            async with asyncio.timeout(LOOK_TIMEOUT_S):
                notices = await self._campaign.notices(None)
                async with self._database.snapshot() as db:
                    incidents = await self._storage.incidents(db, now - SHOWN_AFTER_THE_END, INCIDENTS_MAX)
                    refused = await self._storage.refused(db)
                    orders_late = await self._storage.orders_late(db, now - LATE_ORDER)
        except TimeoutError:
            raise DatabaseUnavailable from None
        waits = self._waits()
        self._shown = tuple(pool_status(pool, waits) for pool in notices if is_shown(pool))[:POOLS_MAX]
        self._incidents = tuple(incidents)
        if self._refused is not None and refused > self._refused:
            self._refused_at = now
        self._refused, self._orders_late, self._heard_at = refused, orders_late, now

    async def incidents(self) -> list[Incident]:
        """What goes on, then what ended lately; they are public."""
        async with self._database.connection() as db:
            return await self._storage.incidents(db, self._clock() - SHOWN_AFTER_THE_END, INCIDENTS_MAX)

    # Operators.

    async def write(self, actor: Principal, plan: IncidentPlan) -> Incident:
        """Tell everybody something, from now on.

        Raises:
            IncidentInvalid: it cannot be shown.
            PoolUnknown: it is about a pool that there is not.
        """
        require_role(actor, Role.OPERATOR)
        check_incident(plan)
        async with self._database.transaction() as db:
            await self._check_pool(db, plan)
            now = self._clock()
            number = await self._storage.insert(db, plan, now)
            await self._storage.insert_act(db, number, now, actor, IncidentAct.WRITTEN, plan.texts)
            return await self._found(db, number)

    async def change(self, actor: Principal, number: int, plan: IncidentPlan) -> Incident:
        """Say it otherwise from now on; what was said before stays in the audit log.

        Raises:
            IncidentUnknown, IncidentOver, IncidentInvalid, PoolUnknown: why it cannot be.
        """
        require_role(actor, Role.OPERATOR)
        check_incident(plan)
        async with self._database.transaction() as db:
            found = await self._going_on(db, number)
            await self._check_pool(db, plan)
            now = self._clock()
            changed = msgspec.structs.replace(
                found, kind=plan.kind, pool=plan.pool, texts=plan.texts, changed_at=now
            )
            await self._storage.change(db, changed)
            await self._storage.insert_act(db, number, now, actor, IncidentAct.CHANGED, plan.texts)
        return changed

    async def end(self, actor: Principal, number: int) -> Incident:
        """It is over.

        Raises:
            IncidentUnknown, IncidentOver: there is nothing to end.
        """
        require_role(actor, Role.OPERATOR)
        async with self._database.transaction() as db:
            found = await self._going_on(db, number)
            now = self._clock()
            ended = msgspec.structs.replace(found, changed_at=now, ended_at=now)
            await self._storage.change(db, ended)
            await self._storage.insert_act(db, number, now, actor, IncidentAct.ENDED, found.texts)
        return ended

    async def acts(self, viewer: Principal, number: int) -> list[IncidentActRecord]:
        """The audit log of an incident, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            await self._found(db, number)
            return await self._storage.acts(db, number, ACTS_MAX)

    async def _check_pool(self, db: Connection, plan: IncidentPlan) -> None:
        if plan.pool is not None and await self._pools.pool(db, PoolId(plan.pool)) is None:
            raise PoolUnknown(f"There is no pool {plan.pool!r}.")

    async def _found(self, db: Connection, number: int, *, lock: bool = False) -> Incident:
        found = await self._storage.incident(db, number, lock=lock)
        if found is None:
            raise IncidentUnknown(f"There is no incident {number!r}.")
        return found

    async def _going_on(self, db: Connection, number: int) -> Incident:
        found = await self._found(db, number, lock=True)
        if found.ended_at is not None:
            raise IncidentOver(f"Incident {number} ended at {found.ended_at.isoformat()}; write another one.")
        return found
