"""What anyone may check, on a real database: documents, receipts, ledgers, and the self-check."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from grandstand.campaign import Act, Curve, PoolPlan, Receipt
from grandstand.campaign.chain import check_receipt, head
from grandstand.campaign.errors import ClaimUnknown, OccasionUnknown, PoolUnknown
from grandstand.campaign.models import PoolDocument
from grandstand.campaign.verify import verify_ledger
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.services import Services

PLAN = PoolPlan(
    titles={"en": "Opening night"},
    currency="CNY",
    shares=60,
    total_minor=6000,
    minimum_minor=1,
    curve=Curve.UNIFORM,
    occasions=("launch", "second"),
    lanes=2,
)
Make = Callable[[Role], Principal]


async def opened(services: Services, operator: Principal) -> PoolId:
    books = await services.campaign.create_pool(operator, PLAN)
    await services.campaign.act(operator, books.pool, Act.OPENED, "the night begins")
    return books.pool


async def given(services: Services, pool: PoolId, count: int) -> dict[SubjectId, Receipt]:
    """Give shares in several batches; the receipts that the fans were answered with."""
    fans = [new_subject_id() for _ in range(count)]
    receipts = {}
    for at in range(0, count, 10):
        some = fans[at : at + 10]
        grants = await asyncio.gather(*(services.engine.claim(pool, fan, "launch") for fan in some))
        for fan, grant in zip(some, grants, strict=True):
            assert grant.receipts is not None
            receipts[fan] = grant.receipts.receipt(grant.place)
    return receipts


def keys_of(document: PoolDocument) -> dict[str, bytes]:
    return {key.id: bytes.fromhex(key.public) for key in document.keys}


async def ledger(services: Services, viewer: Principal | None, pool: PoolId, folder: Path) -> Path:
    path = folder / "ledger.txt"
    pieces = [piece async for piece in services.proofs.ledger(viewer, pool)]
    path.write_bytes(b"".join(pieces))
    return path


async def test_receipts_of_the_answers_hold_and_can_be_had_again(services: Services, principal: Make) -> None:
    pool = await opened(services, principal(Role.OPERATOR))
    receipts = await given(services, pool, 35)
    keys = keys_of(await services.proofs.document(None, pool))
    for fan, receipt in receipts.items():
        check_receipt(receipt, keys)
        viewer = Principal(fan, Role.FAN, None, principal(Role.FAN).expires_at)
        assert await services.proofs.receipt(viewer, pool, "launch") == receipt


async def test_receipt_is_for_those_who_have_a_share_only(services: Services, principal: Make) -> None:
    pool = await opened(services, principal(Role.OPERATOR))
    await given(services, pool, 5)
    stranger = principal(Role.FAN)
    with pytest.raises(ClaimUnknown, match="'launch'"):
        await services.proofs.receipt(stranger, pool, "launch")
    with pytest.raises(OccasionUnknown, match="'third'"):
        await services.proofs.receipt(stranger, pool, "third")
    with pytest.raises(PoolUnknown):
        await services.proofs.receipt(stranger, PoolId(999), "launch")


async def test_draft_is_committed_to_and_shown_to_staff_only(services: Services, principal: Make) -> None:
    operator = principal(Role.OPERATOR)
    pool = (await services.campaign.create_pool(operator, PLAN)).pool
    document = await services.proofs.document(operator, pool)
    assert len(document.tranches[0].commitment) == 64
    for viewer in (None, principal(Role.FAN), principal(Role.NOC)):
        with pytest.raises(PoolUnknown):
            await services.proofs.document(viewer, pool)
        with pytest.raises(PoolUnknown):
            await services.proofs.terms(viewer, pool, 1)
    await services.campaign.act(operator, pool, Act.OPENED, "the night begins")
    assert (await services.proofs.document(None, pool)).tranches == document.tranches


async def test_seed_is_secret_until_the_reveal_and_then_opens_the_commitment(
    services: Services, principal: Make
) -> None:
    operator = principal(Role.OPERATOR)
    pool = await opened(services, operator)
    for act in (Act.PAUSED, Act.CLOSED):
        await services.campaign.act(operator, pool, act, "the night goes on")
        assert (await services.proofs.document(operator, pool)).tranches[0].seed is None
    await services.campaign.act(operator, pool, Act.REVEALED, "everybody may look")
    (tranche,) = (await services.proofs.document(None, pool)).tranches
    assert tranche.seed is not None
    terms = await services.proofs.terms(None, pool, 1)
    assert hashlib.sha256(bytes.fromhex(tranche.seed) + terms).hexdigest() == tranche.commitment
    with pytest.raises(PoolUnknown, match="tranche 2"):
        await services.proofs.terms(None, pool, 2)


async def test_ledger_before_the_reveal_is_for_auditors_and_tells_no_seed(
    services: Services, principal: Make, tmp_path: Path
) -> None:
    pool = await opened(services, principal(Role.OPERATOR))
    receipts = await given(services, pool, 35)
    await services.proofs.publish_heads()
    for viewer in (None, principal(Role.FAN), principal(Role.OPERATOR)):
        with pytest.raises(Forbidden):
            await ledger(services, viewer, pool, tmp_path)
    path = await ledger(services, principal(Role.AUDITOR), pool, tmp_path)
    verdict = verify_ledger(path, processes=1)
    assert verdict.faults == ()
    assert verdict.claims == 35
    text = path.read_text()
    assert all(f"{receipt.claim}\n" in text for receipt in receipts.values())
    assert not any(str(fan) in text or fan.hex in text for fan in receipts)


async def test_revealed_ledger_verifies_with_its_amounts(
    services: Services, principal: Make, tmp_path: Path
) -> None:
    operator = principal(Role.OPERATOR)
    pool = await opened(services, operator)
    await given(services, pool, 60)
    for act in (Act.CLOSED, Act.REVEALED):
        await services.campaign.act(operator, pool, act, "the night is over")
    path = await ledger(services, None, pool, tmp_path)
    verdict = verify_ledger(path, processes=1)
    assert verdict.faults == ()
    assert (verdict.claims, verdict.amount_minor) == (60, 6000)


async def test_published_heads_are_noted_once_a_minute_and_stand_in_the_chain(
    services: Services, principal: Make
) -> None:
    pool = await opened(services, principal(Role.OPERATOR))
    await services.proofs.publish_heads()
    assert await services.proofs.published_heads(None, pool, None) == ([], None)
    receipts = await given(services, pool, 20)
    await asyncio.gather(*(services.proofs.publish_heads() for _ in range(3)))
    heads, _ = await services.proofs.published_heads(None, pool, None)
    assert sorted(each.lane for each in heads) == [0, 1]
    chain = {head(f"{receipt.header}\n".encode()) for receipt in receipts.values()}
    assert {each.head for each in heads} <= chain


TAMPERINGS = {
    "an amount": "update claim set amount_minor = amount_minor + 1 where share = 3",
    "two amounts that cancel out": (
        "update claim set amount_minor = amount_minor + case share when 0 then 1 else -1 end where share in (0, 1)"
    ),
    "a claim gone": "delete from claim where share = 3",
    "a claim of somebody else": "update claim set fan_id = gen_random_uuid() where share = 3",
    "another occasion": "update claim set occasion = 'second' where share = 3",
    "a lane's count": "update lane set granted = granted + 1 where lane = 0",
    "a lane's amount": "update lane set spent_minor = spent_minor + 1 where lane = 0",
    "a lane's head": "update lane set head = decode(repeat('07', 32), 'hex') where lane = 0",
    "a batch gone": "delete from batch where lane = 0 and number = 1",
    "a batch's head": "update batch set head = decode(repeat('07', 32), 'hex') where number = 1",
    "a batch's time": "update batch set at = at - interval '1 second' where number = 1",
    "a posting": "update posting set amount_minor = amount_minor + 1 where batch = 1",
    "money from nowhere": (
        "insert into posting (pool_id, at, debit, credit, amount_minor)"
        " select id, now(), 'treasury', 'pool', 1 from pool"
    ),
    "a range": "update lane_range set hi = hi + 1 where lane = 0",
    "numbers that vanish": "update lane_range set hi = hi - 1 where lane = 0",
    "numbers given again": "update lane_range set next = next - 1 where lane = 0",
    "the total": "update pool set total_minor = total_minor + 1",
    "a tranche": "update tranche set shares = shares + 1",
}


@pytest.mark.parametrize("statement", TAMPERINGS.values(), ids=TAMPERINGS)
async def test_self_check_finds_what_somebody_changes_in_the_database(
    services: Services, principal: Make, statement: str
) -> None:
    operator = principal(Role.OPERATOR)
    pool = await opened(services, operator)
    await given(services, pool, 30)
    async with services.database.connection() as db:
        await db.execute(statement)
    found = await services.self_check.run_once()
    assert found
    assert set((await services.campaign.books(operator, pool)).faults) == set(found)
    assert not set(await services.self_check.run_once()) & set(found), "the same fault is told once"


async def test_self_check_of_right_books_finds_nothing_and_looks_at_each_batch_once(
    services: Services, principal: Make
) -> None:
    pool = await opened(services, principal(Role.OPERATOR))
    await given(services, pool, 30)
    assert await services.self_check.run_once() == []
    async with services.database.connection() as db:
        checked = {row["lane"]: row["batch"] for row in await db.fetch("select lane, batch from self_check")}
        lanes = {row["lane"]: row["batch"] for row in await db.fetch("select lane, batch from lane")}
    assert checked == lanes
    await given(services, pool, 10)
    assert await services.self_check.run_once() == []


async def test_one_process_at_a_time_checks_a_pool(services: Services, principal: Make) -> None:
    pool = await opened(services, principal(Role.OPERATOR))
    await given(services, pool, 10)
    async with services.database.connection() as db:
        await db.execute("update lane set granted = granted + 1 where lane = 0")
    found = await asyncio.gather(*(services.self_check.check(pool) for _ in range(4)))
    assert sum(bool(each) for each in found) == 1
