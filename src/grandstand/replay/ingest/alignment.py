"""From a camera's timestamps to the time of the rig, and how far the two run apart. Pure.

Where a stream carries timecode, timecode decides; where it does not, its timestamps and the offset of rig.json do;
a stream without timestamps has a sidecar (source.py). Rig time is in seconds.
"""

from collections import deque
from enum import StrEnum
from fractions import Fraction

from grandstand.replay.ingest.timecode import day_s

AGREES_FRAMES = 0.6
"""Timecode counts whole frames: nearer than this it says what the timestamps say."""
ARRIVALS_MAX = 256
"""Packets whose delay is remembered. The shortest delay of many is the one that no queue has lengthened."""
FPS_DENOMINATOR_MAX = 1001


class ClockKind(StrEnum):
    TIMECODE = "timecode"
    TIMESTAMPS = "timestamps"


class Clock:
    """Tells a camera's rig time.

    Args:
        fps: pictures a second.
        offset_s: what rig.json adds to this camera's time.
    """

    def __init__(self, fps: Fraction, offset_s: float = 0.0) -> None:
        self._fps = fps
        self._offset_s = offset_s
        self._first: tuple[float, float] | None = None
        self._last: tuple[float, float] | None = None
        self._early: float | None = None
        self._delays_s: deque[float] = deque(maxlen=ARRIVALS_MAX)
        self._drift_s = 0.0

    @property
    def kind(self) -> ClockKind:
        return ClockKind.TIMESTAMPS if self._first is None else ClockKind.TIMECODE

    @property
    def drift_s(self) -> float:
        """How far the timestamps have run behind the timecode, or behind our clock, since the beginning.

        Against timecode this is put right; against our own clock it is only told.
        """
        if self.kind is ClockKind.TIMECODE:
            return self._drift_s
        if self._early is None or not self._delays_s:
            return 0.0
        return min(self._delays_s) - self._early

    def saw_timecode(self, pts_s: float, timecode_s: float) -> None:
        """Learn that the picture of this timestamp has this timecode, in seconds of the day."""
        if self._first is None or self._last is None:
            self._first = self._last = (pts_s, timecode_s)
            return
        last_pts_s, last_s = self._last
        expected_s = last_s + pts_s - last_pts_s
        day = day_s(self._fps)
        apart_s = (timecode_s - expected_s + day / 2) % day - day / 2
        if abs(apart_s) * self._fps > AGREES_FRAMES:
            self._last = (pts_s, expected_s + apart_s)
            self._drift_s += apart_s

    def saw_arrival(self, pts_s: float, arrived_s: float) -> None:
        """Learn when a packet came, by a clock of ours that only goes on."""
        self._delays_s.append(arrived_s - pts_s)
        if self._early is None and len(self._delays_s) == ARRIVALS_MAX:
            self._early = min(self._delays_s)

    def rig_time(self, pts_s: float) -> float:
        """The rig's time of a timestamp."""
        if self._first is None or self._last is None:
            return pts_s + self._offset_s
        last_pts_s, last_s = self._last
        if pts_s < last_pts_s and self._first != self._last:
            first_pts_s, first_s = self._first
            rate = (last_s - first_s) / (last_pts_s - first_pts_s)
            return last_s + (pts_s - last_pts_s) * rate + self._offset_s
        return last_s + pts_s - last_pts_s + self._offset_s

    def timestamp(self, rig_time_s: float) -> float:
        """The timestamp of a rig time: the inverse of `rig_time`."""
        if self._first is None or self._last is None:
            return rig_time_s - self._offset_s
        last_pts_s, last_s = self._last
        ahead_s = rig_time_s - self._offset_s - last_s
        if ahead_s < 0 and self._first != self._last:
            first_pts_s, first_s = self._first
            return last_pts_s + ahead_s * (last_pts_s - first_pts_s) / (last_s - first_s)
        return last_pts_s + ahead_s


def rate_of(fps: float) -> Fraction:
    """Pictures a second as a ratio: 29.97 is 30000/1001."""
    return Fraction(fps).limit_denominator(FPS_DENOMINATOR_MAX)
