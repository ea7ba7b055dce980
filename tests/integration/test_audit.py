"""The log over everything: whatever people did is in it once, in order, in pages."""

from datetime import timedelta

import pytest

from grandstand.campaign import Act, Curve, PoolPlan
from grandstand.campaign.audit import Area, AuditLog
from grandstand.campaign.audit import service as audit_service
from grandstand.campaign.audit.routes import cursor_of, place_of
from grandstand.campaign.vouchers import Capacity, Category, MerchantPlan
from grandstand.campaign.vouchers.models import MerchantAct, MerchantId
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import new_subject_id
from grandstand.services import Services

PLAN = PoolPlan(
    titles={"en": "Test"},
    currency="CNY",
    shares=10,
    total_minor=1_000,
    minimum_minor=1,
    curve=Curve.EQUAL,
    occasions=("launch",),
    lanes=1,
)
SHOP = MerchantPlan(name="Tea House", category=Category.DRINK, capacity=Capacity(per_minute=1, open_max=1))


def somebody(role: Role) -> Principal:
    return Principal(new_subject_id(), role, None, system_clock() + timedelta(hours=1))


async def test_acts_of_all_packages_are_one_log(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    log, operator = AuditLog(services.database), somebody(Role.OPERATOR)
    books = await services.campaign.create_pool(operator, PLAN)
    await services.campaign.act(operator, books.pool, Act.OPENED, "it begins")
    shop = MerchantId((await services.vouchers.add_merchant(operator, SHOP)).merchant.id)
    await services.vouchers.throttle(operator, shop, Capacity(per_minute=2, open_max=2), "more cups")
    await services.vouchers.act(operator, shop, MerchantAct.PAUSED, "no cups")
    found, following = await log.acts(somebody(Role.AUDITOR))
    mine = [each for each in found if each.actor == operator.subject]
    assert [(each.area, each.act, each.reason) for each in mine] == [
        (Area.MERCHANT, "merchant.paused", "no cups"),
        (Area.MERCHANT, "merchant.throttled", "more cups"),
        (Area.MERCHANT, "merchant.added", "added"),
        (Area.POOL, "pool.opened", "it begins"),
        (Area.POOL, "pool.created", mine[4].reason),
    ]
    assert (mine[0].subject, mine[3].subject) == (str(shop), str(books.pool))
    assert following is None
    monkeypatch.setattr(audit_service, "ACTS_PAGE", 2)
    paged, place = await log.acts(operator)
    while place is not None:
        more, place = await log.acts(operator, place_of(cursor_of(place)))
        paged += more
    assert paged == found


async def test_only_operators_and_auditors_read_the_log(services: Services) -> None:
    for role in set(Role) - {Role.OPERATOR, Role.AUDITOR}:
        with pytest.raises(Forbidden):
            await AuditLog(services.database).acts(somebody(role))


@pytest.mark.parametrize(
    "cursor", ["", "yesterday~pool~1", "2030-02-06T10:00:00~pool~1", "2030-02-06T10:00:00Z~nothing~1", "~~"]
)
def test_a_cursor_of_something_else_is_told_so(cursor: str) -> None:
    with pytest.raises(RequestInvalid, match="'next'"):
        place_of(cursor)
