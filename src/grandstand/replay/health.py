"""Whether a camera agrees with all the others: its silhouette against the hull that they made together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from grandstand.replay.backend import FAR_M
from grandstand.replay.instant import Health
from grandstand.replay.models import CAMERAS_MIN, CameraId, Floats, Mask
from grandstand.replay.silhouettes import signed_distance

IOU_BELOW_MEDIAN = 0.15
"""A camera whose overlap is this much below the usual one looks at something else."""
SHIFTED_PX = 2.0
"""A camera whose silhouette lies further beside the hull has moved."""
SHIFT_OF_SPREAD = 4.0
"""But not when all are uncertain: in median shifts."""
REACH_PX = 10.0
CONTOUR_PX_MIN = 40
"""Pixels of contour below which nothing is said about a camera."""
DROPPED_PART_MAX = 1 / 3
"""The part of the cameras that may be dropped."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over one camera's window: pixels in both, in either, of the contour; and the shift they tell."""

    both: int
    either: int
    contour: int
    shift_px: float


def agreement(distance: Floats, depth: Floats) -> Agreement:
    """How a silhouette, as its signed distance, agrees with the depth of the hull in the same window."""
    expected = depth < FAR_M
    seen = distance > 0
    near = signed_distance((expected * 255).astype(np.uint8))
    close = near > -REACH_PX
    contour = (np.abs(near) < 1.0).astype(np.uint8)
    both, either = int((seen & expected).sum()), int(((seen | expected) & close).sum())
    return Agreement(both, either, int(contour.sum()), _shift(near, distance, contour))


def _shift(near: Floats, distance: Floats, contour: Mask) -> float:
    """The length of the shift that best explains the silhouette's distances along the hull's contour."""
    if contour.sum() < CONTOUR_PX_MIN:
        return 0.0
    on_it = contour > 0
    outward = -np.stack([cv2.Sobel(near, cv2.CV_32F, 1, 0)[on_it], cv2.Sobel(near, cv2.CV_32F, 0, 1)[on_it]], -1)
    outward = outward / np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-6)
    beyond = np.clip(distance[on_it] - near[on_it], -REACH_PX, REACH_PX)
    beyond = beyond - np.median(beyond)
    shift = np.linalg.lstsq(outward, beyond, rcond=None)[0]
    return float(np.linalg.norm(shift))


def health_of(agreements: Mapping[CameraId, Sequence[Agreement]]) -> dict[CameraId, Health]:
    """The health of each camera, from its agreement on each athlete; the worst are marked as dropped."""
    plain = {name: _health(each) for name, each in agreements.items()}
    usual_iou = float(np.median([each.iou for each in plain.values()]))
    usual_shift = float(np.median([each.shift_px for each in plain.values()]))
    shift_max = max(SHIFTED_PX, SHIFT_OF_SPREAD * usual_shift)
    out = {name: _judged(each, usual_iou, shift_max) for name, each in plain.items()}
    suspects = sorted((name for name, each in out.items() if each.dropped), key=lambda name: out[name].iou)
    spared = suspects[max(0, min(int(len(out) * DROPPED_PART_MAX), len(out) - CAMERAS_MIN)) :]
    return out | {name: plain[name] for name in spared}


def _health(agreements: Sequence[Agreement]) -> Health:
    either = sum(each.either for each in agreements)
    contour = sum(each.contour for each in agreements)
    if contour < CONTOUR_PX_MIN:
        return Health(iou=1.0, shift_px=0.0)
    shift = sum(each.shift_px * each.contour for each in agreements) / contour
    return Health(iou=sum(each.both for each in agreements) / max(1, either), shift_px=shift)


def _judged(health: Health, usual_iou: float, shift_max: float) -> Health:
    if health.iou < usual_iou - IOU_BELOW_MEDIAN:
        why = (
            f"its silhouette covers {health.iou:.2f} of the athlete, others {usual_iou:.2f}: late, frozen, hidden"
        )
        return Health(health.iou, health.shift_px, why)
    if health.shift_px > shift_max:
        return Health(health.iou, health.shift_px, f"it is {health.shift_px:.1f} pixels beside its calibration")
    return health
