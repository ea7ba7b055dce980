"""What can go wrong with reports.

ReportError
├── ReportUnknown        404  report.unknown        there is no such programme
├── OutcomeInvalid       422  report.outcome_invalid  nobody can have counted that
├── LanguageUnknown      422  report.language_unknown  the message lists those that there are
├── ReportsNotInstalled  503  report.not_installed  Parquet needs the extra; the message has the command
└── BooksDiffer          500  report.books_differ   the claims do not add up to the ledger: no whole file
"""

from grandstand.kernel.errors import GrandstandError

INSTALL = "pip install 'grandstand[reports]'"


class ReportError(GrandstandError):
    code = "report.error"
    status = 409
    title = "The report cannot be made"


class ReportUnknown(ReportError):
    code = "report.unknown"
    status = 404
    title = "There is no such programme to report on"


class OutcomeInvalid(ReportError):
    code = "report.outcome_invalid"
    status = 422
    title = "Nobody can have counted that"


class LanguageUnknown(ReportError):
    code = "report.language_unknown"
    status = 422
    title = "There is no report in this language"


class ReportsNotInstalled(ReportError):
    code = "report.not_installed"
    status = 503
    title = f"Parquet is not installed: {INSTALL}. CSV works without"


class BooksDiffer(ReportError):
    code = "report.books_differ"
    status = 500
    title = "The claims do not add up to the ledger"
