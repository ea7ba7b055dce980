"""What can go wrong with an invitation.

InviteError
├── SchemeUnknown     404  invite.scheme_unknown
├── SchemeInvalid     422  invite.scheme_invalid    the pool could not reward what it promises
├── CodeInvalid       422  invite.code_invalid      mistyped: no code of ours has this form
├── CodeUnknown       404  invite.code_unknown      well formed, but nobody's
├── OwnCode           409  invite.own_code
├── AlreadyInvited    409  invite.already_invited   by somebody else
├── CameBefore        409  invite.came_before       who was here first cannot be invited by who came later
└── InvitesClosed     409  invite.closed            not open yet, over, or paused
"""

from grandstand.kernel.errors import GrandstandError


class InviteError(GrandstandError):
    code = "invite.error"
    status = 409
    title = "The invitation cannot be used"


class SchemeUnknown(InviteError):
    code = "invite.scheme_unknown"
    status = 404
    title = "There are no such invitations"


class SchemeInvalid(InviteError):
    code = "invite.scheme_invalid"
    status = 422
    title = "The invitations cannot be rewarded as planned"


class CodeInvalid(InviteError):
    code = "invite.code_invalid"
    status = 422
    title = "The code is mistyped"


class CodeUnknown(InviteError):
    code = "invite.code_unknown"
    status = 404
    title = "Nobody has this code"


class OwnCode(InviteError):
    code = "invite.own_code"
    title = "This is your own code"


class AlreadyInvited(InviteError):
    code = "invite.already_invited"
    title = "You have been invited by somebody else"


class CameBefore(InviteError):
    code = "invite.came_before"
    title = "You were here before the one who invites you"


class InvitesClosed(InviteError):
    code = "invite.closed"
    title = "Invitations are not open at the moment"
