"""Who may read and write a collection: pure, and the only place that decides it.

A collection belongs to the organisers or to one committee. Its owner needs no grant; everybody else does, and an
operator is nobody special to a committee's collection. What one may not read is answered like what is not there.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

import msgspec

from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId
from grandstand.library.models import ID_MAX, CollectionId, GroupId

EVERYONE = "everyone"
"""Everybody, visitors who have not signed in as well."""
NOCS = "nocs"
"""The members of every committee."""
NOC = re.compile(r"noc:[A-Z]{3}", re.ASCII)
GROUP = re.compile(r"group:([1-9][0-9]{0,9})", re.ASCII)
PERSON = re.compile(r"person:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.ASCII)
ORGANISERS = (Role.OPERATOR, Role.AUDITOR)


class Reader(msgspec.Struct, frozen=True):
    """Whoever asks, and the groups that she is in; without a role a visitor who has not signed in."""

    role: Role | None = None
    noc: str | None = None
    subject: SubjectId | None = None
    groups: frozenset[GroupId] = frozenset()


class Shelfmark(NamedTuple):
    """What decides who may read a collection."""

    id: CollectionId
    owner: str | None
    grants: Collection[str]


def reader_of(viewer: Principal | None, groups: Iterable[GroupId] = ()) -> Reader:
    if viewer is None:
        return Reader()
    return Reader(viewer.role, viewer.noc, viewer.subject, frozenset(groups))


def member_names(viewer: Principal | None) -> list[str]:
    """What a group may call whoever asks."""
    if viewer is None:
        return []
    person = f"person:{viewer.subject}"
    return [person, f"noc:{viewer.noc}"] if viewer.role is Role.NOC else [person]


def grantee_names(reader: Reader) -> frozenset[str]:
    """Every grant that lets her read."""
    names = {EVERYONE, *(f"group:{group}" for group in reader.groups)}
    if reader.role is Role.NOC:
        names |= {NOCS, f"noc:{reader.noc}"}
    return frozenset(names)


def may_read(reader: Reader, owner: str | None, grants: Collection[str]) -> bool:
    if owner is None and reader.role in ORGANISERS:
        return True
    return may_write(reader, owner) or not grantee_names(reader).isdisjoint(grants)


def may_write(reader: Reader, owner: str | None) -> bool:
    """Whether she may also delete it and say who reads it."""
    if owner is None:
        return reader.role is Role.OPERATOR
    return reader.role is Role.NOC and reader.noc == owner


def readable(reader: Reader, collections: Iterable[Shelfmark]) -> frozenset[CollectionId]:
    """Those of the collections that she may read: what everything else is masked with."""
    return frozenset(each.id for each in collections if may_read(reader, each.owner, each.grants))


def may_create(reader: Reader) -> bool:
    """Whether she may have collections of her own: the organisers' or her committee's."""
    return reader.role in {Role.OPERATOR, Role.NOC}


def group_in(grant: str) -> GroupId | None:
    """The group that a grant names, if it names one that can exist."""
    match = GROUP.fullmatch(grant)
    return GroupId(int(match[1])) if match and int(match[1]) <= ID_MAX else None


def is_grant(text: str, owner: str | None) -> bool:
    """Whether a collection of this owner can be granted so.

    A committee does not grant to groups: the organisers say who is in them, and would decide who reads it.
    """
    if text in {EVERYONE, NOCS} or NOC.fullmatch(text):
        return True
    return owner is None and group_in(text) is not None


def is_member(text: str) -> bool:
    """Whether this names somebody who can be in a group: `noc:GER`, `person:<subject>`."""
    return NOC.fullmatch(text) is not None or person_in(text) is not None


def person_in(member: str) -> UUID | None:
    match = PERSON.fullmatch(member)
    return UUID(match[1]) if match else None
