"""The embedders' process: it answers, it may die at any time, and it leaves nothing behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

import numpy as np
import pytest

from grandstand.language import embedding_queue
from grandstand.language.embedders import E5, USE, installed, open_embedder
from grandstand.language.embedding_queue import PASSAGES_WAITING_MAX, QUERIES_WAITING_MAX, Call, EmbeddingQueue
from grandstand.language.errors import EmbedderMissing, EmbedderUnavailable
from grandstand.language.models import Vectors
from grandstand.language.worker import EmbedderProcess

pytestmark = pytest.mark.skipif(USE not in installed(), reason="the extra `library` is not installed")

LONG = "The doctor of the team tells the medical desk of every treatment within a day. " * 25
BUSY_S = 30.0


@pytest.fixture
async def process() -> AsyncIterator[EmbedderProcess]:
    opened = EmbedderProcess([USE])
    yield opened
    await opened.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 (nothing to gain from a Path)
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


async def gone(pid: int) -> None:
    for _ in range(600):
        if not alive(pid):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"process {pid} lives on")


async def test_it_gives_what_the_embedder_itself_gives(process: EmbedderProcess) -> None:
    texts = ["Where is the bus?", "", "\ud800 \x00", LONG]
    direct = open_embedder(USE)
    found = await process.queries(USE, texts, timeout_s=BUSY_S)
    assert np.allclose(found, direct.queries(texts), atol=1e-4)
    found = await process.passages(USE, texts)
    assert np.allclose(found, direct.passages(texts), atol=1e-4)


async def test_no_texts_have_no_rows(process: EmbedderProcess) -> None:
    assert (await process.queries(USE, [], timeout_s=BUSY_S)).shape == (0, 512)


async def test_many_passages_come_back_in_their_order(process: EmbedderProcess) -> None:
    texts = [f"Bus line {number} stops at gate {number % 7}." for number in range(150)]
    found = await process.passages(USE, texts)
    assert np.allclose(found, open_embedder(USE).passages(texts), atol=1e-4)


async def test_an_embedder_that_is_not_there_is_missing(process: EmbedderProcess) -> None:
    with pytest.raises(EmbedderMissing, match=E5):
        await process.queries(E5, ["?"], timeout_s=BUSY_S)
    unknown = EmbedderProcess(["sparse"])
    try:
        with pytest.raises(EmbedderMissing, match="No embedder is called 'sparse'"):
            await unknown.queries("sparse", ["?"], timeout_s=BUSY_S)
    finally:
        await unknown.close()


async def test_a_question_goes_before_the_passages_that_came_first(process: EmbedderProcess) -> None:
    await process.start()
    filling = asyncio.create_task(process.passages(USE, [LONG] * 200))
    await asyncio.sleep(0.3)
    await process.queries(USE, ["Where?"], timeout_s=BUSY_S)
    assert not filling.done()
    assert len(await filling) == 200


async def test_the_event_loop_goes_on_meanwhile(process: EmbedderProcess) -> None:
    await process.start()
    filling = asyncio.create_task(process.passages(USE, [LONG] * 50))
    beats = 0
    while not filling.done():
        await asyncio.sleep(0.005)
        beats += 1
    assert beats > 20


async def test_killed_in_the_middle_of_a_batch_it_answers_the_next_call(process: EmbedderProcess) -> None:
    await process.start()
    first = process.pid
    assert first
    doomed = asyncio.create_task(process.passages(USE, [LONG] * 400))
    await asyncio.sleep(0.3)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(EmbedderUnavailable, match="died"):
        await doomed
    found = await process.queries(USE, ["Where?"], timeout_s=BUSY_S)
    assert np.allclose(found, open_embedder(USE).queries(["Where?"]), atol=1e-4)
    assert process.pid != first


async def test_killed_while_nobody_asks_it_is_started_again(process: EmbedderProcess) -> None:
    await process.start()
    first = process.pid
    assert first
    os.kill(first, signal.SIGKILL)
    for _ in range(600):
        if process.pid not in (first, None):
            break
        await asyncio.sleep(0.05)
    assert process.pid not in (first, None)
    assert len(await process.queries(USE, ["Where?"], timeout_s=BUSY_S)) == 1


async def test_who_cannot_wait_is_told_and_costs_the_others_nothing(process: EmbedderProcess) -> None:
    await process.start()
    filling = asyncio.create_task(process.passages(USE, [LONG] * 60))
    await asyncio.sleep(0)
    with pytest.raises(EmbedderUnavailable, match=r"within 0\.001 s"):
        await process.queries(USE, ["Where?"], timeout_s=0.001)
    assert len(await filling) == 60


async def test_too_many_passages_are_refused_at_once(process: EmbedderProcess) -> None:
    await process.start()
    filling = asyncio.create_task(process.passages(USE, [LONG] * 500))
    await asyncio.sleep(0.1)
    with pytest.raises(EmbedderUnavailable, match="too many"):
        await process.passages(USE, ["x"] * PASSAGES_WAITING_MAX)
    with pytest.raises(EmbedderUnavailable, match="too many"):
        await process.queries(USE, ["x"] * (QUERIES_WAITING_MAX + 1), timeout_s=BUSY_S)
    filling.cancel()


async def test_closing_ends_the_process_and_tells_who_waits() -> None:
    process = EmbedderProcess([USE])
    await process.start()
    pid = process.pid
    assert pid
    waiting = asyncio.create_task(process.passages(USE, [LONG] * 400))
    await asyncio.sleep(0.2)
    await process.close()
    with pytest.raises(EmbedderUnavailable, match="closed"):
        await waiting
    await gone(pid)


async def test_closing_while_it_starts_leaves_nothing() -> None:
    process = EmbedderProcess([USE])
    starting = asyncio.create_task(process.start())
    await asyncio.sleep(0.2)
    await process.close()
    with pytest.raises(EmbedderUnavailable, match="closed"):
        await starting
    assert process.pid is None


PARENT = f"""
import asyncio
from grandstand.language.worker import EmbedderProcess
async def main():
    process = EmbedderProcess([{USE!r}])
    await process.start()
    print(process.pid, flush=True)
    await process.passages({USE!r}, [{LONG!r}] * 5000)
asyncio.run(main())
"""


async def test_it_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
    with parent:
        assert parent.stdout
        pid = next(int(line) for line in parent.stdout if line.strip().isdigit())
        await asyncio.sleep(0.5)
        parent.kill()
    await gone(pid)


def call(name: str, texts: list[str], *, is_query: bool = False) -> Call:
    answered: asyncio.Future[Vectors] = asyncio.get_running_loop().create_future()
    return Call(name, texts, answered, is_query=is_query)


async def test_batches_are_as_long_as_the_pace_of_their_model_allows() -> None:
    queue = EmbeddingQueue()
    queue.put(call(E5, ["x" * 100] * 100))
    first = queue.next()
    assert first
    assert len(first.texts) == 1
    queue.measured(first, embedding_queue.BATCH_TARGET_S / 10)
    first.call.add(np.zeros((1, 2), dtype=np.float32))
    second = queue.next()
    assert second
    assert len(second.texts) == 10


async def test_passages_of_the_quick_model_go_before_those_of_the_slow_one() -> None:
    queue = EmbeddingQueue()
    for name, seconds in ((E5, 0.2), (USE, 0.01)):
        queue.put(call(name, ["x" * 100] * 2))
        first = queue.next()
        assert first
        assert first.call.name == name
        queue.measured(first, seconds)
    following = queue.next()
    assert following
    assert following.call.name == USE


async def test_what_nobody_waits_for_is_dropped() -> None:
    queue = EmbeddingQueue()
    left, kept = call(USE, ["a"], is_query=True), call(USE, ["b"], is_query=True)
    queue.put(left)
    queue.put(kept)
    left.answered.cancel()
    batch = queue.next()
    assert batch
    assert batch.call is kept
