"""SMPTE timecode: as text (a QuickTime or MP4 track) and as the 32 bits of SMPTE 12M that H.264 carries. Pure."""

import re
from dataclasses import dataclass
from fractions import Fraction

TEXT = re.compile(r"(\d\d):(\d\d):(\d\d)([:;.,])(\d\d\d?)")
HOURS_MAX, SIXTY = 24, 60
COUNTED_FPS_MAX = 30
"""Faster pictures are counted in pairs, with a bit for the second of a pair."""
DROP_BIT = 1 << 30
SECOND_OF_PAIR_AT_50, SECOND_OF_PAIR_AT_60 = 1 << 7, 1 << 23


@dataclass(frozen=True, slots=True)
class Timecode:
    """A label of a frame. `drop`: labels are left out, so that 29.97 frames a second keep pace with the clock."""

    hours: int
    minutes: int
    seconds: int
    frames: int
    drop: bool = False

    def __str__(self) -> str:
        mark = ";" if self.drop else ":"
        return f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}{mark}{self.frames:02}"


def parse_timecode(text: str) -> Timecode | None:
    """The timecode that a text says, None where it says none."""
    if (found := TEXT.fullmatch(text.strip())) is None:
        return None
    hours, minutes, seconds, mark, frames = found.groups()
    timecode = Timecode(int(hours), int(minutes), int(seconds), int(frames), drop=mark in ";,")
    return timecode if _is_time(timecode) else None


def unpack_timecode(word: int, fps: Fraction) -> Timecode | None:
    """The timecode of one 32-bit word of SMPTE 12M-1 as FFmpeg lays it out, None where it is no time."""
    frames = _decimal(word >> 24 & 0x3F)
    if fps > COUNTED_FPS_MAX:
        second = SECOND_OF_PAIR_AT_50 if fps == 50 else SECOND_OF_PAIR_AT_60  # noqa: PLR2004 - of the standard
        frames = 2 * frames + bool(word & second)
    timecode = Timecode(
        _decimal(word & 0x3F),
        _decimal(word >> 8 & 0x7F),
        _decimal(word >> 16 & 0x7F),
        frames,
        drop=bool(word & DROP_BIT),
    )
    return timecode if _is_time(timecode) else None


def seconds_of(timecode: Timecode, fps: Fraction) -> float:
    """Seconds since 00:00:00:00, by counting the frames in between."""
    nominal = round(fps)
    minutes = timecode.hours * SIXTY + timecode.minutes
    number = (minutes * SIXTY + timecode.seconds) * nominal + timecode.frames
    if timecode.drop:
        # Two labels a minute at 30, four at 60, but in every tenth minute none.
        number -= nominal // 15 * (minutes - minutes // 10)
    return float(number / fps)


def label_of(number: int, nominal: int) -> Timecode:
    """The label of a frame that is counted from midnight, with none left out."""
    seconds, frames = divmod(number, nominal)
    return Timecode(seconds // 3600 % HOURS_MAX, seconds // SIXTY % SIXTY, seconds % SIXTY, frames)


def day_s(fps: Fraction) -> float:
    """How long the labels last until they begin again. Labels are dropped to make it a day."""
    return float(HOURS_MAX * SIXTY * SIXTY * round(fps) / fps)


def _decimal(packed: int) -> int:
    return (packed >> 4) * 10 + (packed & 0xF)


def _is_time(timecode: Timecode) -> bool:
    return timecode.hours < HOURS_MAX and timecode.minutes < SIXTY and timecode.seconds < SIXTY
