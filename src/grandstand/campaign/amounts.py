"""The amounts of a pool by share number, over all of its tranches, computed a block at a time."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from grandstand.campaign.models import Tranche
from grandstand.campaign.split import Split, largest_minor

AMOUNT_BLOCK = 1024
"""Amounts are computed for this many neighbouring numbers at a time: about 2 ms."""


class PoolAmounts:
    """The splits of a pool's tranches side by side; whoever has this can compute every amount."""

    def __init__(self, tranches: Sequence[Tranche]) -> None:
        assert tranches
        self.tranches = len(tranches)
        self.shares = sum(tranche.terms.parameters.shares for tranche in tranches)
        self.committed_at = tranches[-1].committed_at
        self.most_minor = max(largest_minor(tranche.terms.parameters) for tranche in tranches)
        self._firsts = [tranche.terms.first_share for tranche in tranches]
        self._splits = [Split(tranche.seed, tranche.terms.parameters) for tranche in tranches]

    def block(self, share: int) -> tuple[int, list[int]]:
        """The first number of a block that holds this share, and the amounts of the block in minor units."""
        at = bisect_right(self._firsts, share) - 1
        first, split = self._firsts[at], self._splits[at]
        last = min(share - first + AMOUNT_BLOCK, split.shares)
        return share, split.amounts(np.arange(share - first, last)).tolist()


class AmountBlock:
    """The amounts around the numbers asked for last; a lane asks for neighbours, so most are at hand."""

    def __init__(self) -> None:
        self._first = 0
        self._amounts: list[int] = []

    def amounts(self, pool: PoolAmounts, shares: Sequence[int]) -> list[int]:
        return [self._amount(pool, share) for share in shares]

    def _amount(self, pool: PoolAmounts, share: int) -> int:
        if not 0 <= share - self._first < len(self._amounts):
            self._first, self._amounts = pool.block(share)
        return self._amounts[share - self._first]
