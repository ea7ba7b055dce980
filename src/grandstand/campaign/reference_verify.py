"""What verify.py checks, in plain Python: slow, and to be read from top to bottom.

It reads the whole file into memory, raises on the first thing that does not hold, and hashes every tree by the
recursive definition. The tests hold verify.py to it.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from grandstand.campaign.chain import (
    GENESIS,
    ClaimLine,
    LineInvalid,
    head,
    key_id,
    parse_claim,
    parse_header,
    reference_root,
)
from grandstand.campaign.commitment import TermsInvalid, budget_digest, commitment, parse_terms
from grandstand.campaign.curves import knots
from grandstand.campaign.errors import LedgerInvalid
from grandstand.campaign.ledger import FIRST_LINE, parse_document, parse_ending, parse_published
from grandstand.campaign.models import BatchHeader, PoolDocument, PoolState, TrancheDocument
from grandstand.campaign.split import extra_of, reference_amount

Chain = list[tuple[BatchHeader, bytes]]


def reference_verify(path: Path) -> bool:
    """Whether the amounts of a ledger could be checked; False while its seeds are sealed.

    Raises:
        LedgerInvalid: something does not hold.
    """
    try:
        return _verify(path.read_bytes())
    except (LineInvalid, TermsInvalid) as error:
        raise LedgerInvalid(str(error)) from None


def _verify(data: bytes) -> bool:
    lines = data.splitlines(keepends=True)
    _hold(len(lines) > 2, "begin and end")  # noqa: PLR2004 - first line, document, end
    ending = parse_ending(lines[-1])
    _hold(hashlib.sha256(data[: -len(lines[-1])]).digest() == ending.sha256, "digest of the file")
    _hold(lines[0] == FIRST_LINE, "first line")
    document = parse_document(lines[1])
    for key in document.keys:
        _hold(key.id == key_id(bytes.fromhex(key.public)), "name of a key")
    _check_tranches(document)
    first_batch = 2
    while lines[first_batch].startswith(b"published "):
        first_batch += 1
    chains, claims = _read_batches(document, lines[first_batch:-1])

    for line in lines[2:first_batch]:
        shown = parse_published(line)
        _hold(shown.lane < document.lanes and shown.batch <= len(chains[shown.lane]), "published batch")
        header, found = chains[shown.lane][shown.batch - 1]
        _hold(shown.head == found and shown.at >= header.at, "published head")
    heads = {each.lane: (each.batch, each.head, each.claims, each.amount_minor) for each in document.heads}
    _hold(len(heads) == len(document.heads) and all(lane < document.lanes for lane in heads), "lanes of the heads")
    for lane, chain in enumerate(chains):
        given = sum(header.claims for header, _ in chain), sum(header.amount_minor for header, _ in chain)
        last = (len(chain), chain[-1][1].hex() if chain else GENESIS.hex(), *given)
        _hold(heads.get(lane, (0, GENESIS.hex(), 0, 0)) == last, "last head")

    sums = sum(len(chain) for chain in chains), len(claims), sum(claim.amount_minor for claim in claims)
    _hold((ending.batches, ending.claims, ending.amount_minor) == sums, "last line")
    _hold(len({claim.share for claim in claims}) == len(claims), "each share once")
    _hold(len({(claim.pseudonym, claim.occasion) for claim in claims}) == len(claims), "each fan once")
    _hold(all(claim.occasion < len(document.occasions) for claim in claims), "occasion")
    return all([_check_amounts(tranche, claims) for tranche in document.tranches])  # noqa: C419 - check every one


def _read_batches(document: PoolDocument, lines: list[bytes]) -> tuple[list[Chain], list[ClaimLine]]:
    """The chain of each lane, batch by batch with its head, and all claims."""
    tranches = document.tranches
    commitments = [bytes.fromhex(tranche.commitment) for tranche in tranches]
    budgets = [budget_digest(commitments[:count]) for count in range(1, len(tranches) + 1)]
    chains: list[Chain] = [[] for _ in range(document.lanes)]
    claims: list[ClaimLine] = []
    at = lane = 0
    while at < len(lines):
        header, body = parse_header(lines[at]), lines[at + 1 : at + 1 + parse_header(lines[at]).claims]
        given = [parse_claim(line) for line in body]
        shares = [claim.share for claim in given]
        _hold(header.pool == document.pool and lane <= header.lane < document.lanes, "pool and lane")
        lane = header.lane
        _hold(len(given) == header.claims, "number of claims")
        _hold(header.amount_minor == sum(claim.amount_minor for claim in given), "sum of a batch")
        _hold(shares == sorted(set(shares)), "order of shares")
        _hold(header.root == reference_root(body), "root")
        _hold(header.budget in budgets, "budget")
        covered = tranches[: budgets.index(header.budget) + 1]
        _hold(shares[-1] < sum(tranche.shares for tranche in covered), "share within the budget")
        _hold(header.at >= covered[-1].committed_at, "committed before given")
        _hold(header.batch == len(chains[lane]) + 1, "number of a batch")
        if chains[lane]:
            before, before_head = chains[lane][-1]
            _hold(header.previous == before_head, "chain")
            _hold(header.at > before.at, "time")
            _hold(budgets.index(header.budget) >= budgets.index(before.budget), "budget that shrinks")
        else:
            _hold(header.previous == GENESIS, "begin of a chain")
        chains[lane].append((header, head(lines[at])))
        claims += given
        at += 1 + header.claims
    return chains, claims


def _check_tranches(document: PoolDocument) -> None:
    shares = total = 0
    committed_at = datetime.min.replace(tzinfo=UTC)
    for number, tranche in enumerate(document.tranches, start=1):
        text = (tranche.terms or "").encode()
        terms = parse_terms(text)
        parameters = terms.parameters
        _hold((terms.pool, terms.currency) == (document.pool, document.currency), "terms")
        _hold((terms.occasions, terms.lanes) == (document.occasions, document.lanes), "terms")
        _hold(terms.tranche == tranche.number == number, "tranches in order")
        _hold(terms.first_share == tranche.first_share == shares, "first share")
        _hold(parameters.shares == tranche.shares, "shares")
        _hold(parameters.total_minor == tranche.total_minor, "total")
        _hold(parameters.knots == knots(parameters.curve, extra_of(parameters)), "knots")
        _hold(tranche.committed_at >= committed_at, "time of the commitment")
        if tranche.seed is not None:
            _hold(commitment(bytes.fromhex(tranche.seed), text).hex() == tranche.commitment, "commitment")
        _hold(tranche.seed is not None or document.state is not PoolState.REVEALED, "seed")
        shares, total, committed_at = shares + tranche.shares, total + tranche.total_minor, tranche.committed_at
    _hold((shares, total) == (document.shares, document.total_minor), "sums of the tranches")


def _check_amounts(tranche: TrancheDocument, claims: list[ClaimLine]) -> bool:
    """Whether they could be checked."""
    numbers = range(tranche.first_share, tranche.first_share + tranche.shares)
    given = [claim for claim in claims if claim.share in numbers]
    spent = sum(claim.amount_minor for claim in given)
    _hold(spent <= tranche.total_minor, "total")
    _hold(len(given) < tranche.shares or spent == tranche.total_minor, "total of a tranche that is sold out")
    if tranche.seed is None:
        return False
    seed, parameters = bytes.fromhex(tranche.seed), parse_terms((tranche.terms or "").encode()).parameters
    for claim in given:
        _hold(claim.amount_minor == reference_amount(seed, parameters, claim.share - numbers[0]), "amount")
    return True


def _hold(holds: bool, what: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not holds:
        raise LedgerInvalid(f"This does not hold: {what}.")
