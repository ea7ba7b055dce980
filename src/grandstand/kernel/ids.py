"""Names of things, each with a type of its own, so that a pool cannot be passed for a lane."""

from typing import NewType
from uuid import UUID, uuid4

SubjectId = NewType("SubjectId", UUID)
"""A person or a machine that signs in: a fan, an operator. 122 random bits: it cannot be guessed."""

PoolId = NewType("PoolId", int)
LaneId = NewType("LaneId", int)
MoveId = NewType("MoveId", UUID)

POOL_ID_MAX = 2**31 - 1
"""The largest pool id that the schema holds; a larger one in an address is an unknown pool."""


def new_subject_id() -> SubjectId:
    return SubjectId(uuid4())


def new_move_id() -> MoveId:
    return MoveId(uuid4())
