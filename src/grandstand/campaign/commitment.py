"""What is published before a pool opens, so that its amounts cannot be chosen afterwards.

    terms text    canonical JSON of everything that the amounts of a tranche depend on besides its seed
    commitment    sha256(seed || terms text)
    budget        sha256(commitment 1 || commitment 2 || ...): every tranche that a pool had at some moment

A seed has 32 random bytes, so a commitment tells nothing about it, and finding another seed or other terms with
the same commitment would break SHA-256. The exact text is committed, not its meaning: who verifies hashes the
bytes, and needs no JSON library that writes numbers or spaces like ours.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec

from grandstand.campaign.models import Curve, SplitParameters, Tier, TrancheTerms
from grandstand.campaign.plan import LANES_MAX, OCCASION_PATTERN, OCCASIONS_MAX, TIERS_MAX
from grandstand.campaign.split import SEED_BYTES, SHARES_MAX, parameters_fault
from grandstand.kernel.ids import POOL_ID_MAX
from grandstand.kernel.money import CURRENCY_PATTERN

FORMAT = "grandstand-tranche-1"
COMMITMENT_BYTES = 32
TERMS_BYTES_MAX = 2**17
"""4,097 knots of 14 digits, 64 tiers and 64 occasions have about 67,000 bytes."""

Natural = Annotated[int, msgspec.Meta(ge=0)]


class TermsInvalid(ValueError):
    """A text is not the terms of a tranche, or not in their one canonical form."""


class _Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The terms as JSON has them."""

    currency: str
    curve: Curve
    first_share: Natural
    format: Literal["grandstand-tranche-1"]
    knots: list[Natural]
    lanes: Natural
    minimum_minor: Natural
    occasions: list[str]
    pool: Natural
    shares: Natural
    tiers: list[tuple[Natural, Natural]]
    total_minor: Natural
    tranche: Natural


def terms_text(terms: TrancheTerms) -> bytes:
    """The terms in their canonical form: JSON with sorted keys, without spaces, in ASCII."""
    parameters = terms.parameters
    values = {
        "currency": terms.currency,
        "curve": parameters.curve.value,
        "first_share": terms.first_share,
        "format": FORMAT,
        "knots": parameters.knots,
        "lanes": terms.lanes,
        "minimum_minor": parameters.minimum_minor,
        "occasions": terms.occasions,
        "pool": terms.pool,
        "shares": parameters.shares,
        "tiers": [[tier.shares, tier.amount_minor] for tier in parameters.tiers],
        "total_minor": parameters.total_minor,
        "tranche": terms.tranche,
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")


def parse_terms(text: bytes) -> TrancheTerms:
    """The terms that a text states.

    Raises:
        TermsInvalid: it is not their canonical form, or nothing can be split like this; the message says why.
    """
    if len(text) > TERMS_BYTES_MAX:
        raise TermsInvalid(f"Terms have at most {TERMS_BYTES_MAX} bytes, got {len(text)}.")
    try:
        form = msgspec.json.decode(text, type=_Form)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise TermsInvalid(f"The text is not the JSON of a tranche's terms: {error}") from None
    terms = _terms_of(form)
    if terms_text(terms) != text:
        raise TermsInvalid("The text is not canonical: keys sorted, no spaces, nothing twice.")
    if (fault := next(_faults(terms), None)) is not None:
        raise TermsInvalid(f"Nothing can be given on these terms: {fault}.")
    return terms


def commitment(seed: bytes, text: bytes) -> bytes:
    """What is published of a tranche before anyone can claim from it; 32 bytes."""
    assert len(seed) == SEED_BYTES
    return hashlib.sha256(seed + text).digest()


def budget_digest(commitments: Sequence[bytes]) -> bytes:
    """One digest for every tranche so far, in order; each batch header carries it. 32 bytes."""
    assert all(len(each) == COMMITMENT_BYTES for each in commitments)
    return hashlib.sha256(b"".join(commitments)).digest()


def _terms_of(form: _Form) -> TrancheTerms:
    return TrancheTerms(
        pool=form.pool,
        tranche=form.tranche,
        first_share=form.first_share,
        currency=form.currency,
        occasions=tuple(form.occasions),
        lanes=form.lanes,
        parameters=SplitParameters(
            shares=form.shares,
            total_minor=form.total_minor,
            minimum_minor=form.minimum_minor,
            curve=form.curve,
            knots=tuple(form.knots),
            tiers=tuple(Tier(shares=shares, amount_minor=amount) for shares, amount in form.tiers),
        ),
    )


def _faults(terms: TrancheTerms) -> Iterator[str]:
    if not 1 <= terms.pool <= POOL_ID_MAX:
        yield f"a pool has a number from 1 to {POOL_ID_MAX}, got {terms.pool!r}"
    if not 1 <= terms.tranche <= SHARES_MAX:
        yield f"tranches are counted from 1, got {terms.tranche!r}"
    if terms.first_share + terms.parameters.shares > SHARES_MAX:
        yield f"the last share of a pool is {SHARES_MAX - 1}, these begin at {terms.first_share!r}"
    if not CURRENCY_PATTERN.match(terms.currency):
        yield f"a currency is three capital letters, got {terms.currency!r}"
    if not 1 <= terms.lanes <= LANES_MAX:
        yield f"a pool has 1 to {LANES_MAX} lanes, got {terms.lanes!r}"
    if not 1 <= len(terms.occasions) <= OCCASIONS_MAX or len(set(terms.occasions)) < len(terms.occasions):
        yield f"a pool has 1 to {OCCASIONS_MAX} occasions, all different, got {len(terms.occasions)}"
    if wrong := [occasion for occasion in terms.occasions if not OCCASION_PATTERN.match(occasion)]:
        yield f"an occasion is like 'launch', got {wrong[0]!r}"
    if len(terms.parameters.tiers) > TIERS_MAX:
        yield f"a lottery has at most {TIERS_MAX} tiers, got {len(terms.parameters.tiers)}"
    if (fault := parameters_fault(terms.parameters)) is not None:
        yield fault
