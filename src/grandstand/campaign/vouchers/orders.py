"""What follows from a redemption, through the outbox: orders to merchants, room given back.

An order is told until the merchant has said yes or no. One that is silent for too long loses it: the voucher is
valid again, and the merchant is told that it is cancelled.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

import msgspec
import structlog

from grandstand.campaign.outbox import DONE, Handled, Outbox, OutboxMessage, Retry, in_time
from grandstand.campaign.vouchers.models import (
    MerchantId,
    Order,
    OrderAnswer,
    Placed,
    RedemptionState,
)
from grandstand.campaign.vouchers.redeeming import ORDER, RELEASE, message
from grandstand.campaign.vouchers.room import Room
from grandstand.campaign.vouchers.rules import ORDER_PATIENCE
from grandstand.campaign.vouchers.storage import MerchantRow, VoucherStorage
from grandstand.campaign.webhooks import SIGNATURE, Heard, Webhooks, sign
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database

CANCEL = "voucher.cancel"
RETRY_S = 5.0
"""How soon a merchant that was silent or busy is asked again."""
REST = timedelta(seconds=5)
"""A merchant that did not answer is left alone so long."""
TRY_AGAIN = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.CONFLICT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
REASON_LENGTH_MAX = 200

log = structlog.get_logger(__name__)


class Orders:
    """Handles the messages of redemptions."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        storage: VoucherStorage,
        room: Room,
        outbox: Outbox,
        webhooks: Webhooks,
    ) -> None:
        self._database = database
        self._clock = clock
        self._storage = storage
        self._room = room
        self._outbox = outbox
        self._webhooks = webhooks
        # When each merchant that did not answer may be asked again.
        self._resting: dict[int, datetime] = {}
        for kind, one in ((ORDER, self._place), (CANCEL, self._cancel), (RELEASE, self._release)):
            outbox.handle(kind, in_time(one))

    async def _place(self, message: OutboxMessage) -> Handled:
        placed = msgspec.json.decode(message.body, type=Placed)
        order = placed.order
        row = await self._merchant(order)
        if not row.merchant.webhook:
            # A merchant without a system of its own sees the order on the fan's screen.
            return await self._finish(placed, OrderAnswer(accepted=True))
        if self._clock() - order.placed_at > ORDER_PATIENCE:
            return await self._give_up(placed)
        heard = await self._tell(row, order)
        if (answer := _answer_of(heard)) is None:
            return Retry(f"merchant {order.merchant}: {heard.reason or heard.status}", RETRY_S)
        return await self._finish(placed, answer)

    async def _finish(self, placed: Placed, answer: OrderAnswer) -> Handled:
        """Write down what the merchant said: the voucher is used, or valid again."""
        state = RedemptionState.DONE if answer.accepted else RedemptionState.VOIDED
        await self._set(placed, state, answer.reason[:REASON_LENGTH_MAX])
        order = placed.order
        end = self._room.finish if answer.accepted else self._room.release
        await end(MerchantId(order.merchant), order.redemption)
        return DONE

    async def _give_up(self, placed: Placed) -> Handled:
        """Make the voucher valid again, and have the merchant told, should it have heard of the order."""
        order = msgspec.structs.replace(placed.order, cancelled=True)
        log.warning("order.given_up", merchant=order.merchant, redemption=str(order.redemption))
        async with self._database.transaction() as db:
            found = await self._storage.lock_redemption(db, placed.fan, order.redemption)
            if found is not None and found.state is RedemptionState.CAPTURED:
                now = self._clock()
                state = RedemptionState.VOIDED
                await self._storage.set_state(db, placed.fan, order.redemption, state, "merchant.silent", now)
            await self._outbox.put(db, [order_cancelled(order)])
        await self._room.release(MerchantId(order.merchant), order.redemption)
        return DONE

    async def _cancel(self, message: OutboxMessage) -> Handled:
        order = msgspec.json.decode(message.body, type=Order)
        heard = await self._tell(await self._merchant(order), order)
        if _answer_of(heard) is None:
            return Retry(f"merchant {order.merchant}: {heard.reason or heard.status}")
        return DONE

    async def _release(self, message: OutboxMessage) -> Handled:
        redemption = UUID(message.key.partition(":")[2])
        await self._room.release(MerchantId(int(message.body)), redemption)
        return DONE

    async def _set(self, placed: Placed, state: RedemptionState, reason: str) -> None:
        async with self._database.transaction() as db:
            found = await self._storage.lock_redemption(db, placed.fan, placed.order.redemption)
            if found is not None and found.state is RedemptionState.CAPTURED:
                redemption = placed.order.redemption
                await self._storage.set_state(db, placed.fan, redemption, state, reason, self._clock())

    async def _tell(self, row: MerchantRow, order: Order) -> Heard:
        """What the merchant says to a signed order; nothing, where it did not answer a moment ago."""
        now = self._clock()
        if (until := self._resting.get(order.merchant)) is not None and now < until:
            return Heard(0, b"", "it did not answer a moment ago")
        body = msgspec.json.encode(order)
        headers = {
            "content-type": "application/json",
            "idempotency-key": str(order.redemption),
            SIGNATURE: sign(row.secret, body, int(now.timestamp())),
        }
        heard = await self._webhooks.post(row.merchant.webhook, body, headers)
        self._resting.pop(order.merchant, None)
        if heard.status == 0:
            self._resting[order.merchant] = self._clock() + REST
        return heard

    async def _merchant(self, order: Order) -> MerchantRow:
        async with self._database.connection() as db:
            row = await self._storage.merchant(db, MerchantId(order.merchant))
        assert row is not None, f"order {order.redemption} is for no merchant"
        return row


def order_cancelled(order: Order) -> OutboxMessage:
    """What tells a merchant that an order is not wanted any more."""
    return message(CANCEL, order.redemption, msgspec.json.encode(order))


def _answer_of(heard: Heard) -> OrderAnswer | None:
    """Yes, no, or None: nobody knows, it has to be asked again."""
    if HTTPStatus.OK <= heard.status < HTTPStatus.MULTIPLE_CHOICES:
        try:
            return msgspec.json.decode(heard.body, type=OrderAnswer)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
    is_refusal = HTTPStatus.BAD_REQUEST <= heard.status < HTTPStatus.INTERNAL_SERVER_ERROR
    if is_refusal and heard.status not in TRY_AGAIN:
        return OrderAnswer(accepted=False, reason=f"refused with status {heard.status}")
    return None
