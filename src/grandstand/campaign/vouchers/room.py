"""The merchant's side: one batch a merchant at a time, none of its limits ever passed.

Asking twice for one redemption is answered the same: what was said is kept with the redemption's id.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from grandstand.campaign.batches import Batcher
from grandstand.campaign.vouchers.errors import MerchantClosed, MerchantFull, MerchantUnknown
from grandstand.campaign.vouchers.models import MerchantId, MerchantState
from grandstand.campaign.vouchers.rules import admit, finish, full_for_s, release
from grandstand.campaign.vouchers.storage import MerchantRow, VoucherStorage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import GrandstandError, Overloaded

BATCH_MAX = 1024
WAITING_MAX = 4096
"""Orders that wait for one merchant in one process."""
MERCHANTS_MAX = 10_000
"""Merchants that one process keeps a queue for."""
RESERVED, FULL, RELEASED, DONE = "reserved", "full", "released", "done"


class SlotTaken(Exception):
    """A redemption of the batch has been told something already."""


class Wanted(NamedTuple):
    """A redemption that wants room, and whether it is an order at once."""

    redemption: UUID
    capture: bool


class Room:
    """Takes and gives back room at merchants."""

    def __init__(self, database: Database, clock: Clock, storage: VoucherStorage) -> None:
        self._database = database
        self._clock = clock
        self._storage = storage
        self._queues: dict[MerchantId, Batcher[Wanted, str]] = {}

    async def reserve(self, merchant: MerchantId, redemption: UUID, *, capture: bool) -> bool:
        """Keep room for a redemption; whether it is done with that.

        An order at a merchant without a system of its own is: nobody else has to say yes. Every other stays open
        until it is finished or released.

        Raises:
            MerchantFull: there is none now; for this redemption there will never be.
            MerchantClosed, MerchantUnknown: nor is there to be.
            Overloaded: too many wait for this merchant here.
        """
        return await self._queue(merchant).answer(Wanted(redemption, capture)) == DONE

    async def release(self, merchant: MerchantId, redemption: UUID) -> None:
        """Give back what was kept for a redemption, once; a redemption that comes later gets nothing."""
        await self._end(merchant, redemption, RELEASED)

    async def finish(self, merchant: MerchantId, redemption: UUID) -> None:
        """The merchant has confirmed the order: it is open no longer."""
        await self._end(merchant, redemption, DONE)

    async def drain(self) -> None:
        """Return when everybody who was let in has been answered."""
        for queue in list(self._queues.values()):
            await queue.drain()

    def _queue(self, merchant: MerchantId) -> "Batcher[Wanted, str]":
        if merchant not in self._queues:
            if len(self._queues) >= MERCHANTS_MAX:
                raise Overloaded(retry_after_s=1)
            work = partial(self._reserve_all, merchant)
            self._queues[merchant] = Batcher(work, batch_max=BATCH_MAX, waiting_max=WAITING_MAX)
        return self._queues[merchant]

    async def _reserve_all(self, merchant: MerchantId, wanted: Sequence[Wanted]) -> list[str | GrandstandError]:
        # A redemption asks once, but for one that was left behind; so nobody looks before a slot is in the way.
        for look_first in (False, True):
            try:
                return await self._reserve(merchant, wanted, look_first=look_first)
            except SlotTaken:
                continue
        raise AssertionError("whoever has looked meets no slot")

    async def _reserve(
        self, merchant: MerchantId, wanted: Sequence[Wanted], *, look_first: bool
    ) -> list[str | GrandstandError]:
        async with self._database.transaction() as db:
            row = await self._storage.merchant(db, merchant, lock=True)
            if row is None:
                return [MerchantUnknown(f"There is no merchant {merchant!r}.")] * len(wanted)
            now = self._clock()
            told: dict[UUID, str] = {}
            if look_first:
                told = await self._storage.slots(db, merchant, [each.redemption for each in wanted])
            new = [each for each in wanted if each.redemption not in told]
            is_open = row.merchant.state is MerchantState.OPEN
            admitted, load = admit(row.merchant.capacity, row.load, len(new) if is_open else 0, now)
            slots = [(each.redemption, _slot(row, each) if at < admitted else FULL) for at, each in enumerate(new)]
            for _, state in slots:
                load = finish(load) if state == DONE else load
            if slots and not await self._storage.insert_slots(db, merchant, slots, load):
                raise SlotTaken
        states = told | dict(slots)
        answers = [states[each.redemption] for each in wanted]
        return [answer if answer in {RESERVED, DONE} else _refusal(row, now) for answer in answers]

    async def _end(self, merchant: MerchantId, redemption: UUID, state: str) -> None:
        async with self._database.transaction() as db:
            row = await self._storage.merchant(db, merchant, lock=True)
            assert row is not None, f"redemption {redemption} is at no merchant"
            if await self._storage.end_slot(db, merchant, redemption, state):
                load = finish(row.load) if state == DONE else release(row.load)
                await self._storage.set_load(db, merchant, load)
            elif not await self._storage.slots(db, merchant, [redemption]):
                # Whoever was about to reserve may still do so: it must find that it is over.
                await self._storage.insert_slots(db, merchant, [(redemption, state)], row.load)


def _slot(row: MerchantRow, wanted: Wanted) -> str:
    """What a redemption becomes that there is room for."""
    return DONE if wanted.capture and not row.merchant.webhook else RESERVED


def _refusal(row: MerchantRow, now: datetime) -> GrandstandError:
    merchant = row.merchant
    if merchant.state is not MerchantState.OPEN:
        return MerchantClosed(f"{merchant.name} is {merchant.state.value!r}; the voucher stays valid.")
    wait_s = full_for_s(merchant.capacity, row.load, now)
    return MerchantFull(f"{merchant.name} has no room now; the voucher stays valid.", retry_after_s=wait_s)
