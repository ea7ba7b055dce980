"""What can go wrong with signals, holds and rules.

FraudError
├── SignalInvalid  422  fraud.signal_invalid
├── RulesInvalid   422  fraud.rules_invalid    the message names the rule and what it may be
├── RulesConflict  409  fraud.rules_conflict   somebody has changed them since they were read
├── HoldUnknown    404  fraud.hold_unknown     nothing of this fan is in a state that the act fits
└── TreeTooLarge   409  fraud.tree_too_large   more people are below this fan than one act reaches
"""

from grandstand.kernel.errors import GrandstandError


class FraudError(GrandstandError):
    code = "fraud.error"
    status = 409
    title = "The review cannot do this"


class SignalInvalid(FraudError):
    code = "fraud.signal_invalid"
    status = 422
    title = "This is not a signal"


class RulesInvalid(FraudError):
    code = "fraud.rules_invalid"
    status = 422
    title = "These are not rules that can be used"


class RulesConflict(FraudError):
    code = "fraud.rules_conflict"
    title = "The rules have been changed by somebody else"


class HoldUnknown(FraudError):
    code = "fraud.hold_unknown"
    status = 404
    title = "There is nothing of this fan to act on"


class TreeTooLarge(FraudError):
    code = "fraud.tree_too_large"
    title = "The tree of invitations is too large for one act"
