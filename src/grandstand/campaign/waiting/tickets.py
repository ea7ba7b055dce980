"""A ticket as text: signed, so that nothing has to be looked up for whoever waits. Pure.

Pool, number and fan in 28 bytes, then the first half of their HMAC-SHA256 with the key of the line, in base64url:
59 characters.
"""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from grandstand.campaign.waiting.errors import TicketUnreadable
from grandstand.campaign.waiting.models import Ticket
from grandstand.kernel.auth import Mac
from grandstand.kernel.ids import PoolId, SubjectId

KEY_BYTES = 32
LAYOUT = struct.Struct(">IQ16s")
MAC_BYTES = 16
TEXT_LENGTH = 59


def write_ticket(ticket: Ticket, mac: Mac) -> str:
    """The ticket as its fan keeps it."""
    said = LAYOUT.pack(ticket.pool, ticket.number, ticket.fan.bytes)
    return urlsafe_b64encode(said + mac.digest(said)[:MAC_BYTES]).rstrip(b"=").decode()


def read_ticket(text: str) -> tuple[Ticket, bytes]:
    """What the text says of itself, and the bytes that `is_signed` looks at.

    Raises:
        TicketUnreadable: it is no ticket.
    """
    try:
        whole = urlsafe_b64decode(text + "=") if len(text) == TEXT_LENGTH else b""
    except ValueError:
        whole = b""
    if len(whole) != LAYOUT.size + MAC_BYTES:
        raise TicketUnreadable("This is not a ticket; take one.")
    pool, number, fan = LAYOUT.unpack_from(whole)
    return Ticket(PoolId(pool), number, SubjectId(UUID(bytes=fan))), whole


def is_signed(whole: bytes, mac: Mac) -> bool:
    """Whether we wrote it."""
    return hmac.compare_digest(mac.digest(whole[: LAYOUT.size])[:MAC_BYTES], whole[LAYOUT.size :])
