"""Whether the extra is there that makes replays; without it, takes are still listed."""

from functools import cache
from importlib.util import find_spec

from grandstand.replay.errors import ReplayNotInstalled

MODULES = ("av", "cv2", "numba")
INSTALL = "pip install 'grandstand[replay]'"


@cache
def is_installed() -> bool:
    return all(find_spec(name) is not None for name in MODULES)


def require_installed() -> None:
    """Raise ReplayNotInstalled, with the command, where the extra is missing."""
    if not is_installed():
        raise ReplayNotInstalled(f"Replays need more: {INSTALL}.")
