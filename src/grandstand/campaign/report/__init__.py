"""What has become of pools and programmes, for those who settle them and those who decide what is next.

models.py          the rows of a reconciliation
reconciliation.py  every claim with what became of it, counted while it is written
parquet.py         the same as Parquet, where the extra `reports` is installed
figures.py         what a morning report says
counting.py        reads it from the tables
measures.py        lift against a hold-out group, a plan by the hours: pure
plots.py, page.py, page.css   the morning report as one HTML file: pure
texts.py, locales/ its words in 14 languages
service.py         the use cases
storage.py, queries.sql, schema/   what is read of the tables of others; outcomes are its own
routes.py          HTTP
errors.py          what can be answered instead
"""

from grandstand.campaign.report.figures import GroupsOutcome
from grandstand.campaign.report.models import FileFormat
from grandstand.campaign.report.routes import report_routes
from grandstand.campaign.report.service import Reports
from grandstand.campaign.report.texts import report_languages

__all__ = ["FileFormat", "GroupsOutcome", "Reports", "report_languages", "report_routes"]
