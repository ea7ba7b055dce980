"""The limits of a process that opens files of strangers, and its end when its parent ends."""

import os
import resource
import sys
import threading

OPEN_FILES_MAX = 128
CPU_GRACE_S = 5
"""From the signal that ends the process in order to the one that cannot be caught."""


def confine(memory_bytes: int, cpu_s: int) -> None:
    """From now on: so much memory and processor time, no file written, no core dump."""
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + CPU_GRACE_S),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES_MAX, OPEN_FILES_MAX),
    ):
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)  # noqa: PLW2901 (one who has less may not ask for more)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):  # macOS has no limit of the address space
            if kind != resource.RLIMIT_AS or sys.platform == "linux":
                raise


def end_with_parent() -> None:
    """Ends this process as soon as its standard input is closed, which its parent's death does."""
    threading.Thread(target=_wait_for_end, name="parent-watch", daemon=True).start()


def _wait_for_end() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)
