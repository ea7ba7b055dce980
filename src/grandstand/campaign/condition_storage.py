"""The tables of conditions, on the caller's connection; for the claim path, and for those who change them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from asyncpg import UniqueViolationError

from grandstand.campaign.claim_storage import KEY_OF_CLAIMS, ClaimTaken
from grandstand.campaign.conditions import (
    EVERYBODY,
    NOTHING_KNOWN,
    Conditions,
    Facts,
    Purse,
    PurseMove,
    PurseParts,
    Segment,
    SegmentRule,
    SwitchKind,
    shared_out,
)
from grandstand.campaign.models import BatchHeader, ClaimKey
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import LaneId, MoveId, PoolId, SubjectId

NO_LABELS: frozenset[str] = frozenset()


class Allotment(NamedTuple):
    """What a pool gives to the fans of a platform at most."""

    claims: int
    amount_minor: int


class ConditionStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign", "conditions.sql")

    async def conditions(self, db: Connection, pool: PoolId, version: int | None = None) -> Conditions:
        """What holds for a pool now.

        Args:
            db: a snapshot, or the transaction of a batch that has locked its lane.
            pool: which.
            version: that of the lane; looked up where it is not given.
        """
        asked: dict[str, list[Segment]] = defaultdict(list)
        for row in await db.fetch(self._sql["asked"], pool):
            asked[row["occasion"]].append(segment_of(row["name"], row["rule"]))
        off = await db.fetch(self._sql["switched_off"], pool)
        platforms = await db.fetch(self._sql["platforms"], pool)
        return Conditions(
            version=await db.fetchval(self._sql["version"], pool) if version is None else version,
            # Where everybody is meant, nobody has to look who it is.
            asked={
                occasion: some
                for occasion, some in asked.items()
                if all(segment.rule != EVERYBODY for segment in some)
            },
            segments_off=[
                segment_of(row["target"], row["rule"])
                for row in off
                if row["kind"] == SwitchKind.SEGMENT and row["rule"] is not None
            ],
            platforms_off=frozenset(row["target"] for row in off if row["kind"] == SwitchKind.PLATFORM),
            platforms=frozenset(row["platform"] for row in platforms),
        )

    # One batch.

    async def facts(self, db: Connection, fans: Sequence[SubjectId]) -> list[Facts]:
        """What is known of each of these fans, in their order."""
        found = [NOTHING_KNOWN] * len(fans)
        for place, platform, joined_at, region, language, labels in await db.fetch(self._sql["facts"], fans):
            known = NO_LABELS if labels is None else frozenset(labels)
            found[place - 1] = Facts(platform, joined_at, region, language, known)
        return found

    async def purses(
        self, db: Connection, pool: PoolId, lane: LaneId, platforms: Sequence[str]
    ) -> dict[str, Purse]:
        """What a lane, which is locked, has left for these platforms."""
        found = {
            row["platform"]: Purse(row["claims_left"], row["minor_left"])
            for row in await db.fetch(self._sql["purses"], pool, lane, platforms)
        }
        return {platform: found.get(platform) or Purse(0, 0) for platform in platforms}

    async def insert_claims(
        self,
        db: Connection,
        header: BatchHeader,
        keys: Sequence[ClaimKey],
        shares: Sequence[int],
        amounts: Sequence[int],
        platforms: Sequence[str | None],
    ) -> None:
        """As `ClaimStorage.insert_claims`, with the platform over which each fan came."""
        fans, occasions = [key.fan for key in keys], [key.occasion for key in keys]
        sql = self._sql["insert_claims_over_platforms"]
        try:
            await db.execute(sql, header.pool, header.lane, header.at, fans, occasions, shares, amounts, platforms)
        except UniqueViolationError as error:
            if error.constraint_name == KEY_OF_CLAIMS:
                raise ClaimTaken from None
            raise

    async def pay(self, db: Connection, header: BatchHeader, purses: Mapping[str, Purse]) -> None:
        """Take out of the purses of a locked lane what its batch has paid, and count it."""
        paid = {platform: purse for platform, purse in purses.items() if purse.claims}
        if paid:
            quarter = header.at.replace(minute=header.at.minute // 15 * 15, second=0, microsecond=0)
            claims, amounts = (
                [each.claims for each in paid.values()],
                [each.amount_minor for each in paid.values()],
            )
            await db.execute(self._sql["pay"], header.pool, header.lane, quarter, list(paid), claims, amounts)

    async def put_facts(self, db: Connection, known: Mapping[SubjectId, Facts], at: datetime) -> None:
        """Note what is said of fans; what is not said stays as it is, and so does a fan's platform."""
        await db.execute(
            self._sql["put_facts"],
            list(known),
            [facts.platform for facts in known.values()],
            [facts.joined_at for facts in known.values()],
            [facts.region for facts in known.values()],
            [facts.language for facts in known.values()],
            # A list of lists would have to be square; a label has no space in it.
            [" ".join(sorted(facts.labels)) or None for facts in known.values()],
            at,
        )

    # Moving parts of purses between lanes.

    async def parts(self, db: Connection, pool: PoolId, platforms: Sequence[str]) -> dict[str, PurseParts]:
        """One snapshot of what is left of allotments: a part is in a lane or on its way."""
        lanes: dict[str, dict[LaneId, tuple[int, int]]] = {platform: {} for platform in platforms}
        moves: dict[str, list[PurseMove]] = {platform: [] for platform in platforms}
        for row in await db.fetch(self._sql["purse_parts"], pool, platforms):
            platform, claims, amount = row["platform"], row["claims"], row["amount_minor"]
            if row["id"] is None:
                lanes[platform][LaneId(row["lane"])] = (claims, amount)
            else:
                to_lane, move = LaneId(row["to_lane"]), MoveId(row["id"])
                moves[platform].append(PurseMove(move, platform, LaneId(row["lane"]), to_lane, claims, amount))
        return {platform: PurseParts(lanes[platform], tuple(moves[platform])) for platform in platforms}

    async def send_part(self, db: Connection, pool: PoolId, move: PurseMove, at: datetime) -> None:
        """Take a part out of the purse of the lane that gives it, which is locked."""
        await db.execute(
            self._sql["send_part"],
            move.id,
            pool,
            move.platform,
            move.from_lane,
            move.to_lane,
            move.claims,
            move.amount_minor,
            at,
        )

    async def land_part(self, db: Connection, move: MoveId, at: datetime) -> None:
        """Put a part into the purse of its lane, which is locked; nothing when it has landed already."""
        await db.execute(self._sql["land_part"], move, at)

    # What operators change.

    async def lock(self, db: Connection) -> None:
        """Wait for whoever changes conditions at the same time, and keep others waiting."""
        await db.execute(self._sql["lock_conditions"])

    async def renew(self, db: Connection, pools: Sequence[PoolId] | None) -> None:
        """Have every later batch of these pools, or of all, read its conditions again. Waits for batches."""
        await db.execute(self._sql["lock_lanes_of"], pools)
        await db.execute(self._sql["renew_conditions"], pools)

    async def allotment(self, db: Connection, platform: str, pool: PoolId) -> Allotment | None:
        row = await db.fetchrow(self._sql["allotment"], platform, pool)
        return None if row is None else Allotment(row["claims"], row["amount_minor"])

    async def allotments_of_pool(self, db: Connection, pool: PoolId) -> dict[str, Allotment]:
        """By platform."""
        return {
            row["platform"]: Allotment(row["claims"], row["amount_minor"])
            for row in await db.fetch(self._sql["allotments_of_pool"], pool)
        }

    async def set_allotment(self, db: Connection, platform: str, pool: PoolId, allotment: Allotment) -> None:
        await db.execute(self._sql["set_allotment"], platform, pool, *allotment)

    async def paid_by(self, db: Connection, platform: str, pool: PoolId) -> Allotment:
        """What has been given on a platform's part."""
        row = await db.fetchrow(self._sql["paid_by"], platform, pool)
        assert row is not None
        return Allotment(row["claims"], row["amount_minor"])

    async def fill_purses(
        self, db: Connection, platform: str, pool: PoolId, lanes: int, left: Allotment, at: datetime
    ) -> None:
        """Share out what is left of an allotment among the lanes, all of which are locked."""
        await db.execute(self._sql["land_all_parts"], platform, pool, at)
        claims, minor = shared_out(left.claims, lanes), shared_out(left.amount_minor, lanes)
        await db.execute(self._sql["set_purses"], pool, platform, list(range(lanes)), claims, minor)


def segment_of(name: str, rule: str) -> Segment:
    return Segment(name, msgspec.json.decode(rule, type=SegmentRule))


def facts_of(row: Row) -> Facts:
    return Facts(row["platform"], row["joined_at"], row["region"], row["language"], frozenset(row["labels"]))
