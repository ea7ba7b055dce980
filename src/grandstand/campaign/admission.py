"""How many claims may wait: as many as are granted within the target delay, measured while the server works. Pure.

A claim that waits longer than a fan does is granted for nobody, and a bound in claims is right for one machine
only. So the bound follows from Little's law, waiting = rate x delay: the target delay times the claims that have
been answered a second while somebody waited. A slow database lowers it, a fast one raises it, nothing is set by
hand. Whoever is inside is served; the next one is refused before anything is begun for her.
"""

from math import exp

TARGET_S = 0.15
"""How long a claim may wait for its turn. Half a second is noticed; what is left of it is for the way here."""
WAITING_LEAST = 128
"""May always wait, however slow the database is: smaller batches would only make it slower."""
WINDOW_S = 0.05
"""The rate is measured over this much time with somebody waiting, or to the end of the transaction it falls in."""
MEMORY_S = 0.15
"""How long a measurement counts: after this time a newer one has two thirds of the weight."""
WAITING_FIRST = 1024
"""May wait before anything has been measured."""
RATE_BURST_S = 0.25
"""How much of a second's admissions may come at once where a rate was set by hand."""


class Admission:
    """Counts the claims inside one process and says whether the next one may come in.

    Args:
        waiting_max: never more than this, whatever is measured.
        rate_max: claims admitted a second, set by hand; 0: no such limit.
    """

    def __init__(self, *, waiting_max: int, rate_max: int = 0, target_s: float = TARGET_S) -> None:
        self._waiting_max = waiting_max
        self._target_s = target_s
        self._interval_s = 1 / rate_max if rate_max else 0.0
        self._next_due_s = 0.0
        self._waiting = 0
        self._waiting_most = 0
        self._bound = min(WAITING_FIRST, waiting_max)
        self._rate_per_s = self._bound / target_s
        self._answered = 0
        self._busy_s = 0.0
        self._busy_since_s = 0.0

    @property
    def waiting(self) -> int:
        return self._waiting

    @property
    def bound(self) -> int:
        """How many claims may wait now."""
        return self._bound

    def has_room(self, now_s: float) -> bool:
        """Whether one more may come in; cheap, because a crowd that is refused asks for nothing else."""
        if self._answered and self._waiting and self._busy_s + now_s - self._busy_since_s >= WINDOW_S:
            self._close_window(now_s)
        return self._waiting < self._bound and self._next_due_s - now_s <= RATE_BURST_S

    def enter(self, now_s: float) -> None:
        """One has come in."""
        if not self._waiting:
            self._busy_since_s = now_s
        self._waiting += 1
        self._waiting_most = max(self._waiting_most, self._waiting)
        if self._interval_s:
            self._next_due_s = max(self._next_due_s, now_s) + self._interval_s

    def leave(self, now_s: float) -> None:
        """One has been answered, whatever the answer was."""
        self._waiting -= 1
        self._answered += 1
        if not self._waiting:
            self._busy_s += now_s - self._busy_since_s

    def _close_window(self, now_s: float) -> None:
        busy_s = self._busy_s + now_s - self._busy_since_s
        rate_per_s = self._answered / busy_s
        # With few inside, few are answered: that says nothing about how many could be.
        if rate_per_s > self._rate_per_s or self._waiting_most * 2 >= self._bound:
            self._rate_per_s += (rate_per_s - self._rate_per_s) * (1 - exp(-busy_s / MEMORY_S))
            bound = int(self._rate_per_s * self._target_s)
            self._bound = min(max(bound, WAITING_LEAST), self._waiting_max)
        self._answered = 0
        self._waiting_most = self._waiting
        self._busy_s = 0.0
        self._busy_since_s = now_s
