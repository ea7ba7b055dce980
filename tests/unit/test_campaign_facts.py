"""What a fan can still come by, as facts: pure."""

from datetime import UTC, datetime, timedelta

from grandstand.campaign.draws.models import Draw, DrawState, Standing
from grandstand.campaign.facts import Way, WayKind, ways
from grandstand.campaign.invites.models import MyInvites, Scheme, SchemeState
from grandstand.campaign.models import PoolNotice, PoolState
from grandstand.kernel.ids import PoolId

NOW = datetime(2030, 2, 6, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def pool(state: PoolState = PoolState.OPEN, *, gone: bool = False) -> PoolNotice:
    return PoolNotice(
        id=PoolId(1),
        titles={"en": "Tea"},
        state=state,
        currency="CNY",
        occasions=("launch", "second", "invited", "invite:1", "invite:2", "draw:1"),
        earned=("invited", "invite:1", "invite:2", "draw:1"),
        shares=10,
        total_minor=100,
        opens_at=None,
        closes_at=LATER,
        valid_until=None,
        gone=gone,
    )


def scheme(state: SchemeState = SchemeState.OPEN, closes_at: datetime = LATER) -> Scheme:
    return Scheme(
        id=3,
        pool=1,
        invited_occasion="invited",
        inviter_occasions=("invite:1", "invite:2"),
        opens_at=NOW,
        closes_at=closes_at,
        zone="UTC",
        daily_tickets=(),
        state=state,
    )


def mine(*, was_invited: bool = False, accepted: int = 0) -> MyInvites:
    return MyInvites(
        scheme=3,
        code=None,
        was_invited=was_invited,
        accepted=accepted,
        rewarded=min(accepted, 2),
        accepted_today=0,
    )


def draw(closes_at: datetime = LATER) -> Draw:
    return Draw(
        id=5,
        pool=1,
        occasion="draw:1",
        state=DrawState.ENTERING,
        winners=1,
        opens_at=NOW,
        closes_at=closes_at,
        tickets=("self", "three"),
        earned=("three",),
        excludes=(),
        beacon="",
        commitment="",
        committed_at=NOW,
        entries=None,
        root=None,
        beacon_value=None,
        seed=None,
    )


def found(
    pools: list[PoolNotice],
    *,
    schemes: list[tuple[Scheme, MyInvites]] | None = None,
    draws: list[tuple[Draw, Standing]] | None = None,
    held: frozenset[tuple[int, str]] = frozenset(),
) -> dict[WayKind, Way]:
    ways_found = list(ways(pools, schemes or [], draws or [], held, NOW))
    kinds = {way.kind: way for way in ways_found}
    assert len(kinds) == len(ways_found)
    return kinds


def test_she_may_ask_for_what_is_not_earned_and_not_hers() -> None:
    assert found([pool()])[WayKind.ASK].occasions == ("launch", "second")
    assert found([pool()], held=frozenset({(1, "launch")}))[WayKind.ASK].occasions == ("second",)
    assert found([pool()], held=frozenset({(1, "launch"), (1, "second")})) == {}
    assert found([pool()], held=frozenset({(2, "launch")}))[WayKind.ASK].occasions == ("launch", "second")


def test_a_pool_that_gives_later_is_a_way_and_one_that_is_over_is_none() -> None:
    for state in (PoolState.SCHEDULED, PoolState.PAUSED):
        assert WayKind.ASK in found([pool(state)])
    for state in (PoolState.CLOSED, PoolState.REVEALED):
        assert found([pool(state)]) == {}
    assert found([pool(gone=True)]) == {}
    assert found([pool(gone=True)], schemes=[(scheme(), mine())]) == {}


def test_invitations_bring_what_is_left_on_either_side() -> None:
    ways_found = found([pool()], schemes=[(scheme(), mine())])
    assert ways_found[WayKind.BE_INVITED].occasions == ("invited",)
    assert ways_found[WayKind.INVITE].occasions == ("invite:1", "invite:2")
    assert ways_found[WayKind.INVITE].scheme == 3
    ways_found = found([pool()], schemes=[(scheme(), mine(was_invited=True, accepted=1))])
    assert ways_found[WayKind.INVITE].occasions == ("invite:2",)
    assert WayKind.BE_INVITED not in ways_found
    assert WayKind.INVITE not in found([pool()], schemes=[(scheme(), mine(was_invited=True, accepted=7))])


def test_invitations_that_do_not_count_are_no_way() -> None:
    for each in (scheme(SchemeState.PAUSED), scheme(SchemeState.CLOSED), scheme(closes_at=NOW)):
        assert set(found([pool()], schemes=[(each, mine())])) == {WayKind.ASK}


def test_a_draw_is_a_way_while_a_ticket_is_missing_and_entries_count() -> None:
    nothing = Standing(draw=5, pseudonym="", tickets=(), place=None)
    one = Standing(draw=5, pseudonym="", tickets=("self",), place=None)
    both = Standing(draw=5, pseudonym="", tickets=("self", "three"), place=None)
    assert found([pool()], draws=[(draw(), nothing)])[WayKind.DRAW].tickets == ("self", "three")
    assert found([pool()], draws=[(draw(), one)])[WayKind.DRAW].tickets == ("three",)
    assert WayKind.DRAW not in found([pool()], draws=[(draw(), both)])
    assert WayKind.DRAW not in found([pool()], draws=[(draw(closes_at=NOW), nothing)])
