"""The nouns of reports. Amounts in minor units; times aware, in UTC."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from grandstand.kernel.ids import SubjectId


class FileFormat(StrEnum):
    CSV = "csv"
    PARQUET = "parquet"


class Row(StrEnum):
    """What a row of a reconciliation is."""

    CLAIM = "claim"
    """A share that was given, with its redemption and its hold of now."""
    ENDED = "ended"
    """An attempt to redeem that was voided or has expired: the voucher was valid again afterwards."""
    SUM = "sum"
    """The claims of one occasion in one state, counted while they were written."""
    LANE = "lane"
    """The end of a lane's chain, and what the ledger says the lane has given."""
    POOL = "pool"
    """The last row: what the journal says; there only if every claim adds up to it."""


class Line(NamedTuple):
    """One row of a reconciliation; empty where the column does not belong to it (`COLUMNS` says of what type)."""

    kind: Row
    lane: int | None = None
    share: int | None = None
    occasion: str | None = None
    fan: str | None = None
    claimed_at: datetime | None = None
    claims: int | None = None
    amount_minor: int | None = None
    hold: str | None = None
    redemption: str | None = None
    merchant: int | None = None
    redeemed_minor: int | None = None
    changed_at: datetime | None = None
    head: str | None = None


COLUMNS = {
    "kind": "VARCHAR",
    "lane": "INTEGER",
    "share": "BIGINT",
    "occasion": "VARCHAR",
    "fan": "VARCHAR",
    "claimed_at": "TIMESTAMP WITH TIME ZONE",
    "claims": "BIGINT",
    "amount_minor": "BIGINT",
    "hold": "VARCHAR",
    "redemption": "VARCHAR",
    "merchant": "INTEGER",
    "redeemed_minor": "BIGINT",
    "changed_at": "TIMESTAMP WITH TIME ZONE",
    "head": "VARCHAR",
}
"""The columns of a reconciliation with their SQL types; those of `Line`, in its order."""


class ClaimRow(NamedTuple):
    """A claim with what became of it."""

    fan: SubjectId
    lane: int
    share: int
    occasion: str
    amount_minor: int
    claimed_at: datetime
    hold: str | None
    redemption: str | None
    merchant: int | None
    changed_at: datetime | None


class EndedRow(NamedTuple):
    """A redemption that has ended without being used."""

    fan: SubjectId
    id: str
    occasion: str
    amount_minor: int
    redemption: str
    merchant: int
    changed_at: datetime
