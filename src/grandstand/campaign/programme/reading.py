"""From the file to a programme: what each key is, in one place. docs/reference/programme-file.md is held to it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import get_currency_precision, is_currency

from grandstand.campaign.conditions import SegmentRule
from grandstand.campaign.models import Curve, Tier, TranchePlan
from grandstand.campaign.plan import (
    LANES_MAX,
    LANGUAGE_PATTERN,
    OCCASION_PATTERN,
    OCCASIONS_MAX,
    TIERS_MAX,
    TIME_MAX,
    TIME_MIN,
    TITLE_LENGTH_MAX,
    TITLES_MAX,
)
from grandstand.campaign.programme.models import (
    DrawsPlan,
    HourShare,
    InvitePlan,
    PacingPlan,
    Programme,
    Wave,
    WaveKind,
)
from grandstand.campaign.programme.reading_segments import RULE_KEYS, asked_segments, read_segments
from grandstand.campaign.programme.rules import NAME_PATTERN, WAVES_MAX, day_draws, misfits
from grandstand.campaign.programme.yaml_file import Faults, Fields, Value, nearest, read_yaml
from grandstand.campaign.rules import PACE_MAX
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.money import AMOUNT_MINOR_MAX

WINNERS_MAX = 10_000
INVITATIONS_A_DAY_MAX = 1_000
CATEGORIES = ("food", "drink", "entertainment", "leisure")
FREE_CURVES = (Curve.UNIFORM.value, Curve.EXPONENTIAL.value, Curve.EQUAL.value)
LANES = 4
AMOUNTS = ("each", "total", "curve", "minimum", "tiers")
KEYS: dict[str, tuple[str, ...]] = {
    "": ("programme", "titles", "zone", "currency", "budget", "segments", "waves"),
    "segments": RULE_KEYS,
    "waves": (
        *("name", "kind", "titles", "categories", "from", "until", "valid_until", "shares", *AMOUNTS),
        *("occasions", "segments", "occasion_segments", "invites", "draws", "pacing", "lanes"),
    ),
    "tiers": ("shares", "amount"),
    "invites": ("invited", "inviter", "daily_draw"),
    "daily_draw": ("invitations",),
    "draws": ("daily",),
    "daily": ("winners", "closes", "open", *AMOUNTS),
    "pacing": ("shares_per_second", "plan"),
}
"""Every key, by the mapping in which it stands."""
NOWHERE = ZoneInfo("UTC")

T = TypeVar("T")


class Terms(NamedTuple):
    """What holds for every wave of the file."""

    zone: ZoneInfo
    digits: int
    titles: dict[str, str]
    name: str
    segments: dict[str, SegmentRule]


def read_programme(text: bytes) -> Programme:
    """The programme that a file says.

    Raises:
        ProgrammeInvalid: with everything that is wrong with it.
    """
    faults = Faults()
    root = read_yaml(text, faults)
    fields = root.fields(KEYS[""], ("programme", "titles", "zone", "currency", "budget", "waves"))
    zone = fields.read("zone", _zone)
    currency = fields.read("currency", _currency)
    digits = 2 if currency is None else get_currency_precision(currency)
    name = fields.read("programme", _name)
    segments = fields.read("segments", lambda value: read_segments(value, zone or NOWHERE)) or {}
    terms = Terms(zone or NOWHERE, digits, fields.read("titles", _titles) or {}, name or "", segments)
    budget = fields.read("budget", lambda value: _positive(value, digits))
    waves = fields.read("waves", lambda value: [_wave(each, terms) for each in value.items(WAVES_MAX)])
    if (listed := fields.get("waves")) is not None and listed.is_empty:
        listed.fault("A programme has at least one wave.")
    whole = [wave for wave in waves or [] if wave is not None]
    faulty = not all((zone, currency, budget, name, terms.titles))
    if not faulty and whole and len(whole) == len(waves or []):
        programme = Programme(
            name=str(name),
            titles=terms.titles,
            zone=terms.zone.key,
            currency=str(currency),
            digits=digits,
            budget_minor=int(budget or 0),
            waves=tuple(whole),
        )
        for misfit in misfits(programme):
            root.at(misfit.path).fault(misfit.words)
        faults.check()
        return programme
    faults.check()
    raise AssertionError


def _wave(value: Value, terms: Terms) -> Wave | None:
    """One wave; None where something is missing, which is a fault by then."""
    fields = value.fields(KEYS["waves"], ("name", "kind", "from", "until", "occasions"))
    name = fields.read("name", _name)
    kind = fields.read("kind", lambda each: each.choice([kind.value for kind in WaveKind]))
    opens_at = fields.read("from", lambda each: _moment(each, terms.zone))
    closes_at = fields.read("until", lambda each: _moment(each, terms.zone))
    occasions = fields.read("occasions", _occasions)
    shares = fields.read("shares", lambda each: each.whole(1, SHARES_MAX))
    budget = _amounts(fields, shares, terms.digits, lacks="shares")
    titles = fields.read("titles", _titles) if "titles" in fields else terms.titles
    categories = fields.read("categories", _categories)
    valid_until = fields.read("valid_until", lambda each: _moment(each, terms.zone))
    invites = fields.read("invites", _invites)
    pacing = fields.read("pacing", _pacing) or PacingPlan()
    lanes = fields.read("lanes", lambda each: each.whole(1, LANES_MAX))
    segments = asked_segments(fields, terms.segments, terms.name)
    days = (opens_at, closes_at) if opens_at is not None and closes_at is not None else None
    draws = fields.read("draws", lambda each: _draws(each, days, terms))
    if name is None or kind is None or days is None or budget is None or not occasions or not titles:
        return None
    return Wave(
        name=name,
        kind=WaveKind(kind),
        titles=titles,
        categories=tuple(categories or ()),
        opens_at=days[0],
        closes_at=days[1],
        valid_until=valid_until,
        budget=budget,
        occasions=tuple(occasions),
        invites=invites,
        draws=draws,
        pacing=pacing,
        lanes=lanes or LANES,
        segments=segments,
    )


def _amounts(fields: Fields, shares: int | None, digits: int, *, lacks: str) -> TranchePlan | None:
    """How much each of the shares is: all the same, or along a curve, or in tiers."""
    ways = [name for name in ("each", "total", "tiers") if name in fields]
    if len(ways) != 1:
        got = " and ".join(repr(way) for way in ways) or "none of them"
        fields.whole.fault(f"Say what a share is worth by one of 'each', 'total' and 'tiers', got {got}.")
        return None
    for name in ("curve", "minimum"):
        if name in fields and ways != ["total"]:
            fields.whole.at((name,)).fault(f"{name!r} belongs to 'total'.")
    if ways == ["tiers"]:
        return _lottery(fields, shares, digits)
    if lacks and lacks not in fields:
        fields.whole.fault(f"How many shares? The key {lacks!r} is missing.")
    return _equal(fields, shares, digits) if ways == ["each"] else _spread(fields, shares, digits)


def _equal(fields: Fields, shares: int | None, digits: int) -> TranchePlan | None:
    each = fields.read("each", lambda value: _positive(value, digits))
    if each is None or shares is None:
        return None
    return TranchePlan(shares=shares, total_minor=shares * each, minimum_minor=each, curve=Curve.EQUAL)


def _spread(fields: Fields, shares: int | None, digits: int) -> TranchePlan | None:
    total = fields.read("total", lambda value: _positive(value, digits))
    curve = fields.read("curve", lambda value: value.choice(FREE_CURVES)) or Curve.UNIFORM.value
    least = fields.read("minimum", lambda value: value.money(digits, AMOUNT_MINOR_MAX))
    if total is None or shares is None:
        return None
    return TranchePlan(
        shares=shares, total_minor=total, minimum_minor=1 if least is None else least, curve=Curve(curve)
    )


def _lottery(fields: Fields, shares: int | None, digits: int) -> TranchePlan | None:
    tiers = fields.read("tiers", lambda value: [_tier(each, digits) for each in value.items(TIERS_MAX)])
    known = [tier for tier in tiers or [] if tier is not None]
    if (listed := fields.get("tiers")) is not None and listed.is_empty:
        listed.fault("Tiers are like [{shares: 10, amount: 88.00}], at least one.")
    if not known or len(known) != len(tiers or []):
        return None
    together = sum(tier.shares for tier in known)
    if shares is not None and shares != together:
        fields.whole.at(("tiers",)).fault(
            f"The tiers have {together:,} shares together, 'shares' says {shares:,}."
        )
        return None
    return TranchePlan(
        shares=together,
        total_minor=sum(tier.shares * tier.amount_minor for tier in known),
        minimum_minor=min(tier.amount_minor for tier in known),
        curve=Curve.LOTTERY,
        tiers=tuple(known),
    )


def _tier(value: Value, digits: int) -> Tier | None:
    fields = value.fields(KEYS["tiers"], KEYS["tiers"])
    shares = fields.read("shares", lambda each: each.whole(1, SHARES_MAX))
    amount = fields.read("amount", lambda each: each.money(digits, AMOUNT_MINOR_MAX))
    return None if shares is None or amount is None else Tier(shares=shares, amount_minor=amount)


def _invites(value: Value) -> InvitePlan | None:
    fields = value.fields(KEYS["invites"], ("inviter",))
    # The heart knows one occasion of the invited one; the key is there to be read.
    fields.read("invited", lambda each: each.whole(1, 1))
    inviter = fields.read("inviter", lambda each: each.whole(1, OCCASIONS_MAX - 2))
    daily = fields.read("daily_draw", _daily_invitations)
    return None if inviter is None else InvitePlan(inviter=inviter, daily_invitations=daily or 0)


def _daily_invitations(value: Value) -> int | None:
    fields = value.fields(KEYS["daily_draw"], KEYS["daily_draw"])
    return fields.read("invitations", lambda each: each.whole(1, INVITATIONS_A_DAY_MAX))


def _draws(value: Value, days: tuple[datetime, datetime] | None, terms: Terms) -> DrawsPlan | None:
    outer = value.fields(KEYS["draws"], KEYS["draws"])
    if (daily := outer.get("daily")) is None:
        return None
    fields = daily.fields(KEYS["daily"], ("winners", "closes"))
    winners = fields.read("winners", lambda each: each.whole(1, WINNERS_MAX))
    closes = fields.read("closes", Value.clock)
    is_open = fields.read("open", Value.flag) if "open" in fields else True
    held = (
        0
        if days is None or closes is None or days[1] <= days[0]
        else len(day_draws(*days, closes, terms.zone.key))
    )
    shares = None if winners is None else winners * max(held, 1)
    prizes = _amounts(fields, None if "tiers" in fields else shares, terms.digits, lacks="")
    if winners is None or closes is None or is_open is None or prizes is None:
        return None
    return DrawsPlan(winners=winners, closes_minute=closes, is_open=is_open, prizes=prizes)


def _pacing(value: Value) -> PacingPlan:
    fields = value.fields(KEYS["pacing"])
    rate = fields.read("shares_per_second", lambda each: each.whole(1, PACE_MAX))
    hours = fields.read("plan", _hours)
    return PacingPlan(shares_per_s=rate or 0, hours=tuple(hours or ()))


def _hours(value: Value) -> list[HourShare]:
    hours = []
    for key, part in value.pairs(24):
        hour, parts = key.whole(0, 23), part.parts()
        if hour is not None and parts is not None:
            hours.append(HourShare(hour=hour, parts=parts))
    return sorted(hours, key=lambda each: each.hour)


def _name(value: Value) -> str | None:
    return _matching(
        value, lambda text: bool(NAME_PATTERN.match(text)), "like 'winter-2030', 40 characters at most"
    )


def _occasions(value: Value) -> list[str]:
    def is_occasion(text: str) -> bool:
        return bool(OCCASION_PATTERN.match(text))

    words = "an occasion like 'launch' or 'day:2030-02-06', 40 characters at most"
    found = [_matching(each, is_occasion, words) for each in value.items(OCCASIONS_MAX)]
    if value.is_empty:
        value.fault("A wave has at least one occasion, like [launch].")
    return [each for each in found if each is not None]


def _categories(value: Value) -> list[str]:
    found: list[str] = []
    for each in value.items(len(CATEGORIES)):
        category = each.choice(CATEGORIES)
        if category in found:
            each.fault(f"{category!r} stands here twice.")
        elif category is not None:
            found.append(category)
    return found


def _titles(value: Value) -> dict[str, str] | None:
    titles: dict[str, str] = {}
    for key, text in value.pairs(TITLES_MAX):
        language = _matching(
            key, lambda each: bool(LANGUAGE_PATTERN.match(each)), "a language like 'en' or 'pt-BR'"
        )
        title = text.text()
        if title is not None and len(title.strip()) > TITLE_LENGTH_MAX:
            text.fault(f"A title has {TITLE_LENGTH_MAX} characters at most, this one has {len(title.strip())}.")
        elif language is not None and title is not None:
            titles[language] = title
    if value.is_empty:
        value.fault("Give a title in at least one language, like {en: Nine days of gifts}.")
    return titles or None


def _zone(value: Value) -> ZoneInfo | None:
    text, known = value.word() or "", available_timezones()
    if text in known:
        return ZoneInfo(text)
    value.fault(f"There is no time zone {text!r}; one is like 'Asia/Shanghai'.{nearest(text, sorted(known))}")
    return None


def _currency(value: Value) -> str | None:
    return _matching(value, lambda text: text.isupper() and is_currency(text), "a currency like 'CNY'")


def _positive(value: Value, digits: int) -> int | None:
    amount = value.money(digits, AMOUNT_MINOR_MAX)
    if amount == 0:
        value.fault("An amount must be more than 0.")
    return amount or None


def _moment(value: Value, zone: ZoneInfo) -> datetime | None:
    at = value.moment(zone)
    if at is not None and not TIME_MIN <= at <= TIME_MAX:
        value.fault(f"Times lie in the years 2000 to 2999, got {at.isoformat()!r}.")
        return None
    return at


def _matching(value: Value, fits: Callable[[str], bool], words: str) -> str | None:
    text = value.word() or ""
    if fits(text):
        return text
    value.fault(f"This must be {words}; got {text!r}.")
    return None
