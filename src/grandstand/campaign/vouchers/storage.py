"""The tables of vouchers and merchants, on the caller's connection."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from asyncpg import UniqueViolationError

from grandstand.campaign.vouchers.models import (
    Capacity,
    Category,
    FullMerchant,
    Load,
    Merchant,
    MerchantAct,
    MerchantActRecord,
    MerchantId,
    MerchantNotice,
    MerchantPlan,
    MerchantState,
    Owned,
    Redemption,
    RedemptionState,
    Standing,
    Voucher,
    VoucherState,
    VoucherTerms,
    Wish,
)
from grandstand.campaign.vouchers.rules import MINUTE_S
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries, rows_affected
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

SECRET_PURPOSE = "merchant webhook"  # noqa: S105 - what the secret is for, not the secret


class MerchantRow(NamedTuple):
    """A merchant as its row shows it, and how full it is."""

    merchant: Merchant
    load: Load
    secret: bytes


class Unfinished(NamedTuple):
    """A redemption with its fan, and whether it is to be captured at once."""

    owned: Owned
    capture: bool


class VoucherStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign.vouchers")

    async def set_terms(self, db: Connection, terms: VoucherTerms) -> None:
        await db.execute(self._sql["set_terms"], terms.pool, [each.value for each in terms.categories])

    async def vouchers(self, db: Connection, fan: SubjectId, now: datetime, most: int) -> list[Voucher]:
        """What a fan holds, newest first."""
        return [_voucher(row, now) for row in await db.fetch(self._sql["vouchers"], fan, most)]

    # Merchants.

    async def insert_merchant(self, db: Connection, plan: MerchantPlan, secret: bytes, at: datetime) -> MerchantId:
        number: int = await db.fetchval(
            self._sql["insert_merchant"],
            plan.name.strip(),
            plan.category.value,
            plan.capacity.per_minute,
            plan.capacity.open_max,
            plan.capacity.stock,
            plan.webhook,
            self._sealer.seal(secret, SECRET_PURPOSE),
            at,
        )
        return MerchantId(number)

    async def merchant(self, db: Connection, merchant: MerchantId, *, lock: bool = False) -> MerchantRow | None:
        """A merchant; None where there is none. Locked, nobody takes its room before the transaction ends."""
        row = await db.fetchrow(self._sql["lock_merchant" if lock else "merchant"], merchant)
        return None if row is None else self._merchant(row)

    async def merchants(self, db: Connection, after: int, most: int) -> list[Merchant]:
        """All of them by number."""
        return [self._merchant(row).merchant for row in await db.fetch(self._sql["merchants"], after, most)]

    async def with_room(
        self, db: Connection, category: Category | None, minute: int, most: int
    ) -> list[MerchantNotice]:
        """Merchants that could take an order in this minute."""
        named = None if category is None else category.value
        return [
            MerchantNotice(id=row["id"], name=row["name"], category=Category(row["category"]))
            for row in await db.fetch(self._sql["merchants_with_room"], named, minute, most)
        ]

    async def without_room(
        self, db: Connection, category: Category | None, minute: int, most: int
    ) -> list[FullMerchant]:
        """Merchants that sell but cannot take an order in this minute, those that wait for the next one first."""
        named = None if category is None else category.value
        next_minute = datetime.fromtimestamp((minute + 1) * MINUTE_S, UTC)
        return [
            FullMerchant(
                id=row["id"],
                name=row["name"],
                category=Category(row["category"]),
                room_at=next_minute if row["minute_is_full"] else None,
            )
            for row in await db.fetch(self._sql["merchants_without_room"], named, minute, most)
        ]

    async def names(self, db: Connection, merchants: Iterable[MerchantId]) -> dict[MerchantId, str]:
        """How merchants are called; those that are not there are missing."""
        rows = await db.fetch(self._sql["merchant_names"], list(merchants))
        return {MerchantId(row["id"]): row["name"] for row in rows}

    async def categories(self, db: Connection, merchants: Iterable[MerchantId]) -> dict[MerchantId, Category]:
        """What merchants sell, which never changes; those that are not there are missing."""
        return {
            MerchantId(row["id"]): Category(row["category"])
            for row in await db.fetch(self._sql["categories"], list(merchants))
        }

    async def set_capacity(self, db: Connection, merchant: MerchantId, capacity: Capacity) -> None:
        await db.execute(
            self._sql["set_capacity"], merchant, capacity.per_minute, capacity.open_max, capacity.stock
        )

    async def set_merchant_state(self, db: Connection, merchant: MerchantId, state: MerchantState) -> None:
        await db.execute(self._sql["set_merchant_state"], merchant, state.value)

    async def set_load(self, db: Connection, merchant: MerchantId, load: Load) -> None:
        await db.execute(self._sql["set_load"], merchant, load.minute, load.taken, load.open_now, load.stock)

    async def slots(self, db: Connection, merchant: MerchantId, ids: Sequence[UUID]) -> dict[UUID, str]:
        """What redemptions were told here before."""
        rows = await db.fetch(self._sql["slots"], merchant, list(ids))
        return {row["redemption_id"]: row["state"] for row in rows}

    async def insert_slots(
        self, db: Connection, merchant: MerchantId, slots: Sequence[tuple[UUID, str]], load: Load
    ) -> bool:
        """Whether the slots are written, and how full the merchant is with them.

        False when one of them is there already: the transaction cannot go on.
        """
        ids, states = [each for each, _ in slots], [state for _, state in slots]
        try:
            await db.execute(self._sql["insert_slots"], merchant, ids, states, *load)
        except UniqueViolationError:
            return False
        return True

    async def end_slot(self, db: Connection, merchant: MerchantId, redemption: UUID, state: str) -> bool:
        """Whether a slot was reserved until now."""
        return rows_affected(await db.execute(self._sql["end_slot"], merchant, redemption, state)) == 1

    async def insert_act(
        self, db: Connection, merchant: MerchantId, at: datetime, actor: Principal, act: MerchantAct, reason: str
    ) -> None:
        await db.execute(self._sql["insert_act"], merchant, at, actor.subject, actor.role.value, act.value, reason)

    async def acts(self, db: Connection, merchant: MerchantId, most: int) -> list[MerchantActRecord]:
        """What was done to a merchant, newest first."""
        return [
            MerchantActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=MerchantAct(row["act"]),
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], merchant, most)
        ]

    # The fan's side.

    async def standings(self, db: Connection, wishes: Sequence[Wish]) -> list[Standing | None]:
        """What is known of each voucher, in order; None where the fan holds none."""
        fans, pools, occasions = _keys(wishes)
        found: list[Standing | None] = [None] * len(wishes)
        for row in await db.fetch(self._sql["standings"], fans, pools, occasions):
            found[row["place"] - 1] = Standing(
                row["amount_minor"],
                row["currency"],
                row["valid_until"],
                frozenset(map(Category, row["categories"])),
                row["held_back"],
            )
        return found

    async def live(self, db: Connection, wishes: Sequence[Wish]) -> dict[tuple[SubjectId, int, str], Unfinished]:
        """The redemption that each voucher is taken by, where there is one."""
        rows = await db.fetch(self._sql["live"], *_keys(wishes))
        return {(SubjectId(row["fan_id"]), row["pool_id"], row["occasion"]): _unfinished(row) for row in rows}

    async def ask(
        self,
        db: Connection,
        asked: Sequence[tuple[UUID, Wish, Standing]],
        now: datetime,
        expires_at: datetime,
    ) -> set[UUID]:
        """Take vouchers for new redemptions; those that were not taken by another one in the meantime."""
        rows = await db.fetch(
            self._sql["ask"],
            [wish.fan for _, wish, _ in asked],
            [each for each, _, _ in asked],
            [wish.pool for _, wish, _ in asked],
            [wish.occasion for _, wish, _ in asked],
            [wish.merchant for _, wish, _ in asked],
            [standing.amount_minor for _, _, standing in asked],
            [standing.currency for _, _, standing in asked],
            [wish.capture for _, wish, _ in asked],
            now,
            expires_at,
        )
        return {row["id"] for row in rows}

    async def answer(
        self,
        db: Connection,
        answers: Sequence[tuple[SubjectId, UUID, RedemptionState, str]],
        now: datetime,
    ) -> dict[UUID, Redemption]:
        """Write down what the merchants said to redemptions that are still asking; those as they are now."""
        rows = await db.fetch(
            self._sql["answer"],
            [fan for fan, _, _, _ in answers],
            [each for _, each, _, _ in answers],
            [state.value for _, _, state, _ in answers],
            [reason for _, _, _, reason in answers],
            now,
        )
        return {row["id"]: _redemption(row) for row in rows}

    async def redemptions(self, db: Connection, keys: Sequence[tuple[SubjectId, UUID]]) -> dict[UUID, Redemption]:
        rows = await db.fetch(self._sql["redemptions"], [fan for fan, _ in keys], [each for _, each in keys])
        return {row["id"]: _redemption(row) for row in rows}

    async def lock_redemption(self, db: Connection, fan: SubjectId, redemption: UUID) -> Redemption | None:
        row = await db.fetchrow(self._sql["lock_redemption"], fan, redemption)
        return None if row is None else _redemption(row)

    async def set_state(
        self, db: Connection, fan: SubjectId, redemption: UUID, state: RedemptionState, reason: str, now: datetime
    ) -> None:
        await db.execute(self._sql["set_state"], fan, redemption, state.value, reason, now)

    async def my_redemptions(self, db: Connection, fan: SubjectId, most: int) -> list[Redemption]:
        """What a fan has tried, newest first."""
        return [_redemption(row) for row in await db.fetch(self._sql["my_redemptions"], fan, most)]

    async def left_behind(self, db: Connection, before: datetime, most: int) -> list[Unfinished]:
        """Redemptions that have been asking since before a time: whoever asked for them is gone."""
        return [_unfinished(row) for row in await db.fetch(self._sql["left_behind"], before, most)]

    async def overdue(self, db: Connection, now: datetime, most: int) -> list[Unfinished]:
        """Redemptions that are held and should have been captured."""
        return [_unfinished(row) for row in await db.fetch(self._sql["overdue"], now, most)]

    def _merchant(self, row: Row) -> MerchantRow:
        merchant = Merchant(
            id=row["id"],
            name=row["name"],
            category=Category(row["category"]),
            state=MerchantState(row["state"]),
            capacity=Capacity(per_minute=row["per_minute"], open_max=row["open_max"], stock=row["stock"]),
            webhook=row["webhook"],
            open_now=row["open_now"],
            taken_this_minute=row["taken"],
        )
        load = Load(row["minute"], row["taken"], row["open_now"], row["stock"])
        return MerchantRow(merchant, load, self._sealer.open(row["sealed_secret"], SECRET_PURPOSE))


def _keys(wishes: Sequence[Wish]) -> tuple[list[SubjectId], list[PoolId], list[str]]:
    return (
        [wish.fan for wish in wishes],
        [wish.pool for wish in wishes],
        [wish.occasion for wish in wishes],
    )


def _unfinished(row: Row) -> Unfinished:
    return Unfinished(Owned(fan=SubjectId(row["fan_id"]), redemption=_redemption(row)), row["capture"])


def _redemption(row: Row) -> Redemption:
    return Redemption(
        id=row["id"],
        pool=row["pool_id"],
        occasion=row["occasion"],
        merchant=row["merchant_id"],
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        state=RedemptionState(row["state"]),
        expires_at=row["expires_at"],
        reason=row["reason"],
    )


def _voucher(row: Row, now: datetime) -> Voucher:
    return Voucher(
        pool=row["pool_id"],
        occasion=row["occasion"],
        titles=msgspec.json.decode(row["titles"], type=dict[str, str]),
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        categories=tuple(map(Category, row["categories"])),
        claimed_at=row["claimed_at"],
        valid_until=row["valid_until"],
        state=_state(row, now),
        redemption=row["redemption"],
    )


def _state(row: Row, now: datetime) -> VoucherState:
    live = row["redemption_state"]
    if live is not None:
        is_pending = live in {RedemptionState.ASKING, RedemptionState.HELD}
        return VoucherState.HELD if is_pending else VoucherState.USED
    if row["held_back"]:
        return VoucherState.UNDER_REVIEW
    if row["valid_until"] is not None and row["valid_until"] <= now:
        return VoucherState.EXPIRED
    return VoucherState.VALID
