"""How things are, for anybody: parts, pools, waiting times, and what operators tell.

models.py      the status, incidents
rules.py       what may be said, and when a part is busy or down: pure
service.py     looks once a second, tells from memory; incidents
storage.py, queries.sql, schema/   the tables
handler.py     the status over HTTP, lean
routes.py      incidents over HTTP
errors.py      what can be answered instead
"""

from grandstand.campaign.status.handler import StatusHandler
from grandstand.campaign.status.models import Incident, Status
from grandstand.campaign.status.routes import status_paths, status_routes
from grandstand.campaign.status.service import StatusBoard

__all__ = ["Incident", "Status", "StatusBoard", "StatusHandler", "status_paths", "status_routes"]
