"""Vouchers on a real database and at a real merchant: used once, never more orders than there is room for."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from grandstand.campaign import Act
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.vouchers import (
    Capacity,
    Category,
    MerchantPlan,
    RedemptionState,
    Vouchers,
    VoucherTerms,
)
from grandstand.campaign.vouchers.errors import (
    MerchantClosed,
    MerchantFull,
    MerchantInvalid,
    MerchantUnknown,
    RedemptionConflict,
    RedemptionUnknown,
    VoucherExpired,
    VoucherUnderReview,
    VoucherUnknown,
    VoucherUsed,
    WrongCategory,
)
from grandstand.campaign.vouchers.models import Merchant, MerchantAct, MerchantId, Redemption, VoucherState, Wish
from grandstand.campaign.vouchers.redeeming import LEFT_BEHIND
from grandstand.campaign.vouchers.room import Room
from grandstand.campaign.vouchers.rules import HOLD, ORDER_PATIENCE, minute_of
from grandstand.demo.merchant import Behaviour, MerchantServer, OrderBook
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import GrandstandError, Overloaded
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings
from grandstand.services import build_services
from voucher_house import DRINKS, ELSEWHERE, PLENTY, VoucherHouse, Watch

TERMS = VoucherTerms(pool=PoolId(1), categories=(Category.DRINK, Category.FOOD))


@dataclass
class House(VoucherHouse):
    outbox: Outbox

    async def fans(self, count: int) -> list[Principal]:
        """Fans with a voucher each."""
        return list(await asyncio.gather(*(self.fan_with_voucher() for _ in range(count))))

    async def redeem(self, who: Principal, merchant: MerchantId, *, capture: bool = True) -> Redemption:
        return await self.vouchers.redeem(who, self.drinks, "launch", merchant, capture=capture)

    async def settle(self) -> None:
        while await self.outbox.run_once():
            pass

    async def shown(self, merchant: MerchantId) -> Merchant:
        found, _ = await self.vouchers.merchants(self.operator, 0)
        return next(each for each in found if each.id == merchant)

    async def execute(self, statement: str, *values: object) -> None:
        async with self.services.database.connection() as db:
            await db.execute(statement, *values)


@pytest.fixture
async def house(settings: Settings, principal: Callable[[Role], Principal]) -> AsyncIterator[House]:
    watch = Watch()
    services = await build_services(settings, watch)
    operator = principal(Role.OPERATOR)
    books = await services.campaign.create_pool(operator, DRINKS)
    await services.campaign.act(operator, books.pool, Act.OPENED, "thirsty fans")
    outbox = Outbox(services.database, watch)
    vouchers = Vouchers(services.engine, outbox, Sealer(settings.sealing_key()))
    await vouchers.set_terms(operator, TERMS)
    yield House(services, settings, watch, operator, books.pool, vouchers, outbox)
    await vouchers.close()
    await services.close()


async def redeemed(house: House, fans: list[Principal], merchant: MerchantId) -> list[Redemption | BaseException]:
    return await asyncio.gather(*(house.redeem(who, merchant) for who in fans), return_exceptions=True)


async def test_a_voucher_is_used_once_however_often_it_is_tried(house: House) -> None:
    merchant, other, who = await house.merchant(), await house.merchant(), await house.fan_with_voucher()
    answers = await asyncio.gather(*(house.redeem(who, merchant) for _ in range(6)))
    assert len({each.id for each in answers}) == 1
    assert (await house.redeem(who, merchant)).id == answers[0].id
    with pytest.raises(VoucherUsed):
        await house.redeem(who, other)
    await house.settle()
    assert (await house.redeem(who, merchant)).state is RedemptionState.DONE
    assert await house.state(who) is VoucherState.USED
    assert (await house.shown(merchant)).open_now == 0


async def test_of_two_merchants_at_the_same_moment_one_gets_the_voucher(house: House) -> None:
    merchants = [await house.merchant(webhook=ELSEWHERE) for _ in range(4)]
    other = Vouchers(house.services.engine, Outbox(house.services.database, house.watch), _sealer(house))
    for who in await house.fans(10):
        tries = [
            vouchers.redeem(who, house.drinks, "launch", merchant, capture=True)
            for vouchers in (house.vouchers, other)
            for merchant in merchants
        ]
        answers = await asyncio.gather(*tries, return_exceptions=True)
        got = {each.merchant for each in answers if isinstance(each, Redemption)}
        assert len(got) == 1
        assert all(isinstance(each, Redemption | VoucherUsed) for each in answers)
    assert sum([(await house.shown(each)).open_now for each in merchants]) == 10
    await other.close()


@pytest.mark.parametrize(
    "capacity",
    [
        Capacity(per_minute=7, open_max=100),
        Capacity(per_minute=100, open_max=7),
        Capacity(per_minute=100, open_max=100, stock=7),
    ],
)
async def test_a_merchant_never_gets_more_than_it_can_take_and_the_others_keep_their_vouchers(
    house: House, capacity: Capacity
) -> None:
    merchant, fans = await house.merchant(capacity=capacity, webhook=ELSEWHERE), await house.fans(30)
    other = Vouchers(house.services.engine, Outbox(house.services.database, house.watch), _sealer(house))
    answers = await asyncio.gather(
        redeemed(house, fans[:15], merchant),
        redeemed(replace(house, vouchers=other), fans[15:], merchant),
    )
    kinds = Counter(type(each) for part in answers for each in part)
    assert kinds == {Redemption: 7, MerchantFull: 23}
    assert (await house.shown(merchant)).open_now == 7
    assert await house.vouchers.with_room(None) == []
    states = Counter([await house.state(who) for who in fans])
    assert states == {VoucherState.USED: 7, VoucherState.VALID: 23}
    await other.close()


async def test_room_comes_back_with_the_next_minute_and_with_what_is_given_up(house: House) -> None:
    merchant = await house.merchant(capacity=Capacity(per_minute=2, open_max=3, stock=4), webhook=ELSEWHERE)
    one, two, three, four, five = await house.fans(5)
    held = await house.redeem(one, merchant, capture=False)
    await house.redeem(two, merchant)
    with pytest.raises(MerchantFull) as full:
        await house.redeem(three, merchant)
    assert full.value.retry_after_s is not None
    assert 0 < full.value.retry_after_s <= 60
    house.watch.moved += timedelta(minutes=1)
    await house.redeem(three, merchant)
    with pytest.raises(MerchantFull):
        await house.redeem(four, merchant)
    assert (await house.vouchers.void(one, held.id)).state is RedemptionState.VOIDED
    await house.settle()
    shown = await house.shown(merchant)
    assert (shown.open_now, shown.capacity.stock) == (2, 2)
    await house.redeem(one, merchant)
    house.watch.moved += timedelta(minutes=1)
    with pytest.raises(MerchantFull):
        await house.redeem(four, merchant)
    await house.vouchers.throttle(
        house.operator, merchant, Capacity(per_minute=9, open_max=9, stock=1), "more hands, no more cups"
    )
    await house.redeem(four, merchant)
    with pytest.raises(MerchantFull):
        await house.redeem(five, merchant)
    assert await house.state(five) is VoucherState.VALID


async def test_an_order_at_a_merchant_without_a_system_is_done_at_once(house: House) -> None:
    merchant, fans = (
        await house.merchant(capacity=Capacity(per_minute=9, open_max=1, stock=3)),
        await house.fans(4),
    )
    done = [await house.redeem(who, merchant) for who in fans[:3]]
    assert {each.state for each in done} == {RedemptionState.DONE}
    assert await house.outbox.waiting() == 0
    with pytest.raises(MerchantFull):
        await house.redeem(fans[3], merchant)
    shown = await house.shown(merchant)
    assert (shown.open_now, shown.capacity.stock) == (0, 0)


async def test_what_is_held_can_be_ordered_given_up_or_left_until_it_expires(house: House) -> None:
    merchant, fans = await house.merchant(), await house.fans(3)
    held = [await house.redeem(who, merchant, capture=False) for who in fans]
    assert {each.state for each in held} == {RedemptionState.HELD}
    assert await house.state(fans[0]) is VoucherState.HELD
    captured = await house.vouchers.capture(fans[0], held[0].id)
    assert captured.state is RedemptionState.CAPTURED
    assert (await house.vouchers.capture(fans[0], held[0].id)).state is RedemptionState.CAPTURED
    with pytest.raises(RedemptionConflict):
        await house.vouchers.void(fans[0], held[0].id)
    for _ in range(2):
        assert (await house.vouchers.void(fans[1], held[1].id)).state is RedemptionState.VOIDED
    with pytest.raises(RedemptionConflict):
        await house.vouchers.capture(fans[1], held[1].id)
    house.watch.moved += HOLD
    with pytest.raises(RedemptionConflict):
        await house.vouchers.capture(fans[2], held[2].id)
    await asyncio.gather(*(house.vouchers.keep_times() for _ in range(3)))
    await house.settle()
    assert [await house.state(who) for who in fans] == [VoucherState.USED, VoucherState.VALID, VoucherState.VALID]
    assert (await house.shown(merchant)).open_now == 0
    with pytest.raises(RedemptionUnknown):
        await house.vouchers.capture(fans[1], held[0].id)
    with pytest.raises(RedemptionUnknown):
        await house.vouchers.void(fans[1], held[0].id)


@pytest.mark.parametrize("step", ["reserve", "answer"])
async def test_a_redemption_that_a_killed_process_left_behind_is_brought_to_its_end(
    house: House, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    capacity = Capacity(per_minute=9, open_max=1)
    merchant, (who, late) = await house.merchant(capacity=capacity, webhook=ELSEWHERE), await house.fans(2)
    reserve = Room.reserve

    async def die(room: Room, where: MerchantId, redemption: UUID, *, capture: bool) -> bool:
        if step == "answer":
            await reserve(room, where, redemption, capture=capture)
        raise asyncio.CancelledError

    monkeypatch.setattr(Room, "reserve", die)
    with pytest.raises(asyncio.CancelledError):
        await house.redeem(who, merchant)
    monkeypatch.undo()
    assert await house.state(who) is VoucherState.HELD
    await house.vouchers.keep_times()
    assert await house.state(who) is VoucherState.HELD
    house.watch.moved += LEFT_BEHIND + timedelta(seconds=1)
    await asyncio.gather(*(house.vouchers.keep_times() for _ in range(3)))
    assert (await house.redeem(who, merchant)).state is RedemptionState.CAPTURED
    with pytest.raises(MerchantFull):
        await house.redeem(late, merchant)
    assert await house.state(who) is VoucherState.USED
    assert (await house.shown(merchant)).open_now == 1


async def test_only_what_is_held_and_valid_and_for_this_can_be_used(house: House) -> None:
    merchant, who = await house.merchant(), await house.fan_with_voucher()
    stranger = Principal(new_subject_id(), Role.FAN, None, house.watch() + timedelta(days=1))
    with pytest.raises(VoucherUnknown):
        await house.redeem(stranger, merchant)
    with pytest.raises(VoucherUnknown):
        await house.vouchers.redeem(who, house.drinks, "day:2030-02-06", merchant, capture=True)
    with pytest.raises(MerchantUnknown):
        await house.redeem(who, MerchantId(99))
    await house.vouchers.set_terms(house.operator, VoucherTerms(pool=house.drinks, categories=(Category.LEISURE,)))
    with pytest.raises(WrongCategory):
        await house.redeem(who, merchant)
    await house.vouchers.set_terms(house.operator, TERMS)
    house.watch.moved = datetime(2031, 1, 2, tzinfo=UTC) - datetime.now(UTC)
    with pytest.raises(VoucherExpired):
        await house.redeem(who, merchant)
    assert await house.state(who) is VoucherState.EXPIRED
    later = datetime(2031, 2, 1, tzinfo=UTC)
    await house.services.campaign.extend(house.operator, house.drinks, later, "the holidays go on")
    assert (await house.redeem(who, merchant)).amount_minor == 2500


async def test_what_is_held_back_is_never_spent(house: House) -> None:
    merchant, who = await house.merchant(), await house.fan_with_voucher()
    held = await house.redeem(who, merchant, capture=False)
    await house.execute(
        "insert into fraud_hold values ($1, $2, 'launch', 'held', 0.9, '{many_accounts}', now())",
        who.subject,
        house.drinks,
    )
    with pytest.raises(VoucherUnderReview):
        await house.vouchers.capture(who, held.id)
    await house.vouchers.void(who, held.id)
    assert await house.state(who) is VoucherState.UNDER_REVIEW
    with pytest.raises(VoucherUnderReview):
        await house.redeem(who, merchant)
    await house.execute("update fraud_hold set state = 'released'")
    assert (await house.redeem(who, merchant)).state is RedemptionState.DONE
    await house.execute("update fraud_hold set state = 'void'")
    assert await house.state(who) is VoucherState.USED


async def test_operators_throttle_pause_and_close_and_each_act_has_its_reason(house: House) -> None:
    merchant, (one, two, three) = await house.merchant(), await house.fans(3)
    held = await house.redeem(one, merchant, capture=False)
    await house.vouchers.throttle(house.operator, merchant, Capacity(per_minute=0, open_max=9), "no cups")
    with pytest.raises(MerchantFull):
        await house.redeem(two, merchant)
    await house.vouchers.throttle(house.operator, merchant, PLENTY, "cups came")
    await house.redeem(two, merchant)
    await house.vouchers.act(house.operator, merchant, MerchantAct.PAUSED, "fire drill")
    with pytest.raises(MerchantClosed):
        await house.redeem(three, merchant)
    assert (await house.vouchers.capture(one, held.id)).state is RedemptionState.CAPTURED
    assert await house.vouchers.with_room(Category.DRINK) == []
    await house.vouchers.act(house.operator, merchant, MerchantAct.RESUMED, "over")
    assert [each.id for each in await house.vouchers.with_room(Category.DRINK)] == [merchant]
    assert await house.vouchers.with_room(Category.LEISURE) == []
    await house.vouchers.act(house.operator, merchant, MerchantAct.CLOSED, "moved away")
    with pytest.raises(MerchantClosed):
        await house.vouchers.act(house.operator, merchant, MerchantAct.RESUMED, "back")
    with pytest.raises(MerchantInvalid):
        await house.vouchers.throttle(house.operator, merchant, Capacity(per_minute=-1, open_max=1), "wrong")
    acts = [(each.act, each.reason) for each in await house.vouchers.acts(house.operator, merchant)]
    assert acts[0] == (MerchantAct.CLOSED, "moved away")
    assert len(acts) == 6


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.OPERATOR])
async def test_who_may_do_what(house: House, role: Role) -> None:
    merchant = await house.merchant()
    who = Principal(new_subject_id(), role, "SUI" if role is Role.NOC else None, house.watch() + timedelta(days=1))
    plan = MerchantPlan(name="Mine", category=Category.FOOD, capacity=PLENTY)
    acts: list[Callable[[], object]] = [
        lambda: house.vouchers.set_terms(who, TERMS),
        lambda: house.vouchers.add_merchant(who, plan),
        lambda: house.vouchers.throttle(who, merchant, PLENTY, "mine"),
        lambda: house.vouchers.act(who, merchant, MerchantAct.CLOSED, "mine"),
    ]
    if role is not Role.AUDITOR:
        acts += [lambda: house.vouchers.merchants(who, 0), lambda: house.vouchers.acts(who, merchant)]
    if role is not Role.FAN:
        acts += [
            lambda: house.redeem(who, merchant),
            lambda: house.vouchers.vouchers(who),
            lambda: house.vouchers.redemptions(who),
        ]
    for act in acts:
        with pytest.raises(Forbidden):
            await act()  # type: ignore[misc]  # each is a coroutine of another type


async def test_terms_are_for_pools_that_there_are(house: House) -> None:
    with pytest.raises(PoolUnknown):
        await house.vouchers.set_terms(house.operator, VoucherTerms(pool=PoolId(99), categories=(Category.FOOD,)))


# At a merchant with a system of its own.


@dataclass
class Shop:
    """A merchant's system that runs."""

    server: MerchantServer
    merchant: MerchantId
    secret: bytes


@pytest.fixture
async def shop(house: House, tmp_path: Path) -> AsyncIterator[Shop]:
    server = MerchantServer(b"", OrderBook(tmp_path / "orders"))
    async with server.serving("127.0.0.1", 0) as port:
        added = await house.add_merchant(webhook=f"http://127.0.0.1:{port}/orders")
        server._secret = bytes.fromhex(added.secret)
        yield Shop(server, MerchantId(added.merchant.id), server._secret)


async def test_an_order_reaches_the_merchant_once(house: House, shop: Shop) -> None:
    fans = await house.fans(20)
    placed = await asyncio.gather(*(house.redeem(who, shop.merchant) for who in fans))
    await house.settle()
    assert set(shop.server.book.orders) == {each.id for each in placed}
    assert {each.amount_minor for each in shop.server.book.orders.values()} == {2500}
    assert [await house.state(who) for who in fans] == [VoucherState.USED] * 20
    assert (await house.shown(shop.merchant)).open_now == 0


async def test_a_merchant_that_refuses_gives_the_voucher_back(house: House, shop: Shop) -> None:
    shop.server.behaviour = Behaviour.FULL
    who = await house.fan_with_voucher()
    placed = await house.redeem(who, shop.merchant)
    await house.settle()
    assert await house.state(who) is VoucherState.VALID
    (tried,) = await house.vouchers.redemptions(who)
    assert (tried.id, tried.state, tried.reason) == (placed.id, RedemptionState.VOIDED, "out of cups")
    assert (await house.shown(shop.merchant)).open_now == 0
    shop.server.behaviour = Behaviour.OK
    assert (await house.redeem(who, shop.merchant)).id != placed.id
    await house.settle()
    assert await house.state(who) is VoucherState.USED


async def test_a_merchant_that_is_down_gets_its_orders_when_it_is_back(house: House, shop: Shop) -> None:
    shop.server.behaviour = Behaviour.DOWN
    fans = await house.fans(5)
    await asyncio.gather(*(house.redeem(who, shop.merchant) for who in fans))
    await house.settle()
    assert shop.server.book.orders == {}
    shop.server.behaviour = Behaviour.OK
    house.watch.moved += timedelta(seconds=10)
    await house.settle()
    assert len(shop.server.book.orders) == 5
    assert [await house.state(who) for who in fans] == [VoucherState.USED] * 5


async def test_a_merchant_that_is_silent_for_too_long_loses_the_order_and_is_told(
    house: House, shop: Shop
) -> None:
    shop.server.behaviour = Behaviour.DOWN
    who = await house.fan_with_voucher()
    placed = await house.redeem(who, shop.merchant)
    await house.settle()
    house.watch.moved += ORDER_PATIENCE + timedelta(seconds=10)
    await house.outbox.run_once()
    assert await house.state(who) is VoucherState.VALID
    (tried,) = await house.vouchers.redemptions(who)
    assert tried.reason == "merchant.silent"
    shop.server.behaviour = Behaviour.OK
    # The merchant's clock is not moved: an order of another time is not believed.
    house.watch.moved = timedelta()
    await house.execute("update outbox_message set next_at = now()")
    await house.settle()
    assert shop.server.book.cancelled == {placed.id}
    assert shop.server.book.open_orders == set()


async def test_an_order_that_is_told_twice_is_one_order(house: House, shop: Shop) -> None:
    who = await house.fan_with_voucher()
    await house.redeem(who, shop.merchant)
    await house.settle()
    await house.execute("update outbox_message set done_at = null")
    await house.settle()
    assert (shop.server.book.told, len(shop.server.book.orders)) == (2, 1)
    assert (await house.shown(shop.merchant)).open_now == 0


async def test_a_merchant_does_not_believe_others_and_its_orders_survive_it(house: House, shop: Shop) -> None:
    shop.server._secret = b"another"
    (one, two) = await house.fans(2)
    await house.redeem(one, shop.merchant)
    await house.settle()
    assert shop.server.book.orders == {}
    assert await house.state(one) is VoucherState.VALID
    shop.server._secret = shop.secret
    await house.redeem(two, shop.merchant)
    await house.settle()
    with shop.server.book.path.open("ab") as file:
        file.write(b'{"redemption": "half of a li')
    again = OrderBook(shop.server.book.path)
    assert again.orders == shop.server.book.orders
    assert len(again.orders) == 1


def _sealer(house: House) -> Sealer:
    return Sealer(house.settings.sealing_key())


async def test_a_redemption_with_an_id_of_its_own_is_begun_once_however_it_ended(house: House) -> None:
    (who,), full = await house.fans(1), await house.merchant(capacity=Capacity(per_minute=0, open_max=1))
    wished = uuid4()

    async def redeem(merchant: MerchantId) -> Redemption:
        return await house.vouchers.redeem(who, house.drinks, "launch", merchant, capture=True, redemption=wished)

    with pytest.raises(MerchantFull):
        await redeem(full)
    again = await asyncio.gather(*(redeem(full) for _ in range(20)))
    assert {(each.id, each.state) for each in again} == {(wished, RedemptionState.VOIDED)}
    other = await house.merchant()
    assert (await redeem(other)).state is RedemptionState.VOIDED
    assert await house.state(who) is VoucherState.VALID
    assert (await house.redeem(who, other)).state is RedemptionState.DONE


async def test_an_id_that_was_used_stops_nobody_else_of_its_batch(house: House) -> None:
    (who, other), merchant = await house.fans(2), await house.merchant()
    first = await house.redeem(who, merchant, capture=False)
    await house.vouchers.void(who, first.id)
    wishes = [
        Wish(who.subject, house.drinks, "launch", merchant, capture=True, id=first.id),
        Wish(other.subject, house.drinks, "launch", merchant, capture=True),
    ]
    refused, served = await house.vouchers._redeeming._ask_all(wishes)
    assert isinstance(refused, Overloaded)
    assert not isinstance(served, GrandstandError)
    assert served.owned.redemption.state is RedemptionState.ASKING


async def test_a_full_merchant_says_when_it_has_room_again_and_a_sold_out_one_nothing(house: House) -> None:
    busy = await house.merchant(capacity=Capacity(per_minute=1, open_max=5), webhook=ELSEWHERE)
    waits = await house.merchant(capacity=Capacity(per_minute=5, open_max=1), webhook=ELSEWHERE)
    sold_out = await house.merchant(capacity=Capacity(per_minute=5, open_max=5, stock=1))
    stopped = await house.merchant(capacity=Capacity(per_minute=0, open_max=5))
    assert await house.vouchers.without_room(None) == []
    house.watch.moved = timedelta(seconds=60 - datetime.now(UTC).timestamp() % 60)
    for merchant, who in zip((busy, waits, sold_out), await house.fans(3), strict=True):
        await house.redeem(who, merchant)
    found = await house.vouchers.without_room(Category.DRINK)
    assert [each.id for each in found] == [busy, waits]
    next_minute = datetime.fromtimestamp((minute_of(house.watch()) + 1) * 60, UTC)
    assert [each.room_at for each in found] == [next_minute, None]
    assert await house.vouchers.without_room(Category.FOOD) == []
    assert await house.vouchers.names([busy, stopped, MerchantId(0)]) == dict.fromkeys(
        (busy, stopped), "Cloud Tea"
    )
