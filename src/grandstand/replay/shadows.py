"""The shadow of the athletes: which pixels near the ground are as much darker as all of it is.

What lies on snow may be a shadow or a white boot. The sky alone lights every shadow of an instant, so that the
picture over the plate is nearly one colour in all of them; a boot has another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from grandstand.replay.backend import WILD_SPREAD
from grandstand.replay.models import Floats, Image, Mask, Plate

DARK = 8.0
"""Grey levels that are added to both sides of a ratio: noise in the dark tells nothing."""
BRIGHT_MIN = 90.0
DARKEST, LIGHTEST = 0.3, 0.92
TINT = 0.16
"""How much darker one colour may be than another."""
HUNDREDTHS = 120
LIKE_USUAL = 0.04
PIXELS_MIN = 200
"""With fewer pixels nothing is said of the shadow."""
ALIKE = 0.06
"""A ratio that differs by less, in each colour, is the shadow's."""
EDGE_PX = 3
Places = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class Dimmed:
    """What one camera sees near the ground.

    Args:
        low: where that is in its picture.
        ratios: the picture over the plate there, shape (n, 3).
        may_be: which of them may be a shadow's, shape (n,).
    """

    low: Places
    ratios: Floats
    may_be: Places


def dimmed(image: Image, plate: Plate, low: Places) -> Dimmed:
    """The ratios of a picture where `low` says, shape (height, width)."""
    usual = plate.median[low].astype(np.float32)
    ratios = (image[low].astype(np.float32) + np.float32(DARK)) / (usual + np.float32(DARK))
    least, most = ratios.min(-1), ratios.max(-1)
    calm = (usual.min(-1) > BRIGHT_MIN) & (plate.spread[low] <= WILD_SPREAD)
    darker = (least > DARKEST) & (least < LIGHTEST) & (most < 1) & (most - least < TINT)
    return Dimmed(low, ratios, calm & darker)


def usual_shade(seen: Sequence[Dimmed]) -> Floats | None:
    """The most frequent ratio of all cameras, shape (3,); None where hardly any pixel may be shadow."""
    every = np.concatenate([each.ratios[each.may_be] for each in seen])
    means = every.mean(-1)
    counts = np.bincount((means * 100).astype(np.int64), minlength=HUNDREDTHS)
    usual = (np.convolve(counts, np.ones(5), "same").argmax() + 0.5) / 100
    near = every[np.abs(means - usual) < LIKE_USUAL]
    return np.median(near, 0).astype(np.float32) if len(near) >= PIXELS_MIN else None


def shaded(seen: Dimmed, shade: Floats | None) -> Places:
    """Where a camera sees what lies low and has the usual shade, its edge included."""
    alike: Mask = np.zeros(seen.low.shape, np.uint8)
    if shade is not None:
        alike[seen.low] = np.abs(seen.ratios - shade).max(-1) < ALIKE
    kernel = np.ones((EDGE_PX, EDGE_PX), np.uint8)
    calm = cv2.dilate(cv2.morphologyEx(alike, cv2.MORPH_OPEN, kernel), kernel)
    return np.asarray((calm > 0) & seen.low)
