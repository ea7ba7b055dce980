"""What a segment and what is said of a fan may be. Pure."""

import re
from collections.abc import Mapping, Sequence

from grandstand.campaign.conditions import (
    EVERY_OCCASION,
    PARTS,
    REGION_PATTERN,
    WORD_PATTERN,
    Facts,
    SegmentRule,
    facts_fault,
)
from grandstand.campaign.eligibility.errors import FactsInvalid, SegmentInvalid
from grandstand.campaign.plan import LANGUAGE_PATTERN, TIME_MAX, TIME_MIN

SEGMENT_PATTERN = re.compile(r"[a-z][a-z0-9-]{0,39}(\.[a-z][a-z0-9-]{0,39})?\Z")
VALUES_MAX = 64
"""Regions, languages, platforms or labels of one rule."""
SEGMENTS_OF_POOL_MAX = 64


def check_segment(name: str, rule: SegmentRule) -> None:
    """Pass when there can be such a segment.

    Raises:
        SegmentInvalid: the message says which value cannot be.
    """
    if not SEGMENT_PATTERN.match(name):
        raise SegmentInvalid(f"A segment is named like 'newcomers' or 'winter-2030.newcomers', got {name!r}.")
    for words, values, pattern in (
        ("platforms", rule.platforms, WORD_PATTERN),
        ("regions", rule.regions, REGION_PATTERN),
        ("languages", rule.languages, LANGUAGE_PATTERN),
        ("labels", rule.labels, WORD_PATTERN),
        ("without_labels", rule.without_labels, WORD_PATTERN),
    ):
        if len(values) > VALUES_MAX:
            raise SegmentInvalid(f"{words!r} has {VALUES_MAX} values at most, got {len(values)}.")
        for value in values:
            if not pattern.match(value):
                raise SegmentInvalid(f"{value!r} cannot be one of {words!r}.")
    if not 0 < rule.parts <= PARTS:
        raise SegmentInvalid(f"'parts' is 1 to {PARTS} ten-thousandths of the fans, got {rule.parts!r}.")
    for at in (rule.joined_after, rule.joined_before):
        if at is not None and (at.tzinfo is None or not TIME_MIN <= at <= TIME_MAX):
            raise SegmentInvalid(f"A time has a zone and lies in the years 2000 to 2999, got {at.isoformat()!r}.")
    if rule.joined_after and rule.joined_before and rule.joined_before <= rule.joined_after:
        raise SegmentInvalid("'joined_before' must be later than 'joined_after': nobody could be in it.")


def check_asked(asked: Mapping[str, Sequence[str]], occasions: Sequence[str]) -> None:
    """Pass when a pool with these occasions can ask for these segments.

    Raises:
        SegmentInvalid: it has no such occasion, or too much is asked.
    """
    for occasion in asked:
        if occasion not in {EVERY_OCCASION, *occasions}:
            raise SegmentInvalid(f"The pool has no occasion {occasion!r}; it has {list(occasions)!r}.")
    if (count := sum(map(len, asked.values()))) > SEGMENTS_OF_POOL_MAX:
        raise SegmentInvalid(f"A pool asks for {SEGMENTS_OF_POOL_MAX} segments at most, got {count}.")


def check_facts(facts: Facts) -> None:
    """Pass when a fan can be known by these.

    Raises:
        FactsInvalid: the message says which value cannot be.
    """
    if (fault := facts_fault(facts)) is not None:
        raise FactsInvalid(fault)
