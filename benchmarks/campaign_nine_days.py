"""The nine days with a million fans: what must be zero, who was caught, how long it took.

The real services and a PostgreSQL of their own, driven in this process in large batches and past HTTP; killed and
started again in the middle of it. The fraudsters are those of demo/fraudsters.py, whose truth is known; their
seed is none that the rules were chosen on (campaign_fraud.py). With --quick the crowd is small and the steps are
long, and only what must be zero is judged.

    python benchmarks/campaign_nine_days.py [--json] [--quick]
"""

import argparse
import json
import sys

from grandstand.cli.days import Played, Script, nine_days, play_days
from grandstand.kernel.telemetry import configure_logging

FULL = Script(fans=1_000_000, watched=25_000, seed=105, step_minutes=30)
QUICK = Script(fans=5_000, watched=1_250, seed=105, step_minutes=120)
CAUGHT_MIN, HONEST_HELD_MAX, WALL_S_MAX = 0.9, 0.01, 600.0
FIGURES = (
    *("fans", "claims", "redemptions", "overspent_fen", "double", "merchant_over_capacity"),
    *("fraud_caught", "honest_held"),
)


def figures(played: Played) -> dict[str, object]:
    """Those that the issue names first, then the rest."""
    tally = played.tally
    first = {name: getattr(tally, name) for name in FIGURES} | {"wall_s": played.wall_s}
    rest = {name: getattr(tally, name) for name in tally.__struct_fields__ if name not in first}
    return first | rest | {"seconds": played.seconds}


def missed(played: Played, *, quick: bool) -> list[str]:
    """What is not as it must be, in words."""
    tally = played.tally
    found = [] if tally.holds else [f"what must be zero is not: {tally}"]
    if quick:
        return found
    if tally.fraud_caught < CAUGHT_MIN:
        found.append(f"fraud_caught {tally.fraud_caught} < {CAUGHT_MIN}")
    if tally.honest_held > HONEST_HELD_MAX:
        found.append(f"honest_held {tally.honest_held} > {HONEST_HELD_MAX}")
    if played.wall_s >= WALL_S_MAX:
        found.append(f"wall_s {played.wall_s} >= {WALL_S_MAX}")
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--quick", action="store_true", help=f"{QUICK.fans:,} fans instead of {FULL.fans:,}")
    given = arguments.parse_args()
    configure_logging("console", "error")
    played = play_days(QUICK if given.quick else FULL, nine_days(), lambda line: print(line, file=sys.stderr))
    for name, value in figures(played).items():
        print(f"{name:24} {value}", file=sys.stderr)
    if given.json:
        print(json.dumps(figures(played), indent=2))
    faults = missed(played, quick=given.quick)
    for line in faults:
        print(f"!! {line}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
