"""A part of a live recording, written as a session: the packets as they came, nothing coded anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor
from pathlib import Path

from grandstand.replay.errors import NotKept, TooFewCameras
from grandstand.replay.ingest.alignment import rate_of
from grandstand.replay.ingest.decoding import load_av
from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.ring import Coded
from grandstand.replay.ingest.session import RIG_FILE
from grandstand.replay.models import Camera, CameraId
from grandstand.replay.rig_file import write_rig

TICKS_A_SECOND = 90_000
LEAD_S = 1.0
"""What timestamps begin with: some pictures are decoded before the first is shown."""


def save_cut(
    recording: Recording,
    folder: Path,
    from_s: float,
    until_s: float,
    *,
    without: Mapping[CameraId, str] | None = None,
    cameras_min: int = 1,
) -> dict[CameraId, str]:
    """Write what was recorded in between to a new folder; who is left out, and why: `without` in any case.

    Timestamps count from the beginning of the cut; rig.json there says what leads back to the rig's time, and has
    the whole rig, but not where its streams came from.

    Raises:
        NotKept: no camera has it.
        TooFewCameras: fewer than `cameras_min` have it.
    """
    kept: dict[CameraId, list[Coded]] = {}
    left_out = dict(without or {})
    for camera in recording.rig.cameras:
        if camera.id in left_out:
            continue
        try:
            kept[camera.id] = recording.ring(camera.id).between(from_s, until_s)
        except NotKept as error:
            left_out[camera.id] = str(error)
    if not kept:
        raise NotKept(f"No camera holds {from_s:.2f} to {until_s:.2f} s: {next(iter(left_out.values()))}")
    if len(kept) < cameras_min:
        whose = "; ".join(f"{camera}: {why}" for camera, why in left_out.items())
        raise TooFewCameras(f"{len(kept)} cameras hold the moment, {cameras_min} are needed. {whose}")
    base_s = floor(min(packets[0].time_s for packets in kept.values())) - LEAD_S
    folder.mkdir(parents=True)
    for camera in recording.rig.cameras:
        if camera.id in kept:
            write_packets(folder / f"{camera.id}.ts", kept[camera.id], camera, base_s)
    cameras = tuple(replace(camera, offset_s=base_s, stream=None) for camera in recording.rig.cameras)
    write_rig(replace(recording.rig, cameras=cameras), folder / RIG_FILE)
    return left_out


def write_packets(path: Path, packets: Sequence[Coded], camera: Camera, base_s: float) -> None:
    """Write packets, in order of decoding, to a transport stream whose time 0 is `base_s`."""
    av = load_av()
    shown = [round((packet.time_s - base_s) * TICKS_A_SECOND) for packet in packets]
    decoded = decoding_times(shown)
    # `copyts`: the muxer would shift all of it.
    options = {"mpegts_copyts": "1", "avoid_negative_ts": "disabled"}
    with av.open(str(path), "w", format="mpegts", options=options) as out:
        stream = out.add_mux_stream("h264", rate=rate_of(camera.fps), width=camera.width, height=camera.height)
        for coded, pts, dts in zip(packets, shown, decoded, strict=True):
            packet = av.Packet(coded.data)
            packet.stream = stream
            packet.time_base = Fraction(1, TICKS_A_SECOND)
            packet.pts, packet.dts, packet.is_keyframe = pts, dts, coded.is_key
            out.mux(packet)


def decoding_times(shown: Sequence[int]) -> list[int]:
    """Rising times, none after the packet's own: the times in order, all earlier by as much as that takes."""
    in_order = sorted(shown)
    early = max((decoded - at for decoded, at in zip(in_order, shown, strict=True)), default=0)
    return [at - early for at in in_order]
