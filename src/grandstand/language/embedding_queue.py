"""What waits for the embedders, and what is next: questions before passages, quick models before slow ones.

Passages are taken as many at a time as their model embeds in a quarter of a second, by its own measured pace, so a
question that arrives waits for one such batch at most.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from grandstand.language.errors import EmbedderUnavailable
from grandstand.language.models import Vectors

BATCH_TARGET_S = 0.25
BATCH_TEXTS_MAX = 64
QUERIES_WAITING_MAX = 256
"""Questions that wait; at 20 ms each the last one waits for 5 s, longer than anybody does."""
PASSAGES_WAITING_MAX = 8_192
SMOOTHING = 0.3
"""How much of a pace is that of the last batch."""


class Call:
    """The texts of one caller, embedded a batch at a time; `answered` gets all rows, or an error."""

    def __init__(
        self, name: str, texts: Sequence[str], answered: "asyncio.Future[Vectors]", *, is_query: bool
    ) -> None:
        self.name = name
        self.is_query = is_query
        self.texts = texts
        self.answered = answered
        self._rows: list[Vectors] = []
        self._embedded = 0

    @property
    def waiting(self) -> int:
        """Texts that have no row; none once nobody waits for them."""
        return 0 if self.answered.done() else len(self.texts) - self._embedded

    def batch(self, characters_max: float) -> Sequence[str]:
        """The next texts: at least one, at most so many characters."""
        until, characters = self._embedded + 1, len(self.texts[self._embedded])
        while until < len(self.texts) and until - self._embedded < BATCH_TEXTS_MAX:
            characters += len(self.texts[until])
            if characters > characters_max:
                break
            until += 1
        return self.texts[self._embedded : until]

    def add(self, rows: Vectors) -> None:
        """The rows of the last batch."""
        self._rows.append(rows)
        self._embedded += len(rows)
        if not self.answered.done() and self._embedded == len(self.texts):
            self.answered.set_result(np.concatenate(self._rows))

    def fail(self, error: EmbedderUnavailable) -> None:
        """Tell the caller, if she still waits."""
        if not self.answered.done():
            self.answered.set_exception(error)


class Batch(NamedTuple):
    """The next texts of a call."""

    call: Call
    texts: Sequence[str]


class EmbeddingQueue:
    """First come, first served among equals; what nobody waits for any more is dropped."""

    def __init__(self) -> None:
        self._queries: deque[Call] = deque()
        self._passages: dict[str, deque[Call]] = {}
        self._seconds_of_character: dict[str, float] = {}

    def put(self, call: Call) -> None:
        """Let it wait.

        Raises:
            EmbedderUnavailable: too much waits already.
        """
        queues = [self._queries] if call.is_query else list(self._passages.values())
        waiting = sum(each.waiting for queue in queues for each in queue)
        most = QUERIES_WAITING_MAX if call.is_query else PASSAGES_WAITING_MAX
        if waiting + len(call.texts) > most:
            raise EmbedderUnavailable(
                f"{waiting} texts wait for the embedder, {len(call.texts)} more are too many (at most {most}):"
                " ask again later.",
                retry_after_s=1,
            )
        queue = self._queries if call.is_query else self._passages.setdefault(call.name, deque())
        queue.append(call)

    def next(self) -> Batch | None:
        """What should be embedded now."""
        if call := _first(self._queries):
            return Batch(call, call.batch(float("inf")))
        waiting = [name for name, queue in self._passages.items() if _first(queue)]
        if not waiting:
            return None
        # Vectors of the quick model make a document searchable; those of the thorough one can follow.
        name = min(waiting, key=lambda name: self._seconds_of_character.get(name, 0.0))
        call = self._passages[name][0]
        pace = self._seconds_of_character.get(name)
        return Batch(call, call.batch(BATCH_TARGET_S / pace if pace else 0))

    def measured(self, batch: Batch, seconds: float) -> None:
        """It took so long, which tells how much may be taken at once."""
        if batch.call.is_query:
            return
        name, characters = batch.call.name, max(sum(map(len, batch.texts)), 1)
        known = self._seconds_of_character.get(name, seconds / characters)
        self._seconds_of_character[name] = known + SMOOTHING * (seconds / characters - known)

    def fail_all(self, error: EmbedderUnavailable) -> None:
        """Tell everybody who waits."""
        for queue in (self._queries, *self._passages.values()):
            for call in queue:
                call.fail(error)
            queue.clear()


def _first(queue: deque[Call]) -> Call | None:
    """The first call with texts that somebody waits for; those before it are done and go."""
    while queue and not queue[0].waiting:
        queue.popleft()
    return queue[0] if queue else None
