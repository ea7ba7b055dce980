"""Tasks of a take on a Ray cluster: what the local executor does, done on whichever machine has a processor free.

The only module that imports Ray, and it does so when the first take comes. What is known before the trigger (stage
and venue) lies in the cluster's object store from the first take of a session on. An instant stays on the machine
that built it, and render tasks read it from there; only pictures come home, a bounded number ahead of whoever
encodes them. A task whose machine is lost is done again elsewhere, and so is an instant that was lost with it.
"""

import logging
import os
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

import numpy as np
import structlog

from grandstand import __version__
from grandstand.kernel.errors import GrandstandError
from grandstand.replay.cluster_tasks import TASKS
from grandstand.replay.errors import ClusterUnavailable
from grandstand.replay.executor import Built, Executor, Shot, Unbuilt
from grandstand.replay.ingest.recording import Moment
from grandstand.replay.making import Progress
from grandstand.replay.models import Camera, Image
from grandstand.replay.render import Geometry
from grandstand.replay.stage import Stage

AUTO = "auto"
CONNECT_TIMEOUT_S = 30.0
"""For a cluster to take this process in."""
ANSWER_TIMEOUT_S = 5.0
"""For the cluster's head to take a connection."""
HELLO_TIMEOUT_S = 45.0
"""For a worker process to start and to answer."""
RESULT_TIMEOUT_S = 120.0
"""For the result that is the next to be taken. Ray misses a machine that vanished after about a minute, and then
does its tasks again."""
POLL_S = 0.2
"""How often it is asked whether anybody still waits for the take."""
RETRIES_MAX = 3
"""How often a task or an instant that was lost with its machine is made again."""
CHUNK_VIEWS = 4
"""Views of one render task."""
AHEAD_PER_PROCESSOR = 2
AHEAD_TASKS_MAX = 256
"""Tasks that are begun before their results are taken."""
STORE_PART = 0.5
"""Of this machine's object store, for the decoded pictures of phases that are not built yet."""
BUILDERS_MAX = 2
"""Processors that build one instant of a clip whose time stands still, where each machine has so many."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Means:
    """What a connected cluster offers.

    Args:
        ray: the module.
        tasks: our functions as Ray's, by their names.
        workers: the machines that offer processors, and how many.
        builders: that one instant is built by.
        store_bytes: this machine's part of the object store.
        doors: host and port of the cluster's head, and of Ray on this machine.
    """

    ray: Any
    tasks: dict[str, Any]
    workers: Mapping[str, int]
    builders: int
    store_bytes: int
    doors: tuple[tuple[str, int], ...]

    def check_open(self) -> None:
        """Raise ClusterUnavailable where the head or Ray on this machine has gone.

        Ray itself would wait for minutes, and end this process where its own part of this machine is missing.
        """
        for door in self.doors:
            try:
                _knock(*door)
            except OSError as error:
                raise ClusterUnavailable(
                    f"The Ray cluster has gone: nobody answers at {door[0]}:{door[1]} "
                    f"({error.strerror or error}). Start Ray on its head and here again."
                ) from error


class Cluster:
    """A connection to a Ray cluster, kept from take to take; one take at a time.

    Args:
        address: `auto`, the cluster that this machine was started into, or HOST:PORT of its head.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._head = "" if address == AUTO else address
        self._ray: Any = None
        self._tasks: dict[str, Any] = {}
        self._connecting: Thread | None = None
        self._failed: list[BaseException] = []
        self._kept: dict[str, tuple[object, Any]] = {}

    @contextmanager
    def executor(self, progress: Progress) -> Iterator[Executor]:
        """An executor for one take.

        Raises:
            ClusterUnavailable: it cannot be reached, or has no processors; says what to do.
        """
        executor = RayExecutor(self._ready(), self.kept, progress.check)
        try:
            yield executor
        finally:
            executor.cancel()

    def kept(self, name: str, value: object) -> Any:
        """The reference to a value in the object store, put there once for as long as it is the same object."""
        if name not in self._kept or self._kept[name][0] is not value:
            with _ours(self._ray):
                self._kept[name] = (value, self._ray.put(value))
        return self._kept[name][1]

    def close(self) -> None:
        """Leave the cluster, and what was kept there."""
        self._kept.clear()
        if self._ray is not None and self._ray.is_initialized():
            self._ray.shutdown()

    def _ready(self) -> Means:
        if self._ray is not None and self._ray.is_initialized():
            with suppress(ClusterUnavailable):
                return self._greeted()
            # It was started again, or this machine was: whoever asks is a stranger to it.
            self.close()
        self._connect()
        try:
            return self._greeted()
        except ClusterUnavailable:
            self.close()
            raise

    def _greeted(self) -> Means:
        self._check_head()
        means = _means_of(self._ray, self._tasks, self._head)
        RayExecutor(means, self.kept, lambda: None).hello()
        return means

    def _check_head(self) -> None:
        """Raise ClusterUnavailable where nobody listens: Ray would try for minutes."""
        try:
            if self._head:
                _knock(*_door(self._head))
        except OSError as error:
            raise self._unavailable(f"nobody answers there ({error.strerror or error})") from error

    def _connect(self) -> None:
        self._check_head()
        self._ray = _load_ray()
        if self._connecting is None or not self._connecting.is_alive():
            self._failed = []
            self._connecting = Thread(target=self._init, name="ray-connect", daemon=True)
            self._connecting.start()
        # Nothing ends an attempt of Ray's; it may go on for minutes beside us.
        self._connecting.join(CONNECT_TIMEOUT_S)
        if self._connecting.is_alive():
            raise self._unavailable(f"it has not taken us in within {CONNECT_TIMEOUT_S:.0f} s")
        if self._failed:
            raise self._unavailable(str(self._failed[0]).splitlines()[0]) from self._failed[0]
        self._head = self._ray.get_runtime_context().gcs_address
        self._tasks = {
            task.__name__: self._ray.remote(max_retries=RETRIES_MAX, num_cpus=1)(task) for task in TASKS
        }
        log.info("cluster.joined", address=self._address)

    def _init(self) -> None:
        try:
            self._ray.init(
                address=self._address, log_to_driver=False, configure_logging=False, logging_level="error"
            )
        except BaseException as error:  # noqa: BLE001 - Ray raises what it likes; it is told to whoever waits
            self._failed.append(error)

    def _unavailable(self, why: str) -> ClusterUnavailable:
        where = "on this machine" if self._address == AUTO else f"at {self._address!r}"
        return ClusterUnavailable(
            f"The Ray cluster {where} cannot be used: {why}. Start Ray on its head and here "
            "(docs/how-to/make-replays-on-several-machines.md), or leave GRANDSTAND_REPLAY_CLUSTER empty."
        )


def _load_ray() -> Any:
    # A driver that has lost the head would end its whole process after a minute. Ours asks before each take.
    os.environ.setdefault("RAY_gcs_rpc_server_reconnect_timeout_s", str(10**6))
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray.util.scheduling_strategies  # noqa: PLC0415 - heavy, and an extra
    except ImportError as error:
        raise ClusterUnavailable(
            "GRANDSTAND_REPLAY_CLUSTER is set, and Ray is not installed: pip install 'grandstand[cluster]'."
        ) from error
    logging.getLogger("ray").setLevel(logging.ERROR)
    return ray


def _means_of(ray: Any, tasks: dict[str, Any], head: str) -> Means:
    try:
        nodes = [node for node in ray.nodes() if node["Alive"]]
        home = ray.get_runtime_context().get_node_id()
    except Exception as error:
        raise ClusterUnavailable(f"The Ray cluster does not tell its machines: {_line(error)}") from error
    here = next((node for node in nodes if node["NodeID"] == home), None)
    if here is None:
        raise ClusterUnavailable("Ray does not run on this machine any more. Start it here with `ray start`.")
    offered = {node["NodeID"]: int(node["Resources"].get("CPU", 0)) for node in nodes}
    workers = {node: processors for node, processors in offered.items() if processors >= 1}
    if not workers:
        raise ClusterUnavailable("No machine of the Ray cluster offers a processor. Start one with --num-cpus.")
    return Means(
        ray=ray,
        tasks=tasks,
        workers=workers,
        builders=min(BUILDERS_MAX, *workers.values()),
        store_bytes=int(here["Resources"]["object_store_memory"]),
        doors=(_door(head), (here["NodeManagerAddress"], here["NodeManagerPort"])),
    )


def _door(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def _knock(host: str, port: int) -> None:
    """Raise OSError where nobody takes a connection."""
    socket.create_connection((host, port), ANSWER_TIMEOUT_S).close()


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """References to an Instant, and to the pictures of which it is made again where it was lost."""

    instant: Any
    moment: Any


class RayExecutor:
    """Runs the tasks of one take on a cluster.

    Args:
        kept: the reference to a stage or a venue.
        check: raises where nobody waits for the take any more.
    """

    def __init__(self, means: Means, kept: Callable[[str, object], Any], check: Callable[[], None]) -> None:
        self._means = means
        self._kept = kept
        self._check = check
        self._begun: set[Any] = set()

    def hello(self) -> None:
        """Raise ClusterUnavailable where a machine does not answer, or cannot do our tasks."""
        on = self._means.ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy
        said = [
            self._begin("hello", __version__, num_cpus=0, scheduling_strategy=on(node, soft=True))
            for node in self._means.workers
        ]
        for each in said:
            self._result(each, HELLO_TIMEOUT_S)

    def built(self, stage: Stage, moments: Iterable[Moment]) -> Iterator[Built | Unbuilt]:
        on, builders = self._kept("stage", stage), self._means.builders
        begun: deque[tuple[Any, Held]] = deque()
        for moment in moments:
            sent = self._put(moment)
            told, instant = self._begin("built_task", on, sent, builders, num_cpus=builders, num_returns=2)
            begun.append((told, Held(instant, sent)))
        while begun:
            told, held = begun.popleft()
            each = self._result(told)
            yield replace(each, held=held) if isinstance(each, Built) else each

    def rendered(self, built: Built, views: Sequence[Camera], venue: Geometry) -> Iterator[Image]:
        laid, plain = self._kept("venue", venue), replace(built, held=None)
        # The first picture comes alone, because somebody waits for it.
        firsts = [0, *range(1, len(views), CHUNK_VIEWS)]
        chunks = (views[a:b] for a, b in zip(firsts, [*firsts[1:], len(views)], strict=True))
        begun = (self._begin("rendered_task", plain, built.held.instant, chunk, laid) for chunk in chunks)
        for pictures in self._in_order(begun, self._ahead()):
            yield from pictures

    def filmed(self, stage: Stage, moments: Iterable[tuple[Moment, Camera]], venue: Geometry) -> Iterator[Shot]:
        on, laid = self._kept("stage", stage), self._kept("venue", venue)
        size = sum(post.camera.width * post.camera.height * 3 for post in stage.posts.values())
        room = int(self._means.store_bytes * STORE_PART // size)
        begun = (self._begin("filmed_task", on, self._put(moment), view, laid) for moment, view in moments)
        yield from self._in_order(begun, max(1, min(self._ahead(), room)))

    def strobe(self, phases: Sequence[Built], view: Camera, venue: Geometry) -> Image:
        plain = [replace(each, held=None) for each in phases]
        instants = [each.held.instant for each in phases]
        begun = self._begin("strobe_task", plain, view, self._kept("venue", venue), *instants)
        picture: Image = self._result(begun)
        return picture

    def model(self, built: Built) -> bytes:
        made: bytes = self._result(self._begin("model_task", replace(built, held=None), built.held.instant))
        return made

    def cancel(self) -> None:
        """End what is under way."""
        for result in self._begun:
            with suppress(Exception):
                self._means.ray.cancel(result)
        self._begun.clear()

    def _ahead(self) -> int:
        return min(AHEAD_TASKS_MAX, sum(self._means.workers.values()) * AHEAD_PER_PROCESSOR)

    def _put(self, moment: Moment) -> Any:
        self._means.check_open()
        with _ours(self._means.ray):
            return self._means.ray.put(moment)

    def _begin(self, task: str, *given: Any, **options: Any) -> Any:
        with _ours(self._means.ray):
            begun = self._means.tasks[task].options(**options).remote(*given)
        self._begun.add(begun[0] if isinstance(begun, list) else begun)
        return begun

    def _in_order(self, begun: Iterator[Any], ahead: int) -> Iterator[Any]:
        """The results of tasks that are begun as they are needed, at most so many before theirs are taken."""
        waiting: deque[Any] = deque()
        for each in begun:
            waiting.append(each)
            if len(waiting) >= ahead:
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def _result(self, begun: Any, timeout_s: float = RESULT_TIMEOUT_S) -> Any:
        """What a task made; its own error is raised as itself."""
        ray, until_s = self._means.ray, time.monotonic() + timeout_s
        with _ours(ray):
            while not ray.wait([begun], timeout=POLL_S)[0]:
                self._check()
                self._means.check_open()
                if time.monotonic() > until_s:
                    raise ClusterUnavailable(
                        f"No machine of the Ray cluster has done a task within {timeout_s:.0f} s. Look at "
                        "`ray status`: machines may be lost, or busy with something else."
                    )
            self._means.check_open()
            made = ray.get(begun, timeout=timeout_s)
        self._begun.discard(begun)
        return _owned(made)


@contextmanager
def _ours(ray: Any) -> Iterator[None]:
    """What Ray raises, as an error of ours; what a task raised, as itself."""
    try:
        yield
    except ray.exceptions.RayTaskError as error:
        raise _own_error(error) from None
    except (ray.exceptions.RayError, OSError) as error:
        raise ClusterUnavailable(
            f"The Ray cluster has lost a task for good, or has gone: {_line(error)} Look at `ray status`, and "
            "start Ray again where it is missing."
        ) from error


def _owned(made: Any) -> Any:
    """The same in this process's own memory.

    Whoever still reads from the object store when it has gone, is ended by Ray: even by giving an array back.
    """
    if isinstance(made, np.ndarray):
        return made.copy()
    if isinstance(made, list):
        return [_owned(each) for each in made]
    if isinstance(made, Shot) and isinstance(made.taken, np.ndarray):
        return replace(made, taken=made.taken.copy())
    return made


def _own_error(error: Any) -> BaseException:
    """What went wrong in a task: our own error as itself, a machine without Grandstand, or the whole story."""
    cause: BaseException = error.cause
    if isinstance(cause, GrandstandError):
        return cause
    if isinstance(cause, ImportError) or "failed to import" in str(error):
        return ClusterUnavailable(
            f"A machine of the Ray cluster cannot run our tasks: {_line(cause)} Install Grandstand there with the "
            "extras `replay` and `cluster`, and start Ray from that installation."
        )
    whole: BaseException = error
    return whole


def _line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
