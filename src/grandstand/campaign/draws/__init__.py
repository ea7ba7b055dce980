"""Lucky draws: who wins is decided by a seed that was fixed before and by what nobody knew before the end.

    models.py    a draw, its entries, what is published of it
    rules.py     what may be planned; the mix, the order, the winners: pure
    document.py  a draw as a file, and its check without us: pure
    entering.py  tickets, in batches and through the outbox
    service.py   plan, close, draw, pay
    storage.py, queries.sql, schema/   the tables
    routes.py    HTTP
    errors.py    what can be answered instead

Why nobody can choose the winner: docs/explanation/draws.md.
"""

from grandstand.campaign.draws.document import DrawVerdict, verify_draw
from grandstand.campaign.draws.errors import DrawInvalid
from grandstand.campaign.draws.models import Draw, DrawDocument, DrawId, DrawPlan, DrawState, EarnedTicket
from grandstand.campaign.draws.routes import draw_routes
from grandstand.campaign.draws.service import Draws

__all__ = [
    "Draw",
    "DrawDocument",
    "DrawId",
    "DrawInvalid",
    "DrawPlan",
    "DrawState",
    "DrawVerdict",
    "Draws",
    "EarnedTicket",
    "draw_routes",
    "verify_draw",
]
