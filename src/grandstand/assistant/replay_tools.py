"""Replays that are there to watch."""

from grandstand.assistant.asked import Asked
from grandstand.assistant.models import CardEvent, CardKind, Intent, SourcePart
from grandstand.assistant.telling import instant, name
from grandstand.replay import TakeService, TakeState

REPLAYS_MAX = 3


class ReplayTools:
    """Answers with the newest takes that the asker may see.

    Args:
        takes: it looks at who asks.
    """

    intents = frozenset({Intent.REPLAY})

    def __init__(self, takes: TakeService) -> None:
        self._takes = takes

    async def tell(self, asked: Asked) -> None:
        """Fill the answer with published replays, newest first.

        Raises:
            DatabaseUnavailable: nothing can be said for certain.
        """
        found, _ = await self._takes.takes(asked.question.viewer)
        watchable = [each for each in found if each.state is TakeState.COMPLETE][:REPLAYS_MAX]
        if not watchable:
            asked.telling.say("take-none")
        for take in watchable:
            source = asked.telling.rest_on(SourcePart.REPLAY, take.triggered_at)
            code = str(take.id)
            asked.telling.say(
                "take-there",
                source,
                replay=name(take.order.session, code),
                when=instant(take.triggered_at),
            )
            asked.telling.show(
                CardEvent(
                    kind=CardKind.REPLAY,
                    code=code,
                    title=take.order.session,
                    lines=(),
                    link=f"/replay?take={take.id}",
                    source=source,
                )
            )
