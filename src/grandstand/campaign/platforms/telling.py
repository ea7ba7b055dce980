"""Platforms are told what became of their fans: claims and redemptions, by signed webhooks through the outbox.

The batches of a lane are its log, so nothing is added to the claim path: one process at a time follows it and puts
what it finds into the outbox, in the transaction that moves its cursor. A webhook may come twice, with one id.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

import msgspec

from grandstand.campaign.outbox import DONE, Handled, Outbox, OutboxMessage, Retry, in_time
from grandstand.campaign.platforms.models import PlatformEvent, PlatformEvents
from grandstand.campaign.platforms.storage import PlatformStorage
from grandstand.campaign.webhooks import SIGNATURE, Webhooks, sign
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database

EVENTS = "platform.events"
BATCHES_MAX = 20
"""Of lanes, that are followed at once."""
ROUNDS_MAX = 50
"""Of following, until somebody else has a turn."""
REDEMPTIONS_MAX = 1_000
"""Followed at once."""
EVENTS_MAX = 100
"""Told at once."""
RETRY_S = 10.0
"""How soon a platform that was silent or busy is told again."""
REST = timedelta(seconds=5)
"""A platform that did not answer is left alone so long."""


class Telling:
    """Follows claims and redemptions, and tells platforms."""

    def __init__(self, database: Database, clock: Clock, storage: PlatformStorage, outbox: Outbox) -> None:
        self._database = database
        self._clock = clock
        self._storage = storage
        self._outbox = outbox
        self._webhooks = Webhooks()
        # When each platform that did not answer may be told again.
        self._resting: dict[str, datetime] = {}
        outbox.handle(EVENTS, in_time(self._tell))

    async def follow(self) -> None:
        """Put what nobody was told of into the outbox; any process may do so, as often as it likes."""
        for _ in range(ROUNDS_MAX):
            if not await self._follow_once():
                return

    async def close(self) -> None:
        """Let go of connections to platforms."""
        await self._webhooks.close()

    async def _follow_once(self) -> int:
        """How many batches and redemptions were new."""
        async with self._database.transaction() as db:
            if not await self._storage.try_tell_lock(db):
                return 0
            return await self._follow_claims(db) + await self._follow_redemptions(db)

    async def _follow_claims(self, db: Connection) -> int:
        batches = await self._storage.new_batches(db, BATCHES_MAX)
        if not batches:
            return 0
        claims = await self._storage.claims_over_platforms(db, batches)
        messages = []
        for (platform, pool, lane, batch), some in groupby(sorted(claims, key=_origin), key=_origin):
            events = [event for _, _, _, event in some]
            messages += list(_messages(platform, f"{pool}:{lane}", str(batch), events))
        await self._outbox.put(db, messages)
        await self._storage.advance_cursor(db, batches)
        return len(batches)

    async def _follow_redemptions(self, db: Connection) -> int:
        ended = await self._storage.untold_redemptions(db, REDEMPTIONS_MAX)
        if not ended:
            return 0
        messages = []
        for platform, some in groupby(sorted(ended, key=lambda each: each[0]), key=lambda each: each[0]):
            events = [event for _, event in some]
            messages += list(_messages(platform, "redemptions", str(events[0].redemption), events))
        await self._outbox.put(db, messages)
        await self._storage.told_redemptions(db, [event for _, event in ended], self._clock())
        return len(ended)

    async def _tell(self, message: OutboxMessage) -> Handled:
        told = msgspec.json.decode(message.body, type=PlatformEvents)
        async with self._database.connection() as db:
            webhook = await self._storage.webhook(db, told.platform)
        if webhook is None:
            return DONE
        now = self._clock()
        if (until := self._resting.get(told.platform)) is not None and now < until:
            return Retry(f"{told.platform} did not answer a moment ago", RETRY_S)
        address, secret = webhook
        headers = {
            "content-type": "application/json",
            "idempotency-key": str(told.id),
            SIGNATURE: sign(secret, message.body, int(now.timestamp())),
        }
        heard = await self._webhooks.post(address, message.body, headers)
        self._resting.pop(told.platform, None)
        if HTTPStatus.OK <= heard.status < HTTPStatus.MULTIPLE_CHOICES:
            return DONE
        if heard.status == 0:
            self._resting[told.platform] = self._clock() + REST
        return Retry(f"{told.platform}: {heard.reason or heard.status}")


def _origin(claim: tuple[str, int, int, PlatformEvent]) -> tuple[str, int, int, int]:
    platform, lane, batch, event = claim
    return platform, event.pool, lane, batch


def _messages(platform: str, place: str, origin: str, events: Iterable[PlatformEvent]) -> Iterator[OutboxMessage]:
    """Events as messages of bounded size: the same ones whoever follows the same log again."""
    listed = list(events)
    for at in range(0, len(listed), EVENTS_MAX):
        identity = uuid5(NAMESPACE_URL, f"grandstand:{EVENTS}:{platform}:{place}:{origin}:{at}")
        body = PlatformEvents(id=identity, platform=platform, events=tuple(listed[at : at + EVENTS_MAX]))
        key = f"platform:{platform}:{place}"
        yield OutboxMessage(id=identity, kind=EVENTS, key=key, body=msgspec.json.encode(body))
