"""A fixed budget given to a crowd: exactly, once to each key, durable once acknowledged, checkable by anyone.

    models.py                        the nouns
    plan.py, rules.py, invariants.py what may be planned, what follows, what must hold: pure
    pace.py                          how fast a lane may give: a token bucket, pure
    split.py, curves.py              the amount of each share
    commitment.py, chain.py          fixed before, visible afterwards: hashes and signatures
    ledger.py, verify.py             the whole pool as one file, and its check without us
    saved_proof.py                   the same for one share
    lanes.py, desk.py, engine.py     the claim path: micro-batches, one transaction each
    conditions.py, purses.py         who may claim, and on whose part: segments, platforms, switches
    service.py                       plan, open, pause, raise, watch, look up
    proofs.py, self_check.py         documents, receipts, ledger; the books added up again all the time
    standing.py                      the books of an instant, to compare a restored copy with
    *storage.py, queries.sql, schema/   the tables
    claim_handler.py                 the claim over HTTP, lean
    routes.py, proof_routes.py, feed.py   everything else over HTTP
    facts.py, campaign_state.py      all of it as typed facts, for one fan and for everybody
    programme_applied.py             a wave of a programme as pools, draws, invitations and voucher terms

A claim is followed through these files in ARCHITECTURE.md.
"""

from grandstand.campaign.chain import ReceiptKey
from grandstand.campaign.claim_storage import ClaimStorage
from grandstand.campaign.condition_storage import ConditionStorage
from grandstand.campaign.conditions import Facts, SegmentRule
from grandstand.campaign.desk import DeskTools
from grandstand.campaign.engine import ClaimEngine, EngineLimits
from grandstand.campaign.errors import LedgerInvalid, PoolUnknown, ReceiptInvalid
from grandstand.campaign.invariants import audit_faults
from grandstand.campaign.models import (
    Act,
    ActRecord,
    Audit,
    Books,
    BudgetRaise,
    BurnDownPoint,
    Claim,
    Curve,
    PoolDocument,
    PoolNotice,
    PoolPlan,
    PoolState,
    PublishedHead,
    Receipt,
    Tier,
    TranchePlan,
)
from grandstand.campaign.proof_storage import ProofStorage
from grandstand.campaign.proofs import Proofs
from grandstand.campaign.refusals import Refusals
from grandstand.campaign.saved_proof import ProofVerdict, verify_saved_proof
from grandstand.campaign.self_check import SelfCheck
from grandstand.campaign.service import CampaignService
from grandstand.campaign.standing import PoolStanding, differences
from grandstand.campaign.storage import CampaignStorage
from grandstand.campaign.verify import Verdict, verify_ledger

__all__ = [
    "Act",
    "ActRecord",
    "Audit",
    "Books",
    "BudgetRaise",
    "BurnDownPoint",
    "CampaignService",
    "CampaignStorage",
    "Claim",
    "ClaimEngine",
    "ClaimStorage",
    "ConditionStorage",
    "Curve",
    "DeskTools",
    "EngineLimits",
    "Facts",
    "LedgerInvalid",
    "PoolDocument",
    "PoolNotice",
    "PoolPlan",
    "PoolStanding",
    "PoolState",
    "PoolUnknown",
    "ProofStorage",
    "ProofVerdict",
    "Proofs",
    "PublishedHead",
    "Receipt",
    "ReceiptInvalid",
    "ReceiptKey",
    "Refusals",
    "SegmentRule",
    "SelfCheck",
    "Tier",
    "TranchePlan",
    "Verdict",
    "audit_faults",
    "differences",
    "verify_ledger",
    "verify_saved_proof",
]
