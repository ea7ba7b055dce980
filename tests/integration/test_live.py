"""The live service on a real database: what is durable, what is refused, and that a restart changes nothing."""

import asyncio
import random
import tarfile
import time
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from desk import medallists
from games import OPENING, Games, as_it_arrives, key, message
from grandstand.cli.live import ingest_all
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import Overloaded, RequestTooLarge
from grandstand.kernel.migrations import migrate
from grandstand.kernel.telemetry import LIVE_GAPS, LIVE_MEDAL_DIFFERENCES
from grandstand.live import (
    ArchiveInvalid,
    Fate,
    FeedSettings,
    LiveService,
    LiveStorage,
    Outcome,
    Reason,
    Watch,
    find_messages,
)
from grandstand.live import room as room_module
from grandstand.live.envelope import MESSAGE_BYTES_MAX
from grandstand.live.reader import INLINE_BYTES_MAX
from grandstand.live.service import QUARANTINE_PAGE_MAX, RECEIVE_MESSAGES_MAX

CODE = key("ALP", "EV0", "FNL", "000100--")
ROW = '<Result Rank="1" SortOrder="1"><Competitor Code="1001"/></Result>'


def result(version: int, second: int, inner: str | None = ROW, **named: str) -> bytes:
    return message("DT_RESULT", CODE, version, OPENING + timedelta(seconds=second), inner, **named)


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    await migrate(empty_database_url, ("grandstand.live",))
    database = await Database.connect(empty_database_url, connections_max=4)
    yield database
    await database.close()


@pytest.fixture
async def opened(database: Database) -> AsyncIterator[Callable[[], "asyncio.Future[LiveService]"]]:
    """Opens one more process on the same log; all are closed at the end."""
    services: list[LiveService] = []

    async def open_one() -> LiveService:
        settings = FeedSettings(rehearsals=frozenset({"REHEARSAL"}))
        services.append(await LiveService.open(database, LiveStorage(), system_clock, settings))
        return services[-1]

    yield lambda: asyncio.ensure_future(open_one())
    for each in services:
        await each.close()


@pytest.fixture
async def live(opened: Callable[[], "asyncio.Future[LiveService]"]) -> LiveService:
    return await opened()


async def fates(live: LiveService, *bodies: bytes) -> list[Fate]:
    return [each.fate for each in await live.receive(bodies)]


async def feed(live: LiveService, messages: Sequence[bytes]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for at in range(0, len(messages), 64):
        outcomes += await live.receive(messages[at : at + 64])
    return outcomes


async def test_every_fate_of_a_message(live: LiveService) -> None:
    assert await fates(live, result(2, 20)) == [Fate.ACCEPTED]
    assert await fates(live, result(2, 20), result(1, 30), result(3, 40, flag="T")) == [
        Fate.DUPLICATE,
        Fate.STALE,
        Fate.TEST,
    ]
    assert await fates(live, result(3, 40, competition="REHEARSAL"), b"<nonsense/>", result(1, 10)) == [
        Fate.TEST,
        Fate.QUARANTINED,
        Fate.ACCEPTED,
    ]
    assert await fates(live, b"<nonsense/>", result(1, 30), result(1, 10)) == [Fate.DUPLICATE] * 3


async def test_same_message_twice_in_one_batch_is_stored_once(live: LiveService) -> None:
    assert sorted(await fates(live, result(1, 1), result(1, 1))) == [Fate.ACCEPTED, Fate.DUPLICATE]


async def test_earlier_version_that_comes_late_is_history(live: LiveService) -> None:
    await live.receive([result(2, 20, None), result(1, 10)])
    assert (await live.state()).documents == {}
    assert len((await live.state(OPENING + timedelta(seconds=15))).documents) == 1
    assert (await live.state(OPENING)).documents == {}


@pytest.mark.parametrize("seed", range(5))
async def test_random_order_two_processes_and_restarts_give_the_same_bytes(
    opened: Callable[[], "asyncio.Future[LiveService]"], database: Database, seed: int
) -> None:
    messages = list(Games(seed, events=2, athletes=4).messages())
    plain = await opened()
    await feed(plain, messages)
    expected = (await plain.state()).canonical()
    noon = OPENING + timedelta(minutes=2)
    expected_at_noon = (await plain.state(noon)).canonical()
    async with database.connection() as db:
        await db.execute("truncate live_message, live_quarantine, live_document restart identity cascade")

    chance = random.Random(seed)  # noqa: S311 - seeded
    delivered = as_it_arrives(messages, chance)
    first, second = await opened(), await opened()
    for at in range(0, len(delivered), 10):
        await asyncio.gather(first.receive(delivered[at : at + 10]), second.receive(delivered[at : at + 15]))
        if chance.random() < 0.3:
            first = await opened()
    await first.catch_up()
    await second.catch_up()
    for process in (first, second, await opened()):
        assert (await process.state()).canonical() == expected
        assert (await process.state(noon)).canonical() == expected_at_noon


async def test_defects_of_an_accepted_message_are_told(
    live: LiveService, principal: Callable[[Role], Principal]
) -> None:
    (outcome,) = await live.receive([result(1, 1, ROW.replace('SortOrder="1"', 'SortOrder="0"'))])
    assert outcome == Outcome(fate=Fate.ACCEPTED, defects=1)
    entries, following = await live.quarantine(principal(Role.AUDITOR), None)
    assert following is None
    assert [(each.is_whole, each.reason, each.version) for each in entries] == [(False, Reason.SORT_ORDER, 1)]
    assert entries[0].identity is not None
    assert entries[0].identity.code == CODE


async def test_unreadable_version_is_no_gap_and_does_not_hold(
    live: LiveService, opened: Callable[[], "asyncio.Future[LiveService]"]
) -> None:
    assert await fates(live, result(1, 1), result(2, 2, "<torn"), result(4, 4)) == [
        Fate.ACCEPTED,
        Fate.QUARANTINED,
        Fate.ACCEPTED,
    ]
    for process in (live, await opened()):
        assert [(gap.first, gap.last) for gap in process.gaps()] == [(3, 3)]
        assert [each.version for each in (await process.state()).stamps.values()] == [4]


async def test_quarantine_comes_in_pages_for_those_who_may(
    live: LiveService, principal: Callable[[Role], Principal]
) -> None:
    await live.receive([f"<nonsense{number}/>".encode() for number in range(QUARANTINE_PAGE_MAX + 1)])
    page, following = await live.quarantine(principal(Role.OPERATOR), None)
    assert len(page) == QUARANTINE_PAGE_MAX
    rest, end = await live.quarantine(principal(Role.OPERATOR), following)
    assert (len(rest), end) == (1, None)
    with pytest.raises(Forbidden):
        await live.quarantine(principal(Role.FAN), None)


async def test_message_above_the_limit_is_set_aside_without_its_body(
    live: LiveService, principal: Callable[[Role], Principal]
) -> None:
    (outcome,) = await live.receive([result(1, 1).ljust(MESSAGE_BYTES_MAX + 1)])
    assert (outcome.fate, outcome.reason) == (Fate.QUARANTINED, Reason.TOO_LARGE)
    entries, _ = await live.quarantine(principal(Role.OPERATOR), None)
    assert entries[0].size_bytes == MESSAGE_BYTES_MAX + 1


async def test_too_many_messages_at_once_are_refused(live: LiveService) -> None:
    with pytest.raises(RequestTooLarge):
        await live.receive([b""] * (RECEIVE_MESSAGES_MAX + 1))


async def test_who_finds_no_room_waits_and_is_refused_in_the_end(
    live: LiveService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "ROOM_TIMEOUT_S", 0.05)
    monkeypatch.setattr(room_module, "ROOM_MESSAGES_MAX", 1)
    async with live._room.held(1, 1):
        with pytest.raises(Overloaded) as refused:
            await live.receive([result(1, 1)])
    assert refused.value.retry_after_s is not None
    assert await fates(live, result(1, 1)) == [Fate.ACCEPTED]


async def test_bulk_is_parsed_elsewhere_and_the_loop_goes_on(
    live: LiveService, opened: Callable[[], "asyncio.Future[LiveService]"]
) -> None:
    bulk = Games(1).bulk("ALP", 2000)
    torn = bulk.replace(b"</OdfBody>", b"")
    assert len(bulk) > INLINE_BYTES_MAX
    longest_s = 0.0

    async def watch() -> None:
        nonlocal longest_s
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            longest_s = max(longest_s, time.perf_counter() - began)

    watching = asyncio.create_task(watch())
    assert await fates(live, bulk, torn) == [Fate.ACCEPTED, Fate.QUARANTINED]
    watching.cancel()
    assert len((await live.state()).units) == 2000
    assert longest_s < 0.5
    again = await opened()
    assert (await again.state()).canonical() == (await live.state()).canonical()


async def test_parser_that_died_is_started_again(live: LiveService) -> None:
    bulks = [Games(seed).bulk("ALP", 1000) for seed in (1, 2)]
    assert await fates(live, bulks[0]) == [Fate.ACCEPTED]
    assert live._reader._pool is not None
    for process in live._reader._pool._processes.values():
        process.kill()
    assert await fates(live, bulks[1]) == [Fate.ACCEPTED]


async def test_mutated_messages_have_a_fate_and_do_not_stop_the_others(live: LiveService) -> None:
    chance = random.Random(5)  # noqa: S311 - seeded
    messages = list(Games(6, events=1, athletes=2).messages())
    for _ in range(10):
        bodies = [bytearray(chance.choice(messages)) for _ in range(50)]
        for body in bodies:
            for _ in range(chance.randrange(1, 4)):
                body[chance.randrange(len(body))] = chance.choice(b"\x00<>&\"'=/ \xff\xc3-90TZ")
        outcomes = await live.receive([bytes(body) for body in bodies] + [result(1, 1)])
        assert outcomes[-1].fate in {Fate.ACCEPTED, Fate.DUPLICATE}
    await live.state()


async def test_gaps_and_differing_medals_are_told_once_each(live: LiveService) -> None:
    line = '<MedalLine Organisation="SUI"><MedalNumber Type="TOT" Gold="2" Silver="0" Bronze="0"/></MedalLine>'
    await live.receive(
        [
            result(1, 1),
            result(4, 4),
            medallists(1, 5, key("ALP", "EV0"), ("GOLD", "1", "SUI")),
            message("DT_MEDALS", key("GEN", ""), 1, OPENING, line),
        ]
    )
    watch = Watch(live, system_clock)
    with capture_logs() as first:
        await watch.look()
    assert [(each["event"], each.get("first"), each.get("last")) for each in first] == [
        ("feed.gap", 2, 3),
        ("medals.differ", None, None),
    ]
    with capture_logs() as second:
        await watch.look()
    assert second == []
    await live.receive([medallists(2, 6, key("ALP", "EV0"), ("GOLD", "1", "SUI"), ("GOLD", "2", "SUI"))])
    await watch.look()
    assert LIVE_MEDAL_DIFFERENCES._value.get() == 0
    assert LIVE_GAPS._value.get() == 1


def test_messages_are_found_in_files_folders_and_archives(tmp_path: Path) -> None:
    one, two, three = result(1, 1), result(2, 2), result(3, 3)
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "b.xml").write_bytes(two)
    (tmp_path / "day" / "notes.txt").write_text("not a message")
    with zipfile.ZipFile(tmp_path / "day" / "a.zip", "w") as archive:
        archive.writestr("x/1.xml", one)
    with tarfile.open(tmp_path / "day" / "c.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("3.xml")
        member.size = len(three)
        tar.addfile(member, BytesIO(three))
    assert [each.body for each in find_messages(tmp_path)] == [one, two, three]
    assert [each.body for each in find_messages(tmp_path / "day" / "a.zip")] == [one]


def test_archive_that_unpacks_to_more_than_a_message_is_cut(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", b" " * (MESSAGE_BYTES_MAX + 1000))
    (found,) = find_messages(tmp_path / "bomb.zip")
    assert len(found.body) == MESSAGE_BYTES_MAX + 1


@pytest.mark.parametrize("name", ["missing.xml", "torn.zip"])
def test_path_that_cannot_be_read_is_refused_with_its_name(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "torn.zip", "w") as archive:
        archive.writestr("1.xml", result(1, 1) * 10)
    whole = bytearray((tmp_path / "torn.zip").read_bytes())
    whole[60:70] = b"\xff" * 10
    (tmp_path / "torn.zip").write_bytes(whole)
    with pytest.raises(ArchiveInvalid, match=name):
        list(find_messages(tmp_path / name))


async def test_archive_is_taken_in_and_a_second_time_changes_nothing(live: LiveService, tmp_path: Path) -> None:
    messages = list(Games(1, events=1).messages())
    with zipfile.ZipFile(tmp_path / "games.zip", "w") as archive:
        for number, body in enumerate(messages):
            archive.writestr(f"{number:04}.xml", body)
    told: list[int] = []
    first = await ingest_all(live, [tmp_path / "games.zip"], lambda done, _: told.append(done))
    assert first.total() == len(messages) == told[-1]
    assert first[Fate.ACCEPTED] > 0
    before = (await live.state()).canonical()
    again = await ingest_all(live, [tmp_path])
    assert set(again) <= {Fate.DUPLICATE, Fate.TEST}
    assert (await live.state()).canonical() == before
