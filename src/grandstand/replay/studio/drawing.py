"""Pictures out of models: the kernels, put in order, for one pinhole camera.

`draw_plate` draws what stands still, once. `draw_over` puts what moves over it: z-buffer at twice the resolution,
so that every pixel has four samples, what the venue hides dropped, light, the athletes' shadow on the venue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Camera, Doubles, Floats, Image, Mask
from grandstand.replay.studio.shading_terms import Film, Light, Shadow, Surface
from grandstand.replay.studio.shapes import GAMMA, Model
from grandstand.replay.studio.venue import Sky, Venue

SCALE = 2
SAMPLES = SCALE * SCALE
NEAR_M = 0.15
VENUE_SHADOW_PX, ATHLETE_SHADOW_PX = 2048, 1024
VENUE_SHADOW_M = 46.0
SHADOW_REACH_M = 25.0
"""How far below an athlete a shadow may fall."""
LINEAR = np.power(np.arange(256, dtype=np.float32) / 255, np.float32(GAMMA))
CODES_STEPS = 65_535
CODED = np.round(255 * np.power(np.arange(CODES_STEPS + 1) / CODES_STEPS, 1 / GAMMA)).astype(np.uint8)

Window = tuple[int, int, int, int]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ShadowMap:
    """What stands between the sun and the rest: `matrix` (3, 4), `nearness` (h, w)."""

    matrix: Doubles
    nearness: Floats
    bias_m: float


@dataclass(frozen=True, slots=True, eq=False)
class StillPlate:
    """What one pinhole camera sees of the venue.

    Args:
        nearness: 1 / depth of each pixel, 0 for the sky, shape (h, w).
        sunlit: which share of its light is the sun's, shape (h, w), from 0 to 1.
    """

    image: Image
    nearness: Floats
    sunlit: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A posed model with its texture; `label` 0 is the crowd, athletes count from 1."""

    model: Model
    texture: Floats
    label: int


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A picture without noise, the athlete that each pixel shows (0: none), and its depth in metres (else inf)."""

    image: Image
    labels: Mask
    depth: Floats


def projected(camera: Camera, vertices: Floats) -> Doubles:
    """Column and row in samples, and 1 / depth (0 behind the camera), shape (n, 3)."""
    seen = vertices.astype(np.float64) @ camera.rotation.T + camera.translation
    depth = np.where(seen[:, 2] > NEAR_M, seen[:, 2], 1.0)
    flat = seen @ camera.intrinsics.T
    out: Doubles = np.empty((len(vertices), 3))
    out[:, :2] = flat[:, :2] / depth[:, None] * SCALE
    out[:, 2] = np.where(seen[:, 2] > NEAR_M, 1 / depth, 0.0)
    return out


def sun_of(sky: Sky) -> Doubles:
    towards = np.asarray(sky.sun, float)
    unit: Doubles = towards / np.linalg.norm(towards)
    return unit


def no_shadow() -> ShadowMap:
    return ShadowMap(np.zeros((3, 4)), np.zeros((1, 1), np.float32), 0.0)


def venue_shadow(venue: Venue) -> ShadowMap:
    """Seen from the sun: everything that stands within 46 m of the middle."""
    return _shadow_of([venue.model], sun_of(venue.sky), np.zeros(3), VENUE_SHADOW_M, VENUE_SHADOW_PX)


def athlete_shadow(models: Sequence[Model], sky: Sky) -> ShadowMap:
    if not models:
        return no_shadow()
    low = np.min([each.vertices.min(0) for each in models], 0)
    high = np.max([each.vertices.max(0) for each in models], 0)
    radius = float(np.linalg.norm(high - low)) / 2 + 0.05
    return _shadow_of(models, sun_of(sky), (low + high) / 2, radius, ATHLETE_SHADOW_PX)


def _shadow_of(models: Sequence[Model], sun: Doubles, middle: Doubles, radius_m: float, side_px: int) -> ShadowMap:
    from grandstand.replay.studio import kernels  # noqa: PLC0415

    right = np.cross(sun, (0.3, 0.9, 0.1))
    right /= np.linalg.norm(right)
    rows = np.stack([right, np.cross(sun, right), sun])
    texel_m = 2 * radius_m / side_px
    scale = np.diag([1 / texel_m, 1 / texel_m, 1.0])
    shift = np.array([side_px / 2, side_px / 2, radius_m * 4 + 1000.0])
    matrix = np.column_stack([scale @ rows, shift - scale @ rows @ middle])
    nearness, ids = np.zeros((side_px, side_px), np.float32), np.full((side_px, side_px), -1, np.int32)
    for each in models:
        points = np.asarray(each.vertices.astype(np.float64) @ matrix[:, :3].T + matrix[:, 3], np.float64)
        kernels.rasterise(points, each.faces, 0, (0, 0, side_px, side_px), nearness, ids)
    # The lower the sun, the more a flat ground would shade itself.
    steep = np.sqrt(1 - sun[2] ** 2) / max(sun[2], 0.2)
    return ShadowMap(matrix, nearness, (1.5 + 2.5 * steep) * texel_m + 0.01)


def draw_plate(camera: Camera, venue: Venue, shadow: ShadowMap) -> StillPlate:
    """The venue without anybody."""
    from grandstand.replay.studio import kernels, shading  # noqa: PLC0415

    nearness, ids = _buffers(camera)
    window = (0, 0, ids.shape[1], ids.shape[0])
    points = projected(camera, venue.model.vertices)
    kernels.rasterise(points, venue.model.faces, 0, window, nearness, ids)
    film = _film(camera)
    light = _light(venue.sky, camera)
    surface = _surface(venue.model, venue.texture, points)
    shading.shade(surface, 0, ids, window, light, (_as_shadow(shadow), _as_shadow(no_shadow())), film)
    back: Doubles = np.linalg.inv(camera.intrinsics @ camera.rotation).astype(np.float64)
    shading.fill_sky(back, ids, light, film)
    coded = CODED[(np.clip(film.light / SAMPLES, 0, 1) * CODES_STEPS + 0.5).astype(np.int32)]
    near = np.zeros((camera.height, camera.width), np.float32)
    kernels.nearest(nearness, near)
    return StillPlate(coded, near, film.sunlit * np.float32(1 / SAMPLES))


def draw_over(
    camera: Camera,
    plate: StillPlate,
    actors: Sequence[Actor],
    sky: Sky,
    shadows: tuple[ShadowMap, ShadowMap],
    rows: tuple[int, int] | None = None,
) -> Drawn:
    """What moves, over the plate.

    `shadows`: of the venue and of the athletes.
    `rows`: the only rows of the picture that have to be right.
    """
    from grandstand.replay.studio import kernels, shading  # noqa: PLC0415

    nearness, ids = _buffers(camera)
    top, bottom = (0, camera.height) if rows is None else (max(rows[0], 0), min(rows[1], camera.height))
    film, light = _film(camera), _light(sky, camera)
    maps = (_as_shadow(shadows[0]), _as_shadow(shadows[1]))
    drawn: list[tuple[int, Window, Doubles]] = []
    first = 0
    for actor in actors:
        points = projected(camera, actor.model.vertices)
        window = _window(points, camera.width * SCALE, top * SCALE, bottom * SCALE)
        kernels.rasterise(points, actor.model.faces, first, window, nearness, ids)
        drawn.append((first, window, points))
        first += len(actor.model.faces)
    for _, window, _ in drawn:
        shading.hide_behind(window, ids, nearness, plate.nearness)
    for actor, (start, window, points) in zip(actors, drawn, strict=True):
        surface = _surface(actor.model, actor.texture, points)
        shading.shade(surface, start, ids, window, light, maps, film)
    kept = np.ones((camera.height, camera.width), np.float32)
    if any(actor.label for actor in actors):
        where = _shadow_window(camera, actors, sun_of(sky))
        shading.cast_shadow(_back(camera), plate.nearness, plate.sunlit, maps[1], where, kept)
    image = np.empty_like(plate.image)
    shading.compose(plate.image, kept, film, SAMPLES, LINEAR, CODED, image)
    return Drawn(image, *_labelled(camera, actors, drawn, nearness, ids))


def _labelled(
    camera: Camera, actors: Sequence[Actor], drawn: list[tuple[int, Window, Doubles]], nearness: Floats, ids: Ids
) -> tuple[Mask, Floats]:
    """Who covers at least half of each pixel's samples, and how far away the nearest is."""
    from grandstand.replay.studio import kernels  # noqa: PLC0415

    labels = np.zeros((camera.height, camera.width), np.uint8)
    depth = np.full((camera.height, camera.width), np.inf, np.float32)
    shown = [(actor, *where[:2]) for actor, where in zip(actors, drawn, strict=True) if actor.label]
    if shown:
        windows = np.array([window for _, _, window in shown])
        starts = np.array([start for _, start, _ in shown])
        ends = starts + [len(actor.model.faces) for actor, _, _ in shown]
        numbers = np.array([actor.label for actor, _, _ in shown])
        low, high = windows[:, :2].min(0), windows[:, 2:].max(0)
        window = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
        kernels.label(ids, nearness, window, (starts, ends, numbers), labels, depth)
    return labels, depth


def _buffers(camera: Camera) -> tuple[Floats, Ids]:
    shape = (camera.height * SCALE, camera.width * SCALE)
    return np.zeros(shape, np.float32), np.full(shape, -1, np.int32)


def _film(camera: Camera) -> Film:
    shape = (camera.height, camera.width)
    return Film(np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.uint8))


def _light(sky: Sky, camera: Camera) -> Light:
    sun, above, below, over = (np.array(each) for each in (sky.sun_rgb, sky.above_rgb, sky.below_rgb, sky.sky_rgb))
    return Light(sun_of(sky), sun, above, below, over, camera.centre, float(sky.haze))


def _as_shadow(shadow: ShadowMap) -> Shadow:
    return Shadow(shadow.matrix, shadow.nearness, float(shadow.bias_m))


def _surface(model: Model, texture: Floats, points: Doubles) -> Surface:
    return Surface(
        points, model.vertices, model.normals, model.colours, model.faces, model.kinds, model.corners, texture
    )


def _window(points: Doubles, width: int, top: int, bottom: int) -> Window:
    """The samples that a model may cover."""
    visible = points[points[:, 2] > 0]
    if len(visible) == 0:
        return (0, top, 0, top)
    low = np.floor(visible[:, :2].min(0)).astype(int) - 1
    high = np.ceil(visible[:, :2].max(0)).astype(int) + 2
    x0, x1 = np.clip([low[0], high[0]], 0, width)
    y0, y1 = np.clip([low[1], high[1]], top, bottom)
    return int(x0), int(y0), int(x1), int(y1)


def _back(camera: Camera) -> Doubles:
    """(3, 4): from (u, v, 1) and nearness to a point in the world."""
    turned = camera.rotation.T @ np.linalg.inv(camera.intrinsics)
    return np.column_stack([turned, camera.centre])


def _shadow_window(camera: Camera, actors: Sequence[Actor], sun: Doubles) -> Window:
    """The pixels on which the athletes' shadow may fall."""
    low = np.min([a.model.vertices.min(0) for a in actors if a.label], 0)
    high = np.max([a.model.vertices.max(0) for a in actors if a.label], 0)
    corners = np.array(
        [[(low, high)[i][0], (low, high)[j][1], (low, high)[k][2]] for i, j, k in np.ndindex(2, 2, 2)]
    )
    reach = SHADOW_REACH_M / max(float(sun[2]), 0.3)
    steps = np.linspace(0, 1, 6)[:, None, None]
    swept = (corners - sun * reach * steps).reshape(-1, 3)
    points = projected(camera, swept.astype(np.float32))
    if (points[:, 2] <= 0).any():
        return (0, 0, camera.width, camera.height)
    x0, y0, x1, y1 = _window(points, camera.width * SCALE, 0, camera.height * SCALE)
    return x0 // SCALE, y0 // SCALE, -(-x1 // SCALE), -(-y1 // SCALE)
