"""What a fan has done for her, after her word: an envelope opened, a voucher redeemed. Only these, only for her.

The tool that offers an act seals it into a token: who, what, until when, and the id under which it happens once.
No process keeps it, so any of them can carry it out, also after a restart. The campaign's own services do it and
have the last word: what they give once, a token that comes twice gets once.
"""

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID, uuid4
from zoneinfo import available_timezones

import msgspec
import structlog

from grandstand.assistant.acted import ActTelling
from grandstand.assistant.errors import ActExpired, ActInvalid, QuestionInvalid
from grandstand.assistant.grounded import spoken
from grandstand.assistant.memory import checked
from grandstand.assistant.models import ActedEvent, ActOutcome, DoneEvent, Event, Memory
from grandstand.assistant.speaking import Tongue
from grandstand.campaign import ClaimEngine
from grandstand.campaign.state import CampaignState
from grandstand.campaign.vouchers import MerchantId, Redemption, RedemptionState, Vouchers
from grandstand.campaign.waiting import NobodyWaits, Place, PlaceState, Waiting
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError, Overloaded, RateLimited, SettingsInvalid
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.limits import Rate, RateLimiter
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.telemetry import CLAIMS
from grandstand.language.models import LANGUAGES

PURPOSE = "assistant act"
ACT_LIFETIME = timedelta(minutes=5)
"""How long a confirmation may be answered: as long as a shop keeps room."""
TOKEN_LENGTH_MAX = 512
RATE_OF_A_FAN = Rate(per_s=2, burst=20)

log = structlog.get_logger(__name__)


class ActKind(StrEnum):
    ENVELOPE = "envelope"
    ORDER = "order"


class Act(msgspec.Struct, frozen=True, array_like=True):
    """What is done when the fan says yes.

    Args:
        merchant: of an order; 0 of an envelope.
        key: of the redemption that an order is; it begins once.
    """

    kind: ActKind
    fan: UUID
    pool: int
    occasion: str
    merchant: int
    key: UUID
    expires_at: datetime


class Confirmed(NamedTuple):
    """A fan's yes.

    Args:
        token: as the confirmation had it.
        language: of the answer.
        zone: the name of her time zone.
        memory: of the conversation, which goes on as it was.
    """

    token: str
    language: str
    zone: str
    memory: Memory


def confirmed(token: str, language: str, zone: str, memory: Mapping[str, Any] | None = None) -> Confirmed:
    """A fan's yes as it was sent, checked but for the token, which is an answer's business.

    Raises:
        QuestionInvalid: there is no such language or time zone, or the memory is none of ours.
    """
    if language not in LANGUAGES:
        raise QuestionInvalid(f"There are no answers in {language!r}; choose one of {', '.join(LANGUAGES)}.")
    if zone not in available_timezones():
        raise QuestionInvalid(f"{zone!r} is not a time zone; one is like Europe/Rome.")
    return Confirmed(token, language, zone, checked(memory))


class ActSeal:
    """Makes tokens of acts, and acts of tokens.

    Args:
        sealer: of this deployment: a token of another one, or an altered one, does not open.
    """

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._decoder = msgspec.msgpack.Decoder(Act)

    @staticmethod
    def act(
        kind: ActKind,
        fan: Principal,
        pool: PoolId,
        occasion: str,
        at: datetime,
        *,
        merchant: int = 0,
        key: UUID | None = None,
    ) -> Act:
        """An act that can be confirmed from now on."""
        return Act(kind, fan.subject, pool, occasion, merchant, key or uuid4(), at + ACT_LIFETIME)

    def seal(self, act: Act) -> str:
        sealed = self._sealer.seal(msgspec.msgpack.encode(act), PURPOSE)
        return urlsafe_b64encode(sealed).decode().rstrip("=")

    def opened(self, token: str, fan: Principal, now: datetime) -> Act:
        """The act of a token.

        Raises:
            ActInvalid: it is none of ours, or was made for somebody else; nobody is told which.
            ActExpired: it was hers, but it is too late.
        """
        if len(token) > TOKEN_LENGTH_MAX or not token.isascii():
            raise ActInvalid
        try:
            sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            act = self._decoder.decode(self._sealer.open(sealed, PURPOSE))
        except (ValueError, SettingsInvalid) as error:
            raise ActInvalid from error
        if act.fan != fan.subject:
            raise ActInvalid
        if act.expires_at <= now:
            raise ActExpired
        return act


class ActParts(NamedTuple):
    """The services that carry acts out, and what is known afterwards."""

    engine: ClaimEngine
    waiting: Waiting
    vouchers: Vouchers
    state: CampaignState


class Acts:
    """Carries out what fans have confirmed.

    Args:
        parts: the campaign's services.
        seal: of the tokens.
        clock: now, aware.
        rate: how often one fan may confirm something in one process.
        now_s: for the rate.
    """

    def __init__(
        self,
        parts: ActParts,
        seal: ActSeal,
        clock: Clock,
        *,
        rate: Rate = RATE_OF_A_FAN,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parts = parts
        self._seal = seal
        self._clock = clock
        self._fans = RateLimiter(rate)
        self._now_s = now_s

    async def perform(self, fan: Principal, confirmed: Confirmed) -> AsyncIterator[Event]:
        """Do what a token says, and say what became of it; the last event is `done`.

        Raises:
            Forbidden: who sends it is no fan.
        """
        require_role(fan, Role.FAN)
        now = self._clock()
        tongue = Tongue(confirmed.language, confirmed.zone, now)
        telling = ActTelling(tongue, self._parts.state, self._parts.vouchers)
        acted = await self._acted(telling, fan, confirmed.token, now)
        for event in spoken(telling.telling, tongue.language, tongue.zone, now):
            yield event
        yield acted
        yield DoneEvent(as_of=now, quick=False, memory=confirmed.memory)

    async def _acted(self, telling: ActTelling, fan: Principal, token: str, now: datetime) -> ActedEvent:
        """Carry out, and fill the answer; errors are answers too."""
        kind, act = "", None
        try:
            act = self._seal.opened(token, fan, now)
            kind = act.kind.value
            self._check_rate(fan.subject)
            outcome = await self._carry_out(telling, fan, act)
        except GrandstandError as error:
            log.info("act.refused", act=kind, code=error.code)
            outcome = await self._refused(telling, act, token, error)
            return ActedEvent(act=kind, outcome=outcome, code=error.code, retry_after_s=error.retry_after_s)
        log.info("act.carried_out", act=kind, outcome=outcome.value)
        return ActedEvent(act=kind, outcome=outcome)

    async def _carry_out(self, telling: ActTelling, fan: Principal, act: Act) -> ActOutcome:
        if act.kind is ActKind.ORDER:
            redemption = await self._order(fan, act)
            await telling.say_ordered(redemption)
            is_under_way = redemption.state in {RedemptionState.CAPTURED, RedemptionState.DONE}
            return ActOutcome.DONE if is_under_way else ActOutcome.REFUSED
        place = await self._place_in_line(fan, PoolId(act.pool))
        if place is not None:
            again = msgspec.structs.replace(act, expires_at=self._clock() + ACT_LIFETIME)
            await telling.say_waits(fan, place, self._seal.seal(again), again.expires_at)
            return ActOutcome.AGAIN
        if not self._parts.engine.has_room():
            raise Overloaded(retry_after_s=1.0)
        grant = await self._parts.engine.claim(PoolId(act.pool), fan.subject, act.occasion)
        CLAIMS.labels("granted").inc()
        await telling.say_opened(fan, grant.claim)
        return ActOutcome.DONE

    async def _place_in_line(self, fan: Principal, pool: PoolId) -> Place | None:
        """Where she waits, with a ticket of her own; None where nobody does, or it is her turn."""
        waiting = self._parts.waiting
        line = waiting.turnstile.line(pool)
        if line is None or not line.is_open:
            return None
        try:
            given = await waiting.join(fan, pool)
        except NobodyWaits:
            return None
        return given.place if given.place.state is PlaceState.WAITING else None

    async def _order(self, fan: Principal, act: Act) -> Redemption:
        """The redemption of an order, placed; one that was held is ordered."""
        vouchers, merchant = self._parts.vouchers, MerchantId(act.merchant)
        found = await vouchers.redeem(
            fan, PoolId(act.pool), act.occasion, merchant, capture=True, redemption=act.key
        )
        return await vouchers.capture(fan, found.id) if found.state is RedemptionState.HELD else found

    async def _refused(
        self, telling: ActTelling, act: Act | None, token: str, error: GrandstandError
    ) -> ActOutcome:
        """Say why it was not done, and what she can do now; the outcome."""
        if act is not None and act.kind is ActKind.ENVELOPE:
            CLAIMS.labels(error.code).inc()
        if act is not None and isinstance(error, DatabaseUnavailable):
            telling.say_unsure(act.kind, token, act.expires_at)
            return ActOutcome.AGAIN
        if act is not None and error.retryable:
            telling.say_wait(act.kind, error.retry_after_s, token, act.expires_at)
            return ActOutcome.AGAIN
        await telling.say_refused(error.code, None if act is None else act.merchant)
        return ActOutcome.REFUSED

    def _check_rate(self, fan: SubjectId) -> None:
        if (wait_s := self._fans.wait_s(fan, self._now_s())) > 0:
            raise RateLimited(retry_after_s=wait_s)
