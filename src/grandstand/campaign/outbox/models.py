"""A message that leaves a transaction, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias
from uuid import UUID

import msgspec


class OutboxMessage(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be told once the transaction has happened.

    Args:
        id: the same id under the same key is stored once, and means the same to whoever is told.
        kind: who handles it.
        key: messages of one key are handed over one after another, in the order in which they were stored.
        body: for the handler.
    """

    id: UUID
    kind: str
    key: str
    body: bytes


class Done(NamedTuple):
    """It has been told."""


class Retry(NamedTuple):
    """It has not been told, or nobody knows; it is handed over again."""

    reason: str
    after_s: float | None = None
    """At the earliest; None: after the usual pause, which doubles."""


class Failed(NamedTuple):
    """It will never be told: it is kept, and people are shown it."""

    reason: str


Handled: TypeAlias = Done | Retry | Failed
DONE = Done()


class MessageState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was given up."""

    key: str
    id: UUID
    kind: str
    attempts: int
    failed_at: datetime
    reason: str
