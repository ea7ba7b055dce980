"""The face of the campaign for whoever answers fans: its state in one call, as typed facts.

The code is beside this package, in facts.py and campaign_state.py, for it puts together what packages of the
campaign know, which do not know one another.
"""

from grandstand.campaign.campaign_state import CampaignState
from grandstand.campaign.facts import CampaignFacts, FanFacts, HeldShare, PoolFact, Way, WayKind

__all__ = [
    "CampaignFacts",
    "CampaignState",
    "FanFacts",
    "HeldShare",
    "PoolFact",
    "Way",
    "WayKind",
]
