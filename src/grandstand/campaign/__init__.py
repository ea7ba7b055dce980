"""A fixed budget given to a crowd: exactly, once to each key, durable once acknowledged.

    models.py        the nouns            rules.py, split.py   the decisions, pure
    lanes.py         micro-batches        engine.py            the claim path
    service.py       plan, open, pause, watch, look up
    storage.py       queries.sql, schema/ the tables
    claim_handler.py the claim over HTTP, lean         routes.py   everything else over HTTP

A claim is followed through these files in ARCHITECTURE.md.
"""

from grandstand.campaign.engine import ClaimEngine, EngineLimits
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.models import (
    Act,
    ActRecord,
    Audit,
    Books,
    BurnDownPoint,
    Claim,
    Curve,
    PoolNotice,
    PoolPlan,
    PoolState,
)
from grandstand.campaign.rules import audit_faults
from grandstand.campaign.service import CampaignService
from grandstand.campaign.storage import CampaignStorage

__all__ = [
    "Act",
    "ActRecord",
    "Audit",
    "Books",
    "BurnDownPoint",
    "CampaignService",
    "CampaignStorage",
    "Claim",
    "ClaimEngine",
    "Curve",
    "EngineLimits",
    "PoolNotice",
    "PoolPlan",
    "PoolState",
    "PoolUnknown",
    "audit_faults",
]
