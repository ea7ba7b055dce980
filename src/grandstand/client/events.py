"""Server-sent events, as the HTML standard defines them, as far as a program needs them."""

from collections.abc import Iterator
from typing import NamedTuple

from grandstand.client.errors import AnswerInvalid
from grandstand.client.wire import Stream

EVENT_BYTES_MAX = 1024 * 1024
CONTENT_TYPE = "text/event-stream"
LINE_ENDS = frozenset({b"\n", b"\r\n"})


class Event(NamedTuple):
    """`retry_s` is how long to wait before the stream is opened again, where the server says so."""

    name: str
    data: bytes
    retry_s: float | None


def read_events(stream: Stream) -> Iterator[Event]:
    """The events until the stream ends; one without name and data only says when to come again.

    Raises:
        AnswerInvalid: it is no stream of events, or one is longer than EVENT_BYTES_MAX.
        Unreachable: the connection was lost.
    """
    if stream.content_type != CONTENT_TYPE:
        raise AnswerInvalid(f"The answer is not a stream of events but {stream.content_type!r}.")
    lines: list[bytes] = []
    size = 0
    while line := stream.line(EVENT_BYTES_MAX + 1):
        size += len(line)
        if size > EVENT_BYTES_MAX:
            raise AnswerInvalid(f"An event is longer than {EVENT_BYTES_MAX} bytes.")
        if line not in LINE_ENDS:
            lines.append(line.rstrip(b"\r\n"))
            continue
        if event := _event(lines):
            yield event
        lines, size = [], 0


def _event(lines: list[bytes]) -> Event | None:
    """What the lines before an empty one say; None when they are comments."""
    name, data, retry_s = "", [], None
    for line in lines:
        field, _, rest = line.partition(b":")
        value = rest.removeprefix(b" ")
        if field == b"event":
            name = value.decode(errors="replace")
        elif field == b"data":
            data.append(value)
        elif field == b"retry" and value.isdigit():
            retry_s = int(value) / 1000
    return Event(name, b"\n".join(data), retry_s) if data or retry_s is not None else None
