"""The Python client against a real server: the whole life of a pool, lost answers, pages, streams, ledgers."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grandstand.campaign import verify_ledger
from grandstand.client import (
    Books,
    ClientError,
    Grandstand,
    PoolPlan,
    Problem,
    Tier,
    TranchePlan,
    Unreachable,
)
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import new_subject_id
from grandstand.services import Services
from relay import Relay, listening
from serving import Serving

TITLES = {"en": "Launch", "de": "Auftakt"}
PLAN = PoolPlan(titles=TITLES, currency="CNY", shares=1000, total_minor=100_000)
PATIENCE_S = 60.0
"""For what takes milliseconds where nothing else runs."""


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving() as running:
        yield running


@pytest.fixture
def operator(serving: Serving) -> Iterator[Grandstand]:
    with Grandstand(serving.url, token=serving.token(Role.OPERATOR)) as site:
        yield site


@pytest.fixture
def fan(serving: Serving) -> Iterator[Grandstand]:
    with Grandstand(serving.url, token=serving.token(Role.FAN)) as site:
        yield site


@pytest.fixture
def auditor(serving: Serving) -> Iterator[Grandstand]:
    with Grandstand(serving.url, token=serving.token(Role.AUDITOR)) as site:
        yield site


@pytest.fixture
def new_fans(serving: Serving) -> Iterator[Callable[[int], list[Grandstand]]]:
    """Makes so many fans."""
    with ExitStack() as open_clients:

        def make(count: int) -> list[Grandstand]:
            tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(count)])
            return [open_clients.enter_context(Grandstand(serving.url, token=token)) for token in tokens]

        yield make


def open_pool(operator: Grandstand, plan: PoolPlan = PLAN) -> int:
    pool = operator.create_pool(plan).pool
    assert operator.open(pool, reason="the test begins").state == "open"
    return pool


def wait_for(books: Iterator[Books], granted: int) -> Books:
    return next(each for each in books if each.granted >= granted)


def test_a_pool_is_planned_scheduled_paused_raised_extended_and_given_out(
    serving: Serving, operator: Grandstand, new_fans: Callable[[int], list[Grandstand]]
) -> None:
    opens_at = datetime.now(UTC) + timedelta(seconds=3)
    plan = PoolPlan(
        titles=TITLES,
        currency="CNY",
        shares=40,
        total_minor=9_190,
        curve="lottery",
        tiers=(Tier(shares=1, amount_minor=8_800), Tier(shares=39, amount_minor=10)),
        occasions=("launch", "day:2026-02-06"),
        lanes=2,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=1),
        valid_until=opens_at + timedelta(days=2),
    )
    pool = operator.create_pool(plan).pool
    assert operator.schedule(pool, reason="for tonight").state == "scheduled"
    fans = new_fans(30)
    with closing(operator.watch_books(pool)) as books:
        assert next(each for each in books if each.state == "open").opened_at is not None
        shares = [fan.claim(pool) for fan in fans]
        assert wait_for(books, 30).granted == 30

    operator.pause(pool, reason="a shop reports trouble")
    with pytest.raises(Problem) as refused:
        fans[0].claim(pool, "day:2026-02-06")
    assert (refused.value.code, refused.value.status, refused.value.retryable) == ("campaign.not_open", 409, False)
    raise_by_two(serving, operator, pool)
    operator.resume(pool, reason="solved")
    shares += [fan.claim(pool, "day:2026-02-06") for fan in fans]
    with pytest.raises(Problem) as gone:
        new_fans(1)[0].claim(pool)
    assert gone.value.code == "campaign.gone"

    until = datetime.now(UTC) + timedelta(days=9)
    assert operator.extend(pool, until, reason="a week longer").valid_until == until
    closed = operator.close(pool, reason="all is given")
    assert (closed.granted, closed.spent_minor, closed.remaining_minor) == (60, 9_690, 0)
    assert sum(share.amount_minor for share in shares) == 9_690
    assert sorted(share.share for share in shares) == list(range(60))
    assert [act.act.removeprefix("pool.") for act in operator.acts(pool)] == [
        *("closed", "extended", "resumed", "raised", "raise_proposed"),
        *("paused", "opened", "scheduled", "created"),
    ]
    deadline_s = time.monotonic() + PATIENCE_S
    while operator.burn_down(pool)[-1].granted < 60:
        assert time.monotonic() < deadline_s, "a sample is taken once a second"
        time.sleep(0.2)
    assert next(each for each in fans[0].pools() if each.id == pool).gone


def raise_by_two(serving: Serving, operator: Grandstand, pool: int) -> None:
    """Twenty shares more, which one person proposes and another one approves."""
    proposed = operator.propose_raise(pool, TranchePlan(shares=20, total_minor=500), reason="it goes fast")
    assert (proposed.shares, proposed.curve, proposed.tranche) == (20, "uniform", None)
    with pytest.raises(Problem) as own:
        operator.approve_raise(pool, proposed.id, reason="I think so too")
    assert own.value.code == "auth.forbidden"
    with Grandstand(serving.url, token=serving.token(Role.OPERATOR)) as another:
        assert another.approve_raise(pool, proposed.id, reason="agreed").shares == 60
    assert [each.tranche for each in operator.raises(pool)] == [2]


def test_a_ledger_is_exported_and_holds(
    serving: Serving,
    operator: Grandstand,
    auditor: Grandstand,
    tmp_path: Path,
    new_fans: Callable[[int], list[Grandstand]],
) -> None:
    pool = open_pool(operator)
    for fan in new_fans(20):
        fan.claim(pool)
    operator.close(pool, reason="the evening is over")
    with Grandstand(serving.url) as nobody:
        with pytest.raises(Problem) as early:
            nobody.export(pool, tmp_path / "early")
        assert (early.value.code, list(tmp_path.iterdir())) == ("auth.forbidden", [])
        assert auditor.export(pool, tmp_path / "sealed") > 0
        assert not verify_ledger(tmp_path / "sealed").amounts_checked
        assert [each.seed for each in nobody.proof(pool).tranches] == [None]
        assert operator.reveal(pool, reason="for everybody to see").state == "revealed"
        seen: list[int] = []
        size = nobody.export(pool, tmp_path / "ledger", seen.append)
        tranche = nobody.proof(pool).tranches[0]
        terms = nobody.terms(pool)
    assert seen[-1] == size == (tmp_path / "ledger").stat().st_size
    verdict = verify_ledger(tmp_path / "ledger")
    assert (verdict.holds, verdict.amounts_checked, verdict.claims) == (True, True, 20)
    assert tranche.seed is not None
    assert hashlib.sha256(bytes.fromhex(tranche.seed) + terms).hexdigest() == tranche.commitment


def test_a_claim_whose_answer_is_lost_is_repeated_and_given_once(serving: Serving, operator: Grandstand) -> None:
    pool = open_pool(operator)
    relay = Relay(serving.port)
    with listening(relay.serve) as port:
        for lose in (1, 2, 3):
            token = serving.token(Role.FAN)
            with Grandstand(f"http://127.0.0.1:{port}", token=token) as site:
                relay.lose = lose
                share = site.claim(pool, patience_s=PATIENCE_S)
                assert share.receipt is None, "the answer with the receipt was lost"
                assert site.claim(pool) == share
                assert site.receipt(pool).claim.startswith(f"{share.share:010}")
                assert [each.share for each in site.wallet()] == [share.share]
    assert relay.lost == 6
    assert operator.books(pool).granted == 3


def test_a_claim_gives_up_when_its_patience_ends(serving: Serving, operator: Grandstand) -> None:
    pool = open_pool(operator)
    relay = Relay(serving.port)
    with listening(relay.serve) as port, Grandstand(f"http://127.0.0.1:{port}", token=serving.token()) as site:
        relay.lose = 1000
        began_s = time.monotonic()
        with pytest.raises(Unreachable):
            site.claim(pool, patience_s=2.0)
        assert time.monotonic() - began_s < PATIENCE_S
        assert relay.lost > 1
        relay.lose = 0
        assert site.claim(pool).pool == pool
    assert operator.books(pool).granted == 1


def test_an_act_whose_answer_is_lost_is_not_repeated(serving: Serving) -> None:
    relay = Relay(serving.port)
    with (
        listening(relay.serve) as port,
        Grandstand(f"http://127.0.0.1:{port}", token=serving.token(Role.OPERATOR)) as site,
    ):
        before = len(site.pools())
        relay.lose = 1
        with pytest.raises(Unreachable):
            site.create_pool(PLAN)
        assert len(site.pools()) == before + 1


def test_a_connection_that_was_closed_meanwhile_is_replaced(serving: Serving, operator: Grandstand) -> None:
    pool = open_pool(operator)
    relay = Relay(serving.port)
    with listening(relay.serve) as port, Grandstand(f"http://127.0.0.1:{port}", token=serving.token()) as site:
        for _ in range(5):
            assert site.pools()
            relay.cut()
        assert site.claim(pool).share == site.claim(pool).share


def test_the_books_are_followed_over_broken_connections(
    serving: Serving, operator: Grandstand, new_fans: Callable[[int], list[Grandstand]]
) -> None:
    pool = open_pool(operator)
    relay = Relay(serving.port)
    token = serving.token(Role.OPERATOR)
    with (
        listening(relay.serve) as port,
        Grandstand(f"http://127.0.0.1:{port}", token=token) as site,
        closing(site.watch_books(pool, patience_s=PATIENCE_S)) as books,
    ):
        assert next(books).granted == 0
        for granted, fan in enumerate(new_fans(4), start=1):
            relay.cut()
            fan.claim(pool)
            found = wait_for(books, granted)
            assert found.spent_minor + found.remaining_minor == found.total_minor
    with pytest.raises(Problem) as unknown:
        next(operator.watch_books(10**6))
    assert unknown.value.code == "campaign.pool_unknown"
    with pytest.raises(Unreachable), Grandstand("http://127.0.0.1:1", token=token) as nowhere:
        next(nowhere.watch_books(pool, patience_s=1.0))


def test_a_wallet_and_an_audit_log_are_read_page_after_page(operator: Grandstand, fan: Grandstand) -> None:
    occasions = tuple(f"invite:{number}" for number in range(1, 61))
    pool = open_pool(
        operator, PoolPlan(titles=TITLES, currency="CNY", shares=60, total_minor=6000, occasions=occasions)
    )
    # Three times as many as she may claim at once: the client waits as long as it is told to.
    shares = [fan.claim(pool, occasion) for occasion in occasions]
    wallet = list(fan.wallet())
    assert [(each.share, each.occasion) for each in wallet] == [
        (each.share, each.occasion) for each in reversed(shares)
    ]
    for _ in range(26):
        operator.pause(pool, reason="back and forth")
        operator.resume(pool, reason="back and forth")
    acts = [act.id for act in operator.acts(pool)]
    assert len(acts) == 54
    assert acts == sorted(acts, reverse=True)


def test_an_auditor_reads_the_wallet_of_any_fan(
    serving: Serving, operator: Grandstand, auditor: Grandstand
) -> None:
    pool = open_pool(operator)
    subject = new_subject_id()
    with Grandstand(serving.url, token=serving.token(Role.FAN, subject)) as hers:
        share = hers.claim(pool)
    assert [each.share for each in auditor.wallet(subject)] == [share.share]
    with pytest.raises(Problem) as refused:
        next(operator.wallet(subject))
    assert refused.value.code == "auth.forbidden"


def test_no_published_head_is_left_out_between_two_pages(serving: Serving, operator: Grandstand) -> None:
    lanes, moments = 64, 5
    pool = open_pool(operator, PoolPlan(titles=TITLES, currency="CNY", shares=64, total_minor=640, lanes=lanes))

    async def publish(services: Services) -> None:
        async with services.database.connection() as db:
            await db.execute(
                "insert into published_head (pool_id, at, lane, batch, head)"
                " select $1, now() - make_interval(mins => moment), lane, 100 - moment, sha256('')"
                " from generate_series(1, $2) moment, generate_series(0, $3 - 1) lane",
                pool,
                moments,
                lanes,
            )

    serving.with_services(publish)
    found = list(operator.heads(pool))
    assert len({(head.lane, head.batch) for head in found}) == len(found) == lanes * moments
    assert [head.at for head in found] == sorted((head.at for head in found), reverse=True)


def test_a_ledger_that_breaks_off_leaves_no_file(
    serving: Serving, operator: Grandstand, tmp_path: Path, new_fans: Callable[[int], list[Grandstand]]
) -> None:
    pool = open_pool(operator)
    for fan in new_fans(50):
        fan.claim(pool)
    relay = Relay(serving.port)
    path = tmp_path / "ledger"
    path.write_text("an older one")

    token = serving.token(Role.AUDITOR)
    with listening(relay.serve) as port, Grandstand(f"http://127.0.0.1:{port}", token=token) as site:
        relay.lose = 1
        with pytest.raises(Unreachable):
            site.export(pool, path)
        with pytest.raises(ClientError):
            site.export(10**6, path)
        assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("ledger", "an older one")]
        assert site.export(pool, path) == path.stat().st_size
    assert verify_ledger(path).claims == 50


def test_threads_may_share_a_client(operator: Grandstand, fan: Grandstand) -> None:
    pool = open_pool(operator)
    with ThreadPoolExecutor(8) as threads:
        shares = list(threads.map(lambda _: fan.claim(pool), range(40)))
    assert len({share.share for share in shares}) == 1
    assert operator.books(pool).granted == 1


def test_the_client_loads_nothing_of_the_server() -> None:
    code = "import sys, grandstand.client; print(*sorted(n for n in sys.modules if n.startswith('grandstand')))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.split(".")[1] for name in answer.stdout.split() if "." in name} == {"client"}
