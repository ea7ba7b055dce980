"""What the Games' results feed has said, at any instant: one truth from messages that come twice, late or torn.

    models.py                     the nouns
    rsc.py                        keys of 34 characters and their ancestors
    envelope.py                   the header of a message, read before its body
    parse.py, parse_*.py, attributes.py   the body to structs; what is wrong with a row
    rules.py                      what is a test, what is a delta, which document is shown
    join.py, state.py             the maximum of each document, deltas over bulks: pure
    reader.py, room.py, contents.py   parsing beside the event loop, how much is on its way, what stays in memory
    service.py                    take in, ask, look at the quarantine
    storage.py, queries.sql, schema/  the log, the quarantine
    archive.py                    messages out of files, folders and archives
    routes.py                     HTTP
    errors.py                     what can be answered instead

Why a log and a join: docs/explanation/live-join.md.
"""

from grandstand.live.archive import Found, find_messages
from grandstand.live.errors import ArchiveInvalid, KeyInvalid, MessageInvalid
from grandstand.live.join import Gap, Join, Place
from grandstand.live.models import Envelope, Fate, FeedSettings, Identity, Outcome, QuarantineEntry, Reason, Stamp
from grandstand.live.rsc import Rsc, ancestors, parse_rsc
from grandstand.live.service import LiveService
from grandstand.live.state import LiveState
from grandstand.live.storage import LiveStorage

__all__ = [
    "ArchiveInvalid",
    "Envelope",
    "Fate",
    "FeedSettings",
    "Found",
    "Gap",
    "Identity",
    "Join",
    "KeyInvalid",
    "LiveService",
    "LiveState",
    "LiveStorage",
    "MessageInvalid",
    "Outcome",
    "Place",
    "QuarantineEntry",
    "Reason",
    "Rsc",
    "Stamp",
    "ancestors",
    "find_messages",
    "parse_rsc",
]
