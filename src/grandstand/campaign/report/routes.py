"""Reports over HTTP, for operators and auditors."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.proof_routes import Download
from grandstand.campaign.report.errors import BooksDiffer, ReportsNotInstalled
from grandstand.campaign.report.models import FileFormat
from grandstand.campaign.report.service import Reports
from grandstand.campaign.routes import PoolPath
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded
from grandstand.web.openapi import problems, text
from grandstand.web.principal import Viewer

MEDIA_TYPES = {FileFormat.CSV: "text/csv; charset=utf-8", FileFormat.PARQUET: "application/vnd.apache.parquet"}
RECONCILIATION = text("text/csv", "The reconciliation") | problems(
    Forbidden, PoolUnknown, ReportsNotInstalled, BooksDiffer, Overloaded
)
RECONCILIATION[200]["content"]["application/vnd.apache.parquet"] = {"schema": {"type": "string"}}


def report_routes(reports: Reports) -> APIRouter:
    """What has become of a pool."""
    router = APIRouter(prefix="/v1", tags=["console"])

    @router.get("/pools/{pool}/reconciliation", response_class=StreamingResponse, responses=RECONCILIATION)
    async def export_reconciliation(
        viewer: Viewer,
        pool: PoolPath,
        file_format: Annotated[FileFormat, Query(alias="format")] = FileFormat.CSV,
    ) -> StreamingResponse:
        """Every claim with its redemption and its hold, sums, heads of the chains, and the ledger's totals."""
        pieces = reports.reconciliation(viewer, pool, file_format)
        # The first piece is made before the answer begins, so that a refusal has its status.
        first = await anext(pieces)
        name = f"pool-{pool}.{file_format.value}"
        return Download(name, MEDIA_TYPES[file_format], first, pieces)

    return router
