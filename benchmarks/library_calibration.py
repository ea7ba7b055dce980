"""Fits the coefficients of finding.py on the tune split and prints them as they stand there.

    python benchmarks/library_calibration.py [--vectors FOLDER] [--questions FOLDER]

A logistic regression, drawn a little towards nothing, by Newton's method. Evidence that would speak against an
answer is left out, since each part is meant to speak for it. Questions whose best chunk is a wrong one are left
out too: what they are evidence of is ranking. Each set is fitted on what was found without the models that it
lacks.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from numpy.typing import NDArray

from grandstand.kernel.database import Database
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.telemetry import configure_logging
from grandstand.library.finding import Coefficients, Evidence
from grandstand.library.looking import Models
from library_pool import SCHEMAS, Vectoriser, pool_of, questions_in
from library_search import Bench

RIDGE = 1.0
STEPS = 50
UNUSED = {
    "FULL": (),
    "WHOLE": ("sentence",),
    "QUICK": ("thorough", "sentence"),
    "WORDS_ONLY": ("thorough", "quick", "sentence", "meaning"),
}


def fitted(rows: NDArray[np.float64], answered: NDArray[np.float64], used: list[int]) -> Coefficients:
    """The coefficients over some parts of the evidence; those that come out negative are left out in turn."""
    mean, spread = rows[:, used].mean(axis=0), rows[:, used].std(axis=0) + 1e-9
    design = np.c_[(rows[:, used] - mean) / spread, np.ones(len(rows))]
    weights, ridge = np.zeros(design.shape[1]), np.diag([RIDGE] * len(used) + [0.0])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (sure - answered) + ridge @ weights
        bend = (design.T * (sure * (1 - sure))) @ design + ridge
        weights -= np.linalg.solve(bend, slope)
    worst = int(weights[:-1].argmin())
    if weights[worst] < 0:
        return fitted(rows, answered, [each for each in used if each != used[worst]])
    whole = np.zeros(rows.shape[1])
    whole[used] = weights[:-1] / spread
    return Coefficients(Evidence(*whole.tolist()), float(weights[-1] - whole[used] @ mean))


async def evidence(bench: Bench) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What speaks for the best chunk of each question, and whether it answers."""
    rows, answered = [], []
    for asked in bench.questions:
        looked = await bench.look(asked, bench.everything)
        is_right = bench.found(looked)[:1] != [None] and bench.found(looked)[0] in asked.sections
        if looked.evidence is not None and (is_right or not asked.sections):
            rows.append(np.nan_to_num(looked.evidence))
            answered.append(float(is_right))
    return np.array(rows, np.float64), np.array(answered)


async def calibrate(dsn: str, options: argparse.Namespace) -> None:
    await migrate(dsn, SCHEMAS)
    database = await Database.connect(dsn, connections_max=4)
    vectoriser = Vectoriser(options.vectors)
    bench = Bench(await pool_of(database, vectoriser), vectoriser, questions_in(options.questions / "tune.json"))
    models = bench.models
    without = {
        "FULL": models,
        "WHOLE": models,
        "QUICK": Models(quick=models.quick),
        "WORDS_ONLY": Models(),
    }
    for name, unused in UNUSED.items():
        bench.models = without[name]
        rows, answered = await evidence(bench)
        found = fitted(rows, answered, [at for at, part in enumerate(Evidence._fields) if part not in unused])
        weights = ", ".join(f"{each:.2f}" for each in found.weights)
        print(f"{name} = Coefficients(Evidence({weights}), {found.constant:.2f})")
    await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--vectors", type=Path, default=None)
    parser.add_argument("--questions", type=Path, default=Path(__file__).parent / "library_questions")
    options = parser.parse_args()
    configure_logging("console", "warning")
    directory = Path(tempfile.mkdtemp(prefix="grandstand-library-"))
    directory.chmod(0o755)
    with EmbeddedPostgres(PostgresSettings(directory / "data", shared_buffers="64MB")) as server:
        asyncio.run(calibrate(server.dsn, options))


if __name__ == "__main__":
    main()
