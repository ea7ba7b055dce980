"""Commitments: one text for the same terms, nothing but that text is taken, the digest covers seed and text."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from grandstand.campaign.commitment import (
    TERMS_BYTES_MAX,
    TermsInvalid,
    budget_digest,
    commitment,
    parse_terms,
    terms_text,
)
from grandstand.campaign.models import Curve, Tier, TranchePlan, TrancheTerms
from grandstand.campaign.plan import LANES_MAX, OCCASIONS_MAX, TIERS_MAX
from grandstand.campaign.split import SHARES_MAX, split_parameters
from grandstand.kernel.ids import POOL_ID_MAX
from grandstand.kernel.money import AMOUNT_MINOR_MAX

SEED = bytes(range(32))
EQUAL = TranchePlan(shares=10, total_minor=1000, minimum_minor=1, curve=Curve.EQUAL)
LOTTERY = TranchePlan(
    shares=3,
    total_minor=30,
    minimum_minor=5,
    curve=Curve.LOTTERY,
    tiers=(Tier(shares=1, amount_minor=20), Tier(shares=2, amount_minor=5)),
)


def terms_of(plan: TranchePlan = EQUAL, **changes: Any) -> TrancheTerms:
    fields: dict[str, Any] = {
        "pool": 7,
        "tranche": 1,
        "first_share": 0,
        "currency": "CNY",
        "occasions": ("launch",),
        "lanes": 2,
        "parameters": split_parameters(plan),
    }
    return TrancheTerms(**{**fields, **changes})


@st.composite
def terms(draw: st.DrawFn) -> TrancheTerms:
    shares = draw(st.integers(1, 10**6))
    curve = draw(st.sampled_from([Curve.EQUAL, Curve.UNIFORM, Curve.EXPONENTIAL]))
    total = draw(st.integers(shares, AMOUNT_MINOR_MAX))
    plan = TranchePlan(shares=shares, total_minor=total, minimum_minor=draw(st.integers(0, 1)), curve=curve)
    return terms_of(
        draw(st.sampled_from([plan, LOTTERY])),
        pool=draw(st.integers(1, POOL_ID_MAX)),
        tranche=draw(st.integers(1, 200)),
        first_share=draw(st.integers(0, SHARES_MAX - 10**6)),
        occasions=tuple(
            draw(
                st.lists(
                    st.from_regex(r"[a-z][a-z0-9:.-]{0,39}", fullmatch=True), min_size=1, max_size=4, unique=True
                )
            )
        ),
        lanes=draw(st.integers(1, LANES_MAX)),
    )


def with_value(name: str, value: object, plan: TranchePlan = EQUAL) -> bytes:
    """The canonical text of terms with one value changed."""
    values = {**json.loads(terms_text(terms_of(plan))), name: value}
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode()


@given(terms())
@limits(max_examples=30)
def test_terms_are_read_back_from_their_text(given_terms: TrancheTerms) -> None:
    text = terms_text(given_terms)
    assert len(text) <= TERMS_BYTES_MAX
    assert parse_terms(text) == given_terms


def test_text_is_sorted_json_without_spaces_in_ascii() -> None:
    assert terms_text(terms_of(LOTTERY)) == (
        b'{"currency":"CNY","curve":"lottery","first_share":0,"format":"grandstand-tranche-1","knots":[],"lanes":2,'
        b'"minimum_minor":5,"occasions":["launch"],"pool":7,"shares":3,"tiers":[[1,20],[2,5]],"total_minor":30,'
        b'"tranche":1}'
    )


def test_largest_terms_fit_the_limit() -> None:
    plan = TranchePlan(shares=SHARES_MAX, total_minor=AMOUNT_MINOR_MAX, minimum_minor=0, curve=Curve.EXPONENTIAL)
    occasions = tuple(f"{'o' * 37}:{index:02}" for index in range(OCCASIONS_MAX))
    text = terms_text(terms_of(plan, occasions=occasions, lanes=LANES_MAX, pool=POOL_ID_MAX))
    assert parse_terms(text).occasions == occasions
    assert len(text) < TERMS_BYTES_MAX * 0.7


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"[" * 200_000,
        b'{"currency":"' + b"\xff" * 10 + b'"}',
        terms_text(terms_of()) + b"\n",
        terms_text(terms_of()).replace(b",", b", "),
        terms_text(terms_of()).replace(b'"pool":7', b'"pool":7,"pool":7'),
        terms_text(terms_of()).replace(b'"pool":7', b'"pool":07'),
        terms_text(terms_of()).replace(b'"pool":7', b'"pool":7.0'),
        terms_text(terms_of()).replace(b'"pool":7', b'"pool":' + b"9" * 5000),
        terms_text(terms_of()).replace(b"launch", b"l\\u0061unch"),
        terms_text(terms_of()).replace(b'"pool":7', b'"note":1,"pool":7'),
        b" " * (TERMS_BYTES_MAX + 1),
    ],
    ids=lambda text: repr(text[:24]),
)
def test_a_text_that_is_not_canonical_terms_is_refused(text: bytes) -> None:
    with pytest.raises(TermsInvalid):
        parse_terms(text)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("pool", 0, "a number from 1"),
        ("pool", POOL_ID_MAX + 1, "a number from 1"),
        ("pool", -1, "terms"),
        ("tranche", 0, "counted from 1"),
        ("first_share", SHARES_MAX - 9, "last share"),
        ("currency", "cny", "three capital letters"),
        ("lanes", 0, "1 to 64 lanes"),
        ("lanes", LANES_MAX + 1, "1 to 64 lanes"),
        ("occasions", [], "1 to 64 occasions"),
        ("occasions", ["a", "a"], "all different"),
        ("occasions", ["Launch"], "like 'launch'"),
        ("occasions", [f"o{at}" for at in range(OCCASIONS_MAX + 1)], "1 to 64 occasions"),
        ("curve", "parabolic", "terms"),
        ("format", "grandstand-tranche-2", "terms"),
        ("shares", 0, "shares"),
        ("shares", SHARES_MAX + 1, "last share"),
        ("total_minor", 9, "cannot come from 9"),
        ("total_minor", AMOUNT_MINOR_MAX + 1, "minor units"),
        ("knots", [0, 1], "has no knots"),
        ("tiers", [[1, 2]], "has no tiers"),
        ("tiers", [[1, 2, 3]], "terms"),
    ],
)
def test_terms_on_which_nothing_can_be_given_are_refused(name: str, value: object, why: str) -> None:
    with pytest.raises(TermsInvalid, match=why):
        parse_terms(with_value(name, value))


def test_a_lottery_with_too_many_tiers_is_refused() -> None:
    tiers = tuple(Tier(shares=1, amount_minor=5) for _ in range(TIERS_MAX + 1))
    plan = TranchePlan(
        shares=len(tiers), total_minor=5 * len(tiers), minimum_minor=5, curve=Curve.LOTTERY, tiers=tiers
    )
    with pytest.raises(TermsInvalid, match="at most 64 tiers"):
        parse_terms(terms_text(terms_of(plan)))


def test_commitment_is_the_sha256_of_seed_and_text() -> None:
    text = terms_text(terms_of())
    assert commitment(SEED, text) == hashlib.sha256(SEED + text).digest()
    assert commitment(SEED, text) != commitment(SEED[::-1], text)
    assert commitment(SEED, text) != commitment(SEED, terms_text(terms_of(pool=8)))


def test_budget_digest_covers_every_commitment_in_order() -> None:
    one, two = b"\1" * 32, b"\2" * 32
    assert budget_digest([one, two]) == hashlib.sha256(one + two).digest()
    assert len({budget_digest(each) for each in ([], [one], [two], [one, two], [two, one])}) == 5


def test_a_seed_or_commitment_of_another_length_is_refused() -> None:
    with pytest.raises(AssertionError):
        commitment(SEED[1:], b"{}")
    with pytest.raises(AssertionError):
        budget_digest([b"\1" * 31])
