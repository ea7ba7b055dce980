"""Small ledgers, made by the code that makes real ones, and the means to tamper with them."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import msgspec
import numpy as np

from grandstand.campaign.chain import (
    GENESIS,
    BatchTree,
    ReceiptKey,
    claim_line,
    head,
    header_line,
)
from grandstand.campaign.commitment import budget_digest, commitment, terms_text
from grandstand.campaign.errors import LedgerInvalid
from grandstand.campaign.ledger import LedgerWriter
from grandstand.campaign.models import (
    BatchHeader,
    Curve,
    HeadDocument,
    KeyDocument,
    PoolDocument,
    PoolState,
    PublishedHead,
    Tier,
    TrancheDocument,
    TranchePlan,
    TrancheTerms,
)
from grandstand.campaign.reference_verify import reference_verify
from grandstand.campaign.split import Split, split_parameters
from grandstand.campaign.verify import Verdict, verify_ledger
from grandstand.kernel.ids import LaneId

START = datetime(2026, 2, 6, 12, 0, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
OCCASIONS = ("launch", "day:2026-02-06")
KEY = ReceiptKey(bytes(range(32)))
LOTTERY = TranchePlan(
    shares=20,
    total_minor=1190,
    minimum_minor=10,
    curve=Curve.LOTTERY,
    tiers=(Tier(shares=1, amount_minor=1000), Tier(shares=19, amount_minor=10)),
)

UNIFORM = TranchePlan(shares=45, total_minor=4500, minimum_minor=3, curve=Curve.UNIFORM)
EXPONENTIAL = TranchePlan(shares=31, total_minor=9000, minimum_minor=0, curve=Curve.EXPONENTIAL)
EQUAL = TranchePlan(shares=12, total_minor=125, minimum_minor=1, curve=Curve.EQUAL)
PLANS = [UNIFORM, LOTTERY, EXPONENTIAL]


@dataclass(slots=True)
class Ledger:
    """A ledger that can be changed: its parts may contradict each other."""

    document: PoolDocument
    published: list[PublishedHead]
    batches: list[tuple[BatchHeader, list[bytes]]] = field(default_factory=list)

    def data(self) -> bytes:
        writer = LedgerWriter()
        pieces = [writer.begin(self.document), *map(writer.published, self.published)]
        pieces += [writer.batch(header, lines) for header, lines in self.batches]
        return b"".join([*pieces, writer.end()])

    def recompute_batches(self) -> None:
        """Sums and roots as a forger would set them after changing claims."""
        self.batches = [
            (
                header._replace(
                    claims=len(lines),
                    amount_minor=sum(int(line[11:27]) for line in lines),
                    root=BatchTree(lines).root,
                ),
                lines,
            )
            for header, lines in self.batches
            if lines
        ]

    def recompute_chain(self) -> None:
        """Batch numbers and heads as a forger would set them; the document's last heads, too."""
        heads: dict[int, tuple[int, bytes]] = {}
        sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        chained = []
        for header, lines in self.batches:
            number, previous = heads.get(header.lane, (0, GENESIS))
            linked = header._replace(batch=number + 1, previous=previous)
            heads[header.lane] = (number + 1, head(header_line(linked)))
            sums[header.lane][0] += linked.claims
            sums[header.lane][1] += linked.amount_minor
            chained.append((linked, lines))
        self.batches = chained
        self.document = msgspec.structs.replace(
            self.document,
            heads=tuple(
                HeadDocument(lane=lane, batch=batch, head=digest.hex(), claims=claims, amount_minor=amount)
                for lane, (batch, digest) in sorted(heads.items())
                for claims, amount in [sums[lane]]
            ),
        )


def with_new_digest(data: bytes) -> bytes:
    """The same bytes with the digest in the last line set right, if there is a last line."""
    before, newline, last = data.rstrip(b"\n").rpartition(b"\n")
    sums, found, _ = last.partition(b" sha256=")
    if not found:
        return data
    covered = before + newline
    return covered + sums + found + hashlib.sha256(covered).hexdigest().encode() + b"\n"


def ledger_of(
    plans: Sequence[TranchePlan],
    *,
    seed: int = 0,
    lanes: int = 3,
    state: PoolState = PoolState.REVEALED,
    fraction: float = 1.0,
    batch_max: int = 7,
    publish: bool = True,
) -> Ledger:
    """A valid ledger: each lane gives its shares in batches, raises come one after the other.

    Args:
        plans: the tranches.
        seed: of everything that is drawn.
        lanes: of the pool.
        state: whether the seeds are revealed.
        fraction: how much of the pool is given.
        batch_max: claims of a batch.
        publish: whether heads were published on the way and at the end.
    """
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    tranches, splits = tranches_of(plans, random, lanes)
    commitments = [bytes.fromhex(tranche.commitment) for tranche in tranches]
    amounts = np.concatenate([split.amounts(np.arange(split.shares)) for split in splits]).tolist()
    document = PoolDocument(
        pool=7,
        state=state,
        currency="CNY",
        occasions=OCCASIONS,
        lanes=lanes,
        shares=len(amounts),
        total_minor=sum(amounts),
        tranches=tuple(
            each if state is PoolState.REVEALED else msgspec.structs.replace(each, seed=None) for each in tranches
        ),
        heads=(),
        keys=(KeyDocument(id=KEY.id, public=KEY.public.hex()),),
    )
    ledger = Ledger(document, [])
    at, fans = START + timedelta(hours=1), 0
    for lane in range(lanes):
        for count, tranche in enumerate(tranches, start=1):
            first, budget = tranche.first_share, budget_digest(commitments[:count])
            edges = [first + tranche.shares * each // lanes for each in (lane, lane + 1)]
            left = list(range(*edges))[: round((edges[1] - edges[0]) * fraction)]
            while left:
                taken, left = left[: (size := random.randint(1, batch_max))], left[size:]
                lines = []
                for share in taken:
                    fan = hashlib.sha256(f"{seed} {fans // 2}".encode()).digest()[:16]
                    lines.append(claim_line(share, amounts[share], fans % 2, fan))
                    fans += 1
                at += timedelta(microseconds=random.randint(1, 10**6))
                header = BatchHeader(7, lane, 0, at, 0, 0, budget, GENESIS, GENESIS)
                ledger.batches.append((header, lines))
    ledger.recompute_batches()
    ledger.recompute_chain()
    if publish:
        ledger.published = published_of(ledger, random)
    return ledger


def tranches_of(
    plans: Sequence[TranchePlan], random: Random, lanes: int
) -> tuple[list[TrancheDocument], list[Split]]:
    """The committed tranches with their seeds, and their splits."""
    tranches, splits, first = [], [], 0
    for number, plan in enumerate(plans, start=1):
        secret, parameters = random.randbytes(32), split_parameters(plan)
        text = terms_text(
            TrancheTerms(
                pool=7,
                tranche=number,
                first_share=first,
                currency="CNY",
                occasions=OCCASIONS,
                lanes=lanes,
                parameters=parameters,
            )
        )
        tranches.append(
            TrancheDocument(
                number=number,
                first_share=first,
                shares=plan.shares,
                total_minor=plan.total_minor,
                commitment=commitment(secret, text).hex(),
                committed_at=START + timedelta(minutes=number),
                seed=secret.hex(),
                terms=text.decode(),
            )
        )
        splits.append(Split(secret, parameters))
        first += plan.shares
    return tranches, splits


def published_of(ledger: Ledger, random: Random) -> list[PublishedHead]:
    """Some heads on the way, and the last one of each lane."""
    last = {head.lane: head.batch for head in ledger.document.heads}
    return [
        PublishedHead(header.at + INSTANT * random.randint(0, 9), LaneId(header.lane), header.batch, digest)
        for header, _ in ledger.batches
        for digest in [head(header_line(header))]
        if header.batch == last[header.lane] or random.random() < 0.3
    ]


def with_claim(ledger: Ledger, batch: int, claim: int, line: bytes) -> None:
    """Put another line in the place of a claim."""
    header, lines = ledger.batches[batch]
    ledger.batches[batch] = (header, [*lines[:claim], line, *lines[claim + 1 :]])


def with_tranche(ledger: Ledger, at: int, **changes: object) -> None:
    """Change fields of a tranche in the document."""
    tranches = list(ledger.document.tranches)
    tranches[at] = msgspec.structs.replace(tranches[at], **changes)
    ledger.document = msgspec.structs.replace(ledger.document, tranches=tuple(tranches))


def with_document(**changes: object) -> Callable[[Ledger], None]:
    def change(ledger: Ledger) -> None:
        ledger.document = msgspec.structs.replace(ledger.document, **changes)

    return change


def outcome(path: Path) -> tuple[bool, bool]:
    """(holds, amounts were checked) by the fast check; both checks must agree about the first."""
    try:
        plain: bool | None = reference_verify(path)
    except LedgerInvalid:
        plain = None
    try:
        verdict = verify_ledger(path)
    except LedgerInvalid:
        assert plain is None
        return False, False
    assert verdict.holds == (plain is not None), verdict.faults
    if plain is not None:
        assert verdict.amounts_checked == plain
    return verdict.holds, verdict.amounts_checked


def holds(ledger: Ledger, path: Path) -> bool:
    """Whether both checks find nothing in this ledger."""
    path.write_bytes(ledger.data())
    return outcome(path)[0]


def verdict_of(ledger: Ledger, path: Path) -> Verdict:
    """What the check of a ledger finds, written to this path."""
    path.write_bytes(ledger.data())
    return verify_ledger(path)
