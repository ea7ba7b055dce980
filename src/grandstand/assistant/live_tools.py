"""From an understood question to statements about the Games.

Each function of TOOLS is pure: it says which answers it needs, by yielding questions, and makes statements of what
it is sent. LiveTools asks the facade.
"""

from collections.abc import Callable

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import Since, Tool
from grandstand.assistant.live_compare import compare
from grandstand.assistant.live_days import missed, schedule
from grandstand.assistant.live_events import now, records, result, start
from grandstand.assistant.live_people import athlete, delegation, medal_table
from grandstand.assistant.live_places import weather
from grandstand.assistant.models import Intent
from grandstand.live import Answer, NothingThere, Reads
from grandstand.live import Question as LiveQuestion

TOOLS: dict[Intent, Callable[[Asked], Tool]] = {
    Intent.START: start,
    Intent.SCHEDULE: schedule,
    Intent.NOW: now,
    Intent.RESULT: result,
    Intent.MEDAL_TABLE: medal_table,
    Intent.DELEGATION: delegation,
    Intent.ATHLETE: athlete,
    Intent.MISSED: missed,
    Intent.COMPARE: compare,
    Intent.RECORD: records,
    Intent.WEATHER: weather,
}


class LiveTools:
    """Answers about the Games.

    Args:
        reads: what the feed has said.
    """

    intents: frozenset[Intent]

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self.intents = frozenset(TOOLS)

    async def tell(self, asked: Asked) -> None:
        """Fill the answer.

        Raises:
            Overloaded: too many instants are being asked for.
        """
        await filled(TOOLS[asked.understood.intent], asked, self._reads)


async def filled(tool: Callable[[Asked], Tool], asked: Asked, reads: Reads) -> None:
    """Run a tool: what it asks for is asked of the facade.

    Raises:
        Overloaded: too many instants are being asked for.
    """
    running = tool(asked)
    try:
        wanted = next(running)
        while True:
            wanted = running.send(await _answer(reads, wanted, asked.understood.language))
    except StopIteration:
        pass
    except NothingThere:
        asked.telling.say("not-found")


async def _answer(reads: Reads, wanted: LiveQuestion | Since, language: str) -> Answer:
    if isinstance(wanted, LiveQuestion):
        return await reads.answer(wanted)
    return await reads.changes_between(*wanted, language)
