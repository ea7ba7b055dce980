"""How many streams a machine records without loss, and what seeking costs.

    python benchmarks/replay_ingest.py [--json] [--streams 12] [--seconds 10] [--file c00.mp4]

A stream is 1080p, 25 pictures a second, drawn frames at 20 Mbit/s with a key frame each second, or the file that
is named. `streams_per_core` is recording as fast as it goes: packets taken apart, kept, and a key frame a second
decoded. The other figures are real time over UDP on this machine: one process sends all streams, another records
them; its processor time and its losses are counted.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from grandstand.replay.ingest.capacity import live_streams_per_core
from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.session import Session
from grandstand.replay.ingest.source import FileSource, UrlSource
from grandstand.replay.models import CameraId
from rigs import camera, ring
from videos import drawn, write_video

SIZE = (1920, 1080)
BIT_RATE = 20_000_000
FRAMES = 100
PICTURES_KEPT = 25
SEEKS = 10
TICKS = Fraction(1, 90_000)


def write_stream(path: Path) -> None:
    """Noise makes the bits: a quarter of the pictures are drawn, the rest repeat them."""
    random = np.random.default_rng(1)
    pictures = []
    for number in range(PICTURES_KEPT):
        noise = random.normal(0, 6, (SIZE[1], SIZE[0], 1))
        pictures.append(np.clip(drawn(number, size=SIZE) + noise, 0, 255).astype(np.uint8))
    write_video(
        path,
        range(FRAMES),
        size=SIZE,
        bit_rate=BIT_RATE,
        picture=lambda number: pictures[number % PICTURES_KEPT],
        format="mpegts",
    )


def send(path: Path, ports: list[int], seconds: float) -> None:
    """Send the file to every port in its own time, over and over: what a sender process does."""
    import av  # noqa: PLC0415 - only the sender muxes

    outs = [
        av.open(f"udp://127.0.0.1:{port}?pkt_size=1316", "w", format="mpegts", options={"flush_packets": "1"})
        for port in ports
    ]
    streams = [out.add_mux_stream("h264", rate=25, width=SIZE[0], height=SIZE[1]) for out in outs]
    began_s, ahead_s = time.monotonic(), 0.0
    packets = list(FileSource(path).packets())
    while time.monotonic() - began_s < seconds:
        for packet in packets:
            at_s = packet.dts_s - packets[0].dts_s + ahead_s
            time.sleep(max(0.0, began_s + at_s - time.monotonic()))
            for out, stream in zip(outs, streams, strict=True):
                coded = av.Packet(packet.data)
                coded.stream, coded.time_base, coded.is_keyframe = stream, TICKS, packet.is_key
                coded.pts = coded.dts = round(at_s / TICKS)
                out.mux(coded)
        ahead_s += len(packets) / 25


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def record_live(path: Path, streams: int, seconds: float) -> dict[str, float]:
    """Record so many streams over UDP for so long."""
    ports = free_ports(streams)
    rig = ring(max(streams, 6), size=SIZE)
    cameras = rig.cameras[:streams]
    sources = {of.id: UrlSource(f"udp://127.0.0.1:{port}") for of, port in zip(cameras, ports, strict=True)}
    recording = Recording(replace(rig, cameras=cameras), sources)
    recording.start()
    time.sleep(1)
    numbers = ",".join(map(str, ports))
    sender = subprocess.Popen(
        [sys.executable, __file__, "--send", numbers, "--file", str(path), "--seconds", str(seconds)]
    )
    began_s = time.process_time()
    if sender.wait():
        raise SystemExit("The sender failed.")
    spent_s = time.process_time() - began_s
    health = recording.health()
    spans = [recording.ring(of.id).span_s() or (0.0, 0.0) for of in cameras]
    recording.close()
    return {
        "live_streams": float(streams),
        "live_shortest_s": min(until_s - from_s for from_s, until_s in spans),
        "live_losses": float(sum(each.lost for each in health.values())),
        "live_core_share": spent_s / seconds,
    }


def measure_seeking(path: Path) -> dict[str, float]:
    """Opening, seeking and decoding one instant of one camera, in the middle of a group."""
    with tempfile.TemporaryDirectory() as folder:
        session = _session_of(path, Path(folder))
        from_s, _ = session.span_s()
        took = []
        for number in range(SEEKS):
            began_s = time.perf_counter()
            moments = session.moments([from_s + 0.52 + 0.2 * number])
            took.append(time.perf_counter() - began_s)
            if CameraId("c00") not in moments[0].images:
                raise SystemExit(f"Nothing was decoded: {moments[0].left_out}")
    return {"seek_and_decode_ms": 1000 * float(np.median(took))}


def _session_of(path: Path, folder: Path) -> Session:
    from grandstand.replay.rig_file import write_rig  # noqa: PLC0415 - only here

    write_rig(ring(6, size=SIZE), folder / "rig.json")
    (folder / f"c00{path.suffix}").symlink_to(path.resolve())
    return Session(folder)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--streams", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--send")
    chosen = parser.parse_args()
    if chosen.send:
        send(chosen.file, [int(port) for port in chosen.send.split(",")], chosen.seconds)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.file or Path(folder) / "stream.ts"
        if chosen.file is None:
            write_stream(path)
        capacity = live_streams_per_core(path, camera(size=SIZE), times=10)
        figures = {
            "megabits_per_s": path.stat().st_size * 8 / 1e6 / (capacity.stream_s / 10),
            "streams_per_core": capacity.streams_per_core,
            "streams_per_core_without_looks": live_streams_per_core(
                path, camera(size=SIZE), times=10, look=False
            ).streams_per_core,
            "lost": float(capacity.lost),
            **record_live(path, chosen.streams, chosen.seconds),
            **measure_seeking(path),
            "cores": float(os.cpu_count() or 1),
        }
    if chosen.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:32} {value:12.2f}")


if __name__ == "__main__":
    main()
