"""The facts of a crowd in memory: the plain form of the statement `facts` of queries.sql, which a test compares.

It is what the scorer is evaluated with on many crowds; pure. Here nothing is cut off, so the two agree as long as
no group is larger than the statement counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from grandstand.campaign.fraud.models import Facts, Rules, Sighting, SignalKind
from grandstand.campaign.fraud.rules import AT_ONCE, BURST, GONE_AFTER, GONE_SPAN
from grandstand.kernel.ids import SubjectId

CHAIN_STEPS_MAX = 8
"""So many steps up and down a line of invitations."""
FOLLOWED_MAX = 2
"""So many of those who accepted first are followed at each step down."""
NEAR_MAX = 40
"""Whoever has as many accounts one step away is not followed a second one."""


class Acceptance(NamedTuple):
    """Who was invited by whom, and when she accepted."""

    invited: SubjectId
    inviter: SubjectId
    at: datetime


class Seen(msgspec.Struct):
    """What is kept of a fan besides her signals."""

    first_at: datetime
    last_at: datetime
    first_device: bytes | None = None
    last_device: bytes | None = None
    account_since: datetime | None = None
    devices: int = 0


class Group(msgspec.Struct):
    """Counts of all who share one value."""

    accounts: int = 0
    alone: int = 0
    alone_gone: int = 0
    alone_day: int = 0
    gone: int = 0
    moved_away: int = 0
    moved_onto: int = 0


NOBODY = Group()


class Crowd:
    """Everybody who was seen.

    Args:
        sightings: in the order in which they were reported.
        ages: when accounts were made, of those of whom it was said.
        acceptances: of invitations.
        joined: when somebody came who was not invited.
        now: the time of the question.
        rules: whose window counts.
    """

    def __init__(
        self,
        sightings: Iterable[Sighting],
        ages: dict[SubjectId, datetime],
        acceptances: Sequence[Acceptance],
        joined: dict[SubjectId, datetime],
        now: datetime,
        rules: Rules,
    ) -> None:
        self._now = now
        self._since = now - timedelta(days=rules.window_days)
        self._fans: dict[SubjectId, Seen] = {}
        self._values: defaultdict[SubjectId, dict[tuple[SignalKind, bytes], list[datetime]]] = defaultdict(dict)
        for each in sightings:
            self._see(each, ages)
        self._members: defaultdict[tuple[SignalKind, bytes], list[SubjectId]] = defaultdict(list)
        self._recent: defaultdict[SubjectId, list[tuple[SignalKind, bytes]]] = defaultdict(list)
        for fan, values in self._values.items():
            self._fans[fan].devices = sum(kind is SignalKind.DEVICE for kind, _ in values)
            for value, (_, last_at) in values.items():
                if last_at >= self._since:
                    self._members[value].append(fan)
                    self._recent[fan].append(value)
        self._groups = {value: self._group(value[1], members) for value, members in self._members.items()}
        self._inviter = {each.invited: each for each in acceptances}
        self._joined = joined | {each.invited: each.at for each in acceptances}
        self._accepted: defaultdict[SubjectId, list[Acceptance]] = defaultdict(list)
        for acceptance in sorted(acceptances, key=lambda each: each.at):
            self._accepted[acceptance.inviter].append(acceptance)

    def facts(self, fan: SubjectId) -> Facts:
        """What the scorer sees of a fan; nothing of somebody who was never seen and never invited."""
        seen = self._fans.get(fan)
        devices = self._groups_of(fan, SignalKind.DEVICE)
        device = min((group for _, group in devices), key=_privacy, default=NOBODY)
        payments = self._groups_of(fan, SignalKind.PAYMENT)
        payment = max(
            (group for _, group in payments), key=lambda each: (each.accounts, each.gone), default=NOBODY
        )
        addresses = self._groups_of(fan, SignalKind.ADDRESS)
        by_value = dict(devices)
        has_moved = seen is not None and seen.first_device != seen.last_device
        begun = by_value.get(seen.first_device or b"", NOBODY) if seen and has_moved else NOBODY
        ended = by_value.get(seen.last_device or b"", NOBODY) if seen and has_moved else NOBODY
        return Facts(
            device_alone=device.alone,
            device_gone=device.alone_gone,
            device_day=device.alone_day,
            payment_accounts=payment.accounts,
            payment_gone=payment.gone,
            address_accounts=min((group.accounts for _, group in addresses), default=0),
            linked=self._linked(fan),
            moved_away=begun.moved_away,
            moved_onto=ended.moved_onto,
            burst_gone=self._burst(fan),
            chain_gone=self._chain(fan),
            is_gone=seen is not None and self._is_gone(seen),
            age_days=None
            if seen is None or seen.account_since is None
            else (seen.first_at - seen.account_since) / timedelta(days=1),
        )

    def _see(self, each: Sighting, ages: dict[SubjectId, datetime]) -> None:
        seen = self._fans.get(each.fan)
        if seen is None:
            seen = self._fans[each.fan] = Seen(each.at, each.at, account_since=ages.get(each.fan))
        seen.first_at, seen.last_at = min(seen.first_at, each.at), max(seen.last_at, each.at)
        if each.kind is SignalKind.DEVICE:
            seen.first_device = seen.first_device or each.value
            seen.last_device = each.value
        times = self._values[each.fan].setdefault((each.kind, each.value), [each.at, each.at])
        times[0], times[1] = min(times[0], each.at), max(times[1], each.at)

    def _is_gone(self, seen: Seen | None) -> bool:
        if seen is None:
            return True
        return seen.first_at < self._now - GONE_AFTER and seen.last_at < seen.first_at + GONE_SPAN

    def _group(self, value: bytes, members: Sequence[SubjectId]) -> Group:
        fans = [self._fans[fan] for fan in members]
        alone = [seen for seen in fans if seen.devices == 1]
        away = [seen for seen in fans if seen.first_device == value and seen.last_device != value]
        return Group(
            accounts=len(fans),
            alone=len(alone),
            alone_gone=sum(map(self._is_gone, alone)),
            alone_day=_most_of_one_day(alone),
            gone=sum(map(self._is_gone, fans)),
            moved_away=_most_of_one_day(away),
            moved_onto=sum(seen.first_device != value and seen.last_device == value for seen in fans),
        )

    def _groups_of(self, fan: SubjectId, kind: SignalKind) -> list[tuple[bytes, Group]]:
        return [(value[1], self._groups[value]) for value in self._recent.get(fan, ()) if value[0] is kind]

    def _near(self, fan: SubjectId) -> set[SubjectId]:
        """Who has a payment id of hers, or is alone on the device that she is alone on."""
        near: set[SubjectId] = set()
        for value in self._recent.get(fan, ()):
            if value[0] is SignalKind.PAYMENT:
                near.update(self._members[value])
            elif value[0] is SignalKind.DEVICE and self._fans[fan].devices == 1:
                near.update(each for each in self._members[value] if self._fans[each].devices == 1)
        return near

    def _linked(self, fan: SubjectId) -> int:
        near = self._near(fan)
        if len(near) >= NEAR_MAX:
            return NEAR_MAX
        return len(near.union(*(self._near(each) for each in near)))

    def _burst(self, fan: SubjectId) -> int:
        mine = [self._burst_at(fan, each.at) for each in self._accepted.get(fan, ())]
        invited = self._inviter.get(fan)
        return max([*mine, 0 if invited is None else self._burst_at(invited.inviter, invited.at)], default=0)

    def _burst_at(self, inviter: SubjectId, at: datetime) -> int:
        accepted = self._accepted[inviter]
        return sum(self._has_gone(each) for each in accepted if abs(each.at - at) <= BURST)

    def _has_gone(self, each: Acceptance) -> bool:
        """Whether somebody who was invited is gone; who was never seen is, once a day has passed."""
        seen = self._fans.get(each.invited)
        return each.at < self._now - GONE_AFTER if seen is None else self._is_gone(seen)

    def _chain(self, fan: SubjectId) -> int:
        mine = self._inviter.get(fan)
        gone = 0 if mine is None else int(self._has_gone(mine))
        at = mine
        for _ in range(CHAIN_STEPS_MAX):
            above = None if at is None else self._inviter.get(at.inviter)
            if at is None or above is None or not timedelta() <= at.at - above.at <= AT_ONCE:
                break
            gone, at = gone + self._has_gone(above), above
        return gone + self._chain_below(fan)

    def _chain_below(self, fan: SubjectId) -> int:
        """At how many steps below somebody gone is, each of whom accepted at once."""
        level, steps = [fan], 0
        for _ in range(CHAIN_STEPS_MAX):
            below = [each for parent in level if parent in self._joined for each in self._at_once(parent)]
            if not below:
                break
            steps += any(map(self._has_gone, below))
            level = [each.invited for each in below]
        return steps

    def _at_once(self, fan: SubjectId) -> list[Acceptance]:
        """Who accepted first, right after she had come herself."""
        joined = self._joined[fan]
        accepted = self._accepted.get(fan, ())
        return [each for each in accepted if timedelta() <= each.at - joined <= AT_ONCE][:FOLLOWED_MAX]


def _privacy(group: Group) -> tuple[int, int, int, int]:
    return group.accounts, group.alone, group.alone_gone, group.alone_day


def _most_of_one_day(fans: Sequence[Seen]) -> int:
    return max(Counter(seen.first_at.date() for seen in fans).values(), default=0)
