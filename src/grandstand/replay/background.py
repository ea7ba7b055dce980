"""What a camera sees while nobody is there: the usual colour of each pixel and how much it changes."""

from collections.abc import Sequence
from statistics import NormalDist

import cv2
import numpy as np

from grandstand.replay.backend import WILD_SPREAD
from grandstand.replay.models import Floats, Image, Plate

PICTURES_MAX = 64
"""Pictures of one plate; more make it no better."""
ROWS = 64
"""Rows at a time, so that sorting stays in the cache."""
PASSED_OVER = 1 / 8
"""The part of the pictures, at either end, in which somebody may walk through."""
BLUR_PX = 1.5
CHANGED = 25.0
"""Grey levels by which a pixel may differ from what it was, for noise and compression."""
CHANGED_PART = 0.005
"""The part of a picture that may have changed: what is smaller than a gate."""


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


def is_same_place(before: Plate, now: Plate) -> bool:
    """Whether two plates of one camera show the same things where they stood; one may be darker as a whole."""
    calm = np.maximum(before.spread, now.spread) <= WILD_SPREAD
    if not calm.any():
        return False
    first, second = (cv2.cvtColor(each.median, cv2.COLOR_RGB2GRAY).astype(np.float32) for each in (before, now))
    exposed = float(np.median((second + 1) / (first + 1)))
    return float((np.abs(first * exposed - second) > CHANGED)[calm].mean()) < CHANGED_PART


def _spread(ordered: Image) -> Floats:
    """The standard deviation that a normal noise with this inner range has, mean of the three colours."""
    count = len(ordered)
    dropped = int(count * PASSED_OVER)
    if count - 2 * dropped < 2:  # noqa: PLR2004 (one picture says nothing of change)
        return np.zeros(ordered.shape[1:3], np.float32)
    inner = ordered[count - 1 - dropped].astype(np.float32) - ordered[dropped]
    expected = 2 * NormalDist().inv_cdf((count - dropped - 0.375) / (count + 0.25))
    return np.asarray(inner.mean(-1) / expected, np.float32)
