"""Is it alive, may it be sent requests, what has it counted."""

import hmac
import ipaddress

from fastapi import APIRouter, Request, Response

from grandstand.kernel.auth import Forbidden
from grandstand.kernel.database import Database
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.telemetry import render_metrics


def health_routes(database: Database, metrics_token: str) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "alive"}

    @router.get("/readyz")
    async def ready() -> dict[str, str]:
        """The process can serve: its database answers."""
        if not await database.is_ready():
            raise DatabaseUnavailable(retry_after_s=1.0)
        return {"status": "ready"}

    @router.get("/metrics", response_class=Response)
    async def metrics(request: Request) -> Response:
        """Counters and histograms in the Prometheus text format."""
        if not _may_read_metrics(request, metrics_token):
            raise Forbidden("Metrics need the bearer token of GRANDSTAND_METRICS_TOKEN.")
        return Response(render_metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return router


def _may_read_metrics(request: Request, token: str) -> bool:
    if token:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # Behind a proxy of this machine everybody seems to come from it, so a forwarded request needs the token.
    direct = "x-forwarded-for" not in request.headers and "forwarded" not in request.headers
    try:
        return direct and request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
