"""What has become of pools and programmes, for those who settle them and those who decide what is next.

models.py          the rows of a reconciliation
reconciliation.py  every claim with what became of it, counted while it is written
parquet.py         the same as Parquet, where the extra `reports` is installed
service.py         the use cases
storage.py, queries.sql   what is read of the tables of others; there are none of its own
routes.py          HTTP
errors.py          what can be answered instead
"""

from grandstand.campaign.report.models import FileFormat
from grandstand.campaign.report.routes import report_routes
from grandstand.campaign.report.service import Reports

__all__ = ["FileFormat", "Reports", "report_routes"]
