"""What a second machine brings to a take, and what its network must carry.

    python benchmarks/replay_cluster.py [--json] [--discipline FAE] [--height 720] [--rounds 2] [--keep FOLDER]

The same take is made by this process alone on one thread, on a cluster of one machine with one processor, and on
one of two such machines; all of them are this machine, in one run, which ends alone again. `cluster_1_to_local` is
the price of the cluster, `cluster_2_to_1` what the second machine brings, in seconds of the wall. The process that
decodes and encodes shares the processors with them; with other work on the machine these ratios say little.

`processor_s` is what the work takes, whoever else is busy: `home` decodes, encodes and waits, `machines` build and
render. What stays at home bounds what machines can bring: `speed_up_max` is all of it alone over that. Nothing
crosses a wire here, so what would have to is counted: the bytes of the messages as Ray writes them. Two real
machines have not been measured.
"""

import argparse
import json
import multiprocessing
import os
import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from grandstand.replay import Order
from grandstand.replay.background import plate_of
from grandstand.replay.cluster import CHUNK_VIEWS, Cluster
from grandstand.replay.executor import Built, Executor, Executors, LocalExecutor
from grandstand.replay.ingest.session import Session
from grandstand.replay.kernels import Kernels
from grandstand.replay.making import Progress
from grandstand.replay.rendering import Kept, render_take
from grandstand.replay.stage import stage_of
from grandstand.replay.threads import Threads
from replay_clip import BEFORE_S, EMPTY_S, recorded

SIZES = {360: (640, 360), 720: (1280, 720), 1080: (1920, 1080)}
HERE = "127.0.0.2"
STORE_BYTES = 2_000_000_000
PICTURES = 48
MOVING_S = 0.12
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def alone(_progress: Progress) -> Iterator[Executor]:
    """One thread of this process: as much as a machine of the cluster has."""
    with Threads(1) as threads:
        yield LocalExecutor(threads, Kernels())


@contextmanager
def machines(count: int) -> Iterator[Cluster]:
    """A cluster whose head works not, and so many machines with one processor each."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster as RayCluster  # noqa: PLC0415 - only after the line above

    common: dict[str, Any] = {"node_ip_address": HERE, "object_store_memory": STORE_BYTES}
    ray: Any = RayCluster(
        initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, **common}
    )
    try:
        for _ in range(count):
            ray.add_node(num_cpus=1, **common)
        joined = Cluster(ray.address)
        yield joined
        joined.close()
    finally:
        ray.shutdown()


def machines_s() -> float:
    """Seconds of processors that the living processes below this one have had."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = path.read_text().rpartition(")")[2].split()
            stats[int(path.parent.name)] = int(told[1]), (int(told[11]) + int(told[12])) / TICKS
    below, spent_s = {os.getpid()}, 0.0
    while found := {process for process, (parent, _) in stats.items() if parent in below} - below:
        below |= found
        spent_s += sum(stats[process][1] for process in found)
    return spent_s


def timed(order: Order, session: Session, executors: Executors, kept: Kept) -> dict[str, float]:
    """Seconds of the steps of a take whose stage is known, and of processors."""
    with tempfile.TemporaryDirectory() as folder:
        began_s, home_s, elsewhere_s = time.perf_counter(), time.process_time(), machines_s()
        told = render_take(order, session, Path(folder), Progress(), kept, executors)
        return {
            "take": time.perf_counter() - began_s,
            **told.took_s,
            "processor_s of home": time.process_time() - home_s,
            "processor_s of machines": machines_s() - elsewhere_s,
        }


def rounds_of(order: Order, session: Session, executors: Executors, rounds: int, kept: Kept) -> dict[str, float]:
    """The median of each step, after a first take that warms up."""
    timed(order, session, executors, kept)
    runs = [timed(order, session, executors, kept) for _ in range(rounds)]
    return {step: round(statistics.median(run[step] for run in runs), 2) for step in runs[0]}


def sent(session: Session, order: Order) -> dict[str, Any]:
    """Bytes of what crosses between machines, in MB, and of a picture and a phase in Mbit."""

    def size_mb(value: object) -> float:
        buffers: list[pickle.PickleBuffer] = []
        head = len(pickle.dumps(value, protocol=5, buffer_callback=buffers.append))
        return (head + sum(each.raw().nbytes for each in buffers)) / 1e6

    plates = {c.id: plate_of(session.still(c.id, 9, EMPTY_S)) for c in session.rig.cameras}
    (moment,) = session.moments([order.instant_s])
    with Threads(2) as threads:
        stage = stage_of(session.rig, plates, threads)
        spent_s = time.process_time()
        (built,) = LocalExecutor(threads, Kernels()).built(stage, [moment])
        spent_s = time.process_time() - spent_s
    if not isinstance(built, Built):
        raise built
    picture_mb = order.size[0] * order.size[1] * 3 / 1e6
    sizes = {"stage_mb": size_mb(stage), "moment_mb": size_mb(moment), "instant_mb": size_mb(built.held)}
    return {
        **{name: round(mb, 1) for name, mb in sizes.items()},
        "build_processor_s": round(spent_s, 2),
        "picture_mb": round(picture_mb, 2),
        # Another machine's pictures, and the instant once.
        "clip_mbit_a_picture": round(8 * picture_mb, 1),
        "clip_instant_mbit": round(8 * sizes["instant_mb"]),
        "moving_mbit_a_phase": round(8 * (sizes["moment_mb"] + picture_mb)),
        "views_a_task": CHUNK_VIEWS,
    }


def measured(folder: Path, height: int, rounds: int) -> dict[str, Any]:
    session = Session(folder)
    order = Order(
        session="bench",
        instant_s=EMPTY_S + BEFORE_S,
        height_px=height,
        pictures=PICTURES,
        moving_s=MOVING_S,
        empty_until_s=EMPTY_S,
    )
    kept = Kept()
    seconds = {"local": rounds_of(order, session, alone, rounds, kept)}
    for count in (1, 2):
        with machines(count) as joined:
            seconds[f"cluster_{count}"] = rounds_of(order, session, joined.executor, rounds, kept)
    # Alone again, so that what else the machine does is seen.
    again = rounds_of(order, session, alone, 1, kept)

    def ratios(one: str, other: str) -> dict[str, float]:
        return {step: round(seconds[one][step] / seconds[other][step], 2) for step in ("take", "clip", "moving")}

    alone_s, home_s = (seconds[name]["processor_s of home"] for name in ("local", "cluster_2"))
    return {
        "seconds": {**seconds, "local_again": again},
        "speed_up_max": round(alone_s / home_s, 1),
        "cluster_1_to_local": ratios("cluster_1", "local"),
        "cluster_2_to_1": ratios("cluster_2", "cluster_1"),
        "cluster_2_to_local": ratios("cluster_2", "local"),
        **sent(session, order),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--discipline", default="FAE")
    parser.add_argument("--height", type=int, choices=SIZES, default=720)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder where the recorded session is kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (asked.keep or Path(scratch)) / f"{asked.discipline}-{asked.height}p"
        if not (folder / "rig.json").exists():
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                pool.submit(recorded, asked.discipline, SIZES[asked.height], folder).result()
        figures = measured(folder, asked.height, asked.rounds)
    figures |= {"load_average": os.getloadavg()[0], "processors": os.cpu_count()}
    json.dump(figures, sys.stdout, indent=None if asked.json else 2)
    print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
