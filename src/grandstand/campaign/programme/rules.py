"""What a programme comes to: its pools, its draws, what does not fit, what may still be changed. Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from grandstand.campaign.audience import AudienceAsk
from grandstand.campaign.conditions import EVERY_OCCASION, Conditions, Segment
from grandstand.campaign.errors import PlanInvalid
from grandstand.campaign.models import PoolPlan
from grandstand.campaign.plan import OCCASIONS_MAX, check_plan
from grandstand.campaign.programme.models import (
    Change,
    DayDraw,
    Misfit,
    Path,
    Programme,
    StoredProgramme,
    Wave,
    WaveKind,
)

WAVES_MAX = 64
WAVE_DAYS_MAX = 366
NAME_PATTERN = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
INVITED = "invited"
INVITER = "invite:"
DRAW = "draw:"
PARTS = 10_000
INSTANT = timedelta(microseconds=1)
LIVE_KEYS = frozenset({"valid_until", "pacing", "categories", "segments"})
"""What may be changed after a wave was applied; validity only to later."""
KEYS_IN_FILE = {"opens_at": "from", "closes_at": "until", "budget": "shares and amounts"}
"""What a field of a wave is called in the file, where that is another word."""


def days_of(opens_at: datetime, closes_at: datetime, zone: str) -> list[date]:
    """The days on which something is open, WAVE_DAYS_MAX + 1 of them at most."""
    first = opens_at.astimezone(ZoneInfo(zone)).date()
    last = (closes_at - INSTANT).astimezone(ZoneInfo(zone)).date()
    count = min((last - first).days, WAVE_DAYS_MAX) + 1
    return [first + timedelta(days=at) for at in range(count)]


def day_draws(opens_at: datetime, closes_at: datetime, closes_minute: int, zone: str) -> list[DayDraw]:
    """One draw for each day whose closing lies within the wave; entries from the beginning of the day."""
    draws = []
    for day in days_of(opens_at, closes_at, zone):
        begins = max(opens_at, minute_of(day, 0, zone))
        ends = minute_of(day, closes_minute, zone)
        if begins < ends <= closes_at:
            draws.append(DayDraw(day, f"{DRAW}{day.isoformat()}", begins, ends))
    return draws


def minute_of(day: date, minute: int, zone: str) -> datetime:
    """A minute of a day on the clocks of a zone, in UTC; one that is left out counts from before."""
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def draws_of(wave: Wave, zone: str) -> list[DayDraw]:
    """The draws of a wave; none where it has none."""
    if wave.draws is None:
        return []
    return day_draws(wave.opens_at, wave.closes_at, wave.draws.closes_minute, zone)


def inviter_occasions(wave: Wave) -> tuple[str, ...]:
    """What the inviter is given, friend by friend."""
    return tuple(f"{INVITER}{at}" for at in range(1, wave.invites.inviter + 1)) if wave.invites else ()


def ticket_of(wave: Wave) -> str | None:
    """The ticket of the day's draw that accepted invitations bring."""
    if wave.invites is None or not wave.invites.daily_invitations:
        return None
    return f"invites:{wave.invites.daily_invitations}"


def gift_pool(programme: Programme, wave: Wave) -> PoolPlan:
    """The pool that gives what the wave promises."""
    earned = (INVITED, *inviter_occasions(wave)) if wave.invites else ()
    return PoolPlan(
        titles=wave.titles,
        currency=programme.currency,
        shares=wave.budget.shares,
        total_minor=wave.budget.total_minor,
        minimum_minor=wave.budget.minimum_minor,
        curve=wave.budget.curve,
        tiers=wave.budget.tiers,
        occasions=(*wave.occasions, *earned),
        earned=earned,
        lanes=wave.lanes,
        opens_at=wave.opens_at,
        closes_at=wave.closes_at,
        valid_until=wave.valid_until,
    )


def prize_pool(programme: Programme, wave: Wave) -> PoolPlan | None:
    """The pool that pays the winners of the wave's draws; it does not close by itself, so that all are paid."""
    if wave.draws is None:
        return None
    occasions = tuple(draw.occasion for draw in draws_of(wave, programme.zone))
    prizes = wave.draws.prizes
    return PoolPlan(
        titles=wave.titles,
        currency=programme.currency,
        shares=prizes.shares,
        total_minor=prizes.total_minor,
        minimum_minor=prizes.minimum_minor,
        curve=prizes.curve,
        tiers=prizes.tiers,
        occasions=occasions,
        earned=occasions,
        lanes=1,
        opens_at=wave.opens_at,
        valid_until=wave.valid_until,
    )


def asked_by(wave: Wave) -> dict[str, list[Segment]]:
    """The segments that a wave asks for, by occasion."""
    asked: dict[str, list[Segment]] = {}
    for each in wave.segments:
        asked.setdefault(each.occasion, []).append(Segment(each.name, each.rule))
    return asked


def audience_ask(wave: Wave) -> AudienceAsk:
    """What a wave would ask for and give, to try it on everybody who is known."""
    return AudienceAsk(
        name=wave.name,
        conditions=Conditions(asked=asked_by(wave)),
        occasions=wave.occasions,
        shares=wave.budget.shares,
        total_minor=wave.budget.total_minor,
    )


def cost_minor(wave: Wave) -> int:
    """What a wave costs if everything is taken."""
    return wave.budget.total_minor + (wave.draws.prizes.total_minor if wave.draws else 0)


def misfits(programme: Programme) -> Iterator[Misfit]:
    """Everything that cannot be given as the file says, with where it stands."""
    names = [wave.name for wave in programme.waves]
    for at, wave in enumerate(programme.waves):
        if wave.name in names[:at]:
            yield Misfit(("waves", at, "name"), f"There is another wave {wave.name!r} above.")
        found = list(_wave_misfits(programme, wave, ("waves", at)))
        yield from found
        if not found:
            yield from _plan_misfits(programme, wave, ("waves", at))
    cost = sum(cost_minor(wave) for wave in programme.waves)
    if cost > programme.budget_minor:
        yield Misfit(
            ("budget",),
            f"The waves cost {amount(cost, programme.digits)}, "
            f"which is {amount(cost - programme.budget_minor, programme.digits)} more than the budget.",
        )


def amount(minor: int, digits: int) -> str:
    """An amount as people read it: 3,000,000.00."""
    if not digits:
        return f"{minor:,}"
    whole, rest = divmod(minor, 10**digits)
    return f"{whole:,}.{rest:0{digits}}"


def programme_changes(stored: StoredProgramme, after: Programme) -> list[Change]:
    """What a file says differently from what was applied; waves that are new are not among it."""
    record, found = stored.record, []
    raised = after.budget_minor > record.budget_minor
    for key, old, new, frozen in (
        ("titles", record.titles, after.titles, False),
        ("zone", record.zone, after.zone, True),
        ("currency", record.currency, after.currency, True),
        # More money takes two people: raise a pool, or plan another programme.
        ("budget", amount(record.budget_minor, stored.digits), amount(after.budget_minor, after.digits), raised),
    ):
        if old != new:
            found.append(Change(wave="", key=key, before=_shown(old), after=_shown(new), is_frozen=frozen))
    waves = {wave.name: wave for wave in after.waves}
    for name, before in stored.waves.items():
        if name in waves:
            found += wave_changes(before.wave, waves[name])
        else:
            found.append(Change(wave=name, key="wave", before="there", after="nothing of it", is_frozen=True))
    return found


def wave_changes(before: Wave, after: Wave) -> list[Change]:
    """What a file says differently from what was applied of a wave, key by key."""
    found = []
    for key in Wave.__struct_fields__:
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            is_frozen = key not in LIVE_KEYS or (key == "valid_until" and not _is_later(old, new))
            shown = KEYS_IN_FILE.get(key, key)
            found.append(
                Change(wave=before.name, key=shown, before=_shown(old), after=_shown(new), is_frozen=is_frozen)
            )
    return found


def _is_later(before: datetime | None, after: datetime | None) -> bool:
    return before is not None and after is not None and after > before


def _wave_misfits(programme: Programme, wave: Wave, path: Path) -> Iterator[Misfit]:
    yield from _time_misfits(programme, wave, path)
    yield from _occasion_misfits(wave, path)
    if wave.kind is WaveKind.VOUCHER and not wave.categories:
        yield Misfit(path, "A voucher needs categories where it may be used, like [drink, food].")
    if wave.kind is WaveKind.CASH and wave.categories:
        yield Misfit((*path, "categories"), "Categories are for kind: voucher, this wave gives cash.")
    yield from _draw_misfits(programme, wave, path)
    if (parts := sum(hour.parts for hour in wave.pacing.hours)) > PARTS:
        yield Misfit(
            (*path, "pacing", "plan"), f"The hours add up to {parts / PARTS:g} of the day, which is more than 1."
        )


def _time_misfits(programme: Programme, wave: Wave, path: Path) -> Iterator[Misfit]:
    if wave.closes_at <= wave.opens_at:
        yield Misfit((*path, "until"), "'until' must be later than 'from'.")
        return
    if wave.valid_until is not None and wave.valid_until < wave.closes_at:
        yield Misfit(
            (*path, "valid_until"), "'valid_until' must not be before 'until': shares would be void at once."
        )
    if len(days_of(wave.opens_at, wave.closes_at, programme.zone)) > WAVE_DAYS_MAX:
        yield Misfit((*path, "until"), f"A wave has {WAVE_DAYS_MAX} days at most.")


def _occasion_misfits(wave: Wave, path: Path) -> Iterator[Misfit]:
    for at, occasion in enumerate(wave.occasions):
        if occasion == INVITED or occasion.startswith((INVITER, DRAW)):
            yield Misfit(
                (*path, "occasions", at),
                f"{occasion!r} is made by the keys 'invites' and 'draws'; give your occasion another name.",
            )
        if occasion in wave.occasions[:at]:
            yield Misfit((*path, "occasions", at), f"{occasion!r} stands here twice.")
    given = {*wave.occasions, *inviter_occasions(wave), *([INVITED] if wave.invites else [])}
    for occasion in {segment.occasion for segment in wave.segments} - {EVERY_OCCASION} - given:
        yield Misfit(
            (*path, "occasion_segments", occasion),
            f"This wave has no occasion {occasion!r}; it has {', '.join(sorted(given))}.",
        )
    count = len(wave.occasions) + (1 + wave.invites.inviter if wave.invites else 0)
    if count > OCCASIONS_MAX:
        yield Misfit(
            (*path, "occasions"), f"A wave has {OCCASIONS_MAX} occasions at most, with invitations it has {count}."
        )


def _draw_misfits(programme: Programme, wave: Wave, path: Path) -> Iterator[Misfit]:
    if wave.draws is None:
        if ticket_of(wave):
            yield Misfit(
                (*path, "invites", "daily_draw"), "This wave has no draws; add 'draws', or take this out."
            )
        return
    if not wave.draws.is_open and not ticket_of(wave):
        yield Misfit(
            (*path, "draws", "daily", "open"),
            "Nobody could enter: let everybody ('open: true') or add 'invites: {daily_draw: …}'.",
        )
    days = len(draws_of(wave, programme.zone)) if wave.closes_at > wave.opens_at else 1
    place = (*path, "draws", "daily")
    if not days:
        yield Misfit((*place, "closes"), "No day of this wave has a draw: none closes between 'from' and 'until'.")
    elif days > OCCASIONS_MAX:
        yield Misfit(place, f"A wave has {OCCASIONS_MAX} draws at most, this one has {days}.")
    elif wave.draws.prizes.shares != days * wave.draws.winners:
        yield Misfit(
            (*place, "tiers"),
            f"{days} draws with {wave.draws.winners:,} winners each need {days * wave.draws.winners:,} prizes, "
            f"the tiers have {wave.draws.prizes.shares:,}.",
        )


def _plan_misfits(programme: Programme, wave: Wave, path: Path) -> Iterator[Misfit]:
    try:
        check_plan(gift_pool(programme, wave))
    except PlanInvalid as error:
        yield Misfit(path, str(error))
    try:
        if (prizes := prize_pool(programme, wave)) is not None:
            check_plan(prizes)
    except PlanInvalid as error:
        yield Misfit((*path, "draws"), str(error))


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"  # noqa: PLR2004 - a line of a message
