"""Keeps the embedded PostgreSQL up for as long as Grandstand serves: one that was killed is started again.

Nothing that was acknowledged is lost by that: PostgreSQL recovers from its write-ahead log, requests in between
are answered 503 with Retry-After, and a repeated claim gets the share it has.
"""

import threading
from types import TracebackType
from typing import Self

import structlog

from grandstand.kernel.postgres import EmbeddedPostgres, PostgresError

LOOK_EVERY_S = 0.5
TRY_AGAIN_AFTER_S = 5.0

log = structlog.get_logger(__name__)


class PostgresKeeper:
    """A thread that looks after a started server; a context manager, to be left before the server is stopped."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        self._postgres = postgres
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._look_after, name="postgres-keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._thread.join()

    def _look_after(self) -> None:
        wait_s = LOOK_EVERY_S
        while not self._leaving.wait(wait_s):
            wait_s = LOOK_EVERY_S
            if self._postgres.is_running:
                continue
            log.warning("postgres.found_dead")
            try:
                self._postgres.stop()
                self._postgres.start()
            except PostgresError as error:
                log.critical("postgres.not_restarted", code=error.code, message=str(error))
                wait_s = TRY_AGAIN_AFTER_S
