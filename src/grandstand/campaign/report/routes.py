"""Reports over HTTP, for operators and auditors."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.proof_routes import Download
from grandstand.campaign.report.errors import (
    BooksDiffer,
    LanguageUnknown,
    OutcomeInvalid,
    ReportsNotInstalled,
    ReportUnknown,
)
from grandstand.campaign.report.figures import GroupsOutcome
from grandstand.campaign.report.models import FileFormat
from grandstand.campaign.report.service import GROUP_MAX, MEASURE_LENGTH_MAX, Reports
from grandstand.campaign.routes import PoolPath
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.i18n import FALLBACK
from grandstand.web.openapi import answer, problems, text
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

MEDIA_TYPES = {FileFormat.CSV: "text/csv; charset=utf-8", FileFormat.PARQUET: "application/vnd.apache.parquet"}
RECONCILIATION = text("text/csv", "The reconciliation") | problems(
    Forbidden, PoolUnknown, ReportsNotInstalled, BooksDiffer, Overloaded
)
RECONCILIATION[200]["content"]["application/vnd.apache.parquet"] = {"schema": {"type": "string"}}


MORNING = text("text/html", "The report") | problems(Forbidden, ReportUnknown, LanguageUnknown, Overloaded)
OUTCOME = answer(GroupsOutcome, HTTPStatus.CREATED) | problems(Forbidden, ReportUnknown, OutcomeInvalid)
STRUCTS = (GroupsOutcome,)
"""What the routes answer, for the OpenAPI document."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""A report loads nothing and runs nothing."""

ProgrammePath = Annotated[int, Path(ge=1, le=2**31 - 1)]
Group = Annotated[int, Field(ge=0, le=GROUP_MAX)]


class OutcomeRequest(BaseModel):
    """What the growth team has counted of those who were offered a programme and of its hold-out group."""

    model_config = ConfigDict(extra="forbid")
    measure: str = Field(min_length=1, max_length=MEASURE_LENGTH_MAX)
    offered_fans: Group
    offered_active: Group
    kept_fans: Group
    kept_active: Group


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

    @router.get("/programmes/{programme}/report", response_class=HTMLResponse, responses=MORNING)
    async def read_report(viewer: Viewer, programme: ProgrammePath, language: str = FALLBACK) -> Response:
        """The morning report of a programme: one HTML file with its plots."""
        page = await reports.morning(viewer, programme, language)
        headers = {"cache-control": "no-store", "content-security-policy": POLICY}
        return HTMLResponse(page, headers=headers)

    @router.post("/programmes/{programme}/outcomes", status_code=HTTPStatus.CREATED, responses=OUTCOME)
    async def put_outcome(viewer: Viewer, programme: ProgrammePath, body: OutcomeRequest) -> Response:
        """Note what was counted of those who were offered the programme and of the hold-out group."""
        done = await reports.put_outcome(viewer, programme, GroupsOutcome(**body.model_dump()))
        return respond(done, HTTPStatus.CREATED)

    return router
