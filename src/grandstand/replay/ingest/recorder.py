"""One camera's thread: what comes from its source goes into its ring; key frames are looked at."""

import time
from collections.abc import Callable
from threading import Event, Thread

import structlog

from grandstand.kernel.errors import GrandstandError
from grandstand.replay.ingest.alignment import Clock, rate_of
from grandstand.replay.ingest.decoding import Decoder, luma, rgb, timecode_of
from grandstand.replay.ingest.health import Signs
from grandstand.replay.ingest.ring import Coded, Ring
from grandstand.replay.ingest.source import Arrived, Source, SourceLostError
from grandstand.replay.ingest.timecode import seconds_of
from grandstand.replay.models import Camera, CameraId, Image

RECONNECT_S = 1.0
GAP_FRAMES_MAX = 1.5
"""A longer step between packets means that some are missing."""
LOOK_EVERY_S = 1.0
"""How often a key frame is decoded, where they come more often."""
BACKWARDS_S = 1.0
"""A key frame that is this much earlier than what is kept comes from a camera that was restarted."""
STOP_TIMEOUT_S = 8.0

log = structlog.get_logger(__name__)

OnKeyFrame = Callable[[CameraId, float, Image], None]


class Recorder:
    """Records one camera until it is stopped.

    Args:
        look: whether key frames are decoded, for health and timecode.
        on_key_frame: called in the recorder's thread with each key frame that was decoded, its rig time, RGB.
        now: seconds, by a clock that only goes on.
    """

    def __init__(
        self,
        camera: Camera,
        source: Source,
        ring: Ring,
        *,
        look: bool = True,
        on_key_frame: OnKeyFrame | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.camera = camera
        self.ring = ring
        self.signs = Signs()
        self.clock = Clock(rate_of(camera.fps), camera.offset_s)
        self.detail = ""
        self._source = source
        self._on_key_frame = on_key_frame
        self._now = now
        self._decoder = Decoder() if look else None
        self._looked_s = float("-inf")
        self._last_dts_s: float | None = None
        self._is_broken = False
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=f"record-{camera.id}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; `join` waits for it."""
        self._stopping.set()

    def join(self) -> None:
        self._thread.join(STOP_TIMEOUT_S)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.record()
            except (SourceLostError, GrandstandError) as error:
                self.detail = str(error)
            except Exception:
                # One camera's broken stream must not end the others' recording.
                log.exception("camera.failed", camera=self.camera.id)
                self.detail = "The stream could not be read; the log says why."
            if not self._source.is_live:
                return
            self._stopping.wait(RECONNECT_S)

    def record(self) -> None:
        """Record one connection to its end; timestamps begin anew with each."""
        self._last_dts_s, self._is_broken = None, False
        is_new = True
        for packet in self._source.packets():
            if self._stopping.is_set():
                return
            if is_new:
                is_new, self.detail = False, ""
                self.clock = self._new_clock(packet)
            self.take(packet, self._now())

    def _new_clock(self, first: Arrived) -> Clock:
        fps = self._source.fps() or rate_of(self.camera.fps)
        clock = Clock(fps, self.camera.offset_s)
        if (timecode := self._source.start_timecode()) is not None:
            clock.saw_timecode(first.pts_s, seconds_of(timecode, fps))
        return clock

    def take(self, packet: Arrived, now_s: float) -> None:
        """Keep one packet that came now; what cannot be decoded after a loss is not kept."""
        self._notice_losses(packet, now_s)
        if self._source.is_live:
            self.clock.saw_arrival(packet.pts_s, now_s)
        if packet.is_key:
            self._is_broken = packet.is_damaged
            self._look(packet, now_s)
        time_s = self.clock.rig_time(packet.pts_s)
        self.signs.saw_packet(now_s, time_s, is_key=packet.is_key)
        kept = self.ring.span_s() if packet.is_key else None
        if kept is not None and time_s < kept[1] - BACKWARDS_S:
            self.ring.clear()
            self.signs.newest_s = time_s
        if not self._is_broken:
            self.ring.push(Coded(packet.data, time_s, packet.is_key))

    def _notice_losses(self, packet: Arrived, now_s: float) -> None:
        step_s = 0.0 if self._last_dts_s is None else packet.dts_s - self._last_dts_s
        self._last_dts_s = packet.dts_s
        if packet.is_damaged or step_s * self.camera.fps > GAP_FRAMES_MAX:
            self.signs.saw_loss(now_s)
            self._is_broken = True

    def _look(self, packet: Arrived, now_s: float) -> None:
        """Decode a key frame for its timecode and its looks, not too often."""
        if self._decoder is None or self._is_broken or now_s - self._looked_s < LOOK_EVERY_S:
            return
        self._looked_s = now_s
        shown = self._decoder.key_frame(Coded(packet.data, packet.pts_s, is_key=True))
        if shown is None:
            return
        frame, fps = shown.picture, self._source.fps() or rate_of(self.camera.fps)
        if (timecode := timecode_of(frame, fps)) is not None:
            self.clock.saw_timecode(packet.pts_s, seconds_of(timecode, fps))
        self.signs.saw_picture(now_s, luma(frame))
        if self._on_key_frame is not None:
            self._on_key_frame(self.camera.id, self.clock.rig_time(packet.pts_s), rgb(frame))
