"""A small client of the HTTP API. It imports nothing of the server, and asks with what Python brings.

api.py        Grandstand: what can be asked
answers.py    what is sent and what comes back
wire.py       connections, times and sizes
errors.py     what can come instead

with Grandstand("https://fans.example", token=token) as site:
    share = site.claim(7, "launch")
"""

from grandstand.client.answers import (
    ActRecord,
    Books,
    BudgetRaise,
    BurnDownPoint,
    Claim,
    Curve,
    HeadDocument,
    KeyDocument,
    LaneBooks,
    PoolDocument,
    PoolNotice,
    PoolPlan,
    PublishedHead,
    Receipt,
    Tier,
    TrancheDocument,
    TranchePlan,
)
from grandstand.client.api import Grandstand
from grandstand.client.errors import AnswerInvalid, ClientError, Problem, Unreachable

__all__ = [
    "ActRecord",
    "AnswerInvalid",
    "Books",
    "BudgetRaise",
    "BurnDownPoint",
    "Claim",
    "ClientError",
    "Curve",
    "Grandstand",
    "HeadDocument",
    "KeyDocument",
    "LaneBooks",
    "PoolDocument",
    "PoolNotice",
    "PoolPlan",
    "Problem",
    "PublishedHead",
    "Receipt",
    "Tier",
    "TrancheDocument",
    "TranchePlan",
    "Unreachable",
]
