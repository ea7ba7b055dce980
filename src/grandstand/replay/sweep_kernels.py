"""Semi-global matching's sums along four directions: numba; the twin is in `sweep_reference`."""

import numpy as np
from numba import njit

from grandstand.replay.models import Floats


@njit(nogil=True, cache=True, error_model="numpy")
def smoothed(costs: Floats, step: np.float32, jump: np.float32) -> Floats:
    """Costs of shape (height, width, planes) with those of the best way to each pixel, mean of four directions.

    A way pays `step` for a neighbouring plane and `jump` for any other.
    """
    height, width, planes = costs.shape
    total = np.zeros_like(costs)
    for direction in range(4):
        dy = (0, 0, 1, -1)[direction]
        dx = (1, -1, 0, 0)[direction]
        lines = height if dx else width
        steps = width if dx else height
        before = np.empty(planes, np.float32)
        now = np.empty(planes, np.float32)
        for line in range(lines):
            for number in range(steps):
                place = number if dx + dy > 0 else steps - 1 - number
                y = line if dx else place
                x = place if dx else line
                if number == 0:
                    for k in range(planes):
                        now[k] = costs[y, x, k]
                else:
                    least = before.min()
                    for k in range(planes):
                        way = min(before[k], least + jump)
                        if k > 0:
                            way = min(way, before[k - 1] + step)
                        if k < planes - 1:
                            way = min(way, before[k + 1] + step)
                        now[k] = costs[y, x, k] + way - least
                for k in range(planes):
                    total[y, x, k] += now[k] / 4
                    before[k] = now[k]
    return total
