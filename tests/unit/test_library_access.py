"""Who may read: the code against a plain specification, for everybody and every collection."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId
from grandstand.library.access import (
    Reader,
    Shelfmark,
    grantee_names,
    group_in,
    is_grant,
    is_member,
    may_create,
    may_read,
    may_write,
    member_names,
    readable,
    reader_of,
)
from grandstand.library.limits import NAME_LENGTH_MAX
from grandstand.library.models import ID_MAX, CollectionId, GroupId
from grandstand.library.naming import clean_name

NOCS = ["GER", "FRA", "SUI"]
GRANTS = ["everyone", "nocs", *(f"noc:{noc}" for noc in NOCS), "group:1", "group:2", "group:12"]
SUBJECT = SubjectId(UUID("6f0a4c1e-6f0b-4b52-9a4f-0a6f6f5b7f10"))

groups = st.frozensets(st.sampled_from([GroupId(1), GroupId(2), GroupId(12)]))
members = st.builds(Reader, st.just(Role.NOC), st.sampled_from(NOCS), st.just(SUBJECT), groups)
others = st.builds(
    Reader, st.sampled_from([role for role in Role if role is not Role.NOC]), st.none(), st.just(SUBJECT), groups
)
readers = st.one_of(st.just(Reader()), members, others)
owners = st.one_of(st.none(), st.sampled_from(NOCS))
grants = st.frozensets(st.sampled_from(GRANTS))


def specified(reader: Reader, owner: str | None, granted: frozenset[str]) -> bool:
    """The rules as they are told to people, one after the other."""
    if "everyone" in granted:
        return True
    if reader.role is None:
        return False
    is_own = owner is not None and reader.role is Role.NOC and reader.noc == owner
    is_organisers = owner is None and reader.role in (Role.OPERATOR, Role.AUDITOR)
    if is_own or is_organisers:
        return True
    if reader.role is Role.NOC and ("nocs" in granted or f"noc:{reader.noc}" in granted):
        return True
    return any(f"group:{group}" in granted for group in reader.groups)


@given(readers, owners, grants)
def test_reads_whoever_the_rules_say(reader: Reader, owner: str | None, granted: frozenset[str]) -> None:
    assert may_read(reader, owner, granted) == specified(reader, owner, granted)


@given(readers, owners)
def test_writes_the_owner_and_nobody_else(reader: Reader, owner: str | None) -> None:
    writes = reader.role is Role.OPERATOR if owner is None else (reader.role, reader.noc) == (Role.NOC, owner)
    assert may_write(reader, owner) == writes


@given(readers, owners, grants)
def test_whoever_writes_reads(reader: Reader, owner: str | None, granted: frozenset[str]) -> None:
    assert may_write(reader, owner) <= may_read(reader, owner, granted)


@given(readers, owners, grants, grants)
def test_a_grant_more_never_takes_anything_away(
    reader: Reader, owner: str | None, granted: frozenset[str], more: frozenset[str]
) -> None:
    assert may_read(reader, owner, granted) <= may_read(reader, owner, granted | more)


@given(st.sampled_from([Role.OPERATOR, Role.AUDITOR]), st.sampled_from(NOCS), groups)
def test_a_committees_collection_does_not_exist_for_organisers(
    role: Role, owner: str, of_groups: frozenset[GroupId]
) -> None:
    assert not may_read(Reader(role, None, SUBJECT, of_groups), owner, frozenset())


@given(readers, st.lists(st.tuples(owners, grants), max_size=8))
def test_mask_holds_exactly_what_may_be_read(
    reader: Reader, shelves: list[tuple[str | None, frozenset[str]]]
) -> None:
    marks = [Shelfmark(CollectionId(at), *shelf) for at, shelf in enumerate(shelves, 1)]
    assert readable(reader, marks) == {
        mark.id for mark in marks if specified(reader, mark.owner, frozenset(mark.grants))
    }


@given(readers, owners, grants)
def test_names_of_a_reader_are_all_that_a_statement_has_to_look_for(
    reader: Reader, owner: str | None, granted: frozenset[str]
) -> None:
    """The statements ask only for grants with these names: a reader's others must not matter."""
    assert may_read(reader, owner, granted & grantee_names(reader)) == may_read(reader, owner, granted)


@given(readers)
def test_only_those_with_something_of_their_own_create(reader: Reader) -> None:
    own = reader.noc if reader.role is Role.NOC else None
    assert may_create(reader) == may_write(reader, own)


def test_group_is_called_by_its_whole_number() -> None:
    reader = Reader(Role.FAN, None, SUBJECT, frozenset({GroupId(1)}))
    assert not may_read(reader, None, {"group:12"})
    assert may_read(reader, None, {"group:1"})


@pytest.mark.parametrize("text", ["everyone", "nocs", "noc:GER"])
def test_every_owner_may_grant_to_committees_and_to_everyone(text: str) -> None:
    assert is_grant(text, None)
    assert is_grant(text, "GER")


NO_GRANTS = [
    *(
        "",
        "Everyone",
        " everyone",
        "everyone\n",
        "noc:",
        "noc:GER\n",
        "noc:ger",
        "noc:ＧＥＲ",
        "noc:GERM",
        "person:1",
    ),
    *("group:", "group:0", "group:01", "group:-1", "group:١", f"group:{ID_MAX + 1}", "group:1 ", "\ud800"),
]


@pytest.mark.parametrize("text", NO_GRANTS)
def test_what_names_nobody_is_no_grant(text: str) -> None:
    assert not is_grant(text, None)


def test_groups_are_granted_to_by_organisers_only() -> None:
    assert is_grant("group:7", None)
    assert group_in("group:7") == 7
    assert not is_grant("group:7", "GER")


@pytest.mark.parametrize("text", ["noc:SUI", f"person:{SUBJECT}"])
def test_committees_and_persons_can_be_in_a_group(text: str) -> None:
    assert is_member(text)


@pytest.mark.parametrize("text", ["everyone", "nocs", "group:1", "person:1", f"person:{str(SUBJECT).upper()}", ""])
def test_nothing_else_can_be_in_a_group(text: str) -> None:
    assert not is_member(text)


def test_groups_name_a_person_and_her_committee() -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert member_names(None) == []
    assert member_names(Principal(SUBJECT, Role.FAN, None, later)) == [f"person:{SUBJECT}"]
    member = Principal(SUBJECT, Role.NOC, "GER", later)
    assert member_names(member) == [f"person:{SUBJECT}", "noc:GER"]
    assert reader_of(member, [GroupId(3)]) == Reader(Role.NOC, "GER", SUBJECT, frozenset({GroupId(3)}))
    assert all(map(is_member, member_names(member)))


# What things may be called.


@given(st.text(max_size=2 * NAME_LENGTH_MAX + 5))
def test_clean_name_is_one_line_that_stays_as_it_is(text: str) -> None:
    name = clean_name(text, NAME_LENGTH_MAX)
    if name is not None:
        assert 1 <= len(name) <= NAME_LENGTH_MAX
        assert "\n" not in name
        assert name == name.strip()
        assert clean_name(name, NAME_LENGTH_MAX) == name
        assert json.loads(json.dumps(name).encode()) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Team   leaders ", "Team leaders"),
        ("A\u030agot", "Ågot"),
        ("دليل الفريق", "دليل الفريق"),
        ("領隊指南", "領隊指南"),
        ("x" * NAME_LENGTH_MAX, "x" * NAME_LENGTH_MAX),
        ("x" * (NAME_LENGTH_MAX + 1), None),
        ("", None),
        (" \t\n", None),
        ("a\x00b", None),
        ("a\ud800", None),
        ("invoice\u202efdp.exe", None),
    ],
)
def test_names_of_every_script_are_names(text: str, name: str | None) -> None:
    assert clean_name(text, NAME_LENGTH_MAX) == name
