"""Fits the coefficients of finding.py on the tune split and prints them as they stand there.

    python benchmarks/library_calibration.py [--vectors FOLDER] [--questions FOLDER]

A logistic regression, drawn a little towards nothing, by Newton's method. Evidence that would speak against an
answer is left out, since each part is meant to speak for it. Questions whose best chunk is a wrong one are left
out too: what they are evidence of is ranking. Each set is fitted on what was found without the models that it
lacks.

Then FULL and QUICK are fitted five times without one of the manuals and a fifth of the questions without answer
and say "not found" of those: a line for each confidence below which it would be said, with how many of those said
are right, and of those to be said, how many are. Here a question whose best chunk is a wrong one has an answer all
the same. THRESHOLD is chosen by these lines.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from numpy.typing import NDArray

from grandstand.kernel.database import Database
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.telemetry import configure_logging
from grandstand.library.finding import Coefficients, Evidence, logistic
from grandstand.library.looking import Models
from library_pool import SCHEMAS, Vectoriser, pool_of, questions_in
from library_search import Bench

RIDGE = 1.0
STEPS = 50
THRESHOLDS = (0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
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


class Seen(NamedTuple):
    """What speaks for the best chunk of each question, whether it answers, and what it takes to leave some out."""

    rows: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    has_answer: NDArray[np.bool_]
    folds: NDArray[np.int64]

    def fit(self, kept: NDArray[np.bool_], used: list[int]) -> Coefficients:
        usable = kept & (self.is_right | ~self.has_answer)
        return fitted(self.rows[usable], self.is_right[usable].astype(np.float64), used)


async def seen(bench: Bench) -> Seen:
    rows, is_right, folds = [], [], []
    manuals = sorted({each.manual for each in bench.questions if each.manual})
    for number, asked in enumerate(bench.questions):
        looked = await bench.look(asked, bench.everything)
        found = bench.found(looked)[:1]
        is_right.append(bool(found) and found[0] in asked.sections)
        rows.append(np.nan_to_num(looked.evidence or [0.0] * len(Evidence._fields)))
        folds.append(manuals.index(asked.manual) if asked.manual else number % len(manuals))
    has_answer = np.array([bool(asked.sections) for asked in bench.questions])
    return Seen(np.array(rows, np.float64), np.array(is_right), has_answer, np.array(folds))


def told_thresholds(of: Seen, used: list[int]) -> None:
    """What each threshold would reach on manuals that it was not fitted on."""
    sure = np.zeros(len(of.rows))
    for fold in set(of.folds.tolist()):
        model = of.fit(of.folds != fold, used)
        left_out = of.folds == fold
        sure[left_out] = [logistic(float(row @ model.weights) + model.constant) for row in of.rows[left_out]]
    for least in THRESHOLDS:
        said = sure < least
        right = int((said & ~of.has_answer).sum())
        precision, recall = right / max(int(said.sum()), 1), right / int((~of.has_answer).sum())
        print(f"below {least:.2f}: said {int(said.sum())}, precision {precision:.2f}, recall {recall:.2f}")


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
        used, of = [at for at, part in enumerate(Evidence._fields) if part not in unused], await seen(bench)
        found = of.fit(np.ones(len(of.rows), np.bool_), used)
        weights = ", ".join(f"{each:.2f}" for each in found.weights)
        print(f"{name} = Coefficients(Evidence({weights}), {found.constant:.2f})")
        if name in {"FULL", "QUICK"}:
            told_thresholds(of, used)
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
