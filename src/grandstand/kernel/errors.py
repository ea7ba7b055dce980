"""Everything that can go wrong and that a user may be told.

    GrandstandError                 code, HTTP status, retryable
    ├── RequestInvalid              422  request.invalid
    ├── RequestTooLarge             413  request.too_large
    ├── RequestTimeout              408  request.timeout
    ├── NotFound                    404  request.not_found
    ├── RateLimited                 429  limit.rate             retry after
    ├── Overloaded                  503  server.overloaded      retry after
    ├── DatabaseUnavailable         503  database.unavailable   retry after
    ├── InternalError               500  server.internal
    ├── SettingsInvalid             -    settings.invalid
    ├── MigrationFailed             -    database.migration_failed
    ├── AuthError                        (kernel/auth.py)
    ├── PostgresError                    (kernel/postgres.py)
    ├── BackupError                      (kernel/backup/errors.py)
    ├── CampaignError                    (campaign/errors.py)
    └── LiveError                        (live/errors.py)

The codes are part of the API: docs/reference/errors.md lists each of them, and a test holds it to that.
"""

from typing import ClassVar


class GrandstandError(Exception):
    """Base of every error that reaches a user; its message says what happened, the value, what to do."""

    code: ClassVar[str] = "server.internal"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str | None = None, *, retry_after_s: float | None = None) -> None:
        """Carry `message`, or the title where none is given.

        Args:
            message: what happened, the value in repr, what to do next.
            retry_after_s: when a retry has a chance, in seconds; for retryable errors only.
        """
        super().__init__(message or self.title)
        self.retry_after_s = retry_after_s


class RequestInvalid(GrandstandError):
    code = "request.invalid"
    status = 422
    title = "The request is not valid"


class RequestTooLarge(GrandstandError):
    code = "request.too_large"
    status = 413
    title = "The request is too large"


class RequestTimeout(GrandstandError):
    code = "request.timeout"
    status = 408
    title = "The request did not arrive in time"
    retryable = True


class NotFound(GrandstandError):
    code = "request.not_found"
    status = 404
    title = "There is nothing at this address"


class RateLimited(GrandstandError):
    code = "limit.rate"
    status = 429
    title = "Too many requests from one person or address"
    retryable = True


class Overloaded(GrandstandError):
    code = "server.overloaded"
    status = 503
    title = "More requests than can be answered right now"
    retryable = True


class DatabaseUnavailable(GrandstandError):
    code = "database.unavailable"
    status = 503
    title = "The database cannot be reached right now"
    retryable = True


class InternalError(GrandstandError):
    code = "server.internal"
    title = "Something went wrong on our side"


class SettingsInvalid(GrandstandError):
    code = "settings.invalid"
    title = "A setting is not valid"


class MigrationFailed(GrandstandError):
    code = "database.migration_failed"
    title = "The database schema could not be brought up to date"
