"""A crowd of nine days with known truth: ordinary fans, honest look-alikes of fraud, fraudsters of several trades.

The same seed gives the same crowd. Used by the evaluation of the scorer (benchmarks/campaign_fraud.py), by tests
and by simulations. Everybody in it is made up.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from grandstand.campaign.fraud import SignalKind
from grandstand.kernel.ids import SubjectId

DAYS = 9
FRIENDS = 20
"""An enthusiast's."""
CARRIER_ADDRESSES = 40
"""Mobile carriers put whole towns behind one address."""


class Kind(StrEnum):
    """What somebody is. Those of the second half are fraudsters."""

    ORDINARY = "ordinary"
    NEW_PHONE = "new_phone"
    FAMILY = "family"
    DORMITORY = "dormitory"
    CAFE = "cafe"
    ENTHUSIAST = "enthusiast"
    POSTER = "poster"
    DEMO_TABLET = "demo_tablet"
    DEVICE_FARM = "device_farm"
    STAR = "star"
    CHAIN = "chain"
    PAYMENT_SHARING = "payment_sharing"
    SOLD_ACCOUNTS = "sold_accounts"
    BOUGHT_ACCOUNTS = "bought_accounts"
    SLOW_FARM = "slow_farm"


FRAUD = frozenset(list(Kind)[list(Kind).index(Kind.DEVICE_FARM) :])


class Sight(msgspec.Struct, frozen=True):
    """When somebody was seen with what."""

    at: datetime
    kind: SignalKind
    value: str


class Person(msgspec.Struct, kw_only=True):
    """One account; `claims` are occasions that she claims."""

    id: SubjectId
    kind: Kind
    age_days: float | None
    sights: list[Sight]
    inviter: SubjectId | None = None
    invited_at: datetime | None = None
    claims: tuple[str, ...] = ("launch",)

    @property
    def is_fraud(self) -> bool:
        return self.kind in FRAUD


class Visit(msgspec.Struct, frozen=True):
    """With what somebody comes, when, and how often."""

    times: Sequence[datetime]
    device: str
    address: str
    payment: str | None


class Fraudsters:
    """Makes crowds.

    Args:
        seed: the same one makes the same crowd.
        start: the first instant of the nine days.
    """

    def __init__(self, seed: int, start: datetime) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - made-up people
        self._seed = seed
        self._start = start
        self._names = 0

    def crowd(self, count: int, *, fraud_share: float = 0.06) -> list[Person]:
        """At least `count` people; among them about this share of fraudsters, in equal parts of each trade."""
        people: list[Person] = []
        for make, share in self._mix(fraud_share):
            until = len(people) + round(count * share)
            while len(people) < until:
                people += make()
        while len(people) < count:
            people += self._ordinary()
        self._invite_friends(people)
        return people

    def _mix(self, fraud_share: float) -> Iterator[tuple[Callable[[], list[Person]], float]]:
        honest = {
            self._new_phone: 0.03,
            self._family: 0.12,
            self._dormitory: 0.03,
            self._cafe: 0.03,
            self._enthusiast: 0.03,
            self._poster: 0.02,
            self._demo_tablet: 0.02,
        }
        fraud = (
            self._device_farm, self._star, self._chain, self._payment_sharing,
            self._sold_accounts, self._bought_accounts, self._slow_farm,
        )  # fmt: skip
        yield from honest.items()
        yield from ((make, fraud_share / len(fraud)) for make in fraud)

    # Honest people.

    def _ordinary(self) -> list[Person]:
        return [self._honest(Kind.ORDINARY)]

    def _new_phone(self) -> list[Person]:
        """She comes with another telephone from some day on."""
        times = self._visits(0.0)
        at = self._chance.randrange(1, len(times)) if times[1:] else 1
        home, payment = self._home(), self._new("payment")
        old = Visit(times[:at], self._new("device"), home, payment)
        new = Visit(times[at:] or [times[-1] + timedelta(hours=5)], self._new("device"), home, payment)
        return [self._person(Kind.NEW_PHONE, self._honest_age(), [old, new])]

    def _family(self) -> list[Person]:
        """Two to six at one address, with a device or a payment id in common, or both."""
        home, tablet, account = self._new("address"), self._new("device"), self._new("payment")
        shares_device, shares_payment = self._chance.choice([(True, False), (False, True), (True, True)])
        return [
            self._honest(
                Kind.FAMILY,
                home=home,
                device=tablet if shares_device and self._likely(0.8) else None,
                payment=account if shares_payment and self._likely(0.9) else None,
            )
            for _ in range(self._chance.choice([2, 3, 4, 4, 4, 5, 6]))
        ]

    def _dormitory(self) -> list[Person]:
        """Two hundred at one address, each with a telephone of her own; some friends share a payment id."""
        home, payment, people = self._new("address"), self._new("payment"), []
        for _ in range(200):
            if self._likely(0.5):
                payment = self._new("payment")
            people.append(self._honest(Kind.DORMITORY, home=home, payment=payment))
        return people

    def _cafe(self) -> list[Person]:
        """Two hundred at one address and 40 machines; regulars sit at several, some come once."""
        home, machines = self._new("address"), [self._new("device") for _ in range(40)]
        people = []
        for _ in range(200):
            times, payment = self._visits(0.35), self._new("payment")
            visits = [Visit([at], self._chance.choice(machines), home, payment) for at in times]
            if self._likely(0.4):
                visits.append(Visit([times[-1] + timedelta(hours=3)], self._new("device"), self._home(), payment))
            people.append(self._person(Kind.CAFE, self._honest_age(), visits))
        return people

    def _enthusiast(self) -> list[Person]:
        """Twenty real friends over nine days, some of them minutes after her message to a group."""
        host = self._honest(Kind.ENTHUSIAST, gone=0.0, first=self._moment(days=2))
        people, begun = [host], host.sights[0].at
        while len(people) <= FRIENDS:
            at = begun + timedelta(hours=self._chance.uniform(0.5, 150))
            for _ in range(min(self._chance.choice([1, 1, 2, 5, 8]), 1 + FRIENDS - len(people))):
                at += timedelta(seconds=self._chance.expovariate(1 / 60))
                people.append(self._invited(Kind.ENTHUSIAST, host.id, at))
        return people

    def _poster(self) -> list[Person]:
        """Somebody with followers: 150 accept within some hours."""
        host = self._honest(Kind.POSTER, gone=0.0, first=self._moment(days=7))
        at = host.sights[0].at + timedelta(hours=2)
        hours = [self._chance.expovariate(1 / 3) for _ in range(150)]
        return [host, *(self._invited(Kind.POSTER, host.id, at + timedelta(hours=each)) for each in hours)]

    def _demo_tablet(self) -> list[Person]:
        """A shop's tablet, on which 20 to 60 customers sign up over nine days; most come again with their own."""
        tablet, shop, people = self._new("device"), self._new("address"), []
        for _ in range(self._chance.randint(20, 60)):
            at, payment = self._moment(9, 20), self._new("payment")
            visits = [Visit([at], tablet, shop, payment)]
            if self._likely(0.75):
                later = at + timedelta(hours=self._chance.uniform(0.2, 20))
                visits.append(Visit(self._visits(0.3, later), self._new("device"), self._home(), payment))
            people.append(self._person(Kind.DEMO_TABLET, self._honest_age(), visits))
        return people

    # Fraudsters.

    def _device_farm(self) -> list[Person]:
        """50 to 500 accounts on one device, from few addresses, within hours or days; some are used twice."""
        device, payments = self._new("device"), [self._new("payment") for _ in range(self._chance.randint(1, 30))]
        addresses = [self._new("address") for _ in range(self._chance.randint(1, 3))]
        at, people = self._moment(days=5), []
        pause_s = self._chance.choice([30, 120, 600])
        for _ in range(self._chance.randint(50, 500)):
            at = self._within(at + timedelta(seconds=self._chance.expovariate(1 / pause_s)))
            times = self._visits(0.8, at)
            visit = Visit(times, device, self._chance.choice(addresses), self._chance.choice(payments))
            people.append(self._person(Kind.DEVICE_FARM, self._young(), [visit]))
        return people

    def _star(self) -> list[Person]:
        """One account whose invitation 30 to 200 fresh ones accept within seconds, each with a made-up device."""
        at = self._moment(days=8)
        host = self._person(Kind.STAR, self._young(), [self._machine(at)])
        people = [host]
        for _ in range(self._chance.randint(30, 200)):
            at = self._within(at + timedelta(seconds=self._chance.expovariate(1 / 4)))
            people.append(self._accepting(Kind.STAR, host.id, at))
        return people

    def _chain(self) -> list[Person]:
        """10 to 40 fresh accounts, each invited by the one before within seconds."""
        at = self._moment(days=8)
        people = [self._person(Kind.CHAIN, self._young(), [self._machine(at)])]
        people[0].invited_at = at
        for _ in range(self._chance.randint(10, 40)):
            at = self._within(at + timedelta(seconds=self._chance.uniform(3, 40)))
            people.append(self._accepting(Kind.CHAIN, people[-1].id, at))
        return people

    def _payment_sharing(self) -> list[Person]:
        """20 to 60 accounts with telephones of their own that are paid to one payment id."""
        payment = self._new("payment")
        return [
            self._honest(Kind.PAYMENT_SHARING, payment=payment, gone=0.6)
            for _ in range(self._chance.randint(20, 60))
        ]

    def _sold_accounts(self) -> list[Person]:
        """Made in bulk on one device; the eligibility of each is sold and claimed on its buyer's own."""
        device, address, at, people = self._new("device"), self._new("address"), self._moment(days=6), []
        for _ in range(self._chance.randint(40, 150)):
            at = self._within(at + timedelta(seconds=self._chance.expovariate(1 / 90)))
            later = self._within(at + timedelta(hours=self._chance.uniform(6, 60)))
            visits = [
                Visit([at], device, address, None),
                Visit([later], self._new("device"), self._home(), self._new("payment")),
            ]
            people.append(self._person(Kind.SOLD_ACCOUNTS, self._young(), visits))
        return people

    def _bought_accounts(self) -> list[Person]:
        """Earned by people on their own devices; bought up and claimed on one."""
        device, address, people = self._new("device"), self._new("address"), []
        payments = [self._new("payment") for _ in range(self._chance.randint(5, 20))]
        bought = self._moment(days=8)
        for _ in range(self._chance.randint(50, 150)):
            bought = self._within(bought + timedelta(seconds=self._chance.expovariate(1 / 300)))
            earned = max(self._start, bought - timedelta(hours=self._chance.uniform(2, 72)))
            visits = [
                Visit([earned], self._new("device"), self._home(), None),
                Visit([bought], device, address, self._chance.choice(payments)),
            ]
            people.append(self._person(Kind.BOUGHT_ACCOUNTS, self._honest_age(), visits))
        return people

    def _slow_farm(self) -> list[Person]:
        """Few accounts on each of many devices, few on each payment id, some a day; half of them come again."""
        devices = [self._new("device") for _ in range(self._chance.randint(8, 20))]
        payments = [self._new("payment") for _ in range(round(len(devices) * self._chance.uniform(0.7, 1.3)))]
        addresses = [self._new("address") for _ in range(self._chance.randint(2, 5))]
        people = []
        for device in devices:
            for _ in range(self._chance.randint(4, 8)):
                times = self._visits(0.5)
                visit = Visit(times, device, self._chance.choice(addresses), self._chance.choice(payments))
                people.append(self._person(Kind.SLOW_FARM, self._young(), [visit]))
        return people

    # Of what they are made.

    def _honest(
        self,
        kind: Kind,
        *,
        home: str | None = None,
        device: str | None = None,
        payment: str | None = None,
        gone: float = 0.4,
        first: datetime | None = None,
    ) -> Person:
        visit = Visit(
            self._visits(gone, first),
            device or self._new("device"),
            home or self._home(),
            payment or self._new("payment"),
        )
        return self._person(kind, self._honest_age(), [visit])

    def _invited(self, kind: Kind, inviter: SubjectId, at: datetime) -> Person:
        visit = Visit(self._visits(0.4, at), self._new("device"), self._home(), self._new("payment"))
        person = self._person(kind, self._honest_age(), [visit])
        person.inviter, person.invited_at, person.claims = inviter, at, ("invited", "launch")
        return person

    def _accepting(self, kind: Kind, inviter: SubjectId, at: datetime) -> Person:
        machine = self._machine(at)
        person = self._person(kind, self._young(), [machine])
        if self._likely(0.15):
            # A few are used again, so that not everybody looks the same.
            again = msgspec.structs.replace(machine, times=[self._within(at + timedelta(hours=20))])
            person = self._person(kind, self._young(), [machine, again])
        person.inviter, person.invited_at, person.claims = inviter, at, ("invited",)
        return person

    def _machine(self, at: datetime) -> Visit:
        """A visit whose device is made up; even the address is another one each time."""
        return Visit([at], self._new("device"), self._home(), self._new("payment"))

    def _person(self, kind: Kind, age_days: float | None, visits: Sequence[Visit]) -> Person:
        sights = [
            Sight(at, signal, value)
            for visit in visits
            for at in visit.times
            for signal, value in (
                (SignalKind.DEVICE, visit.device),
                (SignalKind.ADDRESS, visit.address),
                (SignalKind.PAYMENT, visit.payment),
            )
            if value is not None and at <= self._start + timedelta(days=DAYS)
        ]
        identity = SubjectId(UUID(int=self._chance.getrandbits(128), version=4))
        return Person(id=identity, kind=kind, age_days=age_days, sights=sights)

    def _visits(self, gone: float, first: datetime | None = None) -> list[datetime]:
        """When somebody comes, at least once; `gone` is how likely it is that she never comes back."""
        times = [first or self._moment()]
        if not self._likely(gone):
            for _ in range(self._chance.randint(1, 5)):
                times.append(times[-1] + timedelta(hours=self._chance.uniform(3, 40)))
        return times

    def _moment(self, from_hour: int = 0, until_hour: int = 24, days: int = DAYS) -> datetime:
        """Some time of the first days, between two hours."""
        hour = self._chance.uniform(from_hour, until_hour)
        return self._start + timedelta(days=self._chance.randrange(days), hours=hour)

    def _within(self, at: datetime) -> datetime:
        return min(at, self._start + timedelta(days=DAYS))

    def _likely(self, chance: float) -> bool:
        return self._chance.random() < chance

    def _home(self) -> str:
        """The address of a household, or one of a carrier's."""
        if self._likely(0.4):
            return f"carrier-{self._chance.randrange(CARRIER_ADDRESSES)}"
        return self._new("address")

    def _honest_age(self) -> float | None:
        """Half of the honest are as new as any fraudster; of some nobody says how old they are."""
        if self._likely(0.15):
            return None
        return self._chance.uniform(0, 2) if self._likely(0.53) else self._chance.uniform(3, 2000)

    def _young(self) -> float | None:
        return self._chance.choice([None, 0.0, 0.1, self._chance.uniform(0, 2), self._chance.uniform(0, 30)])

    def _new(self, kind: str) -> str:
        self._names += 1
        return f"{kind}-{self._seed}-{self._names}"

    def _invite_friends(self, people: Sequence[Person]) -> None:
        """One in five of the ordinary was invited by another one who came before."""
        ordinary = [each for each in people if each.kind is Kind.ORDINARY]
        ordinary.sort(key=lambda each: each.sights[0].at)
        for at, person in enumerate(ordinary[1:], 1):
            if self._likely(0.2):
                person.inviter = ordinary[self._chance.randrange(at)].id
                person.invited_at, person.claims = person.sights[0].at, ("invited", "launch")
