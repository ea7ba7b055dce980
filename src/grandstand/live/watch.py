"""What should not be: holes in the versions, a medal table that is not what was awarded. Alarms, not repairs."""

import structlog

from grandstand.kernel.clock import Clock
from grandstand.kernel.telemetry import LIVE_GAPS, LIVE_MEDAL_DIFFERENCES
from grandstand.live.answers import MedalDifference, MedalTableAnswer
from grandstand.live.join import Gap
from grandstand.live.names import names
from grandstand.live.reads import Kind, Question, answer
from grandstand.live.service import LiveService
from grandstand.live.tell import Teller

TOLD_MAX = 20
"""Alarms of one look that are told one by one; the numbers are always told."""

log = structlog.get_logger(__name__)


class Watch:
    """Looks at what this process knows; each fault is told once, when it is new."""

    def __init__(self, service: LiveService, clock: Clock) -> None:
        self._service = service
        self._clock = clock
        self._gaps: frozenset[Gap] = frozenset()
        self._differences: frozenset[MedalDifference] = frozenset()

    async def look(self) -> None:
        """Compare, count, and tell what is new."""
        view = await self._service.view()
        table = answer(Question(kind=Kind.MEDALS), Teller(view, names("en")), self._clock())
        assert isinstance(table, MedalTableAnswer)
        gaps, differences = frozenset(self._service.gaps()), frozenset(table.differences)
        LIVE_GAPS.set(len(gaps))
        LIVE_MEDAL_DIFFERENCES.set(len(differences))
        for gap in sorted(gaps - self._gaps)[:TOLD_MAX]:
            log.warning("feed.gap", document=":".join(gap.identity), first=gap.first, last=gap.last)
        for each in [each for each in table.differences if each not in self._differences][:TOLD_MAX]:
            log.warning("medals.differ", organisation=each.organisation, feed=each.feed, computed=each.computed)
        self._gaps, self._differences = gaps, differences
