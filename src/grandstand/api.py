"""The ordinary API: every route on the framework, its errors, its document."""

from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from grandstand import __version__
from grandstand.assistant import act_routes, assistant_paths
from grandstand.assistant.history import feedback_routes, history_routes
from grandstand.assistant.history.routes import STRUCTS as HISTORY_STRUCTS
from grandstand.assistant.routes import STRUCTS as ASSISTANT_STRUCTS
from grandstand.campaign.audit import audit_routes
from grandstand.campaign.audit.routes import STRUCTS as AUDIT_STRUCTS
from grandstand.campaign.claim_document import STRUCTS, claim_paths
from grandstand.campaign.draws import draw_routes
from grandstand.campaign.draws.routes import STRUCTS as DRAW_STRUCTS
from grandstand.campaign.eligibility import eligibility_routes, segment_routes, switch_routes
from grandstand.campaign.eligibility.routes import STRUCTS as ELIGIBILITY_STRUCTS
from grandstand.campaign.feed import BooksFeed
from grandstand.campaign.fraud import fraud_paths, fraud_routes
from grandstand.campaign.fraud.routes import STRUCTS as FRAUD_STRUCTS
from grandstand.campaign.invites import invite_paths, invite_routes
from grandstand.campaign.invites.routes import STRUCTS as INVITE_STRUCTS
from grandstand.campaign.outbox.routes import STRUCTS as OUTBOX_STRUCTS
from grandstand.campaign.outbox.routes import outbox_routes
from grandstand.campaign.platforms import platform_paths, platform_routes
from grandstand.campaign.platforms.routes import STRUCTS as PLATFORM_STRUCTS
from grandstand.campaign.programme import programme_routes
from grandstand.campaign.programme.routes import STRUCTS as PROGRAMME_STRUCTS
from grandstand.campaign.proof_routes import proof_routes
from grandstand.campaign.report import report_routes
from grandstand.campaign.report.routes import STRUCTS as REPORT_STRUCTS
from grandstand.campaign.routes import fan_routes, operator_routes, raise_routes
from grandstand.campaign.state_routes import STRUCTS as STATE_STRUCTS
from grandstand.campaign.state_routes import state_routes
from grandstand.campaign.status import status_paths, status_routes
from grandstand.campaign.status.routes import STRUCTS as STATUS_STRUCTS
from grandstand.campaign.vouchers import (
    merchant_routes,
    voucher_paths,
    voucher_routes,
)
from grandstand.campaign.vouchers.routes import STRUCTS as VOUCHER_STRUCTS
from grandstand.campaign.waiting import waiting_paths, waiting_routes
from grandstand.campaign.waiting.routes import CLAIM_REFUSALS
from grandstand.campaign.waiting.routes import STRUCTS as WAITING_STRUCTS
from grandstand.kernel.errors import (
    GrandstandError,
    InternalError,
    NotFound,
    RequestInvalid,
)
from grandstand.kernel.settings import Settings
from grandstand.library.asking_routes import asking_routes
from grandstand.library.document import STRUCTS as LIBRARY_STRUCTS
from grandstand.library.document import library_paths
from grandstand.library.reading_routes import document_routes, picture_routes, reading_routes
from grandstand.library.routes import collection_routes, group_routes, unanswered_routes
from grandstand.live.document import STRUCTS as LIVE_STRUCTS
from grandstand.live.document import live_paths
from grandstand.live.routes import live_routes
from grandstand.replay.air_routes import STRUCTS as AIR_STRUCTS
from grandstand.replay.air_routes import air_routes
from grandstand.replay.routes import STRUCTS as REPLAY_STRUCTS
from grandstand.replay.routes import take_routes
from grandstand.services import Services
from grandstand.web.health import health_routes
from grandstand.web.openapi import complete as complete_openapi
from grandstand.web.pages import load_built_files, page_routes
from grandstand.web.problem import problem
from grandstand.web.sessions import session_routes

METHOD_NOT_ALLOWED = 405
ALL_STRUCTS: tuple[type[msgspec.Struct], ...] = (
    *STRUCTS,
    *DRAW_STRUCTS,
    *INVITE_STRUCTS,
    *VOUCHER_STRUCTS,
    *FRAUD_STRUCTS,
    *PLATFORM_STRUCTS,
    *ELIGIBILITY_STRUCTS,
    *PROGRAMME_STRUCTS,
    *REPORT_STRUCTS,
    *WAITING_STRUCTS,
    *STATUS_STRUCTS,
    *STATE_STRUCTS,
    *OUTBOX_STRUCTS,
    *AUDIT_STRUCTS,
    *LIVE_STRUCTS,
    *LIBRARY_STRUCTS,
    *ASSISTANT_STRUCTS,
    *HISTORY_STRUCTS,
    *REPLAY_STRUCTS,
    *AIR_STRUCTS,
)
"""Every type of msgspec that a route takes or answers."""


def build_api(settings: Settings, services: Services, feed: BooksFeed) -> FastAPI:
    """The framework's application with every route; also what the documentation is tested against."""
    api = FastAPI(
        title="Grandstand",
        version=__version__,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    routers = _routers(settings, services, feed)
    for router in routers:
        api.include_router(router)
    add_error_handlers(api)
    complete_openapi(api, routers, _paths_in_front(), ALL_STRUCTS)
    return api


def _routers(settings: Settings, services: Services, feed: BooksFeed) -> list[APIRouter]:
    return [
        health_routes(services.database, settings.metrics_token),
        session_routes(
            services.sign_in,
            services.tokens,
            guests=settings.guests,
            secure=settings.secure_cookies,
            lifetime_h=settings.token_lifetime_h,
        ),
        *_campaign_routers(services, feed),
        live_routes(services.live),
        collection_routes(services.library),
        group_routes(services.library),
        unanswered_routes(services.library),
        document_routes(services.library),
        reading_routes(services.reading_room),
        picture_routes(services.pictures),
        asking_routes(services.asking),
        act_routes(services.acts),
        history_routes(services.history),
        feedback_routes(services.history),
        take_routes(services.takes, services.camera_wall),
        air_routes(services.air),
        page_routes(load_built_files()),
    ]


def _campaign_routers(services: Services, feed: BooksFeed) -> list[APIRouter]:
    return [
        fan_routes(services.campaign),
        operator_routes(services.campaign, feed),
        raise_routes(services.campaign),
        proof_routes(services.proofs),
        draw_routes(services.draws),
        invite_routes(services.invites),
        voucher_routes(services.vouchers),
        merchant_routes(services.vouchers),
        fraud_routes(services.fraud),
        platform_routes(services.platforms),
        segment_routes(services.eligibility),
        switch_routes(services.eligibility),
        eligibility_routes(services.eligibility),
        programme_routes(services.programmes),
        waiting_routes(services.waiting),
        status_routes(services.status),
        state_routes(services.campaign_state),
        report_routes(services.reports),
        outbox_routes(services.outbox),
        audit_routes(services.audit),
    ]


def _paths_in_front() -> dict[str, Any]:
    """What is answered in front of the framework."""
    claims = claim_paths(*CLAIM_REFUSALS) | waiting_paths() | status_paths()
    claims |= platform_paths() | assistant_paths()
    return claims | invite_paths() | voucher_paths() | fraud_paths() | live_paths() | library_paths()


def add_error_handlers(api: FastAPI) -> None:
    async def known(_: Request, error: Exception) -> Response:
        assert isinstance(error, GrandstandError)
        return _response(error)

    async def malformed(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [f"{'.'.join(str(at) for at in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        return _response(RequestInvalid("; ".join(faults[:5])))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, GrandstandError):
            return _response(error.__cause__)
        if error.status_code == METHOD_NOT_ALLOWED:
            return _response(NotFound(f"{request.method} is not possible at {request.url.path!r}."))
        if error.status_code < 500:  # noqa: PLR2004 - the framework's own refusals, e.g. of broken JSON
            return _response(RequestInvalid(str(error.detail)))
        return _response(InternalError())

    async def unknown(_: Request, _error: Exception) -> Response:
        return _response(InternalError())

    api.add_exception_handler(GrandstandError, known)
    api.add_exception_handler(RequestValidationError, malformed)
    api.add_exception_handler(HTTPException, refused)
    api.add_exception_handler(Exception, unknown)


def _response(error: GrandstandError) -> Response:
    answer = problem(error)
    headers = {name.decode(): value.decode() for name, value in answer.headers}
    return Response(answer.body, status_code=answer.status, headers=headers)
