"""The process that works on one table: `python -m grandstand.tables.process`, ended when it has answered.

The table comes in on standard input, the figures go out on standard output, both in MessagePack. Before it looks
at the table it gives up memory, time and files.
"""

import resource
import sys
from contextlib import suppress
from enum import StrEnum

import msgspec

from grandstand.tables.figures import Figures, figures_of
from grandstand.tables.reading import NotATable, TooLarge, read_table

MEMORY_BYTES_MAX = 1536 * 1024 * 1024
"""Address space of the process, libraries included."""
CPU_S_MAX = 10


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A table and what is asked about it."""

    table: bytes
    question: str


class Fault(StrEnum):
    """Why there are no figures."""

    NO_TABLE = "no_table"
    TOO_LARGE = "too_large"
    NOT_INSTALLED = "not_installed"
    TOO_MUCH = "too_much"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One of both."""

    figures: Figures | None = None
    fault: Fault | None = None


def outcome_of(job: Job) -> Outcome:
    """The figures, or why there are none."""
    try:
        return Outcome(figures=figures_of(read_table(job.table), job.question))
    except NotATable:
        return Outcome(fault=Fault.NO_TABLE)
    except TooLarge:
        return Outcome(fault=Fault.TOO_LARGE)
    except ImportError:
        return Outcome(fault=Fault.NOT_INSTALLED)
    except MemoryError:
        return Outcome(fault=Fault.TOO_MUCH)
    except Exception as error:
        # DuckDB says in its own words that it has no memory left.
        if "memory" in type(error).__name__.lower():
            return Outcome(fault=Fault.TOO_MUCH)
        raise


def confine() -> None:
    """From now on: so much memory and processor time, no file written, no core dump."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES_MAX,
        resource.RLIMIT_CPU: CPU_S_MAX,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        # macOS has no limit of the address space.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main() -> None:
    """Reads the job, answers it."""
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job)
    confine()
    sys.stdout.buffer.write(msgspec.msgpack.encode(outcome_of(job)))


if __name__ == "__main__":
    main()
