"""What a file would come to, and making it so. Applying is one transaction for each wave, and may be repeated."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias

from grandstand.campaign.audience import Audience, AudienceAsk
from grandstand.campaign.programme.errors import ProgrammeFrozen, ProgrammeTooLate, ProgrammeUnknown
from grandstand.campaign.programme.models import (
    Applied,
    AppliedWave,
    Change,
    MadeWave,
    Outlook,
    Programme,
    ProgrammeAct,
    ProgrammeActRecord,
    ProgrammeId,
    ProgrammeRecord,
    StoredWave,
    Wave,
    WaveDone,
)
from grandstand.campaign.programme.outlook import outlook_of
from grandstand.campaign.programme.reading import read_programme
from grandstand.campaign.programme.rules import audience_ask, programme_changes, wave_changes
from grandstand.campaign.programme.storage import ProgrammeStorage
from grandstand.campaign.rules import check_reason
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database

PROGRAMMES_MAX = 100
ACTS_MAX = 100
AS_THE_FILE_SAYS = "as the programme's file says"


TryOn: TypeAlias = Callable[[Principal, Sequence[AudienceAsk]], Awaitable[list[Audience]]]


class WaveMaker(Protocol):
    """Makes what a wave says, in the caller's transaction; the wiring knows how (programme_applied.py)."""

    async def make(
        self, db: Connection, actor: Principal, programme: Programme, wave: Wave, reason: str
    ) -> MadeWave:
        """Everything that the wave says, scheduled."""

    async def change(self, db: Connection, actor: Principal, stored: StoredWave, wave: Wave, reason: str) -> None:
        """What may still be changed of a wave that there is."""


class Programmes:
    """The use cases of programmes.

    Args:
        database: where they are.
        clock: now, aware.
        maker: makes pools, draws, invitations and voucher terms.
        try_on: tries what waves ask for on everybody who is known.
    """

    def __init__(self, database: Database, clock: Clock, maker: WaveMaker, try_on: TryOn) -> None:
        self._database = database
        self._clock = clock
        self._maker = maker
        self._try_on = try_on
        self._storage = ProgrammeStorage()

    async def outlook(self, viewer: Principal, document: bytes) -> Outlook:
        """What a file costs and brings; nothing is made.

        Raises:
            ProgrammeInvalid: with everything that is wrong with the file.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        return await asyncio.to_thread(lambda: outlook_of(read_programme(document)))

    async def audiences(self, viewer: Principal, document: bytes) -> list[Audience]:
        """Who would get each wave of a file and what it would cost, if everybody came who is known.

        Raises:
            ProgrammeInvalid: with everything that is wrong with the file.
            Overloaded: another trial runs here.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        programme = await asyncio.to_thread(read_programme, document)
        return await self._try_on(viewer, [audience_ask(wave) for wave in programme.waves])

    async def apply(
        self, actor: Principal, document: bytes, reason: str = AS_THE_FILE_SAYS, *, dry_run: bool = False
    ) -> Applied:
        """Make what the file says and is not there; change what may be changed. To do so again does nothing.

        Args:
            actor: who does it.
            document: the file.
            reason: why, for the audit logs.
            dry_run: only say what would be done.

        Raises:
            ProgrammeInvalid: with everything that is wrong with the file.
            ProgrammeFrozen: it says otherwise than what there is; nothing was changed.
            ProgrammeTooLate: a wave that is not there yet should have begun; nothing was changed.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        programme = await asyncio.to_thread(read_programme, document)
        async with self._database.snapshot() as db:
            stored = await self._storage.find(db, programme.name)
        known = {} if stored is None else stored.waves
        missing = [wave for wave in programme.waves if wave.name not in known]
        changes = [] if stored is None else programme_changes(stored, programme)
        if not dry_run:
            self._check(missing, changes)
            waves = [await self._apply_wave(actor, programme, document, wave, reason) for wave in programme.waves]
            await self._apply_header(actor, programme, document, reason)
        else:
            waves = [_applied(wave, known[wave.name]) for wave in programme.waves if wave.name in known]
        return Applied(
            programme=programme.name,
            dry_run=dry_run,
            waves=tuple(waves),
            missing=tuple(wave.name for wave in missing) if dry_run else (),
            changes=tuple(changes),
        )

    async def programmes(self, viewer: Principal) -> list[ProgrammeRecord]:
        """The newest that were applied."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            return await self._storage.programmes(db, PROGRAMMES_MAX)

    async def programme(self, viewer: Principal, number: ProgrammeId) -> tuple[ProgrammeRecord, bytes]:
        """One of them, and the file that was applied last."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            return await self._found(db, number)

    async def acts(self, viewer: Principal, number: ProgrammeId) -> list[ProgrammeActRecord]:
        """The audit log, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            await self._found(db, number)
            return await self._storage.acts(db, number, ACTS_MAX)

    async def _found(self, db: Connection, number: ProgrammeId) -> tuple[ProgrammeRecord, bytes]:
        if (found := await self._storage.programme(db, number)) is None:
            raise ProgrammeUnknown(f"There is no programme {number!r}.")
        return found

    def _check(self, missing: list[Wave], changes: list[Change]) -> None:
        if any(each.is_frozen for each in changes):
            raise ProgrammeFrozen(changes)
        now = self._clock()
        for wave in missing:
            if wave.opens_at <= now:
                raise ProgrammeTooLate(
                    f"The wave {wave.name!r} is not there yet and should have begun at "
                    f"{wave.opens_at.isoformat()}; it is {now.isoformat()}. Nothing was changed."
                )

    async def _apply_wave(
        self, actor: Principal, programme: Programme, document: bytes, wave: Wave, reason: str
    ) -> AppliedWave:
        async with self._database.transaction() as db:
            now = self._clock()
            stored = await self._storage.lock(db, programme, document, actor, now)
            number = ProgrammeId(stored.record.id)
            found = stored.waves.get(wave.name)
            if found is not None and found.wave == wave:
                return _applied(wave, found)
            # Somebody may have applied another file since we looked.
            self._check([] if found else [wave], wave_changes(found.wave, wave) if found else [])
            if found is None:
                made = await self._maker.make(db, actor, programme, wave, reason)
                await self._storage.insert_wave(db, number, wave, made)
                act, done = ProgrammeAct.CREATED, WaveDone.CREATED
            else:
                made = found.made
                await self._maker.change(db, actor, found, wave, reason)
                await self._storage.update_wave(db, number, wave)
                act, done = ProgrammeAct.CHANGED, WaveDone.CHANGED
            await self._storage.update(db, number, programme, document, actor, now)
            await self._storage.insert_act(db, number, now, actor, act, wave.name, reason)
        return _applied(wave, StoredWave(wave, made), done)

    async def _apply_header(self, actor: Principal, programme: Programme, document: bytes, reason: str) -> None:
        async with self._database.transaction() as db:
            now = self._clock()
            stored = await self._storage.lock(db, programme, document, actor, now)
            changes = programme_changes(stored, programme)
            if changes:
                self._check([], changes)
                number = ProgrammeId(stored.record.id)
                await self._storage.update(db, number, programme, document, actor, now)
                await self._storage.insert_act(db, number, now, actor, ProgrammeAct.CHANGED, "", reason)


def _applied(wave: Wave, stored: StoredWave, done: WaveDone = WaveDone.UNCHANGED) -> AppliedWave:
    made = stored.made
    return AppliedWave(
        wave=wave.name,
        done=done,
        pool=made.pool,
        prize_pool=made.prize_pool,
        draws=made.draws,
        scheme=made.scheme,
    )
