"""What can go wrong with reports.

ReportError
├── ReportsNotInstalled  503  report.not_installed  Parquet needs the extra; the message has the command
└── BooksDiffer          500  report.books_differ   the claims do not add up to the ledger: no whole file
"""

from grandstand.kernel.errors import GrandstandError

INSTALL = "pip install 'grandstand[reports]'"


class ReportError(GrandstandError):
    code = "report.error"
    status = 409
    title = "The report cannot be made"


class ReportsNotInstalled(ReportError):
    code = "report.not_installed"
    status = 503
    title = f"Parquet is not installed: {INSTALL}. CSV works without"


class BooksDiffer(ReportError):
    code = "report.books_differ"
    status = 500
    title = "The claims do not add up to the ledger"
