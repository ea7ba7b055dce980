"""What can go wrong with a draw.

DrawError
├── DrawUnknown     404  draw.unknown
├── DrawPlanInvalid 422  draw.plan_invalid     it could not be drawn or paid as planned
├── TicketUnknown   422  draw.ticket_unknown   the draw has no such ticket
├── TicketNotEarned 403  draw.ticket_not_earned
├── EntriesClosed   409  draw.entries_closed   not open yet, or over
├── DrawConflict    409  draw.conflict         e.g. drawing before the entries are closed
└── DrawInvalid     422  draw.invalid          a file is not a draw that can be verified
"""

from grandstand.kernel.errors import GrandstandError


class DrawError(GrandstandError):
    code = "draw.error"
    status = 409
    title = "The draw cannot do this"


class DrawUnknown(DrawError):
    code = "draw.unknown"
    status = 404
    title = "There is no such draw"


class DrawPlanInvalid(DrawError):
    code = "draw.plan_invalid"
    status = 422
    title = "The draw cannot be held as planned"


class TicketUnknown(DrawError):
    code = "draw.ticket_unknown"
    status = 422
    title = "The draw has no such ticket"


class TicketNotEarned(DrawError):
    code = "draw.ticket_not_earned"
    status = 403
    title = "This ticket has to be earned first"


class EntriesClosed(DrawError):
    code = "draw.entries_closed"
    title = "The draw takes no entries at the moment"


class DrawConflict(DrawError):
    code = "draw.conflict"
    title = "The draw's state does not allow this"


class DrawInvalid(DrawError):
    code = "draw.invalid"
    status = 422
    title = "The file is not a draw that can be verified"
