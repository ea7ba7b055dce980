"""The other side of a stream: senders of files, over real sockets, by the program ffmpeg."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grandstand.replay.ingest.ffmpeg import ffmpeg_program

QUIET = ("-hide_banner", "-nostdin", "-loglevel", "quiet")
SENDING = ("-map", "0:v:0", "-c", "copy", "-copyts", "-f", "mpegts", "-mpegts_copyts", "1")


@contextmanager
def sending(file: Path, address: str, *, again: bool = False) -> Iterator["subprocess.Popen[bytes]"]:
    """A file in its own time to an address, once or until it is stopped."""
    times = ("-stream_loop", "-1") if again else ()
    with running(*times, "-re", "-i", str(file), *SENDING, address) as process:
        yield process


@contextmanager
def keeping(address: str, file: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """What comes from an address, byte by byte, in a file."""
    come = ("-f", "data", "-i", address)
    with running(
        *come, "-map", "0", "-c", "copy", "-flush_packets", "1", "-f", "data", "-y", str(file)
    ) as process:
        yield process


@contextmanager
def running(*options: str) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen([ffmpeg_program(), *QUIET, *options], stdin=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def programs(address: str) -> list[int]:
    """The processes of this machine whose command line names an address."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if address.encode() in line:
            found.append(int(folder.name))
    return found
