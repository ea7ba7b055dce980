"""How long a message waits before it is handed over again. Pure."""

from datetime import timedelta

ATTEMPTS_MAX = 40
"""With the pauses below, about a day and a half of trying."""
PAUSE_FIRST = timedelta(seconds=1)
PAUSE_MAX = timedelta(hours=1)


def pause(attempts: int) -> timedelta:
    """The pause after so many attempts: 1 s, doubling to an hour.

    Args:
        attempts: at least 1.
    """
    doublings = min(attempts - 1, 20)
    return min(PAUSE_FIRST * (1 << doublings), PAUSE_MAX)


def is_given_up(attempts: int) -> bool:
    """Whether a message that was handed over so often is not handed over again."""
    return attempts >= ATTEMPTS_MAX
