"""How many fraudsters are caught, and how many honest people are held, on crowds with known truth.

The weights of the rules were chosen on the seeds TUNED_ON; what counts are the seeds TESTED_ON and one more,
whose crowd goes through PostgreSQL, from reported signals to rows of `fraud_hold`. The others are counted in
memory by the plain form of the same statement, and scored by the same scorer. The bars are for the full size: in a
small crowd one shop's tablet is a percent of all.

    python benchmarks/campaign_fraud.py [--json] [--quick]
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from grandstand.campaign.fraud import Fraud, Rules, is_held, score
from grandstand.campaign.fraud.service import SIGNALS_AT_ONCE_MAX
from grandstand.demo.fraudsters import FRAUD, Fraudsters, Kind, Person
from grandstand.demo.sightings import crowd_in_memory, signals_of
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Database
from grandstand.kernel.ids import SubjectId, new_subject_id
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.sealing import KEY_BYTES, Sealer
from grandstand.kernel.telemetry import configure_logging
from grandstand.services import SCHEMAS

START = datetime(2030, 2, 6, tzinfo=UTC)
END = START + timedelta(days=10)
"""A day after the nine days: who came on the last one and never again is known to be gone."""
TUNED_ON = (1, 2, 3, 4)
TESTED_ON = (101, 102, 103)
THROUGH_POSTGRESQL = 104
CAUGHT_MIN, HONEST_HELD_MAX = 0.9, 0.01
FANS, QUICK_FANS = 100_000, 5_000
REPORTERS = 3


class Count:
    """How many there are of each kind, and how many of them are held."""

    def __init__(self, people: Sequence[Person], held: set[SubjectId]) -> None:
        self.people = Counter(each.kind for each in people)
        self.held = Counter(each.kind for each in people if each.id in held)

    def share(self, *kinds: Kind) -> float:
        return sum(self.held[kind] for kind in kinds) / max(1, sum(self.people[kind] for kind in kinds))

    def figures(self) -> dict[str, Any]:
        fraud, honest = sorted(FRAUD), sorted(set(Kind) - FRAUD)
        return {
            "fans": self.people.total(),
            "fraudsters": sum(self.people[kind] for kind in fraud),
            "fraud_caught": round(self.share(*fraud), 4),
            "honest_held": round(self.share(*honest), 5),
            "kinds": {
                kind.value: {"people": self.people[kind], "held": round(self.share(kind), 4)}
                for kind in (*honest, *fraud)
            },
        }


def in_memory(seed: int, fans: int) -> dict[str, Any]:
    """A crowd through the plain form."""
    began, rules = time.perf_counter(), Rules()
    people = Fraudsters(seed, START).crowd(fans)
    crowd = crowd_in_memory(people, END, rules)
    held = {each.id for each in people if is_held(score(crowd.facts(each.id), rules), rules)}
    return {"seed": seed, **Count(people, held).figures(), "seconds": round(time.perf_counter() - began, 1)}


async def through_postgresql(dsn: str, seed: int, fans: int) -> dict[str, Any]:
    """A crowd through the tables: reported, scored in the background, held."""
    people = Fraudsters(seed, START).crowd(fans)
    await migrate(dsn, SCHEMAS)
    database = await Database.connect(dsn, connections_max=6)
    try:
        return {"seed": seed, **await look_at(database, people)}
    finally:
        await database.close()


async def look_at(database: Database, people: Sequence[Person]) -> dict[str, Any]:
    fraud = Fraud(database, lambda: END, Sealer(bytes(KEY_BYTES)))
    await put_claims_and_invitations(database, people)
    began = time.perf_counter()
    reported = await report(fraud, people)
    reported_s = time.perf_counter() - began
    async with database.connection() as db:
        # As the database does by itself after some minutes.
        await db.execute("analyze")
    began, looked = time.perf_counter(), 0
    while found := await fraud.looking.look():
        looked += found
    looked_s = time.perf_counter() - began
    async with database.connection() as db:
        held = {row["fan_id"] for row in await db.fetch("select fan_id from fraud_hold where state = 'held'")}
    return {
        **Count(people, held).figures(),
        "signals": reported,
        "signals_per_s": round(reported / reported_s),
        "looks": looked,
        "looks_per_s": round(looked / looked_s),
        "seconds": round(reported_s + looked_s, 1),
    }


async def report(fraud: Fraud, people: Sequence[Person]) -> int:
    """Report every signal, as another program of the deployment does."""
    operator = Principal(new_subject_id(), Role.OPERATOR, None, END)
    signals = signals_of(people)
    parts = iter(range(0, len(signals), SIGNALS_AT_ONCE_MAX))

    async def work() -> None:
        for at in parts:
            await fraud.report_of_others(operator, signals[at : at + SIGNALS_AT_ONCE_MAX])

    await asyncio.gather(*(work() for _ in range(REPORTERS)))
    return len(signals)


async def put_claims_and_invitations(database: Database, people: Sequence[Person]) -> None:
    """What the claim path and the invitations would have left behind."""
    claims = [(each.id, occasion, each.sights[0].at) for each in people for occasion in each.claims]
    invited = [each for each in people if each.inviter is not None]
    members = [
        (each.id, 1, each.invited_at or each.sights[0].at, each.inviter, each.invited_at) for each in people
    ]
    accepted = [
        (each.inviter, 1, each.id, number, each.invited_at, START.date(), number)
        for number, each in enumerate(invited, 1)
    ]
    async with database.transaction() as db:
        await db.copy_records_to_table(
            "claim",
            records=[(fan, share, 2500, at, 1, 0, occasion) for share, (fan, occasion, at) in enumerate(claims)],
        )
        await db.copy_records_to_table(
            "invite_member", records=members, columns=["fan_id", "scheme_id", "since", "inviter_id", "invited_at"]
        )
        await db.copy_records_to_table("invite_accepted", records=accepted)


def judge(runs: Sequence[dict[str, Any]]) -> int:
    """The exit status; what missed its bar is said."""
    missed = [
        f"seed {run['seed']}: fraud_caught {run['fraud_caught']}, honest_held {run['honest_held']}"
        for run in runs
        if run["fraud_caught"] < CAUGHT_MIN or run["honest_held"] > HONEST_HELD_MAX
    ]
    for line in missed:
        print(f"below the bar: {line}", file=sys.stderr)
    return 1 if missed else 0


def show(run: dict[str, Any]) -> None:
    numbers = (f"{name} {run[name]}" for name in run if name != "kinds")
    print(", ".join(numbers), file=sys.stderr)
    for kind, each in run["kinds"].items():
        print(f"    {kind:16} {each['people']:7,} people, {each['held']:7.2%} held", file=sys.stderr)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--quick", action="store_true", help=f"{QUICK_FANS:,} fans a seed instead of {FANS:,}")
    given = arguments.parse_args()
    configure_logging("console", "warning")
    fans = QUICK_FANS if given.quick else FANS
    runs = []
    for seed in TESTED_ON:
        runs.append(in_memory(seed, fans))
        show(runs[-1])
    with tempfile.TemporaryDirectory(prefix="grandstand-benchmark-") as name:
        # The embedded PostgreSQL may run as another user, who has to pass through.
        Path(name).chmod(0o755)
        with EmbeddedPostgres(PostgresSettings(Path(name) / "data")) as server:
            runs.append(asyncio.run(through_postgresql(server.dsn, THROUGH_POSTGRESQL, fans)))
    show(runs[-1])
    if given.json:
        worst = {
            "fans": sum(run["fans"] for run in runs),
            "fraudsters": sum(run["fraudsters"] for run in runs),
            "fraud_caught": min(run["fraud_caught"] for run in runs),
            "honest_held": max(run["honest_held"] for run in runs),
            "seconds": round(sum(run["seconds"] for run in runs), 1),
        }
        print(json.dumps(worst | {"tuned_on": TUNED_ON, "tested": runs}, indent=2))
    return 0 if given.quick else judge(runs)


if __name__ == "__main__":
    sys.exit(main())
