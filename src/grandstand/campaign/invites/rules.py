"""Who may accept whose invitation, and what follows: pure.

No cycles, by a rule that looks at two rows only: an invitation counts only from somebody who was here before.
Being here begins with the first code or the first accepted invitation, and never changes; so along a chain of
invitations the times fall, and no chain comes back to where it began. Equal times are ordered by the fans' ids.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import available_timezones

from grandstand.campaign.invites.errors import (
    AlreadyInvited,
    CameBefore,
    InviteError,
    InvitesClosed,
    OwnCode,
    SchemeInvalid,
)
from grandstand.campaign.invites.models import CodeOwner, DailyTicket, Member, Scheme, SchemePlan, SchemeState
from grandstand.campaign.models import Pool
from grandstand.campaign.plan import TIME_MAX, TIME_MIN
from grandstand.kernel.ids import SubjectId

DAILY_TICKETS_MAX = 64
INVITATIONS_A_DAY_MAX = 1_000


def check_scheme(plan: SchemePlan, pool: Pool) -> None:
    """Pass when the pool has what the scheme promises.

    Raises:
        SchemeInvalid: the first thing that does not fit, with its value.
    """
    for fault in (*_occasion_faults(plan, pool), *_time_faults(plan), *_ticket_faults(plan.daily_tickets)):
        raise SchemeInvalid(fault)


def refusal(
    scheme: Scheme, owner: CodeOwner, fan: SubjectId, member: Member | None, now: datetime
) -> InviteError | None:
    """Why a fan cannot accept an invitation; None when she can, or has accepted this very one.

    Args:
        scheme: of the code.
        owner: of the code.
        fan: who wants to accept.
        member: what is known of her; None: nothing.
        now: the time.
    """
    if owner.fan == fan:
        return OwnCode("You cannot invite yourself; send the code to a friend.")
    if member is not None and member.inviter == owner.fan:
        return None
    if member is not None and member.inviter is not None:
        return AlreadyInvited("You have accepted another invitation; there is one for each person.")
    if scheme.state is not SchemeState.OPEN or not scheme.opens_at <= now < scheme.closes_at:
        return InvitesClosed(
            f"Invitations are {scheme.state.value!r}; they count from {scheme.opens_at.isoformat()} "
            f"to {scheme.closes_at.isoformat()}."
        )
    since = now if member is None else member.since
    if not came_before(owner, fan, since):
        return CameBefore("You were here before the person whose code this is, so she cannot invite you.")
    return None


def came_before(owner: CodeOwner, fan: SubjectId, since: datetime) -> bool:
    """Whether the owner of a code was here before a fan who has been here since a time."""
    return (owner.since, owner.fan.int) < (since, fan.int)


def tickets_earned(tickets: Sequence[DailyTicket], day: str, accepted: int) -> list[DailyTicket]:
    """The tickets that the `accepted`-th accepted invitation of a day brings.

    Args:
        tickets: of the scheme.
        day: like `2030-02-06`.
        accepted: counted from 1.
    """
    return [each for each in tickets if each.day.isoformat() == day and each.invitations == accepted]


def _occasion_faults(plan: SchemePlan, pool: Pool) -> Iterator[str]:
    promised = (plan.invited_occasion, *plan.inviter_occasions)
    if len(set(promised)) != len(promised):
        yield f"An occasion is promised twice: {list(promised)!r}."
    if not plan.inviter_occasions:
        yield "Who invites must get something: name at least one of the pool's occasions, like 'invite:1'."
    if wrong := [occasion for occasion in promised if occasion not in pool.earned]:
        yield f"Rewards are earned occasions of the pool, got {wrong[0]!r}; it has {list(pool.earned)!r}."


def _time_faults(plan: SchemePlan) -> Iterator[str]:
    for name, at in (("opens_at", plan.opens_at), ("closes_at", plan.closes_at)):
        if not TIME_MIN <= at <= TIME_MAX:
            yield f"{name} must lie in the years 2000 to 2999, got {at.isoformat()!r}."
    if plan.closes_at <= plan.opens_at:
        yield f"closes_at must be later than opens_at, got {plan.closes_at.isoformat()!r}."
    if plan.zone not in available_timezones():
        yield f"There is no time zone {plan.zone!r}; one is like 'Asia/Shanghai'."


def _ticket_faults(tickets: Sequence[DailyTicket]) -> Iterator[str]:
    if len(tickets) > DAILY_TICKETS_MAX:
        yield f"A scheme has {DAILY_TICKETS_MAX} daily tickets at most, got {len(tickets)}."
    for each in tickets:
        if not 1 <= each.invitations <= INVITATIONS_A_DAY_MAX:
            yield f"A ticket is for 1 to {INVITATIONS_A_DAY_MAX} invitations a day, got {each.invitations!r}."
    if len({(each.draw, each.ticket) for each in tickets}) != len(tickets):
        yield "The same ticket of a draw is promised twice."
