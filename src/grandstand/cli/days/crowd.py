"""Who comes when, and what for: decided beforehand from a seed, so that the same script asks for the same things.

Most fans are as ordinary as can be. The watched ones are those of `demo/fraudsters.py`: their fronts report
signals, and of each it is known whether she is a fraudster. Pure.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from grandstand.campaign.fraud import FanSignal
from grandstand.campaign.programme import Programme, Wave, WaveKind
from grandstand.cli.days.script import Script
from grandstand.demo.fraudsters import Fraudsters, Person
from grandstand.demo.sightings import signals_of
from grandstand.kernel.ids import SubjectId

NIGHT_HOURS = range(1, 10)
"""In which little happens: one moment an hour."""
DAY_WEIGHTS = (0.30, 0.16, 0.12, 0.11, 0.10, 0.10, 0.11)
"""How those who come are spread over the days of a wave."""
HOSTS = 0.02
"""Of the unwatched, who invite."""
INVITED = 0.06
COME_BACK = 0.25
"""Of those who came once, who come for a later wave."""
THIRSTY = 0.12
"""Of those who have a voucher, who use it within the nine days."""
PATIENCE_H = 40.0
"""How long a voucher lies before that, on average."""
INVITED_OCCASION = "invited"

Indices = np.ndarray[Any, np.dtype[np.int64]]


class Claimed(NamedTuple):
    """Somebody asks for a share: `wave` is the number of the wave in the file."""

    wave: int
    fan: SubjectId
    occasion: str


class Acceptance(NamedTuple):
    """Somebody accepts the invitation of somebody else."""

    wave: int
    at: datetime
    fan: SubjectId
    inviter: SubjectId


class Coming:
    """What is asked for until one moment."""

    def __init__(self) -> None:
        self.acceptances: list[Acceptance] = []
        self.claims: list[Claimed] = []
        self.signals: list[FanSignal] = []
        self.thirsty: list[Claimed] = []
        """Vouchers that are to be used from now on."""


class CrowdPlan:
    """The crowd of a script.

    Args:
        script: how large, and of what chance.
        programme: what there is to come for.
        people: the watched; as `people_of` makes them, when left out.
    """

    def __init__(self, script: Script, programme: Programme, people: Sequence[Person] | None = None) -> None:
        self._script = script
        self._waves = programme.waves
        self._zone = ZoneInfo(programme.zone)
        self._chance = np.random.Generator(np.random.PCG64(script.seed))
        self.moments = list(moments(programme, script.step))
        self.opens_at = min(wave.opens_at for wave in programme.waves)
        self._coming: defaultdict[int, Coming] = defaultdict(Coming)
        self.watched = people_of(script, programme) if people is None else list(people)
        self._plan_watched()
        self._plan_others()

    def at(self, moment: int) -> Coming:
        """What is asked for until a moment; it can be taken once."""
        return self._coming.pop(moment, Coming())

    def size(self, moment: int) -> int:
        """How many claims are asked for until a moment."""
        return len(self._coming[moment].claims)

    def everything(self) -> Iterable[Coming]:
        """What is still to come."""
        return self._coming.values()

    # Those of whom there are signals.

    def _plan_watched(self) -> None:
        for each in self.watched:
            self._plan_person(self._vouchers, each)
        for signal in signals_of(self.watched):
            assert signal.at is not None
            if (moment := self._moment(signal.at)) < len(self.moments):
                self._coming[moment].signals.append(signal)

    def _plan_person(self, wave: int, person: Person) -> None:
        if person.inviter is not None and person.invited_at is not None:
            asked = Acceptance(wave, person.invited_at, person.id, person.inviter)
            self._coming[self._moment(person.invited_at)].acceptances.append(asked)
        visits = {self._moment(sight.at) for sight in person.sights}
        first = self._moment(_first_at(person))
        if "launch" in person.claims:
            asked_for = [Claimed(wave, person.id, name) for name in self._waves[wave].occasions]
            self._coming[first].claims += asked_for
            if self._chance.random() < THIRSTY:
                self._coming[self._thirst(first)].thirsty += asked_for
        for number, later in enumerate(self._waves):
            # One claim a wave of those she comes for again.
            at = next((moment for moment in sorted(visits) if self._is_open(later, moment)), None)
            if later.kind is WaveKind.CASH and at is not None:
                self._coming[at].claims.append(Claimed(number, person.id, self._occasion(later, at)))

    # Everybody else.

    def _plan_others(self) -> None:
        count = max(0, self._script.fans - len(self.watched))
        fans = self._fans(count)
        wave = self._vouchers
        arrivals = self._arrivals(self._waves[wave], count)
        hosts = np.flatnonzero(self._chance.random(count) < HOSTS)
        hosts = hosts[np.argsort(arrivals[hosts], kind="stable")]
        invited = self._chance.random(count) < INVITED
        thirsty = self._chance.random(count) < THIRSTY
        picks = self._chance.random(count)
        before = np.searchsorted(arrivals[hosts], arrivals)
        for at, moment in enumerate(arrivals.tolist()):
            coming, fan = self._coming[moment], fans[at]
            if invited[at] and before[at]:
                host = fans[hosts[int(picks[at] * before[at])]]
                coming.acceptances.append(Acceptance(wave, self.moments[moment], fan, host))
            asked_for = [Claimed(wave, fan, name) for name in self._waves[wave].occasions]
            coming.claims += asked_for
            if thirsty[at]:
                self._coming[self._thirst(moment)].thirsty += asked_for
        self._plan_returns(fans)

    def _plan_returns(self, fans: Sequence[SubjectId]) -> None:
        for number, wave in enumerate(self._waves):
            if wave.kind is not WaveKind.CASH:
                continue
            back = np.flatnonzero(self._chance.random(len(fans)) < COME_BACK)
            moments_of_return = self._arrivals(wave, len(back)).tolist()
            for at, moment in zip(back.tolist(), moments_of_return, strict=True):
                claim = Claimed(number, fans[at], self._occasion(wave, moment))
                self._coming[moment].claims.append(claim)

    def _fans(self, count: int) -> list[SubjectId]:
        random = self._chance.bytes(16 * count)
        return [SubjectId(UUID(bytes=random[at : at + 16], version=4)) for at in range(0, 16 * count, 16)]

    def _arrivals(self, wave: Wave, count: int) -> Indices:
        """When so many come for a wave: by the hours of its plan, the first day most."""
        hours = {each.hour: each.parts for each in wave.pacing.hours} or {10: 3, 12: 2, 20: 4, 21: 1}
        weights = np.zeros(len(self.moments))
        first_day = wave.opens_at.astimezone(self._zone).date()
        for at, moment in enumerate(self.moments):
            if self._is_open(wave, at):
                local = (moment - self._script.step).astimezone(self._zone)
                day = min((local.date() - first_day).days, len(DAY_WEIGHTS) - 1)
                # Somebody comes at any hour, even where nothing is planned.
                weights[at] = DAY_WEIGHTS[day] * (hours.get(local.hour, 0) / sum(hours.values()) + 0.01)
        return self._chance.choice(len(weights), size=count, p=weights / weights.sum())

    def _thirst(self, moment: int) -> int:
        wait = timedelta(hours=float(self._chance.exponential(PATIENCE_H)))
        return min(self._moment(self.moments[moment] + wait), len(self.moments) - 1)

    def _occasion(self, wave: Wave, moment: int) -> str:
        """The occasion of this time of the day, where a wave has several: each has an equal part of it."""
        opened = (self.moments[moment] - wave.opens_at) / (wave.closes_at - wave.opens_at)
        return wave.occasions[min(int(opened * len(wave.occasions)), len(wave.occasions) - 1)]

    @property
    def _vouchers(self) -> int:
        return vouchers_of(self._waves)

    def _moment(self, at: datetime) -> int:
        """The first moment that is not before a time."""
        return bisect_left(self.moments, at)

    def _is_open(self, wave: Wave, moment: int) -> bool:
        return moment < len(self.moments) and wave.opens_at < self.moments[moment] < wave.closes_at


def people_of(script: Script, programme: Programme) -> list[Person]:
    """The watched, by when they first come: who would come first when the vouchers are over stays at home."""
    opens_at = min(wave.opens_at for wave in programme.waves)
    closes_at = programme.waves[vouchers_of(programme.waves)].closes_at
    crowd = Fraudsters(script.seed, opens_at).crowd(script.watched, fraud_share=script.fraud_share)
    kept: dict[SubjectId, Person] = {}
    for each in sorted(crowd, key=_first_at):
        # Nor does anybody come whose inviter has stayed at home.
        if _first_at(each) < closes_at and (each.inviter is None or each.inviter in kept):
            kept[each.id] = each
    return list(kept.values())


def vouchers_of(waves: Sequence[Wave]) -> int:
    """The number of the first wave of vouchers."""
    return next(at for at, wave in enumerate(waves) if wave.kind is WaveKind.VOUCHER)


def joined_at(person: Person) -> datetime | None:
    """Since when she has her account, where somebody says so."""
    return None if person.age_days is None else person.sights[0].at - timedelta(days=person.age_days)


def moments(programme: Programme, step: timedelta) -> Iterator[datetime]:
    """From the beginning of the first wave to the end of the last, step by step; at night each hour at most."""
    opens_at = min(wave.opens_at for wave in programme.waves)
    closes_at = max(wave.closes_at for wave in programme.waves)
    zone = ZoneInfo(programme.zone)
    at = opens_at + step
    while at <= closes_at:
        local = at.astimezone(zone)
        if local.minute == 0 or (local - step).hour not in NIGHT_HOURS:
            yield at
        at += step


def days(plan: Sequence[datetime], zone: str) -> list[range]:
    """The moments of each day, as ranges of their numbers; midnight ends a day."""
    of_day = [(at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() for at in plan]
    borders = [at for at, (one, two) in enumerate(pairwise(of_day), 1) if one != two]
    return [range(*each) for each in pairwise([0, *borders, len(plan)])]


def _first_at(person: Person) -> datetime:
    first = person.sights[0].at
    return first if person.invited_at is None else min(first, person.invited_at)
