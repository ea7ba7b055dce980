"""When a model that fails is left alone, and when it is tried again. Pure but for the time it is told."""

FAILURES_MAX = 3
"""Failures in a row after which nobody waits for the model any more."""
OPEN_S = 20.0
"""How long; then one answer tries it."""


class Breaker:
    """Closed: everybody asks. Open: nobody. After a while one asks, and its outcome decides."""

    def __init__(self, *, failures_max: int = FAILURES_MAX, open_s: float = OPEN_S) -> None:
        self._failures_max = failures_max
        self._open_s = open_s
        self._failures = 0
        self._opened_at_s: float | None = None
        self._is_probing = False

    def is_open(self, now_s: float) -> bool:
        """Whether nobody may ask at this instant, but perhaps one who probes."""
        return self._opened_at_s is not None and (self._is_probing or now_s < self._opened_at_s + self._open_s)

    def admit(self, now_s: float) -> bool:
        """Whether the model may be asked; whoever was admitted reports how it went, or that he gave up."""
        if self.is_open(now_s):
            return False
        self._is_probing = self._opened_at_s is not None
        return True

    def succeeded(self) -> None:
        self._failures, self._opened_at_s, self._is_probing = 0, None, False

    def failed(self, now_s: float) -> None:
        self._failures += 1
        if self._is_probing or self._failures >= self._failures_max:
            self._opened_at_s = now_s
        self._is_probing = False

    def gave_up(self) -> None:
        """Nothing was learnt: the fan went away."""
        self._is_probing = False
