"""An instant as one binary glTF 2.0 file that a browser turns: triangles with the colours that cameras saw."""

import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from grandstand.replay.backend import FACING_MIN, OCCLUDED_M, Sources
from grandstand.replay.instant import Athlete, Instant
from grandstand.replay.models import Doubles, Floats, Mesh

MAGIC = 0x46546C67
VERSION = 2
JSON_CHUNK = 0x4E4F534A
BINARY_CHUNK = 0x004E4942
FLOAT, BYTE, INTEGER = 5126, 5121, 5125
ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963
SHARPNESS = 4.0
"""The power of a view's cosine with the normal: how much the most frontal views decide."""
INSIDE_PX = 1.5
UNSEEN = 0.5
SPREAD_ROUNDS_MAX = 200
"""Rings of vertices that a colour is carried on to where no camera looks, such as the sole of a ski."""
LINEAR_BELOW = 0.04045


def write_glb(instant: Instant, path: Path) -> int:
    """Write the athletes as a file, and tell its bytes."""
    return path.write_bytes(glb_of(instant))


def glb_of(instant: Instant) -> bytes:
    """The athletes, metres, y up as glTF has it."""
    parts = [_part(coloured(athlete)) for athlete in instant.athletes]
    buffer = b"".join(piece for part in parts for piece in part[0])
    document = json.dumps(_document(parts, len(buffer)), separators=(",", ":")).encode()
    document += b" " * (-len(document) % 4)
    total = 12 + 8 + len(document) + 8 + len(buffer)
    header = struct.pack("<III", MAGIC, VERSION, total)
    chunks = struct.pack("<II", len(document), JSON_CHUNK) + document
    return header + chunks + struct.pack("<II", len(buffer), BINARY_CHUNK) + buffer


def coloured(athlete: Athlete) -> Mesh:
    """The mesh with a colour at each vertex: the mean of the views that see it, frontal ones first."""
    vertices = athlete.mesh.vertices
    colours, weights = np.zeros((len(vertices), 3)), np.zeros(len(vertices))
    for camera in range(len(athlete.sources.centres)):
        own, weight = _seen_by(camera, vertices, athlete.normals, athlete.sources)
        colours += own * weight[:, None]
        weights += weight
    mean = np.where(weights[:, None] > 0, colours / np.maximum(weights, 1e-9)[:, None] / 255, UNSEEN)
    spread(mean, weights > 0, athlete.mesh.faces)
    return replace(athlete.mesh, colours=mean.clip(0, 1).astype(np.float32))


def spread(colours: Doubles, seen: npt.NDArray[np.bool_], faces: npt.NDArray[np.integer[Any]]) -> None:
    """Give vertices that no camera saw the mean colour of their neighbours, ring by ring, in place.

    Args:
        colours: shape (vertices, 3).
        seen: shape (vertices,), those whose colour is known.
        faces: shape (faces, 3).
    """
    known = seen.copy()
    sides = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    # A side of two faces counts once.
    ways = np.unique(np.concatenate([sides, sides[:, ::-1]]), axis=0)
    for _ in range(SPREAD_ROUNDS_MAX):
        ways = ways[~known[ways[:, 1]]]
        near = ways[known[ways[:, 0]]]
        if len(near) == 0:
            return
        counts = np.bincount(near[:, 1], minlength=len(known))
        reached = counts > 0
        for channel in range(colours.shape[1]):
            sums = np.bincount(near[:, 1], weights=colours[near[:, 0], channel], minlength=len(known))
            colours[reached, channel] = sums[reached] / counts[reached]
        known |= reached


def _seen_by(camera: int, points: Floats, normals: Floats, sources: Sources) -> tuple[Doubles, Doubles]:
    height, width = sources.depths.shape[1:]
    projection = sources.projections[camera]
    on_picture = points @ projection[:, :3].T + projection[:, 3]
    u = (on_picture[:, 0] / on_picture[:, 2]).astype(np.int64)
    v = (on_picture[:, 1] / on_picture[:, 2]).astype(np.int64)
    sight = sources.centres[camera] - points
    facing = (sight * normals).sum(1) / np.linalg.norm(sight, axis=1)
    inside = (u >= 0) & (v >= 0) & (u < width) & (v < height) & (facing > FACING_MIN)
    u, v = np.where(inside, u, 0), np.where(inside, v, 0)
    free = sources.depths[camera, v, u] > on_picture[:, 2] - OCCLUDED_M
    free &= sources.distances[camera, v, u] > INSIDE_PX
    return sources.images[camera, v, u] * sources.gains[camera].astype(np.float64), np.where(
        inside & free, np.maximum(facing, 0.0) ** SHARPNESS, 0.0
    )


def _part(mesh: Mesh) -> tuple[list[bytes], Mesh]:
    """Positions, colours and indices as they lie in the buffer, each a multiple of four bytes."""
    assert mesh.colours is not None
    turned = np.stack([mesh.vertices[:, 0], mesh.vertices[:, 2], -mesh.vertices[:, 1]], -1).astype("<f4")
    # Vertex colours are linear light; eight bits are enough on a phone.
    steep = ((mesh.colours + 0.055) / 1.055) ** 2.4
    linear = np.where(mesh.colours <= LINEAR_BELOW, mesh.colours / 12.92, steep)
    opaque = np.full((len(linear), 1), 255)
    colours = np.concatenate([(linear * 255).round(), opaque], 1).astype(np.uint8)
    pieces = [turned.tobytes(), colours.tobytes(), mesh.faces.astype("<u4").tobytes()]
    return pieces, replace(mesh, vertices=turned)


def _document(parts: list[tuple[list[bytes], Mesh]], size: int) -> dict[str, Any]:
    views: list[dict[str, Any]] = []
    accessors: list[dict[str, Any]] = []
    meshes: list[dict[str, Any]] = []
    offset = 0
    for pieces, mesh in parts:
        first = len(accessors)
        for piece, target in zip(pieces, (ARRAY_BUFFER, ARRAY_BUFFER, ELEMENT_BUFFER), strict=True):
            views.append({"buffer": 0, "byteOffset": offset, "byteLength": len(piece), "target": target})
            offset += len(piece)
        count = len(mesh.vertices)
        low, high = (bound.tolist() for bound in (mesh.vertices.min(0), mesh.vertices.max(0)))
        accessors += [
            {"bufferView": first, "componentType": FLOAT, "count": count, "type": "VEC3", "min": low, "max": high},
            {"bufferView": first + 1, "componentType": BYTE, "normalized": True, "count": count, "type": "VEC4"},
            {"bufferView": first + 2, "componentType": INTEGER, "count": mesh.faces.size, "type": "SCALAR"},
        ]
        attributes = {"POSITION": first, "COLOR_0": first + 1}
        meshes.append({"primitives": [{"attributes": attributes, "indices": first + 2, "material": 0}]})
    return {
        "asset": {"version": "2.0", "generator": "Grandstand"},
        "extensionsUsed": ["KHR_materials_unlit"],
        "scene": 0,
        "scenes": [{"nodes": list(range(len(meshes)))}],
        "nodes": [{"mesh": k, "name": f"athlete {k + 1}"} for k in range(len(meshes))],
        "meshes": meshes,
        "materials": [{"extensions": {"KHR_materials_unlit": {}}, "pbrMetallicRoughness": {}}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": size}],
    }
