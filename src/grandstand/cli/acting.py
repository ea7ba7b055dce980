"""What the campaign's commands share: the services of this instance, who acts, how results are printed."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeAlias, TypeVar

import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

from grandstand.campaign import Books, PoolUnknown
from grandstand.cli.instance import with_database, with_services
from grandstand.demo.first_evening import staff
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import POOL_ID_MAX, PoolId
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.services import Services

AsJson: TypeAlias = Annotated[bool, Parameter(name="--json", negative="")]
Flag: TypeAlias = Annotated[bool, Parameter(negative="")]

T = TypeVar("T")


def on_services(work: Callable[[Services], Awaitable[T]]) -> T:
    """The result of the work, done on the database of this instance; a server that runs may go on running."""
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "warning")

    async def run(ready: Settings) -> T:
        async with with_services(ready) as services:
            return await work(services)

    with with_database(settings) as ready:
        return asyncio.run(run(ready))


def operator(services: Services) -> Principal:
    """Who acts: the person behind the operator's sign-in links of this machine."""
    return staff(Role.OPERATOR, services.tokens)


def auditor(services: Services) -> Principal:
    """Who reads: the person behind the auditor's sign-in links of this machine."""
    return staff(Role.AUDITOR, services.tokens)


def pool_id(number: int) -> PoolId:
    """The number as an id.

    Raises:
        PoolUnknown: no pool can have it.
    """
    if not 0 < number <= POOL_ID_MAX:
        raise PoolUnknown(f"There is no pool {number!r}; `grandstand campaign show` lists them.")
    return PoolId(number)


def time_of(text: str, option: str) -> datetime:
    """The time that an option names.

    Raises:
        RequestInvalid: it is none, or has no zone.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise RequestInvalid(f"{option} is a time with its zone like '2026-02-06T20:00:00+08:00', got {text!r}.")
    return at


def books_values(books: Books) -> dict[str, object]:
    """The books as the HTTP API shows them."""
    values: dict[str, object] = msgspec.to_builtins(books)
    sums = {
        "granted": books.granted,
        "spent_minor": books.spent_minor,
        "remaining_minor": books.remaining_minor,
    }
    return values | sums


def summary(books: Books) -> str:
    """The books in one line."""
    return (
        f"Pool {books.pool} is {books.state.value}: {books.granted:,} of {books.shares:,} shares given, "
        f"{books.remaining_minor:,} of {books.total_minor:,} minor units ({books.currency}) left."
    )


def print_books(books: Books, *, json: bool) -> None:
    if json:
        print_json(books_values(books))
    else:
        print(summary(books))


def print_json(value: object) -> None:
    print(msgspec.json.format(msgspec.json.encode(value)).decode())


def narrator() -> Console:
    """Where progress is told; standard output is for the result alone."""
    return Console(stderr=True)


def progress(*columns: ProgressColumn) -> Progress:
    """A line of what is under way, where the narrator is a terminal; it goes when the context ends.

    Without columns it says what is being done, and for how long.
    """
    columns = columns or (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = narrator()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def fail() -> None:
    """End with the status of a check that has found something."""
    sys.exit(1)
