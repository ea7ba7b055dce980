"""An athlete: a body in a suit, with equipment fixed to its bones, who moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from grandstand.replay.models import Doubles, Floats
from grandstand.replay.studio.body import Build, body_of
from grandstand.replay.studio.motion import Motion
from grandstand.replay.studio.shapes import Kind, Model, joined
from grandstand.replay.studio.suit import Suit, corners_of, texture_of


@dataclass(frozen=True, slots=True)
class Fixed:
    """Equipment in the neutral frame of a bone (x forward, y left, z up, from its upper joint)."""

    bone: str
    model: Model


@dataclass(frozen=True)
class Athlete:
    """Who moves in a scene, or what: a stone or a sled without a rider has no suit.

    Args:
        fixed: what is fixed to bones; `frame` names the athlete's own frame on the ground.
        label: which athlete it is, from 1; the same for what belongs together.
    """

    motion: Motion
    build: Build | None
    suit: Suit | None
    fixed: Sequence[Fixed]
    label: int = 1

    @cached_property
    def rest(self) -> Model:
        """Everything before it is posed: the body at rest first, then each piece in the frame of its bone."""
        pieces = [each.model for each in self.fixed]
        if self.build is None or self.suit is None:
            return joined(pieces)
        body = body_of(self.build)
        skin = Model(
            vertices=body.vertices,
            normals=body.normals,
            colours=np.ones_like(body.vertices),
            faces=body.faces,
            kinds=np.full(len(body.faces), Kind.CLOTH, np.uint8),
            corners=corners_of(body.vertices, body.faces),
        )
        return joined([skin, *pieces])

    @property
    def texture(self) -> Floats:
        if self.suit is None:
            return np.zeros((2, 2, 3), np.float32)
        return texture_of(self.suit)

    def at(self, time_s: float) -> Model:
        """The athlete in the world at a time."""
        bones = self.motion.bones(time_s)
        vertices, normals = [], []
        if self.build is not None:
            skin, across = body_of(self.build).bent(bones)
            vertices.append(skin)
            normals.append(across)
        for each in self.fixed:
            rotation, place = self.motion.frame(time_s) if each.bone == "frame" else bones.frame(each.bone)
            vertices.append(_placed(each.model.vertices, rotation, place))
            normals.append(_placed(each.model.normals, rotation, np.zeros(3)))
        return replace(self.rest, vertices=np.concatenate(vertices), normals=np.concatenate(normals))


def _placed(points: Floats, rotation: Doubles, place: Doubles) -> Floats:
    return (points @ rotation.T + place).astype(np.float32)
