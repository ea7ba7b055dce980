"""The shops of the nine days: some are small, some sell out, a few have a system of their own, which may be down.

A shop's system is that of demo/merchant.py, with its signatures and its file of orders; only the socket between is
left out, since the time of the play is not that of the machine.
"""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec

from grandstand.campaign.vouchers import (
    SIGNATURE,
    Capacity,
    Category,
    Heard,
    MerchantPlan,
    Vouchers,
    Webhooks,
)
from grandstand.demo.merchant import Behaviour, MerchantServer, OrderBook
from grandstand.kernel.auth import Principal
from grandstand.kernel.clock import Clock

SHOPS_MIN, SHOPS_MAX = 12, 120
FANS_A_SHOP = 4_000
ROOM = 1.8
"""Of what is wanted on average: at good hours there is not enough for everybody."""
SYSTEM_EVERY, SELLS_OUT_EVERY = 12, 5
NAMES = ("Cloud Tea", "Plum Noodles", "Harbour Coffee", "Lantern Dumplings", "Orchard Juice", "River Buns")


class Shop(NamedTuple):
    """A shop: `sells_max` is what it has in stock at the beginning, None where that has no end."""

    id: int
    popularity: float
    per_minute: int
    sells_max: int | None


class Street(Webhooks):
    """All shops.

    Args:
        folder: where their systems keep their orders.
        clock: of the play; signatures are as old as it says.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._folder = folder
        self._clock = clock
        self._systems: dict[str, MerchantServer] = {}
        self.shops: dict[int, Shop] = {}

    async def build(
        self, vouchers: Vouchers, operator: Principal, chance: Random, *, wanted: int, moments: int
    ) -> None:
        """Open shops where so many vouchers can be used in so many moments, a minute each."""
        count = max(SHOPS_MIN, min(SHOPS_MAX, wanted // FANS_A_SHOP))
        mean = max(1.0, wanted * ROOM / moments / count)
        for number in range(count):
            per_minute = max(1, round(mean * chance.lognormvariate(-0.18, 0.6)))
            stock = per_minute * 150 if number % SELLS_OUT_EVERY == 0 else None
            url = f"street:{number}" if number % SYSTEM_EVERY == 1 else ""
            plan = MerchantPlan(
                name=f"{NAMES[number % len(NAMES)]} {number + 1}",
                category=Category.DRINK if number % 3 else Category.FOOD,
                capacity=Capacity(per_minute=per_minute, open_max=per_minute * 4, stock=stock),
                webhook=url and f"https://{url.replace(':', '-')}.example/orders",
            )
            added = await vouchers.add_merchant(operator, plan)
            popularity = per_minute * chance.lognormvariate(0, 0.7)
            self.shops[added.merchant.id] = Shop(added.merchant.id, popularity, per_minute, stock)
            if plan.webhook:
                book = OrderBook(self._folder / f"shop-{number}.orders")
                self._systems[plan.webhook] = MerchantServer(bytes.fromhex(added.secret), book)

    def behave(self, behaviour: Behaviour) -> None:
        """Have every system behave like this from now on."""
        for system in self._systems.values():
            system.behaviour = behaviour

    def choose(self, open_shops: list[Shop], chance: Random) -> Shop:
        """Where somebody goes: rather to a popular one."""
        return chance.choices(open_shops, [shop.popularity for shop in open_shops])[0]

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Heard:
        """What the shop's system answers."""
        system = self._systems[url]
        if system.behaviour is Behaviour.DOWN:
            return Heard(503, b"{}")
        answer = system.answer(body, headers[SIGNATURE], int(self._clock().timestamp()))
        return Heard(200, msgspec.json.encode(answer))
