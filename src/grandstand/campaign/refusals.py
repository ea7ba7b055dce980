"""How many claims this process has answered without a share, by pool and reason, until somebody writes it down."""

import re
from collections import Counter

from grandstand.kernel.ids import POOL_ID_MAX, PoolId

PATH_PATTERN = re.compile(r"/v1/pools/([0-9]{1,19})/claims\Z")
KINDS_MAX = 1024
"""Pairs of path and code between two looks; paths are made up by whoever asks."""


class Refusals:
    """Counted by path, which costs the refusal nothing; the path is read when the counts are taken."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, path: str, code: str) -> None:
        if (path, code) in self._counts or len(self._counts) < KINDS_MAX:
            self._counts[path, code] += 1

    def take(self) -> dict[tuple[PoolId, str], int]:
        """What was counted since the last time, by pool and error code."""
        counts, self._counts = self._counts, Counter()
        by_pool: Counter[tuple[PoolId, str]] = Counter()
        for (path, code), count in counts.items():
            match = PATH_PATTERN.match(path)
            if match is not None and 0 < int(match[1]) <= POOL_ID_MAX:
                by_pool[PoolId(int(match[1])), code] += count
        return by_pool

    def give_back(self, counts: dict[tuple[PoolId, str], int]) -> None:
        """Count again what could not be written down."""
        for (pool, code), count in counts.items():
            self._counts[f"/v1/pools/{pool}/claims", code] += count
