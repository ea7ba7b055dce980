"""Reports: what has become of pools and programmes, for those who settle them."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.report.models import FileFormat
from grandstand.campaign.report.parquet import parquet_from_csv, require_installed
from grandstand.campaign.report.reconciliation import Reconciliation, csv_head, csv_of
from grandstand.campaign.report.storage import ReportStorage
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import PoolId

EXPORTS_MAX = 2
"""Reconciliations that one process makes at the same time; each holds a connection that claims need too."""
EXPORT_RETRY_AFTER_S = 10.0
PIECE_BYTES = 256 * 1024


class Reports:
    """The use cases of reports.

    Args:
        database: where everything is.
        pools: the campaign's tables.
        clock: now, aware.
    """

    def __init__(self, database: Database, pools: CampaignStorage, clock: Clock) -> None:
        self._database = database
        self._pools = pools
        self._clock = clock
        self._storage = ReportStorage()
        self._exports = 0

    async def reconciliation(
        self, viewer: Principal, pool: PoolId, file_format: FileFormat
    ) -> AsyncGenerator[bytes, None]:
        """Every claim of a pool with what became of it, sums, heads and totals, in pieces; for staff.

        Raises:
            PoolUnknown: there is no such pool.
            ReportsNotInstalled: Parquet needs the extra.
            BooksDiffer: the claims do not add up to the ledger; the file has no last row then.
            Overloaded: as many exports as may are being made.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        if self._exports >= EXPORTS_MAX:
            raise Overloaded(f"{EXPORTS_MAX} exports are being made here.", retry_after_s=EXPORT_RETRY_AFTER_S)
        self._exports += 1
        try:
            make = self._csv(pool) if file_format is FileFormat.CSV else self._parquet(pool)
            async with aclosing(make) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            self._exports -= 1

    async def _csv(self, pool: PoolId) -> AsyncGenerator[bytes, None]:
        async with self._database.snapshot() as db:
            if (found := await self._pools.pool(db, pool)) is None:
                raise PoolUnknown(f"There is no pool {pool!r}.")
            yield csv_head()
            async for page in Reconciliation(self._storage, found).pages(db):
                yield csv_of(page)

    async def _parquet(self, pool: PoolId) -> AsyncGenerator[bytes, None]:
        """A Parquet file ends with its directory, so it is written beside before the first byte leaves."""
        require_installed()
        with tempfile.TemporaryDirectory(prefix="grandstand-report-") as folder:
            source, target = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
            with source.open("wb") as file:
                async with aclosing(self._csv(pool)) as pieces:
                    async for piece in pieces:
                        file.write(piece)
            await parquet_from_csv(source, target)
            source.unlink()
            with target.open("rb") as file:
                while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                    yield piece
