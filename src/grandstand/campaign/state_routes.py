"""The state of a campaign over HTTP: for everybody, and with what is her own for a fan."""

from fastapi import APIRouter, Response

from grandstand.campaign.campaign_state import CampaignState
from grandstand.campaign.facts import CampaignFacts
from grandstand.web.openapi import answer
from grandstand.web.principal import Visitor
from grandstand.web.respond import respond

STRUCTS = (CampaignFacts,)
"""What the route answers, for the OpenAPI document."""


def state_routes(state: CampaignState) -> APIRouter:
    """`GET /v1/campaign/state`."""
    router = APIRouter(prefix="/v1/campaign", tags=["campaign"])

    @router.get("/state", response_class=Response, responses=answer(CampaignFacts))
    async def read_campaign_state(visitor: Visitor) -> Response:
        """What there is for everybody, and what is the asker's own where she is a fan."""
        return respond(await state.facts(visitor))

    return router
