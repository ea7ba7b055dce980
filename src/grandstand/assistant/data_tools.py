"""Tables and plots: of the Games, or of a table that the asker brought."""

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_data import data
from grandstand.assistant.live_tools import filled
from grandstand.assistant.models import Intent
from grandstand.assistant.table_said import tell_fault, tell_table
from grandstand.live import Reads
from grandstand.tables import Fault, TableDesk


class DataTools:
    """Answers in tables and plots.

    Args:
        reads: what the feed of the Games has said.
        desk: works on tables that people bring.
    """

    intents = frozenset({Intent.DATA})

    def __init__(self, reads: Reads, desk: TableDesk) -> None:
        self._reads = reads
        self._desk = desk

    async def tell(self, asked: Asked) -> None:
        """Fill the answer; what is wrong with a table is said.

        Raises:
            Overloaded: too many instants are being asked for.
        """
        brought = asked.question.table
        if brought is None:
            await filled(data, asked, self._reads)
            return
        found = await self._desk.figures(brought, asked.question.text)
        if isinstance(found, Fault):
            tell_fault(asked, found)
        else:
            tell_table(asked, found)
