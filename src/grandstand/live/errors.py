"""What can be wrong with a message of the feed, or with how it is handed over.

LiveError
├── KeyInvalid        422  live.key_invalid        not 34 characters of the alphabet
├── MessageInvalid    422  live.message_invalid    it cannot be read; carries the reason it is quarantined for
├── ArchiveInvalid    422  live.archive_invalid    a file that `grandstand live ingest` cannot open
└── NothingThere      404  live.nothing_there      an event, athlete, delegation or venue that nobody told of
"""

from grandstand.kernel.errors import GrandstandError
from grandstand.live.models import Reason


class LiveError(GrandstandError):
    code = "live.error"
    status = 422
    title = "The live part cannot do this"


class KeyInvalid(LiveError):
    code = "live.key_invalid"
    title = "The key is not one of 34 characters"


class MessageInvalid(LiveError):
    code = "live.message_invalid"
    title = "The message cannot be read"

    def __init__(self, reason: Reason = Reason.NOT_XML, message: str | None = None) -> None:
        """Carry why the message is set aside.

        Args:
            reason: what the quarantine is searched by.
            message: what is wrong, with the value; the title where none is given.
        """
        super().__init__(message)
        self.reason = reason


class ArchiveInvalid(LiveError):
    code = "live.archive_invalid"
    title = "The file or archive cannot be read"


class NothingThere(LiveError):
    code = "live.nothing_there"
    status = 404
    title = "The feed has told of no such thing"
