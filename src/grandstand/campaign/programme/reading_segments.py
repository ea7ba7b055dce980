"""Segments of a programme's file: their rules, and which of them waves ask for."""

from collections.abc import Mapping
from re import Pattern
from zoneinfo import ZoneInfo

from grandstand.campaign.conditions import EVERY_OCCASION, REGION_PATTERN, WORD_PATTERN, SegmentRule
from grandstand.campaign.plan import LANGUAGE_PATTERN, OCCASIONS_MAX
from grandstand.campaign.programme.models import AskedSegment
from grandstand.campaign.programme.rules import NAME_PATTERN
from grandstand.campaign.programme.yaml_file import Fields, Value, nearest

SEGMENTS_MAX = 64
VALUES_MAX = 64
"""Of one key of a rule."""
RULE_KEYS = (
    *("joined_after", "joined_before", "platforms", "regions", "languages", "labels", "without_labels"),
    "part",
)


def read_segments(value: Value, zone: ZoneInfo) -> dict[str, SegmentRule]:
    """The rules of a file's segments, by name; those with faults are left out."""
    found: dict[str, SegmentRule] = {}
    for key, rule in value.pairs(SEGMENTS_MAX):
        name = key.word() or ""
        if not NAME_PATTERN.match(name):
            key.fault(f"A segment is named like 'newcomers', 40 characters at most; got {name!r}.")
        found[name] = _rule(rule, zone)
    return found


def asked_segments(fields: Fields, known: Mapping[str, SegmentRule], scope: str) -> tuple[AskedSegment, ...]:
    """What a wave asks for, with the rules that the file has for it.

    Args:
        fields: the wave's.
        known: the file's segments.
        scope: the programme's name, which stands before those of its segments.
    """
    asked = _asked(fields.get("segments"), EVERY_OCCASION, known, scope)
    if (by_occasion := fields.get("occasion_segments")) is not None:
        for key, names in by_occasion.pairs(OCCASIONS_MAX):
            asked += _asked(names, key.word() or "", known, scope)
    return tuple(asked)


def _asked(value: Value | None, occasion: str, known: Mapping[str, SegmentRule], scope: str) -> list[AskedSegment]:
    found: list[AskedSegment] = []
    for each in [] if value is None else value.items(SEGMENTS_MAX):
        name = each.word() or ""
        if name not in known:
            listed = ", ".join(known) or "none"
            each.fault(f"There is no segment {name!r} in this file.{nearest(name, list(known))} Known: {listed}.")
        elif any(segment.name == f"{scope}.{name}" for segment in found):
            each.fault(f"{name!r} stands here twice.")
        else:
            found.append(AskedSegment(occasion=occasion, name=f"{scope}.{name}", rule=known[name]))
    return found


def _rule(value: Value, zone: ZoneInfo) -> SegmentRule:
    fields = value.fields(RULE_KEYS)
    after = fields.read("joined_after", lambda each: each.moment(zone))
    before = fields.read("joined_before", lambda each: each.moment(zone))
    if after is not None and before is not None and before <= after:
        value.at(("joined_before",)).fault("'joined_before' must be later than 'joined_after'.")
    return SegmentRule(
        joined_after=after,
        joined_before=before,
        platforms=_words(fields, "platforms", WORD_PATTERN, "a platform like 'direct' or 'lantern-messenger'"),
        regions=_words(fields, "regions", REGION_PATTERN, "a region like 'CN' or 'CN-BJ'"),
        languages=_words(fields, "languages", LANGUAGE_PATTERN, "a language like 'en' or 'pt-BR'"),
        labels=_words(fields, "labels", WORD_PATTERN, "a label like 'member'"),
        without_labels=_words(fields, "without_labels", WORD_PATTERN, "a label like 'member'"),
        parts=fields.read("part", Value.parts) or SegmentRule().parts,
    )


def _words(fields: Fields, key: str, pattern: Pattern[str], words: str) -> tuple[str, ...]:
    value = fields.get(key)
    found = []
    for each in [] if value is None else value.items(VALUES_MAX):
        text = each.word() or ""
        if pattern.match(text):
            found.append(text)
        else:
            each.fault(f"This must be {words}; got {text!r}.")
    if value is not None and value.is_empty:
        value.fault(f"{key!r} names at least one; leave it out where it does not matter.")
    return tuple(found)
