"""One log over all that people did: on pools, merchants, invitations, draws, platforms and all the rest.

models.py    a line of it, and a place in it
service.py   reading
storage.py, queries.sql   over the tables of acts of all packages; it has none of its own
routes.py    HTTP
"""

from grandstand.campaign.audit.models import ActLine, Area, LogPlace
from grandstand.campaign.audit.routes import audit_routes
from grandstand.campaign.audit.service import AuditLog

__all__ = ["ActLine", "Area", "AuditLog", "LogPlace", "audit_routes"]
