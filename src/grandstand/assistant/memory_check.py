"""What of a memory that the asker brings along the Games know: the rest was made up, and is dropped."""

from collections.abc import Iterable

from msgspec.structs import replace

from grandstand.assistant.follow import GENDER_AT, event_of
from grandstand.assistant.models import Memory, PastTurn
from grandstand.live import DelegationAnswer, Kind, NothingThere, Reads, Rsc, names
from grandstand.live import Question as LiveQuestion

TOLD_MAX = 6
"""Of what an answer named; nobody says "the seventh one"."""
EVENTS_MAX = 4


async def known_turns(reads: Reads, memory: Memory, language: str) -> tuple[PastTurn, ...]:
    """The turns, with only those codes that the Games know."""
    check = _Check(reads, language)
    return tuple([await check.turn(turn) for turn in memory.turns])


async def known_events(reads: Reads, codes: Iterable[Rsc], language: str) -> tuple[Rsc, ...]:
    """Those of the events that there are."""
    return tuple(Rsc(code) for code in await _Check(reads, language).those(Kind.EVENT, codes))


class _Check:
    def __init__(self, reads: Reads, language: str) -> None:
        self._reads = reads
        self._language = language
        self._known: dict[tuple[Kind, str], bool] = {}

    async def turn(self, turn: PastTurn) -> PastTurn:
        return replace(
            turn,
            athletes=await self.those(Kind.ATHLETE, turn.athletes),
            delegations=await self.those(Kind.DELEGATION, turn.delegations),
            events=await self.those(Kind.EVENT, turn.events[:EVENTS_MAX]),
            venues=await self.those(Kind.VENUE, turn.venues),
            disciplines=tuple(code for code in turn.disciplines if names("en").discipline(code) != code),
            gender=turn.gender if turn.gender in {"M", "W", "X"} else None,
            told=await self._told(turn.told[:TOLD_MAX]),
        )

    async def those(self, kind: Kind, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple([code for code in codes if await self._is_known(kind, code)])

    async def _told(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple([code for code in codes if await self._is_told(code)])

    async def _is_told(self, code: str) -> bool:
        event = event_of(code)
        if event is not None:
            return await self._is_known(Kind.EVENT, event)
        kind = Kind.DELEGATION if len(code) == GENDER_AT and code.isalpha() else Kind.ATHLETE
        return await self._is_known(kind, code)

    async def _is_known(self, kind: Kind, code: str) -> bool:
        if (kind, code) not in self._known:
            self._known[kind, code] = await self._found(kind, code)
        return self._known[kind, code]

    async def _found(self, kind: Kind, code: str) -> bool:
        try:
            answer = await self._reads.answer(LiveQuestion(kind=kind, code=code, language=self._language))
        except NothingThere:
            return False
        return not isinstance(answer, DelegationAnswer) or bool(answer.athletes or answer.line)
