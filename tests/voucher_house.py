"""A house that hands out drinks: its fans and its merchants, for tests in which vouchers are used."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from grandstand.campaign import Curve, PoolPlan
from grandstand.campaign.vouchers import Capacity, Category, MerchantId, MerchantPlan, Vouchers
from grandstand.campaign.vouchers.models import VoucherState
from grandstand.campaign.vouchers.service import AddedMerchant
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.kernel.settings import Settings
from grandstand.services import Services

PLENTY = Capacity(per_minute=1000, open_max=1000)
ELSEWHERE = "http://127.0.0.1:9/orders"
"""The system of a merchant that is never asked in a test: its orders stay open."""
DRINKS = PoolPlan(
    titles={"en": "A drink on us"},
    currency="CNY",
    shares=400,
    total_minor=1_000_000,
    minimum_minor=2500,
    curve=Curve.EQUAL,
    occasions=("launch",),
    lanes=2,
    valid_until=datetime(2031, 1, 1, tzinfo=UTC),
)


@dataclass
class Watch:
    """The time is the machine's, moved: signatures are checked by a clock of the merchant's own."""

    moved: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.moved


@dataclass
class VoucherHouse:
    """A campaign with a pool of drinks; an operator adds the merchants."""

    services: Services
    settings: Settings
    watch: Watch
    operator: Principal
    drinks: PoolId
    vouchers: Vouchers

    def fan(self) -> Principal:
        return Principal(new_subject_id(), Role.FAN, None, self.watch() + timedelta(days=30))

    async def fan_with_voucher(self) -> Principal:
        who = self.fan()
        await self.services.engine.claim(self.drinks, who.subject, "launch")
        return who

    async def state(self, who: Principal) -> VoucherState:
        """Of her only voucher."""
        (voucher,) = await self.vouchers.vouchers(who)
        return voucher.state

    async def merchant(self, name: str = "Cloud Tea", **plan: Any) -> MerchantId:
        return MerchantId((await self.add_merchant(name, **plan)).merchant.id)

    async def add_merchant(
        self,
        name: str = "Cloud Tea",
        *,
        category: Category = Category.DRINK,
        capacity: Capacity = PLENTY,
        webhook: str = "",
    ) -> AddedMerchant:
        """A merchant with its secret."""
        plan = MerchantPlan(name=name, category=category, capacity=capacity, webhook=webhook)
        return await self.vouchers.add_merchant(self.operator, plan)
