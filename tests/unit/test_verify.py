"""Verification: good ledgers hold; every rule that can be broken is seen by the fast check and the plain one."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from grandstand.campaign.chain import GENESIS, head, header_line
from grandstand.campaign.commitment import budget_digest, commitment
from grandstand.campaign.errors import LedgerInvalid
from grandstand.campaign.models import (
    Curve,
    KeyDocument,
    PoolState,
    PublishedHead,
    TranchePlan,
)
from grandstand.campaign.verify import Verdict, verify_ledger
from ledgers import (
    EQUAL,
    EXPONENTIAL,
    LOTTERY,
    PLANS,
    UNIFORM,
    Ledger,
    holds,
    ledger_of,
    outcome,
    verdict_of,
    with_claim,
    with_document,
    with_new_digest,
    with_tranche,
)

DATA = ledger_of(PLANS).data()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pool.ledger"


@pytest.fixture(scope="module")
def shared_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledgers") / "pool.ledger"


# Good ledgers.


@given(
    plans=st.lists(st.sampled_from([UNIFORM, LOTTERY, EXPONENTIAL, EQUAL]), min_size=1, max_size=3),
    seed=st.integers(0, 10**6),
    lanes=st.integers(1, 5),
    state=st.sampled_from([PoolState.REVEALED, PoolState.CLOSED, PoolState.OPEN]),
    fraction=st.sampled_from([1.0, 0.7, 0.0]),
    publish=st.booleans(),
)
@limits(max_examples=25)
def test_every_good_ledger_holds(
    shared_path: Path,
    plans: list[TranchePlan],
    seed: int,
    lanes: int,
    state: PoolState,
    fraction: float,
    publish: bool,  # noqa: FBT001 - drawn
) -> None:
    ledger = ledger_of(plans, seed=seed, lanes=lanes, state=state, fraction=fraction, publish=publish)
    shared_path.write_bytes(ledger.data())
    assert outcome(shared_path) == (True, state is PoolState.REVEALED)


def test_verdict_says_what_the_ledger_says(path: Path) -> None:
    ledger = ledger_of(PLANS, fraction=0.5)
    verdict = verdict_of(ledger, path)
    shares = [int(line[:10]) for _, lines in ledger.batches for line in lines]
    assert verdict == Verdict(
        pool=7,
        state=PoolState.REVEALED,
        currency="CNY",
        tranches=3,
        shares=96,
        total_minor=14_690,
        lanes=3,
        batches=len(ledger.batches),
        claims=len(shares),
        amount_minor=sum(header.amount_minor for header, _ in ledger.batches),
        published_heads=len(ledger.published),
        sha256=hashlib.sha256(ledger.data()[: ledger.data().rindex(b"end ")]).hexdigest(),
        amounts_checked=True,
        faults=(),
        faults_left_out=0,
    )
    assert verdict.holds


def test_lanes_that_gave_nothing_may_have_a_head_that_says_so(path: Path) -> None:
    ledger = ledger_of([EQUAL], fraction=0.0)
    heads = tuple(
        msgspec.structs.replace(each, lane=lane, batch=0, head="0" * 64, claims=0, amount_minor=0)
        for lane in range(3)
        for each in ledger_of([EQUAL]).document.heads[:1]
    )
    ledger.document = msgspec.structs.replace(ledger.document, heads=heads)
    assert holds(ledger, path)


@pytest.mark.parametrize("processes", [2])
def test_processes_find_the_same(path: Path, processes: int) -> None:
    """In a program of its own, as the processes import its main module."""
    ledger = ledger_of([TranchePlan(shares=3000, total_minor=10**6, minimum_minor=1, curve=Curve.EXPONENTIAL)])
    with_claim(ledger, 5, 0, ledger.batches[5][1][0].replace(b" 00 ", b" 01 "))
    path.write_bytes(ledger.data())
    program = path.with_suffix(".py")
    program.write_text(
        "from grandstand.campaign import ledger_file, verify\n"
        "if __name__ == '__main__':\n"
        "    verify.PARALLEL_BYTES, ledger_file.STRETCH_BYTES, seen = 0, 30_000, []\n"
        f"    verdict = verify.verify_ledger({str(path)!r}, processes={processes},"
        " progress=lambda *at: seen.append(at))\n"
        "    print(verdict)\n"
        "    assert len(seen) > 3 and seen == sorted(seen) and seen[-1][0] < seen[-1][1]\n"
    )
    found = subprocess.run([sys.executable, program], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == str(verify_ledger(path))


# The document.


def retermed(ledger: Ledger, at: int, **changes: object) -> None:
    """Terms with changed values, committed to anew."""
    tranche = ledger.document.tranches[at]
    values = {**json.loads(str(tranche.terms)), **changes}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    seed = bytes.fromhex(str(tranche.seed))
    with_tranche(ledger, at, terms=text, commitment=commitment(seed, text.encode()).hex())


def with_time(at: int, step: timedelta) -> Callable[[Ledger], None]:
    """The commitment of a tranche, so much later than that of the first one."""
    return lambda ledger: with_tranche(ledger, at, committed_at=ledger.document.tranches[0].committed_at + step)


OWN_KNOTS = [*(at * 2 // 3 for at in range(4096)), 45 * 97]
"""A curve of somebody's own from 0 to the extra of UNIFORM, under the name of ours."""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (with_document(shares=97), "the pool 14690 in 97"),
        (with_document(total_minor=14_691), "the pool 14691 in 96"),
        (with_document(currency="EUR"), "say currency 'CNY', the document says 'EUR'"),
        (with_document(occasions=("launch",)), "say occasions"),
        (with_document(lanes=4), "say lanes 3"),
        (with_document(pool=8), "say pool 7"),
        (with_document(heads=()), "has no head of lane 0"),
        (with_document(keys=(KeyDocument(id="0" * 16, public="00" * 32),)), "its id is"),
        (lambda ledger: with_document(heads=ledger.document.heads * 2)(ledger), "two heads of lane"),
        (lambda ledger: with_tranche(ledger, 0, number=2), "is the tranche at place 1"),
        (lambda ledger: with_tranche(ledger, 1, first_share=46), "begins at share 46"),
        (lambda ledger: with_tranche(ledger, 1, shares=21), "say shares 20"),
        (lambda ledger: with_tranche(ledger, 1, total_minor=21), "say total_minor 1190"),
        (lambda ledger: with_tranche(ledger, 1, seed="00" * 32), "its seed and terms give"),
        (lambda ledger: with_tranche(ledger, 1, seed=None), "the pool is revealed"),
        (lambda ledger: with_tranche(ledger, 1, commitment="00" * 32), "committed to 0000"),
        (lambda ledger: with_tranche(ledger, 1, terms="{}"), "not the JSON of a tranche's terms"),
        (with_time(1, -timedelta(seconds=1)), "before the tranche before it"),
        (with_time(2, timedelta(days=9)), "committed to later"),
        (lambda ledger: retermed(ledger, 0, knots=OWN_KNOTS), "not those of the curve 'uniform'"),
        (lambda ledger: retermed(ledger, 0, tranche=2), "say tranche 2"),
        (lambda ledger: retermed(ledger, 1, first_share=0), "say first_share 0"),
    ],
)
def test_a_document_that_does_not_agree_is_refused(path: Path, change: Callable[[Ledger], None], why: str) -> None:
    ledger = ledger_of(PLANS)
    change(ledger)
    assert not holds(ledger, path)
    found = [what for _, what in verify_ledger(path).faults]
    assert any(why in what for what in found), found


def test_a_tranche_without_terms_is_refused(path: Path) -> None:
    ledger = ledger_of(PLANS)
    whole = msgspec.json.encode(ledger.document)
    data = ledger.data()
    with_tranche(ledger, 1, terms=None)
    path.write_bytes(with_new_digest(data.replace(whole, msgspec.json.encode(ledger.document))))
    assert not outcome(path)[0]
    assert "they are missing" in verify_ledger(path).faults[0].what


def test_tranches_that_were_committed_to_at_the_same_time_hold(path: Path) -> None:
    ledger = ledger_of(PLANS)
    with_time(1, timedelta(0))(ledger)
    assert holds(ledger, path)


@pytest.mark.parametrize("name", ["batches", "claims", "amount", "sha256"])
def test_the_last_line_must_be_true(path: Path, name: str) -> None:
    before, _, last = DATA.rpartition(b"end ")
    key = f"{name}=".encode()
    value = last.partition(key)[2].split()[0]
    changed = last.replace(key + value, key + value[:-1] + (b"1" if value[-1:] != b"1" else b"2"))
    path.write_bytes(before + b"end " + changed)
    assert not outcome(path)[0]
    (fault,) = verify_ledger(path).faults
    assert fault.position == "last line"
    assert fault.what.startswith(f"says {name} ")


@pytest.mark.parametrize(
    "changes", [{"batch": 3}, {"head": "00" * 32}, {"claims": 1}, {"amount_minor": 1}, {"lane": 9}]
)
def test_the_last_heads_of_the_document_must_be_true(path: Path, changes: dict[str, object]) -> None:
    ledger = ledger_of(PLANS)
    first, *others = ledger.document.heads
    with_document(heads=(msgspec.structs.replace(first, **changes), *others))(ledger)
    assert not holds(ledger, path)
    assert verify_ledger(path).faults[0].position == "document"


def test_an_amount_that_is_not_that_of_the_split_is_named(path: Path) -> None:
    ledger = ledger_of(PLANS, publish=False)
    line = ledger.batches[0][1][0]
    with_claim(ledger, 0, 0, b"%s%016d%s" % (line[:11], int(line[11:27]) + 1, line[27:]))
    ledger.recompute_batches()
    ledger.recompute_chain()
    amount = int(line[11:27])
    faults = verdict_of(ledger, path).faults
    assert ("shares 0 to 44", f"share 0 was given {amount + 1}, the split gives it {amount}") in faults
    assert ("shares 0 to 44", "gave 4501 of 4500") in faults


def test_a_sold_out_tranche_that_gave_too_little_is_seen_while_it_is_sealed(path: Path) -> None:
    ledger = ledger_of([EQUAL], publish=False, state=PoolState.CLOSED)
    line = ledger.batches[0][1][0]
    with_claim(ledger, 0, 0, b"%s%016d%s" % (line[:11], int(line[11:27]) - 1, line[27:]))
    ledger.recompute_batches()
    ledger.recompute_chain()
    assert not holds(ledger, path)
    assert verdict_of(ledger, path).faults == (("shares 0 to 11", "all are given, but 124 of 125"),)


# The chain.


def test_a_batch_on_a_budget_that_does_not_have_its_shares_is_refused(path: Path) -> None:
    ledger = ledger_of(PLANS, publish=False)
    first = budget_digest([bytes.fromhex(ledger.document.tranches[0].commitment)])
    ledger.batches = [(header._replace(budget=first), lines) for header, lines in ledger.batches]
    ledger.recompute_chain()
    assert not holds(ledger, path)
    assert "its budget has 45 shares" in verify_ledger(path).faults[0].what


def test_the_first_share_of_a_raise_is_not_given_from_the_budget_before_it(path: Path) -> None:
    ledger = ledger_of([UNIFORM, EQUAL], publish=False, lanes=1, batch_max=1)
    first = budget_digest([bytes.fromhex(ledger.document.tranches[0].commitment)])
    header, lines = ledger.batches[45]
    ledger.batches[45] = (header._replace(budget=first), lines)
    ledger.recompute_chain()
    assert not holds(ledger, path)
    (fault,) = verify_ledger(path).faults
    assert fault.what == "gave share 45, its budget has 45 shares"


def test_a_budget_that_shrinks_is_refused(path: Path) -> None:
    ledger = ledger_of([UNIFORM, UNIFORM], publish=False, lanes=1)
    commitments = [bytes.fromhex(tranche.commitment) for tranche in ledger.document.tranches]
    (header, lines), *others = ledger.batches
    ledger.batches = [(header._replace(budget=budget_digest(commitments)), lines), *others]
    ledger.recompute_chain()
    assert not holds(ledger, path)
    assert "its budget has 1 tranches, that of the batch before it 2" in verify_ledger(path).faults[0].what


def test_a_lane_that_the_pool_does_not_have_is_refused(path: Path) -> None:
    ledger = ledger_of([UNIFORM], publish=False)
    ledger.batches = [
        (header._replace(lane=3) if header.lane == 2 else header, lines) for header, lines in ledger.batches
    ]
    ledger.recompute_chain()
    assert not holds(ledger, path)
    assert verify_ledger(path).faults[0].what == "the pool has 3 lanes"


def test_a_sum_that_only_the_header_has_wrong_is_refused(path: Path) -> None:
    """The document and the last line state the true sums."""
    ledger = ledger_of([UNIFORM], publish=False, lanes=1)
    header, lines = ledger.batches[0]
    ledger.batches[0] = (header._replace(amount_minor=header.amount_minor + 1), lines)
    ledger.recompute_chain()
    (last,) = ledger.document.heads
    with_document(heads=(msgspec.structs.replace(last, amount_minor=4500),))(ledger)
    path.write_bytes(with_new_digest(ledger.data().replace(b" amount=4501 sha256", b" amount=4500 sha256")))
    assert not outcome(path)[0]
    (fault,) = verify_ledger(path).faults
    assert fault.what == f"says it gave {header.amount_minor + 1}, its claims add up to {header.amount_minor}"


def test_batches_are_counted_without_a_gap(path: Path) -> None:
    ledger = ledger_of([UNIFORM], publish=False, lanes=1)
    previous = GENESIS
    for at, (header, lines) in enumerate(ledger.batches):
        linked = header._replace(batch=header.batch + 10, previous=previous)
        ledger.batches[at], previous = (linked, lines), head(header_line(linked))
    last = ledger.document.heads[0]
    renumbered = msgspec.structs.replace(last, batch=last.batch + 10, head=previous.hex())
    with_document(heads=(renumbered,))(ledger)
    assert not holds(ledger, path)
    assert verify_ledger(path).faults[0].what == "batch 11 follows batch 0"


def test_times_within_a_lane_must_rise(path: Path) -> None:
    ledger = ledger_of([UNIFORM], publish=False)
    (first, _), (second, lines) = ledger.batches[:2]
    ledger.batches[1] = (second._replace(at=first.at), lines)
    ledger.recompute_chain()
    assert not holds(ledger, path)


def test_lanes_in_another_order_are_refused(path: Path) -> None:
    ledger = ledger_of([UNIFORM], publish=False)
    by_lane = sorted(ledger.batches, key=lambda batch: -batch[0].lane)
    ledger.batches = by_lane
    assert not holds(ledger, path)
    with pytest.raises(LedgerInvalid, match="lane 1 comes after lane 2"):
        verify_ledger(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda shown: replace(shown, head=bytes(32)),
        lambda shown: replace(shown, at=shown.at - timedelta(hours=1)),
        lambda shown: replace(shown, batch=shown.batch + 1000),
        lambda shown: replace(shown, lane=2 if shown.lane != 2 else 1),
        lambda shown: replace(shown, lane=9),
    ],
)
def test_a_published_head_that_the_chain_does_not_have_is_refused(
    path: Path, change: Callable[[PublishedHead], PublishedHead]
) -> None:
    ledger = ledger_of(PLANS)
    ledger.published[2] = change(ledger.published[2])
    assert not holds(ledger, path)


def test_the_same_head_published_twice_holds(path: Path) -> None:
    ledger = ledger_of(PLANS)
    again = replace(ledger.published[2], at=ledger.published[2].at + timedelta(hours=1))
    ledger.published += [again, ledger.published[0]]
    assert holds(ledger, path)


def with_names(names: list[int]) -> Ledger:
    """A ledger whose fans have names with the same first half, each with the one occasion."""
    ledger = ledger_of([EQUAL], publish=False)
    left = iter(names)
    for batch, (_, lines) in enumerate(ledger.batches):
        for claim, line in enumerate(lines):
            with_claim(ledger, batch, claim, line[:28] + b"00 %032x\n" % next(left))
    ledger.recompute_batches()
    ledger.recompute_chain()
    return ledger


def test_fans_whose_names_begin_alike_are_not_taken_for_one(path: Path) -> None:
    """Half a pseudonym is compared first."""
    assert holds(with_names(list(range(12))), path)


def test_a_fan_among_others_whose_names_begin_alike_is_found(path: Path) -> None:
    assert not holds(with_names([3, 1, 2, *range(4, 12), 3]), path)
    (fault,) = verify_ledger(path).faults
    assert fault.what.startswith(f"{3:032x} has occasion 0 more than once")
