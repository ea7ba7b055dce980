"""The program `ffmpeg`, which carries what PyAV's wheels do not know: SRT and RIST.

It is found on PATH, else in the wheel that the extra `srt` brings. It is a program of others under the GPL, and
runs as a process of its own: bytes go in or come out by a pipe, and are neither looked at nor changed by it.
"""

import os
import re
import selectors
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from typing import Final

from grandstand.replay.errors import FfmpegMissing

CARRIED: Final = ("srt", "rist")
"""The schemes of addresses that need the program."""
INSTALL = "pip install 'grandstand[srt]'"
LOOK_TIMEOUT_S = 10.0
"""How long a program may take to say what it knows."""
OPEN_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 2.0
"""A stream that says nothing for so long is opened anew."""
REACH_TIMEOUT_S = 15.0
"""How long an address that is sent to may take until somebody is there."""
WRITE_TIMEOUT_S = 5.0
"""How long what is sent may wait to be taken."""
ALONE_TIMEOUT_S = 10.0
"""How long a program waits for its peer that nobody stops, because who started it was killed."""
COMPLAINT_BYTES_MAX = 8_192
"""What is kept of what the program says."""
PASSPHRASE_CHARS_MIN, PASSPHRASE_CHARS_MAX = 10, 64


@cache
def ffmpeg_program() -> str:
    """A program on this machine that knows SRT.

    Raises:
        FfmpegMissing: there is none; says what to do.
    """
    for program in _candidates():
        with suppress(OSError, subprocess.SubprocessError):
            told = subprocess.run(  # noqa: S603 - a program that was installed on this machine
                [program, "-hide_banner", "-protocols"], capture_output=True, timeout=LOOK_TIMEOUT_S, check=True
            )
            if re.search(rb"^\s*srt$", told.stdout, re.MULTILINE):
                return program
    raise FfmpegMissing(
        f"SRT needs the program ffmpeg, and there is none here that knows it. Install one ({INSTALL}, or the "
        "system's package), or put a gateway before it that passes MPEG-TS on by UDP."
    )


def _candidates() -> Iterator[str]:
    if (found := shutil.which("ffmpeg")) is not None:
        yield found
    if find_spec("imageio_ffmpeg") is not None:
        import imageio_ffmpeg  # noqa: PLC0415 - an extra

        with suppress(RuntimeError):
            yield imageio_ffmpeg.get_ffmpeg_exe()


def is_carried(address: str) -> bool:
    """Whether an address needs the program."""
    return address.partition("://")[0].lower() in CARRIED


def command_in(address: str) -> list[str]:
    """What reads an address and writes its bytes, untouched, to standard output."""
    quiet = [ffmpeg_program(), "-hide_banner", "-nostdin", "-loglevel", "error"]
    come = [*_patience(address), "-f", "data", "-i", address]
    return [*quiet, *come, "-map", "0", "-c", "copy", "-flush_packets", "1", "-f", "data", "pipe:1"]


def command_out(address: str) -> list[str]:
    """What writes the bytes of its standard input to an address, and to standard output how many."""
    quiet = [ffmpeg_program(), "-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:1"]
    come = ["-stats_period", "0.1", "-f", "data", "-i", "pipe:0"]
    # Messages of seven packets of MPEG-TS, as receivers expect them, never a part of one.
    go = [*_patience(address), "-flush_packets", "0", "-f", "data", address]
    return [*quiet, *come, "-map", "0", "-c", "copy", *go]


def _patience(address: str) -> list[str]:
    """Times after which the program gives up by itself; what the address says goes before."""
    if not address.lower().startswith("srt:"):
        return []
    alone_us = str(int(ALONE_TIMEOUT_S * 1e6))
    return ["-timeout", alone_us, "-listen_timeout", alone_us]


def complaint(told: bytes) -> str:
    """What the program says is wrong, without the address: that may hold a passphrase. Empty: nothing."""
    text = told.decode(errors="replace")
    if "BADSECRET" in text or "Incorrect passphrase" in text:
        return "the passphrase is not that of the other side"
    if "SRTO_PASSPHRASE" in text:
        return f"a passphrase has {PASSPHRASE_CHARS_MIN} to {PASSPHRASE_CHARS_MAX} characters"
    reasons: list[str] = re.findall(
        r"Error opening (?:input|output)[^:\n]*: ([A-Z][a-z /]+)\.?$", text, re.MULTILINE
    )
    # The program's word for a connection that did not come about; ours says more.
    said = [reason.lower() for reason in reasons if reason != "Input/output error"]
    return said[-1] if said else ""


class NotCarriedError(Exception):
    """What was to be sent does not arrive; says why, without the address."""


class _Program:
    """The program at work, until it is closed; what it says is kept."""

    def __init__(self, command: list[str], stdin: int) -> None:
        # Ctrl-C is for us alone: what surrounds a moment that is being kept still has to come.
        self._process = subprocess.Popen(  # noqa: S603 - the addresses are those of rig.json and of the settings
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._out, self._words = self._process.stdout.fileno(), self._process.stderr.fileno()
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._out, selectors.EVENT_READ)
        self._ready.register(self._words, selectors.EVENT_READ)
        self._told = b""

    def close(self) -> None:
        """End the program; nothing of it is left."""
        self._process.kill()
        self._process.wait()
        self._ready.close()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _events(self, timeout_s: float) -> set[int]:
        """Whatever is ready by then; what the program says is heard at once."""
        ready = {key.fd for key, _ in self._ready.select(timeout_s)}
        if self._words in ready and not self._hear():
            self._ready.unregister(self._words)
        return ready

    def _hear(self) -> bool:
        words = os.read(self._words, COMPLAINT_BYTES_MAX)
        self._told = (self._told + words)[-COMPLAINT_BYTES_MAX:]
        return bool(words)

    def _last_words(self) -> str:
        """What an ended program complained of."""
        self._process.kill()
        self._process.wait()
        while self._hear():
            pass
        return complaint(self._told)


class Incoming(_Program):
    """The bytes that come from an address, as a file that PyAV reads.

    Where nothing comes any more, `read` says that the file has ended, and `lost` why.
    """

    def __init__(self, address: str) -> None:
        super().__init__(command_in(address), subprocess.DEVNULL)
        self._has_begun = False
        self.lost = ""

    def read(self, size: int) -> bytes:
        """Up to so many bytes, as soon as there are any."""
        deadline_s = time.monotonic() + (READ_TIMEOUT_S if self._has_begun else OPEN_TIMEOUT_S)
        while not self.lost and (left_s := deadline_s - time.monotonic()) > 0:
            if self._out in self._events(left_s):
                if piece := os.read(self._out, size):
                    self._has_begun = True
                    return piece
                otherwise = "The stream has ended." if self._has_begun else "The stream cannot be reached."
                self.lost = _sentence(self._last_words(), otherwise)
        self.lost = self.lost or _sentence(complaint(self._told), "The stream sends nothing.")
        return b""


class Outgoing(_Program):
    """Bytes on their way to an address, in the time in which they are written."""

    def __init__(self, address: str) -> None:
        super().__init__(command_out(address), subprocess.PIPE)
        assert self._process.stdin is not None
        self._in = self._process.stdin.fileno()
        os.set_blocking(self._in, False)

    def reached(self, within_s: float) -> bool:
        """Whether somebody is there, asked for so long at most.

        Raises:
            NotCarriedError: nobody will be any more.
        """
        if self._out not in self._events(within_s):
            return False
        if not os.read(self._out, COMPLAINT_BYTES_MAX):
            raise NotCarriedError(self._last_words() or "nobody answers there")
        return True

    def write(self, data: bytes) -> None:
        """Send bytes on.

        Raises:
            NotCarriedError: the other side has gone, or takes nothing any more.
        """
        deadline_s = time.monotonic() + WRITE_TIMEOUT_S
        self._ready.register(self._in, selectors.EVENT_WRITE)
        try:
            while data:
                ready = self._events(max(0.0, deadline_s - time.monotonic()))
                if self._out in ready and not os.read(self._out, COMPLAINT_BYTES_MAX):
                    raise NotCarriedError(self._last_words() or "the other side has gone")
                if self._in in ready:
                    data = data[os.write(self._in, data) :]
                elif time.monotonic() >= deadline_s:
                    raise NotCarriedError("the other side takes nothing any more")
        except BrokenPipeError:
            raise NotCarriedError(self._last_words() or "the other side has gone") from None
        finally:
            self._ready.unregister(self._in)

    def finish(self) -> bool:
        """Say that nothing more comes; whether the program ended well."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            return self._process.wait(WRITE_TIMEOUT_S) == 0
        except subprocess.TimeoutExpired:
            return False


def _sentence(why: str, otherwise: str) -> str:
    return f"The stream cannot be read: {why}." if why else otherwise
