"""Known answers of every primitive that a verification needs, for implementations in other languages.

    python tests/vectors.py      writes docs/reference/fairness-vectors.json anew

A change in that file changes what open pools pay, or breaks receipts that were given: it is a new format.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

from grandstand.campaign.chain import (
    GENESIS,
    BatchReceipts,
    BatchTree,
    ReceiptKey,
    claim_line,
    head,
    header_line,
    leaf_hash,
    node_hash,
    pseudonym,
)
from grandstand.campaign.commitment import budget_digest, commitment, terms_text
from grandstand.campaign.curves import KNOTS, knots
from grandstand.campaign.models import BatchHeader, Curve, Tier, TranchePlan, TrancheTerms
from grandstand.campaign.split import (
    ROUNDS,
    SHARES_MAX,
    Split,
    feistel_sides,
    jitter_digest,
    round_table,
    split_parameters,
    subkey,
)
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.money import AMOUNT_MINOR_MAX

FILE = Path(__file__).parent.parent / "docs" / "reference" / "fairness-vectors.json"
SEED = bytes(range(32))
PSEUDONYM_KEY = bytes(range(32, 64))
RECEIPT_KEY = ReceiptKey(bytes(range(64, 96)))
AT = datetime(2026, 2, 6, 12, 0, 0, 123, UTC)
FANS = [SubjectId(UUID(int=0x0123456789ABCDEF0123456789ABCDEF + fan)) for fan in range(5)]
PLANS = {
    "equal": TranchePlan(shares=10, total_minor=10_003, minimum_minor=1, curve=Curve.EQUAL),
    "uniform": TranchePlan(shares=10, total_minor=10_000, minimum_minor=1, curve=Curve.UNIFORM),
    "exponential": TranchePlan(shares=10, total_minor=10_000, minimum_minor=1, curve=Curve.EXPONENTIAL),
    "lottery": TranchePlan(
        shares=1000,
        total_minor=98_825,
        minimum_minor=5,
        curve=Curve.LOTTERY,
        tiers=(
            Tier(shares=1, amount_minor=88_880),
            Tier(shares=10, amount_minor=500),
            Tier(shares=989, amount_minor=5),
        ),
    ),
    "the largest": TranchePlan(
        shares=SHARES_MAX, total_minor=AMOUNT_MINOR_MAX, minimum_minor=5, curve=Curve.EXPONENTIAL
    ),
}


def vectors() -> dict[str, Any]:
    """Everything in the file, computed anew."""
    return {
        "format": "grandstand-fairness-vectors-1",
        "seed": SEED.hex(),
        "split": split_vectors(),
        "tranches": [tranche_vector(name, plan) for name, plan in PLANS.items()],
        "budget_digest": budget_vector(),
        "chain": chain_vectors(),
    }


def split_vectors() -> dict[str, Any]:
    jitter = subkey(SEED, "jitter")
    purposes = ["jitter", *(f"permutation round {number}" for number in range(ROUNDS))]
    return {
        "subkeys": [{"purpose": purpose, "key": subkey(SEED, purpose).hex()} for purpose in purposes],
        "round_tables": [round_vector(shares, number) for shares in (10, 1000) for number in range(ROUNDS)],
        "permutations": [permutation_vector(shares) for shares in (1, 2, 10, 1000, 120_000_000, SHARES_MAX)],
        "jitter_digests": [
            {"group": group, "digest": jitter_digest(jitter, group).hex()} for group in (0, 1, 2**27 - 1)
        ],
        "knots": [knots_vector(curve, extra) for curve in Curve for extra in (9_990, AMOUNT_MINOR_MAX)],
    }


def round_vector(shares: int, number: int) -> dict[str, Any]:
    a, b = feistel_sides(shares)
    modulus, inputs = (a, b) if number % 2 == 0 else (b, a)
    table = round_table(SEED, number, modulus, inputs)
    return {"shares": shares, "round": number, "modulus": modulus, "inputs": inputs, "table": list(table)}


def permutation_vector(shares: int) -> dict[str, Any]:
    numbers = sorted({*range(min(shares, 10)), shares // 3, shares // 2, shares - 1})
    a, b = feistel_sides(shares)
    split = Split(SEED, split_parameters(TranchePlan(
        shares=shares, total_minor=shares, minimum_minor=1, curve=Curve.EQUAL
    )))  # fmt: skip
    ranks = split.permutation(np.array(numbers)).tolist()
    return {"shares": shares, "sides": [a, b], "numbers": numbers, "ranks": ranks}


def knots_vector(curve: Curve, extra_minor: int) -> dict[str, Any]:
    heights = knots(curve, extra_minor)
    at = [0, 1, 2, 1365, KNOTS // 2, KNOTS - 2, KNOTS - 1, KNOTS] if heights else []
    return {
        "curve": curve.value,
        "extra_minor": extra_minor,
        "count": len(heights),
        "at": at,
        "heights": [heights[knot] for knot in at],
    }


def tranche_vector(name: str, plan: TranchePlan) -> dict[str, Any]:
    parameters = split_parameters(plan)
    text = terms_text(
        TrancheTerms(
            pool=7,
            tranche=1,
            first_share=0,
            currency="CNY",
            occasions=("launch", "day:2026-02-06"),
            lanes=2,
            parameters=parameters,
        )
    )
    numbers = sorted({*range(min(plan.shares, 16)), plan.shares // 3, plan.shares // 2, plan.shares - 1})
    amounts = Split(SEED, parameters).amounts(np.array(numbers)).tolist()
    return {
        "name": name,
        "terms": text.decode(),
        "commitment": commitment(SEED, text).hex(),
        "numbers": numbers,
        "amounts": amounts,
    }


def budget_vector() -> dict[str, Any]:
    commitments = [bytes([number]) * 32 for number in range(3)]
    return {
        "commitments": [each.hex() for each in commitments],
        "digests": [budget_digest(commitments[:count]).hex() for count in range(1, 4)],
    }


def chain_vectors() -> dict[str, Any]:
    """Two batches of one lane, as they would follow each other."""
    names = [pseudonym(PSEUDONYM_KEY, fan) for fan in FANS]
    lines = [claim_line(share, 1000 + share, share % 2, names[share]) for share in range(5)]
    budget = budget_digest([bytes(32)])
    first, first_tree = batch(1, lines[:3], budget, GENESIS)
    second, second_tree = batch(2, lines[3:], budget, head(first))
    receipts = [BatchReceipts(first, lines[:3], first_tree, RECEIPT_KEY).json(index) for index in range(3)] + [
        BatchReceipts(second, lines[3:], second_tree, RECEIPT_KEY).json(index) for index in range(2)
    ]
    return {
        "pseudonym_key": PSEUDONYM_KEY.hex(),
        "pseudonyms": [{"fan": str(fan), "pseudonym": name.hex()} for fan, name in zip(FANS, names, strict=True)],
        "claim_lines": [line.decode() for line in lines],
        "leaves": [leaf_hash(line).hex() for line in lines],
        "node": node_hash(leaf_hash(lines[0]), leaf_hash(lines[1])).hex(),
        "roots_of_the_first_lines": [BatchTree(lines[:count]).root.hex() for count in range(1, 6)],
        "header_lines": [first.decode(), second.decode()],
        "heads": [head(first).hex(), head(second).hex()],
        "key": {"id": RECEIPT_KEY.id, "public": RECEIPT_KEY.public.hex()},
        "receipts": [msgspec.json.decode(receipt) for receipt in receipts],
    }


def batch(number: int, lines: list[bytes], budget: bytes, previous: bytes) -> tuple[bytes, BatchTree]:
    tree = BatchTree(lines)
    amount = sum(int(line[11:27]) for line in lines)
    at = AT.replace(second=number)
    return header_line(BatchHeader(7, 0, number, at, len(lines), amount, budget, previous, tree.root)), tree


def main() -> None:
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
