"""The invariants: right books pass, each number that is off by something is named."""

from dataclasses import replace

import pytest

from grandstand.campaign.invariants import audit_faults, balance_faults
from grandstand.campaign.models import Audit, Balance, PoolState
from grandstand.kernel.ids import PoolId

RIGHT = Balance(
    pool=PoolId(1),
    state=PoolState.OPEN,
    total_minor=1000,
    shares=10,
    tranches_shares=10,
    tranches_minor=1000,
    lanes_granted=4,
    lanes_spent_minor=400,
    batches_claims=4,
    batches_minor=400,
    heads_wrong=0,
    funded_minor=1000,
    posted_minor=400,
    returned_minor=0,
    numbers_taken=4,
    numbers_owned=10,
    ranges_overlapping=0,
)
DRAFT = replace(
    RIGHT,
    state=PoolState.DRAFT,
    lanes_granted=0,
    lanes_spent_minor=0,
    batches_claims=0,
    batches_minor=0,
    funded_minor=0,
    posted_minor=0,
    numbers_taken=0,
    numbers_owned=0,
)
SOLD_OUT = replace(
    RIGHT,
    lanes_granted=10,
    lanes_spent_minor=1000,
    batches_claims=10,
    batches_minor=1000,
    posted_minor=1000,
    numbers_taken=10,
)
CLOSED = replace(RIGHT, state=PoolState.CLOSED, returned_minor=600)
AUDIT = Audit(balance=RIGHT, claims=4, claims_minor=400, fans_twice=0, shares_twice=0)


@pytest.mark.parametrize(
    "balance",
    [RIGHT, DRAFT, SOLD_OUT, CLOSED, replace(CLOSED, state=PoolState.REVEALED)],
    ids=["under way", "draft", "all taken", "closed", "revealed"],
)
def test_right_books_have_no_fault(balance: Balance) -> None:
    assert balance_faults(balance) == []


@pytest.mark.parametrize(
    ("balance", "fault"),
    [
        (replace(RIGHT, numbers_taken=3), "lanes granted 4, numbers taken 3"),
        (replace(RIGHT, batches_claims=5), "lanes granted 4, the chain holds 5"),
        (replace(RIGHT, batches_minor=399), "lanes spent 400, the chain holds 399"),
        (replace(RIGHT, posted_minor=401), "lanes spent 400, posted to fans 401"),
        (replace(RIGHT, funded_minor=999), "funded 999, the total is 1000"),
        (replace(RIGHT, returned_minor=1), "returned 1, not spent 0"),
        (replace(CLOSED, returned_minor=599), "returned 599, not spent 600"),
        (replace(RIGHT, tranches_minor=900), "tranches 900 in 10, 1000 in 10"),
        (replace(RIGHT, heads_wrong=1), "1 lanes whose head is not that of their last batch"),
        (replace(RIGHT, ranges_overlapping=3), "3 ranges overlap"),
        (replace(RIGHT, numbers_owned=9), "lanes own 9 of 10 numbers"),
        (
            replace(SOLD_OUT, lanes_spent_minor=999, batches_minor=999, posted_minor=999),
            "every share is taken, but 999 of 1000 spent",
        ),
        (
            replace(RIGHT, lanes_spent_minor=1001, batches_minor=1001, posted_minor=1001),
            "1001 of 1000 spent",
        ),
    ],
)
def test_each_fault_of_a_balance_is_named(balance: Balance, fault: str) -> None:
    assert balance_faults(balance) == [fault]


def test_audit_of_right_books_finds_nothing() -> None:
    assert audit_faults(AUDIT) == []


@pytest.mark.parametrize(
    ("audit", "fault"),
    [
        (replace(AUDIT, claims=5), "5 claims, lanes granted 4"),
        (replace(AUDIT, claims_minor=399), "claims add up to 399, lanes spent 400"),
        (replace(AUDIT, fans_twice=1), "1 fans hold an occasion twice"),
        (replace(AUDIT, shares_twice=2), "2 share numbers are held twice"),
        (replace(AUDIT, balance=replace(RIGHT, ranges_overlapping=1)), "1 ranges overlap"),
    ],
)
def test_each_fault_of_an_audit_is_named(audit: Audit, fault: str) -> None:
    assert audit_faults(audit) == [fault]
