"""Messages that leave a transaction: nothing lost, nothing out of order, nothing at two places at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from grandstand.campaign.outbox import DONE, Failed, Handled, Outbox, OutboxMessage, Retry
from grandstand.campaign.outbox.rules import ATTEMPTS_MAX, PAUSE_MAX
from grandstand.campaign.outbox.service import KEEP_DONE, LEASE
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.database import Database
from grandstand.kernel.ids import new_subject_id

START = datetime(2030, 2, 6, 12, tzinfo=UTC)


@dataclass
class Watch:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Ear:
    """A handler that answers as it is told and remembers what it heard."""

    answers: Callable[[OutboxMessage], Handled] = lambda _: DONE
    heard: list[OutboxMessage] = field(default_factory=list)

    async def __call__(self, messages: Sequence[OutboxMessage]) -> list[Handled]:
        self.heard += messages
        return [self.answers(message) for message in messages]


def message(key: str, body: str = "", kind: str = "order") -> OutboxMessage:
    return OutboxMessage(id=uuid4(), kind=kind, key=key, body=body.encode())


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    connected = await Database.connect(database_url, connections_max=8)
    yield connected
    await connected.close()


def outbox_with(database: Database, watch: Watch, ear: Ear) -> Outbox:
    outbox = Outbox(database, watch)
    outbox.handle("order", ear)
    return outbox


async def stored(database: Database, outbox: Outbox, *messages: OutboxMessage) -> None:
    async with database.transaction() as db:
        await outbox.put(db, messages)


async def test_a_message_is_told_once_and_only_after_the_commit(database: Database, watch: Watch) -> None:
    ear = Ear()
    outbox = outbox_with(database, watch, ear)
    told = message("a", "hello")
    async with database.transaction() as db:
        await outbox.put(db, [told])
        assert await outbox.run_once() == 0
    assert await outbox.run_once() == 1
    assert await outbox.run_once() == 0
    assert ear.heard == [told]


async def test_a_message_of_a_transaction_that_was_rolled_back_is_never_told(
    database: Database, watch: Watch
) -> None:
    ear = Ear()
    outbox = outbox_with(database, watch, ear)
    async with database.connection() as db:
        transaction = db.transaction()
        await transaction.start()
        await outbox.put(db, [message("a")])
        await transaction.rollback()
    assert await outbox.run_once() == 0


async def test_the_same_id_is_stored_once_even_after_it_was_told(database: Database, watch: Watch) -> None:
    ear = Ear()
    outbox = outbox_with(database, watch, ear)
    twice = message("a")
    await stored(database, outbox, twice, twice)
    assert await outbox.run_once() == 1
    await stored(database, outbox, twice)
    assert await outbox.run_once() == 0
    assert ear.heard == [twice]


async def test_messages_of_a_key_are_told_in_order_and_one_that_waits_holds_the_others_back(
    database: Database, watch: Watch
) -> None:
    ear = Ear(lambda told: Retry("busy") if told.body == b"1" and watch.now == START else DONE)
    outbox = outbox_with(database, watch, ear)
    await stored(database, outbox, message("a", "1"), message("a", "2"), message("b", "3"))
    assert await outbox.run_once() == 2
    assert await outbox.run_once() == 0
    watch.now += timedelta(seconds=1)
    assert await outbox.run_once() == 1
    assert await outbox.run_once() == 1
    assert [told.body for told in ear.heard] == [b"1", b"3", b"1", b"2"]


async def test_what_a_killed_process_had_taken_is_told_when_its_lease_ends(
    database: Database, watch: Watch
) -> None:
    async def die(_: Sequence[OutboxMessage]) -> list[Handled]:
        raise asyncio.CancelledError

    dying = Outbox(database, watch)
    dying.handle("order", die)
    await stored(database, dying, message("a", "1"))
    with pytest.raises(asyncio.CancelledError):
        await dying.run_once()
    ear = Ear()
    other = outbox_with(database, watch, ear)
    assert await other.run_once() == 0
    watch.now += LEASE
    assert await other.run_once() == 1
    assert [told.body for told in ear.heard] == [b"1"]


async def test_the_word_of_a_process_that_was_too_slow_does_not_count(database: Database, watch: Watch) -> None:
    ear = Ear()
    other = outbox_with(database, watch, ear)

    async def slow(messages: Sequence[OutboxMessage]) -> list[Handled]:
        watch.now += LEASE
        assert await other.run_once() == 1
        return [Failed("too late") for _ in messages]

    late = Outbox(database, watch)
    late.handle("order", slow)
    await stored(database, late, message("a"))
    assert await late.run_once() == 1
    assert len(ear.heard) == 1
    assert await other.waiting() == 0
    assert await other.dead_letters(someone(Role.AUDITOR)) == []


async def test_several_processes_share_the_work_and_nothing_is_at_two_places_at_once(
    database: Database,
) -> None:
    all_told = asyncio.Event()
    busy: set[str] = set()
    told: defaultdict[str, list[int]] = defaultdict(list)

    async def work(messages: Sequence[OutboxMessage]) -> list[Handled]:
        keys = {each.key for each in messages}
        assert len(keys) == len(messages)
        assert not keys & busy
        busy.update(keys)
        await asyncio.sleep(0.002)
        busy.difference_update(keys)
        for each in messages:
            told[each.key].append(int(each.body))
        if sum(map(len, told.values())) == 240:
            all_told.set()
        return [DONE for _ in messages]

    outboxes = [Outbox(database, lambda: datetime.now(UTC)) for _ in range(4)]
    for outbox in outboxes:
        outbox.handle("order", work)
    for number in range(12):
        await stored(database, outboxes[0], *(message(f"key {key}", str(number)) for key in range(20)))
    running = [asyncio.create_task(outbox.run()) for outbox in outboxes]
    async with asyncio.timeout(60):
        await all_told.wait()
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert all(numbers == list(range(12)) for numbers in told.values())


async def test_what_fails_for_good_is_kept_shown_and_can_be_tried_again(database: Database, watch: Watch) -> None:
    ear = Ear(lambda _: Failed("no such merchant") if watch.now == START else DONE)
    outbox = outbox_with(database, watch, ear)
    lost, following = message("a", "1"), message("a", "2")
    await stored(database, outbox, lost, following)
    assert await outbox.run_once() == 1
    (letter,) = await outbox.dead_letters(someone(Role.OPERATOR))
    assert (letter.id, letter.reason, letter.attempts) == (lost.id, "no such merchant", 1)
    watch.now += timedelta(seconds=1)
    assert await outbox.run_once() == 1
    assert await outbox.revive(someone(Role.OPERATOR), "a", lost.id)
    assert await outbox.run_once() == 1
    assert not await outbox.revive(someone(Role.OPERATOR), "a", lost.id)
    assert [told.body for told in ear.heard] == [b"1", b"2", b"1"]


@pytest.mark.parametrize("role", [Role.FAN, Role.NOC, Role.REPLAY, Role.FEED, Role.AUDITOR])
async def test_only_operators_revive(database: Database, watch: Watch, role: Role) -> None:
    outbox = outbox_with(database, watch, Ear())
    with pytest.raises(Forbidden):
        await outbox.revive(someone(role), "a", uuid4())
    if role is not Role.AUDITOR:
        with pytest.raises(Forbidden):
            await outbox.dead_letters(someone(role))


async def test_attempts_are_bounded(database: Database, watch: Watch) -> None:
    outbox = outbox_with(database, watch, Ear(lambda _: Retry("down")))
    await stored(database, outbox, message("a"))
    for _ in range(ATTEMPTS_MAX):
        assert await outbox.run_once() == 1
        watch.now += PAUSE_MAX
    assert await outbox.run_once() == 0
    assert (await outbox.dead_letters(someone(Role.AUDITOR)))[0].reason == "down"


async def test_a_handler_that_breaks_is_asked_again(database: Database, watch: Watch) -> None:
    def broken(_: OutboxMessage) -> Handled:
        raise ValueError("broken")

    ear = Ear(broken)
    outbox = outbox_with(database, watch, ear)
    await stored(database, outbox, message("a"))
    assert await outbox.run_once() == 1
    watch.now += timedelta(seconds=1)
    ear.answers = lambda _: DONE
    assert await outbox.run_once() == 1
    assert await outbox.waiting() == 0


async def test_kinds_without_a_handler_here_are_left_for_others(database: Database, watch: Watch) -> None:
    outbox = outbox_with(database, watch, Ear())
    await stored(database, outbox, message("a", kind="letter"))
    assert await outbox.run_once() == 0
    assert await outbox.waiting() == 1


async def test_what_was_told_long_ago_is_deleted(database: Database, watch: Watch) -> None:
    outbox = outbox_with(database, watch, Ear())
    await stored(database, outbox, message("a"), message("b"))
    await outbox.run_once()
    assert await outbox.clean_up() == 0
    watch.now += KEEP_DONE + timedelta(seconds=1)
    assert await outbox.clean_up() == 2


def someone(role: Role) -> Principal:
    return Principal(new_subject_id(), role, "SUI" if role is Role.NOC else None, START + timedelta(days=1))
