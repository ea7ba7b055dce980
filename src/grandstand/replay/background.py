"""What a camera sees while nobody is there: the usual colour of each pixel and how much it changes."""

from collections.abc import Sequence
from statistics import NormalDist

import cv2
import numpy as np

from grandstand.replay.models import Floats, Image, Plate

PICTURES_MAX = 64
"""Pictures of one plate; more make it no better."""
ROWS = 64
"""Rows at a time, so that sorting stays in the cache."""
PASSED_OVER = 1 / 8
"""The part of the pictures, at either end, in which somebody may walk through."""
BLUR_PX = 1.5


def plate_of(images: Sequence[Image]) -> Plate:
    """The plate of one camera from pictures without athletes, one or more, of one size."""
    assert 1 <= len(images) <= PICTURES_MAX
    height, width = images[0].shape[:2]
    median = np.empty_like(images[0])
    spread: Floats = np.empty((height, width), np.float32)
    for top in range(0, height, ROWS):
        band = slice(top, min(top + ROWS, height))
        ordered = np.sort(np.stack([image[band] for image in images]), axis=0)
        median[band] = ordered[len(images) // 2]
        spread[band] = _spread(ordered)
    return Plate(median=median, spread=np.asarray(cv2.GaussianBlur(spread, (0, 0), BLUR_PX), np.float32))


def _spread(ordered: Image) -> Floats:
    """The standard deviation that a normal noise with this inner range has, mean of the three colours."""
    count = len(ordered)
    dropped = int(count * PASSED_OVER)
    if count - 2 * dropped < 2:  # noqa: PLR2004 (one picture says nothing of change)
        return np.zeros(ordered.shape[1:3], np.float32)
    inner = ordered[count - 1 - dropped].astype(np.float32) - ordered[dropped]
    expected = 2 * NormalDist().inv_cdf((count - dropped - 0.375) / (count + 0.25))
    return np.asarray(inner.mean(-1) / expected, np.float32)
