"""What a campaign is for one fan at one instant, as typed facts: for an assistant that must not make anything up.

Every fact was read at or after `as_of`. Nothing here is for operators: what a fan may not hear is not in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Self

import msgspec

from grandstand.campaign.draws import Draw, DrawState
from grandstand.campaign.draws.models import Standing
from grandstand.campaign.invites import Scheme
from grandstand.campaign.invites.models import MyInvites, SchemeState
from grandstand.campaign.models import Claim, PoolNotice, PoolState
from grandstand.campaign.status import Incident
from grandstand.campaign.vouchers.models import MerchantNotice, Redemption, Voucher
from grandstand.kernel.ids import PoolId


class WayKind(StrEnum):
    """How a share is come by."""

    ASK = "ask"
    BE_INVITED = "be_invited"
    INVITE = "invite"
    DRAW = "draw"


class PoolFact(msgspec.Struct, frozen=True, kw_only=True):
    """A pool; `gives` is whether it gives shares now, `occasions` those that fans may ask for themselves.

    `has_line`: a ticket comes first, and whoever takes one now waits for `wait_s` seconds; None: nobody is let in
    at the moment. Why a pool pauses stands among the incidents that name it, as far as fans may hear it.
    """

    id: int
    titles: dict[str, str]
    state: PoolState
    currency: str
    occasions: tuple[str, ...]
    gives: bool
    gone: bool
    has_line: bool
    wait_s: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    valid_until: datetime | None


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One way to shares that she does not have yet: `occasions` of `pool`, from `opens_at` until `closes_at`.

    `draw` and `tickets` are there for a draw: the tickets that she does not have yet; `scheme` for invitations.
    """

    kind: WayKind
    pool: int
    occasions: tuple[str, ...]
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    draw: int | None = None
    tickets: tuple[str, ...] = ()
    scheme: int | None = None

    @classmethod
    def by_draw(cls, draw: Draw, tickets: tuple[str, ...]) -> Self:
        """The way of a draw, with the tickets that she does not have yet."""
        return cls(
            kind=WayKind.DRAW,
            pool=draw.pool,
            occasions=(draw.occasion,),
            opens_at=draw.opens_at,
            closes_at=draw.closes_at,
            draw=draw.id,
            tickets=tickets,
        )

    @classmethod
    def by_invitation(cls, kind: WayKind, scheme: Scheme, occasions: tuple[str, ...]) -> Self:
        """The way of her who invites or of her who is invited, to these occasions."""
        return cls(
            kind=kind,
            pool=scheme.pool,
            occasions=occasions,
            opens_at=scheme.opens_at,
            closes_at=scheme.closes_at,
            scheme=scheme.id,
        )


class HeldShare(msgspec.Struct, frozen=True, kw_only=True):
    """A share that she has; one that is under review cannot be spent until somebody has looked."""

    pool: int
    occasion: str
    amount_minor: int
    currency: str
    claimed_at: datetime
    under_review: bool


class FanFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is hers, newest first, and what she can still come by."""

    shares: tuple[HeldShare, ...]
    vouchers: tuple[Voucher, ...]
    redemptions: tuple[Redemption, ...]
    invites: tuple[MyInvites, ...]
    draws: tuple[Standing, ...]
    ways: tuple[Way, ...]


class CampaignFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What there is for everybody, and what is the asker's own where she is a fan."""

    as_of: datetime
    pools: tuple[PoolFact, ...]
    draws: tuple[Draw, ...]
    schemes: tuple[Scheme, ...]
    merchants: tuple[MerchantNotice, ...]
    """Those with room now."""
    incidents: tuple[Incident, ...]
    """What operators tell everybody now."""
    own: FanFacts | None


def pool_fact(pool: PoolNotice, waits: Mapping[PoolId, int | None]) -> PoolFact:
    """What a fan may know of a pool.

    Args:
        pool: as fans see it.
        waits: the pools with a line, and the seconds that somebody waits there who comes now.
    """
    return PoolFact(
        id=pool.id,
        titles=pool.titles,
        state=pool.state,
        currency=pool.currency,
        occasions=tuple(each for each in pool.occasions if each not in pool.earned),
        gives=pool.state is PoolState.OPEN and not pool.gone,
        gone=pool.gone,
        has_line=pool.id in waits,
        wait_s=waits.get(pool.id, 0),
        opens_at=pool.opens_at,
        closes_at=pool.closes_at,
        valid_until=pool.valid_until,
    )


def held_share(claim: Claim, held_back: frozenset[tuple[int, str]]) -> HeldShare:
    """A share in her wallet.

    Args:
        claim: what she was given.
        held_back: pool and occasion of those that somebody has to look at first.
    """
    return HeldShare(
        pool=claim.pool,
        occasion=claim.occasion,
        amount_minor=claim.amount_minor,
        currency=claim.currency,
        claimed_at=claim.claimed_at,
        under_review=(claim.pool, claim.occasion) in held_back,
    )


def ways(
    pools: Sequence[PoolNotice],
    schemes: Sequence[tuple[Scheme, MyInvites]],
    draws: Sequence[tuple[Draw, Standing]],
    held: frozenset[tuple[int, str]],
    now: datetime,
) -> Iterator[Way]:
    """How a fan can come by shares that she does not have.

    Args:
        pools: all that she sees.
        schemes: those that are not over, with what is hers of them.
        draws: those that are not over, with what is hers of them.
        held: pool and occasion of the shares that she has.
        now: at this time.
    """
    by_id: dict[int, PoolNotice] = {pool.id: pool for pool in pools}
    for pool in pools:
        asked = tuple(each for each in pool.occasions if each not in pool.earned and (pool.id, each) not in held)
        if asked and _may_still_give(pool):
            yield Way(
                kind=WayKind.ASK, pool=pool.id, occasions=asked, opens_at=pool.opens_at, closes_at=pool.closes_at
            )
    for scheme, mine in schemes:
        if _may_still_give(by_id.get(scheme.pool)):
            yield from _ways_of_scheme(scheme, mine, now)
    for draw, standing in draws:
        missing = tuple(each for each in draw.tickets if each not in standing.tickets)
        if draw.closes_at > now and missing:
            yield Way.by_draw(draw, missing)


def is_on(draw: Draw, now: datetime) -> bool:
    """Whether somebody may still come into the draw, or waits for its winners."""
    return draw.state is not DrawState.DRAWN or draw.closes_at > now


def counts(scheme: Scheme, now: datetime) -> bool:
    """Whether an invitation may still count."""
    return scheme.state is SchemeState.OPEN and scheme.closes_at > now


def _ways_of_scheme(scheme: Scheme, mine: MyInvites, now: datetime) -> Iterator[Way]:
    if not counts(scheme, now):
        return
    left = scheme.inviter_occasions[mine.rewarded :]
    kinds = [(WayKind.BE_INVITED, () if mine.was_invited else (scheme.invited_occasion,)), (WayKind.INVITE, left)]
    for kind, occasions in kinds:
        if occasions:
            yield Way.by_invitation(kind, scheme, occasions)


def _may_still_give(pool: PoolNotice | None) -> bool:
    return (
        pool is not None
        and pool.state in {PoolState.SCHEDULED, PoolState.OPEN, PoolState.PAUSED}
        and not pool.gone
    )
