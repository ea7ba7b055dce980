"""A YAML file as typed values, each fault with its line and column; all of them at once.

YAML guesses types: `21:00` would be 1,260 and `NO` would be false. Here every scalar is the text that stands in
the file, and the one who reads it says what it must be. Anchors, aliases, tags and a second document are refused,
so a file is as large as it looks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, Protocol, TypeVar
from zoneinfo import ZoneInfo

import yaml

from grandstand.campaign.programme.errors import ProgrammeInvalid
from grandstand.campaign.programme.models import FileFault, Path

FILE_BYTES_MAX = 48 * 1024
"""Fits into the body of a request."""
DEPTH_MAX = 12
VALUES_MAX = 5_000
FAULTS_MAX = 50
SHOWN_LENGTH_MAX = 60
DAY_MINUTES: Final = 24 * 60
WHOLE = re.compile(r"[0-9](_?[0-9])*\Z")
DECIMAL = re.compile(r"[0-9](_?[0-9])*(\.[0-9]+)?\Z")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::(\d{2}))?\s?(Z|[+-]\d{2}:\d{2})?)?\Z", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})\Z", re.ASCII)

T = TypeVar("T")


class Mark(Protocol):
    """Where something stands, counted from 0."""

    line: int
    column: int


class Faults:
    """What has been found in one file, FAULTS_MAX at most."""

    def __init__(self) -> None:
        self._found: list[FileFault] = []

    def add(self, mark: Mark | None, words: str) -> None:
        if mark is None:
            self.add_at(1, 1, words)
        else:
            self.add_at(mark.line + 1, mark.column + 1, words)

    def add_at(self, line: int, column: int, words: str) -> None:
        fault = FileFault(line=line, column=column, words=words)
        if fault not in self._found:
            self._found.append(fault)

    def check(self) -> None:
        """Pass when there is none.

        Raises:
            ProgrammeInvalid: with the faults in the order of the file, the first FAULTS_MAX of them.
        """
        if self._found:
            raise ProgrammeInvalid(sorted(self._found, key=lambda each: (each.line, each.column))[:FAULTS_MAX])


class Value:
    """One value of the file; asked for as what it is not, it answers None and keeps a fault.

    Args:
        node: as YAML composes it.
        path: where it stands.
        faults: where faults are kept.
    """

    def __init__(self, node: yaml.Node, path: Path, faults: Faults) -> None:
        self.path = path
        self._node = node
        self._faults = faults

    @property
    def mark(self) -> Mark:
        return self._node.start_mark

    @property
    def is_empty(self) -> bool:
        """Whether it is a list or a mapping with nothing in it."""
        return isinstance(self._node, yaml.CollectionNode) and not self._node.value

    def fault(self, words: str) -> None:
        self._faults.add(self.mark, words)

    def word(self) -> str | None:
        """What stands there; None for a list or a mapping, without a fault."""
        return str(self._node.value) if isinstance(self._node, yaml.ScalarNode) else None

    def at(self, path: Path) -> "Value":
        """What stands below it, or as near as there is."""
        if path and isinstance(self._node, yaml.SequenceNode) and isinstance(path[0], int):
            if path[0] < len(self._node.value):
                return Value(self._node.value[path[0]], (*self.path, path[0]), self._faults).at(path[1:])
        elif path and isinstance(self._node, yaml.MappingNode):
            for key, node in self._node.value:
                if key.value == path[0]:
                    return Value(node, (*self.path, path[0]), self._faults).at(path[1:])
        return self

    def text(self) -> str | None:
        """A text that is not empty."""
        if not isinstance(self._node, yaml.ScalarNode) or not self._node.value.strip():
            self.fault(f"{self._name} must be a text, got {self._shown}.")
            return None
        return str(self._node.value)

    def choice(self, among: Sequence[str]) -> str | None:
        """One of these words."""
        text = self.word()
        if text in among:
            return text
        named = ", ".join(among)
        self.fault(f"{self._name} must be one of {named}; got {self._shown}.{nearest(text or '', among)}")
        return None

    def flag(self) -> bool | None:
        text = self.choice(("true", "false"))
        return None if text is None else text == "true"

    def whole(self, least: int, most: int) -> int | None:
        """A whole number in a range; underscores may stand between digits."""
        text = self.word() or ""
        if not WHOLE.match(text) or len(text) > SHOWN_LENGTH_MAX or not least <= int(text) <= most:
            self.fault(f"{self._name} must be a whole number from {least:,} to {most:,}, got {self._shown}.")
            return None
        return int(text)

    def money(self, digits: int, most_minor: int) -> int | None:
        """An amount like 25.00, in minor units; with no more digits than the currency has."""
        text = self.word() or ""
        if not DECIMAL.match(text) or len(text) > SHOWN_LENGTH_MAX:
            self.fault(f"{self._name} must be an amount like 25 or 25.00, got {self._shown}.")
            return None
        _, _, fraction = text.partition(".")
        if len(fraction) > digits:
            self.fault(f"{self._name} has more digits after the point than the currency, which has {digits}.")
            return None
        minor = int(Decimal(text.replace("_", "")).scaleb(digits))
        if not 0 <= minor <= most_minor:
            self.fault(f"{self._name} must be at most {most_minor:,} minor units, got {minor:,}.")
            return None
        return minor

    def parts(self) -> int | None:
        """A part of a whole like 0.3, in ten-thousandths."""
        text = self.word() or ""
        if not DECIMAL.match(text) or len(text) > SHOWN_LENGTH_MAX or len(text.partition(".")[2]) > 4:  # noqa: PLR2004
            self.fault(f"{self._name} must be a part like 0.3, with four digits at most, got {self._shown}.")
            return None
        parts = int(Decimal(text.replace("_", "")).scaleb(4))
        if not 0 < parts <= 10_000:  # noqa: PLR2004 - the whole
            self.fault(f"{self._name} must be more than 0 and at most 1, got {self._shown}.")
            return None
        return parts

    def clock(self) -> int | None:
        """A time of the day like 21:00 in minutes; 24:00 is its end."""
        match = CLOCK.match(self.word() or "")
        if match is None or int(match[2]) > 59 or not 0 <= int(match[1]) * 60 + int(match[2]) <= DAY_MINUTES:  # noqa: PLR2004
            self.fault(f"{self._name} must be a time of the day like 21:00, got {self._shown}.")
            return None
        return int(match[1]) * 60 + int(match[2])

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """A day or a time in the zone, in UTC; a day alone is its beginning."""
        try:
            return moment_of(self.word() or "", zone)
        except ValueError as error:
            self.fault(f"{self._name} {error}, got {self._shown}.")
            return None

    def items(self, most: int) -> "list[Value]":
        """The values of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fault(f"{self._name} must be a list like [a, b], got {self._shown}.")
            return []
        if len(self._node.value) > most:
            self.fault(f"{self._name} has {most} entries at most, got {len(self._node.value)}.")
        return [Value(node, (*self.path, at), self._faults) for at, node in enumerate(self._node.value[:most])]

    def pairs(self, most: int) -> "list[tuple[Value, Value]]":
        """The keys and values of a mapping whose keys are free; a key that comes twice is a fault."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fault(f"{self._name} must be a mapping like {{key: value}}, got {self._shown}.")
            return []
        if len(self._node.value) > most:
            self.fault(f"{self._name} has {most} keys at most, got {len(self._node.value)}.")
        found: dict[str, tuple[Value, Value]] = {}
        for key_node, node in self._node.value[:most]:
            key = Value(key_node, self.path, self._faults)
            if not isinstance(key_node, yaml.ScalarNode):
                key.fault("A key must be a plain word.")
            elif key_node.value in found:
                first = found[key_node.value][0].mark.line + 1
                key.fault(f"{key_node.value!r} stands here twice, first in line {first}.")
            else:
                found[key_node.value] = (key, Value(node, (*self.path, key_node.value), self._faults))
        return list(found.values())

    def fields(self, known: Sequence[str], needed: Sequence[str] = ()) -> "Fields":
        """A mapping whose keys are known."""
        values: dict[str, Value] = {}
        pairs = self.pairs(VALUES_MAX)
        for key, value in pairs:
            name = key.word() or ""
            if name not in known:
                key.fault(f"There is no key {name!r} here.{nearest(name, known)} Known: {', '.join(known)}.")
            values[name] = value
        if isinstance(self._node, yaml.MappingNode):
            for name in needed:
                if name not in values:
                    self.fault(f"{self._name} lacks the key {name!r}.")
        return Fields(self, values)

    @property
    def _name(self) -> str:
        words = [str(each) for each in self.path if isinstance(each, str)]
        return repr(words[-1]) if words else "The file"

    @property
    def _shown(self) -> str:
        if isinstance(self._node, yaml.ScalarNode):
            text = str(self._node.value)
            return repr(text if len(text) <= SHOWN_LENGTH_MAX else f"{text[:SHOWN_LENGTH_MAX]}…")
        return "a list" if isinstance(self._node, yaml.SequenceNode) else "a mapping"


class Fields:
    """A mapping with known keys."""

    def __init__(self, whole: Value, values: dict[str, Value]) -> None:
        self.whole = whole
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, name: str) -> Value | None:
        return self._values.get(name)

    def read(self, name: str, how: Callable[[Value], T | None]) -> T | None:
        """What a key says; None where it is missing or says something else."""
        return None if (value := self._values.get(name)) is None else how(value)


def read_yaml(text: bytes, faults: Faults) -> Value:
    """The one document of a file.

    Raises:
        ProgrammeInvalid: it is too large, no YAML, or holds what is not accepted.
    """
    if len(text) > FILE_BYTES_MAX:
        faults.add_at(1, 1, f"The file has {FILE_BYTES_MAX:,} bytes at most, this one has {len(text):,}.")
        faults.check()
    try:
        decoded = text.decode("utf-8-sig")
        for mark, words in _not_accepted(decoded):
            faults.add(mark, words)
        faults.check()
        node = yaml.compose(decoded, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        faults.add_at(line, 1, "The file must be UTF-8.")
    except yaml.MarkedYAMLError as error:
        faults.add(error.problem_mark, f"This is not YAML: {error.problem or error.context}.")
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count(b"\n") + 1
        faults.add_at(line, 1, f"This character is not accepted: {error.reason}.")
    else:
        if node is not None:
            return Value(node, (), faults)
        faults.add_at(1, 1, "The file is empty.")
    faults.check()
    raise AssertionError


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """A day or a time in a zone, in UTC.

    Raises:
        ValueError: it is none, or the clocks of the zone leave this time out or show it twice.
    """
    match = MOMENT.match(text)
    if match is None:
        raise ValueError("must be a day like 2030-02-06 or a time like 2030-02-06 10:00")
    day, clock, seconds, offset = match.groups()
    try:
        local = datetime.fromisoformat(f"{day}T{clock or '00:00'}:{seconds or '00'}{offset or ''}")
        if offset is not None:
            return local.astimezone(UTC)
        first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    except (ValueError, OverflowError):
        raise ValueError("must be a day and a time that there are") from None
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError(f"does not exist in {zone.key}: the clocks are put forward over it")
    if first != second:
        raise ValueError(f"comes twice in {zone.key}: add an offset like {_offset(first, zone)}")
    return first


def nearest(word: str, known: Sequence[str]) -> str:
    """What was perhaps meant, as a sentence; empty where nothing comes near."""
    near = get_close_matches(word, known, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def _offset(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%z")[:3] + ":" + at.astimezone(zone).strftime("%z")[3:]


def _not_accepted(text: str) -> Iterator[tuple[Mark | None, str]]:
    """What makes a file larger or other than it looks; found before anything is built of it."""
    depth = values = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield mark, "A file is one document; take out the line ---."
                return
        if isinstance(event, yaml.AliasEvent):
            yield mark, "Aliases (*) are not accepted; write the value out."
        if not isinstance(event, yaml.NodeEvent) or isinstance(event, yaml.AliasEvent):
            depth -= isinstance(event, yaml.CollectionEndEvent)
            continue
        values += 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        if event.anchor is not None:
            yield mark, "Anchors (&) are not accepted; write the value out where it is needed."
        if getattr(event, "tag", None) not in {None, "!"}:
            yield mark, "Tags (!) are not accepted; write the value alone."
        if depth > DEPTH_MAX or values > VALUES_MAX:
            yield mark, f"A file is {DEPTH_MAX} levels deep and has {VALUES_MAX:,} values at most."
            return
