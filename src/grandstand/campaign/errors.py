"""What a campaign can answer instead of a share.

CampaignError
├── PoolUnknown        404  campaign.pool_unknown
├── ClaimUnknown       404  campaign.claim_unknown    the asker has no share for this occasion
├── RaiseUnknown       404  campaign.raise_unknown
├── OccasionUnknown    422  campaign.occasion_unknown
├── OccasionNotEarned  403  campaign.occasion_not_earned  nobody may ask for it herself
├── PoolNotOpen        409  campaign.not_open         draft, scheduled, paused, closed, revealed
├── PoolGone           410  campaign.gone             every lane is empty
├── Paced              503  campaign.paced            the pool gives no faster; retry after
├── NotEligible        403  campaign.not_eligible     meant for other fans, or other platforms
├── SwitchedOff        409  campaign.switched_off     for this segment or platform, for now
├── PlatformSpent      410  campaign.platform_spent   the platform has nothing left to give here
├── StateConflict      409  campaign.state_conflict   e.g. pausing a closed pool
├── PlanInvalid        422  campaign.plan_invalid     e.g. a minimum that the total cannot pay
├── ReceiptInvalid     422  campaign.receipt_invalid  it does not prove what it says
└── LedgerInvalid      422  campaign.ledger_invalid   a file is not a ledger that can be verified
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


class ClaimUnknown(CampaignError):
    code = "campaign.claim_unknown"
    status = 404
    title = "There is no share for this occasion"


class RaiseUnknown(CampaignError):
    code = "campaign.raise_unknown"
    status = 404
    title = "There is no such raise"


class OccasionUnknown(CampaignError):
    code = "campaign.occasion_unknown"
    status = 422
    title = "The pool has no such occasion"


class OccasionNotEarned(CampaignError):
    code = "campaign.occasion_not_earned"
    status = 403
    title = "This share has to be earned first"


class PoolNotOpen(CampaignError):
    code = "campaign.not_open"
    status = 409
    title = "The pool is not open at the moment"


class PoolGone(CampaignError):
    code = "campaign.gone"
    status = 410
    title = "Every share of the pool has been taken"


class Paced(CampaignError):
    code = "campaign.paced"
    status = 503
    title = "The pool gives its shares more slowly than they are asked for"
    retryable = True


class NotEligible(CampaignError):
    code = "campaign.not_eligible"
    status = 403
    title = "These shares are meant for others"


class SwitchedOff(CampaignError):
    code = "campaign.switched_off"
    status = 409
    title = "Nothing is given here at the moment"


class PlatformSpent(CampaignError):
    code = "campaign.platform_spent"
    status = 410
    title = "The platform has nothing left to give here"


class StateConflict(CampaignError):
    code = "campaign.state_conflict"
    status = 409
    title = "The pool's state does not allow this"


class PlanInvalid(CampaignError):
    code = "campaign.plan_invalid"
    status = 422
    title = "The pool cannot be given as planned"


class ReceiptInvalid(CampaignError):
    code = "campaign.receipt_invalid"
    status = 422
    title = "The receipt does not prove what it says"


class LedgerInvalid(CampaignError):
    code = "campaign.ledger_invalid"
    status = 422
    title = "The file is not a ledger that can be verified"
