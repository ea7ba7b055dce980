"""`grandstand campaign create`, `raise` and `raises`: what a pool is to give, from options or from a file."""

import re
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grandstand.campaign import Act, Books, BudgetRaise, Curve, PoolPlan, Tier, TranchePlan
from grandstand.cli.acting import (
    AsJson,
    auditor,
    on_services,
    operator,
    pool_id,
    print_books,
    print_json,
    time_of,
)
from grandstand.kernel.errors import RequestInvalid
from grandstand.services import Services

PLAN_BYTES_MAX = 64 * 1024
STANDARD_INPUT = "-"
TIER_PATTERN = re.compile(r"(\d{1,10})x(\d{1,14})\Z")

AwareTime = Annotated[datetime, msgspec.Meta(tz=True)]
Texts = Annotated[list[str] | None, Parameter(negative="")]


class TierFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    shares: int
    amount_minor: int


class PlanFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plan as a file has it: the same fields as the body of `POST /v1/pools`."""

    titles: dict[str, str]
    currency: str
    shares: int
    total_minor: int
    minimum_minor: int = 1
    curve: Curve = Curve.UNIFORM
    tiers: tuple[TierFields, ...] = ()
    occasions: tuple[str, ...] = ("launch",)
    earned: tuple[str, ...] = ()
    lanes: int = 4
    opens_at: AwareTime | None = None
    closes_at: AwareTime | None = None
    valid_until: AwareTime | None = None


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class BudgetOptions:
    shares: int | None = None
    """How many shares."""
    total_minor: int | None = None
    """What all of them are worth together, in minor units."""
    minimum_minor: int | None = None
    """The least that a share is worth; 1 when left out."""
    curve: Curve | None = None
    """How the total is spread; uniform when left out, lottery with tiers."""
    tier: Texts = None
    """A tier of a lottery, like 10x8800 for ten shares of 8,800 minor units; once for each tier."""

    def values(self) -> dict[str, object]:
        """What was given, under the names of a plan's fields."""
        given = {
            "shares": self.shares,
            "total_minor": self.total_minor,
            "minimum_minor": self.minimum_minor,
            "curve": Curve.LOTTERY if self.curve is None and self.tier else self.curve,
            "tiers": None if self.tier is None else [_tier(text) for text in self.tier],
        }
        return {name: value for name, value in given.items() if value is not None}


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class PoolOptions:
    title: Texts = None
    """What fans read, with its language, like en=Launch; once for each language."""
    currency: str | None = None
    """Three capital letters."""
    occasion: Texts = None
    """A name under which a fan may claim once, like day:2026-02-06; launch when left out."""
    earned: Texts = None
    """One of the occasions for which no fan may ask herself, like invite:1; once for each of them."""
    lanes: int | None = None
    """How many transactions may run at once; 4 when left out."""
    opens_at: str | None = None
    """When a scheduled pool opens by itself, with its zone."""
    closes_at: str | None = None
    """When it closes by itself, with its zone."""
    valid_until: str | None = None
    """Until when a share is valid, with its zone."""

    def values(self) -> dict[str, object]:
        """What was given, under the names of a plan's fields."""
        given = {
            "titles": None if self.title is None else _titles(self.title),
            "currency": self.currency,
            "occasions": self.occasion,
            "earned": self.earned,
            "lanes": self.lanes,
            **{
                name: None if text is None else time_of(text, f"--{name.replace('_', '-')}")
                for name, text in (
                    ("opens_at", self.opens_at),
                    ("closes_at", self.closes_at),
                    ("valid_until", self.valid_until),
                )
            },
        }
        return {name: value for name, value in given.items() if value is not None}


NO_POOL = PoolOptions()
NO_BUDGET = BudgetOptions()


def create(
    *,
    plan: Path | None = None,
    pool: PoolOptions = NO_POOL,
    budget: BudgetOptions = NO_BUDGET,
    open_now: Annotated[bool, Parameter(name="--open", negative="")] = False,
    reason: str | None = None,
    json: AsJson = False,
) -> None:
    """Plan a pool, from options or from a file; it is a draft until it is opened.

    Args:
        pool: the options of the pool.
        budget: the options of its budget.
        plan: a JSON file with the fields of POST /v1/pools, or - for standard input; instead of the options.
        open_now: open the pool at once; needs a reason.
        reason: why it is opened, for the audit log.
        json: print the books as JSON.
    """
    given = pool.values() | budget.values()
    if plan is not None and given:
        raise RequestInvalid(
            f"Give either --plan or the options of the plan, got {str(plan)!r} and {sorted(given)}."
        )
    if open_now != (reason is not None):
        raise RequestInvalid("--open needs --reason, and without --open there is nothing to give a reason for.")
    planned = plan_of(_read(plan)) if plan is not None else plan_of(given)
    print_books(on_services(lambda services: _create(services, planned, reason)), json=json)


def propose_raise(pool: int, *, budget: BudgetOptions = NO_BUDGET, reason: str, json: AsJson = False) -> None:
    """Ask for more shares of a pool. Another operator has to approve, in the console or over HTTP.

    Args:
        pool: its number.
        budget: the options of the budget.
        reason: why, for the audit log.
        json: print the proposed raise as JSON.
    """
    plan = tranche_of(budget.values())
    proposed = on_services(lambda services: _propose(services, pool, plan, reason))
    if json:
        print_json(_raise_values(proposed))
        return
    print(
        f"Raise {proposed.id} of pool {pool} is proposed: "
        f"{plan.shares:,} shares, {plan.total_minor:,} minor units.\n"
        "Nothing is added before another operator approves it, in the console or with\n"
        f"POST /v1/pools/{pool}/raises/{proposed.id}/approve. The operator of this machine has proposed it and\n"
        "cannot; `grandstand token operator --link` makes a sign-in link for somebody else."
    )


def raises(pool: int, *, json: AsJson = False) -> None:
    """List the raises of a pool that were proposed, newest first.

    Args:
        pool: its number.
        json: print them as JSON.
    """

    async def read(services: Services) -> list[BudgetRaise]:
        return await services.campaign.raises(auditor(services), pool_id(pool))

    found = on_services(read)
    if json:
        print_json({"raises": [_raise_values(each) for each in found]})
        return
    table = Table("raise", "shares", "minor units", "curve")
    for column in ("proposed", "reason", "approved"):
        table.add_column(column, overflow="fold")
    for each in found:
        approved = "not yet" if each.tranche is None else f"tranche {each.tranche}, by {each.approved_by}"
        proposed = f"{each.proposed_at:%Y-%m-%d %H:%M} by {each.proposed_by}"
        plan = each.plan
        amounts = (f"{plan.shares:,}", f"{plan.total_minor:,}", plan.curve.value)
        table.add_row(str(each.id), *amounts, proposed, Text(each.reason), approved)
    Console().print(table if found else f"No raise of pool {pool} was proposed.")


def plan_of(values: object) -> PoolPlan:
    """The plan that a file or the options state.

    Raises:
        RequestInvalid: a field is missing, unknown, or of another type; the message names it.
    """
    form = _convert(values, PlanFields)
    return PoolPlan(
        titles=form.titles,
        currency=form.currency,
        shares=form.shares,
        total_minor=form.total_minor,
        minimum_minor=form.minimum_minor,
        curve=form.curve,
        tiers=tuple(Tier(shares=tier.shares, amount_minor=tier.amount_minor) for tier in form.tiers),
        occasions=form.occasions,
        earned=form.earned,
        lanes=form.lanes,
        opens_at=form.opens_at,
        closes_at=form.closes_at,
        valid_until=form.valid_until,
    )


def tranche_of(values: dict[str, object]) -> TranchePlan:
    """The tranche that the options state.

    Raises:
        RequestInvalid: an option is missing.
    """
    return plan_of({"titles": {}, "currency": ""} | values).tranche


def _convert(values: object, kind: type[PlanFields]) -> PlanFields:
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise RequestInvalid(f"The plan does not fit: {error}. Its fields: {', '.join(_names(kind))}.") from None


def _names(kind: type[PlanFields]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(kind)]


def _read(file: Path) -> object:
    """What the JSON of the file says."""
    try:
        if str(file) == STANDARD_INPUT:
            text = sys.stdin.buffer.read(PLAN_BYTES_MAX + 1)
        else:
            with file.open("rb") as opened:
                text = opened.read(PLAN_BYTES_MAX + 1)
    except OSError as error:
        raise RequestInvalid(f"The plan {str(file)!r} cannot be read: {error.strerror}.") from None
    if len(text) > PLAN_BYTES_MAX:
        raise RequestInvalid(f"The plan {str(file)!r} is longer than {PLAN_BYTES_MAX} bytes.")
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RequestInvalid(f"The plan {str(file)!r} is not JSON: {error}.") from None


def _titles(texts: list[str]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for text in texts:
        language, mark, title = text.partition("=")
        if not mark or language in titles:
            raise RequestInvalid(f"--title is like 'en=Launch', once for each language, got {text!r}.")
        titles[language] = title
    return titles


def _tier(text: str) -> dict[str, int]:
    if not (match := TIER_PATTERN.match(text)):
        raise RequestInvalid(f"--tier is so many shares of an amount like '10x8800', got {text!r}.")
    return {"shares": int(match[1]), "amount_minor": int(match[2])}


def _raise_values(proposed: BudgetRaise) -> dict[str, object]:
    """A raise as the HTTP API shows it."""
    values: dict[str, object] = msgspec.to_builtins(proposed)
    plan: dict[str, object] = msgspec.to_builtins(proposed.plan)
    return {name: value for name, value in values.items() if name != "plan"} | plan


async def _create(services: Services, plan: PoolPlan, reason: str | None) -> Books:
    who = operator(services)
    books = await services.campaign.create_pool(who, plan)
    return books if reason is None else await services.campaign.act(who, books.pool, Act.OPENED, reason)


async def _propose(services: Services, pool: int, plan: TranchePlan, reason: str) -> BudgetRaise:
    return (await services.campaign.propose_raise(operator(services), pool_id(pool), plan, reason))[0]
