"""Takes on a Ray cluster of two machines, both of them here: equal to the local ones, whatever is lost."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import ray
from ray.cluster_utils import Cluster as RayCluster

from grandstand.replay import Order, TakeRenderer
from grandstand.replay import cluster as cluster_module
from grandstand.replay.cluster import Cluster
from grandstand.replay.errors import ClusterUnavailable, NoSubject, ReplayError
from grandstand.replay.executor import Built, Executor, Executors, Shot, Unbuilt, local_executor
from grandstand.replay.ingest.recording import Moment
from grandstand.replay.ingest.session import Session
from grandstand.replay.making import Progress, TakeStoppedError
from grandstand.replay.models import Camera, Image
from grandstand.replay.render import Geometry
from grandstand.replay.rendering import Kept, render_take
from grandstand.replay.stage import Stage
from grandstand.replay.takes import Provenance
from replay_scenes import write_jump

HERE = "127.0.0.2"
"""Ray takes 127.0.0.1 for an address that other machines cannot reach, and looks for another."""
STORE_BYTES = 200_000_000
FREE_TIMEOUT_S = 20.0
ORDER = Order(session="jump", instant_s=1.2, height_px=180, pictures=12, strobe_s=(0.5, 1.36), empty_until_s=0.94)


class Machines:
    """A head without processors, on which the takes' process is, and two machines with one each."""

    def __init__(self) -> None:
        common: dict[str, Any] = {"node_ip_address": HERE, "object_store_memory": STORE_BYTES}
        self._common = common
        self._cluster: Any = RayCluster(
            initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, **common}
        )
        self._nodes = [self._cluster.add_node(num_cpus=1, **common) for _ in range(2)]

    @property
    def address(self) -> str:
        return str(self._cluster.address)

    def lose(self, node_id: str) -> None:
        """Kill a machine by force."""
        (lost,) = [node for node in self._nodes if node.node_id == node_id]
        self._nodes.remove(lost)
        self._cluster.remove_node(lost, allow_graceful=False)

    def join(self) -> None:
        self._nodes.append(self._cluster.add_node(num_cpus=1, **self._common))

    def lose_head(self) -> None:
        self._cluster.head_node.kill_raylet(check_alive=False)
        self._cluster.head_node.kill_gcs_server(check_alive=False)

    def end(self) -> None:
        self._cluster.shutdown()


def end_all(folder: str) -> None:
    """End the processes that have files open there: Ray leaves some of a machine that was killed."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(link.readlink()).startswith(folder) and (process := int(link.parts[2])) != os.getpid():
                os.kill(process, signal.SIGKILL)


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    # Sockets have short paths only, so not in pytest's folder.
    folder = tempfile.mkdtemp(prefix="ray-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_TMPDIR", folder)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        machines = Machines()
        try:
            yield machines
        finally:
            machines.end()
            end_all(folder)
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def cluster(machines: Machines) -> Iterator[Cluster]:
    cluster = Cluster(machines.address)
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def jump(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("sessions") / "jump"
    write_jump(folder)
    return Session(folder)


class Watched:
    """An executor whose results are remembered: the coder of a clip does not write the same bytes twice."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self.held: list[Any] = []
        self.stills: list[Image] = []
        self.shots: dict[float, Image | str] = {}

    def built(self, stage: Stage, moments: Iterable[Moment]) -> Iterator[Built | Unbuilt]:
        for each in self._executor.built(stage, moments):
            self.held.extend([each.held] if isinstance(each, Built) else [])
            yield each

    def rendered(self, built: Built, views: Sequence[Camera], venue: Geometry) -> Iterator[Image]:
        for picture in self._executor.rendered(built, views, venue):
            self.stills.append(picture)
            yield picture

    def filmed(self, stage: Stage, moments: Iterable[tuple[Moment, Camera]], venue: Geometry) -> Iterator[Shot]:
        for shot in self._executor.filmed(stage, moments, venue):
            self.shots[shot.time_s] = str(shot.taken) if isinstance(shot.taken, ReplayError) else shot.taken
            yield shot

    def strobe(self, phases: Sequence[Built], view: Camera, venue: Geometry) -> Image:
        return self._executor.strobe(phases, view, venue)

    def model(self, built: Built) -> bytes:
        return self._executor.model(built)


@dataclass(frozen=True)
class Made:
    """A take, and the pictures of its clips before they were coded."""

    folder: Path
    provenance: Provenance
    watched: Watched


def watching(executors: Executors, opened: list[Watched]) -> Executors:
    @contextmanager
    def watched(progress: Progress) -> Iterator[Executor]:
        with executors(progress) as executor:
            opened.append(Watched(executor))
            yield opened[-1]

    return watched


def make(jump: Session, folder: Path, order: Order, executors: Executors) -> Made:
    opened: list[Watched] = []
    provenance = render_take(order, jump, folder, Progress(), Kept(), watching(executors, opened))
    return Made(folder, provenance, opened[0])


@pytest.fixture(scope="module")
def local(jump: Session, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The take as this process makes it."""
    return make(jump, tmp_path_factory.mktemp("local"), moving(ORDER), local_executor)


def moving(order: Order) -> Order:
    return msgspec.structs.replace(order, moving_s=0.12)


def check_equal(made: Made, local: Made) -> None:
    for name in ("model.glb", "poster.jpg", "strobe.jpg"):
        assert (made.folder / name).read_bytes() == (local.folder / name).read_bytes(), name
    assert len(made.watched.stills) == ORDER.pictures
    for number, (one, other) in enumerate(zip(made.watched.stills, local.watched.stills, strict=True)):
        assert np.array_equal(one, other), f"picture {number} of the clip"


class Hearing(Progress):
    """A Progress that does something when a step is told for the n-th time: stops, where nothing else is said."""

    def __init__(self, step: str, count: int, act: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._wanted, self._left, self._act = step, count, act or self.stop

    def tell(self, step: str, part: float) -> None:
        super().tell(step, part)
        if step == self._wanted:
            self._left -= 1
            if self._left == 0:
                self._act()


def test_a_take_equals_the_local_one_picture_by_picture(
    cluster: Cluster, jump: Session, local: Made, tmp_path: Path
) -> None:
    made = make(jump, tmp_path, moving(ORDER), cluster.executor)
    check_equal(made, local)
    assert list(made.watched.shots) == list(local.watched.shots)
    for time_s, picture in made.watched.shots.items():
        assert np.array_equal(picture, local.watched.shots[time_s]), f"the phase at {time_s} s"
    told = made.provenance.moving
    assert told is not None
    assert (told.wanted, told.shown, told.left_out) == (7, 7, ())
    assert {camera.dropped for camera in made.provenance.cameras} == {None}
    assert made.provenance.cameras == local.provenance.cameras


def test_a_machine_is_killed_in_the_middle_and_the_take_is_the_same(
    machines: Machines, cluster: Cluster, jump: Session, local: Made, tmp_path: Path
) -> None:
    lost: list[str] = []
    opened: list[Watched] = []

    def lose() -> None:
        """The machine on which the instant lies, with the pictures that it has under way."""
        (where,) = ray.experimental.get_object_locations([opened[0].held[0].instant]).values()
        lost.extend(where["node_ids"][:1])
        machines.lose(lost[0])

    progress, executors = Hearing("clip", 3, lose), watching(cluster.executor, opened)
    provenance = render_take(ORDER, jump, tmp_path, progress, Kept(), executors)
    machines.join()
    assert len(lost) == 1
    check_equal(Made(tmp_path, provenance, opened[0]), local)


@pytest.mark.parametrize(("step", "count"), [("build", 1), ("clip", 3), ("moving", 3)])
def test_a_cancelled_take_ends_its_tasks(
    cluster: Cluster, jump: Session, tmp_path: Path, step: str, count: int
) -> None:
    progress = Hearing(step, count)
    with pytest.raises(TakeStoppedError):
        render_take(moving(ORDER), jump, tmp_path, progress, Kept(), cluster.executor)
    until_s = time.monotonic() + FREE_TIMEOUT_S
    while ray.available_resources().get("CPU") != 2:  # type: ignore[no-untyped-call]
        assert time.monotonic() < until_s, "tasks go on"
        time.sleep(0.1)


def test_an_error_of_ours_in_a_task_comes_home_as_itself(cluster: Cluster, jump: Session, tmp_path: Path) -> None:
    empty = msgspec.structs.replace(ORDER, instant_s=0.4, strobe_s=())
    with pytest.raises(NoSubject, match="nobody is in the capture volume"):
        render_take(empty, jump, tmp_path, Progress(), Kept(), cluster.executor)


def test_phases_before_the_athlete_are_left_out_and_told(cluster: Cluster, jump: Session, tmp_path: Path) -> None:
    order = msgspec.structs.replace(ORDER, instant_s=1.0, strobe_s=(), moving_s=0.12)
    made = make(jump, tmp_path, order, cluster.executor)
    told, shots = made.provenance.moving, made.watched.shots
    assert told is not None
    assert [(round(each.at_s, 2), each.why) for each in told.left_out] == [
        (0.88, shots[told.left_out[0].at_s]),
        (0.92, shots[told.left_out[1].at_s]),
    ]
    assert [isinstance(each, str) for each in shots.values()] == [True] * 2 + [False] * 5
    assert (told.wanted, told.shown) == (7, 5)


def test_a_machine_with_another_version_is_told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "__version__", "9.9.9")
    with pytest.raises(ClusterUnavailable, match="Install the same version"), cluster.executor(Progress()):
        pass


def test_nobody_answers_at_the_address(jump: Session, tmp_path: Path) -> None:
    begun_s = time.monotonic()
    with pytest.raises(ClusterUnavailable, match=r"'127.0.0.2:9' cannot be used: nobody answers"):
        TakeRenderer(f"{HERE}:9")(ORDER, jump, tmp_path, Progress())
    assert time.monotonic() - begun_s < 5
    assert list(tmp_path.iterdir()) == []


SILENT = """
import socket
from grandstand.replay import cluster
from grandstand.replay.errors import ClusterUnavailable
from grandstand.replay.making import Progress

cluster.CONNECT_TIMEOUT_S = 1.0
listening = socket.create_server(("127.0.0.2", 0))
try:
    with cluster.Cluster(f"127.0.0.2:{listening.getsockname()[1]}").executor(Progress()):
        print("in")
except ClusterUnavailable as error:
    print(error)
"""


def test_what_listens_there_and_is_no_cluster_is_given_up() -> None:
    made = subprocess.run(
        [sys.executable, "-c", SILENT],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=dict(os.environ),
    )
    assert "has not taken us in within 1 s" in made.stdout


def test_a_cluster_that_goes_away_ends_the_take_and_is_told(
    machines: Machines, cluster: Cluster, jump: Session, tmp_path: Path
) -> None:
    """The last of all, for nothing is left afterwards."""
    with pytest.raises(ClusterUnavailable):
        render_take(ORDER, jump, tmp_path, Hearing("clip", 3, machines.lose_head), Kept(), cluster.executor)
    with pytest.raises(ClusterUnavailable, match="nobody answers there"), cluster.executor(Progress()):
        pass
