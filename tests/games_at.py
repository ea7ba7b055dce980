"""The simulated Games as they stand on an afternoon, and the answers about them."""

from datetime import UTC, date, datetime, timedelta, timezone

from desk import Desk
from grandstand.demo.games import SimulatedGames
from grandstand.live import Reads, View

AFTERNOON = datetime(2030, 2, 14, 14, 30, tzinfo=UTC)
ZONE = timezone(timedelta(hours=1))


class DeskService:
    """What `Reads` needs of the feed's service, over messages in memory instead of the log."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def view(self, as_of: datetime | None = None) -> View:
        return await self._desk.views.at(as_of or AFTERNOON)


def games_in_the_afternoon() -> DeskService:
    """Everything that was told until then."""
    desk = Desk()
    for each in SimulatedGames(1, date(2030, 2, 8), zone=ZONE).messages():
        if each.at > AFTERNOON:
            break
        desk.take(each.body)
    return DeskService(desk)


def reads_of(service: DeskService) -> Reads:
    return Reads(service, lambda: AFTERNOON)  # type: ignore[arg-type]  # it only ever asks for views
