"""A whole evaluation: the questions are filled in, asked, looked up and judged."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from time import perf_counter
from typing import NamedTuple

import msgspec

from grandstand.assistant.models import Memory, UnderstoodEvent
from grandstand.demo.evaluation.askers import OVERLOADED, Asker, Heard
from grandstand.demo.evaluation.cast import Cast, cast_of
from grandstand.demo.evaluation.facades import Facade
from grandstand.demo.evaluation.filling import asked_of
from grandstand.demo.evaluation.judging import judged
from grandstand.demo.evaluation.loading import EVALUATED, load
from grandstand.demo.evaluation.models import Asked, Check, Figure, Judged, Split
from grandstand.demo.evaluation.needs import Needs
from grandstand.demo.evaluation.scoring import Scores, scored
from grandstand.demo.evaluation.truth import Truth
from grandstand.kernel.errors import RequestInvalid

ZONE = "Europe/Rome"
"""Of the asker."""
WARM_UP_S = 600.0
"""How long the models may load."""
REPEATED = 60
"""Questions that are asked once more at once, to see how long that takes."""
TIMES_ASKED = 50
AGAIN_AFTER_S = 0.1
WARM_UP = "What did I miss?"
SURE_OF = 3
"""Unhurried answers one after the other that say the models are there."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, and how.

    Args:
        split: TUNE or TEST.
        languages: in which.
        seed: which names are filled in.
        at_once: questions under way at the same time.
        per_cell: of each language and intent at most so many; None: all of them.
    """

    split: Split = Split.TEST
    languages: tuple[str, ...] = EVALUATED
    seed: int = 1
    at_once: int = 1
    per_cell: int | None = None


class Evaluation(NamedTuple):
    """What a run has found."""

    scores: Scores
    judgements: list[Judged]
    took_s: float


async def evaluate(
    asker: Asker,
    facade: Facade,
    at: datetime,
    options: Options,
    *,
    liar: Callable[[Cast, Sequence[str]], Awaitable[Figure]] | None = None,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Evaluation:
    """Ask everything, and judge it.

    Args:
        asker: who is asked.
        facade: the Games' own answers, which decide.
        at: now, as the Games have it.
        options: what is asked.
        liar: tries a model that lies, in these languages.
        tell: hears how many of how many questions are done.

    Raises:
        RequestInvalid: there are no questions in a language, or no Games to ask about.
    """
    cast = await cast_of(facade, at, ZONE)
    _check(cast)
    questions = questions_of(cast, options)
    await _warm_up(asker)
    began_s = perf_counter()
    examiner = Examiner(asker, facade, cast)
    judgements: list[Judged] = []
    waiting = iter(questions)

    async def take_turns() -> None:
        for each in waiting:
            judgements.append(await examiner.examine(each))
            tell(len(judgements), len(questions))

    async with asyncio.TaskGroup() as group:
        for _ in range(options.at_once):
            group.create_task(take_turns())
    repeated_ms = await _repeated(asker, questions)
    false_statements = None if liar is None else await liar(cast, options.languages)
    order = {each: at for at, each in enumerate(questions)}
    judgements.sort(key=lambda each: order[each.asked])
    return Evaluation(scored(judgements, repeated_ms, false_statements), judgements, perf_counter() - began_s)


def questions_of(cast: Cast, options: Options) -> list[Asked]:
    """All questions of the options, the languages in turn, so that none has the quiet half of the run."""
    columns = []
    for language in options.languages:
        found = asked_of(load(language), language, cast, options.split, options.seed)
        columns.append(found if options.per_cell is None else _fewer(found, options.per_cell))
    longest = max(map(len, columns), default=0)
    return [column[at] for at in range(longest) for column in columns if at < len(column)]


def _fewer(asked: Sequence[Asked], per_cell: int) -> list[Asked]:
    counts: dict[tuple[object, ...], int] = {}
    found = []
    for each in asked:
        cell = each.check, each.intent if each.check is Check.INTENT else None
        counts[cell] = counts.get(cell, 0) + 1
        if counts[cell] <= per_cell:
            found.append(each)
    return found


class Examiner:
    """Asks a question and judges its answer.

    Args:
        asker: who is asked.
        facade: the Games' own answers.
        cast: who and what there is.
    """

    def __init__(self, asker: Asker, facade: Facade, cast: Cast) -> None:
        self._asker = asker
        self._needs = Needs(facade, cast, ZONE)
        self._truth = Truth(facade, cast, ZONE)

    async def examine(self, asked: Asked) -> Judged:
        """What became of the question."""
        memory = None
        if asked.first is not None:
            before = await patiently(self._asker, asked.first, asked.language)
            memory = None if before.done is None else before.done.memory
        heard = await patiently(self._asker, asked.text, asked.language, memory, asked.table)
        language = next(
            (each.language for each in heard.events if isinstance(each, UnderstoodEvent)), asked.language
        )
        return judged(
            asked,
            heard.events,
            await self._needs.of(asked),
            await self._truth.checked(asked, language, heard.events),
            times_ms=(heard.first_ms, heard.whole_ms),
            problem=heard.problem,
        )


async def patiently(
    asker: Asker, text: str, language: str, memory: Memory | None = None, table: str | None = None
) -> Heard:
    """The answer; where there is no room for the question it is asked again."""
    for _ in range(TIMES_ASKED):
        heard = await asker.ask(text, language, memory, table)
        if heard.problem != OVERLOADED:
            break
        await asyncio.sleep(AGAIN_AFTER_S)
    return heard


def _check(cast: Cast) -> None:
    missing = [
        name
        for name, found in (
            ("events that are over", cast.over),
            ("events that are ahead", cast.ahead),
            ("athletes with a place", [each for each in cast.entries if each.rank]),
            ("athletes who are on again", cast.waiting),
            ("delegations with two medals", cast.decorated[1:]),
            ("delegations without a medal", cast.plain),
            ("venues", cast.venues),
        )
        if not found
    ]
    if missing:
        raise RequestInvalid(
            f"The Games have no {', no '.join(missing)}: ask a server whose Games are in full swing."
        )


async def _warm_up(asker: Asker) -> None:
    """Wait until the models have their say; without any the questions are asked all the same."""
    deadline_s, unhurried = perf_counter() + WARM_UP_S, 0
    while perf_counter() < deadline_s and unhurried < SURE_OF:
        heard = await asker.ask(f"{WARM_UP} {perf_counter():.3f}", "en")
        unhurried = unhurried + 1 if heard.done is not None and not heard.done.quick else 0
        await asyncio.sleep(AGAIN_AFTER_S)


async def _repeated(asker: Asker, questions: Sequence[Asked]) -> list[float]:
    """How long questions take that have just been asked."""
    found = []
    step = max(len(questions) // REPEATED, 1)
    for each in questions[::step][:REPEATED]:
        await patiently(asker, each.text, each.language)
        heard = await patiently(asker, each.text, each.language)
        found.append(heard.first_ms)
    return found
