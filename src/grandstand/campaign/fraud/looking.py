"""In the background: whoever has changed is scored again, and the claims of whoever is too suspicious are held.

Somebody is due when a signal of hers came or she has claimed, once more when she can be called gone, when
somebody suspicious near her has changed, and when the rules have. One process looks at a time; what it has taken
comes back if it dies, and looking twice changes nothing.
"""

from datetime import datetime, timedelta

import structlog

from grandstand.campaign.fraud.rules import GONE_AFTER, is_held, score
from grandstand.campaign.fraud.storage import Due, FraudStorage, Looked
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.ids import SubjectId

LOOK_BATCH_MAX = 1_000
LOOK_BATCH_MIN = 50
"""Fans that one transaction scores at most; half as many, down to the least, after one that took too long."""
LOOK_ROUNDS_MAX = 20
"""Transactions of one look; what is left waits for the next."""
CLAIM_BATCHES_MAX = 16
"""Batches of claims that one transaction follows, 1,024 claims each at most."""
NEIGHBOURS_MAX = 5_000
NOTICE_SHARE = 0.5
"""Whoever reaches this share of the threshold has those around her looked at again."""
AGAIN = timedelta(minutes=5)
"""Those around somebody are looked at again so long after a change, once for all changes in between."""
SOON = timedelta(minutes=5)
"""Then those who came at the same time can be called gone too."""
AT_ALL = timedelta()
"""For changes: a row that is there may have been taken by a look that has not seen them."""

log = structlog.get_logger(__name__)


class Looking:
    """Scores and holds.

    Args:
        database: where everything is.
        clock: now, aware.
        storage: its tables.
    """

    def __init__(self, database: Database, clock: Clock, storage: FraudStorage) -> None:
        self._database = database
        self._clock = clock
        self._storage = storage
        self._most = LOOK_BATCH_MAX

    async def look(self) -> int:
        """Score who is due; how many fans that were. Any number of processes may call this at once."""
        looked = 0
        for _ in range(LOOK_ROUNDS_MAX):
            try:
                more, fans = await self._round()
            except DatabaseUnavailable:
                # It may be that these were too many for one statement.
                self._most = max(LOOK_BATCH_MIN, self._most // 2)
                raise
            self._most = min(LOOK_BATCH_MAX, self._most * 2)
            looked += fans
            if not more:
                break
        return looked

    async def _round(self) -> tuple[bool, int]:
        """Whether there may be more to do, and how many were scored."""
        async with self._database.transaction() as db:
            if not await self._storage.try_look_lock(db):
                return False, 0
            now = self._clock()
            due = await self._storage.take_due(db, now, self._most)
            # While many wait, claims are not followed: their own log is the longer queue.
            batches = await self._follow_claims(db, now) if len(due) < self._most else 0
            if not due and not batches:
                due = [Due(fan, False) for fan in await self._storage.sweep(db, self._most)]
            if due:
                await self._score(db, due, now)
        return bool(due or batches), len(due)

    async def _follow_claims(self, db: Connection, now: datetime) -> int:
        """Have those scored who have claimed since; how many batches of claims were new."""
        batches, fans = await self._storage.follow_claims(db, CLAIM_BATCHES_MAX)
        await self._storage.make_due(db, [(fan, now) for fan in fans], spreads=True, unless_within=AT_ALL)
        return batches

    async def _score(self, db: Connection, due: list[Due], now: datetime) -> None:
        rules = (await self._storage.rules(db)).rules
        looked = await self._storage.facts(db, [each.fan for each in due], now, rules)
        scores = [(fan, score(each.facts, rules)) for fan, each in looked.items()]
        placed = await self._storage.place(
            db, [each for each in scores if is_held(each[1], rules)], now, rules.margin
        )
        followed = await self._storage.follow_holds(db, list(looked), now)
        if placed or followed:
            log.info("fraud.claims_held", claims=placed + followed, fans_looked_at=len(looked))
        await self._look_again(db, due, looked, now)
        noticed = {fan for fan, found in scores if found.value >= rules.threshold * NOTICE_SHARE}
        await self._spread(db, [each.fan for each in due if each.spreads and each.fan in noticed], now)

    async def _look_again(
        self, db: Connection, due: list[Due], looked: dict[SubjectId, Looked], now: datetime
    ) -> None:
        """Those who may yet be gone are looked at when that can be told."""
        young = [
            (fan, each.first_at + GONE_AFTER + SOON)
            for fan, each in looked.items()
            if each.first_at is not None and each.first_at + GONE_AFTER > now
        ]
        await self._storage.make_due(db, young, spreads=True, unless_within=AGAIN)
        # Of whom there is no signal, nobody knows since when she is here: once more after her claim.
        unseen = [each.fan for each in due if each.spreads and looked[each.fan].first_at is None]
        at = now + GONE_AFTER + SOON
        await self._storage.make_due(db, [(fan, at) for fan in unseen], spreads=False, unless_within=AGAIN)

    async def _spread(self, db: Connection, fans: list[SubjectId], now: datetime) -> None:
        if fans:
            near = await self._storage.neighbours(db, fans, NEIGHBOURS_MAX)
            at = now + AGAIN
            await self._storage.make_due(db, [(fan, at) for fan in near], spreads=False, unless_within=AGAIN)
