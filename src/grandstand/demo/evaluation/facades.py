"""The Games' own answers, which decide what is right: from this process, or over HTTP from a server."""

import time
from datetime import datetime
from typing import Protocol
from urllib.parse import quote

import httpx
import msgspec

from grandstand.live import Answer, Kind, NothingThere, Question
from grandstand.live.answers import (
    AthleteAnswer,
    ChangesAnswer,
    CompareAnswer,
    DelegationAnswer,
    EventAnswer,
    MedalTableAnswer,
    NowAnswer,
    ScheduleAnswer,
    VenueAnswer,
)

KEPT_S = 5.0
"""Games that are played go on meanwhile."""
KEPT = 5000
PATIENCE_S = 30.0
TYPES: dict[Kind, type[Answer]] = {
    Kind.NOW: NowAnswer,
    Kind.SCHEDULE: ScheduleAnswer,
    Kind.EVENT: EventAnswer,
    Kind.MEDALS: MedalTableAnswer,
    Kind.ATHLETE: AthleteAnswer,
    Kind.DELEGATION: DelegationAnswer,
    Kind.VENUE: VenueAnswer,
    Kind.COMPARE: CompareAnswer,
}


class Facade(Protocol):
    """What `Reads` of the live part has, too."""

    async def answer(self, question: Question) -> Answer: ...

    async def changes_between(self, since: datetime, until: datetime | None, language: str) -> Answer: ...


class ServerFacade:
    """The same over HTTP.

    Args:
        http: of the server; its base address is set.
        kept_s: how long what a server said is taken for what it would say.
    """

    def __init__(self, http: httpx.AsyncClient, *, kept_s: float = KEPT_S) -> None:
        self._http, self._kept_s = http, kept_s
        self._kept: dict[str, tuple[float, Answer]] = {}

    async def answer(self, question: Question) -> Answer:
        """What the server says.

        Raises:
            NothingThere: the feed has not told of such a thing.
        """
        path = f"/v1/live/{question.kind.value}"
        path += f"/{quote(question.code)}" if question.code and question.kind is not Kind.COMPARE else ""
        fields: list[tuple[str, str]] = [("language", question.language)]
        if question.kind is Kind.SCHEDULE:
            fields.append(("zone", question.zone))
            fields += [("day", question.day.isoformat())] if question.day is not None else []
        if question.kind is Kind.COMPARE:
            fields += [("kind", question.about), ("code", question.code), ("code", question.other)]
        return await self._get(path, fields, TYPES[question.kind])

    async def changes_between(self, since: datetime, until: datetime | None, language: str) -> Answer:
        """What has happened between two instants; None: until now."""
        fields = [("language", language), ("since", since.isoformat())]
        fields += [("until", until.isoformat())] if until is not None else []
        return await self._get("/v1/live/changes", fields, ChangesAnswer)

    async def _get(self, path: str, fields: list[tuple[str, str]], type_: type[Answer]) -> Answer:
        address = str(httpx.URL(path, params=fields))
        kept = self._kept.get(address)
        if kept is not None and time.monotonic() - kept[0] < self._kept_s:
            return kept[1]
        answer = await self._http.get(address, timeout=PATIENCE_S)
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise NothingThere(f"The server knows nothing at {address!r}.")
        answer.raise_for_status()
        found = msgspec.json.decode(answer.content, type=type_)
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[address] = time.monotonic(), found
        return found
