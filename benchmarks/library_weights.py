"""Fits the weights of score.py and closer.py on the tune split and prints them, that of the thorough z being 1.

    python benchmarks/library_weights.py [--vectors FOLDER] [--questions FOLDER]

A conditional logit, drawn a little towards nothing, by Newton's method: of the chunks that are looked at closer
the one that answers should have the highest score. Its cases are those of the benchmark, in the asker's language,
in one other, in the trap, and as the manuals are; each of the four weighs the same. Then it is fitted five times
without one of the manuals. With those weights the questions about that manual are ranked: what comes of it is what
weights reach on manuals that they were not fitted on.

"Own language" is 1 for a chunk in the asker's; less than nothing, divided by the weight of the thorough sentence,
it is LANGUAGE_LEAD.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import msgspec
import numpy as np
from numpy.typing import NDArray

from grandstand.kernel.database import Database
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.telemetry import configure_logging
from grandstand.language.embedders import E5, USE
from grandstand.language.models import Language
from grandstand.library.closer import (
    CLOSER_MAX,
    LANGUAGE_LEAD,
    QUICK_SENTENCE_WEIGHT,
    THOROUGH_SENTENCE_WEIGHT,
    Closer,
    Near,
    candidates,
    looked_closer,
)
from grandstand.library.models import ChunkId
from grandstand.library.ordinary import centre, centred, ordinary_questions
from grandstand.library.score import COVERAGE_WEIGHT, QUICK_WEIGHT, THOROUGH_WEIGHT
from grandstand.library.shelf import Asked as AskedOfShelf
from grandstand.library.shelf import Meaning, Shelf
from library_pool import SCHEMAS, Asked, Vectoriser, pool_of, questions_in
from library_search import FIRST, TRAP_ROUNDS, TRAPPED, Bench

NAMES = ("thorough z", "quick z", "coverage", "thorough sentence", "quick sentence", "own language")
CHOSEN = np.array(
    [
        THOROUGH_WEIGHT,
        QUICK_WEIGHT,
        COVERAGE_WEIGHT,
        THOROUGH_SENTENCE_WEIGHT,
        QUICK_SENTENCE_WEIGHT,
        -LANGUAGE_LEAD * THOROUGH_SENTENCE_WEIGHT,
    ]
)
RIDGE = 1.0
STEPS = 60
STEP_MIN = 1e-3
PARTS = {"same": 1, "cross": FIRST, "trap": FIRST, "all": 1}
"""The kinds of cases, and among how many of the best a section that answers should be."""


class Case(NamedTuple):
    """A question: what speaks for each chunk, which of them answer, and what ranking wants beside that."""

    features: NDArray[np.float64]
    answers: NDArray[np.bool_]
    asked: Asked
    part: str
    looked: Sequence[Closer]
    near: Mapping[ChunkId, Near]


async def cases(bench: Bench) -> AsyncIterator[Case]:
    """Those of the benchmark, and every question as the manuals are."""
    for asked in bench.questions:
        for language in sorted(frozenset[Language]().union(*map(bench.pool.languages_of, asked.sections))):
            part = "same" if language == asked.language else "cross"
            yield await case(bench, asked, bench.everything, [language], part)
        if asked.sections:
            yield await case(bench, asked, bench.everything, [], "all")
    for turn in range(TRAP_ROUNDS):
        homes, left_out = bench.trapped(turn)
        shelf = bench.pool.shelf(left_out)
        for asked in bench.questions:
            away = all(homes.get(each) != asked.language for each in asked.sections)
            if asked.language in TRAPPED and asked.sections and away:
                yield await case(bench, asked, shelf, [], "trap")


async def case(bench: Bench, asked: Asked, shelf: Shelf, languages: Sequence[Language], part: str) -> Case:
    thorough, quick = [await meaning(bench.vectoriser, model, asked) for model in (E5, USE)]
    of_shelf = AskedOfShelf.of(asked.text, asked.language, thorough, quick)
    hits = shelf.rank(of_shelf, bench.mine, languages)[:CLOSER_MAX]
    near = await bench.pool.near(hits, thorough, quick)
    looked = looked_closer(hits, near, thorough.vector, quick.vector, asked.language)
    answers = [bench.pool.sections.get(each.hit.chunk) in asked.sections for each in looked]
    rows = [
        (
            each.hit.thorough,
            each.hit.quick,
            each.hit.coverage,
            each.thorough,
            each.quick,
            each.hit.language == asked.language,
        )
        for each in looked
    ]
    return Case(np.array(rows, np.float64), np.array(answers, np.bool_), asked, part, looked, near)


async def meaning(vectoriser: Vectoriser, model: str, asked: Asked) -> Meaning:
    ordinary = await vectoriser.queries(model, ordinary_questions(asked.language), timeout_s=1)
    (vector,) = await vectoriser.queries(model, [asked.text], timeout_s=1)
    return Meaning(model, centred(vector, centre(ordinary)))


def fitted(some: Sequence[Case]) -> NDArray[np.float64]:
    """The weights, that of the first feature being 1."""
    usable = [each for each in some if each.answers.any()]
    spread = np.concatenate([each.features for each in usable]).std(axis=0)
    parts = [each.part for each in usable]
    told = [
        (each.features / spread, each.answers, parts.count("same") / parts.count(each.part)) for each in usable
    ]
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        step, size = _newton(told, weights), 1.0
        while size > STEP_MIN and likelihood(told, weights + size * step) < likelihood(told, weights):
            size /= 2
        weights += size * step
    plain: NDArray[np.float64] = weights / spread
    relative: NDArray[np.float64] = plain / plain[0]
    return relative


Told: TypeAlias = tuple[NDArray[np.float64], NDArray[np.bool_], float]
"""Features of one case, which of its chunks answer, and what the case counts."""


def _newton(told: Sequence[Told], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    slope, bend = -RIDGE * weights, RIDGE * np.eye(len(weights))
    for features, answers, share in told:
        odds = np.exp(features @ weights - (features @ weights).max())
        of_all = odds / odds.sum()
        of_right = odds * answers / (odds * answers).sum()
        mean = of_all @ features
        slope += share * (of_right @ features - mean)
        bend += share * ((features.T * of_all) @ features - np.outer(mean, mean))
    return np.asarray(np.linalg.solve(bend, slope), np.float64)


def likelihood(told: Sequence[Told], weights: NDArray[np.float64]) -> float:
    found = -RIDGE * float(weights @ weights) / 2
    for features, answers, share in told:
        scores = features @ weights
        found += share * float(np.logaddexp.reduce(scores[answers]) - np.logaddexp.reduce(scores))
    return found


def is_hit(bench: Bench, of: Case, weights: NDArray[np.float64]) -> bool:
    """Whether a section that answers is among the best, translations taken together as the library does."""
    scores = of.features @ weights
    order = np.argsort(-scores, kind="stable")
    ranked = [
        of.looked[at]._replace(hit=msgspec.structs.replace(of.looked[at].hit, score=float(scores[at])))
        for at in order
    ]
    best = candidates(ranked, of.near, of.asked.language)[: PARTS[of.part]]
    return any(bench.pool.sections.get(each.hit.chunk) in of.asked.sections for each in best)


def told_of(bench: Bench, name: str, ranked: Sequence[tuple[Case, NDArray[np.float64]]]) -> None:
    shares = []
    for part, most in PARTS.items():
        hits = [is_hit(bench, each, weights) for each, weights in ranked if each.part == part]
        shares.append(f"{part} among {most}: {np.mean(hits):.3f} of {len(hits)}")
    print(f"{name:8}", "; ".join(shares))


async def fit(dsn: str, options: argparse.Namespace) -> None:
    await migrate(dsn, SCHEMAS)
    database = await Database.connect(dsn, connections_max=4)
    vectoriser = Vectoriser(options.vectors)
    bench = Bench(await pool_of(database, vectoriser), vectoriser, questions_in(options.questions / "tune.json"))
    every = [each async for each in cases(bench)]
    print(f"{len(every)} cases: {', '.join(NAMES)}")
    print("all ", np.round(fitted(every), 2))
    ranked = []
    for manual in sorted({each.asked.manual or "" for each in every}):
        weights = fitted([each for each in every if each.asked.manual != manual])
        print(f"less {manual:14}", np.round(weights, 2))
        ranked += [(each, weights) for each in every if each.asked.manual == manual]
    told_of(bench, "held out", ranked)
    told_of(bench, "chosen", [(each, CHOSEN) for each in every])
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
