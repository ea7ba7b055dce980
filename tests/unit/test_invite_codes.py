"""Codes of invitations: every slip is found, every way to write them is understood."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.invites.codes import ALPHABET, LENGTH, TYPED_LENGTH_MAX, new_code, parse_code, shown
from grandstand.campaign.invites.errors import CodeInvalid
from grandstand.kernel.ids import SubjectId

KEY = bytes(range(32))
fans = st.uuids().map(SubjectId)
codes = st.builds(new_code, st.just(KEY), st.integers(1, 99), fans, st.integers(0, 3))


@given(codes)
def test_a_code_is_understood_however_it_is_written(code: str) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    for typed in (code, shown(code), code.lower(), f"  {shown(code)}\n", " ".join(code), wide, f"“{code}”"):
        assert parse_code(typed) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(code: str, at: int, other: str) -> None:
    if other == code[at]:
        return
    with pytest.raises(CodeInvalid, match="wrong"):
        parse_code(code[:at] + other + code[at + 1 :])


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_characters_that_changed_places_are_found(code: str, one: int, other: int) -> None:
    if code[one] == code[other]:
        return
    characters = list(code)
    characters[one], characters[other] = characters[other], characters[one]
    with pytest.raises(CodeInvalid):
        parse_code("".join(characters))


@given(fans, st.integers(1, 99), st.integers(0, 3))
def test_a_code_is_the_same_each_time_and_another_for_everything_else(
    fan: SubjectId, scheme: int, at: int
) -> None:
    code = new_code(KEY, scheme, fan, at)
    assert code == new_code(KEY, scheme, fan, at)
    assert code not in {
        new_code(bytes(32), scheme, fan, at),
        new_code(KEY, scheme + 1, fan, at),
        new_code(KEY, scheme, fan, at + 1),
        new_code(KEY, scheme, SubjectId(UUID(int=fan.int ^ 1)), at),
    }


@pytest.mark.parametrize(
    "typed", ["", "K7MQ3", "x" * 11, "0" * 10, "I" * 10, "💡" * 10, "x" * (TYPED_LENGTH_MAX + 1)]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(CodeInvalid):
        parse_code(typed)


@given(st.text(max_size=TYPED_LENGTH_MAX))
def test_nothing_that_is_typed_breaks(typed: str) -> None:
    try:
        code = parse_code(typed)
    except CodeInvalid:
        return
    assert set(code) <= set(ALPHABET)
