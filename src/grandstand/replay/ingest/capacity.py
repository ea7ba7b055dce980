"""How many streams a machine records: measured by recording faster than time."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grandstand.replay.ingest.recorder import Recorder
from grandstand.replay.ingest.ring import Ring
from grandstand.replay.ingest.source import Arrived, FileSource
from grandstand.replay.models import Camera


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What recording cost.

    Args:
        streams_per_core: seconds of stream recorded in a second of one processor's time.
        lost: how often packets were missing.
    """

    streams_per_core: float
    stream_s: float
    processor_s: float
    packets: int
    lost: int


class _Hurried(FileSource):
    """A file whose own time is what its recorder takes for now: looks come as often as they would live."""

    is_live = True

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.count = 0
        self.now_s = 0.0

    def packets(self) -> Iterator[Arrived]:
        began_s = self.now_s
        first_s: float | None = None
        for packet in super().packets():
            first_s = packet.dts_s if first_s is None else first_s
            self.count += 1
            self.now_s = began_s + packet.dts_s - first_s
            yield packet


def live_streams_per_core(path: Path, camera: Camera, *, times: int = 1, look: bool = True) -> Capacity:
    """How many such streams one processor takes apart, keeps and looks at.

    Records the file `times` over, as fast as it goes; what a network costs is not in it.
    """
    source = _Hurried(path)
    recorder = Recorder(camera, source, Ring(), look=look, now=lambda: source.now_s)
    began_s, stream_s = time.process_time(), 0.0
    for _ in range(times):
        before_s = source.now_s
        recorder.record()
        stream_s += source.now_s - before_s + 1 / camera.fps
    spent_s = time.process_time() - began_s
    return Capacity(
        streams_per_core=stream_s / spent_s,
        stream_s=stream_s,
        processor_s=spent_s,
        packets=source.count,
        lost=recorder.signs.lost,
    )
