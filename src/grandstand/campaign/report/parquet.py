"""A reconciliation as Parquet, by DuckDB: from the CSV on disk, in bounded memory."""

import asyncio
from importlib.util import find_spec
from pathlib import Path

from grandstand.campaign.report.errors import ReportsNotInstalled
from grandstand.campaign.report.models import COLUMNS

DUCKDB_MEMORY_MAX = "256MB"
"""Of DuckDB, for one file."""


def require_installed() -> None:
    """Raise ReportsNotInstalled, with the command, where the extra is missing."""
    if find_spec("duckdb") is None:
        raise ReportsNotInstalled


async def parquet_from_csv(source: Path, target: Path) -> None:
    """Write the rows of a CSV file, with the types of `COLUMNS`, as a Parquet file."""
    await asyncio.to_thread(_convert, source, target)


def _convert(source: Path, target: Path) -> None:
    import duckdb  # noqa: PLC0415 - an extra, and large

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": DUCKDB_MEMORY_MAX,
        "threads": 1,
        "temp_directory": str(target.parent),
        # It must not fetch anything from anywhere.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=settings) as db:
        db.execute("set timezone = 'UTC'")
        rows = db.read_csv(str(source), header=True, columns=COLUMNS)
        rows.write_parquet(str(target), compression="zstd")
