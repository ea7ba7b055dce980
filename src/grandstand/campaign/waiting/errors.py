"""What can go wrong with waiting in line.

WaitingError
├── WaitingRoomUnknown   404  waiting.room_unknown    the pool has never had a line
├── NobodyWaits          409  waiting.not_open        there is no line now: claim at once
├── AdmissionInvalid     422  waiting.rate_invalid
├── TicketNeeded         409  waiting.ticket_needed   there is a line: take a ticket first
├── NotYet               503  waiting.not_yet         her turn comes later; retry after
├── TicketLapsed         409  waiting.ticket_lapsed   it was not used in time: take another one
└── TicketUnreadable     422  waiting.ticket_invalid  not one of ours, or somebody else's
"""

from grandstand.kernel.errors import GrandstandError


class WaitingError(GrandstandError):
    code = "waiting.error"
    status = 409
    title = "Waiting does not work like this"


class WaitingRoomUnknown(WaitingError):
    code = "waiting.room_unknown"
    status = 404
    title = "The pool has never had a line"


class NobodyWaits(WaitingError):
    code = "waiting.not_open"
    title = "There is no line at the moment"


class AdmissionInvalid(WaitingError):
    code = "waiting.rate_invalid"
    status = 422
    title = "Nobody can be let in at this pace"


class TicketNeeded(WaitingError):
    code = "waiting.ticket_needed"
    title = "There is a line: a ticket comes first"


class NotYet(WaitingError):
    code = "waiting.not_yet"
    status = 503
    title = "It is not your turn yet"
    retryable = True


class TicketLapsed(WaitingError):
    code = "waiting.ticket_lapsed"
    title = "The ticket was not used in time"


class TicketUnreadable(WaitingError):
    code = "waiting.ticket_invalid"
    status = 422
    title = "This is not a ticket of yours"
