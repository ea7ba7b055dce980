"""Money is an integer of minor units with its currency; there is no float and no division here."""

import re
from dataclasses import dataclass

CURRENCY_PATTERN = re.compile(r"[A-Z]{3}\Z")
AMOUNT_MINOR_MAX = 2**44
"""The largest amount: 175 billion yuan in fen. The 64-bit arithmetic of the split is exact up to here."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the minor unit of its currency (fen, cent); sums and differences only.

    Raises:
        ValueError: the currency is not three capital letters, or the amount is beyond AMOUNT_MINOR_MAX.
    """

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if not CURRENCY_PATTERN.match(self.currency):
            message = f"A currency is three capital letters like 'CNY', got {self.currency!r}."
            raise ValueError(message)
        if abs(self.amount_minor) > AMOUNT_MINOR_MAX:
            message = f"An amount is at most {AMOUNT_MINOR_MAX} minor units, got {self.amount_minor!r}."
            raise ValueError(message)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount_minor + self._same_currency(other).amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount_minor - self._same_currency(other).amount_minor, self.currency)

    def _same_currency(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            message = f"Amounts in {self.currency!r} and {other.currency!r} cannot be combined."
            raise ValueError(message)
        return other
