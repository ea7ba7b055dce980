"""The promises of the README about the night, measured: `grandstand campaign night --fresh`, held to its bars.

    python benchmarks/campaign_night.py [--json]

A fresh Grandstand in a temporary folder, its PostgreSQL and the crowd share this machine. The ratios come from
one run; the machine and the versions are printed with them.
"""

import json
import subprocess
import sys

BARS = {"granted_per_s": 12_000.0, "goodput_2x_over_peak": 0.9}
MOST = {"p99_ms_burst": 500.0}
ZERO = ("overspent_fen", "double", "lost")


def main() -> int:
    """Run the night and compare; exit status 1 when a bar is missed."""
    command = [sys.executable, "-m", "grandstand", "campaign", "night", "--fresh", "--json"]
    night = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if night.returncode != 0:
        return night.returncode
    report = json.loads(night.stdout)
    if "--json" in sys.argv[1:]:
        print(night.stdout)
    missed = [f"{name} {report[name]} < {bar}" for name, bar in BARS.items() if report[name] < bar]
    missed += [f"{name} {report[name]} > {bar}" for name, bar in MOST.items() if report[name] > bar]
    missed += [f"{name} {report[name]} is not 0" for name in ZERO if report[name]]
    for name in (*BARS, *MOST, *ZERO, "p99_ms"):
        bar = (BARS | MOST).get(name, 0 if name in ZERO else "-")
        print(f"{name:<22} {report[name]:>12,}  bar: {bar}", file=sys.stderr)
    print(f"{report['machine']}; {report['versions']}", file=sys.stderr)
    for miss in missed:
        print(f"missed: {miss}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
