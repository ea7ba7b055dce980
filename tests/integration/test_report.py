"""The morning report on a real database: its figures are those of the rows, and it is for staff only."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from grandstand.campaign.fraud import FanSignal, FraudAct, SignalKind
from grandstand.campaign.fraud.storage import Target
from grandstand.campaign.invites.models import SchemeId
from grandstand.campaign.report import GroupsOutcome
from grandstand.campaign.report.errors import LanguageUnknown, OutcomeInvalid, ReportUnknown
from grandstand.campaign.report.figures import Attention, Cohort, FansOfDay, Given
from grandstand.campaign.vouchers import Capacity, Category, MerchantPlan
from grandstand.campaign.vouchers.models import MerchantId
from grandstand.cli.settling import check_language
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services
from serving import Serving

OPENS = datetime(2030, 2, 6, 2, tzinfo=UTC)
FILE = b"""
programme: small
titles: {en: Two days of gifts}
zone: Asia/Shanghai
currency: CNY
budget: 2500.00
waves:
  - name: drinks
    kind: voucher
    categories: [drink]
    from: 2030-02-06 10:00
    until: 2030-02-08 00:00
    valid_until: 2030-02-18 00:00
    shares: 100
    each: 25.00
    occasions: [launch]
    invites: {inviter: 2}
    pacing: {plan: {10: 0.5, 20: 0.5}}
    lanes: 2
"""
OUTCOME = GroupsOutcome(measure="Active", offered_fans=100, offered_active=30, kept_fans=50, kept_active=10)


@dataclass
class Now:
    at: datetime = OPENS - timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.at


@dataclass
class House:
    services: Services
    now: Now
    operator: Principal
    programme: int
    pool: PoolId
    fans: list[Principal]


@pytest.fixture
async def house(settings: Settings, principal: Callable[[Role], Principal]) -> AsyncIterator[House]:
    """Ten fans, three of them invited by the first; one voucher used a day later, one fan held."""
    now, operator = Now(), principal(Role.OPERATOR)
    services = await build_services(settings, now)
    applied = await services.programmes.apply(operator, FILE)
    (wave,) = applied.waves
    assert wave.scheme is not None
    (record,) = await services.programmes.programmes(operator)
    fans = [Principal(new_subject_id(), Role.FAN, None, OPENS + timedelta(days=30)) for _ in range(10)]
    now.at = OPENS + timedelta(hours=1)
    code = await services.invites.code(fans[0], SchemeId(wave.scheme))
    now.at += timedelta(minutes=1)
    for fan in fans[1:4]:
        await services.invites.accept(fan, code)
    for fan in fans:
        await services.engine.claim(PoolId(wave.pool), fan.subject, "launch")
    ages = [(fans[1], "0"), (fans[2], "400")]
    signals = [FanSignal(fan.subject, SignalKind.ACCOUNT_AGE_DAYS, age, now()) for fan, age in ages]
    await services.fraud.report_of_others(operator, signals)
    while await services.outbox.run_once():
        pass
    await services.fraud.act(operator, FraudAct.HELD, fans[9].subject, "odd", target=Target(None, None))
    await services.campaign.sample_burn_down()
    now.at += timedelta(days=1)
    plan = MerchantPlan(name="Cloud Tea", category=Category.DRINK, capacity=Capacity(per_minute=9, open_max=9))
    merchant = MerchantId((await services.vouchers.add_merchant(operator, plan)).merchant.id)
    await services.vouchers.redeem(fans[1], PoolId(wave.pool), "launch", merchant, capture=True)
    now.at = OPENS + timedelta(days=4)
    yield House(services, now, operator, record.id, PoolId(wave.pool), fans)
    await services.close()


async def test_the_figures_are_those_of_the_rows(house: House) -> None:
    figures = await house.services.reports.figures(house.operator, house.programme)
    # Ten launches, three of the invited, two of the inviter: her third friend brings her nothing.
    pool = house.pool
    assert sorted(figures.given) == [
        Given(pool, "invite", "", "", 2, 5_000),
        Given(pool, "invited", "", "", 3, 7_500),
        Given(pool, "launch", "", "", 9, 22_500),
        Given(pool, "launch", "", "held", 1, 2_500),
    ]
    books = await house.services.campaign.books(house.operator, pool)
    assert sum(each.amount_minor for each in figures.given) == books.spent_minor
    assert figures.fans == (FansOfDay(date(2030, 2, 6), "", 10, 2, 1),)
    assert figures.returns == (Cohort(date(2030, 2, 6), 3, 1, 0),)
    assert figures.attention == Attention(1, 0, 0, 0, 0)
    assert [(each.name, each.orders) for each in figures.merchants] == [("Cloud Tea", 1)]
    (wave,) = figures.waves
    assert (wave.granted, wave.hours) == (15, ((10, 5_000), (20, 5_000)))
    assert [granted for _, granted in figures.samples[pool]] == [15]


async def test_the_newest_outcome_holds(house: House) -> None:
    reports = house.services.reports
    assert (await reports.figures(house.operator, house.programme)).outcome is None
    await reports.put_outcome(house.operator, house.programme, OUTCOME)
    newest = msgspec.structs.replace(OUTCOME, kept_active=11)
    await reports.put_outcome(house.operator, house.programme, newest)
    found = (await reports.figures(house.operator, house.programme)).outcome
    assert found == msgspec.structs.replace(newest, at=house.now())
    page = await reports.morning(house.operator, house.programme, "de")
    assert "30 von 100" in page
    assert "11 von 50" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"offered_active": 101}, "offered_active is 0 to offered_fans"),
        ({"kept_active": -1}, "kept_active is 0 to kept_fans"),
        ({"kept_fans": 0, "kept_active": 0}, "kept_fans is 1 to"),
        ({"measure": ""}, "1 to 200 characters"),
    ],
)
async def test_what_nobody_can_have_counted_is_refused(
    house: House, changed: dict[str, int | str], said: str
) -> None:
    wrong = msgspec.structs.replace(OUTCOME, **changed)
    with pytest.raises(OutcomeInvalid, match=said):
        await house.services.reports.put_outcome(house.operator, house.programme, wrong)


async def test_a_report_is_for_staff_and_of_a_programme_that_there_is(
    house: House, principal: Callable[[Role], Principal]
) -> None:
    reports = house.services.reports
    for role in sorted(set(Role) - {Role.OPERATOR, Role.AUDITOR}):
        with pytest.raises(Forbidden):
            await reports.morning(principal(role), house.programme, "en")
    for role in sorted(set(Role) - {Role.OPERATOR}):
        with pytest.raises(Forbidden):
            await reports.put_outcome(principal(role), house.programme, OUTCOME)
    with pytest.raises(ReportUnknown):
        await reports.morning(house.operator, 10**6, "en")
    with pytest.raises(ReportUnknown):
        await reports.put_outcome(house.operator, 10**6, OUTCOME)
    with pytest.raises(LanguageUnknown, match="'zh'"):
        await reports.morning(house.operator, house.programme, "tlh")
    with pytest.raises(RequestInvalid, match="--language"):
        check_language("tlh")


def test_over_http_it_loads_nothing_and_runs_nothing() -> None:
    with Serving(demo=False) as serving, serving.client(Role.OPERATOR) as operator:
        file = FILE.decode().replace("2030-", "2040-")
        assert operator.post("/v1/programmes", json={"file": file, "reason": "trying"}).status_code == 200
        (programme,) = operator.get("/v1/programmes").json()["programmes"]
        address = f"/v1/programmes/{programme['id']}"
        outcome = {"measure": "Active", "offered_fans": 10, "offered_active": 4, "kept_fans": 5, "kept_active": 1}
        assert operator.post(f"{address}/outcomes", json=outcome).status_code == 201
        assert operator.post(f"{address}/outcomes", json=outcome | {"kept_active": 6}).status_code == 422
        page = operator.get(f"{address}/report", params={"language": "zh"})
        assert page.status_code == 200
        policies = page.headers.get_list("content-security-policy")
        assert len(policies) == 1
        assert policies[0].startswith("default-src 'none'; style-src 'unsafe-inline'")
        assert page.headers["x-content-type-options"] == "nosniff"
        assert '<html lang="zh"' in page.text
