"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grandstand.replay.ingest.recorder import Recorder

LOOK_S = 0.02


def until(is_so: Callable[[], object], wait_s: float) -> None:
    """Wait until it is so; fail where it does not become so."""
    deadline_s = time.monotonic() + wait_s
    while not is_so():
        assert time.monotonic() < deadline_s, "it did not come to pass"
        time.sleep(LOOK_S)


@contextmanager
def at_work(recorder: Recorder) -> Iterator[Recorder]:
    """A recorder at work, which has ended afterwards."""
    recorder.start()
    try:
        yield recorder
    finally:
        recorder.stop()
        recorder.join()
