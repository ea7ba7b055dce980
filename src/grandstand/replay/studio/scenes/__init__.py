"""One scene a discipline."""

from collections.abc import Callable

from grandstand.replay.errors import ReplayError
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes.aerials import aerials

_SCENES: dict[str, Callable[[int], Scene]] = {"FAE": aerials}
DISCIPLINES = tuple(sorted(_SCENES))


def scene_of(discipline: str, seed: int) -> Scene:
    """The scene of a discipline's code; another seed has other trees, spectators and noise."""
    if discipline not in _SCENES:
        raise ReplayError(f"There is no scene of {discipline!r}; choose one of {', '.join(DISCIPLINES)}.")
    return _SCENES[discipline](seed)
