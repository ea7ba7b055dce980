"""What a camera costs that comes by SRT, beside one that comes by UDP.

    python benchmarks/replay_srt.py [--json] [--streams 4] [--seconds 20]

A stream is 720p, 25 pictures a second, drawn frames at 8 Mbit/s with a key frame each second. The program ffmpeg
sends them in their own time over sockets of this machine; a recorder of ours takes each apart, keeps it, and
decodes a key frame a second. Counted is processor time, of our process and of the programs that carry SRT, as the
share of one core that one stream takes, and the memory that such a program has for itself.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.source import source_of
from replay_ingest import free_ports
from rigs import ring
from srt import programs, sending
from videos import drawn, write_video

SIZE = (1280, 720)
BIT_RATE = 8_000_000
FRAMES = 100
SETTLED_S = 4.0
"""Until every stream has been opened; only what comes afterwards is counted."""


def write_stream(path: Path) -> None:
    random = np.random.default_rng(1)

    def noisy(number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        noise = random.normal(0, 6, (SIZE[1], SIZE[0], 1))
        return np.clip(drawn(number, size=SIZE) + noise, 0, 255).astype(np.uint8)

    write_video(path, range(FRAMES), size=SIZE, bit_rate=BIT_RATE, picture=noisy, format="mpegts")


def processor_s(process: int) -> float:
    """What a process has spent, its threads included."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own_memory_mb(process: int) -> float:
    """What no other process shares."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def measure(film: Path, scheme: str, streams: int, seconds: float) -> dict[str, float]:
    """The cost of a stream that comes so."""
    places = [f"{scheme}://127.0.0.1:{port}" for port in free_ports(streams)]
    ours = [f"{place}?mode=listener" if scheme == "srt" else place for place in places]
    theirs = places if scheme == "srt" else [f"{place}?pkt_size=1316" for place in places]
    rig = ring(max(streams, 6), size=SIZE)
    cameras = rig.cameras[:streams]
    recording = Recording(
        replace(rig, cameras=cameras),
        {of.id: source_of(place) for of, place in zip(cameras, ours, strict=True)},
    )
    recording.start()
    with ExitStack() as stack:
        stack.callback(recording.close)
        time.sleep(1)
        for place in theirs:
            stack.enter_context(sending(film, place, again=True))
        time.sleep(SETTLED_S)
        carriers = [process for place in ours for process in programs(place)] if scheme == "srt" else []
        before_s = time.process_time(), sum(map(processor_s, carriers))
        time.sleep(seconds)
        own_s, carried_s = time.process_time() - before_s[0], sum(map(processor_s, carriers)) - before_s[1]
        memory_mb = max(map(own_memory_mb, carriers), default=0.0)
        lost = sum(each.lost for each in recording.health().values())
        kept = [span[1] - span[0] for of in cameras if (span := recording.ring(of.id).span_s()) is not None]
    return {
        f"{scheme}_core_share": (own_s + carried_s) / seconds / streams,
        f"{scheme}_program_core_share": carried_s / seconds / streams,
        f"{scheme}_program_memory_mb": memory_mb,
        f"{scheme}_losses": float(lost),
        f"{scheme}_shortest_s": min(kept, default=0.0) if len(kept) == streams else 0.0,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--streams", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "stream.ts"
        write_stream(film)
        figures = {
            "megabits_per_s": film.stat().st_size * 8 / 1e6 / (FRAMES / 25),
            "streams": float(chosen.streams),
            **measure(film, "udp", chosen.streams, chosen.seconds),
            **measure(film, "srt", chosen.streams, chosen.seconds),
            "cores": float(os.cpu_count() or 1),
        }
    if chosen.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:28} {value:12.4f}")


if __name__ == "__main__":
    main()
