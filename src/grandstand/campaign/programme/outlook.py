"""What a programme costs and brings, before anything is spent: computed from the same split that will pay it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from grandstand.campaign.models import TranchePlan
from grandstand.campaign.programme.models import (
    HourOutlook,
    Outlook,
    Programme,
    ShareLevels,
    Wave,
    WaveOutlook,
)
from grandstand.campaign.programme.rules import (
    PARTS,
    amount,
    cost_minor,
    days_of,
    draws_of,
    inviter_occasions,
    ticket_of,
)
from grandstand.campaign.split import SEED_BYTES, Split, largest_minor, split_parameters

SAMPLE_MAX = 2**15
"""Shares whose amounts are looked at; the permutation makes any of them as good as others."""
LEVELS = (1, 50, 90, 99)
CLAIMS_PER_S_MEASURED = 48_900
"""What one database gave in docs/decisions/0003, two lanes on two cores."""
DAY = timedelta(days=1)
HOUR_S = 3600
DAY_MINUTES = 24 * 60
NOBODYS_SEED = bytes(SEED_BYTES)


def outlook_of(programme: Programme) -> Outlook:
    """The whole programme at a glance."""
    waves = tuple(_wave(programme, wave) for wave in programme.waves)
    return Outlook(
        programme=programme.name,
        titles=programme.titles,
        zone=programme.zone,
        currency=programme.currency,
        digits=programme.digits,
        budget_minor=programme.budget_minor,
        cost_minor=sum(cost_minor(wave) for wave in programme.waves),
        fan_mean_minor=sum(each.gifts_minor * each.shares_a_fan // each.shares for each in waves),
        fan_mean_invites_minor=sum(each.gifts_minor * each.shares_a_fan_most // each.shares for each in waves),
        fan_most_minor=sum(_most(programme, wave) for wave in programme.waves),
        waves=waves,
        warnings=tuple(_warnings(programme)),
    )


def levels_of(plan: TranchePlan) -> ShareLevels:
    """How large the shares of a tranche are."""
    split = Split(NOBODYS_SEED, split_parameters(plan))
    amounts = split.amounts(np.arange(min(plan.shares, SAMPLE_MAX)))
    p1, p50, p90, p99 = (int(np.percentile(amounts, level, method="higher")) for level in LEVELS)
    return ShareLevels(
        mean_minor=plan.total_minor // plan.shares,
        p1_minor=p1,
        p50_minor=p50,
        p90_minor=p90,
        p99_minor=p99,
        most_minor=most_minor(plan),
    )


def most_minor(plan: TranchePlan) -> int:
    """What no share of a tranche passes, whatever its seed is."""
    return largest_minor(split_parameters(plan))


def _wave(programme: Programme, wave: Wave) -> WaveOutlook:
    days = len(days_of(wave.opens_at, wave.closes_at, programme.zone))
    invited = 1 + len(inviter_occasions(wave)) if wave.invites else 0
    alone, most = len(wave.occasions), len(wave.occasions) + invited
    shares = wave.budget.shares
    return WaveOutlook(
        wave=wave.name,
        kind=wave.kind,
        opens_at=wave.opens_at,
        closes_at=wave.closes_at,
        valid_until=wave.valid_until,
        days=days,
        shares=shares,
        gifts_minor=wave.budget.total_minor,
        prizes_minor=wave.draws.prizes.total_minor if wave.draws else 0,
        levels=levels_of(wave.budget),
        draws=len(draws_of(wave, programme.zone)),
        winners_a_day=wave.draws.winners if wave.draws else 0,
        shares_a_fan=alone,
        shares_a_fan_most=most,
        fans_alone=shares // alone,
        fans_most=shares // most,
        hours=tuple(
            HourOutlook(
                hour=hour.hour,
                shares=shares // days * hour.parts // PARTS,
                per_s=round(shares / days * hour.parts / PARTS / HOUR_S, 1),
            )
            for hour in wave.pacing.hours
        ),
        shares_per_s=wave.pacing.shares_per_s,
    )


def _most(programme: Programme, wave: Wave) -> int:
    """What a fan can get of a wave at most: no more shares than there are, and one prize a day."""
    taken = len(wave.occasions) + (1 + len(inviter_occasions(wave)) if wave.invites else 0)
    gifts = min(min(taken, wave.budget.shares) * most_minor(wave.budget), wave.budget.total_minor)
    if wave.draws is None:
        return gifts
    prizes = wave.draws.prizes
    return gifts + min(len(draws_of(wave, programme.zone)) * most_minor(prizes), prizes.total_minor)


def _warnings(programme: Programme) -> Iterator[str]:
    left = programme.budget_minor - sum(cost_minor(wave) for wave in programme.waves)
    if left > 0:
        yield f"{amount(left, programme.digits)} {programme.currency} of the budget are not planned for."
    for wave in programme.waves:
        for words in (*_validity(wave), *_draws(programme, wave), *_pace(programme, wave)):
            yield f"{wave.name}: {words}"


def _validity(wave: Wave) -> Iterator[str]:
    if wave.valid_until is not None and wave.valid_until - wave.closes_at < DAY:
        hours = (wave.valid_until - wave.closes_at).total_seconds() / HOUR_S
        yield f"what is taken last is valid for {hours:g} hours only."


def _draws(programme: Programme, wave: Wave) -> Iterator[str]:
    if wave.draws is None:
        return
    held = {draw.day for draw in draws_of(wave, programme.zone)}
    left_out = [
        each.isoformat() for each in days_of(wave.opens_at, wave.closes_at, programme.zone) if each not in held
    ]
    if left_out:
        yield f"no draw on {', '.join(left_out)}: it would close after the wave ends, or before it begins."
    if ticket_of(wave) and wave.draws.closes_minute < DAY_MINUTES:
        closes = f"{wave.draws.closes_minute // 60:02}:{wave.draws.closes_minute % 60:02}"
        yield f"invitations that are accepted after {closes} bring no ticket for the draw of their day."


def _pace(programme: Programme, wave: Wave) -> Iterator[str]:
    pacing, shares = wave.pacing, wave.budget.shares
    rate = pacing.shares_per_s
    open_s = (wave.closes_at - wave.opens_at).total_seconds()
    if rate and rate * open_s < shares:
        yield f"at {rate:,} shares a second only {int(rate * open_s):,} of {shares:,} shares can be given in time."
    days = len(days_of(wave.opens_at, wave.closes_at, programme.zone))
    peak = max((hour.parts for hour in pacing.hours), default=0)
    planned_per_s = shares / days * peak / PARTS / HOUR_S
    if rate and planned_per_s > rate:
        yield f"the plan needs {planned_per_s:,.0f} shares a second in its largest hour, the pace allows {rate:,}."
    if (most := max(rate, planned_per_s)) > CLAIMS_PER_S_MEASURED:
        yield (
            f"{most:,.0f} shares a second are more than the {CLAIMS_PER_S_MEASURED:,} "
            "that were measured on one database."
        )
    parts = sum(hour.parts for hour in pacing.hours)
    if 0 < parts < PARTS:
        yield f"the hours of the plan hold {parts / 100:g} % of a day's shares."


def local(at: datetime, zone: str) -> str:
    """A time as people of the zone read it."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
