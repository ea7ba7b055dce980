"""Light: what colour a sample has, compiled.

Sun with a shadow map, sky light from above and below, a highlight; snow, ice and leaves get their grain from noise
in world coordinates, so that it stays where it is whoever looks. Everything is linear light.
"""

# ruff: noqa: PLR2004 (a kernel is one loop over arrays)

import math

import numpy as np
import numpy.typing as npt
from numba import njit

from grandstand.replay.models import Doubles, Floats, Image, Indices
from grandstand.replay.studio.shading_terms import Film, Light, Shadow, Surface

CLOTH, SNOW, ICE, LEAVES, GLOSS, GLOW = 1, 2, 3, 4, 5, 6
FACING_AWAY = -0.3
"""Cosine towards the sun below which nothing can be lit."""
SHADOW_TAPS = 1
"""Neighbours on each side that soften a shadow's edge."""


@njit(nogil=True, cache=True, inline="always")
def _hash(x: int, y: int, z: int) -> float:
    n = (x * 73856093) ^ (y * 19349663) ^ (z * 83492791)
    n = (n ^ (n >> 13)) & 0x7FFFFFFF
    n = (n * (n * n * 15731 + 789221) + 1376312589) & 0x7FFFFFFF
    return n / 2147483647.0


@njit(nogil=True, cache=True, fastmath=True)
def value_noise(x: float, y: float, z: float) -> float:
    """Smooth noise from 0 to 1 with a grain of 1."""
    fx, fy, fz = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fx), int(fy), int(fz)
    u, v, w = x - fx, y - fy, z - fz
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    low = (_hash(i, j, k) * (1 - u) + _hash(i + 1, j, k) * u) * (1 - v) + (
        _hash(i, j + 1, k) * (1 - u) + _hash(i + 1, j + 1, k) * u
    ) * v
    high = (_hash(i, j, k + 1) * (1 - u) + _hash(i + 1, j, k + 1) * u) * (1 - v) + (
        _hash(i, j + 1, k + 1) * (1 - u) + _hash(i + 1, j + 1, k + 1) * u
    ) * v
    return low * (1 - w) + high * w


@njit(nogil=True, cache=True, fastmath=True)
def grain(x: float, y: float, z: float) -> float:
    """Noise of three sizes, from 0 to 1."""
    return (
        0.55 * value_noise(x, y, z)
        + 0.28 * value_noise(x * 2.1, y * 2.1, z * 2.1)
        + 0.17 * value_noise(x * 4.7, y * 4.7, z * 4.7)
    )


@njit(nogil=True, cache=True, fastmath=True)
def lit(shadow: Shadow, x: float, y: float, z: float) -> float:
    """How much of the sun reaches a point, 0 to 1."""
    m = shadow.matrix
    height, width = shadow.nearness.shape
    column = m[0, 0] * x + m[0, 1] * y + m[0, 2] * z + m[0, 3]
    row = m[1, 0] * x + m[1, 1] * y + m[1, 2] * z + m[1, 3]
    near = m[2, 0] * x + m[2, 1] * y + m[2, 2] * z + m[2, 3] + shadow.bias
    i, j = math.floor(column), math.floor(row)
    if i < 2 or j < 2 or i >= width - 2 or j >= height - 2:
        return 1.0
    seen = 0.0
    number = 0
    for dj in range(-SHADOW_TAPS, SHADOW_TAPS + 1):
        for di in range(-SHADOW_TAPS, SHADOW_TAPS + 1):
            number += 1
            if near >= shadow.nearness[j + dj, i + di]:
                seen += 1.0
    return seen / number


@njit(nogil=True, cache=True, fastmath=True)
def sky_colour(light: Light, dx: float, dy: float, dz: float, out: Doubles) -> None:
    """The sky in a direction: brighter near the horizon, with clouds."""
    up = min(max(dz, 0.0), 1.0)
    fade = math.exp(-4.0 * up)
    cloud = grain(3.0 * dx / (up + 0.25), 3.0 * dy / (up + 0.25), 1.7)
    cloud = min(max((cloud - 0.48) * 4.0, 0.0), 1.0) * min(1.0, up * 6.0) * 0.6
    for k in range(3):
        blue = light.sky_rgb[k] * (0.75 + 0.6 * fade)
        out[k] = blue + (0.85 * light.sun_rgb[k] * 0.8 - blue) * cloud * (1.0 if light.haze > 0 else 0.0)


@njit(nogil=True, cache=True, inline="always")
def _texel(texture: Floats, u: float, v: float, out: Doubles) -> None:
    height, width = texture.shape[0], texture.shape[1]
    x = min(max(u * width - 0.5, 0.0), width - 1.001)
    y = min(max(v * height - 0.5, 0.0), height - 1.001)
    i, j = int(x), int(y)
    fx, fy = x - i, y - j
    for k in range(3):
        upper = texture[j, i, k] * (1 - fx) + texture[j, i + 1, k] * fx
        lower = texture[j + 1, i, k] * (1 - fx) + texture[j + 1, i + 1, k] * fx
        out[k] = upper * (1 - fy) + lower * fy


@njit(nogil=True, cache=True, fastmath=True)
def _grained(kind: int, position: Doubles, normal: Doubles, colour: Doubles) -> None:
    """Give snow, ice and leaves their grain: changes colour and normal."""
    x, y, z = position
    if kind == SNOW:
        wide, fine = value_noise(x * 0.9, y * 0.9, z * 0.9), value_noise(x * 7.0, y * 7.0, z * 7.0)
        finest = value_noise(x * 17.0, y * 17.0, z * 17.0)
        shade = 0.74 + 0.2 * wide + 0.13 * fine + 0.09 * finest
        normal[0] += 0.45 * (value_noise(x * 3.0 + 7.0, y * 3.0, z * 3.0) - 0.5) + 0.2 * (fine - 0.5)
        normal[1] += 0.45 * (value_noise(x * 3.0, y * 3.0 + 19.0, z * 3.0) - 0.5) + 0.2 * (finest - 0.5)
    elif kind == ICE:
        shade = 0.9 + 0.1 * grain(x * 0.7, y * 0.7, 3.0) + 0.12 * (grain(x * 9.0 + y * 3.0, y * 2.0, 5.0) - 0.5)
    elif kind == LEAVES:
        shade = 0.35 + 1.1 * grain(x * 4.0, y * 4.0, z * 4.0)
    else:
        return
    for k in range(3):
        colour[k] *= shade


@njit(nogil=True, cache=True, fastmath=True)
def _answer(kind: int, position: Doubles, normal: Doubles, colour: Doubles, light: Light, sun: float) -> float:
    """Light a colour in place; returns the share of the result that is sunlight. Arrays are (3,)."""
    length = math.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2) + 1e-12
    to_eye = light.eye - position
    distance = math.sqrt(to_eye[0] ** 2 + to_eye[1] ** 2 + to_eye[2] ** 2) + 1e-9
    to_eye /= distance
    normal /= length
    if kind == GLOW:
        return 0.0
    facing = normal[0] * light.sun[0] + normal[1] * light.sun[1] + normal[2] * light.sun[2]
    direct = max(facing, 0.0) * sun
    sky = 0.5 + 0.5 * normal[2]
    shine = 0.0
    if kind in (GLOSS, ICE, CLOTH):
        half = light.sun + to_eye
        half /= math.sqrt(half[0] ** 2 + half[1] ** 2 + half[2] ** 2) + 1e-9
        mirror = max(normal[0] * half[0] + normal[1] * half[1] + normal[2] * half[2], 0.0)
        shine = sun * (
            (0.35 * mirror**40) if kind == GLOSS else (0.10 * mirror**24 if kind == ICE else 0.05 * mirror**12)
        )
    sunlight, total = 0.0, 1e-9
    veil = 1.0 - math.exp(-light.haze * distance * 0.01)
    for k in range(3):
        a = colour[k] * direct * light.sun_rgb[k] + shine * light.sun_rgb[k]
        b = colour[k] * (light.below_rgb[k] + (light.above_rgb[k] - light.below_rgb[k]) * sky)
        colour[k] = (a + b) * (1 - veil) + veil * light.sky_rgb[k] * 1.2
        sunlight += a * (1 - veil)
        total += colour[k]
    return sunlight / total


@njit(nogil=True, cache=True, fastmath=True)
def shade(
    surface: Surface,
    first: int,
    ids: npt.NDArray[np.int32],
    window: tuple[int, int, int, int],
    light: Light,
    shadows: tuple[Shadow, Shadow],
    film: Film,
) -> None:
    """Add the light of every sample in `window` whose face is one of this surface's to its pixel.

    `first`: the id of this surface's first face in `ids`.
    `shadows`: of the venue and of the athletes.
    """
    x0, y0, x1, y1 = window
    scale = ids.shape[1] // film.light.shape[1]
    position, normal, colour = np.empty(3), np.empty(3), np.empty(3)
    weights = np.empty(3)
    last = first + surface.faces.shape[0]
    for row in range(y0, y1):
        for column in range(x0, x1):
            face = ids[row, column]
            if face < first or face >= last:
                continue
            corners = surface.faces[face - first]
            _weights(surface.points, corners, column + 0.5, row + 0.5, weights)
            for k in range(3):
                position[k] = normal[k] = colour[k] = 0.0
                for c in range(3):
                    v = corners[c]
                    position[k] += weights[c] * surface.vertices[v, k]
                    normal[k] += weights[c] * surface.normals[v, k]
                    colour[k] += weights[c] * surface.colours[v, k]
            uv = surface.corners[face - first]
            if uv[0, 0] >= 0.0:
                u = weights[0] * uv[0, 0] + weights[1] * uv[1, 0] + weights[2] * uv[2, 0]
                v = weights[0] * uv[0, 1] + weights[1] * uv[1, 1] + weights[2] * uv[2, 1]
                _texel(surface.texture, u, v, colour)
            kind = surface.kinds[face - first]
            _towards(light.eye, position, normal)
            # Noise may turn a normal of snow a little towards the sun.
            sun = 0.0
            if normal[0] * light.sun[0] + normal[1] * light.sun[1] + normal[2] * light.sun[2] > FACING_AWAY:
                sun = _sun_at(shadows[0], position, normal)
                if sun > 0.0:
                    sun = min(sun, _sun_at(shadows[1], position, normal))
            _grained(kind, position, normal, colour)
            share = _answer(kind, position, normal, colour, light, sun)
            i, j = column // scale, row // scale
            for k in range(3):
                film.light[j, i, k] += colour[k]
            film.sunlit[j, i] += share
            film.samples[j, i] += 1


@njit(nogil=True, cache=True, inline="always")
def _weights(points: Doubles, corners: Indices, x: float, y: float, out: Doubles) -> None:
    """Perspective-correct weights of a face's corners at a sample."""
    a, b, c = points[corners[0]], points[corners[1]], points[corners[2]]
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    wa = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / area
    wb = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / area
    out[0], out[1], out[2] = wa * a[2], wb * b[2], (1 - wa - wb) * c[2]
    out /= out[0] + out[1] + out[2]


@njit(nogil=True, cache=True, inline="always")
def _towards(eye: Doubles, position: Doubles, normal: Doubles) -> None:
    facing = 0.0
    for k in range(3):
        facing += normal[k] * (eye[k] - position[k])
    if facing < 0:
        for k in range(3):
            normal[k] = -normal[k]


@njit(nogil=True, cache=True, inline="always")
def _sun_at(shadow: Shadow, position: Doubles, normal: Doubles) -> float:
    off = 0.015
    return lit(shadow, position[0] + off * normal[0], position[1] + off * normal[1], position[2] + off * normal[2])


@njit(nogil=True, cache=True, fastmath=True)
def fill_sky(camera: Doubles, ids: npt.NDArray[np.int32], light: Light, film: Film) -> None:
    """Give every sample that saw no face the colour of the sky.

    `camera`: inverse of K R, shape (3, 3): from homogeneous pixels to directions.
    """
    scale = ids.shape[1] // film.light.shape[1]
    colour = np.empty(3)
    for row in range(ids.shape[0]):
        for column in range(ids.shape[1]):
            if ids[row, column] >= 0:
                continue
            u, v = (column + 0.5) / scale, (row + 0.5) / scale
            dx = camera[0, 0] * u + camera[0, 1] * v + camera[0, 2]
            dy = camera[1, 0] * u + camera[1, 1] * v + camera[1, 2]
            dz = camera[2, 0] * u + camera[2, 1] * v + camera[2, 2]
            length = math.sqrt(dx * dx + dy * dy + dz * dz)
            sky_colour(light, dx / length, dy / length, dz / length, colour)
            for k in range(3):
                film.light[row // scale, column // scale, k] += colour[k]
            film.samples[row // scale, column // scale] += 1


@njit(nogil=True, cache=True, fastmath=True)
def hide_behind(
    window: tuple[int, int, int, int], ids: npt.NDArray[np.int32], nearness: Floats, plate_nearness: Floats
) -> None:
    """Drop the samples that the venue stands in front of; `plate_nearness` has one value a pixel."""
    scale = ids.shape[1] // plate_nearness.shape[1]
    x0, y0, x1, y1 = window
    for row in range(y0, y1):
        for column in range(x0, x1):
            if ids[row, column] >= 0 and nearness[row, column] < plate_nearness[row // scale, column // scale]:
                ids[row, column] = -1
                nearness[row, column] = 0.0


@njit(nogil=True, cache=True, fastmath=True)
def cast_shadow(
    back: Doubles,
    plate_nearness: Floats,
    sunlit: Floats,
    shadow: Shadow,
    window: tuple[int, int, int, int],
    out: Floats,
) -> None:
    """Darken, in pixels of `window`, what the athletes' shadow falls on.

    `back`: (3, 4); `position = back @ (u, v, 1, nearness) / nearness` is a pixel's point in the world.
    `sunlit`: which share of a pixel's light is the sun's.
    `out`: what is left of each pixel's light, (h, w).
    """
    x0, y0, x1, y1 = window
    for row in range(y0, y1):
        for column in range(x0, x1):
            near = plate_nearness[row, column]
            if near <= 0.0 or sunlit[row, column] <= 0.0:
                continue
            u, v = column + 0.5, row + 0.5
            x = (back[0, 0] * u + back[0, 1] * v + back[0, 2]) / near + back[0, 3]
            y = (back[1, 0] * u + back[1, 1] * v + back[1, 2]) / near + back[1, 3]
            z = (back[2, 0] * u + back[2, 1] * v + back[2, 2]) / near + back[2, 3]
            reached = lit(shadow, x, y, z)
            if reached < 1.0:
                out[row, column] = 1.0 - sunlit[row, column] * (1.0 - reached)


@njit(nogil=True, cache=True, fastmath=True)
def compose(
    plate: Image, kept: Floats, film: Film, samples: int, linear: Floats, coded: npt.NDArray[np.uint8], out: Image
) -> None:
    """Athletes over the plate.

    `plate`: gamma-coded; `kept` what is left of its light.
    `samples`: how many a pixel has.
    `linear`: light of each of 256 codes; `coded` the code of each of 4096 steps of light from 0 to 1.
    """
    height, width = kept.shape
    steps = coded.shape[0] - 1
    for j in range(height):
        for i in range(width):
            number = film.samples[j, i]
            left = kept[j, i]
            if number == 0 and left == 1.0:
                for k in range(3):
                    out[j, i, k] = plate[j, i, k]
                continue
            free = left * (samples - number) / samples
            for k in range(3):
                value = linear[plate[j, i, k]] * free + film.light[j, i, k] / samples
                out[j, i, k] = coded[int(min(max(value, 0.0), 1.0) * steps + 0.5)]


@njit(nogil=True, cache=True)
def expose(picture: Image, gains: Doubles, read_noise: float, shot_noise: float, seed: int, out: Image) -> None:
    """What a sensor makes of a picture: gains for R, G and B, then noise whose spread grows with the light.

    The spread is `read_noise + shot_noise * sqrt(grey level)`; the same seed gives the same noise.
    """
    state = np.uint64(seed * 2654435761 + 88172645463325252)
    for j in range(picture.shape[0]):
        for i in range(picture.shape[1]):
            for k in range(3):
                value = picture[j, i, k] * gains[k]
                state ^= state << np.uint64(13)
                state ^= state >> np.uint64(7)
                state ^= state << np.uint64(17)
                total = 0.0
                bits = state
                for _ in range(4):
                    total += float(bits & np.uint64(0xFFFF))
                    bits >>= np.uint64(16)
                noise = (total / 65535.0 - 2.0) * 1.7320508
                value += noise * (read_noise + shot_noise * math.sqrt(value))
                out[j, i, k] = np.uint8(min(max(value + 0.5, 0.0), 255.0))
