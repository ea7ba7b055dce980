"""The studio: it renders a scene for its cameras."""

import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from threading import Lock

import numpy as np

from grandstand.replay.models import Camera, Floats, Image, Mask, Rig
from grandstand.replay.studio.camera_ring import resized
from grandstand.replay.studio.drawing import (
    CODED,
    CODES_STEPS,
    LINEAR,
    Actor,
    Drawn,
    ShadowMap,
    StillPlate,
    athlete_shadow,
    draw_over,
    draw_plate,
    no_shadow,
    venue_shadow,
)
from grandstand.replay.studio.optics import canvas_of, developed
from grandstand.replay.studio.scene import Scene

PLATES_MAX = 64
"""Plates that are kept: one camera at 1080p takes 23 MB."""
MOMENTS_MAX = 6
BLUR_STEPS = 5
SHUTTER_BANDS = 12
READ_NOISE, SHOT_NOISE = 1.2, 0.08
"""Grey levels: what the sensor adds, and what grows with the square root of the light."""
EMPTY_FROM_S = -60.0
"""When the field of play is still empty: the times of the plates."""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What was there, as no sensor saw it: no noise, no camera's own exposure.

    Args:
        mask: 255 where an athlete or equipment covers at least half of the pixel, else 0.
        depth: metres along the camera's axis there, infinity elsewhere.
        background: the same picture without athletes and their shadows.
        labels: which athlete, from 1; 0 for none.
    """

    image: Image
    mask: Mask
    depth: Floats
    background: Image
    labels: Mask


class Studio:
    """Renders a scene.

    Args:
        size: width and height of its pictures; cameras are resized to it.
        noise: 1 is a good camera in daylight, 0 none.
        motion_blur: exposure time, seconds.
        rolling_shutter: from the first row to the last, seconds.
        exposure: by how much cameras differ in exposure and white balance (standard deviation).
        distortion: OpenCV's (k1, k2, p1, p2, k3) of every camera of the rig.
    """

    def __init__(
        self,
        scene: Scene,
        size: tuple[int, int] = (1280, 720),
        *,
        noise: float = 1.0,
        motion_blur: float = 0.0,
        rolling_shutter: float = 0.0,
        exposure: float = 0.02,
        distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0),
    ) -> None:
        self.scene = scene
        self.size = size
        self._noise = noise
        self._motion_blur = motion_blur
        self._rolling_shutter = rolling_shutter
        self._exposure = exposure
        cameras = tuple(replace(resized(each, size), distortion=distortion) for each in scene.rig.cameras)
        self.rig: Rig = replace(scene.rig, cameras=cameras)
        self.held_out = tuple(resized(each, size) for each in scene.held_out)
        self._plates: OrderedDict[bytes, StillPlate] = OrderedDict()
        self._moments: OrderedDict[float, tuple[list[Actor], ShadowMap]] = OrderedDict()
        self._lock = Lock()

    @property
    def cameras(self) -> tuple[Camera, ...]:
        """Those of the rig, then those held out, at this studio's size."""
        return (*self.rig.cameras, *self.held_out)

    def frame(self, camera: Camera, time_s: float) -> Image:
        """What the camera's sensor delivers at a time."""
        camera = self._fitting(camera)
        return self._sensed(camera, self._exposed(camera, time_s, empty=False).image, time_s)

    def truth(self, camera: Camera, time_s: float) -> Truth:
        """What is there at a time, without the sensor."""
        camera = self._fitting(camera)
        full = self._exposed(camera, time_s, empty=False)
        mask = np.where(full.labels > 0, 255, 0).astype(np.uint8)
        empty = self._exposed(camera, time_s, empty=True)
        return Truth(full.image, mask, full.depth, empty.image, full.labels)

    def plates(self, camera: Camera, count: int) -> list[Image]:
        """The empty field of play, `count` times, half a second apart."""
        camera = self._fitting(camera)
        times = [EMPTY_FROM_S + 0.53 * number for number in range(count)]
        return [self._sensed(camera, self._exposed(camera, each, empty=True).image, each) for each in times]

    def _fitting(self, camera: Camera) -> Camera:
        return camera if (camera.width, camera.height) == self.size else resized(camera, self.size)

    def _exposed(self, camera: Camera, time_s: float, *, empty: bool) -> Drawn:
        """The picture of an exposure that begins at its first row: motion blur, rolling shutter, lens."""
        if not self._rolling_shutter:
            return self._blurred(camera, time_s, None, empty=empty)
        edges = np.linspace(0, camera.height, SHUTTER_BANDS + 1).astype(int)
        bands = []
        for top, bottom in pairwise(edges):
            late = self._rolling_shutter * (top + bottom) / 2 / camera.height
            drawn = self._blurred(camera, time_s + late, (int(top), int(bottom)), empty=empty)
            bands.append(Drawn(drawn.image[top:bottom], drawn.labels[top:bottom], drawn.depth[top:bottom]))
        return Drawn(
            np.concatenate([each.image for each in bands]),
            np.concatenate([each.labels for each in bands]),
            np.concatenate([each.depth for each in bands]),
        )

    def _blurred(self, camera: Camera, time_s: float, rows: tuple[int, int] | None, *, empty: bool) -> Drawn:
        if not self._motion_blur:
            return self._drawn(camera, time_s, rows, empty=empty)
        late = np.linspace(-0.5, 0.5, BLUR_STEPS) * self._motion_blur
        shots = [self._drawn(camera, time_s + float(each), rows, empty=empty) for each in late]
        light = np.mean([LINEAR[each.image] for each in shots], axis=0)
        middle = shots[BLUR_STEPS // 2]
        return replace(middle, image=CODED[(light * CODES_STEPS + 0.5).astype(np.int32)])

    def _drawn(self, camera: Camera, time_s: float, rows: tuple[int, int] | None, *, empty: bool) -> Drawn:
        actors, shadow = self._moment(time_s)
        canvas = canvas_of(camera)
        if canvas is not camera and rows is not None:
            margin = canvas.height - camera.height
            rows = (rows[0] - margin, rows[1] + 2 * margin)
        shown = [each for each in actors if not (empty and each.label)]
        maps = (self._venue_shadow, no_shadow() if empty else shadow)
        drawn = draw_over(canvas, self._plate(canvas), shown, self.scene.venue.sky, maps, rows)
        return drawn if canvas is camera else developed(drawn, camera, canvas)

    @cached_property
    def _venue_shadow(self) -> ShadowMap:
        return venue_shadow(self.scene.venue)

    def _plate(self, canvas: Camera) -> StillPlate:
        name = b"".join([canvas.projection.tobytes(), bytes(str((canvas.width, canvas.height)), "ascii")])
        with self._lock:
            if name in self._plates:
                self._plates.move_to_end(name)
                return self._plates[name]
        made = draw_plate(canvas, self.scene.venue, self._venue_shadow)
        with self._lock:
            self._plates[name] = made
            if len(self._plates) > PLATES_MAX:
                self._plates.popitem(last=False)
        return made

    def _moment(self, time_s: float) -> tuple[list[Actor], ShadowMap]:
        """Everything that moves, posed, and its shadow; kept for the other cameras."""
        with self._lock:
            if time_s in self._moments:
                return self._moments[time_s]
        made = self._posed(time_s)
        with self._lock:
            self._moments[time_s] = made
            if len(self._moments) > MOMENTS_MAX:
                self._moments.popitem(last=False)
        return made

    def _posed(self, time_s: float) -> tuple[list[Actor], ShadowMap]:
        athletes = [] if time_s < 0 else [Actor(a.at(time_s), a.texture, a.label) for a in self.scene.athletes]
        shadow = athlete_shadow([each.model for each in athletes], self.scene.venue.sky)
        crowd = self.scene.venue.crowd
        if crowd is None:
            return athletes, shadow
        return [Actor(crowd.at(time_s), np.zeros((2, 2, 3), np.float32), 0), *athletes], shadow

    def _sensed(self, camera: Camera, image: Image, time_s: float) -> Image:
        from grandstand.replay.studio import shading  # noqa: PLC0415

        seed = zlib.crc32(f"{self.scene.seed} {camera.id} {time_s:.5f}".encode())
        out = np.empty_like(image)
        gains = np.array(_gains(self.scene.seed, camera.id, self._exposure))
        shading.expose(image, gains, READ_NOISE * self._noise, SHOT_NOISE * self._noise, seed, out)
        return out


@lru_cache(maxsize=512)
def _gains(seed: int, camera: str, spread: float) -> Sequence[float]:
    """What a camera multiplies red, green and blue with."""
    chance = np.random.default_rng([seed, zlib.crc32(camera.encode())])
    return tuple(chance.normal(1, spread) * chance.normal(1, spread / 2, 3))
