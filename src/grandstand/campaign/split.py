"""How a total is split into numbered shares: exact, seeded, each share found on its own.

    amount(i) = minimum + C(j + 1) - C(j)        j = permutation(i)

* `permutation` is a keyed bijection of [0, n): six rounds of an unbalanced Feistel network on Z_a x Z_b with
  a*b >= n, walking again while the result is outside (Black and Rogaway, "Ciphers with Arbitrary Finite
  Domains", CT-RSA 2002). The round functions are tables of keyed BLAKE2b (RFC 7693).
* `C` is a cumulative curve from 0 to the extra (total - n * minimum): integers at `KNOTS + 1` knots, linear
  between them. Its differences telescope, so the sum is exact whatever the curve and the rounding are.
* On curves other than equal, the position of every share boundary moves by up to half a share, keyed, so that
  amounts do not lie on a grid.

`Split` works on blocks of numpy integers; `reference_amount` is the same in plain Python, for reading and for
the test that compares the two. Nothing is materialised: a pool of 120 million shares keeps six small tables.
"""

import hashlib
import math
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from grandstand.campaign.models import Curve
from grandstand.kernel.money import AMOUNT_MINOR_MAX

SHARES_MAX = 2**32
SEED_BYTES = 32
ROUNDS = 6
KNOTS = 4096
JITTER_BITS = 16
JITTERS_A_DIGEST = 32
"""A 64-byte digest holds the jitter of 32 neighbouring boundaries, 16 bits each."""
HALF_BITS = 15
"""A fraction of a knot's cell is found by two divisions of 15 bits each: (n * 2^16) * 2^15 < 2^63."""
FRACTION_BITS_MAX = 2 * HALF_BITS
INT64_BITS = 63

Block = NDArray[np.int64]


class Split:
    """The amounts of one pool.

    Args:
        seed: 32 bytes; who has them can compute every amount.
        shares: how many, 1 to SHARES_MAX.
        total_minor: their sum, at most AMOUNT_MINOR_MAX.
        minimum_minor: the least amount of a share; shares * minimum must not exceed the total.
        curve: equal (amounts differ by one minor unit at most) or uniform (evenly spread up to twice the mean
            above the minimum; the jitter takes a few up to four times).
    """

    def __init__(self, seed: bytes, shares: int, total_minor: int, minimum_minor: int, curve: Curve) -> None:
        assert len(seed) == SEED_BYTES
        assert 1 <= shares <= SHARES_MAX
        assert 0 <= minimum_minor * shares <= total_minor <= AMOUNT_MINOR_MAX
        self.shares = shares
        self._minimum = minimum_minor
        self._extra = total_minor - shares * minimum_minor
        self._curve = curve
        self._a, self._b = feistel_sides(shares)
        self._rounds = [
            np.array(round_table(seed, number, self._a if number % 2 == 0 else self._b, self._side(number)))
            for number in range(ROUNDS)
        ]
        self._jitter_key = subkey(seed, "jitter")
        self._knots = np.array(knots(curve, self._extra), np.int64)
        self._steps = np.diff(self._knots)
        self._fraction_bits = fraction_bits(int(self._steps.max()))

    def amounts(self, numbers: Block) -> Block:
        """The amounts of these share numbers, in minor units; shape (k,) to shape (k,)."""
        assert numbers.size == 0 or (numbers.min() >= 0 and numbers.max() < self.shares)
        rank = self.permutation(numbers)
        # Both ends of a cell together: their jitter nearly always comes from one digest.
        lower, upper = np.split(self._cumulative(np.concatenate((rank, rank + 1))), 2)
        return self._minimum + upper - lower

    def permutation(self, numbers: Block) -> Block:
        """The keyed rank of each share number; a bijection of [0, shares)."""
        result = numbers.astype(np.int64, copy=True)
        outside = np.arange(result.size)
        while outside.size:
            left, right = np.divmod(result[outside], self._b)
            for number, table in enumerate(self._rounds):
                if number % 2 == 0:
                    left = (left + table[right]) % self._a
                else:
                    right = (right + table[left]) % self._b
            result[outside] = left * self._b + right
            outside = outside[result[outside] >= self.shares]
        return result

    def _side(self, number: int) -> int:
        """How many inputs a round has: even rounds read the right half, odd rounds the left."""
        return self._b if number % 2 == 0 else self._a

    def _cumulative(self, rank: Block) -> Block:
        if self._curve is Curve.EQUAL:
            whole, rest = divmod(self._extra, self.shares)
            # rest and rank are below 2^32, so the product fits 64 bits without a sign.
            part = np.uint64(rest) * rank.astype(np.uint64) // np.uint64(self.shares)
            return whole * rank + part.astype(np.int64)
        width = self.shares << JITTER_BITS
        cell, within = np.divmod(self._positions(rank) * KNOTS, width)
        inside = np.minimum(cell, KNOTS - 1)
        high, rest_of_high = np.divmod(within << HALF_BITS, width)
        fraction = (high << HALF_BITS) | (rest_of_high << HALF_BITS) // width
        fraction >>= FRACTION_BITS_MAX - self._fraction_bits
        between = self._knots[inside] + (self._steps[inside] * fraction >> self._fraction_bits)
        heights: Block = np.where(cell >= KNOTS, self._knots[-1], between)
        return heights

    def _positions(self, rank: Block) -> Block:
        """Where each boundary lies on [0, shares * 2^16]; the first and the last one do not move."""
        group, offset = np.divmod(rank, JITTERS_A_DIGEST)
        groups, index = np.unique(group, return_inverse=True)
        digests = b"".join(jitter_digest(self._jitter_key, int(each)) for each in groups)
        words = np.frombuffer(digests, "<u2").reshape(-1, JITTERS_A_DIGEST)
        moved = (rank << JITTER_BITS) + words[index, offset].astype(np.int64) - (1 << JITTER_BITS - 1)
        return np.where((rank <= 0) | (rank >= self.shares), rank << JITTER_BITS, moved)


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


def knots(curve: Curve, extra_minor: int) -> list[int]:
    """The cumulative curve at KNOTS + 1 equally spaced knots, integers from 0 to the extra.

    equal: x. uniform: x^2, whose density of amounts is flat from 0 to twice the mean.
    """
    power = {Curve.EQUAL: 1, Curve.UNIFORM: 2}[curve]
    return [extra_minor * at**power // KNOTS**power for at in range(KNOTS + 1)]


def fraction_bits(step_max: int) -> int:
    """How many bits of a fraction can be multiplied with the steepest step without leaving 63 bits."""
    return min(FRACTION_BITS_MAX, INT64_BITS - step_max.bit_length())


def reference_amount(
    seed: bytes, shares: int, total_minor: int, minimum_minor: int, curve: Curve, number: int
) -> int:
    """The amount of one share in plain Python integers: the specification that `Split` is compared with."""
    rank = reference_permutation(seed, shares, number)
    extra = total_minor - shares * minimum_minor
    upper = reference_cumulative(seed, shares, extra, curve, rank + 1)
    return minimum_minor + upper - reference_cumulative(seed, shares, extra, curve, rank)


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


def reference_cumulative(seed: bytes, shares: int, extra_minor: int, curve: Curve, rank: int) -> int:
    if curve is Curve.EQUAL:
        return extra_minor * rank // shares
    position = rank << JITTER_BITS
    if 0 < rank < shares:
        group, offset = divmod(rank, JITTERS_A_DIGEST)
        digest = jitter_digest(subkey(seed, "jitter"), group)
        word = int.from_bytes(digest[2 * offset : 2 * offset + 2], "little")
        position += word - (1 << JITTER_BITS - 1)
    heights = knots(curve, extra_minor)
    width = shares << JITTER_BITS
    cell, within = divmod(position * KNOTS, width)
    if cell >= KNOTS:
        return heights[-1]
    steps = [after - before for before, after in pairwise(heights)]
    bits = fraction_bits(max(steps))
    fraction = (within << FRACTION_BITS_MAX) // width >> FRACTION_BITS_MAX - bits
    return heights[cell] + (steps[cell] * fraction >> bits)
