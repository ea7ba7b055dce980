"""Whether the document of a ledger agrees with itself: tranches, terms, commitments, keys.

`parse_document` has seen to it that every value is one that a pool can have.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from grandstand.campaign.chain import key_id
from grandstand.campaign.commitment import TermsInvalid, budget_digest, commitment, parse_terms
from grandstand.campaign.curves import knots
from grandstand.campaign.ledger_segment import Faults, Frame
from grandstand.campaign.models import PoolDocument, PoolState, SplitParameters, TrancheDocument, TrancheTerms
from grandstand.campaign.split import extra_of


@dataclass(frozen=True, slots=True)
class CheckedTranche:
    """A tranche as the ledger has it; `parameters` and `seed` are None where they are not known."""

    first_share: int
    shares: int
    total_minor: int
    parameters: SplitParameters | None
    seed: bytes | None


def frame_of(document: PoolDocument) -> Frame:
    """What the batches of this pool are held against."""
    commitments = [bytes.fromhex(tranche.commitment) for tranche in document.tranches]
    ends, committed = [0], [document.tranches[0].committed_at]
    for tranche in document.tranches:
        ends.append(tranche.first_share + tranche.shares)
        committed.append(max(committed[-1], tranche.committed_at))
    return Frame(
        pool=document.pool,
        lanes=document.lanes,
        occasions=len(document.occasions),
        budgets={budget_digest(commitments[:count]): count for count in range(1, len(commitments) + 1)},
        ends=ends,
        committed=committed,
    )


def check_document(document: PoolDocument, faults: Faults) -> list[CheckedTranche]:
    """The tranches of the document; what does not agree is added to the faults."""
    checked: list[CheckedTranche] = []
    before: datetime | None = None
    shares = total_minor = 0
    for count, tranche in enumerate(document.tranches, start=1):
        name = f"tranche {tranche.number}"
        misplaced = list(_tranche_faults(tranche, count, shares, before))
        for what in misplaced:
            faults.add(name, what)
        parameters = check_terms(document, tranche, name, faults)
        seed = bytes.fromhex(tranche.seed) if tranche.seed is not None else None
        if document.state is PoolState.REVEALED and seed is None:
            faults.add(name, "the pool is revealed, its seed is not")
        if seed is not None and tranche.terms is not None:
            found = commitment(seed, tranche.terms.encode()).hex()
            if found != tranche.commitment:
                faults.add(name, f"committed to {tranche.commitment}, its seed and terms give {found}")
        # Tranches that overlap would have their amounts computed again and again.
        known = None if misplaced else parameters
        checked.append(CheckedTranche(tranche.first_share, tranche.shares, tranche.total_minor, known, seed))
        shares, total_minor = shares + tranche.shares, total_minor + tranche.total_minor
        before = tranche.committed_at
    if (shares, total_minor) != (document.shares, document.total_minor):
        faults.add(
            "document",
            f"the tranches have {total_minor} in {shares} shares, "
            f"the pool {document.total_minor} in {document.shares}",
        )
    for key in document.keys:
        if key.id != (expected := key_id(bytes.fromhex(key.public))):
            faults.add("document", f"the key {key.public} is called {key.id!r}, its id is {expected!r}")
    return checked


def _tranche_faults(tranche: TrancheDocument, count: int, shares: int, before: datetime | None) -> Iterator[str]:
    if tranche.number != count:
        yield f"is the tranche at place {count}"
    if tranche.first_share != shares:
        yield f"begins at share {tranche.first_share}, the tranches before it have {shares}"
    if before is not None and tranche.committed_at < before:
        yield f"was committed to at {tranche.committed_at.isoformat()}, before the tranche before it"


def check_terms(
    document: PoolDocument, tranche: TrancheDocument, name: str, faults: Faults
) -> SplitParameters | None:
    """The parameters of a tranche; None when its terms cannot be read or are those of another tranche."""
    if tranche.terms is None:
        faults.add(name, "a ledger has the terms of each tranche, here they are missing")
        return None
    try:
        terms = parse_terms(tranche.terms.encode())
    except TermsInvalid as error:
        faults.add(name, str(error))
        return None
    found = list(_terms_faults(document, tranche, terms))
    for what in found:
        faults.add(name, what)
    return None if found else terms.parameters


def _terms_faults(document: PoolDocument, tranche: TrancheDocument, terms: TrancheTerms) -> Iterator[str]:
    parameters = terms.parameters
    pairs = [
        ("pool", terms.pool, document.pool),
        ("tranche", terms.tranche, tranche.number),
        ("first_share", terms.first_share, tranche.first_share),
        ("currency", terms.currency, document.currency),
        ("occasions", terms.occasions, document.occasions),
        ("lanes", terms.lanes, document.lanes),
        ("shares", parameters.shares, tranche.shares),
        ("total_minor", parameters.total_minor, tranche.total_minor),
    ]
    for name, committed, said in pairs:
        if committed != said:
            yield f"its terms say {name} {committed!r}, the document says {said!r}"
    if parameters.knots != knots(parameters.curve, extra_of(parameters)):
        yield f"its knots are not those of the curve {parameters.curve.value!r}"
