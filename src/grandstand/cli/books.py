"""`grandstand campaign show` and `heads`: the books, once or as they change; where the chains end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice

import msgspec
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from grandstand.campaign import Books, PoolDocument, PoolNotice, PoolState, PublishedHead
from grandstand.cli.acting import (
    AsJson,
    Flag,
    auditor,
    books_values,
    on_services,
    pool_id,
    print_json,
    summary,
)
from grandstand.kernel.errors import DatabaseUnavailable, RequestInvalid
from grandstand.services import Services

WATCH_PERIOD_S = 1.0
HEADS_MAX = 10_000
OVER = frozenset({PoolState.CLOSED, PoolState.REVEALED})


def show(pool: int | None = None, *, watch: Flag = False, json: AsJson = False) -> None:
    """Show the books of a pool, with its lanes, refusals and faults; without a number, list the pools.

    Args:
        pool: its number.
        watch: follow the books until the pool is closed or Ctrl-C, looking once a second.
        json: print JSON; with --watch a line for each change.
    """
    if pool is None:
        if watch:
            raise RequestInvalid("--watch needs the number of a pool.")
        _list(json=json)
    elif watch:
        on_services(lambda services: _watch(services, pool, json=json))
    else:
        books = on_services(lambda services: services.campaign.books(auditor(services), pool_id(pool)))
        if json:
            print_json(books_values(books))
        else:
            Console().print(render_books(books))


def heads(pool: int, *, count: int = 100, json: AsJson = False) -> None:
    """Show where the chains of a pool's lanes end now, and the heads that were published, newest first.

    Whoever keeps some of them elsewhere can show later that nothing before them was altered.

    Args:
        pool: its number.
        count: how many published heads.
        json: print them as JSON.
    """
    if not 0 <= count <= HEADS_MAX:
        raise RequestInvalid(f"--count is 0 to {HEADS_MAX}, got {count!r}.")
    document, published = on_services(lambda services: _heads(services, pool, count))
    if json:
        shown = [
            {"at": each.at, "lane": each.lane, "batch": each.batch, "head": each.head.hex()} for each in published
        ]
        print_json({"pool": pool, "heads": document.heads, "published": shown})
        return
    print(f"Pool {pool}, {document.state.value}. Its lanes now:")
    for head in document.heads:
        print(
            f"lane={head.lane} batch={head.batch} claims={head.claims} amount={head.amount_minor} head={head.head}"
        )
    print(f"\nPublished, the newest {len(published)}:")
    for each in published:
        print(f"at={each.at.isoformat()} lane={each.lane} batch={each.batch} head={each.head.hex()}")


async def _heads(services: Services, pool: int, count: int) -> tuple[PoolDocument, list[PublishedHead]]:
    viewer = auditor(services)
    document = await services.proofs.document(viewer, pool_id(pool))
    found: list[PublishedHead] = []
    before: datetime | None = None
    while len(found) < count:
        page, before = await services.proofs.published_heads(viewer, pool_id(pool), before)
        found += page
        if before is None:
            break
    return document, list(islice(found, count))


def _list(*, json: bool) -> None:
    async def read(services: Services) -> list[PoolNotice]:
        return await services.campaign.notices(auditor(services))

    notices = on_services(read)
    if json:
        print_json({"pools": [msgspec.to_builtins(each) for each in notices]})
        return
    table = Table("pool", "title", "state", "shares", "minor units", "")
    for each in notices:
        total = f"{each.total_minor:,} {each.currency}"
        gone = "gone" if each.gone else ""
        table.add_row(str(each.id), Text(_title(each.titles)), each.state.value, f"{each.shares:,}", total, gone)
    Console().print(table if notices else "There is no pool yet; `grandstand campaign create` makes one.")


async def _watch(services: Services, pool: int, *, json: bool) -> None:
    console = Console()
    if json or not console.is_terminal:
        async for books in _changes(services, pool):
            print(msgspec.json.encode(books_values(books)).decode() if json else summary(books), flush=True)
        return
    with Live(console=console, auto_refresh=False) as live:
        async for books in _changes(services, pool):
            live.update(render_books(books), refresh=True)


async def _changes(services: Services, pool: int) -> AsyncIterator[Books]:
    """The books whenever something but the time has changed, until the pool is over."""
    viewer, last = auditor(services), None
    while last is None or last.state not in OVER:
        with suppress(DatabaseUnavailable):
            books = await services.campaign.books(viewer, pool_id(pool))
            if last is None or replace(last, at=books.at, planned_granted=books.planned_granted) != books:
                yield books
            last = books
        await asyncio.sleep(WATCH_PERIOD_S)


def render_books(books: Books) -> Group:
    """The books for a terminal: the sums, the lanes, what was refused, what is wrong."""
    sums = Table(title=Text(f"Pool {books.pool}: {_title(books.titles)}"), show_header=False)
    rows = {
        "state": books.state.value,
        "shares given": f"{books.granted:,} of {books.shares:,}",
        f"spent ({books.currency}, minor units)": f"{books.spent_minor:,} of {books.total_minor:,}",
        "remaining": f"{books.remaining_minor:,}",
        "shares a second": f"{books.granted_per_s:,.1f}",
        "planned by now": "" if books.planned_granted is None else f"{books.planned_granted:,}",
        "empty at, if it goes on like this": _time(books.forecast_empty_at),
        "opens": _time(books.opens_at),
        "opened": _time(books.opened_at),
        "closes": _time(books.closes_at),
        "valid until": _time(books.valid_until),
        "as of": _time(books.at),
    }
    for what, value in rows.items():
        if value:
            sums.add_row(what, value)
    lanes = Table("lane", "given", "spent", "free", "batches", title="Lanes")
    for lane in books.lane_books:
        figures = (lane.granted, lane.spent_minor, lane.free, lane.batches)
        lanes.add_row(str(lane.lane), *(f"{figure:,}" for figure in figures))
    refusals = Table("code", "times", title="Claims answered without a share")
    for code, times in sorted(books.refusals.items(), key=lambda each: -each[1]):
        refusals.add_row(code, f"{times:,}")
    parts = [sums, *([lanes] if books.lane_books else []), *([refusals] if books.refusals else [])]
    faults = [f"!! {fault}" for fault in books.faults] or ["The self-check has found no fault."]
    return Group(*parts, *map(Text, faults))


def _title(titles: dict[str, str]) -> str:
    return titles.get("en") or next(iter(titles.values()), "")


def _time(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(sep=" ", timespec="seconds")
