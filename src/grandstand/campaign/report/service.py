"""Reports: what has become of pools and programmes, for those who settle them."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import msgspec

from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.report.counting import count
from grandstand.campaign.report.errors import LanguageUnknown, OutcomeInvalid, ReportUnknown
from grandstand.campaign.report.figures import Figures, GroupsOutcome
from grandstand.campaign.report.models import FileFormat
from grandstand.campaign.report.page import Page
from grandstand.campaign.report.parquet import parquet_from_csv, require_installed
from grandstand.campaign.report.reconciliation import Reconciliation, csv_head, csv_of
from grandstand.campaign.report.storage import ReportStorage
from grandstand.campaign.report.texts import Texts, report_languages
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
REPORTS_MAX = 1
"""Morning reports that one process counts at the same time."""
GROUP_MAX = 10_000_000_000
MEASURE_LENGTH_MAX = 200


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
        self._reports = 0

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

    async def figures(self, viewer: Principal, programme: int) -> Figures:
        """What a morning report says, in one snapshot; for staff. Counts every claim of the programme.

        Raises:
            ReportUnknown: there is no such programme.
            Overloaded: another one is being counted.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        if self._reports >= REPORTS_MAX:
            raise Overloaded(f"{REPORTS_MAX} report is being counted here.", retry_after_s=EXPORT_RETRY_AFTER_S)
        self._reports += 1
        try:
            async with self._database.snapshot() as db:
                found = await count(self._storage, db, programme, self._clock())
        finally:
            self._reports -= 1
        if found is None:
            raise ReportUnknown(f"There is no programme {programme!r}.")
        return found

    async def morning(self, viewer: Principal, programme: int, language: str) -> str:
        """The morning report as one HTML file.

        Raises:
            LanguageUnknown: there are no words in it.
            ReportUnknown: there is no such programme.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        if language not in report_languages():
            raise LanguageUnknown(f"A report is in one of {list(report_languages())!r}, got {language!r}.")
        figures = await self.figures(viewer, programme)
        return await asyncio.to_thread(lambda: Page(figures, Texts(language)).html())

    async def put_outcome(self, actor: Principal, programme: int, outcome: GroupsOutcome) -> GroupsOutcome:
        """Note what the growth team has counted of both groups; the newest of a programme holds.

        Raises:
            OutcomeInvalid: more are active than there are, or a group is empty.
            ReportUnknown: there is no such programme.
        """
        require_role(actor, Role.OPERATOR)
        check_outcome(outcome)
        async with self._database.transaction() as db:
            if await self._storage.one(db, "programme", programme) is None:
                raise ReportUnknown(f"There is no programme {programme!r}.")
            now = self._clock()
            await self._storage.insert_outcome(db, programme, actor.subject, outcome, now)
        return msgspec.structs.replace(outcome, at=now)

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


def check_outcome(outcome: GroupsOutcome) -> None:
    """Pass when somebody can have counted this.

    Raises:
        OutcomeInvalid: the first thing that cannot be.
    """
    if not 0 < len(outcome.measure) <= MEASURE_LENGTH_MAX:
        raise OutcomeInvalid(f"What was measured takes 1 to {MEASURE_LENGTH_MAX} characters.")
    for name, active, fans in (
        ("offered", outcome.offered_active, outcome.offered_fans),
        ("kept", outcome.kept_active, outcome.kept_fans),
    ):
        if not 0 < fans <= GROUP_MAX:
            raise OutcomeInvalid(f"{name}_fans is 1 to {GROUP_MAX:,}, got {fans!r}.")
        if not 0 <= active <= fans:
            raise OutcomeInvalid(f"{name}_active is 0 to {name}_fans, which is {fans!r}, got {active!r}.")
