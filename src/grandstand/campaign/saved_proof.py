"""The file that a fan saves from her page, checked without her browser and without the server.

It holds her claim, her receipt and the pool document. The checks are those of web/src/proof/checks.ts:

* the receipt: the path from the claim to the root of its batch, the signature over the batch;
* the claim is the one of the receipt, in this pool, and its batch has the head that was published of it;
* the budget that the batch names is that of the first tranches of the pool, and the share lies in one of them;
* once the seed is revealed: the commitment, and the amount that follows from seed and terms.

That the pseudonym in the receipt is hers cannot be checked: only whoever has the pool's key could tell.
"""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from grandstand.campaign.chain import (
    LINE_BYTES,
    LineInvalid,
    check_receipt,
    head,
    key_id,
    parse_claim,
    parse_header,
)
from grandstand.campaign.commitment import commitment
from grandstand.campaign.errors import LedgerInvalid, ReceiptInvalid
from grandstand.campaign.ledger import parse_document
from grandstand.campaign.ledger_document import check_terms, frame_of
from grandstand.campaign.ledger_file import opened
from grandstand.campaign.ledger_segment import Faults
from grandstand.campaign.models import BatchHeader, Claim, PoolDocument, Receipt, TrancheDocument
from grandstand.campaign.split import Split

PROOF_BYTES_MAX = 2**22
"""A document of 256 tranches with the terms of one has 300,000."""


class SavedProof(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal["grandstand-proof-1"]
    claim: Claim
    receipt: Receipt
    document: PoolDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofVerdict:
    """What a saved proof says, and what of it does not hold.

    While the seed is sealed, `amount_checked` is False: whether the amount was fixed before cannot be known yet.
    """

    pool: int
    occasion: str
    share: int
    amount_minor: int
    currency: str
    amount_checked: bool
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def verify_saved_proof(path: Path | str, *, ledger: Path | str | None = None) -> ProofVerdict:
    """Check a saved proof.

    Args:
        path: the file.
        ledger: a ledger in which the claim must stand; whether the ledger itself holds is not asked here.

    Raises:
        ReceiptInvalid: the file is not a saved proof; the message says why.
        LedgerInvalid: one of the files cannot be read.
    """
    with opened(path) as file:
        proof = parse_saved_proof(file.read(PROOF_BYTES_MAX + 1))
    faults = [*_receipt_faults(proof), *_tranche_faults(proof)]
    if ledger is not None:
        faults += _ledger_faults(proof.receipt, ledger)
    tranche = _tranche_of(proof)
    return ProofVerdict(
        pool=proof.claim.pool,
        occasion=proof.claim.occasion,
        share=proof.claim.share,
        amount_minor=proof.claim.amount_minor,
        currency=proof.claim.currency,
        amount_checked=tranche is not None and tranche.seed is not None,
        faults=tuple(faults),
    )


def parse_saved_proof(text: bytes) -> SavedProof:
    """The proof that a text states.

    Raises:
        ReceiptInvalid: it states none; the message says why.
    """
    if len(text) > PROOF_BYTES_MAX:
        raise ReceiptInvalid(f"A saved proof has at most {PROOF_BYTES_MAX} bytes.")
    try:
        proof = msgspec.json.decode(text, type=SavedProof)
        # The same bounds as for the document of a ledger.
        parse_document(msgspec.json.encode(proof.document) + b"\n")
        parse_header(_line(proof.receipt.header))
        parse_claim(_line(proof.receipt.claim))
    except (ValueError, RecursionError) as error:
        raise ReceiptInvalid(f"The file is not a saved proof: {error}") from None
    return proof


def _receipt_faults(proof: SavedProof) -> Iterator[str]:
    """Whether the receipt holds by itself, and is one of this claim in this pool."""
    claim, receipt, document = proof.claim, proof.receipt, proof.document
    keys = {key.id: bytes.fromhex(key.public) for key in document.keys}
    for name, public in keys.items():
        if key_id(public) != name:
            yield f"the key {public.hex()} is called {name!r}, its id is {key_id(public)!r}"
    try:
        check_receipt(receipt, keys)
    except ReceiptInvalid as error:
        yield str(error)
    header = _header_of(proof)
    share, amount_minor, occasion, _ = parse_claim(_line(receipt.claim))
    named = document.occasions[occasion] if occasion < len(document.occasions) else occasion
    pairs = [
        ("pool of the receipt", header.pool, claim.pool),
        ("pool of the document", document.pool, claim.pool),
        ("share", share, claim.share),
        ("amount", amount_minor, claim.amount_minor),
        ("occasion", named, claim.occasion),
        ("currency", document.currency, claim.currency),
    ]
    for name, said, claimed in pairs:
        if said != claimed:
            yield f"the {name} is {said!r}, the claim says {claimed!r}"
    found = head(_line(receipt.header)).hex()
    for each in document.heads:
        if (each.lane, each.batch) == (header.lane, header.batch) and each.head != found:
            yield f"the head of lane {each.lane} after batch {each.batch} is {each.head}, the receipt has {found}"


def _tranche_faults(proof: SavedProof) -> Iterator[str]:
    """Whether the share was part of the budget then, and has the amount that was committed to."""
    header, document, tranche = _header_of(proof), proof.document, _tranche_of(proof)
    known = frame_of(document).budgets.get(header.budget, 0)
    if not known:
        yield f"the budget {header.budget.hex()} is not that of the first tranches of the pool"
    if tranche is None:
        yield f"share {proof.claim.share} lies in no tranche of the pool"
        return
    if tranche not in document.tranches[:known]:
        yield f"share {proof.claim.share} lies in tranche {tranche.number}, which was not there yet"
    if tranche.committed_at > header.at:
        yield f"the tranche was committed to at {tranche.committed_at.isoformat()}, after the claim"
    if tranche.seed is not None:
        yield from _amount_faults(proof, tranche, bytes.fromhex(tranche.seed))


def _amount_faults(proof: SavedProof, tranche: TrancheDocument, seed: bytes) -> Iterator[str]:
    if tranche.terms is None:
        yield f"the seed of tranche {tranche.number} is revealed, but its terms are missing"
        return
    faults = Faults()
    parameters = check_terms(proof.document, tranche, f"tranche {tranche.number}", faults)
    yield from (f"{fault.position}: {fault.what}" for fault in faults.found)
    found = commitment(seed, tranche.terms.encode("utf-8", "surrogatepass")).hex()
    if found != tranche.commitment:
        yield f"tranche {tranche.number} committed to {tranche.commitment}, its seed and terms give {found}"
    if parameters is None:
        return
    number = np.array([proof.claim.share - tranche.first_share])
    amount_minor = int(Split(seed, parameters).amounts(number)[0])
    if amount_minor != proof.claim.amount_minor:
        yield f"the split gives the share {amount_minor}, the claim says {proof.claim.amount_minor}"


def _ledger_faults(receipt: Receipt, path: Path | str) -> Iterator[str]:
    """Whether the batch stands in the ledger with the claim at its place."""
    header = _line(receipt.header)
    with opened(path) as file:
        # An empty file cannot be mapped, and is no ledger either.
        if not file.read(1):
            raise LedgerInvalid(f"{str(path)!r} is empty.")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            begins = data.find(b"\n" + header)
            at = begins + 1 + len(header) + receipt.index * LINE_BYTES
            claim = data[at : at + LINE_BYTES]
    if begins < 0:
        yield "the batch of the receipt does not stand in the ledger"
    elif claim != _line(receipt.claim):
        yield "the batch of the receipt stands in the ledger, but not with this claim"


def _header_of(proof: SavedProof) -> BatchHeader:
    return parse_header(_line(proof.receipt.header))


def _tranche_of(proof: SavedProof) -> TrancheDocument | None:
    """The tranche that the share lies in."""
    share = proof.claim.share
    inside = (each for each in proof.document.tranches if 0 <= share - each.first_share < each.shares)
    return next(inside, None)


def _line(text: str) -> bytes:
    """A line of the chain with its newline.

    Raises:
        LineInvalid: it is not ASCII.
    """
    try:
        return f"{text}\n".encode("ascii")
    except UnicodeEncodeError:
        raise LineInvalid(f"A line of the chain is ASCII, got {text!r}.") from None
