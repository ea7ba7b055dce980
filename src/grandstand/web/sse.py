"""Server-sent events: one frame each, a comment as heartbeat, an end that makes the browser come again."""

from typing import Any

import msgspec

CONTENT_TYPE = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
HEARTBEAT = b": still here\n\n"
HEARTBEAT_S = 15.0


def event(name: str, data: Any) -> bytes:
    """One event with JSON data."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), msgspec.json.encode(data))


def retry(after_ms: int) -> bytes:
    """How long the browser waits before it comes again."""
    return b"retry: %d\n\n" % after_ms
