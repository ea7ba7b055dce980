"""`grandstand eval`: how good the assistant is, by questions of our own over fictional Games."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import httpx
from cyclopts import Parameter

from grandstand.assistant.llm import keep_choice
from grandstand.cli.acting import AsJson, Flag, print_json, progress
from grandstand.cli.evaluating import instance_for_a_run, staged
from grandstand.cli.model import chosen, model_beside
from grandstand.demo.evaluation import (
    EVALUATED,
    Asker,
    AssistantAsker,
    Facade,
    Options,
    ServerAsker,
    ServerFacade,
    Split,
    as_json,
    as_text,
    compared,
    evaluate,
    false_statements_shown,
    read_report,
)
from grandstand.demo.evaluation.cast import Cast
from grandstand.demo.evaluation.models import Figure
from grandstand.demo.evaluation.run import ZONE, Evaluation
from grandstand.kernel.clock import system_clock
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging

AT_ONCE_MAX = 64
QUICK_PER_CELL = 1

Many = Annotated[list[str] | None, Parameter(negative="")]


def evaluate_assistant(  # noqa: PLR0913 - the options
    *,
    split: Split = Split.TEST,
    language: Many = None,
    url: str | None = None,
    model: str | None = None,
    manuals: bool = True,
    lies: bool = True,
    seed: int = 1,
    at_once: int = 1,
    quick: Flag = False,
    compare: Annotated[Path | None, Parameter(negative=())] = None,
    json: AsJson = False,
) -> None:
    """Ask the assistant thousands of questions about fictional Games, and say how many it answers right.

    Args:
        split: `test` says how good it is; `tune` may be looked at while it is improved.
        language: only in this language; may be given several times.
        url: ask the server there, whose Games have to be in full swing, instead of one that is made for the run.
        model: without --url, the language model that composes answers, as of `grandstand up`.
        manuals: without --url, whether the manuals are read before.
        lies: without --url, whether a language model that lies is tried as well.
        seed: other names in the questions for another one.
        at_once: questions under way at the same time; times mean most with 1.
        quick: one question of each intent and language.
        compare: what an earlier run printed with --json; the differences are told.
        json: print JSON.
    """
    options = _options(split, language, seed, at_once, quick=quick)
    earlier = None if compare is None else read_report(compare)
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "error")
    with progress() as bar:
        task = bar.add_task("Starting", total=None)

        def tell(what: str) -> None:
            bar.update(task, description=what)

        if url is not None:
            evaluation = asyncio.run(_of_a_server(url, options, tell))
        else:
            with instance_for_a_run(settings) as ready:
                if model is not None:
                    keep_choice(ready.data_dir, chosen(model))
                with model_beside(ready):
                    evaluation = asyncio.run(_of_our_own(ready, options, manuals, lies, tell))
    about = {"url": url, "model": model, "manuals": manuals and url is None}
    report = as_json(evaluation, options, **about)
    if earlier is not None:
        report["compared"] = compared(earlier, report)
    if json:
        print_json(report)
    else:
        print(as_text(report))
        if earlier is not None:
            print(f"\n{report['compared']}")


def _options(split: Split, languages: list[str] | None, seed: int, at_once: int, *, quick: bool) -> Options:
    for each in languages or ():
        if each not in EVALUATED:
            raise RequestInvalid(f"--language is one of {', '.join(EVALUATED)}, got {each!r}.")
    if not 1 <= at_once <= AT_ONCE_MAX:
        raise RequestInvalid(f"--at-once is 1 to {AT_ONCE_MAX}, got {at_once!r}.")
    return Options(
        split=split,
        languages=tuple(dict.fromkeys(languages or EVALUATED)),
        seed=seed,
        at_once=at_once,
        per_cell=QUICK_PER_CELL if quick else None,
    )


async def _of_our_own(
    settings: Settings, options: Options, manuals: bool, lies: bool, tell: Callable[[str], None]
) -> Evaluation:
    async with staged(settings, manuals=manuals, tell=tell) as stage:
        reads = stage.services.reads
        asker = AssistantAsker(stage.services.assistant, ZONE, stage.viewer)

        async def liar(cast: Cast, languages: Sequence[str]) -> Figure:
            tell("Lying")
            return await false_statements_shown(reads, cast, ZONE, languages)

        return await _evaluated(asker, reads, stage.at, options, tell, liar if lies else None)


async def _of_a_server(url: str, options: Options, tell: Callable[[str], None]) -> Evaluation:
    async with httpx.AsyncClient(base_url=url) as http:
        try:
            (await http.get("/readyz")).raise_for_status()
        except httpx.HTTPError as error:
            raise RequestInvalid(
                f"Nothing is ready at {url!r} ({error}); start it with `grandstand up --demo`."
            ) from None
        return await _evaluated(ServerAsker(http, ZONE), ServerFacade(http), system_clock(), options, tell)


async def _evaluated(
    asker: Asker,
    facade: Facade,
    at: datetime,
    options: Options,
    tell: Callable[[str], None],
    liar: Callable[[Cast, Sequence[str]], Awaitable[Figure]] | None = None,
) -> Evaluation:
    return await evaluate(
        asker, facade, at, options, liar=liar, tell=lambda done, of: tell(f"Asking: {done:,} of {of:,}")
    )
