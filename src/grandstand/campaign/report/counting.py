"""Reads the figures of a programme, in the caller's snapshot."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from grandstand.campaign.report.figures import (
    Attention,
    Cohort,
    FansOfDay,
    Figures,
    Given,
    GroupsOutcome,
    MerchantLine,
    Redeemed,
    WavePool,
)
from grandstand.campaign.report.storage import MERCHANTS_MAX, SAMPLES_MAX, ReportStorage
from grandstand.kernel.database import Connection, Row

GIFTS = "gifts"


async def count(storage: ReportStorage, db: Connection, programme: int, now: datetime) -> Figures | None:
    """The figures of a programme; None where there is no such one."""
    header = await storage.one(db, "programme", programme)
    if header is None:
        return None
    waves = [_wave(row) for row in await storage.rows(db, "waves", programme)]
    pools, zone = [each.pool for each in waves], header["zone"]
    opened_at = min((each.opens_at for each in waves), default=now)
    attention = await storage.one(db, "attention", pools, now)
    assert attention is not None
    return Figures(
        as_of=now,
        name=header["name"],
        titles=msgspec.json.decode(header["titles"], type=dict[str, str]),
        zone=zone,
        currency=header["currency"],
        digits=header["digits"],
        budget_minor=header["budget_minor"],
        waves=tuple(waves),
        given=tuple(Given(*row) for row in await storage.rows(db, "given", pools)),
        fans=tuple(FansOfDay(*row) for row in await storage.rows(db, "fans", pools, opened_at, zone)),
        samples={each.pool: await _samples(storage, db, each.pool) for each in waves if each.part == GIFTS},
        redeemed=tuple(Redeemed(*row) for row in await storage.rows(db, "redeemed", pools)),
        merchants=tuple(MerchantLine(*row) for row in await storage.rows(db, "merchants", pools, MERCHANTS_MAX)),
        returns=tuple(Cohort(*row) for row in await storage.rows(db, "returns", pools, zone)),
        attention=Attention(*attention),
        outcome=_outcome(await storage.one(db, "outcome", programme)),
    )


async def _samples(storage: ReportStorage, db: Connection, pool: int) -> tuple[tuple[datetime, int], ...]:
    return tuple((row["at"], row["granted"]) for row in await storage.rows(db, "samples", pool, SAMPLES_MAX))


def _wave(row: Row) -> WavePool:
    hours: Sequence[dict[str, Any]] = msgspec.json.decode(row["hours"]) if row["hours"] else ()
    return WavePool(
        wave=row["wave"],
        part=row["part"],
        pool=row["pool_id"],
        titles=msgspec.json.decode(row["titles"], type=dict[str, str]),
        shares=row["shares"],
        total_minor=row["total_minor"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        state=row["state"],
        granted=row["granted"],
        is_voucher=row["is_voucher"],
        hours=tuple((each["hour"], each["parts"]) for each in hours),
    )


def _outcome(row: Row | None) -> GroupsOutcome | None:
    return None if row is None else GroupsOutcome(**dict(row))
