"""The edge of a silhouette below a pixel: how much of an edge pixel is athlete, and in which colour."""

import cv2
import numpy as np

from grandstand.replay.models import Floats, Image

BAND_PX = 1.6
"""An edge pixel lies this near to the edge, on either side."""
CORE_PX = 1.0
"""What lies deeper is athlete alone."""
REACH = 7
"""Pixels along the side of the window in which an edge pixel looks for the athlete's colour."""
CONTRAST_MIN = 30.0
"""Grey levels between athlete and background, below which nothing is told."""


def sharpened(image: Image, median: Image, distance: Floats) -> tuple[Floats, Image]:
    """The distance with edges below a pixel, and the picture with the background taken out of edge pixels.

    An edge pixel mixes the colour of the athlete beside it and that of the plate; the share tells where the edge
    runs. `distance` is signed, positive inside, pixels.
    """
    band = np.abs(distance) < BAND_PX
    if not band.any():
        return distance, image
    core = (distance > CORE_PX).astype(np.float32)
    weight = cv2.blur(core, (REACH, REACH))[band]
    athlete = cv2.blur(image * core[..., None], (REACH, REACH))[band] / np.maximum(weight, 1e-6)[:, None]
    plate = median[band].astype(np.float32)
    contrast = athlete - plate
    square = (contrast**2).sum(1)
    share = np.clip(((image[band] - plate) * contrast).sum(1) / np.maximum(square, 1.0), 0.0, 1.0)
    told = (weight > 1 / REACH**2) & (square > CONTRAST_MIN**2)
    sharp, clean = distance.copy(), image.copy()
    sharp[band] = np.where(told & (np.abs(distance[band]) < CORE_PX), share - 0.5, distance[band])
    mixed = told & (share < 1)
    clean[band] = np.where(mixed[:, None], athlete, image[band]).round().astype(np.uint8)
    return sharp, clean
