"""How a total is split into numbered shares: exact, seeded, each share found on its own.

    amount(i) = minimum + C(j + 1) - C(j)        j = permutation(i)

* `permutation` is a keyed bijection of [0, n): six rounds of an unbalanced Feistel network on Z_a x Z_b with
  a*b >= n, walking again while the result is outside (Black and Rogaway, "Ciphers with Arbitrary Finite
  Domains", CT-RSA 2002). The round functions are tables of keyed BLAKE2b (RFC 7693).
* `C` is a cumulative curve from 0 to the extra (total - n * minimum): integers at `KNOTS + 1` knots, linear
  between them. Its differences telescope, so the sum is exact whatever the curve and the rounding are.
* On uniform and exponential curves the position of every share boundary moves by up to half a share, keyed, so
  that amounts do not lie on a grid.
* A lottery has tiers instead of a curve: the amount is that of the tier in which the rank falls. The permutation
  is a bijection, so each tier pays exactly as often as it says.

`Split` works on blocks of numpy integers; `reference_amount` is the same in plain Python, for reading and for
the test that compares the two. Nothing is materialised: a pool of 120 million shares keeps six small tables.
"""

import hashlib
import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from grandstand.campaign.curves import KNOTS, knots
from grandstand.campaign.models import Curve, SplitParameters, TranchePlan
from grandstand.kernel.money import AMOUNT_MINOR_MAX

SHARES_MAX = 2**32
SEED_BYTES = 32
ROUNDS = 6
JITTER_BITS = 16
JITTERS_A_DIGEST = 32
"""A 64-byte digest holds the jitter of 32 neighbouring boundaries, 16 bits each."""
HALF_BITS = 15
"""A fraction of a knot's cell is found by two divisions of 15 bits each: (n * 2^16) * 2^15 < 2^63."""
FRACTION_BITS_MAX = 2 * HALF_BITS
INT64_BITS = 63
CACHED_NUMBERS = 2**15
"""Long arrays are worked on in pieces of this many numbers, which stay in the cache of the processor."""
WINDOW_RANKS = 2**25
"""Many amounts at once are read from a table of the heights of this many ranks: 256 MiB."""
SEPARATELY_COSTS = 16
"""An amount computed on its own costs about as much as this many neighbours in a table."""

Block = NDArray[np.int64]


class Split:
    """The amounts of one tranche; `parameters_fault` says what parameters must fulfil.

    Args:
        seed: 32 bytes; who has them can compute every amount.
        parameters: what the amounts depend on besides; see `split_parameters`.
    """

    def __init__(self, seed: bytes, parameters: SplitParameters) -> None:
        assert len(seed) == SEED_BYTES
        assert (fault := parameters_fault(parameters)) is None, fault
        self.shares = parameters.shares
        self._minimum = parameters.minimum_minor
        self._extra = extra_of(parameters)
        self._curve = parameters.curve
        self._a, self._b = feistel_sides(self.shares)
        self._rounds = [
            np.array(round_table(seed, number, *self._modulus_and_inputs(number)), np.uint32)
            for number in range(ROUNDS)
        ]
        self._jitter_key = subkey(seed, "jitter")
        self._knots = np.array(parameters.knots or (0, 0), np.int64)
        self._steps = np.diff(self._knots)
        self._fraction_bits = fraction_bits(int(self._steps.max()))
        self._tier_ends = np.cumsum([tier.shares for tier in parameters.tiers], dtype=np.int64)
        self._tier_amounts = np.array([tier.amount_minor for tier in parameters.tiers], np.int64)

    def amounts(self, numbers: Block) -> Block:
        """The amounts of these share numbers, in minor units; shape (k,) to shape (k,)."""
        rank = self.permutation(numbers)
        if self._curve is Curve.LOTTERY:
            return self._tier_amounts[np.searchsorted(self._tier_ends, rank, "right")]
        # Both ends of a cell together: their jitter nearly always comes from one digest.
        lower, upper = np.split(self._cumulative(np.concatenate((rank, rank + 1))), 2)
        return self._minimum + upper - lower

    def many_amounts(self, numbers: Block) -> Block:
        """The same as `amounts`, fast for millions of numbers.

        The heights of all ranks are computed in order, so that a digest serves 32 of them; a pool of more than
        WINDOW_RANKS shares is gone through window by window. Memory: 256 MiB and 24 bytes a number.
        """
        separately = self._curve in {Curve.EQUAL, Curve.LOTTERY} or numbers.size * SEPARATELY_COSTS < self.shares
        if separately:
            pieces = (numbers[piece] for piece in pieces_of(numbers.size))
            return np.concatenate([np.empty(0, np.int64), *map(self.amounts, pieces)])
        ranks = self.permutation(numbers)
        if self.shares <= WINDOW_RANKS:
            return self._between(0, self.shares)[ranks]
        amounts = np.empty(numbers.size, np.int64)
        for first in range(0, self.shares, WINDOW_RANKS):
            last = min(first + WINDOW_RANKS, self.shares)
            inside = np.flatnonzero((ranks >= first) & (ranks < last))
            amounts[inside] = self._between(first, last)[ranks[inside] - first]
        return amounts

    def permutation(self, numbers: Block) -> Block:
        """The keyed rank of each share number; a bijection of [0, shares)."""
        assert numbers.size == 0 or (numbers.min() >= 0 and numbers.max() < self.shares)
        result = np.empty(numbers.size, np.int64)
        for piece in pieces_of(numbers.size):
            result[piece] = self._walk(numbers[piece])
        return result

    def _walk(self, numbers: Block) -> Block:
        result = self._permute_once(numbers)
        while (outside := np.flatnonzero(result >= self.shares)).size:
            result[outside] = self._permute_once(result[outside])
        return result

    def _permute_once(self, numbers: Block) -> Block:
        high = numbers // self._b
        left, right = high.astype(np.uint32), (numbers - high * self._b).astype(np.uint32)
        for number, table in enumerate(self._rounds):
            if number % 2 == 0:
                left += table[right]
                # A sum that is below the side wraps to a large number, so the smaller one is the remainder.
                np.minimum(left, left - np.uint32(self._a), out=left)
            else:
                right += table[left]
                np.minimum(right, right - np.uint32(self._b), out=right)
        return left.astype(np.int64) * self._b + right

    def _modulus_and_inputs(self, number: int) -> tuple[int, int]:
        """Even rounds read the right half and change the left one, odd rounds the other way round."""
        return (self._a, self._b) if number % 2 == 0 else (self._b, self._a)

    def _between(self, first: int, last: int) -> Block:
        """The amounts of the ranks first <= rank < last."""
        heights = np.empty(last - first + 1, np.int64)
        for piece in pieces_of(heights.size):
            heights[piece] = self._cumulative(np.arange(first + piece.start, first + piece.stop))
        amounts = np.diff(heights)
        amounts += self._minimum
        return amounts

    def _cumulative(self, rank: Block) -> Block:
        if self._curve is Curve.EQUAL:
            whole, rest = divmod(self._extra, self.shares)
            # rest and rank are below 2^32, so the product fits 64 bits without a sign.
            part = np.uint64(rest) * rank.astype(np.uint64) // np.uint64(self.shares)
            return whole * rank + part.astype(np.int64)
        width = self.shares << JITTER_BITS
        at = self._positions(rank) * KNOTS
        cell = at // width
        within = (at - cell * width) << HALF_BITS
        high = within // width
        fraction = (high << HALF_BITS) | ((within - high * width) << HALF_BITS) // width
        fraction >>= FRACTION_BITS_MAX - self._fraction_bits
        inside = np.minimum(cell, KNOTS - 1)
        between = self._knots[inside] + (self._steps[inside] * fraction >> self._fraction_bits)
        heights: Block = np.where(cell >= KNOTS, self._knots[-1], between)
        return heights

    def _positions(self, rank: Block) -> Block:
        """Where each boundary lies on [0, shares * 2^16]; the first and the last one do not move."""
        group, offset = rank // JITTERS_A_DIGEST, rank % JITTERS_A_DIGEST
        groups, index = np.unique(group, return_inverse=True)
        key = self._jitter_key
        digests = b"".join([jitter_digest(key, each) for each in groups.tolist()])
        words = np.frombuffer(digests, "<u2").reshape(-1, JITTERS_A_DIGEST)
        moved = (rank << JITTER_BITS) + words[index, offset].astype(np.int64) - (1 << JITTER_BITS - 1)
        return np.where((rank <= 0) | (rank >= self.shares), rank << JITTER_BITS, moved)


def split_parameters(plan: TranchePlan) -> SplitParameters:
    """What the amounts of a planned tranche depend on, apart from its seed; the curve as integers."""
    extra = plan.total_minor - plan.shares * plan.minimum_minor
    return SplitParameters(
        shares=plan.shares,
        total_minor=plan.total_minor,
        minimum_minor=plan.minimum_minor,
        curve=plan.curve,
        knots=knots(plan.curve, extra),
        tiers=plan.tiers if plan.curve is Curve.LOTTERY else (),
    )


def parameters_fault(parameters: SplitParameters) -> str | None:
    """Why nothing can be split like this, in words; None when it can."""
    return next(_parameters_faults(parameters), None)


def _parameters_faults(parameters: SplitParameters) -> Iterator[str]:
    shares, total, minimum = parameters.shares, parameters.total_minor, parameters.minimum_minor
    if not 1 <= shares <= SHARES_MAX:
        yield f"a tranche has 1 to {SHARES_MAX} shares, got {shares!r}"
    if not 0 < total <= AMOUNT_MINOR_MAX:
        yield f"a total is 1 to {AMOUNT_MINOR_MAX} minor units, got {total!r}"
    if minimum < 0 or minimum * shares > total:
        yield f"{shares!r} shares of at least {minimum!r} cannot come from {total!r}"
    if parameters.curve in {Curve.UNIFORM, Curve.EXPONENTIAL}:
        yield from _knots_faults(parameters.knots, total - shares * minimum)
    elif parameters.knots:
        yield f"the curve {parameters.curve.value!r} has no knots, got {len(parameters.knots)}"
    if parameters.curve is Curve.LOTTERY:
        yield from _tiers_faults(parameters)
    elif parameters.tiers:
        yield f"the curve {parameters.curve.value!r} has no tiers, got {len(parameters.tiers)}"


def _knots_faults(heights: tuple[int, ...], extra_minor: int) -> Iterator[str]:
    if len(heights) != KNOTS + 1:
        yield f"a curve has {KNOTS + 1} knots, got {len(heights)}"
    elif heights[0] != 0 or heights[-1] != extra_minor:
        yield f"a curve runs from 0 to the extra {extra_minor!r}, got {heights[0]!r} to {heights[-1]!r}"
    elif falls := next((at for at, (low, high) in enumerate(pairwise(heights)) if high < low), None):
        yield f"a curve never falls, this one does after knot {falls}"


def _tiers_faults(parameters: SplitParameters) -> Iterator[str]:
    tiers = parameters.tiers
    if any(tier.shares < 1 or tier.amount_minor < 0 for tier in tiers):
        yield "a tier has at least one share, and its amount is not negative"
    if (shares := sum(tier.shares for tier in tiers)) != parameters.shares:
        yield f"the tiers have {shares!r} shares, the tranche {parameters.shares!r}"
    if (total := sum(tier.shares * tier.amount_minor for tier in tiers)) != parameters.total_minor:
        yield f"the tiers pay {total!r}, the total is {parameters.total_minor!r}"
    if any(tier.amount_minor < parameters.minimum_minor for tier in tiers):
        yield f"a tier pays less than the minimum {parameters.minimum_minor!r}"


def feistel_sides(shares: int) -> tuple[int, int]:
    """The sides a, b of the tightest near-square with a * b >= shares."""
    b = math.isqrt(shares - 1) + 1
    return -(-shares // b), b


def subkey(seed: bytes, purpose: str) -> bytes:
    """A key of its own for each use of the seed: keyed BLAKE2b of the purpose's name."""
    return hashlib.blake2b(purpose.encode(), key=seed, digest_size=32).digest()


@lru_cache(maxsize=64)
def round_table(seed: bytes, number: int, modulus: int, inputs: int) -> tuple[int, ...]:
    """Round `number` of the permutation for every input: 64 keyed bits each, reduced to [0, modulus)."""
    key = subkey(seed, f"permutation round {number}")
    words: list[int] = []
    for block in range(-(-inputs // 8)):
        digest = hashlib.blake2b(block.to_bytes(8, "little"), key=key).digest()
        words += (int.from_bytes(digest[at : at + 8], "little") % modulus for at in range(0, 64, 8))
    return tuple(words[:inputs])


def jitter_digest(key: bytes, group: int) -> bytes:
    """64 bytes: the jitter of the boundaries 32 * group to 32 * group + 31, 16 bits each, little-endian."""
    return hashlib.blake2b(group.to_bytes(8, "little"), key=key).digest()


def fraction_bits(step_max: int) -> int:
    """How many bits of a fraction can be multiplied with the steepest step without leaving 63 bits."""
    return min(FRACTION_BITS_MAX, INT64_BITS - step_max.bit_length())


def largest_minor(parameters: SplitParameters) -> int:
    """What no share passes, whatever the seed is.

    Along a curve a share lies between two boundaries, each moved by half a share at most, so it is never wider
    than two shares, and nowhere worth more than the steepest piece of the curve.
    """
    if parameters.curve is Curve.LOTTERY:
        return max(tier.amount_minor for tier in parameters.tiers)
    extra = extra_of(parameters)
    if parameters.curve is Curve.EQUAL:
        return parameters.minimum_minor - (-extra // parameters.shares)
    steepest = max(after - before for before, after in pairwise(parameters.knots))
    return parameters.minimum_minor + min(extra, 2 * steepest * KNOTS // parameters.shares + 2)


def extra_of(parameters: SplitParameters) -> int:
    """What the curve distributes: the total less every minimum, in minor units."""
    return parameters.total_minor - parameters.shares * parameters.minimum_minor


def pieces_of(size: int) -> Iterator[slice]:
    """[0, size) in slices of CACHED_NUMBERS."""
    return (slice(at, min(at + CACHED_NUMBERS, size)) for at in range(0, size, CACHED_NUMBERS))


def reference_amount(seed: bytes, parameters: SplitParameters, number: int) -> int:
    """The amount of one share in plain Python integers: the specification that `Split` is compared with."""
    rank = reference_permutation(seed, parameters.shares, number)
    if parameters.curve is Curve.LOTTERY:
        ends = accumulate(tier.shares for tier in parameters.tiers)
        return next(tier.amount_minor for tier, end in zip(parameters.tiers, ends, strict=True) if rank < end)
    lower, upper = (reference_cumulative(seed, parameters, edge) for edge in (rank, rank + 1))
    return parameters.minimum_minor + upper - lower


def reference_permutation(seed: bytes, shares: int, number: int) -> int:
    a, b = feistel_sides(shares)
    while True:
        left, right = divmod(number, b)
        for at in range(ROUNDS):
            if at % 2 == 0:
                left = (left + round_table(seed, at, a, b)[right]) % a
            else:
                right = (right + round_table(seed, at, b, a)[left]) % b
        number = left * b + right
        if number < shares:
            return number


def reference_cumulative(seed: bytes, parameters: SplitParameters, rank: int) -> int:
    shares, heights = parameters.shares, parameters.knots
    if parameters.curve is Curve.EQUAL:
        return extra_of(parameters) * rank // shares
    position = rank << JITTER_BITS
    if 0 < rank < shares:
        group, offset = divmod(rank, JITTERS_A_DIGEST)
        digest = jitter_digest(subkey(seed, "jitter"), group)
        word = int.from_bytes(digest[2 * offset : 2 * offset + 2], "little")
        position += word - (1 << JITTER_BITS - 1)
    width = shares << JITTER_BITS
    cell, within = divmod(position * KNOTS, width)
    if cell >= KNOTS:
        return heights[-1]
    steps = [after - before for before, after in pairwise(heights)]
    bits = fraction_bits(max(steps))
    fraction = (within << FRACTION_BITS_MAX) // width >> FRACTION_BITS_MAX - bits
    return heights[cell] + (steps[cell] * fraction >> bits)
