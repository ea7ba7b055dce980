"""How often one person or one address may ask: a bounded token bucket for each of them.

The rule is GCRA (generic cell rate algorithm, ITU-T I.371): one number for each key, the time at which the
bucket would be full again. Buckets live in one process: with two workers a person gets up to twice the rate.
"""

import resource
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

ROUNDING_S = 1e-6
KEYS_MAX = 65_536
"""How many people or addresses one limiter remembers; the one that asked first is forgotten first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_s` requests a second on average, `burst` at once."""

    per_s: float
    burst: int


def allow_open_files() -> None:
    """Raise this process's limit of open files to what the machine allows; every connection is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class RateLimiter:
    """Counts requests by key and says how long to wait; memory is bounded by `keys_max`."""

    def __init__(self, rate: Rate, *, keys_max: int = KEYS_MAX) -> None:
        self._interval_s = 1 / rate.per_s
        self._tolerance_s = (rate.burst - 1) / rate.per_s
        self._keys_max = keys_max
        self._full_again_s: OrderedDict[Hashable, float] = OrderedDict()

    def due_s(self, key: Hashable, now_s: float) -> float:
        """Seconds until `key` has a token, 0.0 when it has one; none is taken."""
        full_again_s = max(self._full_again_s.get(key, now_s), now_s)
        wait_s = full_again_s - self._tolerance_s - now_s
        # A clock's seconds are floats: less than a microsecond is rounding.
        return wait_s if wait_s > ROUNDING_S else 0.0

    def wait_s(self, key: Hashable, now_s: float) -> float:
        """Take one token of `key`; 0.0 when there was one, else the seconds until there is (nothing is taken)."""
        full_again_s = max(self._full_again_s.get(key, now_s), now_s)
        if (wait_s := self.due_s(key, now_s)) > 0:
            return wait_s
        if key not in self._full_again_s and len(self._full_again_s) >= self._keys_max:
            self._full_again_s.popitem(last=False)
        self._full_again_s[key] = full_again_s + self._interval_s
        return 0.0
