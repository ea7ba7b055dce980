"""What a platform may be, and which fan a user is. Pure."""

import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from grandstand.campaign.conditions import DIRECT, WORD_PATTERN
from grandstand.campaign.platforms.errors import PlatformInvalid
from grandstand.campaign.platforms.models import PlatformPlan, SettledDay
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.money import AMOUNT_MINOR_MAX, CURRENCY_PATTERN

RESERVED = frozenset({DIRECT, "me", "token"})
WEBHOOK_LENGTH_MAX = 500
USER_LENGTH_MAX = 200
SETTLED_DAYS_MAX = 400
DIGEST_BYTES = 16


def check_platform(plan: PlatformPlan) -> None:
    """Pass when there can be such a platform.

    Raises:
        PlatformInvalid: the message says which value cannot be.
    """
    if not WORD_PATTERN.match(plan.name) or plan.name in RESERVED:
        raise PlatformInvalid(f"A platform is named like 'lantern-messenger', got {plan.name!r}.")
    if not CURRENCY_PATTERN.match(plan.currency):
        raise PlatformInvalid(f"A currency is like 'CNY', got {plan.currency!r}.")
    check_budget(plan.budget_minor)
    check_webhook(plan.webhook)


def check_budget(budget_minor: int) -> None:
    """Pass when a platform can have this budget, or a part of a pool this amount."""
    if not 0 <= budget_minor <= AMOUNT_MINOR_MAX:
        raise PlatformInvalid(f"An amount is 0 to {AMOUNT_MINOR_MAX} minor units, got {budget_minor!r}.")


def check_webhook(webhook: str) -> None:
    """Pass when a platform can be told of claims there; empty: it is not told."""
    parts = urlsplit(webhook) if webhook.isprintable() else urlsplit("")
    if webhook and (
        len(webhook) > WEBHOOK_LENGTH_MAX
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.username is not None
        or parts.fragment
    ):
        raise PlatformInvalid(
            f"A webhook is an address like https://partner.example/claims, "
            f"{WEBHOOK_LENGTH_MAX} characters at most, got {webhook[:WEBHOOK_LENGTH_MAX]!r}."
        )


def check_user(user: str) -> None:
    """Pass when a platform can call a user so."""
    if not 0 < len(user) <= USER_LENGTH_MAX or not user.isprintable():
        raise PlatformInvalid(f"A user is named by 1 to {USER_LENGTH_MAX} printable characters.")


def fan_of(fan_key: bytes, user: str) -> SubjectId:
    """The fan that a user of a platform is: always the same one, and nobody without the key knows which."""
    digest = hmac.digest(fan_key, user.encode(errors="surrogatepass"), sha256)[:DIGEST_BYTES]
    return SubjectId(UUID(bytes=digest, version=4))


def days_between(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last one, in UTC.

    Raises:
        PlatformInvalid: there are too many, or none.
    """
    if not 0 <= (last - first).days < SETTLED_DAYS_MAX:
        raise PlatformInvalid(f"A settlement is of 1 to {SETTLED_DAYS_MAX} days, from the first to the last.")
    begins, ends = (
        datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + timedelta(days=1))
    )
    return begins, ends


def settled(found: Mapping[date, Mapping[str, Any]]) -> list[SettledDay]:
    """The days on which something happened, in order."""
    return [SettledDay(day=day, **sums) for day, sums in sorted(found.items())]


def total_of(days: Iterable[SettledDay]) -> SettledDay:
    """The sums over all days."""
    listed = list(days)
    names = [name for name in SettledDay.__struct_fields__ if name != "day"]
    return SettledDay(day=None, **{name: sum(getattr(each, name) for each in listed) for name in names})
