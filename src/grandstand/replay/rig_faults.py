"""All that is wrong with the calibrations of a rig, camera by camera; the checks of a rig end at the first."""

from itertools import combinations

import numpy as np

from grandstand.replay.errors import BadRig
from grandstand.replay.models import Box, Camera, Rig
from grandstand.replay.rig_file import ID, PLACE_M_MIN, check_camera, sees


def faults_of(rig: Rig) -> list[list[str]]:
    """What is wrong with each camera, in the rig's order, and what to do."""
    faults = [_faults(camera, rig.volume) for camera in rig.cameras]
    for (first, one), (second, other) in combinations(enumerate(rig.cameras), 2):
        for told in _pair_faults(one, other):
            faults[first].append(told)
            faults[second].append(told)
    return faults


def _faults(camera: Camera, volume: Box) -> list[str]:
    if not ID.fullmatch(camera.id):
        return [f"Camera {camera.id!r} has no name for a file: letters, digits, '.', '_', '-', 64 at most."]
    try:
        check_camera(camera)
    except BadRig as error:
        return [str(error)]
    if not sees(camera, volume):
        return [f"Camera {camera.id!r} looks away from the capture volume. R and t lead from the world to it."]
    return []


def _pair_faults(one: Camera, other: Camera) -> list[str]:
    if one.id == other.id:
        return [f"Camera {one.id!r} is in the rig twice. Give each its own id, or take one out."]
    apart_m = float(np.linalg.norm(one.centre - other.centre))
    if apart_m < PLACE_M_MIN:
        return [f"{one.id!r} and {other.id!r} stand in one place. Calibrate them again, or take one out."]
    return []
