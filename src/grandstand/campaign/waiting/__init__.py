"""A line in front of a pool: a place that is said honestly, kept over every crash, and cannot be jumped.

models.py      rooms, tickets, places
rules.py       how fast a line is let in, what can be expected: pure
tickets.py     a ticket as signed text: pure
turnstile.py   the lines as a process knows them: asked by every claim, and by everybody who waits
service.py     open, watch, close; take a ticket; let people in
storage.py, queries.sql, schema/   the tables
place_handler.py   where a ticket is, over HTTP, lean
routes.py      everything else over HTTP
errors.py      what can be answered instead
"""

from grandstand.campaign.waiting.errors import NobodyWaits
from grandstand.campaign.waiting.models import Place, PlaceState, RoomState, RoomView, TicketGiven
from grandstand.campaign.waiting.place_handler import PlaceHandler
from grandstand.campaign.waiting.routes import joining, waiting_paths, waiting_routes
from grandstand.campaign.waiting.service import Waiting
from grandstand.campaign.waiting.turnstile import Turnstile

__all__ = [
    "NobodyWaits",
    "Place",
    "PlaceHandler",
    "PlaceState",
    "RoomState",
    "RoomView",
    "TicketGiven",
    "Turnstile",
    "Waiting",
    "joining",
    "waiting_paths",
    "waiting_routes",
]
