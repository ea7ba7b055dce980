"""What a transaction has decided and somebody else must hear: stored with it, told afterwards, nothing lost.

models.py    a message and what became of it
rules.py     pauses between attempts: pure
service.py   put, hand over, look at what was given up
in_time.py   handlers that call other people's systems
storage.py, queries.sql, schema/   the table
"""

from grandstand.campaign.outbox.in_time import in_time
from grandstand.campaign.outbox.models import DONE, DeadLetter, Done, Failed, Handled, OutboxMessage, Retry
from grandstand.campaign.outbox.service import Handler, Outbox

__all__ = [
    "DONE",
    "DeadLetter",
    "Done",
    "Failed",
    "Handled",
    "Handler",
    "Outbox",
    "OutboxMessage",
    "Retry",
    "in_time",
]
