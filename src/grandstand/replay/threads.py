"""The only place of a replay where threads begin: a few workers for kernels that hold no lock."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

import cv2

from grandstand.kernel.limits import processors
from grandstand.replay.models import Floats

Given = TypeVar("Given")
Made = TypeVar("Made")
Parameters = ParamSpec("Parameters")

WORKERS_MAX = 64
AHEAD = 2
"""Results that a worker may be ahead of whoever takes them."""


class Threads:
    """Workers; close them, or use them as a context.

    Args:
        count: how many; None: one for each processor.
    """

    def __init__(self, count: int | None = None) -> None:
        count = min(processors(), WORKERS_MAX) if count is None else count
        assert 1 <= count <= WORKERS_MAX
        # OpenCV's own threads would fight with ours for the cores.
        cv2.setNumThreads(1)
        self.count = count
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="replay")

    def map(self, function: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
        """What the function makes of each, in order."""
        return list(self._pool.map(function, given))

    def stream(self, function: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
        """The same one by one, so that a long row of pictures is never in memory at once."""
        source = iter(given)
        waiting: list[Future[Made]] = [
            self._pool.submit(function, one) for one in islice(source, self.count * AHEAD)
        ]
        while waiting:
            yield waiting.pop(0).result()
            waiting.extend(self._pool.submit(function, one) for one in islice(source, 1))

    def begin(
        self, function: Callable[Parameters, Made], *given: Parameters.args, **named: Parameters.kwargs
    ) -> Future[Made]:
        """What the function will have made."""
        return self._pool.submit(function, *given, **named)

    def parts(self, rows: Floats) -> list[Floats]:
        """The rows divided evenly, a few parts a worker."""
        size = max(1, -(-len(rows) // (self.count * 4)))
        return [rows[first : first + size] for first in range(0, len(rows), size)]

    def close(self) -> None:
        self._pool.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
