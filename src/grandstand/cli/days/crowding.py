"""How a crowd asks: many at once, and again until she is answered, as people do."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError, InternalError, Overloaded

AT_ONCE_MAX = 8_192
"""Callers in flight: as many as the services let wait."""
AGAIN_S = 0.05
PATIENCE_S = 120.0
ASK_AGAIN = (DatabaseUnavailable, Overloaded, InternalError)
"""After these nobody knows the outcome: who asks again is told."""

A = TypeVar("A")
T = TypeVar("T")


async def answers(
    asked: Sequence[A], ask: Callable[[A], Awaitable[T]], *, at_once: int = AT_ONCE_MAX
) -> list[T | GrandstandError]:
    """What each is answered in the end, in their order.

    Args:
        asked: what they ask for.
        ask: asks once.
        at_once: how many are on their way at the same time.

    Raises:
        TimeoutError: somebody was not answered for two minutes.
    """
    found: list[T | GrandstandError] = []
    for begin in range(0, len(asked), at_once):
        found += await _answers_of(asked[begin : begin + at_once], ask)
    return found


async def _answers_of(asked: Sequence[A], ask: Callable[[A], Awaitable[T]]) -> list[T | GrandstandError]:
    found: list[T | GrandstandError | None] = [None] * len(asked)
    left: Sequence[int] = range(len(asked))
    deadline_s = time.monotonic() + PATIENCE_S
    while left:
        told = await asyncio.gather(*(ask(asked[at]) for at in left), return_exceptions=True)
        again = []
        for at, answer in zip(left, told, strict=True):
            if isinstance(answer, ASK_AGAIN):
                again.append(at)
            elif isinstance(answer, BaseException) and not isinstance(answer, GrandstandError):
                raise answer
            else:
                found[at] = answer
        if again:
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"{len(again)} callers were not answered within {PATIENCE_S:.0f} s.")
            await asyncio.sleep(AGAIN_S)
        left = again
    return [answer for answer in found if answer is not None]
