"""From a wish to a redemption: the fan's side, the merchant's side, the fan's side again.

    asking    the voucher is taken, so that nobody can use it elsewhere   (one batch on the fan's side)
    reserve   the merchant has room or not                                (one batch at the merchant)
    answer    held or captured, or voided and valid again                 (one batch on the fan's side)

A process that is killed in between leaves a redemption asking; `keep_times` goes on with it. Each step does
nothing when it has been done before.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import msgspec

from grandstand.campaign.batches import Batcher
from grandstand.campaign.outbox import Outbox, OutboxMessage
from grandstand.campaign.vouchers.errors import MerchantUnknown, VoucherUsed
from grandstand.campaign.vouchers.models import (
    Category,
    MerchantId,
    Order,
    Owned,
    Placed,
    Redemption,
    RedemptionState,
    Standing,
    Wish,
)
from grandstand.campaign.vouchers.room import Room
from grandstand.campaign.vouchers.rules import HOLD, refusal
from grandstand.campaign.vouchers.storage import Unfinished, VoucherStorage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import GrandstandError, Overloaded
from grandstand.kernel.ids import SubjectId

ORDER = "voucher.order"
RELEASE = "voucher.release"
BATCH_MAX = 1024
WAITING_MAX = 8192
LEFT_BEHIND = timedelta(seconds=30)
"""After that a redemption that is still asking was left by a process that is gone."""
SWEEP_MAX = 1_000
MERCHANTS_KNOWN_MAX = 10_000
"""Merchants of which one process remembers what they sell."""

Voucher: TypeAlias = tuple[SubjectId, int, str]


class Answer(NamedTuple):
    """What the merchant's side said to a redemption: the key under which it is written down once."""

    fan: SubjectId
    redemption: UUID
    merchant: MerchantId
    state: RedemptionState
    reason: str


class Redeeming:
    """Takes wishes through the three steps."""

    def __init__(
        self, database: Database, clock: Clock, storage: VoucherStorage, room: Room, outbox: Outbox
    ) -> None:
        self._database = database
        self._clock = clock
        self._storage = storage
        self._room = room
        self._outbox = outbox
        self._sells: dict[MerchantId, Category] = {}
        self._asking: Batcher[Wish, Unfinished] = Batcher(
            self._ask_all, batch_max=BATCH_MAX, waiting_max=WAITING_MAX
        )
        self._answering: Batcher[Answer, Redemption] = Batcher(
            self._answer_all, batch_max=BATCH_MAX, waiting_max=2 * WAITING_MAX
        )

    async def redeem(self, wish: Wish) -> Redemption:
        """The redemption of this wish; the same one when it is wished again.

        Raises:
            VoucherError: why the voucher cannot be used, or not here.
            Overloaded: too many are redeeming here; nothing was begun.
        """
        asked = await self._asking.answer(wish)
        redemption = asked.owned.redemption
        if redemption.state is not RedemptionState.ASKING:
            return redemption
        return await self._go_on(asked)

    async def keep_times(self) -> int:
        """Go on with what was left behind, and end what nobody captured; how many redemptions that were.

        Several processes may do so at once.
        """
        now = self._clock()
        async with self._database.connection() as db:
            left = await self._storage.left_behind(db, now - LEFT_BEHIND, SWEEP_MAX)
            overdue = await self._storage.overdue(db, now, SWEEP_MAX)
        await asyncio.gather(*(self._go_on(each) for each in left), return_exceptions=True)
        for each in overdue:
            await self.end(
                each.owned.fan, each.owned.redemption.id, RedemptionState.EXPIRED, "not captured in time"
            )
        return len(left) + len(overdue)

    async def end(
        self, fan: SubjectId, redemption: UUID, state: RedemptionState, reason: str
    ) -> Redemption | None:
        """Void or expire a redemption that is held, and have its room given back; None when it is not held."""
        async with self._database.transaction() as db:
            found = await self._storage.lock_redemption(db, fan, redemption)
            if found is None or found.state is not RedemptionState.HELD:
                return None
            await self._storage.set_state(db, fan, redemption, state, reason, self._clock())
            await self._outbox.put(db, [release_message(found)])
        return msgspec.structs.replace(found, state=state, reason=reason)

    async def drain(self) -> None:
        """Return when everybody who was let in has been answered."""
        await self._asking.drain()
        await self._room.drain()
        await self._answering.drain()

    async def _go_on(self, asked: Unfinished) -> Redemption:
        """The second and the third step."""
        fan, redemption = asked.owned.fan, asked.owned.redemption
        merchant = MerchantId(redemption.merchant)
        refused: GrandstandError | None = None
        is_done = False
        try:
            is_done = await self._room.reserve(merchant, redemption.id, capture=asked.capture)
        except GrandstandError as error:
            if error.status >= Overloaded.status:
                # Nobody knows whether there is room: whoever sweeps asks again.
                raise
            refused = error
        state = RedemptionState.CAPTURED if asked.capture else RedemptionState.HELD
        if is_done:
            state = RedemptionState.DONE
        answer = Answer(fan, redemption.id, merchant, state, "")
        if refused is not None:
            answer = answer._replace(state=RedemptionState.VOIDED, reason=refused.code)
        done = await self._answering.answer(answer)
        if refused is not None:
            raise refused.with_traceback(None)
        return done

    async def _ask_all(self, wishes: Sequence[Wish]) -> list[Unfinished | GrandstandError]:
        async with self._database.transaction() as db:
            answers = await self._ask_once(db, wishes, {})
            left = [at for at, answer in enumerate(answers) if answer is None]
            if left:
                # Their vouchers are taken: now it is seen by whom.
                asked = [wishes[at] for at in left]
                again = await self._ask_once(db, asked, await self._storage.live(db, asked))
                for at, answer in zip(left, again, strict=True):
                    answers[at] = answer
        return [Overloaded(retry_after_s=1) if answer is None else answer for answer in answers]

    async def _ask_once(
        self, db: Connection, wishes: Sequence[Wish], live: Mapping[Voucher, Unfinished]
    ) -> list[Unfinished | GrandstandError | None]:
        """What each is answered; None where the voucher is taken, by somebody who is not in `live`."""
        now = self._clock()
        standings = await self._storage.standings(db, wishes)
        sells = await self._categories(db, wishes)
        answers: list[Unfinished | GrandstandError | None] = []
        new: dict[Voucher, tuple[int, UUID, Wish, Standing]] = {}
        for at, (wish, standing) in enumerate(zip(wishes, standings, strict=True)):
            voucher = (wish.fan, wish.pool, wish.occasion)
            if (taken := live.get(voucher)) is not None:
                answers.append(_again(taken, wish))
                continue
            refused = _refusal(wish, standing, sells.get(wish.merchant), now)
            # Who asks for two merchants at once is asked to look who has it, as everybody whose voucher is taken.
            if refused is None and voucher not in new:
                assert standing is not None
                new[voucher] = (at, wish.id or uuid4(), wish, standing)
            answers.append(refused)
        if new:
            taken_ids = await self._storage.ask(db, [each[1:] for each in new.values()], now, now + HOLD)
            for at, each, wish, standing in new.values():
                if each in taken_ids:
                    answers[at] = _asked(each, wish, standing, now)
        return answers

    async def _categories(self, db: Connection, wishes: Sequence[Wish]) -> Mapping[MerchantId, Category]:
        unknown = {wish.merchant for wish in wishes} - self._sells.keys()
        if unknown:
            if len(self._sells) + len(unknown) > MERCHANTS_KNOWN_MAX:
                self._sells = {}
            self._sells |= await self._storage.categories(db, {wish.merchant for wish in wishes})
        return self._sells

    async def _answer_all(self, answers: Sequence[Answer]) -> list[Redemption | GrandstandError]:
        now = self._clock()
        async with self._database.transaction() as db:
            written = await self._storage.answer(
                db, [(each.fan, each.redemption, each.state, each.reason) for each in answers], now
            )
            placed = [
                order_message(each.fan, written[each.redemption], now)
                for each in answers
                if each.redemption in written and each.state is RedemptionState.CAPTURED
            ]
            await self._outbox.put(db, placed)
            others = [(each.fan, each.redemption) for each in answers if each.redemption not in written]
            found = written | (await self._storage.redemptions(db, others) if others else {})
        return [found[each.redemption] for each in answers]


def _asked(redemption: UUID, wish: Wish, standing: Standing, now: datetime) -> Unfinished:
    """A redemption that has just been written."""
    asked = Redemption(
        id=redemption,
        pool=wish.pool,
        occasion=wish.occasion,
        merchant=wish.merchant,
        amount_minor=standing.amount_minor,
        currency=standing.currency,
        state=RedemptionState.ASKING,
        expires_at=now + HOLD,
        reason="",
    )
    return Unfinished(Owned(fan=wish.fan, redemption=asked), wish.capture)


def _again(taken: Unfinished, wish: Wish) -> Unfinished | GrandstandError:
    """What a wish is answered whose voucher is taken already."""
    if taken.owned.redemption.merchant == wish.merchant:
        return taken
    return VoucherUsed("The voucher has been used, or is being redeemed, at another merchant.")


def _refusal(
    wish: Wish, standing: Standing | None, sells: Category | None, now: datetime
) -> GrandstandError | None:
    """Why a wish is not taken on; None when it is. Whether there is room is for the merchant to say."""
    if sells is None:
        return MerchantUnknown(f"There is no merchant {wish.merchant!r}.")
    return refusal(standing, sells, now)


def order_message(fan: SubjectId, redemption: Redemption, now: datetime) -> OutboxMessage:
    """What places the order of a captured redemption."""
    order = Order(
        redemption=redemption.id,
        merchant=redemption.merchant,
        amount_minor=redemption.amount_minor,
        currency=redemption.currency,
        placed_at=now,
    )
    return message(ORDER, redemption.id, msgspec.json.encode(Placed(fan=fan, order=order)))


def release_message(redemption: Redemption) -> OutboxMessage:
    """What gives back the room of a redemption that has ended."""
    return message(RELEASE, redemption.id, str(redemption.merchant).encode())


def message(kind: str, redemption: UUID, body: bytes) -> OutboxMessage:
    """A message about a redemption; those of one redemption are told in order."""
    identity = uuid5(NAMESPACE_URL, f"grandstand:{kind}:{redemption}")
    return OutboxMessage(id=identity, kind=kind, key=f"redemption:{redemption}", body=body)
