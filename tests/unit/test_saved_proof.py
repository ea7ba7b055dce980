"""A saved proof holds as it was saved, and nothing of it can be changed unnoticed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grandstand.campaign import verify_saved_proof
from grandstand.campaign.chain import BatchReceipts, BatchTree, ReceiptKey, header_line
from grandstand.campaign.errors import LedgerInvalid, ReceiptInvalid
from grandstand.campaign.models import Curve, PoolState, TranchePlan
from grandstand.campaign.saved_proof import PROOF_BYTES_MAX
from ledgers import KEY, LOTTERY, OCCASIONS, Ledger, ledger_of, with_claim

UNIFORM = TranchePlan(shares=45, total_minor=4500, minimum_minor=3, curve=Curve.UNIFORM)
PLANS = [UNIFORM, LOTTERY]
Proof = dict[str, Any]


def proof_of(ledger: Ledger, batch: int = -1, claim: int = 0, key: ReceiptKey = KEY) -> Proof:
    """What a browser saves: the terms of the share's own tranche only, and only once they are needed."""
    header, lines = ledger.batches[batch]
    receipts = BatchReceipts(header_line(header), lines, BatchTree(lines), key)
    share, amount, occasion = (int(part) for part in lines[claim].split()[:3])
    proof: Proof = msgspec.to_builtins(
        {
            "format": "grandstand-proof-1",
            "claim": {
                "pool": 7,
                "occasion": OCCASIONS[occasion],
                "share": share,
                "amount_minor": amount,
                "currency": "CNY",
                "claimed_at": header.at,
            },
            "receipt": receipts.receipt(claim),
            "document": ledger.document,
        }
    )
    for tranche in proof["document"]["tranches"]:
        its_own = tranche["first_share"] <= share < tranche["first_share"] + tranche["shares"]
        if not its_own or ledger.document.state is not PoolState.REVEALED:
            del tranche["terms"]
    return proof


def save(folder: Path, proof: Proof) -> Path:
    path = folder / "proof.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(proof)) + b"\n")
    return path


@pytest.fixture(scope="module")
def revealed() -> Ledger:
    return ledger_of(PLANS)


@pytest.mark.parametrize("batch", [0, -1])
@pytest.mark.parametrize("state", [PoolState.OPEN, PoolState.CLOSED, PoolState.REVEALED])
def test_a_proof_holds_in_every_state_and_for_every_claim_of_its_batch(
    tmp_path: Path, state: PoolState, batch: int
) -> None:
    ledger = ledger_of(PLANS, state=state)
    written = tmp_path / "ledger"
    written.write_bytes(ledger.data())
    for claim in range(len(ledger.batches[batch][1])):
        verdict = verify_saved_proof(save(tmp_path, proof_of(ledger, batch, claim)), ledger=written)
        assert verdict.faults == ()
        assert verdict.holds
        assert verdict.amount_checked == (state is PoolState.REVEALED)
        assert (verdict.pool, verdict.currency) == (7, "CNY")


def first(name: str) -> Callable[[Proof], None]:
    """Turns the first digit of a text into another one."""

    def change(proof: Proof) -> None:
        *way, last = name.split(".")
        part: Any = proof
        for step in way:
            part = part[int(step) if step.isdigit() else step]
        old = part[int(last) if last.isdigit() else last]
        part[int(last) if last.isdigit() else last] = f"{(int(old[0], 16) + 1) % 16:x}{old[1:]}"

    return change


def put(name: str, value: object) -> Callable[[Proof], None]:
    def change(proof: Proof) -> None:
        *way, last = name.split(".")
        part: Any = proof
        for step in way:
            part = part[int(step) if step.isdigit() else step]
        part[last] = value

    return change


def other_amount(proof: Proof) -> None:
    """The receipt and the claim both lie, in the same way."""
    proof["claim"]["amount_minor"] += 1
    line = proof["receipt"]["claim"].split(" ")
    line[1] = f"{int(line[1]) + 1:016}"
    proof["receipt"]["claim"] = " ".join(line)


def other_head(proof: Proof) -> None:
    header = dict(part.split("=") for part in proof["receipt"]["header"].split()[1:])
    for each in proof["document"]["heads"]:
        each |= {"lane": int(header["lane"]), "batch": int(header["batch"]), "head": "00" * 32}


CHANGES = {
    "the pool of the claim": put("claim.pool", 8),
    "the pool of the document": put("document.pool", 8),
    "the occasion": put("claim.occasion", "draw:1"),
    "the share": put("claim.share", 0),
    "a share beyond the pool": put("claim.share", 10**9),
    "a negative share": put("claim.share", -1),
    "the amount": put("claim.amount_minor", 10**9),
    "the amount, twice": other_amount,
    "the currency": put("claim.currency", "EUR"),
    "the place in the batch": put("receipt.index", 1),
    "a negative place": put("receipt.index", -1),
    "a place beyond the batch": put("receipt.index", 10**6),
    "a path that is too long": put("receipt.path", ["00" * 32] * 17),
    "a node of the path": first("receipt.path.0"),
    "the signature": first("receipt.signature"),
    "the name of the key": first("receipt.key"),
    "the key": first("document.keys.0.public"),
    "a key of nobody": put("document.keys", []),
    "the commitment": first("document.tranches.1.commitment"),
    "the commitment of another tranche": first("document.tranches.0.commitment"),
    "the seed": first("document.tranches.1.seed"),
    "missing terms": put("document.tranches.1.terms", None),
    "other terms": put("document.tranches.1.terms", "{}"),
    "a late commitment": put("document.tranches.1.committed_at", "2030-01-01T00:00:00Z"),
    "a tranche elsewhere": put("document.tranches.1.first_share", 46),
    "another head": other_head,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_proof_that_was_changed_does_not_hold(tmp_path: Path, revealed: Ledger, name: str) -> None:
    batch = next(
        at for at, (_, lines) in enumerate(revealed.batches) if len(lines) > 2 and int(lines[0][:10]) >= 45
    )
    proof = proof_of(revealed, batch)
    CHANGES[name](proof)
    verdict = verify_saved_proof(save(tmp_path, proof))
    assert not verdict.holds
    assert all(verdict.faults)


def test_a_share_of_a_tranche_that_was_not_there_yet_does_not_count(tmp_path: Path, revealed: Ledger) -> None:
    """A batch that names the first tranche alone cannot have given a share of the second one."""
    first_budget = revealed.batches[0][0].budget
    batch = next(at for at, (_, lines) in enumerate(revealed.batches) if int(lines[0][:10]) >= 45)
    header, lines = revealed.batches[batch]
    early = Ledger(revealed.document, [], [(header._replace(budget=first_budget), lines)])
    verdict = verify_saved_proof(save(tmp_path, proof_of(early)))
    assert verdict.faults == (f"share {int(lines[0][:10])} lies in tranche 2, which was not there yet",)


def test_a_receipt_of_a_stranger_does_not_hold(tmp_path: Path, revealed: Ledger) -> None:
    verdict = verify_saved_proof(save(tmp_path, proof_of(revealed, key=ReceiptKey(bytes(32)))))
    assert len(verdict.faults) == 1
    assert "is not one of the keys" in verdict.faults[0]


def test_a_claim_that_was_dropped_or_altered_afterwards_is_missed_in_the_ledger(
    tmp_path: Path, revealed: Ledger
) -> None:
    path = save(tmp_path, proof_of(revealed, 0))
    other = ledger_of(PLANS, seed=1)
    (tmp_path / "other").write_bytes(other.data())
    assert verify_saved_proof(path, ledger=tmp_path / "other").faults == (
        "the batch of the receipt does not stand in the ledger",
    )
    altered = ledger_of(PLANS)
    line = altered.batches[0][1][0]
    with_claim(altered, 0, 0, line[:-2] + (b"0\n" if line[-2:] != b"0\n" else b"1\n"))
    (tmp_path / "altered").write_bytes(altered.data())
    assert verify_saved_proof(path, ledger=tmp_path / "altered").faults == (
        "the batch of the receipt stands in the ledger, but not with this claim",
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"format": "grandstand-proof-2"}',
        b" " * (PROOF_BYTES_MAX + 1),
    ],
    ids=range(7),
)
def test_a_file_that_is_no_proof_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(text)
    with pytest.raises(ReceiptInvalid):
        verify_saved_proof(path)


@pytest.mark.parametrize(
    "change",
    [
        put("receipt.header", ""),
        put("receipt.header", "grandstand-batch-1 päol=7"),
        put("receipt.claim", "0 0 0 0"),
        put("receipt.path", "00"),
        put("document.lanes", 10**9),
        put("document.tranches", []),
        put("document.state", "broken"),
        put("claim.claimed_at", "yesterday"),
    ],
    ids=range(8),
)
def test_a_proof_with_a_part_that_cannot_be_is_refused(
    tmp_path: Path, revealed: Ledger, change: Callable[[Proof], None]
) -> None:
    proof = proof_of(revealed)
    change(proof)
    with pytest.raises(ReceiptInvalid):
        verify_saved_proof(save(tmp_path, proof))


def test_files_that_cannot_be_read_are_named(tmp_path: Path, revealed: Ledger) -> None:
    with pytest.raises(LedgerInvalid, match="nowhere"):
        verify_saved_proof(tmp_path / "nowhere")
    path = save(tmp_path, proof_of(revealed))
    (tmp_path / "empty").touch()
    for name in ("nowhere", "empty"):
        with pytest.raises(LedgerInvalid, match=name):
            verify_saved_proof(path, ledger=tmp_path / name)
