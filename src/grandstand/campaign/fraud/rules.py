"""From facts to a score with reasons: pure. Docs: docs/explanation/fraud.md."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from grandstand.campaign.fraud.errors import RulesInvalid, SignalInvalid
from grandstand.campaign.fraud.models import Facts, Ramp, Rules, Score, SignalKind, ramps

VALUE_LENGTH_MAX = 200
AGE_DAYS_MAX = 36_500
WINDOW_DAYS_MAX = 90
COUNT_MAX = 100_000
"""The largest number in a rule; facts stop counting long before."""
DECIMALS = 3
SUSPICION = 0.4
"""From this score on, what only adds to a suspicion does so with its whole weight."""
GONE_AFTER = timedelta(days=1)
"""An account can be called gone so long after it was first seen."""
GONE_SPAN = timedelta(hours=1)
"""Whoever was seen for longer than this has come back."""
BURST = timedelta(seconds=60)
AT_ONCE = timedelta(seconds=120)
"""An invitation that is passed on so soon after one has arrived was passed on by a program."""

TEXTS = {
    "device_shared": "{} accounts have one device and no other.",
    "device_gone": "{} accounts on that device were seen once and never came back.",
    "device_day": "{} accounts appeared on that device within one day.",
    "payment_shared": "{} accounts are paid to one payment id.",
    "payment_gone": "{} accounts with that payment id never came back.",
    "linked": "{} accounts hang together by devices and payment ids.",
    "moved_away": "{} accounts began on one device within a day and have moved to others.",
    "moved_onto": "{} accounts have moved from other devices onto one.",
    "burst_gone": "{} accounts accepted one invitation within a minute and never came back.",
    "chain_gone": "{} accounts invited one another in a line, each at once, and never came back.",
    "address_shared": "{} accounts came from one address.",
    "never_back": "The account was seen once and never came back.",
    "account_new": "The account was {} days old when it was first seen.",
    "by_hand": "An operator has put it on hold.",
}
"""What a reason means, by its code."""
BY_HAND = "by_hand"
BY_HAND_SCORE = 1.0
"""So that the scorer never holds again what a person has held and released."""


def score(facts: Facts, rules: Rules) -> Score:
    """How suspicious the facts are.

    Each reason alone gives the score its weight; together they give `1 - product(1 - weight)`, so that several
    weak ones add up. What is no suspicion by itself counts in proportion to the suspicion there is.
    """
    evidence = [
        ("device_shared", facts.device_alone, rules.device_shared),
        ("device_gone", facts.device_gone, rules.device_gone),
        ("device_day", facts.device_day, rules.device_day),
        ("payment_shared", facts.payment_accounts, rules.payment_shared),
        ("payment_gone", facts.payment_gone, rules.payment_gone),
        ("linked", facts.linked, rules.linked),
        ("moved_away", facts.moved_away, rules.moved_away),
        ("moved_onto", facts.moved_onto, rules.moved_onto),
        ("burst_gone", facts.burst_gone, rules.burst_gone),
        ("chain_gone", facts.chain_gone, rules.chain_gone),
    ]
    found = [(rise(count, ramp), f"{code}:{count}") for code, count, ramp in evidence]
    suspicion = together(weight for weight, _ in found)
    share = min(1.0, suspicion / SUSPICION)
    found += [(weight * share, reason) for weight, reason in _context(facts, rules)]
    # In the order of the rules, so that rounding never lets more of something weigh less.
    value = together(weight for weight, _ in found)
    heaviest = sorted((each for each in found if each[0] > 0), key=lambda each: (-each[0], each[1]))
    return Score(round(value, DECIMALS), tuple(reason for _, reason in heaviest))


def _context(facts: Facts, rules: Rules) -> list[tuple[float, str]]:
    is_new = facts.age_days is not None and facts.age_days < rules.account_new_days
    return [
        (rise(facts.address_accounts, rules.address_shared), f"address_shared:{facts.address_accounts}"),
        (rise(facts.is_gone, rules.never_back), "never_back:1"),
        (rise(is_new, rules.account_new), f"account_new:{math.floor(facts.age_days or 0)}"),
    ]


def rise(count: float, ramp: Ramp) -> float:
    """What a count weighs."""
    return ramp.weight * min(1.0, max(0.0, (count - ramp.starts) / (ramp.full - ramp.starts)))


def together(weights: Iterable[float]) -> float:
    """What several reasons weigh together, from 0 to 1."""
    return min(1.0, max(0.0, 1.0 - math.prod(1.0 - weight for weight in weights)))


def is_held(found: Score, rules: Rules) -> bool:
    return found.value >= rules.threshold


def explanation(reasons: Iterable[str]) -> tuple[str, ...]:
    """What reasons mean, one English sentence each; a code that is not known any more is shown as it is."""
    parts = (reason.partition(":") for reason in reasons)
    return tuple(
        TEXTS[code].format(number) if code in TEXTS else f"{code}{mark}{number}" for code, mark, number in parts
    )


def check_rules(rules: Rules) -> Rules:
    """The rules, if they can be used.

    Raises:
        RulesInvalid: a number is not one that it may be.
    """
    # A threshold of 0 would hold everybody, also those of whom nothing is known.
    _check("threshold", rules.threshold, 0.05, 1)
    _check("margin", rules.margin, 0, 1)
    _check("window_days", rules.window_days, 1, WINDOW_DAYS_MAX)
    _check("account_new_days", rules.account_new_days, 0, AGE_DAYS_MAX)
    for name, ramp in ramps(rules):
        _check(f"{name}.weight", ramp.weight, 0, 1)
        _check(f"{name}.starts", ramp.starts, 0, COUNT_MAX)
        _check(f"{name}.full", ramp.full, 0, COUNT_MAX)
        if not ramp.starts < ramp.full:
            raise RulesInvalid(f"{name}.full must be above {name}.starts, got {ramp.full!r} and {ramp.starts!r}.")
    return rules


def _check(name: str, value: float, least: float, most: float) -> None:
    # False for what is not a number as well.
    if not least <= value <= most:
        raise RulesInvalid(f"{name} is from {least:g} to {most:g}, got {value!r}.")


def clean_value(kind: SignalKind, value: str) -> str:
    """A signal's value in the form that is digested: without surrounding space, in lower case.

    Raises:
        SignalInvalid: it is empty, too long, or an age that is none.
    """
    cleaned = value.strip().casefold()
    if not 0 < len(cleaned) <= VALUE_LENGTH_MAX or not cleaned.isprintable():
        raise SignalInvalid(f"A {kind.value} is one line of 1 to {VALUE_LENGTH_MAX} characters, got {len(value)}.")
    return cleaned


def account_since(value: str, at: datetime) -> datetime:
    """When an account was made that is so many days old.

    Raises:
        SignalInvalid: it is not a number of days.
    """
    try:
        days = float(clean_value(SignalKind.ACCOUNT_AGE_DAYS, value))
    except ValueError:
        days = math.nan
    if not 0 <= days <= AGE_DAYS_MAX:
        raise SignalInvalid(f"account_age_days is a number from 0 to {AGE_DAYS_MAX}, got {value!r}.")
    return at - timedelta(days=days)
