"""One scene a discipline."""

from collections.abc import Callable

from grandstand.replay.errors import ReplayError
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes.aerials import aerials
from grandstand.replay.studio.scenes.rinks import figure_skating, short_track, speed_skating
from grandstand.replay.studio.scenes.slopes import alpine, biathlon, cross_country, moguls, ski_mountaineering
from grandstand.replay.studio.scenes.snow_air import halfpipe, nordic_combined, ski_jump
from grandstand.replay.studio.scenes.stick_and_stone import curling, ice_hockey
from grandstand.replay.studio.scenes.tracks import bobsleigh, luge, skeleton

_SCENES: dict[str, Callable[[int], Scene]] = {
    "ALP": alpine,
    "BOB": bobsleigh,
    "BTH": biathlon,
    "CCS": cross_country,
    "CUR": curling,
    "FAE": aerials,
    "FRS": moguls,
    "FSK": figure_skating,
    "IHO": ice_hockey,
    "LUG": luge,
    "NCB": nordic_combined,
    "SBD": halfpipe,
    "SJP": ski_jump,
    "SKN": skeleton,
    "SMT": ski_mountaineering,
    "SSK": speed_skating,
    "STK": short_track,
}
DISCIPLINES = tuple(sorted(_SCENES))


def scene_of(discipline: str, seed: int) -> Scene:
    """The scene of a discipline's code; another seed has other trees, spectators and noise."""
    if discipline not in _SCENES:
        raise ReplayError(f"There is no scene of {discipline!r}; choose one of {', '.join(DISCIPLINES)}.")
    return _SCENES[discipline](seed)
