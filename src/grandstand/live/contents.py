"""What messages say, as far as it is in memory; the rest is read from the log again when it is asked for."""

from collections import OrderedDict

from grandstand.live.models import Content

CONTENTS_BYTES_MAX = 512 * 1024 * 1024
"""Counted in bytes of the messages; their contents take about as much."""
CONTENT_COST_BYTES = 512
"""What an empty content counts at least."""
DIGESTS_MAX = 2_000_000


class Contents:
    """Contents by digest; the one that was not used for longest goes first."""

    def __init__(self, bytes_max: int = CONTENTS_BYTES_MAX) -> None:
        self._held: OrderedDict[bytes, tuple[Content | None, int]] = OrderedDict()
        self._bytes = 0
        self._bytes_max = bytes_max

    def put(self, digest: bytes, content: Content | None, size: int) -> None:
        if digest in self._held:
            return
        cost = size + CONTENT_COST_BYTES
        self._held[digest] = (content, cost)
        self._bytes += cost
        while self._bytes > self._bytes_max and len(self._held) > 1:
            _, (_, cost) = self._held.popitem(last=False)
            self._bytes -= cost

    def find(self, digest: bytes) -> tuple[Content | None, bool]:
        """The content, and whether it is known; a known content may be None."""
        found = self._held.get(digest)
        if found is None:
            return None, False
        self._held.move_to_end(digest)
        return found[0], True


class Digests:
    """The messages that were delivered: what is among them is a duplicate; what is not, the log decides."""

    def __init__(self, digests_max: int = DIGESTS_MAX) -> None:
        self._held: dict[bytes, None] = {}
        self._digests_max = digests_max

    def add(self, digest: bytes) -> None:
        self._held[digest] = None
        if len(self._held) > self._digests_max:
            del self._held[next(iter(self._held))]

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._held
