"""The reconciliation of a pool: every claim with what became of it, adding up to the ledger, or not whole."""

import asyncio
import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from grandstand.campaign import Act, Curve, PoolPlan
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.fraud import FraudAct
from grandstand.campaign.fraud.storage import Target
from grandstand.campaign.report import FileFormat, parquet, storage
from grandstand.campaign.report.errors import BooksDiffer, ReportsNotInstalled
from grandstand.campaign.report.models import COLUMNS, Line
from grandstand.campaign.report.service import EXPORTS_MAX
from grandstand.campaign.vouchers import Capacity, Category, MerchantPlan, VoucherTerms
from grandstand.campaign.vouchers.models import MerchantId
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.services import Services

FANS = 25
PLAN = PoolPlan(
    titles={"en": "A drink on us"},
    currency="CNY",
    shares=100,
    total_minor=250_000,
    minimum_minor=100,
    curve=Curve.EXPONENTIAL,
    occasions=("launch", "evening"),
    lanes=3,
    valid_until=datetime(2040, 1, 1, tzinfo=UTC),
)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "PAGE", 4)


@pytest.fixture
async def pool(services: Services, principal: Callable[[Role], Principal]) -> PoolId:
    """25 fans with 50 shares: five orders confirmed, one given up, two fans held."""
    operator = principal(Role.OPERATOR)
    pool = (await services.campaign.create_pool(operator, PLAN)).pool
    # Another one, so that shares of the same number are not ours.
    other = (await services.campaign.create_pool(operator, PLAN)).pool
    for each in (pool, other):
        await services.campaign.act(operator, each, Act.OPENED, "thirsty fans")
        await services.vouchers.set_terms(operator, VoucherTerms(pool=each, categories=(Category.DRINK,)))
    fans = [
        Principal(new_subject_id(), Role.FAN, None, datetime.now(UTC) + timedelta(hours=1)) for _ in range(FANS)
    ]
    for each in (pool, other):
        for occasion in PLAN.occasions:
            await asyncio.gather(*(services.engine.claim(each, fan.subject, occasion) for fan in fans))
    plan = MerchantPlan(name="Cloud Tea", category=Category.DRINK, capacity=Capacity(per_minute=99, open_max=99))
    merchant = MerchantId((await services.vouchers.add_merchant(operator, plan)).merchant.id)
    for fan in fans[:5]:
        await services.vouchers.redeem(fan, pool, "launch", merchant, capture=True)
    given_up = await services.vouchers.redeem(fans[5], pool, "launch", merchant, capture=False)
    await services.vouchers.void(fans[5], given_up.id)
    for fan in fans[6:8]:
        target = Target(pool, None)
        await services.fraud.act(operator, FraudAct.HELD, fan.subject, "looks odd", target=target)
    while await services.outbox.run_once():
        pass
    return pool


async def exported(services: Services, viewer: Principal, pool: PoolId, file_format: FileFormat) -> bytes:
    return b"".join([piece async for piece in services.reports.reconciliation(viewer, pool, file_format)])


def rows_of(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode())))


def of_kind(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] == kind]


async def test_every_claim_is_there_with_what_became_of_it_and_the_sums_are_the_ledgers(
    services: Services, principal: Callable[[Role], Principal], pool: PoolId
) -> None:
    auditor = principal(Role.AUDITOR)
    rows = rows_of(await exported(services, auditor, pool, FileFormat.CSV))
    books = await services.campaign.books(auditor, pool)
    claims, sums, lanes = (of_kind(rows, kind) for kind in ("claim", "sum", "lane"))
    (total,) = of_kind(rows, "pool")
    assert rows[-1] == total
    assert len(claims) == books.granted == 2 * FANS
    for counted in (claims, sums, lanes, [total]):
        assert sum(int(row["claims"]) for row in counted) == books.granted
        assert sum(int(row["amount_minor"]) for row in counted) == books.spent_minor
    assert len({row["share"] for row in claims}) == books.granted
    assert len({row["fan"] for row in claims}) == FANS
    done = [row for row in claims if row["redemption"] == "done"]
    assert [len(done), len(of_kind(rows, "ended"))] == [5, 1]
    redeemed = sum(int(row["amount_minor"]) for row in done)
    assert redeemed == int(total["redeemed_minor"]) == sum(int(row["redeemed_minor"]) for row in sums)
    assert sum(row["hold"] == "held" for row in claims) == 4
    document = await services.proofs.document(auditor, pool)
    assert [row["head"] for row in lanes] == [head.head for head in document.heads]


async def test_parquet_holds_the_same_rows(
    services: Services, principal: Callable[[Role], Principal], pool: PoolId, tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb")
    auditor = principal(Role.AUDITOR)
    file = tmp_path / "rows.parquet"
    file.write_bytes(await exported(services, auditor, pool, FileFormat.PARQUET))
    with duckdb.connect() as db:
        db.execute("set timezone = 'UTC'")
        found = db.read_parquet(str(file))
        assert dict(zip(found.columns, map(str, found.types), strict=True)) == COLUMNS
        rows = found.project("* replace (epoch_us(claimed_at) as claimed_at, epoch_us(changed_at) as changed_at)")
        typed = rows.fetchall()
    expected = rows_of(await exported(services, auditor, pool, FileFormat.CSV))
    assert [tuple(map(_text, Line(*row))) for row in typed] == [
        tuple(_microseconds(row[name]) if name.endswith("_at") else row[name] for name in COLUMNS)
        for row in expected
    ]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _microseconds(text: str) -> str:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return str((datetime.fromisoformat(text) - epoch) // timedelta(microseconds=1)) if text else ""


async def test_a_file_that_does_not_add_up_has_no_end(
    services: Services, principal: Callable[[Role], Principal], pool: PoolId
) -> None:
    async with services.database.connection() as db:
        await db.execute("update claim set amount_minor = amount_minor + 1 where pool_id = $1 and share = 3", pool)
    read: list[bytes] = []

    async def export() -> None:
        # What came before the error counts, so nothing is collected first.
        async for piece in services.reports.reconciliation(principal(Role.AUDITOR), pool, FileFormat.CSV):
            read.append(piece)  # noqa: PERF401

    with pytest.raises(BooksDiffer, match=f"Pool {pool}: 50 claims"):
        await export()
    rows = rows_of(b"".join(read))
    assert len(of_kind(rows, "claim")) == 2 * FANS
    assert of_kind(rows, "pool") == []


async def test_an_empty_pool_is_whole(services: Services, principal: Callable[[Role], Principal]) -> None:
    operator = principal(Role.OPERATOR)
    pool = (await services.campaign.create_pool(operator, PLAN)).pool
    await services.campaign.act(operator, pool, Act.OPENED, "nobody comes")
    rows = rows_of(await exported(services, operator, pool, FileFormat.CSV))
    assert [row["kind"] for row in rows] == ["lane"] * PLAN.lanes + ["pool"]


async def test_only_staff_may_and_only_so_many_at_once(
    services: Services, principal: Callable[[Role], Principal], pool: PoolId
) -> None:
    for role in sorted(set(Role) - {Role.OPERATOR, Role.AUDITOR}):
        with pytest.raises(Forbidden):
            await exported(services, principal(role), pool, FileFormat.CSV)
    operator = principal(Role.OPERATOR)
    with pytest.raises(PoolUnknown):
        await exported(services, operator, PoolId(10**6), FileFormat.CSV)
    under_way = [services.reports.reconciliation(operator, pool, FileFormat.CSV) for _ in range(EXPORTS_MAX)]
    for each in under_way:
        await anext(each)
    with pytest.raises(Overloaded):
        await exported(services, operator, pool, FileFormat.CSV)
    for each in under_way:
        await each.aclose()
    assert await exported(services, operator, pool, FileFormat.CSV)


async def test_without_the_extra_parquet_says_how_to_get_it(
    services: Services, principal: Callable[[Role], Principal], pool: PoolId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda _name: None)
    with pytest.raises(ReportsNotInstalled, match=r"pip install 'grandstand\[reports\]'"):
        await exported(services, principal(Role.AUDITOR), pool, FileFormat.PARQUET)
