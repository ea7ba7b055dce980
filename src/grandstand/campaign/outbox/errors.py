"""What can go wrong with the outbox.

OutboxError
└── LetterUnknown  404  outbox.letter_unknown  no message of this name was given up
"""

from grandstand.kernel.errors import GrandstandError


class OutboxError(GrandstandError):
    code = "outbox.error"
    status = 409
    title = "The outbox cannot do this"


class LetterUnknown(OutboxError):
    code = "outbox.letter_unknown"
    status = 404
    title = "No message of this name was given up"
