"""The tables of platforms, on the caller's connection."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from grandstand.campaign.platforms.models import (
    Holder,
    KeyState,
    Part,
    Platform,
    PlatformAct,
    PlatformActRecord,
    PlatformEvent,
    PlatformKey,
    PlatformPlan,
    PlatformState,
)
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import LaneId, PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

SECRET_PURPOSE = "platform webhook"  # noqa: S105 - what the secret is for, not the secret
FAN_KEY_PURPOSE = "platform fan key"


class NewBatch(NamedTuple):
    """A batch that platforms have not been told of, with the stretches of its shares."""

    pool: PoolId
    lane: LaneId
    number: int
    los: tuple[int, ...]
    his: tuple[int, ...]


class PlatformStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign.platforms")

    # Platforms.

    async def insert_platform(
        self, db: Connection, plan: PlatformPlan, secret: bytes, fan_key: bytes, at: datetime
    ) -> bool:
        """Whether the name was free."""
        name = await db.fetchval(
            self._sql["insert_platform"],
            plan.name,
            plan.currency,
            plan.budget_minor,
            plan.webhook,
            self._sealer.seal(secret, SECRET_PURPOSE),
            self._sealer.seal(fan_key, FAN_KEY_PURPOSE),
            at,
        )
        return name is not None

    async def platform(self, db: Connection, name: str, *, lock: bool = False) -> Platform | None:
        """A platform with its keys and parts; locked, nobody changes it before the transaction ends."""
        row = await db.fetchrow(self._sql["lock_platform" if lock else "platform"], name)
        return None if row is None else (await self._whole(db, [row]))[0]

    async def platforms(self, db: Connection, most: int) -> list[Platform]:
        """All of them, by name."""
        return await self._whole(db, await db.fetch(self._sql["platforms"], most))

    async def webhook(self, db: Connection, name: str) -> tuple[str, bytes] | None:
        """Where an open platform is told of claims, and the secret that it knows us by; None: nowhere."""
        row = await db.fetchrow(self._sql["platform"], name)
        if row is None or row["state"] != PlatformState.OPEN or not row["webhook"]:
            return None
        return row["webhook"], self._sealer.open(row["sealed_secret"], SECRET_PURPOSE)

    async def change(self, db: Connection, name: str, budget_minor: int, webhook: str) -> None:
        await db.execute(self._sql["change_platform"], name, budget_minor, webhook)

    async def close(self, db: Connection, name: str, at: datetime) -> None:
        """Close it and withdraw its keys."""
        await db.execute(self._sql["close_platform"], name)
        await db.execute(self._sql["revoke_keys"], name, at)

    async def _whole(self, db: Connection, rows: Sequence[Row]) -> list[Platform]:
        names = [row["name"] for row in rows]
        keys, parts = defaultdict(list), defaultdict(list)
        for key in await db.fetch(self._sql["keys"], names):
            keys[key["platform"]].append(_key(key))
        for part in await db.fetch(self._sql["parts"], names):
            parts[part["platform"]].append(_part(part))
        return [
            Platform(
                name=row["name"],
                state=PlatformState(row["state"]),
                currency=row["currency"],
                budget_minor=row["budget_minor"],
                webhook=row["webhook"],
                added_at=row["added_at"],
                keys=tuple(keys[row["name"]]),
                parts=tuple(parts[row["name"]]),
            )
            for row in rows
        ]

    # Keys.

    async def insert_key(self, db: Connection, platform: str, key: UUID, secret: str, at: datetime) -> None:
        """Keep a new key; its secret has 256 random bits, so its digest tells nobody anything."""
        await db.execute(self._sql["insert_key"], key, platform, digest_of(secret), at)

    async def revoke_key(self, db: Connection, platform: str, key: UUID, at: datetime) -> bool:
        """Whether it was valid until now."""
        return await db.fetchval(self._sql["revoke_key"], platform, key, at) is not None

    async def key_secret(self, db: Connection, key: UUID) -> bytes | None:
        """The digest of a valid key's secret."""
        row = await db.fetchrow(self._sql["key_secret"], key)
        return None if row is None else row["secret_digest"]

    async def holders(self, db: Connection, keys: Sequence[SubjectId]) -> dict[SubjectId, Holder]:
        """Whose these keys are; those that are not valid are missing."""
        return {
            SubjectId(row["id"]): Holder(
                row["platform"], self._sealer.open(row["sealed_fan_key"], FAN_KEY_PURPOSE)
            )
            for row in await db.fetch(self._sql["holders"], keys)
        }

    # The audit log.

    async def insert_act(
        self, db: Connection, platform: str, at: datetime, actor: Principal, act: PlatformAct, reason: str
    ) -> None:
        await db.execute(self._sql["insert_act"], platform, at, actor.subject, actor.role.value, act.value, reason)

    async def acts(self, db: Connection, platform: str, most: int) -> list[PlatformActRecord]:
        """What was done to a platform, newest first."""
        return [
            PlatformActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=PlatformAct(row["act"]),
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], platform, most)
        ]

    # Settlement.

    async def settled(
        self, db: Connection, platform: str, begins: datetime, ends: datetime, zone: str
    ) -> dict[date, dict[str, Any]]:
        """What happened on each day, by the names of `SettledDay`."""
        days: dict[date, dict[str, Any]] = defaultdict(dict)
        given = (platform, begins, ends, zone)
        for row in await db.fetch(self._sql["claims_by_day"], *given):
            days[row["day"]] |= {"claims": row["claims"], "claims_minor": row["amount_minor"]}
        for row in await db.fetch(self._sql["redemptions_by_day"], *given):
            days[row["day"]] |= {
                "redemptions": row["done"],
                "redeemed_minor": row["done_minor"],
                "redemptions_voided": row["voided"],
            }
        for row in await db.fetch(self._sql["voids_by_day"], *given):
            days[row["day"]] |= {"claims_voided": row["claims"], "claims_voided_minor": row["amount_minor"]}
        return dict(days)

    # What platforms are told.

    async def try_tell_lock(self, db: Connection) -> bool:
        """Whether nobody else tells platforms at the moment."""
        return bool(await db.fetchval(self._sql["try_tell_lock"]))

    async def new_batches(self, db: Connection, most: int) -> list[NewBatch]:
        """Batches of pools with parts of platforms, of which nobody was told; the earliest of each lane."""
        return [
            NewBatch(
                PoolId(row["pool_id"]), LaneId(row["lane"]), row["number"], tuple(row["los"]), tuple(row["his"])
            )
            for row in await db.fetch(self._sql["new_batches"], most)
        ]

    async def claims_over_platforms(
        self, db: Connection, batches: Sequence[NewBatch]
    ) -> list[tuple[str, LaneId, int, PlatformEvent]]:
        """Platform, lane, batch and claim, in the order in which they were given."""
        stretches = [
            (each.pool, each.lane, each.number, lo, hi)
            for each in batches
            for lo, hi in zip(each.los, each.his, strict=True)
        ]
        rows = await db.fetch(
            self._sql["claims_over_platforms"], *(list(column) for column in zip(*stretches, strict=True))
        )
        return [
            (
                row["platform"],
                LaneId(row["lane"]),
                row["number"],
                PlatformEvent(
                    kind="claim.granted",
                    at=row["claimed_at"],
                    fan=SubjectId(row["fan_id"]),
                    pool=row["pool_id"],
                    occasion=row["occasion"],
                    amount_minor=row["amount_minor"],
                ),
            )
            for row in rows
        ]

    async def advance_cursor(self, db: Connection, batches: Sequence[NewBatch]) -> None:
        """Platforms have been told of these batches."""
        pools, lanes = [each.pool for each in batches], [each.lane for each in batches]
        await db.execute(self._sql["advance_cursor"], pools, lanes, [each.number for each in batches])

    async def untold_redemptions(self, db: Connection, most: int) -> list[tuple[str, PlatformEvent]]:
        """Platform and end of redemptions that it was not told of, the earliest first."""
        return [
            (
                row["platform"],
                PlatformEvent(
                    kind=f"redemption.{row['state']}",
                    at=row["at"],
                    fan=SubjectId(row["fan_id"]),
                    pool=row["pool_id"],
                    occasion=row["occasion"],
                    amount_minor=row["amount_minor"],
                    redemption=row["redemption_id"],
                ),
            )
            for row in await db.fetch(self._sql["untold_redemptions"], most)
        ]

    async def told_redemptions(self, db: Connection, events: Sequence[PlatformEvent], at: datetime) -> None:
        """Platforms have been told of these."""
        fans, ids = [event.fan for event in events], [event.redemption for event in events]
        await db.execute(self._sql["told_redemptions"], fans, ids, at)


def digest_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _key(row: Row) -> PlatformKey:
    state = KeyState.VALID if row["revoked_at"] is None else KeyState.REVOKED
    return PlatformKey(id=row["id"], state=state, made_at=row["made_at"], revoked_at=row["revoked_at"])


def _part(row: Row) -> Part:
    return Part(
        pool=row["pool_id"],
        claims=row["claims"],
        amount_minor=row["amount_minor"],
        claims_given=row["claims_given"],
        minor_given=row["minor_given"],
    )
