"""All that is known before the trigger: straight plates of each camera, at full size and at a quarter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from grandstand.replay import lens
from grandstand.replay.errors import BadRig
from grandstand.replay.ground import Ground, ground_of
from grandstand.replay.models import Box, Camera, CameraId, Floats, Image, Plate, Rig
from grandstand.replay.threads import Threads

QUARTER = 4
STRAIGHT = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Post:
    """One camera of the stage.

    Args:
        camera: as it stands in the rig.
        straight: the pinhole with the same K.
        plate: of the pinhole.
        small: the plate at a quarter of the size.
        barrier: depths beyond which the venue hides what is there, over the whole picture at any size; None where
            the venue is not known.
    """

    camera: Camera
    straight: Camera
    plate: Plate
    small: Plate
    barrier: Floats | None = None

    def seen(self, image: Image) -> Image:
        """What the pinhole would have taken."""
        return lens.straight(image, self.camera)


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What a rig's cameras see while nobody is there.

    Args:
        volume: where athletes are looked for.
        ground: what they stand on, as the plates tell it.
    """

    posts: Mapping[CameraId, Post]
    volume: Box
    ground: Ground

    def without(self, cameras: frozenset[CameraId]) -> "Stage":
        return replace(self, posts={name: post for name, post in self.posts.items() if name not in cameras})

    def behind(self, barriers: Mapping[CameraId, Floats], ground: Ground) -> "Stage":
        """The stage with what stands between the cameras and the athletes, and under them (relief.Relief)."""
        posts = {name: replace(post, barrier=barriers.get(name)) for name, post in self.posts.items()}
        return replace(self, posts=posts, ground=ground)


def stage_of(rig: Rig, plates: Mapping[CameraId, Plate], threads: Threads) -> Stage:
    """The stage of the cameras that have a plate."""
    cameras = [camera for camera in rig.cameras if camera.id in plates]
    posts = threads.map(lambda camera: _post(camera, plates[camera.id]), cameras)
    straight, seen = [post.straight for post in posts], {post.camera.id: post.plate for post in posts}
    return Stage({post.camera.id: post for post in posts}, rig.volume, ground_of(straight, seen, rig.volume))


def _post(camera: Camera, plate: Plate) -> Post:
    if plate.median.shape[:2] != (camera.height, camera.width):
        raise BadRig(
            f"the plate of camera {camera.id!r} has the size {plate.median.shape[1::-1]!r}, the camera"
            f" {(camera.width, camera.height)!r}; take the plate again"
        )
    if not lens.is_straight(camera):
        spread = np.repeat(plate.spread[..., None].clip(0, 255).round().astype(np.uint8), 3, -1)
        plate = Plate(
            median=lens.straight(plate.median, camera),
            spread=lens.straight(spread, camera)[..., 0].astype(np.float32),
        )
    size = (camera.width // QUARTER, camera.height // QUARTER)
    small = Plate(
        median=np.asarray(cv2.resize(plate.median, size, interpolation=cv2.INTER_AREA), np.uint8),
        spread=np.asarray(cv2.resize(plate.spread, size, interpolation=cv2.INTER_AREA), np.float32),
    )
    return Post(camera, replace(camera, distortion=STRAIGHT), plate, small)
