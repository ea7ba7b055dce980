"""What people do with takes on air: send, watch, stop. Where to, the settings say; nobody can name an address.

Replay operators act. Operators and auditors see what is and was on air. To everybody else there is nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import msgspec

from grandstand.kernel.auth import Principal, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.replay.air_storage import AirStorage
from grandstand.replay.airing import (
    AIRINGS_SHOWN_MAX,
    AirClip,
    Airing,
    AiringId,
    AirTarget,
    check_times,
    target_named,
)
from grandstand.replay.errors import AiringUnknown, OnAir, TakeUnfinished
from grandstand.replay.service import ACTS, READS, no_file, no_take
from grandstand.replay.storage import TakeStorage
from grandstand.replay.takes import TakeId, TakeState

PutAiring: TypeAlias = Callable[[Connection, AiringId], Awaitable[None]]


class AiringsShown(msgspec.Struct, frozen=True, kw_only=True):
    """The names of the targets; what is and was on air, the newest first."""

    targets: tuple[str, ...]
    airings: tuple[Airing, ...]


class AirService:
    """One for each process.

    Args:
        targets: where replays may be sent.
        put: has an airing sent once the transaction is committed.
    """

    def __init__(self, database: Database, clock: Clock, targets: Sequence[AirTarget], put: PutAiring) -> None:
        self._database = database
        self._storage = AirStorage()
        self._takes = TakeStorage()
        self._clock = clock
        self.targets = targets
        self._put = put

    async def shown(self, viewer: Principal) -> AiringsShown:
        """Where takes can be sent, and the newest AIRINGS_SHOWN_MAX that were."""
        require_role(viewer, *READS)
        async with self._database.connection() as db:
            found = await self._storage.airings(db, AIRINGS_SHOWN_MAX)
        return AiringsShown(targets=tuple(each.name for each in self.targets), airings=tuple(found))

    async def air(self, actor: Principal, take: TakeId, target: str, clip: AirClip, times: int) -> Airing:
        """Have a clip of a complete take sent, published or not.

        Raises:
            Forbidden: she is no replay operator.
            RequestInvalid: it cannot be repeated so often.
            TargetUnknown: the settings name no such target.
            TakeUnknown: there is no such take, or no such clip of it.
            TakeUnfinished: it is not complete.
            OnAir: something is on its way there already.
        """
        require_role(actor, *ACTS)
        check_times(times)
        target_named(self.targets, target)
        async with self._database.transaction() as db:
            await self._check_clip(db, take, clip)
            airing = await self._storage.insert(db, take, clip, target, times, actor.subject, self._clock())
            if airing is None:
                raise OnAir(f"{target!r} is on air already; stop that first, or wait for its end.")
            await self._put(db, airing)
            return await self._known(db, airing)

    async def _check_clip(self, db: Connection, take: TakeId, clip: AirClip) -> None:
        if (known := await self._takes.take(db, take)) is None:
            raise no_take(take)
        if known.state is not TakeState.COMPLETE:
            raise TakeUnfinished(f"Take {take} is {known.state.value}; only a complete one goes on air.")
        if clip.file not in {file.name for file in known.files}:
            raise no_file(take, clip.file)

    async def stop(self, actor: Principal, airing: AiringId) -> Airing:
        """Take it off air; what has ended stays as it is.

        Raises:
            AiringUnknown: there is none.
        """
        require_role(actor, *ACTS)
        async with self._database.transaction() as db:
            await self._storage.stop(db, airing, self._clock())
            return await self._known(db, airing)

    async def _known(self, db: Connection, airing: AiringId) -> Airing:
        if (known := await self._storage.airing(db, airing)) is None:
            raise AiringUnknown(f"There is no airing {airing}.")
        return known
