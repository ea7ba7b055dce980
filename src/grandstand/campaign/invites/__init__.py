"""Invitations: a code or a link, accepted once by each friend, rewarded once on both sides.

codes.py      short, typo-safe, not to be guessed: pure
models.py     schemes, members, acceptances
rules.py      who may accept whose invitation, and why there are no cycles: pure
accepting.py  acceptances, in batches, on the side of the invited one
rewarding.py  what follows, through the outbox: both shares, tickets of draws
service.py    plan, give codes, look at
storage.py, queries.sql, schema/   the tables
routes.py     HTTP
errors.py     what can be answered instead
"""

from grandstand.campaign.invites.models import DailyTicket, Scheme, SchemeId, SchemePlan
from grandstand.campaign.invites.routes import accepting, invite_paths, invite_routes
from grandstand.campaign.invites.service import Invites

__all__ = [
    "DailyTicket",
    "Invites",
    "Scheme",
    "SchemeId",
    "SchemePlan",
    "accepting",
    "invite_paths",
    "invite_routes",
]
