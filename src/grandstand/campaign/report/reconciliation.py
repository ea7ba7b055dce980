"""The reconciliation of a pool: every claim with what became of it, then sums, heads and the ledger's own figures.

It is read in one snapshot, page by page, and counted while it is written. The last row is written only if what was
counted is what the lanes and the journal say: a file without it is not whole.
"""

import csv
import io
from collections import Counter
from collections.abc import AsyncIterator, Sequence

from grandstand.campaign.chain import pseudonym
from grandstand.campaign.models import Pool
from grandstand.campaign.report.errors import BooksDiffer
from grandstand.campaign.report.models import COLUMNS, ClaimRow, EndedRow, Line, Row
from grandstand.campaign.report.storage import ReportStorage
from grandstand.kernel.database import Connection

USED = "done"


class Reconciliation:
    """The rows of one pool, once.

    Args:
        storage: of the tables.
        pool: whose claims.
    """

    def __init__(self, storage: ReportStorage, pool: Pool) -> None:
        self._storage = storage
        self._pool = pool
        self._claims: Counter[tuple[str, str | None, str | None]] = Counter()
        self._minor: Counter[tuple[str, str | None, str | None]] = Counter()

    async def pages(self, db: Connection) -> AsyncIterator[list[Line]]:
        """All rows, inside a snapshot.

        Raises:
            BooksDiffer: the claims are not what the ledger says.
        """
        async for claims in self._storage.claims(db, self._pool.id):
            yield [self._claim(each) for each in claims]
        async for ended in self._storage.ended(db, self._pool.id):
            yield [self._ended(each) for each in ended]
        yield await self._ending(db)

    async def _ending(self, db: Connection) -> list[Line]:
        sums = [
            Line(
                Row.SUM, occasion=occasion, claims=self._claims[key], amount_minor=self._minor[key], hold=hold,
                redemption=redemption, redeemed_minor=self._minor[key] if redemption == USED else 0,
            )
            for key in sorted(self._claims, key=str)
            for occasion, hold, redemption in (key,)
        ]  # fmt: skip
        lanes = [
            Line(Row.LANE, lane=lane, claims=granted, amount_minor=spent_minor, head=head)
            for lane, granted, spent_minor, head in await self._storage.lanes(db, self._pool.id)
        ]
        return [*sums, *lanes, await self._total(db, sums, lanes)]

    async def _total(self, db: Connection, sums: Sequence[Line], lanes: Sequence[Line]) -> Line:
        posted_minor = await self._storage.posted_minor(db, self._pool.id)
        counted = (self._claims.total(), self._minor.total())
        given = (sum(each.claims or 0 for each in lanes), sum(each.amount_minor or 0 for each in lanes))
        if counted != given or counted[1] != posted_minor:
            raise BooksDiffer(
                f"Pool {self._pool.id}: {counted[0]} claims over {counted[1]} were counted, the lanes say "
                f"{given[0]} over {given[1]}, the journal says {posted_minor}. Run `grandstand campaign audit`."
            )
        redeemed_minor = sum(each.redeemed_minor or 0 for each in sums)
        return Line(Row.POOL, claims=counted[0], amount_minor=posted_minor, redeemed_minor=redeemed_minor)

    def _claim(self, each: ClaimRow) -> Line:
        key = (each.occasion, each.hold, each.redemption)
        self._claims[key] += 1
        self._minor[key] += each.amount_minor
        return Line(
            kind=Row.CLAIM,
            lane=each.lane,
            share=each.share,
            occasion=each.occasion,
            fan=pseudonym(self._pool.pseudonym_key, each.fan).hex(),
            claimed_at=each.claimed_at,
            claims=1,
            amount_minor=each.amount_minor,
            hold=each.hold,
            redemption=each.redemption,
            merchant=each.merchant,
            redeemed_minor=each.amount_minor if each.redemption == USED else 0,
            changed_at=each.changed_at,
        )

    def _ended(self, each: EndedRow) -> Line:
        return Line(
            kind=Row.ENDED,
            occasion=each.occasion,
            fan=pseudonym(self._pool.pseudonym_key, each.fan).hex(),
            amount_minor=each.amount_minor,
            redemption=each.redemption,
            merchant=each.merchant,
            redeemed_minor=0,
            changed_at=each.changed_at,
        )


def csv_head() -> bytes:
    return ",".join(COLUMNS).encode() + b"\r\n"


def csv_of(lines: Sequence[Line]) -> bytes:
    """Rows as CSV (RFC 4180); times in ISO 8601, UTC."""
    text = io.StringIO()
    csv.writer(text).writerows(
        (
            *each[:5],
            each.claimed_at and each.claimed_at.isoformat(),
            *each[6:12],
            each.changed_at and each.changed_at.isoformat(),
            each.head,
        )
        for each in lines
    )
    return text.getvalue().encode()
