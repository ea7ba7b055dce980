"""`grandstand live …`: the results feed from files, or a fictional one."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import App, Parameter

from grandstand.cli.acting import AsJson, on_services, print_json, progress
from grandstand.cli.simulate_games import simulate
from grandstand.kernel.errors import RequestInvalid
from grandstand.live import Fate, LiveService, batches, find_messages
from grandstand.services import Services

Paths: TypeAlias = Annotated[list[Path], Parameter(negative=())]

app = App(name="live", help="The results feed.")
app.command(simulate)


@app.command
def ingest(paths: Paths, *, json: AsJson = False) -> None:
    """Take in messages from files, folders, zip and tar archives; what was taken in before does no harm.

    Args:
        paths: what to read, in this order.
        json: print the counts as JSON.
    """
    if not paths:
        raise RequestInvalid("Name a file, a folder or an archive with messages.")

    async def work(services: Services) -> Counter[Fate]:
        await services.live.catch_up()
        return await ingest_all(services.live, paths, tell)

    with progress() as bar:
        task = bar.add_task("Taking in messages", total=None)

        def tell(done: int, name: str) -> None:
            bar.update(task, description=f"{done:,} messages, {name}")

        counts = on_services(work)
    if json:
        print_json({fate.value: counts[fate] for fate in Fate})
    else:
        told = ", ".join(f"{counts[fate]:,} {fate.value}" for fate in Fate)
        print(f"{counts.total():,} messages: {told}.")


async def ingest_all(
    live: LiveService, paths: Sequence[Path], tell: Callable[[int, str], None] = lambda *_: None
) -> Counter[Fate]:
    """How many messages had which fate; all of them are durable.

    Args:
        live: what takes them in.
        paths: where they are.
        tell: hears how many are done, and the name of the last one.

    Raises:
        ArchiveInvalid: a path cannot be read; what came before it is stored.
    """
    counts: Counter[Fate] = Counter()
    for batch in batches(chain.from_iterable(map(find_messages, paths)), live.messages_at_once):
        counts.update(each.fate for each in await live.receive([found.body for found in batch]))
        tell(counts.total(), batch[-1].name)
    return counts
