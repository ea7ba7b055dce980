"""What can be answered instead about segments, facts and switches.

EligibilityError
├── SegmentUnknown   404  segment.unknown
├── SegmentInvalid   422  segment.invalid          its rule, or what a pool is to ask for
├── FactsInvalid     422  segment.facts_invalid    something that nobody can be known by
├── SwitchUnknown    404  segment.switch_unknown
└── SwitchConflict   409  segment.switch_conflict  off already, or lifted before
"""

from grandstand.kernel.errors import GrandstandError


class EligibilityError(GrandstandError):
    code = "segment.error"
    status = 409
    title = "This cannot be done with segments"


class SegmentUnknown(EligibilityError):
    code = "segment.unknown"
    status = 404
    title = "There is no such segment"


class SegmentInvalid(EligibilityError):
    code = "segment.invalid"
    status = 422
    title = "The segment cannot be used"


class FactsInvalid(EligibilityError):
    code = "segment.facts_invalid"
    status = 422
    title = "These facts cannot be taken in"


class SwitchUnknown(EligibilityError):
    code = "segment.switch_unknown"
    status = 404
    title = "There is no such switch"


class SwitchConflict(EligibilityError):
    code = "segment.switch_conflict"
    status = 409
    title = "This is switched off already, or has been lifted"
