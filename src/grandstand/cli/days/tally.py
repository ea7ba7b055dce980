"""What a play came to: the figures that must be zero, and those that should be high or low."""

from typing import NamedTuple

import msgspec

from grandstand.campaign import audit_faults
from grandstand.cli.days.play import Play
from grandstand.kernel.database import Connection
from grandstand.kernel.ids import PoolId


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a play.

    Attributes:
        fans: who came, watched ones included.
        claims, redemptions, acceptances: how many there are.
        overspent_fen: what pools have given above their totals, and the programme above its budget.
        double: shares, vouchers, friends and winners that came twice, answers that changed on asking again.
        merchant_over_capacity: orders above a merchant's minute, open orders or stock.
        fraud_caught: of the fraudsters with a share, those of whom a claim was held.
        honest_held: of the honest watched fans with a share, those of whom a claim was held.
        others_held: fans of whom nobody has reported a signal and a claim was held.
        faults: invariants that do not hold, in words.
    """

    fans: int
    watched: int
    fraudsters: int
    claims: int
    acceptances: int
    redemptions: int
    unfinished_redemptions: int
    dead_letters: int
    overspent_fen: int
    double: int
    merchant_over_capacity: int
    fraud_caught: float
    honest_held: float
    others_held: int
    outages: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that must be zero is."""
        wrong = (self.overspent_fen, self.double, self.merchant_over_capacity, self.dead_letters, len(self.faults))
        return not any(wrong)


class Caught(NamedTuple):
    caught: float
    honest_held: float
    others_held: int


async def count(play: Play) -> Tally:
    """Count from the rows what a play has left behind."""
    storage = play.storage
    async with play.services.database.connection() as db:
        counts = await storage.counts(db)
        double = await storage.doubles(db) + play.changed_answers
        over_capacity = await storage.over_capacity(db)
        sold = await storage.sold(db)
        fraud = await _fraud(play, db)
    for shop in play.street.shops.values():
        if shop.sells_max is not None:
            over_capacity += max(0, sold.get(shop.id, 0) - shop.sells_max)
    overspent, twice, faults = await _audit(play)
    watched = play.crowd.watched
    return Tally(
        fans=max(play.script.fans, len(watched)),
        watched=len(watched),
        fraudsters=sum(each.is_fraud for each in watched),
        claims=counts.claims,
        acceptances=counts.acceptances,
        redemptions=counts.redemptions,
        unfinished_redemptions=counts.unfinished,
        dead_letters=counts.dead_letters,
        overspent_fen=overspent,
        double=double + twice,
        merchant_over_capacity=over_capacity,
        fraud_caught=fraud.caught,
        honest_held=fraud.honest_held,
        others_held=fraud.others_held,
        outages=tuple(f"{at.isoformat()} {what}" for at, what in play.outages),
        faults=tuple(faults),
    )


async def _audit(play: Play) -> tuple[int, int, list[str]]:
    """What was given too much, what twice, and what else is wrong with the books."""
    record, _ = await play.services.programmes.programme(play.operator, play.number)
    pools = [PoolId(each) for made in record.waves.values() for each in (made.pool, made.prize_pool) if each]
    audits = [await play.services.proofs.audit(pool) for pool in pools]
    overspent = sum(max(0, each.claims_minor - each.balance.total_minor) for each in audits)
    overspent += max(0, sum(each.claims_minor for each in audits) - record.budget_minor)
    twice = sum(each.fans_twice + each.shares_twice for each in audits)
    return overspent, twice, [fault for each in audits for fault in audit_faults(each)]


async def _fraud(play: Play, db: Connection) -> Caught:
    held = await play.storage.held(db)
    here = await play.storage.with_share(db, [each.id for each in play.crowd.watched])
    fraudsters = {each.id for each in play.crowd.watched if each.is_fraud} & here
    honest = {each.id for each in play.crowd.watched if not each.is_fraud} & here
    return Caught(
        round(len(fraudsters & held) / max(1, len(fraudsters)), 4),
        round(len(honest & held) / max(1, len(honest)), 5),
        len(held - {each.id for each in play.crowd.watched}),
    )
