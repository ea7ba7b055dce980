"""What questions are asked of: the state of one instant with its indexes, kept up to date document by document.

`state.state_of` is the specification: a view holds the same documents, units and people (`same_as`), and changes
with each message in time that does not grow with what is there.

    replace   a document says something else as a whole
    rebuild   a document that deltas change, from its bulk and all of them, in steps
    extend    the same, by one more delta on top
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias, cast

from grandstand.live.models import (
    Communications,
    Competitor,
    Content,
    Identity,
    Medallists,
    MedalTable,
    Participant,
    Participants,
    Records,
    Schedule,
    Session,
    Sheet,
    Stamp,
    Team,
    Teams,
    Unit,
    Weather,
)
from grandstand.live.rsc import LENGTH, Rsc
from grandstand.live.rsc import event as event_of
from grandstand.live.state import LiveState

NOW, MEDALS, SCHEDULE = "now", "medals", "schedule"
MEDALLISTS_TYPES = ("DT_MEDALLISTS", "DT_MEDALLISTS_DISCIPLINE", "DT_MEDALLISTS_DAY")
"""What says who has won; where several do, the first one counts."""
STEP = 500
"""Keys that are changed at a stretch."""

Said: TypeAlias = tuple[Stamp, Content | None]
Item: TypeAlias = Unit | Session | Participant | Team
Key: TypeAlias = tuple[type[Item], str]


class Document(NamedTuple):
    """What a document says, and the message that says so."""

    identity: Identity
    stamp: Stamp
    content: Content


class _Keyed:
    """What one document with its deltas says: units, sessions, participants or teams, by kind and key."""

    __slots__ = ("items", "since")

    def __init__(self) -> None:
        self.items: dict[Key, Item] = {}
        self.since: dict[str, datetime] = {}

    def put(self, stamp: Stamp, content: Content | None) -> Iterator[Key]:
        """Let a message change it, one key after the other."""
        for key, item in _items(content):
            if isinstance(item, Unit):
                before = self.items.get(key)
                if not isinstance(before, Unit) or before.status != item.status:
                    self.since[item.code] = stamp.generated_at
            self.items[key] = item
            yield key


class View:
    """The Games at one instant; empty at first. Nothing of it may be changed but by its methods."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        self.since: dict[str, datetime] = {}
        """Since when each unit has its status, by the venue's clock."""
        self.sessions: dict[str, Session] = {}
        self.participants: dict[str, Participant] = {}
        self.teams: dict[str, Team] = {}
        self.lacking: frozenset[Identity] = frozenset()
        """Documents of which a delta is known to be missing."""
        self.revision = 0
        self._documents: dict[Identity, Document] = {}
        self._keyed: defaultdict[str, dict[Identity, _Keyed]] = defaultdict(dict)
        self._held: dict[type[Item], dict[str, Any]] = {
            Unit: self.units,
            Session: self.sessions,
            Participant: self.participants,
            Team: self.teams,
        }
        self._named: defaultdict[tuple[str, str], dict[Identity, None]] = defaultdict(dict)
        self._of_type: defaultdict[str, dict[Identity, None]] = defaultdict(dict)
        self._of_event: defaultdict[tuple[str, Rsc], dict[Identity, None]] = defaultdict(dict)
        self._units_of: defaultdict[Rsc, dict[str, None]] = defaultdict(dict)
        self._sheets_of: defaultdict[str, dict[Identity, None]] = defaultdict(dict)
        self._starts_of: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._touched: dict[str, int] = {}
        self._all_touched = 0

    # Questions.

    def revision_of(self, topic: str) -> int:
        """Rises when the answer to a topic may have changed: NOW, MEDALS, SCHEDULE, or the key of an event."""
        return max(self._touched.get(topic, 0), self._all_touched)

    @property
    def people_revision(self) -> int:
        """Rises when participants or teams have changed."""
        return self._all_touched

    def document(self, type_: str, code: str) -> Document | None:
        """What the documents of this type and code say; of several, such as one a language, the newest."""
        found = (self._documents[identity] for identity in self._named.get((type_, code), ()))
        return max(found, key=lambda each: each.stamp, default=None)

    def documents(self, type_: str) -> list[Document]:
        """Every document of this type, in the order of their identities."""
        return [self._documents[identity] for identity in sorted(self._of_type.get(type_, ()))]

    def documents_of(self, type_: str, event: Rsc) -> list[Document]:
        """The documents of this type about an event or a part of it, by code; of several languages the newest."""
        newest: dict[Identity, Document] = {}
        for identity in sorted(self._of_event.get((type_, event), ())):
            said, found = identity._replace(language=""), self._documents[identity]
            if said not in newest or found.stamp > newest[said].stamp:
                newest[said] = found
        return list(newest.values())

    def sheet(self, type_: str, code: str) -> tuple[Document, Sheet] | None:
        """A document with rows."""
        found = self.document(type_, code)
        return (found, found.content) if found is not None and isinstance(found.content, Sheet) else None

    def medallists(self) -> Iterator[tuple[Document, Medallists]]:
        """Who has won; documents of a discipline or a day only for events that have none of their own."""
        told: set[str] = set()
        for type_ in MEDALLISTS_TYPES:
            found = sorted(self._of_type.get(type_, ()))
            events = set()
            for identity in found:
                document = self._documents[identity]
                if isinstance(document.content, Medallists):
                    medals = tuple(each for each in document.content.medals if each.event not in told)
                    events |= {each.event for each in medals} | {identity.code}
                    yield document, Medallists(medals)
            told |= events

    def medal_table(self) -> tuple[Document, MedalTable] | None:
        """The feed's own table, the newest one."""
        found = (self._documents[identity] for identity in self._of_type.get("DT_MEDALS", ()))
        newest = max(found, key=lambda each: (each.stamp.generated_at, each.stamp), default=None)
        if newest is None or not isinstance(newest.content, MedalTable):
            return None
        return newest, newest.content

    def units_of(self, event: Rsc) -> Iterable[str]:
        """The units of an event, unordered."""
        return self._units_of.get(event, {}).keys()

    def events(self) -> Iterable[Rsc]:
        return self._units_of.keys()

    def sheets_of(self, competitor: str) -> Iterable[Identity]:
        """The sheets in which a person or team has a row, alone or as a member."""
        return self._sheets_of.get(competitor, {}).keys()

    def starts_of(self, competitor: str) -> Iterable[str]:
        """The units whose start list in the schedule names a person or team."""
        return self._starts_of.get(competitor, {}).keys()

    def units_with(self, competitor: str) -> list[str]:
        """The units in which a person or team starts, or has a row, by code."""
        codes = {*self.starts_of(competitor), *(each.code for each in self.sheets_of(competitor))}
        return sorted(code for code in codes if code in self.units)

    def same_as(self, state: LiveState) -> bool:
        """Whether this view holds what the specification says."""
        return (
            {each.identity: each.content for each in self._documents.values()} == state.documents
            and {each.identity: each.stamp for each in self._documents.values()} == state.stamps
            and (self.units, self.sessions) == (state.units, state.sessions)
            and (self.participants, self.teams) == (state.participants, state.teams)
        )

    # Changes.

    def lack(self, documents: AbstractSet[Identity]) -> None:
        """Let deltas of these documents, and of no others, be missing: every answer may say so."""
        if documents != self.lacking:
            self.revision += 1
            self._all_touched = self.revision
            self.lacking = frozenset(documents)

    def replace(self, identity: Identity, stamp: Stamp | None, content: Content | None) -> None:
        """Let a document say this; nothing of the message, or no message, withdraws it."""
        before = self._documents.pop(identity, None)
        self.revision += 1
        if before is not None:
            self._forget(before)
        if stamp is not None and content is not None:
            document = self._documents[identity] = Document(identity, stamp, content)
            self._learn(document)

    def rebuild(self, base: Identity, said: Sequence[Said]) -> Iterator[None]:
        """Let a document that deltas change consist of these messages, in ascending order.

        A large one takes long, so it is done in steps: until the last one the view is neither the old nor the new.
        """
        self.revision += 1
        keyed = _Keyed()
        for stamp, content in said:
            for at, _ in enumerate(keyed.put(stamp, content)):
                if at % STEP == 0:
                    yield
        before = self._keyed[base.type].pop(base, None)
        if said:
            self._keyed[base.type][base] = keyed
        keys = list(keyed.items.keys() | (before.items.keys() if before else ()))
        for start in range(0, len(keys), STEP):
            self._settle(base.type, keys[start : start + STEP])
            yield

    def extend(self, base: Identity, stamp: Stamp, content: Content | None) -> None:
        """Put one more delta on top of a document."""
        self.revision += 1
        keyed = self._keyed[base.type].setdefault(base, _Keyed())
        self._settle(base.type, list(keyed.put(stamp, content)))

    def _touch(self, *topics: str) -> None:
        for topic in topics:
            self._touched[topic] = self.revision

    def _learn(self, document: Document) -> None:
        identity = document.identity
        self._named[identity.type, identity.code][identity] = None
        self._of_type[identity.type][identity] = None
        if len(identity.code) == LENGTH:
            self._of_event[identity.type, event_of(Rsc(identity.code))][identity] = None
        for code in _competitors(document.content):
            self._sheets_of[code][identity] = None
        self._touch_for(document)

    def _forget(self, document: Document) -> None:
        identity = document.identity
        _drop(self._named, (identity.type, identity.code), identity)
        _drop(self._of_type, identity.type, identity)
        if len(identity.code) == LENGTH:
            _drop(self._of_event, (identity.type, event_of(Rsc(identity.code))), identity)
        for code in _competitors(document.content):
            _drop(self._sheets_of, code, identity)
        self._touch_for(document)

    def _touch_for(self, document: Document) -> None:
        if len(code := document.identity.code) == LENGTH:
            self._touch(NOW, event_of(Rsc(code)))
        if isinstance(document.content, Medallists):
            self._touch(NOW, MEDALS, *(event_of(Rsc(each.event)) for each in document.content.medals))
        elif isinstance(document.content, MedalTable):
            self._touch(MEDALS)
        elif isinstance(document.content, Records):
            self._touch(*(event_of(Rsc(each.event)) for each in document.content.records))
        elif isinstance(document.content, Communications | Weather):
            self._touch(NOW)

    def _settle(self, type_: str, keys: Iterable[Key]) -> None:
        """Bring these keys up to date: as in `state_of`, the last of the documents that have one decides."""
        documents = [keyed for _, keyed in sorted(self._keyed[type_].items(), reverse=True)]
        for kind, code in keys:
            keyed = next((each for each in documents if (kind, code) in each.items), None)
            new = None if keyed is None else keyed.items[kind, code]
            held = self._held[kind]
            old = held.pop(code, None) if new is None else held.get(code)
            if new is not None:
                held[code] = new
            if kind is Unit and keyed is not None:
                self.since[code] = keyed.since[code]
            if new != old:
                self._changed(kind, code, old, new)

    def _changed(self, kind: type[Item], code: str, old: Item | None, new: Item | None) -> None:
        if kind is Unit:
            self._put_unit(code, cast("Unit | None", old), cast("Unit | None", new))
        elif kind is not Session:
            self._all_touched = self.revision

    def _put_unit(self, code: str, old: Unit | None, new: Unit | None) -> None:
        event = event_of(Rsc(code))
        for starter in () if old is None else codes_of(old.starters):
            _drop(self._starts_of, starter, code)
        if new is None:
            _drop(self._units_of, event, code)
            self.since.pop(code, None)
        else:
            self._units_of[event][code] = None
            for starter in codes_of(new.starters):
                self._starts_of[starter][code] = None
        self._touch(NOW, SCHEDULE, event)


def _competitors(content: Content) -> Iterator[str]:
    if isinstance(content, Sheet):
        yield from codes_of([row.competitor for row in content.rows])


def codes_of(competitors: Iterable[Competitor]) -> Iterator[str]:
    """The competitors and their members."""
    for each in competitors:
        yield each.code
        for athlete in each.athletes:
            yield athlete.code


def _items(content: Content | None) -> Iterator[tuple[Key, Item]]:
    found: Sequence[Item] = ()
    if isinstance(content, Schedule):
        found = (*content.units, *content.sessions)
    elif isinstance(content, Participants):
        found = content.participants
    elif isinstance(content, Teams):
        found = content.teams
    return (((type(each), each.code), each) for each in found)


def _drop(index: MutableMapping[Any, dict[Any, None]], key: object, value: object) -> None:
    held = index.get(key)
    if held is not None:
        held.pop(value, None)
        if not held:
            del index[key]
