"""Who may accept whose invitation: one inviter each, never oneself, never in a circle."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.invites.errors import (
    AlreadyInvited,
    CameBefore,
    InviteError,
    InvitesClosed,
    OwnCode,
    SchemeInvalid,
)
from grandstand.campaign.invites.models import (
    CodeOwner,
    DailyTicket,
    Member,
    Scheme,
    SchemeId,
    SchemePlan,
    SchemeState,
)
from grandstand.campaign.invites.rules import (
    DAILY_TICKETS_MAX,
    INVITATIONS_A_DAY_MAX,
    check_scheme,
    refusal,
    tickets_earned,
)
from grandstand.campaign.models import Pool, PoolState
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id

NOW = datetime(2030, 2, 6, 8, tzinfo=UTC)
INVITER = tuple(f"invite:{number}" for number in range(1, 21))
POOL = Pool(
    id=PoolId(7),
    titles={"en": "Drinks"},
    currency="CNY",
    occasions=("launch", "invited", *INVITER),
    earned=("invited", *INVITER),
    lanes=1,
    shares=100,
    total_minor=250_000,
    opens_at=None,
    closes_at=None,
    valid_until=None,
    state=PoolState.OPEN,
    pseudonym_key=bytes(32),
)
TICKET = DailyTicket(day=date(2030, 2, 6), invitations=3, draw=1, ticket="invites:1")
PLAN = SchemePlan(
    pool=PoolId(7),
    invited_occasion="invited",
    inviter_occasions=INVITER,
    opens_at=NOW,
    closes_at=NOW + timedelta(days=9),
    zone="Asia/Shanghai",
    daily_tickets=(TICKET,),
)
SCHEME = Scheme(
    id=1,
    pool=7,
    invited_occasion="invited",
    inviter_occasions=INVITER,
    opens_at=NOW,
    closes_at=NOW + timedelta(days=9),
    zone="UTC",
    daily_tickets=(),
    state=SchemeState.OPEN,
)
ONE = SchemeId(1)

MANY_TICKETS = tuple(msgspec.structs.replace(TICKET, draw=at) for at in range(DAILY_TICKETS_MAX + 1))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 3)), max_size=60))
def test_no_order_of_acceptances_makes_a_circle_or_a_second_inviter(tries: list[tuple[int, int, int]]) -> None:
    """Six fans try to invite one another, codes asked for in between, many at the very same time."""
    fans = [new_subject_id() for _ in range(6)]
    members: dict[SubjectId, Member] = {}
    now = NOW
    for inviter_at, invited_at, passed in tries:
        now += timedelta(microseconds=passed)
        inviter, invited = fans[inviter_at], fans[invited_at]
        # Her code is there from when she asks for it, at the latest now.
        known = members.setdefault(inviter, Member(ONE, inviter, now, None))
        member = members.get(invited)
        owner = CodeOwner(ONE, inviter, known.since)
        if refusal(SCHEME, owner, invited, member, now) is None:
            assert member is None or member.inviter in {None, inviter}
            members[invited] = Member(ONE, invited, now if member is None else member.since, inviter)
    for fan in fans:
        seen = set()
        at: SubjectId | None = fan
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = members[at].inviter if at in members else None


OWNER = CodeOwner(ONE, new_subject_id(), NOW)
FAN = new_subject_id()


@pytest.mark.parametrize(
    ("fan", "member", "now", "kind"),
    [
        (FAN, None, NOW + timedelta(seconds=1), None),
        (FAN, Member(ONE, FAN, NOW + timedelta(seconds=1), None), NOW + timedelta(days=1), None),
        (FAN, Member(ONE, FAN, NOW + timedelta(seconds=1), OWNER.fan), NOW + timedelta(days=99), None),
        (OWNER.fan, None, NOW + timedelta(seconds=1), OwnCode),
        (FAN, Member(ONE, FAN, NOW + timedelta(seconds=1), new_subject_id()), NOW, AlreadyInvited),
        (FAN, Member(ONE, FAN, NOW - timedelta(seconds=1), None), NOW + timedelta(seconds=1), CameBefore),
        (FAN, None, NOW - timedelta(seconds=1), InvitesClosed),
        (FAN, None, NOW + timedelta(days=9), InvitesClosed),
    ],
)
def test_each_refusal_has_its_reason(
    fan: SubjectId, member: Member | None, now: datetime, kind: type[InviteError] | None
) -> None:
    refused = refusal(SCHEME, OWNER, fan, member, now)
    assert refused is None if kind is None else isinstance(refused, kind)


@pytest.mark.parametrize("state", [SchemeState.PAUSED, SchemeState.CLOSED])
def test_nothing_counts_while_invitations_are_stopped(state: SchemeState) -> None:
    stopped = msgspec.structs.replace(SCHEME, state=state)
    assert isinstance(refusal(stopped, OWNER, FAN, None, NOW + timedelta(seconds=1)), InvitesClosed)


def test_a_ticket_comes_with_the_invitation_that_completes_the_number() -> None:
    assert tickets_earned([TICKET], "2030-02-06", 3) == [TICKET]
    assert tickets_earned([TICKET], "2030-02-06", 2) == []
    assert tickets_earned([TICKET], "2030-02-06", 4) == []
    assert tickets_earned([TICKET], "2030-02-07", 3) == []


def test_what_the_pool_has_may_be_promised() -> None:
    check_scheme(PLAN, POOL)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"invited_occasion": "launch"}, "'launch'"),
        ({"invited_occasion": "invite:1"}, "promised twice"),
        ({"inviter_occasions": ()}, "at least one"),
        ({"inviter_occasions": ("invite:21",)}, "'invite:21'"),
        ({"closes_at": NOW}, "later than opens_at"),
        ({"opens_at": datetime(1999, 1, 1, tzinfo=UTC)}, "2000 to 2999"),
        ({"zone": "Mars/Olympus"}, "'Mars/Olympus'"),
        ({"daily_tickets": (TICKET, TICKET)}, "promised twice"),
        ({"daily_tickets": (msgspec.structs.replace(TICKET, invitations=0),)}, "got 0"),
        ({"daily_tickets": (msgspec.structs.replace(TICKET, invitations=INVITATIONS_A_DAY_MAX + 1),)}, "1001"),
        (
            {
                "daily_tickets": tuple(
                    msgspec.structs.replace(TICKET, draw=at) for at in range(DAILY_TICKETS_MAX + 1)
                )
            },
            f"{DAILY_TICKETS_MAX} daily tickets",
        ),
    ],
)
def test_what_cannot_be_kept_is_not_promised(change: dict[str, object], words: str) -> None:
    with pytest.raises(SchemeInvalid) as caught:
        check_scheme(msgspec.structs.replace(PLAN, **change), POOL)
    assert words in str(caught.value)
