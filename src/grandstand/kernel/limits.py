"""How often one person or one address may ask: a bounded token bucket for each of them.

The rule is GCRA (generic cell rate algorithm, ITU-T I.371): one number for each key, the time at which the
bucket would be full again. Buckets live in one process: with two workers a person gets up to twice the rate.
"""

from collections.abc import Hashable
from dataclasses import dataclass

KEYS_MAX = 65_536
"""How many people or addresses one limiter remembers; the one that asked first is forgotten first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_s` requests a second on average, `burst` at once."""

    per_s: float
    burst: int


class RateLimiter:
    """Counts requests by key and says how long to wait; memory is bounded by `keys_max`."""

    def __init__(self, rate: Rate, *, keys_max: int = KEYS_MAX) -> None:
        self._interval_s = 1 / rate.per_s
        self._tolerance_s = (rate.burst - 1) / rate.per_s
        self._keys_max = keys_max
        self._full_again_s: dict[Hashable, float] = {}

    def wait_s(self, key: Hashable, now_s: float) -> float:
        """Take one token of `key`; 0.0 when there was one, else the seconds until there is (nothing is taken)."""
        full_again_s = max(self._full_again_s.get(key, now_s), now_s)
        wait_s = full_again_s - self._tolerance_s - now_s
        if wait_s > 0:
            return wait_s
        if key not in self._full_again_s and len(self._full_again_s) >= self._keys_max:
            del self._full_again_s[next(iter(self._full_again_s))]
        self._full_again_s[key] = full_again_s + self._interval_s
        return 0.0
