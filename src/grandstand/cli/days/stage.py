"""A play from nothing to its figures: a PostgreSQL of its own, thrown away afterwards."""

import asyncio
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import msgspec
import uvloop

from grandstand.cli.days.play import Play, Say
from grandstand.cli.days.script import Script, scaled
from grandstand.cli.days.tally import Tally, count
from grandstand.kernel.i18n import FALLBACK
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.postgres_keeper import PostgresKeeper
from grandstand.kernel.settings import Settings
from grandstand.services import SCHEMAS

CONNECTIONS = 20
BATCH_MAX = 4_096
CALLERS_MAX = 32_768


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What a play came to, and where its time went."""

    tally: Tally
    report: str
    wall_s: float
    seconds: dict[str, float]


def play_days(script: Script, document: bytes, say: Say, *, language: str = FALLBACK) -> Played:
    """Play a programme's file for the script's crowd, count, and write the morning report."""
    with tempfile.TemporaryDirectory(prefix="grandstand-days-") as name:
        folder = Path(name)
        # The embedded PostgreSQL may run as another user, who has to pass through.
        folder.chmod(0o755)
        began_s = time.monotonic()
        with (
            EmbeddedPostgres(PostgresSettings(folder / "data")) as server,
            PostgresKeeper(server),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            return runner.run(_play(script, document, server, folder, say, language, began_s))


async def _play(
    script: Script,
    document: bytes,
    server: EmbeddedPostgres,
    folder: Path,
    say: Say,
    language: str,
    began_s: float,
) -> Played:
    await migrate(server.dsn, SCHEMAS)
    settings = Settings(
        database_url=server.dsn,
        data_dir=folder,
        database_connections=CONNECTIONS,
        claim_batch_max=BATCH_MAX,
        claim_queue_max=CALLERS_MAX,
    )
    play = Play(script, scaled(document, script.fans), settings, server, folder, say)
    await play.begin()
    try:
        await play.run()
        tally = await count(play)
        await play.note_outcome()
        report = await play.services.reports.morning(play.operator, play.number, language)
    finally:
        await play.close()
    seconds = {part: round(spent_s, 1) for part, spent_s in play.seconds.items()}
    return Played(tally=tally, report=report, wall_s=round(time.monotonic() - began_s, 1), seconds=seconds)


def nine_days() -> bytes:
    """The programme's file that comes with Grandstand."""
    return (files("grandstand.demo") / "nine_days.yaml").read_bytes()
