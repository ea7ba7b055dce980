"""Micro-batches: who travels together, who is refused, who is answered what."""

import asyncio
from collections.abc import Sequence

import pytest

from grandstand.campaign.batches import Batcher
from grandstand.kernel.errors import GrandstandError, InternalError, NotFound, Overloaded


class Gate:
    """Work that a test lets through, and what it was given."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()

    async def work(self, keys: Sequence[int]) -> list[str | GrandstandError]:
        self.batches.append(list(keys))
        await self.open.wait()
        return [NotFound(f"{key}") if key < 0 else f"answer {key}" for key in keys]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_lonely_key_goes_at_once_and_a_crowd_travels_together() -> None:
    gate = Gate()
    batcher = Batcher(gate.work, batch_max=3, waiting_max=10)
    first = asyncio.create_task(batcher.answer(1))
    await settle()
    others = [asyncio.create_task(batcher.answer(key)) for key in (2, 3, 4, 5, 2)]
    await settle()
    gate.open.set()
    assert await first == "answer 1"
    assert await asyncio.gather(*others) == [f"answer {key}" for key in (2, 3, 4, 5, 2)]
    assert gate.batches == [[1], [2, 3, 4], [5]]


async def test_each_key_has_its_own_refusal() -> None:
    gate = Gate()
    gate.open.set()
    batcher = Batcher(gate.work, batch_max=3, waiting_max=10)
    answers = await asyncio.gather(*(batcher.answer(key) for key in (1, -2, 3)), return_exceptions=True)
    assert (answers[0], answers[2]) == ("answer 1", "answer 3")
    assert isinstance(answers[1], NotFound)


async def test_more_than_may_wait_are_refused_and_the_others_served() -> None:
    gate = Gate()
    batcher = Batcher(gate.work, batch_max=1, waiting_max=2)
    accepted = [asyncio.create_task(batcher.answer(key)) for key in (1, 2)]
    await settle()
    accepted.append(asyncio.create_task(batcher.answer(3)))
    await settle()
    with pytest.raises(Overloaded):
        await batcher.answer(4)
    accepted.append(asyncio.create_task(batcher.answer(3)))
    await settle()
    gate.open.set()
    assert await asyncio.gather(*accepted) == [f"answer {key}" for key in (1, 2, 3, 3)]


async def test_work_that_fails_answers_everybody_and_the_next_batch_goes_on() -> None:
    calls = 0

    async def work(keys: Sequence[int]) -> list[int | GrandstandError]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ValueError("broken")
        return list(keys)

    batcher = Batcher(work, batch_max=2, waiting_max=10)
    with pytest.raises(InternalError):
        await batcher.answer(1)
    assert await batcher.answer(1) == 1


async def test_nobody_who_was_accepted_stays_without_an_answer() -> None:
    gate = Gate()
    batcher = Batcher(gate.work, batch_max=1, waiting_max=10)
    waiting = [asyncio.create_task(batcher.answer(key)) for key in (1, 2)]
    await settle()
    waiting[0].cancel()
    await settle()
    gate.open.set()
    await batcher.drain()
    assert await waiting[1] == "answer 2"
    assert waiting[0].cancelled()
