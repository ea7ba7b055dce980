"""What a made-up crowd leaves behind: as programs report it, and as the scorer's plain form takes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from grandstand.campaign.fraud import Acceptance, Crowd, FanSignal, Rules, Sighting, SignalKind
from grandstand.demo.fraudsters import Person


def signals_of(people: Sequence[Person]) -> list[FanSignal]:
    """Every signal of them, in the order of time."""
    sights = [
        (sight.at, FanSignal(each.id, sight.kind, sight.value, sight.at))
        for each in people
        for sight in each.sights
    ]
    ages = [
        (at, FanSignal(each.id, SignalKind.ACCOUNT_AGE_DAYS, str(each.age_days), at))
        for each in people
        if each.age_days is not None
        for at in (each.sights[0].at,)
    ]
    return [signal for _, signal in sorted(sights + ages, key=itemgetter(0))]


def crowd_in_memory(people: Sequence[Person], now: datetime, rules: Rules) -> Crowd:
    """The crowd for `Crowd.facts`; nothing is digested, for it does not leave the process."""
    sightings = [
        Sighting(each.id, sight.at, sight.kind, sight.value.encode()) for each in people for sight in each.sights
    ]
    sightings.sort(key=lambda each: each.at)
    ages = {
        each.id: each.sights[0].at - timedelta(days=each.age_days) for each in people if each.age_days is not None
    }
    acceptances = [
        Acceptance(each.id, each.inviter, each.invited_at)
        for each in people
        if each.inviter is not None and each.invited_at is not None
    ]
    joined = {each.id: each.invited_at or each.sights[0].at for each in people}
    return Crowd(sightings, ages, acceptances, joined, now, rules)
