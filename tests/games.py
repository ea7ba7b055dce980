"""A fictional Games as feed messages, from a seed: the tests and the benchmark of the live part feed on it.

Everybody in it is made up. What goes wrong in reality goes wrong here: corrections, protests, withdrawn documents,
test messages, holes in the versions, and deltas between bulks.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

COMPETITION = "FWG2030"
DISCIPLINES = ("ALP", "CUR", "SJP", "SSK")
NATIONS = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
SYLLABLES = ("ka", "lo", "mi", "ra", "ten", "vor", "sil", "dun", "bel", "osk")
STATUSES = ("LIVE", "INTERMEDIATE", "UNOFFICIAL", "OFFICIAL", "PROTESTED", "OFFICIAL")
OPENING = datetime(2030, 2, 8, 9, tzinfo=UTC)


def key(discipline: str, event: str, phase: str = "", unit: str = "") -> str:
    """A key of 34 characters."""
    head = f"{discipline:-<3}M{event:-<8}{'':-<10}"
    return f"{head}{phase:-<4}{unit:-<8}"


def message(  # noqa: PLR0913 - the attributes of a header
    type_: str,
    code: str,
    version: int,
    at: datetime,
    inner: str | None,
    *,
    status: str = "",
    flag: str = "P",
    competition: str = COMPETITION,
    language: str = "ENG",
    subcode: str = "",
) -> bytes:
    """One message; `inner` is the inside of its Competition, None makes it empty."""
    body = "" if inner is None else f'<Competition Code="{competition}">{inner}</Competition>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<OdfBody CompetitionCode="{competition}" DocumentCode="{code}" DocumentSubcode="{subcode}" '
        f'DocumentType="{type_}" Version="{version}" ResultStatus="{status}" Language="{language}" '
        f'FeedFlag="{flag}" Date="{at:%Y-%m-%d}" Time="{at:%H%M%S}{at.microsecond // 1000:03}" '
        f'LogicalDate="{at:%Y-%m-%d}" Source="FICTION1">{body}</OdfBody>'
    ).encode()


@dataclass
class Games:
    """Emits messages in the order in which the venue generates them.

    Args:
        seed: the same one gives the same bytes.
        events: of each discipline.
        athletes: of each unit; twelve make a result of about 2 kB.
    """

    seed: int
    events: int = 3
    athletes: int = 12
    _versions: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 - seeded
        self._now = OPENING

    def messages(self) -> Iterator[bytes]:
        """Schedule, participants, the running results of every unit, medals; with everything that goes wrong."""
        for discipline in DISCIPLINES:
            yield self._schedule(discipline)
            yield self._participants(discipline)
        for number in range(self.events):
            for discipline in DISCIPLINES:
                yield from self._unit(discipline, f"EV{number}")
            if number == self.events // 2:
                # A bulk in the middle of the day resets what the deltas before it said.
                yield from (self._schedule(discipline) for discipline in DISCIPLINES)
        yield from self._afterwards()

    def result(self, discipline: str, event: str, status: str, rows: int) -> bytes:
        """The next version of a result."""
        return self._emit("DT_RESULT", key(discipline, event, "FNL", "000100--"), self._rows(rows), status=status)

    def bulk(self, discipline: str, units: int) -> bytes:
        """The next version of a schedule of so many units; 20,000 make about 5 MB."""
        inner = "".join(self._unit_element(discipline, f"B{number:05}", "SCHEDULED") for number in range(units))
        return self._emit("DT_SCHEDULE", key(discipline, ""), inner)

    def _unit(self, discipline: str, event: str) -> Iterator[bytes]:
        code = key(discipline, event, "FNL", "000100--")
        yield self._delta(discipline, event, "RUNNING")
        yield self._emit("DT_CURRENT", code, self._rows(2), status="LIVE")
        for status in ("START_LIST", *STATUSES):
            found = self.result(discipline, event, status, self.athletes)
            if self._chance.random() < 0.05:
                continue  # a hole: this version never arrives
            yield found
            if self._chance.random() < 0.1:
                yield self._test(code)
        yield self._delta(discipline, event, "FINISHED")
        yield self._emit("DT_MEDALLISTS", key(discipline, event), self._medals())

    def _afterwards(self) -> Iterator[bytes]:
        yield self._emit("DT_CURRENT", key("ALP", "EV0", "FNL", "000100--"), None)
        lines = "".join(
            f'<MedalLine Rank="{rank}" SortRank="{rank}" Organisation="{nation}">'
            f'<MedalNumber Type="TOT" Gold="{rank}" Silver="1" Bronze="0" Total="{rank + 1}"/></MedalLine>'
            for rank, nation in enumerate(NATIONS, start=1)
        )
        yield self._emit("DT_MEDALS", key("GEN", ""), lines)
        self._now += timedelta(days=120)
        yield self.result("ALP", "EV0", "OFFICIAL", self.athletes)

    def _schedule(self, discipline: str) -> bytes:
        session = f'<Session SessionCode="{discipline}01" StartDate="2030-02-08T10:00:00+01:00" Venue="HILL"/>'
        units = "".join(
            self._unit_element(discipline, f"EV{number}", "SCHEDULED") for number in range(self.events)
        )
        return self._emit("DT_SCHEDULE", key(discipline, ""), session + units)

    def _delta(self, discipline: str, event: str, status: str) -> bytes:
        inner = self._unit_element(discipline, event, status)
        return self._emit("DT_SCHEDULE_UPDATE", key(discipline, ""), inner)

    def _unit_element(self, discipline: str, event: str, status: str) -> str:
        return (
            f'<Unit Code="{key(discipline, event, "FNL", "000100--")}" PhaseType="3" UnitNum="1" '
            f'ScheduleStatus="{status}" StartDate="2030-02-08T11:{self._chance.randrange(60):02}:00+01:00" '
            f'HideStartDate="" Order="{self._chance.randrange(1, 99)}" Venue="HILL" SessionCode="{discipline}01">'
            f'<ItemName Language="ENG" Value="Final of {event}"/></Unit>'
        )

    def _participants(self, discipline: str) -> bytes:
        inner = "".join(
            f'<Participant Code="{1000 + number}" GivenName="{self._name()}" FamilyName="{self._name().upper()}" '
            f'Gender="M" Organisation="{self._chance.choice(NATIONS)}" BirthDate="2005-01-{number % 28 + 1:02}"/>'
            for number in range(self.athletes)
        )
        return self._emit("DT_PARTIC", key(discipline, ""), inner)

    def _rows(self, count: int) -> str:
        order = list(range(count))
        self._chance.shuffle(order)
        return "".join(
            f'<Result Rank="{rank}" ResultType="TIME" Result="1:{20 + rank}.{self._chance.randrange(100):02}" '
            f'IRM="" SortOrder="{rank}" StartOrder="{number + 1}"><Competitor Code="{1000 + number}" Type="A" '
            f'Organisation="{NATIONS[number % len(NATIONS)]}" Bib="{number + 1}"/></Result>'
            for rank, number in enumerate(order, start=1)
        )

    def _medals(self) -> str:
        return "".join(
            f'<Medal Code="ME_{colour}"><Competitor Code="{1000 + number}" Type="A" Organisation="AAA"/></Medal>'
            for number, colour in enumerate(("GOLD", "SILVER", "SILVER"))
        )

    def _test(self, code: str) -> bytes:
        # Of the same document and of a high version: whoever lets it in shows it.
        return message("DT_RESULT", code, 900, self._now, self._rows(1), status="OFFICIAL", flag="T")

    def _emit(self, type_: str, code: str, inner: str | None, *, status: str = "") -> bytes:
        self._now += timedelta(milliseconds=self._chance.randrange(1, 20_000))
        version = self._versions[type_, code] = self._versions.get((type_, code), 0) + 1
        return message(type_, code, version, self._now, inner, status=status)

    def _name(self) -> str:
        return "".join(self._chance.choice(SYLLABLES) for _ in range(3)).title()


def as_it_arrives(messages: list[bytes], chance: random.Random) -> list[bytes]:
    """The messages in a random order, a third of them twice: two feeds that do not know of each other."""
    delivered = messages + chance.sample(messages, len(messages) // 3)
    chance.shuffle(delivered)
    return delivered
