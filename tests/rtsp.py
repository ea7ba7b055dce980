"""A camera that speaks RTSP (RFC 2326), its pictures as RTP (RFC 6184) in the same connection."""

import re
import socket
import struct
import time
from collections.abc import Iterator, Sequence

from grandstand.replay.ingest.source import Arrived

PIECE_BYTES = 4096
PAYLOAD_BYTES_MAX = 600
TICKS, FIRST_TICK = 90_000, 2_718_281
TYPE, SOURCE = 96, 0x47524E44
FRAGMENT = 28
DESCRIBED = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\n"
    "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:track0\r\n"
)


class RtspCamera:
    """Answers OPTIONS, DESCRIBE, SETUP and PLAY, then sends its packets, in their own time.

    Args:
        status: what DESCRIBE is answered.
        cut_after: hang up the first time after so many pictures.
    """

    def __init__(
        self, packets: Sequence[Arrived], *, status: str = "200 OK", cut_after: int | None = None
    ) -> None:
        self._packets = packets
        self._status = status
        self._cut_after = cut_after
        self.asked: list[str] = []

    def serve(self, client: socket.socket) -> None:
        """One connection, to its end; for relay.listening."""
        while request := _request(client):
            method = request.partition(" ")[0]
            self.asked.append(method)
            client.sendall(self._answer(method, request))
            if method == "PLAY":
                self._play(client)
                return

    def _answer(self, method: str, request: str) -> bytes:
        found = re.search(r"^CSeq: *(\d+)", request, re.MULTILINE | re.IGNORECASE)
        assert found is not None
        status = self._status if method == "DESCRIBE" else "200 OK"
        more = {
            "OPTIONS": "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n",
            "DESCRIBE": f"Content-Type: application/sdp\r\nContent-Length: {len(DESCRIBED)}\r\n",
            "SETUP": "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 7\r\n",
            "PLAY": "Session: 7\r\nRange: npt=0.000-\r\n",
        }[method]
        body = DESCRIBED if method == "DESCRIBE" else ""
        return f"RTSP/1.0 {status}\r\nCSeq: {found[1]}\r\n{more}\r\n{body}".encode()

    def _play(self, client: socket.socket) -> None:
        cut_after, self._cut_after = self._cut_after, None
        began_s, number = time.monotonic(), 0
        for packet in self._packets[:cut_after]:
            time.sleep(max(0.0, began_s + packet.pts_s - self._packets[0].pts_s - time.monotonic()))
            tick = FIRST_TICK + round(packet.pts_s * TICKS)
            for payload, is_last in payloads(nals(packet.data)):
                head = struct.pack(">BBHII", 0x80, is_last << 7 | TYPE, number, tick, SOURCE)
                client.sendall(struct.pack(">cBH", b"$", 0, len(head) + len(payload)) + head + payload)
                number = (number + 1) % 2**16


def nals(data: bytes) -> list[bytes]:
    """The units of a coded picture in Annex B."""
    return [nal.rstrip(b"\0") for nal in data.split(b"\0\0\1")[1:]]


def payloads(units: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """What goes into a packet each, large units in fragments, and whether the picture ends with it."""
    for at, unit in enumerate(units):
        is_last = at == len(units) - 1
        if len(unit) <= PAYLOAD_BYTES_MAX:
            yield unit, is_last
            continue
        kind, body = unit[0], unit[1:]
        pieces = [body[at : at + PAYLOAD_BYTES_MAX] for at in range(0, len(body), PAYLOAD_BYTES_MAX)]
        for index, piece in enumerate(pieces):
            begins, ends = index == 0, index == len(pieces) - 1
            head = bytes([kind & 0xE0 | FRAGMENT, begins << 7 | ends << 6 | kind & 0x1F])
            yield head + piece, is_last and ends


def _request(client: socket.socket) -> str:
    """The next request; empty where there is none any more."""
    request = b""
    while b"\r\n\r\n" not in request:
        if not (piece := client.recv(PIECE_BYTES)):
            return ""
        request += piece
    return request.decode()
