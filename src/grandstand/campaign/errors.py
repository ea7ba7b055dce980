"""What a campaign can answer instead of a share.

CampaignError
├── PoolUnknown        404  campaign.pool_unknown
├── OccasionUnknown    422  campaign.occasion_unknown
├── PoolNotOpen        409  campaign.not_open         draft, paused or closed
├── PoolGone           410  campaign.gone             every lane is empty
├── StateConflict      409  campaign.state_conflict   e.g. pausing a closed pool
└── PlanInvalid        422  campaign.plan_invalid     e.g. a minimum that the total cannot pay
"""

from grandstand.kernel.errors import GrandstandError


class CampaignError(GrandstandError):
    code = "campaign.error"
    status = 409
    title = "The campaign cannot do this"


class PoolUnknown(CampaignError):
    code = "campaign.pool_unknown"
    status = 404
    title = "There is no such pool"


class OccasionUnknown(CampaignError):
    code = "campaign.occasion_unknown"
    status = 422
    title = "The pool has no such occasion"


class PoolNotOpen(CampaignError):
    code = "campaign.not_open"
    status = 409
    title = "The pool is not open at the moment"


class PoolGone(CampaignError):
    code = "campaign.gone"
    status = 410
    title = "Every share of the pool has been taken"


class StateConflict(CampaignError):
    code = "campaign.state_conflict"
    status = 409
    title = "The pool's state does not allow this"


class PlanInvalid(CampaignError):
    code = "campaign.plan_invalid"
    status = 422
    title = "The pool cannot be given as planned"
