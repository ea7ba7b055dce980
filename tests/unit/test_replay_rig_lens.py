"""Lens distortion, held to a plain reference and to OpenCV's own projection."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grandstand.replay import lens
from grandstand.replay.models import Camera
from rigs import WIDE, camera, cameras

IN_PICTURE = st.tuples(st.floats(0, 1), st.floats(0, 1))


def plainly_bent(x_px: float, y_px: float, of: Camera) -> tuple[float, float]:
    """One point through the lens, as the textbook writes it."""
    k1, k2, p1, p2, k3 = of.distortion
    (fx, _, cx), (_, fy, cy), _ = of.intrinsics.tolist()
    x, y = (x_px - cx) / fx, (y_px - cy) / fy
    r = (x**2 + y**2) ** 0.5
    radial = 1 + k1 * r**2 + k2 * r**4 + k3 * r**6
    bent_x = x * radial + 2 * p1 * x * y + p2 * (r**2 + 2 * x**2)
    bent_y = y * radial + p1 * (r**2 + 2 * y**2) + 2 * p2 * x * y
    return fx * bent_x + cx, fy * bent_y + cy


@given(cameras(), IN_PICTURE)
def test_distorting_is_what_the_textbook_says(of: Camera, at: tuple[float, float]) -> None:
    point = at[0] * of.width, at[1] * of.height
    assert np.allclose(lens.distort_points(np.array([point]), of)[0], plainly_bent(*point, of), atol=1e-9)


@given(cameras(), IN_PICTURE)
def test_undistorting_takes_distortion_back(of: Camera, at: tuple[float, float]) -> None:
    point = np.array([[at[0] * of.width, at[1] * of.height]])
    assert np.allclose(lens.distort_points(lens.undistort_points(point, of), of), point, atol=1e-6)


def test_opencv_projects_to_the_same_pixels_half_a_pixel_over() -> None:
    of = camera(distortion=WIDE, size=(1280, 720))
    points = np.random.default_rng(1).uniform((-2, -2, 0), (2, 2, 3), (50, 3))
    pinhole = (of.rotation @ points.T).T + of.translation
    pixels = (of.intrinsics @ (pinhole / pinhole[:, 2:]).T).T[:, :2]
    theirs = of.intrinsics - np.array([[0, 0, 0.5], [0, 0, 0.5], [0, 0, 0]])
    turn, _ = cv2.Rodrigues(of.rotation)
    expected, _ = cv2.projectPoints(points, turn, of.translation, theirs, np.array(WIDE))
    assert np.allclose(lens.distort_points(pixels, of), np.asarray(expected)[:, 0] + 0.5, atol=1e-6)


def test_a_straight_lens_moves_nothing() -> None:
    of = camera()
    points = np.array([[0.5, 0.5], [319.5, 12.25]])
    image = np.full((180, 320, 3), 7, np.uint8)
    assert (lens.distort_points(points, of) == points).all()
    assert (lens.undistort_points(points, of) == points).all()
    assert lens.straight(image, of) is image
    assert lens.looked_at(of).all()


def test_the_map_looks_where_the_points_go() -> None:
    of = camera(distortion=WIDE)
    map_x, map_y = lens.undistortion_map(of)
    assert map_x.shape == map_y.shape == (180, 320)
    assert map_x.dtype == np.float32
    for row, column in ((0, 0), (90, 160), (179, 319), (20, 300)):
        x, y = plainly_bent(column + 0.5, row + 0.5, of)
        assert np.allclose((map_x[row, column], map_y[row, column]), (x - 0.5, y - 0.5), atol=1e-3)


def test_a_straightened_picture_shows_a_dot_where_the_pinhole_has_it() -> None:
    of = camera(distortion=WIDE)
    down, across = np.mgrid[0:180, 0:320] + 0.5
    dot = np.array([[250.0, 40.0]])
    (x, y), *_ = lens.distort_points(dot, of)
    blurred = 250 * np.exp(-((across - x) ** 2 + (down - y) ** 2) / 18)
    image = np.repeat(blurred[:, :, None], 3, axis=2).astype(np.uint8)
    light = lens.straight(image, of)[:, :, 0].astype(float)
    found = np.array([(light * across).sum(), (light * down).sum()]) / light.sum()
    assert np.allclose(found, dot[0], atol=0.15)


def test_what_the_camera_did_not_see_is_black_and_told() -> None:
    of = camera(distortion=(0.2, 0.0, 0.0, 0.0, 0.0))
    image = np.full((180, 320, 3), 200, np.uint8)
    seen = lens.looked_at(of).astype(bool)
    assert seen[90, 160]
    assert not seen[0, 0]
    straight = lens.straight(image, of)
    assert (straight[~seen][:, 0] < 200).any()
    assert (straight[90, 160] == 200).all()


@settings(max_examples=20)
@given(cameras())
def test_maps_of_two_cameras_are_not_mixed_up(of: Camera) -> None:
    small = camera(distortion=WIDE)
    other = camera(distortion=(0.1, 0.0, 0.0, 0.0, 0.0))
    image = np.random.default_rng(2).integers(0, 255, (180, 320, 3), np.uint8)
    assert not np.array_equal(lens.straight(image, small), lens.straight(image, other))
    assert np.array_equal(lens.straight(image, small), lens.straight(image, small))
    assert of.width >= 1280
