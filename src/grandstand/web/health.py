"""Is it alive, may it be sent requests, what has it counted."""

import hmac
import ipaddress
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from grandstand.kernel.auth import Forbidden
from grandstand.kernel.database import Database
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.telemetry import render_metrics
from grandstand.web.openapi import problems, text

METRICS = text("text/plain", "In the Prometheus text format") | problems(Forbidden)

READY_RETRY_AFTER_S = 1.0
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def health_routes(database: Database, metrics_token: str) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "alive"}

    @router.get("/readyz", responses=problems(DatabaseUnavailable))
    async def ready() -> dict[str, str]:
        """The process can serve: its database answers."""
        if not await database.is_ready():
            raise DatabaseUnavailable(retry_after_s=READY_RETRY_AFTER_S)
        return {"status": "ready"}

    @router.get("/metrics", response_class=Response, responses=METRICS)
    async def metrics(request: Request) -> Response:
        """Counters and histograms in the Prometheus text format."""
        client = request.client.host if request.client else ""
        check_may_read_metrics(metrics_token, request.headers, client)
        return Response(render_metrics(), media_type=METRICS_TYPE)

    return router


def check_may_read_metrics(token: str, headers: Mapping[str, str], client: str) -> None:
    """Pass when the asker may read the metrics.

    Args:
        token: the setting's; without one only direct requests of this machine may.
        headers: of the request.
        client: the address that speaks to us.

    Raises:
        Forbidden: she may not.
    """
    if token:
        given = headers.get("authorization", "")
        may = hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    else:
        # Behind a proxy of this machine everybody seems to come from it, so a forwarded request needs the token.
        may = "x-forwarded-for" not in headers and "forwarded" not in headers and _is_loopback(client)
    if not may:
        raise Forbidden("Metrics need the bearer token of GRANDSTAND_METRICS_TOKEN.")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
