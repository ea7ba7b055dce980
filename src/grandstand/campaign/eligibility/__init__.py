"""What is known of fans, which of them may claim what, and what is switched off.

models.py     segments, switches, audiences
rules.py      what a segment and a set of facts may be: pure
audience.py   who would get it, and what it would cost: the conditions of the claim path, tried on everybody: pure
service.py    define, ask, switch off and lift, try
storage.py, queries.sql, schema/   the tables of acts; those that claims depend on are the heart's
routes.py     HTTP
errors.py     what can be answered instead
"""

from grandstand.campaign.audience import Audience, AudienceAsk, AudienceRow, PlatformAudience
from grandstand.campaign.eligibility.models import FanFacts, SegmentVersion, Switch
from grandstand.campaign.eligibility.routes import eligibility_routes, segment_routes, switch_routes
from grandstand.campaign.eligibility.service import Eligibility

__all__ = [
    "Audience",
    "AudienceAsk",
    "AudienceRow",
    "Eligibility",
    "FanFacts",
    "PlatformAudience",
    "SegmentVersion",
    "Switch",
    "eligibility_routes",
    "segment_routes",
    "switch_routes",
]
