"""Timecode in H.264 itself (ITU-T H.264, D.1.3: picture timing), which MPEG-TS carries on; it has no track. Pure.

It can be written where the stream says that its pictures have such timing, as those of encode.py do.
"""

from collections.abc import Iterator

from grandstand.replay.ingest.timecode import Timecode

LENGTH_BYTES = 4
"""In MP4 each unit of a coded picture begins with its length."""
SEI, PICTURE_TIMING = 6, 1
TIME_OFFSET_BITS = 24


def with_timecode(picture: bytes, timecode: Timecode) -> bytes:
    """A coded picture, as MP4 has it, with its timecode; as it was, where it has no picture timing."""
    units = list(_units(picture))
    timing = picture_timing(timecode)
    changed = [timing if unit[0] & 0x1F == SEI and unit[1] == PICTURE_TIMING else unit for unit in units]
    return b"".join(len(unit).to_bytes(LENGTH_BYTES, "big") + unit for unit in changed)


def picture_timing(timecode: Timecode) -> bytes:
    """The unit that says when a progressive picture was taken."""
    frame, one_clock, progressive, counting, full, end = "0000", "1", "00" + "0", "00000", "1", "1"
    # Neither is there a jump, nor is a label left out.
    flags = frame + one_clock + progressive + counting + full + "00"
    figures = f"{timecode.frames:08b}{timecode.seconds:06b}{timecode.minutes:06b}{timecode.hours:05b}"
    bits = flags + figures + "0" * TIME_OFFSET_BITS + end
    size = -(-len(bits) // 8)
    payload = int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")
    return bytes([SEI]) + _escaped(bytes([PICTURE_TIMING, size]) + payload + b"\x80")


def _units(picture: bytes) -> Iterator[bytes]:
    at = 0
    while at + LENGTH_BYTES < len(picture):
        size = int.from_bytes(picture[at : at + LENGTH_BYTES], "big")
        at += LENGTH_BYTES
        yield picture[at : at + size]
        at += size


def _escaped(body: bytes) -> bytes:
    """Two zeros and a small byte would look like the beginning of a unit."""
    escaped = bytearray()
    for byte in body:
        if escaped[-2:] == b"\0\0" and byte <= 3:  # noqa: PLR2004 - of the standard
            escaped.append(3)
        escaped.append(byte)
    return bytes(escaped)
