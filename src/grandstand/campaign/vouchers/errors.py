"""What can go wrong with a voucher, or at a merchant.

VoucherError
├── VoucherUnknown       404  voucher.unknown          the asker holds no such voucher
├── VoucherUsed          409  voucher.used             it is redeemed, or being redeemed elsewhere
├── VoucherExpired       409  voucher.expired          its pool is valid no longer
├── VoucherUnderReview   409  voucher.under_review     held back until somebody has looked
├── WrongCategory        409  voucher.wrong_category   the merchant sells something else
├── TermsInvalid         422  voucher.terms_invalid
├── RedemptionUnknown    404  voucher.redemption_unknown
├── RedemptionConflict   409  voucher.redemption_conflict
├── MerchantUnknown      404  merchant.unknown
├── MerchantFull         409  merchant.full            retryable: the next minute, or another merchant
├── MerchantClosed       409  merchant.closed          paused, or closed for good
└── MerchantInvalid      422  merchant.invalid
"""

from grandstand.kernel.errors import GrandstandError


class VoucherError(GrandstandError):
    code = "voucher.error"
    status = 409
    title = "The voucher cannot be used like this"


class VoucherUnknown(VoucherError):
    code = "voucher.unknown"
    status = 404
    title = "You hold no such voucher"


class VoucherUsed(VoucherError):
    code = "voucher.used"
    title = "The voucher has been used"


class VoucherExpired(VoucherError):
    code = "voucher.expired"
    title = "The voucher is valid no longer"


class VoucherUnderReview(VoucherError):
    code = "voucher.under_review"
    title = "The voucher is being looked at"


class WrongCategory(VoucherError):
    code = "voucher.wrong_category"
    title = "The voucher is for something else"


class TermsInvalid(VoucherError):
    code = "voucher.terms_invalid"
    status = 422
    title = "Vouchers cannot have these terms"


class RedemptionUnknown(VoucherError):
    code = "voucher.redemption_unknown"
    status = 404
    title = "There is no such redemption of yours"


class RedemptionConflict(VoucherError):
    code = "voucher.redemption_conflict"
    title = "The redemption's state does not allow this"


class MerchantUnknown(VoucherError):
    code = "merchant.unknown"
    status = 404
    title = "There is no such merchant"


class MerchantFull(VoucherError):
    code = "merchant.full"
    title = "The merchant has no room at the moment; the voucher stays valid"


class MerchantClosed(VoucherError):
    code = "merchant.closed"
    title = "The merchant takes no orders; the voucher stays valid"


class MerchantInvalid(VoucherError):
    code = "merchant.invalid"
    status = 422
    title = "A merchant cannot be like this"
