"""`grandstand campaign reconcile` and `report`: for those who settle, and for those who decide what is next."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from grandstand.campaign.report import FileFormat, report_languages
from grandstand.cli.acting import AsJson, Flag, auditor, on_services, pool_id, print_json
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.files import check_absent, write_bytes, write_whole
from grandstand.kernel.i18n import FALLBACK
from grandstand.services import Services


def reconcile(
    pool: int,
    *,
    file_format: Annotated[FileFormat, Parameter(name="--format")] = FileFormat.CSV,
    to: Path | None = None,
    overwrite: Flag = False,
    json: AsJson = False,
) -> None:
    """Write what became of every claim of a pool: redemptions, holds, sums, heads, the ledger's totals.

    Args:
        pool: its number.
        file_format: csv, or parquet where the extra `reports` is installed.
        to: the file; pool-<number>.csv in the current folder when left out.
        overwrite: replace a file that is there already.
        json: print the path and its size as JSON.
    """
    number = pool_id(pool)
    path = to if to is not None else Path(f"pool-{pool}.{file_format.value}")
    check_absent([path], replace=overwrite)

    async def write(services: Services) -> None:
        await write_whole(path, services.reports.reconciliation(auditor(services), number, file_format))

    on_services(write)
    if json:
        print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        print(f"{path}: {path.stat().st_size:,} bytes; the claims add up to the ledger.")


def report(
    programme: int,
    *,
    to: Path | None = None,
    language: str = FALLBACK,
    overwrite: Flag = False,
    json: AsJson = False,
) -> None:
    """Write the morning report of a programme: one HTML file that loads nothing and prints well.

    Args:
        programme: its number.
        to: the file; programme-<number>.html in the current folder when left out.
        language: like en or zh.
        overwrite: replace a file that is there already.
        json: print the path and its size as JSON.
    """
    check_language(language)
    path = to if to is not None else Path(f"programme-{programme}.html")
    check_absent([path], replace=overwrite)
    page = on_services(lambda services: services.reports.morning(auditor(services), programme, language))
    write_bytes(path, page.encode())
    if json:
        print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        print(f"{path}: {path.stat().st_size:,} bytes")


def check_language(language: str) -> None:
    """Pass when there are reports in this language."""
    if language not in report_languages():
        raise RequestInvalid(f"--language is one of {', '.join(report_languages())}, got {language!r}.")
