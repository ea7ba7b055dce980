"""Lines on a real database: one ticket a fan, in order over all processes, kept over restarts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from grandstand.campaign import Act, Curve, PoolPlan, Refusals
from grandstand.campaign.claim_handler import ClaimHandler
from grandstand.campaign.errors import PlanInvalid, PoolUnknown
from grandstand.campaign.waiting import PlaceHandler, PlaceState, RoomState, TicketGiven
from grandstand.campaign.waiting.errors import AdmissionInvalid, NobodyWaits, WaitingRoomUnknown
from grandstand.campaign.waiting.models import RoomAct
from grandstand.campaign.waiting.rules import CALM_TO_CLOSE, OVERLOADS_TO_OPEN, PASS_S
from grandstand.campaign.waiting.turnstile import TICKET_HEADER
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services
from grandstand.web.identity import Identity

POOL = PoolPlan(
    titles={"en": "Envelopes"},
    currency="CNY",
    shares=1000,
    total_minor=100_000,
    minimum_minor=100,
    curve=Curve.EQUAL,
    occasions=("launch",),
    lanes=2,
)
WHY = "before the wave"


@dataclass
class Watch:
    """The time, moved by hand."""

    now: datetime = datetime(2030, 2, 6, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class House:
    services: Services
    settings: Settings
    watch: Watch
    operator: Principal
    pool: PoolId

    def fan(self) -> Principal:
        return Principal(new_subject_id(), Role.FAN, None, self.watch() + timedelta(days=30))

    async def join(self, fan: Principal | None = None) -> TicketGiven:
        return await self.services.waiting.join(fan or self.fan(), self.pool)

    async def open(self, per_second: int = 10) -> None:
        await self.services.waiting.open(self.operator, self.pool, per_second, WHY)

    async def pass_by(self, seconds: int) -> None:
        for _ in range(seconds):
            self.watch.move(1)
            await self.services.waiting.keep_times()

    def state(self, given: TicketGiven) -> PlaceState:
        return self.services.waiting.turnstile.place(self.pool, given.ticket).state

    async def length(self) -> int:
        return (await self.services.waiting.room(self.operator, self.pool)).length


@pytest.fixture
async def house(settings: Settings, principal: Callable[[Role], Principal]) -> AsyncIterator[House]:
    watch = Watch()
    services = await build_services(settings, watch)
    await services.keys.ensure_key()
    await services.tokens.refresh()
    operator = principal(Role.OPERATOR)
    books = await services.campaign.create_pool(operator, POOL)
    await services.campaign.act(operator, books.pool, Act.OPENED, "the evening")
    yield House(services, settings, watch, operator, books.pool)
    await services.close()


async def test_there_is_no_line_until_somebody_opens_one(house: House) -> None:
    with pytest.raises(NobodyWaits):
        await house.join()
    with pytest.raises(WaitingRoomUnknown):
        await house.services.waiting.room(house.operator, house.pool)
    with pytest.raises(WaitingRoomUnknown):
        await house.services.waiting.close(house.operator, house.pool, WHY)
    assert await house.services.waiting.rooms(house.operator) == []


async def test_asking_twice_or_in_two_windows_gets_the_same_ticket(house: House) -> None:
    await house.open()
    fan = house.fan()
    first, *others = await asyncio.gather(*(house.join(fan) for _ in range(20)))
    assert {each.ticket for each in others} == {first.ticket}
    assert (await house.join()).place.number == 2


async def test_many_processes_give_each_number_once_and_in_order(house: House) -> None:
    await house.open()
    other = await build_services(house.settings, house.watch)
    try:
        before = [(await house.join()).place.number for _ in range(3)]
        fans = [house.fan() for _ in range(400)]
        doors = [house.services.waiting, other.waiting]
        given = await asyncio.gather(*(door.join(fan, house.pool) for fan in fans for door in doors))
        after = (await other.waiting.join(house.fan(), house.pool)).place.number
    finally:
        await other.close()
    numbers = [each.place.number for each in given]
    assert before == [1, 2, 3]
    # Both doors tell a fan the same number, and no number is two fans'.
    assert numbers[::2] == numbers[1::2]
    assert sorted(numbers[::2]) == list(range(4, 404))
    assert after == 404


async def test_the_line_is_let_in_in_order_at_its_pace(house: House) -> None:
    await house.open(per_second=5)
    given = [await house.join() for _ in range(20)]
    await house.pass_by(2)
    assert [house.state(each) for each in given] == [PlaceState.ADMITTED] * 10 + [PlaceState.WAITING] * 10
    place = house.services.waiting.turnstile.place(house.pool, given[-1].ticket)
    assert (place.ahead, place.expected_s) == (9, 2)
    await house.pass_by(2)
    assert house.state(given[-1]) is PlaceState.ADMITTED
    assert await house.length() == 0


async def test_two_processes_let_in_no_faster_than_one(house: House) -> None:
    await house.open(per_second=5)
    given = [await house.join() for _ in range(30)]
    other = await build_services(house.settings, house.watch)
    try:
        for _ in range(3):
            house.watch.move(1)
            await asyncio.gather(house.services.waiting.keep_times(), other.waiting.keep_times())
        # Whoever came second may have looked before the first one was done.
        await house.services.waiting.refresh()
        assert sum(house.state(each) is PlaceState.ADMITTED for each in given) == 15
    finally:
        await other.close()


async def test_a_restart_of_everything_changes_nobodys_place(house: House) -> None:
    await house.open(per_second=1)
    fan = house.fan()
    given = [await house.join(), await house.join(fan), await house.join()]
    await house.pass_by(1)
    again = await build_services(house.settings, house.watch)
    try:
        await again.waiting.refresh()
        places = [again.waiting.turnstile.place(house.pool, each.ticket) for each in given]
        assert [place.state for place in places] == [PlaceState.ADMITTED, PlaceState.WAITING, PlaceState.WAITING]
        assert [place.ahead for place in places] == [0, 0, 1]
        assert (await again.waiting.join(fan, house.pool)).ticket == given[1].ticket
    finally:
        await again.close()


async def test_a_ticket_that_is_not_used_gives_way_and_its_fan_begins_at_the_end(house: House) -> None:
    await house.open(per_second=1)
    fan = house.fan()
    given = await house.join(fan)
    await house.pass_by(2)
    assert house.state(given) is PlaceState.ADMITTED
    await house.pass_by(PASS_S)
    assert house.state(given) is PlaceState.LAPSED
    another = await house.join(fan)
    assert another.place.number == 2
    assert another.ticket != given.ticket


async def test_while_the_pool_pauses_nobody_is_let_in_and_no_ticket_runs_out(house: House) -> None:
    await house.open(per_second=1)
    given = [await house.join(), await house.join()]
    await house.pass_by(1)
    await house.services.campaign.act(house.operator, house.pool, Act.PAUSED, "a look at it")
    await house.pass_by(3)
    house.watch.move(3 * PASS_S)
    await house.services.waiting.keep_times()
    assert [house.state(each) for each in given] == [PlaceState.ADMITTED, PlaceState.WAITING]
    assert house.services.waiting.turnstile.place(house.pool, given[1].ticket).expected_s is None
    await house.services.campaign.act(house.operator, house.pool, Act.RESUMED, "all is well")
    await house.pass_by(2)
    assert house.state(given[1]) is PlaceState.ADMITTED


async def test_closing_lets_everybody_claim_and_opening_again_keeps_the_order(house: House) -> None:
    await house.open(per_second=1)
    given = [await house.join() for _ in range(3)]
    await house.services.waiting.close(house.operator, house.pool, "it is quiet")
    assert {house.state(each) for each in given} == {PlaceState.NOBODY_WAITS}
    with pytest.raises(NobodyWaits):
        await house.join()
    await house.open(per_second=1)
    assert (await house.join()).place.number == 4
    await house.pass_by(2)
    assert [house.state(each) for each in given] == [PlaceState.ADMITTED, PlaceState.ADMITTED, PlaceState.WAITING]


async def test_a_line_that_watches_opens_at_overload_and_closes_when_it_is_calm(house: House) -> None:
    waiting, code = house.services.waiting, "server.overloaded"

    async def refuse(claims: int) -> RoomState:
        await house.services.campaign.add_refusals({(house.pool, code): claims})
        await house.pass_by(1)
        return (await waiting.room(house.operator, house.pool)).state

    await house.services.campaign.add_refusals({(house.pool, code): 1000})
    await waiting.watch(house.operator, house.pool, 5, WHY)
    # What was refused before does not count, nor do a few.
    assert await refuse(OVERLOADS_TO_OPEN - 1) is RoomState.WATCHING
    with pytest.raises(NobodyWaits):
        await house.join()
    assert await refuse(OVERLOADS_TO_OPEN) is RoomState.OPEN
    given = await house.join()
    await house.pass_by(int(CALM_TO_CLOSE.total_seconds()) // 2)
    assert await refuse(1) is RoomState.OPEN
    await house.pass_by(int(CALM_TO_CLOSE.total_seconds()) - 1)
    assert (await waiting.room(house.operator, house.pool)).state is RoomState.OPEN
    await house.pass_by(3)
    assert (await waiting.room(house.operator, house.pool)).state is RoomState.WATCHING
    assert house.state(given) is PlaceState.NOBODY_WAITS
    acts = await waiting.acts(house.operator, house.pool)
    assert [each.act for each in acts] == [RoomAct.WATCHED, RoomAct.OPENED, RoomAct.WATCHED]
    assert acts[1].actor.int == 0


async def test_acts_are_operators_with_a_reason_and_leave_a_line_each(house: House) -> None:
    waiting = house.services.waiting
    auditor = Principal(new_subject_id(), Role.AUDITOR, None, house.watch() + timedelta(days=1))
    for who in (house.fan(), auditor):
        with pytest.raises(Forbidden):
            await waiting.open(who, house.pool, 5, WHY)
        with pytest.raises(Forbidden):
            await waiting.watch(who, house.pool, 5, WHY)
        with pytest.raises(Forbidden):
            await waiting.close(who, house.pool, WHY)
    with pytest.raises(Forbidden):
        await waiting.rooms(house.fan())
    with pytest.raises(Forbidden):
        await waiting.join(auditor, house.pool)
    with pytest.raises(PlanInvalid):
        await waiting.open(house.operator, house.pool, 5, "")
    with pytest.raises(AdmissionInvalid):
        await waiting.open(house.operator, house.pool, 0, WHY)
    with pytest.raises(PoolUnknown):
        await waiting.open(house.operator, PoolId(house.pool + 1), 5, WHY)
    await house.open(per_second=3)
    (act,) = await waiting.acts(auditor, house.pool)
    assert (act.act, act.actor, act.reason) == (RoomAct.OPENED, house.operator.subject, f"3 a second: {WHY}")


async def test_a_claim_waits_for_its_turn_and_no_longer(house: House) -> None:
    services, fan = house.services, house.fan()
    turnstile = services.waiting.turnstile
    claims = ClaimHandler(services.engine, Identity(services.tokens), Refusals(), (), turnstile.may_claim)
    places = PlaceHandler(turnstile, ())
    token = f"Bearer {services.tokens.issue(fan)}"

    async def claim(ticket: str | None) -> tuple[int, str]:
        headers = [] if ticket is None else [(TICKET_HEADER, ticket.encode())]
        answer = await claims.answer(f"/v1/pools/{house.pool}/claims", token, headers, b'{"occasion": "launch"}')
        body = msgspec.json.decode(answer.body)
        return answer.status, body.get("code", "")

    await house.open(per_second=1)
    await house.join()
    given = await house.join(fan)
    assert await claim(None) == (409, "waiting.ticket_needed")
    assert await claim("made up") == (422, "waiting.ticket_invalid")
    assert await claim(given.ticket) == (503, "waiting.not_yet")
    await house.pass_by(2)
    path = f"/v1/pools/{house.pool}/place"
    place = msgspec.json.decode(places.answer(path, given.ticket.encode()).body)
    assert (place["state"], place["number"]) == ("admitted", 2)
    assert places.answer(path, None).status == places.answer(path, b"\xff").status == 422
    assert places.answer(f"/v1/pools/{house.pool + 1}/place", given.ticket.encode()).status == 422
    assert await claim(given.ticket) == (200, "")
    assert await claim(given.ticket) == (200, "")
    await house.pass_by(PASS_S + 1)
    assert await claim(given.ticket) == (409, "waiting.ticket_lapsed")
