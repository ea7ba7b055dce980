"""How often one person or one address may ask: a bounded token bucket for each of them.

The rule is GCRA (generic cell rate algorithm, ITU-T I.371): one number for each key, the time at which the
bucket would be full again. Buckets live in one process: with two workers a person gets up to twice the rate.
"""

import os
import resource
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

ROUNDING_S = 1e-6
KEYS_MAX = 65_536
"""How many people or addresses one limiter remembers; the one that asked first is forgotten first."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The environment of a process that has others beside it on the machine: its arithmetic does not take all
processors, of which the threads would wait for each other in loops."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_s` requests a second on average, `burst` at once."""

    per_s: float
    burst: int


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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

    def wait_s(self, key: Hashable, now_s: float) -> float:
        """Take one token of `key`; 0.0 when there was one, else the seconds until there is (nothing is taken)."""
        known = self._full_again_s.get(key)
        if known is None:
            if len(self._full_again_s) >= self._keys_max:
                self._full_again_s.popitem(last=False)
            full_again_s = now_s
        else:
            full_again_s = max(known, now_s)
            # A clock's seconds are floats: less than a microsecond is rounding.
            if (wait_s := full_again_s - self._tolerance_s - now_s) > ROUNDING_S:
                return wait_s
        self._full_again_s[key] = full_again_s + self._interval_s
        return 0.0
