"""Statements as sentences of a language: the only place where a value becomes text."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, get_currency_precision
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from grandstand.assistant.models import Fact, FactId, FactKind, Statement
from grandstand.assistant.telling import Slot

UNKNOWN_STATUS = "unknown-status"
AREAS = ("campaign", "data", "library", "live", "replay", "talk")
"""Folders of locales/, a catalogue for each language in each."""
ISOLATES = re.compile("[\u2066-\u2069]")


class Wording:
    """Says statements in one language and time zone.

    Args:
        today: the asker's, for "today" and "tomorrow".
    """

    def __init__(self, language: str, zone: str, today: date) -> None:
        self._language = language
        self._locale = _locale(language)
        self._zone = ZoneInfo(zone)
        self._today = today

    def sentence(self, statement: Statement, facts: Mapping[FactId, Fact]) -> str:
        """The statement as text; values are isolated, so that directions of writing do not mix.

        Raises:
            LookupError: there is no such message, or it has slots that the statement does not fill.
        """
        values = {slot: self._value(facts[fact]) for slot, fact in statement.slots.items()}
        return self._message(statement.message, values)

    def phrase(self, message: str, **slots: Slot) -> str:
        """A message with its slots filled, for what is shown beside the statements.

        Raises:
            LookupError: there is no such message, or it has slots that are not filled.
        """
        return self._message(message, {slot: self._value(said) for slot, said in slots.items()})

    def question(self, message: str, **slots: Slot) -> str:
        """As `phrase`, to be asked again as it stands: without isolates."""
        return ISOLATES.sub("", self.phrase(message, **slots))

    def cell(self, said: Slot) -> str:
        """A value by itself, as in a table."""
        if isinstance(said.value, int) and said.kind is FactKind.NUMBER:
            return str(format_decimal(said.value, locale=self._locale))
        return str(self._value(said))

    def _value(self, fact: Fact | Slot) -> object:
        value = fact.value
        if fact.kind is FactKind.STATUS:
            return str(value) or self._message(UNKNOWN_STATUS, {})
        if fact.kind is FactKind.MONEY:
            assert isinstance(value, int)
            assert fact.code is not None
            return _money(value, fact.code, self._locale)
        if fact.kind is FactKind.DECIMAL:
            return str(format_decimal(Decimal(str(value)), locale=self._locale, decimal_quantization=False))
        if isinstance(value, datetime):
            return self._instant(value)
        if isinstance(value, date):
            skeleton = "MMMEd" if value.year == self._today.year else "yMMMd"
            return format_skeleton(skeleton, value, locale=self._locale)
        return fluent_number(value) if isinstance(value, int) else value

    def _instant(self, value: datetime) -> str:
        local = value.astimezone(self._zone)
        time = format_time(local, "short", locale=self._locale)
        days = local.date() - self._today
        if days == timedelta():
            return self._message("when-today", {"time": time})
        if days == timedelta(days=1):
            return self._message("when-tomorrow", {"time": time})
        day = format_skeleton("MMMEd", local.date(), locale=self._locale)
        return self._message("when-day", {"day": day, "time": time})

    def _message(self, message: str, values: Mapping[str, object]) -> str:
        bundle = _bundle(self._language)
        if not bundle.has_message(message):
            raise LookupError(f"{self._language}.ftl of the assistant has no message {message!r}.")
        pattern = bundle.get_message(message).value
        assert pattern is not None
        formatted, errors = bundle.format_pattern(pattern, dict(values))
        if errors:
            raise LookupError(f"{self._language}.ftl of the assistant: {message!r} does not format: {errors[0]}")
        return str(formatted)


def _money(minor: int, currency: str, locale: Locale) -> str:
    """An amount as the language writes it, with as many decimals as the currency has."""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return str(format_currency(amount, currency, locale=locale))


@cache
def _locale(language: str) -> Locale:
    # By its name it would be read anew for each value, which takes longer than all the rest of a sentence.
    return Locale.parse(language)


@cache
def _bundle(language: str) -> FluentBundle:
    made = FluentBundle([language])
    for area in AREAS:
        made.add_resource(FluentResource(catalogue(area, language)))
    return made


def catalogue(area: str, language: str) -> str:
    """The messages of one folder in one language, as Fluent."""
    return (files("grandstand.assistant") / "locales" / area / f"{language}.ftl").read_text(encoding="utf-8")


def slots_of(language: str) -> dict[str, frozenset[str]]:
    """The slots of every message, for the test that holds languages and tools to each other."""
    text = "\n".join(catalogue(area, language) for area in AREAS)
    found: dict[str, frozenset[str]] = {}
    for part in re.split(r"^(?=[a-z][a-z-]* =)", text, flags=re.MULTILINE)[1:]:
        message, _, pattern = part.partition(" =")
        kept = "\n".join(line for line in pattern.splitlines() if not line.startswith("#"))
        found[message] = frozenset(re.findall(r"\$([a-z]+)", kept))
    return found
