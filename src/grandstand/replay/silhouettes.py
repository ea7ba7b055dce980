"""Silhouettes: which pixels may belong to an athlete, cleaned, and how far each pixel is from their edge."""

import cv2
import numpy as np

from grandstand.replay.backend import FOREGROUND, UNKNOWN, Backend
from grandstand.replay.models import Floats, Image, Mask, Plate

NEVER_PX = 1e4
"""The distance to an edge that is not there."""


def first_silhouette(image: Image, plate: Plate, backend: Backend) -> tuple[Mask, Mask]:
    """The silhouette without knowledge of the athlete: foreground, and what may not carve, 255 where so."""
    states = backend.segment(image, plate.median, plate.spread, None)
    quiet = cv2.medianBlur(((states == FOREGROUND) * 255).astype(np.uint8), 3)
    foreground = cv2.morphologyEx(quiet, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(np.uint8)
    unknown = cv2.dilate(((states == UNKNOWN) * 255).astype(np.uint8), np.ones((3, 3), np.uint8))
    return foreground, cv2.bitwise_or(foreground, unknown).astype(np.uint8)


def second_silhouette(image: Image, plate: Plate, prior: Floats, backend: Backend) -> Mask:
    """The silhouette where a first hull says that an athlete is, 255 where so."""
    states = backend.segment(image, plate.median, plate.spread, prior)
    return np.asarray(cv2.medianBlur(((states == FOREGROUND) * 255).astype(np.uint8), 3), np.uint8)


def small_silhouette(image: Image, plate: Plate, backend: Backend) -> Mask:
    """What may be an athlete in a picture of a quarter of the size, grown by a pixel."""
    states = backend.segment(image, plate.median, plate.spread, None)
    foreground = cv2.medianBlur(((states == FOREGROUND) * 255).astype(np.uint8), 3)
    unknown = ((states == UNKNOWN) * 255).astype(np.uint8)
    return np.asarray(cv2.dilate(foreground | unknown, np.ones((3, 3), np.uint8)), np.uint8)


def signed_distance(mask: Mask) -> Floats:
    """Pixels to the edge between 255 and 0, positive inside."""
    if not mask.any():
        return np.full(mask.shape, -NEVER_PX, np.float32)
    if mask.all():
        return np.full(mask.shape, NEVER_PX, np.float32)
    inside = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_5)
    outside = cv2.distanceTransform(255 - mask, cv2.DIST_L2, cv2.DIST_MASK_5)
    # The distance is to the nearest other pixel's centre; the edge is half a pixel before it.
    return np.asarray(np.where(mask > 0, inside - 0.5, 0.5 - outside), np.float32)
