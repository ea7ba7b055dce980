"""What can go wrong with the status.

StatusError
├── IncidentUnknown    404  status.incident_unknown
├── IncidentInvalid    422  status.incident_invalid    a text that cannot be shown
└── IncidentOver       409  status.incident_over       what is over is not changed any more
"""

from grandstand.kernel.errors import GrandstandError


class StatusError(GrandstandError):
    code = "status.error"
    status = 409
    title = "The status cannot be changed like this"


class IncidentUnknown(StatusError):
    code = "status.incident_unknown"
    status = 404
    title = "There is no such incident"


class IncidentInvalid(StatusError):
    code = "status.incident_invalid"
    status = 422
    title = "The incident cannot be shown like this"


class IncidentOver(StatusError):
    code = "status.incident_over"
    title = "The incident is over"
