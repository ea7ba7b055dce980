"""Commands that `grandstand up` starts beside its server: each a process, kept up, stopped in order.

Such a command has the option `--with-parent`: it ends when whoever started it has gone. It is told who that is:
by the time it could ask, its parent may have been killed.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from grandstand.cli.server import STOP_TIMEOUT_S

WATCH_S = 0.5
RESTART_S = 1.0
RESTART_S_MAX = 30.0
SETTLED_S = 10.0
"""A command that ends earlier has not got going: each time it is started again twice as late."""
STOP_MARGIN_S = 5

log = structlog.get_logger(__name__)


def stop_with_parent(parent: int) -> None:
    """Have this process told to stop as soon as `parent` is not its parent any more."""
    threading.Thread(target=_stop_without, args=(parent,), daemon=True).start()


def _stop_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_S)
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def beside(command: str, *, wanted: bool) -> Iterator[Callable[[], None]]:
    """A command of ours as long as the block runs, where it is wanted; what is yielded tells it to stop."""
    if not wanted:
        yield lambda: None
        return
    running = Beside(command)
    try:
        yield running.stop
    finally:
        running.stop()
        running.join()


class Beside:
    """A command with its arguments in a process of its own, started again when it ends before it was told to."""

    def __init__(self, *command: str) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self) -> None:
        """Tell it to stop; it still ends what it has begun, or leaves it so that it can be carried on."""
        with self._lock:
            self._stopping.set()
            self._process.terminate()

    def join(self) -> None:
        """Return when it has stopped, by force if need be."""
        try:
            self._process.wait(STOP_TIMEOUT_S + STOP_MARGIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "grandstand", *self._command, "--with-parent", str(os.getpid())]
        return subprocess.Popen(command)  # noqa: S603 - our own command line

    def _keep(self) -> None:
        wait_s = RESTART_S / 2
        while True:
            begun_s = time.monotonic()
            status = self._process.wait()
            wait_s = RESTART_S if time.monotonic() - begun_s > SETTLED_S else min(2 * wait_s, RESTART_S_MAX)
            if self._stopping.wait(wait_s):
                return
            log.error("process.ended", command=" ".join(self._command), status=status)
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = self._start()
