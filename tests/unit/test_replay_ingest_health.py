"""What is told of a camera."""

import numpy as np
import pytest

from grandstand.replay.ingest import health
from grandstand.replay.ingest.health import Signs, Trouble
from grandstand.replay.models import CameraId, Image


def noisy(seed: int, level: int = 90) -> Image:
    noise = np.random.default_rng(seed).normal(0, 1.5, (180, 320))
    return np.clip(level + noise, 0, 255).astype(np.uint8)


def watched(levels: list[int], *, frozen_from: int | None = None) -> Signs:
    """A camera with a key frame a second, seen until now."""
    signs = Signs()
    for second, level in enumerate(levels):
        seed = second if frozen_from is None else min(second, frozen_from)
        signs.saw_packet(float(second), 100.0 + second, is_key=True)
        signs.saw_picture(float(second), noisy(seed, level))
    return signs


def told(signs: Signs, now_s: float, *, late_s: float = 0.0, drift_s: float = 0.0) -> set[Trouble]:
    return set(health.troubles_of(signs, now_s, late_s, drift_s))


def test_a_camera_that_runs_has_no_trouble() -> None:
    assert told(watched([90] * 10), 9.5) == set()


def test_a_camera_that_never_spoke_is_silent() -> None:
    assert told(Signs(), 1.0) == {Trouble.SILENT}


def test_a_camera_is_silent_after_two_seconds() -> None:
    signs = watched([90] * 10)
    assert told(signs, 10.9) == set()
    assert told(signs, 11.1) == {Trouble.SILENT}


def test_a_frozen_picture_is_found_though_packets_come() -> None:
    signs = watched([90] * 10, frozen_from=4)
    assert told(signs, 9.5) == {Trouble.FROZEN}
    assert health.frozen_s(signs) == 5.0


def test_the_noise_of_a_sensor_is_life() -> None:
    assert health.frozen_s(watched([90] * 10)) == 0
    assert health.difference(noisy(1), noisy(2)) > 10 * health.FROZEN_GREY_MAX


def test_pictures_of_two_sizes_differ() -> None:
    assert health.difference(noisy(1), noisy(1)[:90]) == float("inf")


@pytest.mark.parametrize("jump", [20, -20])
def test_a_jump_of_exposure_is_told_until_it_is_the_new_usual(jump: int) -> None:
    assert told(watched([90] * 8 + [90 + jump]), 8.5) == {Trouble.EXPOSURE}
    assert watched([90] * 8 + [90 + jump]).exposure_jump() == pytest.approx(jump, abs=1)
    assert told(watched([90] * 8 + [90 + jump] * 7), 14.5) == set()
    assert told(watched([90] * 8 + [98]), 8.5) == set()


def test_a_camera_without_key_frames_cannot_be_decoded() -> None:
    signs = watched([90])
    for tenth in range(1, 120):
        signs.saw_packet(tenth / 10, 100 + tenth / 10, is_key=False)
    assert told(signs, 11.9) == {Trouble.NO_KEY_FRAME}


def test_losses_are_told_for_a_while() -> None:
    signs = watched([90] * 3)
    signs.saw_loss(2.0)
    assert told(signs, 2.5) == {Trouble.LOSSES}
    assert signs.lost == 1
    for second in range(3, 14):
        signs.saw_packet(float(second), 100.0 + second, is_key=True)
        signs.saw_picture(float(second), noisy(second))
    assert told(signs, 13.5) == set()


def test_the_late_one_is_measured_against_the_others() -> None:
    signs = {CameraId(f"c{n}"): watched([90] * 4) for n in range(4)}
    signs[CameraId("late")] = watched([90] * 3)
    signs[CameraId("never")] = Signs()
    late_s = health.lateness(signs)
    assert late_s[CameraId("late")] == 1.0
    assert late_s[CameraId("c0")] == late_s[CameraId("never")] == 0
    assert told(signs[CameraId("late")], 3.5, late_s=1.0) == {Trouble.LATE}
    assert health.lateness({CameraId("a"): Signs()}) == {CameraId("a"): 0.0}


def test_drift_is_trouble_but_usable() -> None:
    signs = watched([90] * 4)
    assert told(signs, 3.5, drift_s=-0.03) == {Trouble.DRIFTS}
    drifting = health.Health(camera=CameraId("c"), age_s=0.1, troubles=(Trouble.DRIFTS,))
    assert drifting.usable
    assert not health.Health(camera=CameraId("c"), age_s=0.1, troubles=(Trouble.FROZEN,)).usable
