"""Plan, enter, close, draw, pay. Each method is one transaction, and payment follows through the outbox."""

import asyncio
import os
from collections.abc import Callable, Sequence

import msgspec
import structlog

from grandstand.campaign.chain import pseudonym
from grandstand.campaign.draws.document import draw_file
from grandstand.campaign.draws.entering import Entering, message
from grandstand.campaign.draws.errors import (
    DrawConflict,
    DrawPlanInvalid,
    DrawUnknown,
)
from grandstand.campaign.draws.models import (
    Draw,
    DrawAct,
    DrawActRecord,
    DrawDocument,
    DrawId,
    DrawPlan,
    DrawState,
    SealedDraw,
    Standing,
    Ticket,
)
from grandstand.campaign.draws.rules import (
    BEACON_BYTES_MAX,
    GRACE,
    SEED_BYTES,
    check_draw,
    commitment,
    entries_root,
    entry_line,
    terms_text,
    winners,
)
from grandstand.campaign.draws.storage import DrawStorage
from grandstand.campaign.engine import ClaimEngine
from grandstand.campaign.errors import PoolGone, PoolUnknown
from grandstand.campaign.models import Pool
from grandstand.campaign.outbox import DONE, Failed, Handled, Outbox, OutboxMessage, Retry
from grandstand.campaign.rules import check_reason
from grandstand.campaign.service import AS_PLANNED, END_OF_TIME, NOBODY
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.database import Connection
from grandstand.kernel.errors import GrandstandError, Overloaded, RequestInvalid
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

PRIZE = "draw.prize"
DRAWS_MAX = 100
ACTS_MAX = 100
FILES_AT_ONCE_MAX = 2
"""Files of draws that one process makes at the same time; a million entries are 40 MB."""
FILE_RETRY_AFTER_S = 5.0

log = structlog.get_logger(__name__)


class Prize(msgspec.Struct, frozen=True):
    """The body of a message that pays a winner."""

    pool: int
    fan: SubjectId
    occasion: str


class Draws:
    """The use cases of draws.

    Args:
        engine: gives the winners their shares; its database and clock are used here too.
        outbox: what pays, and what brings earned tickets.
        sealer: of the seeds.
        new_secret: 32 random bytes; for tests that have to know a seed.
    """

    def __init__(
        self,
        engine: ClaimEngine,
        outbox: Outbox,
        sealer: Sealer,
        *,
        new_secret: Callable[[], bytes] = lambda: os.urandom(SEED_BYTES),
    ) -> None:
        self._engine = engine
        self._database = engine.tools.database
        self._pools = engine.tools.pools
        self._clock = engine.tools.clock
        self._storage = DrawStorage(sealer)
        self._outbox = outbox
        self._new_secret = new_secret
        self._files = asyncio.Semaphore(FILES_AT_ONCE_MAX)
        self.entering = Entering(self._database, self._clock, self._storage, outbox)
        outbox.handle(PRIZE, self._pay)

    # Operators.

    async def plan(self, actor: Principal, plan: DrawPlan) -> Draw:
        """A draw whose seed is committed to from now on.

        Raises:
            DrawPlanInvalid: it could not be held, or its winners not be paid.
            PoolUnknown: nobody would pay.
        """
        async with self._database.transaction() as db:
            number = await self.plan_in(db, actor, plan)
        return await self.draw(number)

    async def plan_in(self, db: Connection, actor: Principal, plan: DrawPlan) -> DrawId:
        """As `plan`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        pool = await self._pools.lock_pool(db, plan.pool)
        if pool is None:
            raise PoolUnknown(f"There is no pool {plan.pool!r}.")
        now = self._clock()
        check_draw(plan, pool, await self._storage.winners_planned(db, plan.pool), now)
        known = await self._storage.of_pool(db, plan.pool, plan.excludes)
        if unknown := sorted(set(plan.excludes) - known):
            raise DrawPlanInvalid(f"Only draws of the same pool can be excluded, got {unknown!r}.")
        number = await self._storage.insert(db, plan, now)
        if number is None:
            raise DrawPlanInvalid(f"Pool {plan.pool} has a draw for {plan.occasion!r} already.")
        seed, text = self._new_secret(), terms_text(number, plan)
        await self._storage.commit(db, number, text, commitment(seed, text), seed)
        await self._storage.insert_act(db, number, now, actor, DrawAct.PLANNED, "planned")
        return number

    async def close(self, actor: Principal, number: DrawId, reason: str) -> Draw:
        """Fix the list of entries, once all that count have come in; its root is published from now on.

        Raises:
            DrawConflict: entries may still come, or it is closed already.
        """
        require_role(actor, Role.OPERATOR)
        return await self._close(actor, number, check_reason(reason))

    async def hold(self, actor: Principal, number: DrawId, beacon_value: str, reason: str) -> Draw:
        """Draw the winners of a closed draw, publish its seed, and have the winners paid.

        Args:
            actor: an operator.
            number: of the draw.
            beacon_value: the public value that the terms name, as it was published; empty where they name none.
            reason: for the audit log.

        Raises:
            DrawConflict: it is not closed, or drawn already.
            RequestInvalid: there is a value and no beacon, or the other way round.
        """
        require_role(actor, Role.OPERATOR)
        return await self._hold(actor, number, beacon_value.strip(), check_reason(reason))

    async def keep_times(self) -> None:
        """Close draws whose entries are over, and draw those that wait for nothing.

        Several processes may do so at once.
        """
        planned = Principal(NOBODY, Role.OPERATOR, None, END_OF_TIME)
        async with self._database.connection() as db:
            due = await self._storage.due(db, self._clock() - GRACE)
        for number in due:
            try:
                closed = await self._close(planned, number, AS_PLANNED)
            except DrawConflict:
                closed = await self.draw(number)
            if closed.state is DrawState.CLOSED and not closed.beacon:
                try:
                    await self._hold(planned, number, "", AS_PLANNED)
                except DrawConflict:
                    log.info("draw.held_elsewhere", draw=number)

    async def acts(self, viewer: Principal, number: DrawId) -> list[DrawActRecord]:
        """The audit log, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        await self.draw(number)
        async with self._database.connection() as db:
            return await self._storage.acts(db, number, ACTS_MAX)

    # Fans, and rules of the campaign.

    async def enter(self, fan: Principal, number: DrawId, ticket: str) -> Standing:
        """Take a ticket that nobody has to earn; taking it again changes nothing.

        Raises:
            DrawUnknown, TicketUnknown: there is no such thing.
            TicketNotEarned: a rule of the campaign gives it.
            EntriesClosed: it is too early, or too late.
        """
        require_role(fan, Role.FAN)
        await self.entering.enter(Ticket(number, fan.subject, ticket))
        return await self.standing(fan, number)

    async def standing(self, viewer: Principal, number: DrawId) -> Standing:
        """What the asker has in a draw."""
        async with self._database.snapshot() as db:
            found = await self._found(await self._storage.draw(db, number), number)
            pool = await self._pool(db, found)
            return Standing(
                draw=number,
                pseudonym=pseudonym(pool.pseudonym_key, viewer.subject).hex(),
                tickets=await self._storage.tickets_of(db, number, viewer.subject),
                place=await self._storage.place_of(db, number, viewer.subject),
            )

    async def draws(self) -> list[Draw]:
        """The newest draws; they are public."""
        async with self._database.connection() as db:
            return await self._storage.draws(db, DRAWS_MAX)

    async def draw(self, number: DrawId) -> Draw:
        """One draw.

        Raises:
            DrawUnknown: there is none of this number.
        """
        async with self._database.connection() as db:
            return (await self._found(await self._storage.draw(db, number), number)).shown

    async def file(self, number: DrawId) -> bytes:
        """The draw with all of its entries, so that anybody can check it.

        Raises:
            DrawConflict: it has not been drawn yet.
            Overloaded: as many files as may are being made.
        """
        if self._files.locked():
            raise Overloaded(f"{FILES_AT_ONCE_MAX} draws are being read here.", retry_after_s=FILE_RETRY_AFTER_S)
        async with self._files:
            return await self._file(number)

    async def _file(self, number: DrawId) -> bytes:
        async with self._database.snapshot() as db:
            found = await self._found(await self._storage.draw(db, number), number)
            if found.shown.state is not DrawState.DRAWN:
                raise DrawConflict(
                    f"Draw {number} is {found.shown.state.value!r}; its file comes with its winners."
                )
            pool = await self._pool(db, found)
            lines = await self._lines(db, number, pool)
            excluded = await self._storage.winners_of(db, found.shown.excludes)
            won = await self._storage.winners_of(db, [number])
        names = [tuple(pseudonym(pool.pseudonym_key, fan).hex() for fan in fans) for fans in (excluded, won)]
        document = DrawDocument(
            terms=found.terms.decode(),
            commitment=found.shown.commitment,
            committed_at=found.shown.committed_at,
            seed=found.seed.hex(),
            beacon_value=found.shown.beacon_value or "",
            entries=len(lines),
            root=found.shown.root or "",
            excluded=names[0],
            winners=names[1],
        )
        return await asyncio.to_thread(draw_file, document, lines)

    async def _close(self, actor: Principal, number: DrawId, reason: str) -> Draw:
        async with self._database.transaction() as db:
            found = await self._found(await self._storage.lock(db, number), number)
            now = self._clock()
            if found.shown.state is not DrawState.ENTERING:
                raise DrawConflict(f"Draw {number} is {found.shown.state.value!r} already.")
            if now < found.shown.closes_at + GRACE:
                raise DrawConflict(
                    f"Entries of draw {number} count until {found.shown.closes_at.isoformat()}, and may arrive "
                    f"{GRACE.total_seconds():.0f} s later; then it can be closed."
                )
            lines = await self._lines(db, number, await self._pool(db, found))
            root = await asyncio.to_thread(entries_root, lines)
            await self._storage.close(db, number, len(lines), root)
            await self._storage.insert_act(db, number, now, actor, DrawAct.CLOSED, reason)
        return await self.draw(number)

    async def _hold(self, actor: Principal, number: DrawId, beacon_value: str, reason: str) -> Draw:
        async with self._database.transaction() as db:
            found = await self._found(await self._storage.lock(db, number), number)
            if found.shown.state is not DrawState.CLOSED:
                raise DrawConflict(f"Draw {number} is {found.shown.state.value!r}, not 'closed'.")
            _check_beacon(found.shown, beacon_value)
            won = await self._winners(db, found, beacon_value)
            await self._storage.finish(db, number, beacon_value, won)
            await self._storage.insert_act(db, number, self._clock(), actor, DrawAct.DRAWN, reason)
            shown = found.shown
            prizes = [(fan, Prize(shown.pool, fan, shown.occasion)) for fan in won]
            await self._outbox.put(
                db, [message(PRIZE, number, fan, "prize", msgspec.json.encode(prize)) for fan, prize in prizes]
            )
        return await self.draw(number)

    async def _winners(self, db: Connection, found: SealedDraw, beacon_value: str) -> list[SubjectId]:
        shown = found.shown
        pool = await self._pool(db, found)
        entries = await self._storage.entries(db, DrawId(shown.id))
        by_name = {pseudonym(pool.pseudonym_key, fan).hex(): fan for fan, _ in entries}
        past = await self._storage.winners_of(db, shown.excludes)
        excluded = frozenset(pseudonym(pool.pseudonym_key, fan).hex() for fan in past)
        lines = _sorted_lines(pool, entries)
        assert shown.root is not None
        assert entries_root(lines).hex() == shown.root, (
            f"the entries of draw {shown.id} are not those it closed with"
        )
        names = await asyncio.to_thread(
            winners, found.seed, bytes.fromhex(shown.root), beacon_value.encode(), lines, excluded, shown.winners
        )
        return [by_name[name] for name in names]

    async def _lines(self, db: Connection, number: DrawId, pool: Pool) -> list[bytes]:
        return await asyncio.to_thread(_sorted_lines, pool, await self._storage.entries(db, number))

    async def _pool(self, db: Connection, found: SealedDraw) -> Pool:
        pool = await self._pools.pool(db, PoolId(found.shown.pool))
        assert pool is not None, f"draw {found.shown.id} has no pool"
        return pool

    async def _found(self, found: SealedDraw | None, number: DrawId) -> SealedDraw:
        if found is None:
            raise DrawUnknown(f"There is no draw {number!r}.")
        return found

    # Payment.

    async def _pay(self, messages: Sequence[OutboxMessage]) -> list[Handled]:
        return list(await asyncio.gather(*(self._pay_one(message) for message in messages)))

    async def _pay_one(self, message: OutboxMessage) -> Handled:
        prize = msgspec.json.decode(message.body, type=Prize)
        try:
            await self._engine.claim(PoolId(prize.pool), prize.fan, prize.occasion, earned=True)
        except PoolGone as error:
            # It cannot be: the plan saw to it that there are shares for all winners.
            return Failed(f"{error.code}: {error}")
        except GrandstandError as error:
            return Retry(f"{error.code}: {error}")
        return DONE


def _check_beacon(draw: Draw, value: str) -> None:
    if bool(draw.beacon) != bool(value):
        wanted = f"the value of {draw.beacon!r}" if draw.beacon else "no beacon value"
        raise RequestInvalid(f"Draw {draw.id} is drawn with {wanted}, got {value!r}.")
    if len(value.encode()) > BEACON_BYTES_MAX or not value.isprintable():
        raise RequestInvalid(f"A beacon's value is one line of {BEACON_BYTES_MAX} bytes at most.")


def _sorted_lines(pool: Pool, entries: Sequence[tuple[SubjectId, str]]) -> list[bytes]:
    key = pool.pseudonym_key
    return sorted(entry_line(pseudonym(key, fan).hex(), ticket) for fan, ticket in entries)
