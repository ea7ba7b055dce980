"""Claims that are held back until somebody has looked.

    models.py     signals, facts, rules, scores, holds
    rules.py      from facts to a score with reasons: pure
    reference.py  the facts of a crowd in memory, the plain form of the statement: pure
    digests.py    signals as digests: the values themselves are never stored
    looking.py    in the background: whoever has changed is scored, and held
    service.py    signals, review, rules
    storage.py, queries.sql, schema/   the tables
    routes.py     HTTP
    errors.py     what can be answered instead

What is looked at and why, and what it cannot see: docs/explanation/fraud.md.
"""

from grandstand.campaign.fraud.models import (
    Facts,
    FanSignal,
    FraudAct,
    Hold,
    HoldState,
    Ramp,
    Rules,
    Score,
    Sighting,
    Signal,
    SignalKind,
)
from grandstand.campaign.fraud.reference import Acceptance, Crowd
from grandstand.campaign.fraud.routes import fraud_paths, fraud_routes, reporting
from grandstand.campaign.fraud.rules import is_held, score
from grandstand.campaign.fraud.service import Fraud
from grandstand.campaign.fraud.storage import Target

__all__ = [
    "Acceptance",
    "Crowd",
    "Facts",
    "FanSignal",
    "Fraud",
    "FraudAct",
    "Hold",
    "HoldState",
    "Ramp",
    "Rules",
    "Score",
    "Sighting",
    "Signal",
    "SignalKind",
    "Target",
    "fraud_paths",
    "fraud_routes",
    "is_held",
    "reporting",
    "score",
]
