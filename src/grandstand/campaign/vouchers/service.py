"""Vouchers and merchants: what operators set, what fans do. Each method is one transaction but for redeeming."""

import secrets
from collections.abc import Iterable
from uuid import UUID

import msgspec

from grandstand.campaign.engine import ClaimEngine
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.rules import check_reason
from grandstand.campaign.vouchers.errors import (
    MerchantClosed,
    MerchantUnknown,
    RedemptionConflict,
    RedemptionUnknown,
    VoucherUnderReview,
)
from grandstand.campaign.vouchers.models import (
    Capacity,
    Category,
    FullMerchant,
    Merchant,
    MerchantAct,
    MerchantActRecord,
    MerchantId,
    MerchantNotice,
    MerchantPlan,
    MerchantState,
    Redemption,
    RedemptionState,
    Voucher,
    VoucherTerms,
    Wish,
)
from grandstand.campaign.vouchers.orders import Orders
from grandstand.campaign.vouchers.redeeming import Redeeming, order_message
from grandstand.campaign.vouchers.room import Room
from grandstand.campaign.vouchers.rules import check_capacity, check_merchant, check_terms, minute_of
from grandstand.campaign.vouchers.storage import MerchantRow, VoucherStorage
from grandstand.campaign.webhooks import Webhooks
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.database import Connection
from grandstand.kernel.ids import PoolId
from grandstand.kernel.sealing import Sealer

VOUCHERS_MAX = 200
REDEMPTIONS_MAX = 200
MERCHANTS_PAGE = 100
NOTICES_MAX = 200
ACTS_MAX = 100
SECRET_BYTES = 32
STATES = {
    MerchantAct.PAUSED: MerchantState.PAUSED,
    MerchantAct.RESUMED: MerchantState.OPEN,
    MerchantAct.CLOSED: MerchantState.CLOSED,
}


class AddedMerchant(msgspec.Struct, frozen=True, kw_only=True):
    """A new merchant and the secret that its webhooks are signed with, in hexadecimal: shown this once."""

    merchant: Merchant
    secret: str


class Vouchers:
    """The use cases of vouchers.

    Args:
        engine: its database, pools and clock are used here.
        outbox: what tells merchants, and gives room back.
        sealer: of the merchants' secrets.
        webhooks: what calls the merchants' systems; another one in a play whose merchants are in this process.
    """

    def __init__(
        self, engine: ClaimEngine, outbox: Outbox, sealer: Sealer, *, webhooks: Webhooks | None = None
    ) -> None:
        self._database = engine.tools.database
        self._pools = engine.tools.pools
        self._clock = engine.tools.clock
        self._outbox = outbox
        self._storage = VoucherStorage(sealer)
        self._room = Room(self._database, self._clock, self._storage)
        self._redeeming = Redeeming(self._database, self._clock, self._storage, self._room, outbox)
        self._webhooks = webhooks or Webhooks()
        self._orders = Orders(self._database, self._clock, self._storage, self._room, outbox, self._webhooks)

    async def close(self) -> None:
        """Answer what was accepted, then let go of connections to merchants."""
        await self._redeeming.drain()
        await self._webhooks.close()

    # Operators.

    async def set_terms(self, actor: Principal, terms: VoucherTerms) -> VoucherTerms:
        """Make the shares of a pool vouchers, or change where they may be used.

        Raises:
            TermsInvalid: they could be used nowhere.
            PoolUnknown: there is no such pool.
        """
        async with self._database.transaction() as db:
            await self.set_terms_in(db, actor, terms)
        return terms

    async def set_terms_in(self, db: Connection, actor: Principal, terms: VoucherTerms) -> None:
        """As `set_terms`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        check_terms(terms)
        if await self._pools.lock_pool(db, terms.pool) is None:
            raise PoolUnknown(f"There is no pool {terms.pool!r}.")
        await self._storage.set_terms(db, terms)

    async def add_merchant(self, actor: Principal, plan: MerchantPlan) -> AddedMerchant:
        """A merchant that takes orders from now on.

        Raises:
            MerchantInvalid: there can be none like this.
        """
        require_role(actor, Role.OPERATOR)
        check_merchant(plan)
        secret = secrets.token_bytes(SECRET_BYTES)
        async with self._database.transaction() as db:
            now = self._clock()
            number = await self._storage.insert_merchant(db, plan, secret, now)
            await self._storage.insert_act(db, number, now, actor, MerchantAct.ADDED, "added")
            row = await self._found(db, number)
        return AddedMerchant(merchant=row.merchant, secret=secret.hex())

    async def throttle(self, actor: Principal, merchant: MerchantId, capacity: Capacity, reason: str) -> Merchant:
        """Change what a merchant can take; `stock` is what is left to sell from now on.

        Raises:
            MerchantInvalid: nobody can have such a capacity.
        """
        require_role(actor, Role.OPERATOR)
        check_capacity(capacity)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            await self._found(db, merchant, lock=True)
            await self._storage.set_capacity(db, merchant, capacity)
            await self._storage.insert_act(db, merchant, self._clock(), actor, MerchantAct.THROTTLED, reason)
            return (await self._found(db, merchant)).merchant

    async def act(self, actor: Principal, merchant: MerchantId, act: MerchantAct, reason: str) -> Merchant:
        """Pause, resume or close a merchant. When this returns, no later order is taken against it.

        Raises:
            MerchantClosed: it is closed for good.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            row = await self._found(db, merchant, lock=True)
            if row.merchant.state is MerchantState.CLOSED:
                raise MerchantClosed(f"{row.merchant.name} is closed for good; add another merchant.")
            await self._storage.set_merchant_state(db, merchant, STATES[act])
            await self._storage.insert_act(db, merchant, self._clock(), actor, act, reason)
            return (await self._found(db, merchant)).merchant

    async def merchants(self, viewer: Principal, after: int) -> tuple[list[Merchant], int | None]:
        """All merchants by number, and the cursor of the next page."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            found = await self._storage.merchants(db, after, MERCHANTS_PAGE + 1)
        page = found[:MERCHANTS_PAGE]
        return page, page[-1].id if len(found) > MERCHANTS_PAGE else None

    async def acts(self, viewer: Principal, merchant: MerchantId) -> list[MerchantActRecord]:
        """The audit log of a merchant, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            await self._found(db, merchant)
            return await self._storage.acts(db, merchant, ACTS_MAX)

    async def keep_times(self) -> None:
        """Go on with redemptions that a process left behind, end those that nobody captured."""
        await self._redeeming.keep_times()

    # Fans.

    async def with_room(self, category: Category | None) -> list[MerchantNotice]:
        """Merchants that take orders now: a full one is not shown until it has room again."""
        async with self._database.connection() as db:
            return await self._storage.with_room(db, category, minute_of(self._clock()), NOTICES_MAX)

    async def without_room(self, category: Category | None) -> list[FullMerchant]:
        """Merchants that take no order now and will again; the soonest first."""
        async with self._database.connection() as db:
            return await self._storage.without_room(db, category, minute_of(self._clock()), NOTICES_MAX)

    async def names(self, merchants: Iterable[MerchantId]) -> dict[MerchantId, str]:
        """How merchants are called, whether they have room or not."""
        async with self._database.connection() as db:
            return await self._storage.names(db, merchants)

    async def vouchers(self, fan: Principal) -> list[Voucher]:
        """What the fan holds, newest first."""
        require_role(fan, Role.FAN)
        async with self._database.connection() as db:
            return await self._storage.vouchers(db, fan.subject, self._clock(), VOUCHERS_MAX)

    async def redemptions(self, fan: Principal) -> list[Redemption]:
        """What the fan has tried, newest first."""
        require_role(fan, Role.FAN)
        async with self._database.connection() as db:
            return await self._storage.my_redemptions(db, fan.subject, REDEMPTIONS_MAX)

    async def redeem(
        self,
        fan: Principal,
        pool: PoolId,
        occasion: str,
        merchant: MerchantId,
        *,
        capture: bool,
        redemption: UUID | None = None,
    ) -> Redemption:
        """Use a voucher at a merchant; asking again is answered with the same redemption.

        Args:
            fan: whose voucher it is.
            pool: the voucher's.
            occasion: the voucher's.
            merchant: where.
            capture: order at once; otherwise the merchant keeps room for a few minutes.
            redemption: its id, where the caller has chosen one: then it is begun once at most, and what became of
                it is the answer, however late it is asked again.

        Raises:
            VoucherError: why it cannot be used, or not there.
        """
        require_role(fan, Role.FAN)
        if redemption is not None:
            async with self._database.connection() as db:
                begun = (await self._storage.redemptions(db, [(fan.subject, redemption)])).get(redemption)
            if begun is not None and begun.state is not RedemptionState.ASKING:
                return begun
        return await self._redeeming.redeem(Wish(fan.subject, pool, occasion, merchant, capture, redemption))

    async def capture(self, fan: Principal, redemption: UUID) -> Redemption:
        """Order what is held.

        Raises:
            RedemptionUnknown, RedemptionConflict: there is nothing of hers to order.
            VoucherUnderReview: it was held back in the meantime.
        """
        require_role(fan, Role.FAN)
        async with self._database.transaction() as db:
            now = self._clock()
            found = await self._mine(db, fan, redemption)
            if found.state in {RedemptionState.CAPTURED, RedemptionState.DONE}:
                return found
            if found.state is not RedemptionState.HELD or found.expires_at <= now:
                raise RedemptionConflict(
                    f"The redemption is {found.state.value!r}, held until {found.expires_at.isoformat()}; "
                    "redeem the voucher once more."
                )
            wish = Wish(fan.subject, PoolId(found.pool), found.occasion, MerchantId(found.merchant), capture=True)
            (standing,) = await self._storage.standings(db, [wish])
            if standing is None or standing.is_held_back:
                raise VoucherUnderReview("Somebody looks at this voucher first; it is not lost.")
            state = RedemptionState.CAPTURED
            await self._storage.set_state(db, fan.subject, redemption, state, "", now)
            await self._outbox.put(db, [order_message(fan.subject, found, now)])
        return msgspec.structs.replace(found, state=state)

    async def void(self, fan: Principal, redemption: UUID) -> Redemption:
        """Give up what is held: the voucher is valid again at once.

        Raises:
            RedemptionUnknown, RedemptionConflict: there is nothing of hers to give up, or it was ordered.
        """
        require_role(fan, Role.FAN)
        ended = await self._redeeming.end(fan.subject, redemption, RedemptionState.VOIDED, "given up")
        if ended is not None:
            return ended
        async with self._database.transaction() as db:
            found = await self._mine(db, fan, redemption)
        if found.state in {RedemptionState.VOIDED, RedemptionState.EXPIRED}:
            return found
        raise RedemptionConflict(f"The redemption is {found.state.value!r}: what was ordered cannot be given up.")

    async def _mine(self, db: Connection, fan: Principal, redemption: UUID) -> Redemption:
        found = await self._storage.lock_redemption(db, fan.subject, redemption)
        if found is None:
            raise RedemptionUnknown(f"You have no redemption {str(redemption)!r}.")
        return found

    async def _found(self, db: Connection, merchant: MerchantId, *, lock: bool = False) -> MerchantRow:
        row = await self._storage.merchant(db, merchant, lock=lock)
        if row is None:
            raise MerchantUnknown(f"There is no merchant {merchant!r}.")
        return row
