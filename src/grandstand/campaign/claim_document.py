"""The claim in the OpenAPI document: it is answered in front of the framework, which does not know it."""

from grandstand.campaign.claim_handler import ClaimAnswer, ClaimRequest
from grandstand.campaign.errors import (
    NotEligible,
    OccasionNotEarned,
    OccasionUnknown,
    Paced,
    PlatformSpent,
    PoolGone,
    PoolNotOpen,
    PoolUnknown,
    SwitchedOff,
)
from grandstand.campaign.models import PoolDocument, Receipt
from grandstand.kernel.auth import CrossSite, Forbidden, TokenExpired, TokenInvalid, TokenMissing
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    GrandstandError,
    InternalError,
    Overloaded,
    RateLimited,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)
from grandstand.kernel.ids import POOL_ID_MAX
from grandstand.web.openapi import REFERENCE, SIGNED_IN, problems

STRUCTS = (ClaimAnswer, ClaimRequest, PoolDocument, Receipt)
"""What the campaign's routes take and answer in types of msgspec."""

PROBLEMS = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    NotEligible,
    CrossSite,
    PoolUnknown,
    RequestTimeout,
    PoolNotOpen,
    SwitchedOff,
    PoolGone,
    PlatformSpent,
    RequestTooLarge,
    OccasionNotEarned,
    OccasionUnknown,
    RequestInvalid,
    RateLimited,
    Overloaded,
    Paced,
    DatabaseUnavailable,
    InternalError,
)


def claim_paths(*instead: type[GrandstandError]) -> dict[str, object]:
    """The claim's entry among the paths of the document.

    Args:
        instead: what whoever stands before the claim answers.
    """
    share = {
        "description": "The share: a new one, or the one that this fan has for this occasion",
        "content": {"application/json": {"schema": {"$ref": REFERENCE.format(name=ClaimAnswer.__name__)}}},
    }
    body = {"schema": {"$ref": REFERENCE.format(name=ClaimRequest.__name__)}}
    number = {"type": "integer", "minimum": 1, "maximum": POOL_ID_MAX}
    operation = {
        "operationId": "claim",
        "summary": "Claim a share",
        "description": "The same fan and occasion get the same share, so a claim may always be repeated.",
        "tags": ["campaign"],
        "parameters": [
            {"name": "pool", "in": "path", "required": True, "schema": number},
            {"name": "Grandstand-Ticket", "in": "header", "required": False, "schema": {"type": "string"}},
        ],
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {"200": share}
        | {str(status): each for status, each in problems(*PROBLEMS, *instead).items()},
        "security": SIGNED_IN,
    }
    return {"/v1/pools/{pool}/claims": {"post": operation}}
