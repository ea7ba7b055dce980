"""The newest packets of one camera, within bytes and seconds, from a key frame on."""

from collections import deque
from dataclasses import dataclass
from threading import Lock

from grandstand.replay.errors import NotKept

RING_S_MAX = 90.0
RING_BYTES_MAX = 96 * 1024 * 1024
"""Of one camera: a minute and a half at 8 Mbit/s, 38 s at 20."""
REORDERED_MAX = 16
"""How many packets later a picture may come than it is shown: H.264 allows no more."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One coded picture, H.264 in Annex B.

    Args:
        time_s: when it is shown, in the rig's time.
    """

    data: bytes
    time_s: float
    is_key: bool


@dataclass(slots=True)
class _Group:
    """A key frame and what follows it."""

    packets: list[Coded]
    size: int = 0
    newest_s: float = 0.0


class Ring:
    """Packets in the order in which they are decoded. Whole groups leave at the old end. Safe between threads."""

    def __init__(self, seconds_max: float = RING_S_MAX, bytes_max: int = RING_BYTES_MAX) -> None:
        self._seconds_max = seconds_max
        self._bytes_max = bytes_max
        self._groups: deque[_Group] = deque()
        self._size = 0
        self._lock = Lock()

    def push(self, packet: Coded) -> None:
        """Keep a packet. One that no kept key frame leads to is of no use and is not kept."""
        with self._lock:
            if packet.is_key:
                self._groups.append(_Group([], newest_s=packet.time_s))
            elif not self._groups:
                return
            group = self._groups[-1]
            group.packets.append(packet)
            group.size += len(packet.data)
            group.newest_s = max(group.newest_s, packet.time_s)
            self._size += len(packet.data)
            self._shrink()

    def _shrink(self) -> None:
        newest_s = self._groups[-1].newest_s
        # A group leaves when all of it is too old; for want of bytes also the only one, and its rest is not kept.
        while self._groups and (
            self._size > self._bytes_max or self._groups[0].newest_s < newest_s - self._seconds_max
        ):
            self._size -= self._groups.popleft().size

    def clear(self) -> None:
        with self._lock:
            self._groups.clear()
            self._size = 0

    @property
    def size_bytes(self) -> int:
        return self._size

    def span_s(self) -> tuple[float, float] | None:
        """The rig times of the oldest and the newest picture that can be decoded; None while there is none."""
        with self._lock:
            if not self._groups:
                return None
            return self._groups[0].packets[0].time_s, max(group.newest_s for group in self._groups)

    def between(self, from_s: float, until_s: float) -> list[Coded]:
        """What has to be decoded to see from the one time to the other, in order of decoding.

        Raises:
            NotKept: the ring begins later, or has not come so far.
        """
        with self._lock:
            groups = list(self._groups)
            packets = [packet for group in groups for packet in list(group.packets)]
        starts = [index for index, packet in enumerate(packets) if packet.is_key and packet.time_s <= from_s]
        newest_s = max((packet.time_s for packet in packets), default=None)
        if not starts or newest_s is None or newest_s < until_s:
            kept = "nothing" if newest_s is None else f"{packets[0].time_s:.2f} to {newest_s:.2f} s"
            raise NotKept(f"Wanted {from_s:.2f} to {until_s:.2f} s; the ring holds {kept}.")
        first = starts[-1]
        shown = [index for index in range(first, len(packets)) if packets[index].time_s <= until_s]
        last = max(shown, default=first)
        return packets[first : last + 1 + REORDERED_MAX]

    def key_frames(self, count: int, until_s: float | None = None) -> list[Coded]:
        """Up to `count` key frames from before a rig time, spread evenly over what is kept, oldest first."""
        with self._lock:
            keys = [group.packets[0] for group in self._groups]
        keys = [key for key in keys if until_s is None or key.time_s < until_s]
        if len(keys) <= count:
            return keys
        return [keys[round(step * (len(keys) - 1) / max(count - 1, 1))] for step in range(count)]
