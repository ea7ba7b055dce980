"""Fits the weights of score.py and closer.py on the tune split and prints them, that of the thorough z being 1.

    python benchmarks/library_weights.py [--vectors FOLDER] [--questions FOLDER]

A conditional logit, drawn a little towards nothing, by Newton's method: of the chunks that are looked at closer
the one that answers should have the highest score. Its cases are those of the benchmark, in the asker's language,
in one other, and in the trap; each of the three weighs the same. Then it is fitted five times without a fifth of
the sections, so that one sees how sure the weights are.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from numpy.typing import NDArray

from grandstand.kernel.database import Database
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.telemetry import configure_logging
from grandstand.language.embedders import E5, USE
from grandstand.language.models import Language
from grandstand.library.closer import CLOSER_MAX, looked_closer
from grandstand.library.ordinary import centre, centred, ordinary_questions
from grandstand.library.shelf import Asked as AskedOfShelf
from grandstand.library.shelf import Meaning, Shelf
from library_pool import SCHEMAS, Asked, Section, Vectoriser, pool_of, questions_in
from library_search import TRAP_ROUNDS, TRAPPED, Bench

NAMES = ("thorough z", "quick z", "coverage", "thorough sentence", "quick sentence")
RIDGE = 0.5
STEPS = 60
FOLDS = 5


class Case(NamedTuple):
    """A question: what speaks for each chunk, which of them answer, which section is asked for, of which part."""

    features: NDArray[np.float64]
    answers: NDArray[np.bool_]
    section: Section
    part: str


async def cases(bench: Bench) -> AsyncIterator[Case | None]:
    """Those of the benchmark; None where no chunk that answers is among the best."""
    for asked in bench.questions:
        for language in sorted(frozenset[Language]().union(*map(bench.pool.languages_of, asked.sections))):
            part = "same" if language == asked.language else "cross"
            yield await case(bench, asked, bench.everything, [language], part)
    for turn in range(TRAP_ROUNDS):
        homes, left_out = bench.trapped(turn)
        shelf = bench.pool.shelf(left_out)
        for asked in bench.questions:
            away = all(homes.get(each) != asked.language for each in asked.sections)
            if asked.language in TRAPPED and asked.sections and away:
                yield await case(bench, asked, shelf, [], "trap")


async def case(bench: Bench, asked: Asked, shelf: Shelf, languages: Sequence[Language], part: str) -> Case | None:
    thorough, quick = [await meaning(bench.vectoriser, model, asked) for model in (E5, USE)]
    of_shelf = AskedOfShelf.of(asked.text, asked.language, thorough, quick)
    hits = shelf.rank(of_shelf, bench.mine, languages)[:CLOSER_MAX]
    near = await bench.pool.near(hits, thorough, quick)
    looked = looked_closer(hits, near, thorough.vector, quick.vector)
    answers = np.array([bench.pool.sections.get(each.hit.chunk) in asked.sections for each in looked])
    if not answers.any():
        return None
    rows = [(each.hit.thorough, each.hit.quick, each.hit.coverage, each.thorough, each.quick) for each in looked]
    return Case(np.array(rows, np.float64), answers, asked.sections[0], part)


async def meaning(vectoriser: Vectoriser, model: str, asked: Asked) -> Meaning:
    ordinary = await vectoriser.queries(model, ordinary_questions(asked.language), timeout_s=1)
    (vector,) = await vectoriser.queries(model, [asked.text], timeout_s=1)
    return Meaning(model, centred(vector, centre(ordinary)))


def fitted(some: Sequence[Case]) -> NDArray[np.float64]:
    """The weights, that of the first feature being 1."""
    spread = np.concatenate([each.features for each in some]).std(axis=0)
    parts = [each.part for each in some]
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        slope, bend = -RIDGE * weights, RIDGE * np.eye(len(NAMES))
        for each in some:
            features = each.features / spread
            odds = np.exp(features @ weights - (features @ weights).max())
            of_all = odds / odds.sum()
            of_right = odds * each.answers / (odds * each.answers).sum()
            share = parts.count("same") / parts.count(each.part)
            mean = of_all @ features
            slope += share * (of_right @ features - mean)
            bend += share * ((features.T * of_all) @ features - np.outer(mean, mean))
        weights += np.linalg.solve(bend, slope)
    plain: NDArray[np.float64] = weights / spread
    relative: NDArray[np.float64] = plain / plain[0]
    return relative


async def fit(dsn: str, options: argparse.Namespace) -> None:
    await migrate(dsn, SCHEMAS)
    database = await Database.connect(dsn, connections_max=4)
    vectoriser = Vectoriser(options.vectors)
    bench = Bench(await pool_of(database, vectoriser), vectoriser, questions_in(options.questions / "tune.json"))
    every = [each async for each in cases(bench) if each is not None]
    sections = sorted({each.section for each in every})
    print(f"{len(every)} cases, {len(sections)} sections: {', '.join(NAMES)}")
    print("all ", np.round(fitted(every), 2))
    for fold in range(FOLDS):
        print(
            "less", np.round(fitted([each for each in every if sections.index(each.section) % FOLDS != fold]), 2)
        )
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
        asyncio.run(fit(server.dsn, options))


if __name__ == "__main__":
    main()
