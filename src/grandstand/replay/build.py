"""From one picture a camera to athletes as surfaces: locate, crop, segment, hull, segment again, hull, colour."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from grandstand.replay.backend import FAR_M, Backend, Sources
from grandstand.replay.colour import gains_of
from grandstand.replay.crop import Crops, crops_of
from grandstand.replay.errors import NoSubject, TooFewCameras
from grandstand.replay.ground import Ground
from grandstand.replay.health import Agreement, agreement, health_of
from grandstand.replay.hull import hull, step_for, tolerances
from grandstand.replay.instant import Athlete, Health, Instant
from grandstand.replay.locate import CELL_M, VOLUME_MIN_M3, locate
from grandstand.replay.matte import sharpened
from grandstand.replay.models import CAMERAS_MIN, CameraId, Doubles, Floats, Image, Indices, Mesh, Plate, Rig
from grandstand.replay.shadows import Dimmed, dimmed, shaded, usual_shade
from grandstand.replay.silhouettes import NEVER_PX, first_silhouette, second_silhouette, signed_distance
from grandstand.replay.stage import Post, Stage, stage_of
from grandstand.replay.surface import mesh_of, normals_of, volume_of, without_low
from grandstand.replay.threads import Threads

COARSE_M = 0.024
FINE_M = 0.01
BOX_MARGIN_M = 0.25
"""Around the cells in which an athlete was found."""
REBUILDS_MAX = 2
"""How often cameras may be dropped and the rest built again."""
MAYBE_SHADOW_PX = 0.4
"""So near to the edge of a silhouette the second segmentation looks for shadows."""
HALO_PX = 9
"""Pixels around an athlete that the backdrop takes from the plate."""


@dataclass(slots=True)
class Clock:
    """Seconds of each step of one build."""

    took_s: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.took_s[name] = self.took_s.get(name, 0.0) + time.perf_counter() - begun


@dataclass(frozen=True, slots=True)
class Means:
    """Who works, and how the time is told."""

    backend: Backend
    threads: Threads
    clock: Clock


@dataclass(slots=True, eq=False)
class Subject:
    """An athlete on the way to a surface."""

    cells: Doubles
    crops: Crops
    images: Image
    distances: Floats
    mesh: Mesh | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SecondLook:
    """One camera's window on an athlete with the coarse hull in it."""

    image: Image
    plate: Plate
    depth: Floats
    dimmed: Dimmed


def build(
    rig: Rig,
    images: Mapping[CameraId, Image],
    plates: Mapping[CameraId, Plate],
    *,
    backend: Backend,
    threads: Threads,
) -> Instant:
    """The athletes of one instant.

    Raises:
        NoSubject: nobody is in the capture volume.
        TooFewCameras: fewer than CAMERAS_MIN have a picture and a plate and agree with each other.
    """
    return build_on(stage_of(rig, plates, threads), images, backend=backend, threads=threads)


def build_on(stage: Stage, images: Mapping[CameraId, Image], *, backend: Backend, threads: Threads) -> Instant:
    """The same on a stage that was set before the trigger."""
    means = Means(backend, threads, Clock())
    stage = stage.without(frozenset(stage.posts) - frozenset(images))
    with means.clock.step("straighten"):
        straight = dict(
            zip(
                stage.posts,
                threads.map(lambda name: stage.posts[name].seen(images[name]), stage.posts),
                strict=True,
            )
        )
    dropped: dict[CameraId, Health] = {}
    for attempt in range(REBUILDS_MAX + 1):
        if len(stage.posts) < CAMERAS_MIN:
            raise TooFewCameras(
                f"{len(stage.posts)} healthy cameras saw this instant, {CAMERAS_MIN} are needed; look at the"
                f" cameras {sorted({*images} - {*stage.posts})!r}"
            )
        subjects = _subjects(stage, straight, means)
        athletes, agreements = _surfaces(subjects, stage, means)
        health = health_of(agreements)
        bad = frozenset(name for name, each in health.items() if each.dropped)
        if not bad or attempt == REBUILDS_MAX:
            break
        dropped |= {name: health[name] for name in bad}
        stage = stage.without(bad)
    return _finished(athletes, stage, straight, {**health, **dropped}, means)


def _subjects(stage: Stage, images: Mapping[CameraId, Image], means: Means) -> list[Subject]:
    with means.clock.step("locate"):
        blobs = locate(stage, images, backend=means.backend, threads=means.threads)
    if not blobs:
        raise NoSubject("nobody is in the capture volume at this instant; choose another one, or show a jump cut")
    return [_subject(stage, images, cells, means) for cells in blobs]


def _subject(stage: Stage, images: Mapping[CameraId, Image], cells: Doubles, means: Means) -> Subject:
    with means.clock.step("segment"):
        crops = crops_of(tuple(stage.posts.values()), cells)
        cut = [w.of(images[post.camera.id]) for post, w in zip(crops.posts, crops.windows, strict=True)]
        stacked: Image = np.zeros((len(cut), *crops.size, 3), np.uint8)
        for own, image in zip(stacked, cut, strict=True):
            own[: image.shape[0], : image.shape[1]] = image

        def first(q: int) -> Floats:
            plate = crops.windows[q].plate(crops.posts[q].plate)
            return signed_distance(first_silhouette(cut[q], plate, means.backend)[1])

        distances = _stacked(means.threads.map(first, range(len(cut))), crops.size)
    return Subject(cells, crops, stacked, distances)


def _stacked(each: list[Floats], size: tuple[int, int]) -> Floats:
    whole = np.full((len(each), *size), -NEVER_PX, np.float32)
    for own, values in zip(whole, each, strict=True):
        own[: values.shape[0], : values.shape[1]] = values
    return whole


def _surface(subject: Subject, step_m: float, tolerated: int, means: Means) -> Mesh | None:
    low = subject.cells.min(0) - CELL_M / 2 - BOX_MARGIN_M
    high = subject.cells.max(0) + CELL_M / 2 + BOX_MARGIN_M
    looks = subject.crops.looks(subject.distances)
    step_m = step_for(low, high, step_m)
    found = hull(looks, low, high, step_m, tolerated, backend=means.backend, threads=means.threads)
    return mesh_of(found.values, found.origin_m, step_m)


def _surfaces(
    subjects: list[Subject], stage: Stage, means: Means
) -> tuple[list[Athlete], dict[CameraId, list[Agreement]]]:
    """The athletes, and how each camera agrees with them."""
    coarse, fine = tolerances(len(stage.posts))
    with means.clock.step("coarse hull"):
        for subject in subjects:
            subject.mesh = _surface(subject, COARSE_M, coarse, means)
    subjects = [subject for subject in subjects if subject.mesh]
    with means.clock.step("segment again"):
        everybody = _together(subjects)
        for subject in subjects:
            subject.distances, subject.images = _second_distances(subject, everybody, stage.ground, means)
    with means.clock.step("fine hull"):
        for subject in subjects:
            subject.mesh = _surface(subject, FINE_M, fine, means)
    subjects = [subject for subject in subjects if subject.mesh and volume_of(subject.mesh) >= VOLUME_MIN_M3]
    if not subjects:
        raise NoSubject("what was seen in the capture volume is no body; choose another instant")
    with means.clock.step("visibility"):
        everybody = _together(subjects)
        athletes = [_athlete(subject, everybody, means) for subject in subjects]
    with means.clock.step("health"):

        def agreed(q: int) -> list[Agreement]:
            return [_agreement(athlete, q) for athlete in athletes]

        agreements = means.threads.map(agreed, range(len(stage.posts)))
    return athletes, dict(zip(stage.posts, agreements, strict=True))


def _agreement(athlete: Athlete, camera: int) -> Agreement:
    height, width = athlete.windows[camera].size
    sources = athlete.sources
    return agreement(sources.distances[camera, :height, :width], sources.depths[camera, :height, :width])


def _together(subjects: list[Subject]) -> tuple[Floats, Indices]:
    """Vertices and triangles of all athletes: they hide each other."""
    vertices, faces, before = [np.zeros((0, 3), np.float32)], [np.zeros((0, 3), np.int32)], 0
    for subject in subjects:
        assert subject.mesh is not None
        vertices.append(subject.mesh.vertices)
        faces.append(subject.mesh.faces + np.int32(before))
        before += len(subject.mesh.vertices)
    return np.concatenate(vertices), np.concatenate(faces)


def _second_distances(
    subject: Subject, everybody: tuple[Floats, Indices], ground: Ground, means: Means
) -> tuple[Floats, Image]:
    looks = _second_looks(subject, everybody, ground, means)
    shade = usual_shade([look.dimmed for look in looks])

    def second(look: SecondLook) -> tuple[Floats, Image]:
        prior = signed_distance(((look.depth < FAR_M) * 255).astype(np.uint8))
        prior = np.where(shaded(look.dimmed, shade), np.minimum(prior, MAYBE_SHADOW_PX), prior).astype(np.float32)
        mask = second_silhouette(look.image, look.plate, prior, means.backend)
        return sharpened(look.image, look.plate.median, signed_distance(mask))

    both = means.threads.map(second, looks)
    images = subject.images.copy()
    for own, (_, image) in zip(images, both, strict=True):
        own[: image.shape[0], : image.shape[1]] = image
    return _stacked([distance for distance, _ in both], subject.crops.size), images


def _second_looks(
    subject: Subject, everybody: tuple[Floats, Indices], ground: Ground, means: Means
) -> list[SecondLook]:
    crops, (vertices, faces) = subject.crops, everybody
    high = without_low(vertices, faces, ground)

    def look(q: int) -> SecondLook:
        height, width = crops.windows[q].size
        depth = means.backend.zbuffer(vertices, faces, crops.projections[q], width, height)
        above = means.backend.zbuffer(vertices, high, crops.projections[q], width, height)
        image = np.ascontiguousarray(subject.images[q, :height, :width])
        plate = crops.windows[q].plate(crops.posts[q].plate)
        return SecondLook(image, plate, depth, dimmed(image, plate, depth < above))

    return means.threads.map(look, range(len(crops.windows)))


def _athlete(subject: Subject, everybody: tuple[Floats, Indices], means: Means) -> Athlete:
    assert subject.mesh is not None
    crops, (height, width) = subject.crops, subject.crops.size
    depths = means.threads.map(lambda p: means.backend.zbuffer(*everybody, p, width, height), crops.projections)
    sources = Sources(
        projections=crops.projections,
        centres=np.stack([post.straight.centre for post in crops.posts]).astype(np.float32),
        images=subject.images,
        distances=subject.distances,
        depths=np.stack(depths),
        gains=np.ones((len(crops.posts), 3), np.float32),
    )
    return Athlete(subject.mesh, normals_of(subject.mesh), sources, crops.windows)


def _finished(
    athletes: list[Athlete],
    stage: Stage,
    images: Mapping[CameraId, Image],
    health: Mapping[CameraId, Health],
    means: Means,
) -> Instant:
    posts = list(stage.posts.values())
    with means.clock.step("colour"):
        gains = gains_of(athletes, stage)
        athletes = [replace(each, sources=replace(each.sources, gains=gains)) for each in athletes]
    with means.clock.step("backdrops"):

        def backdrop(q: int) -> Image:
            return _backdrop(posts[q], images[posts[q].camera.id], athletes, q, gains[q])

        backdrops = tuple(means.threads.map(backdrop, range(len(posts))))
    return Instant(
        athletes=tuple(athletes),
        cameras=tuple(post.straight for post in posts),
        backdrops=backdrops,
        gains=gains,
        health=health,
        took_s=means.clock.took_s,
    )


def _backdrop(post: Post, image: Image, athletes: list[Athlete], camera: int, gain: Floats) -> Image:
    """The picture without the athletes, in the shared colours."""
    clean = image.copy()
    for athlete in athletes:
        covered = athlete.sources.depths[camera] < FAR_M
        covered |= athlete.sources.distances[camera] > 0
        mask = cv2.dilate(covered.astype(np.uint8), np.ones((HALO_PX, HALO_PX), np.uint8)) > 0
        window = athlete.windows[camera]
        where = np.s_[window.top : window.bottom, window.left : window.right]
        inside = mask[: window.size[0], : window.size[1]]
        clean[where][inside] = post.plate.median[where][inside]
    table = np.clip(np.arange(256)[:, None] * gain, 0, 255).round().astype(np.uint8)
    return np.asarray(cv2.LUT(clean, table[None]), np.uint8)
