"""`grandstand campaign plan`, `audience` and `apply`: a campaign of several days from one file."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grandstand.campaign.eligibility import Audience
from grandstand.campaign.programme import (
    AS_THE_FILE_SAYS,
    FILE_BYTES_MAX,
    Applied,
    Change,
    Outlook,
    WaveOutlook,
    amount,
    local,
    outlook_of,
    read_programme,
)
from grandstand.cli.acting import AsJson, on_services, operator, print_json
from grandstand.kernel.errors import RequestInvalid

STANDARD_INPUT = "-"

DryRun = Annotated[bool, Parameter(negative="")]


def plan(file: Path, *, json: AsJson = False) -> None:
    """Show what a campaign of several days costs and brings; nothing is made, no database is needed.

    Args:
        file: the programme as YAML, or - for standard input.
        json: print it as JSON.
    """
    outlook = outlook_of(read_programme(_read(file)))
    if json:
        print_json(outlook)
        return
    _print_outlook(outlook)


def audience(file: Path, *, json: AsJson = False) -> None:
    """Show who would get each wave of a campaign's file and what it would cost, if everybody came who is known.

    Args:
        file: the programme as YAML, or - for standard input.
        json: print it as JSON.
    """
    document = _read(file)
    found = on_services(lambda services: services.programmes.audiences(operator(services), document))
    if json:
        print_json(found)
        return
    digits = read_programme(document).digits
    for each in found:
        _print_audience(each, digits)


def apply(file: Path, *, reason: str = AS_THE_FILE_SAYS, dry_run: DryRun = False, json: AsJson = False) -> None:
    """Make what a campaign's file says and is not there yet. To do so again does nothing.

    Args:
        file: the programme as YAML, or - for standard input.
        reason: why, for the audit logs.
        dry_run: only say what would be done.
        json: print it as JSON.
    """
    document = _read(file)
    done = on_services(
        lambda services: services.programmes.apply(operator(services), document, reason, dry_run=dry_run)
    )
    if json:
        print_json(done)
        return
    _print_applied(done)


def _read(file: Path) -> bytes:
    try:
        if str(file) == STANDARD_INPUT:
            return sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
        with file.open("rb") as opened:
            return opened.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise RequestInvalid(f"The programme {str(file)!r} cannot be read: {error.strerror}.") from None


def _print_outlook(outlook: Outlook) -> None:
    console, digits = Console(), outlook.digits
    sums = Table("wave", "kind", "days", title=Text(f"{outlook.programme}, {outlook.currency}"), show_footer=True)
    sums.add_column("cost", Text(amount(outlook.cost_minor, digits)), justify="right")
    for wave in outlook.waves:
        sums.add_row(wave.wave, wave.kind.value, str(wave.days), amount(wave.cost_minor, digits))
    console.print(sums)
    for wave in outlook.waves:
        shown = Table.grid(padding=(0, 2))
        for name, words in _rows_of(wave, outlook):
            shown.add_row(Text(name), Text(words))
        console.print(Text(f"\n{wave.wave}", style="bold"))
        console.print(shown)
    console.print(
        Text(
            f"\nBudget {amount(outlook.budget_minor, digits)}, planned {amount(outlook.cost_minor, digits)}.\n"
            f"A fan gets {amount(outlook.fan_mean_minor, digits)} on average, "
            f"{amount(outlook.fan_mean_invites_minor, digits)} with every invitation, "
            f"and never more than {amount(outlook.fan_most_minor, digits)}."
        )
    )
    for warning in outlook.warnings:
        console.print(Text(f"Warning: {warning}", style="yellow"))


def _rows_of(wave: WaveOutlook, outlook: Outlook) -> list[tuple[str, str]]:
    """What is shown of a wave, line by line."""

    def money(minor: int) -> str:
        return amount(minor, outlook.digits)

    levels = wave.levels
    ends = "without end" if wave.valid_until is None else f"until {local(wave.valid_until, outlook.zone)}"
    spread = (
        f"{money(levels.mean_minor)} on average; half get up to {money(levels.p50_minor)}, 9 in 10 up to "
        f"{money(levels.p90_minor)}, 99 in 100 up to {money(levels.p99_minor)}; "
        f"none over {money(levels.most_minor)}"
    )
    enough = f"{wave.shares_a_fan} without inviting, enough for {wave.fans_alone:,} fans"
    if wave.shares_a_fan_most > wave.shares_a_fan:
        enough += f"; {wave.shares_a_fan_most} with all invitations, enough for {wave.fans_most:,}"
    rows = [
        ("open", f"{local(wave.opens_at, outlook.zone)} to {local(wave.closes_at, outlook.zone)}, valid {ends}"),
        ("shares", f"{wave.shares:,} for {money(wave.gifts_minor)}"),
        ("a share", money(levels.most_minor) if levels.p1_minor == levels.most_minor else spread),
        ("a fan", enough),
    ]
    if wave.draws:
        words = f"{wave.draws}, with {wave.winners_a_day:,} winners each, for {money(wave.prizes_minor)}"
        rows.append(("draws", words))
    if wave.shares_per_s:
        rows.append(("pace", f"{wave.shares_per_s:,} shares a second at most"))
    rows += [
        (f"{hour.hour:02}:00", f"{hour.shares:,} shares a day, {hour.per_s:,.1f} a second") for hour in wave.hours
    ]
    return rows


def _print_audience(found: Audience, digits: int) -> None:
    shown = Table("segment", "platform", title=Text(found.name))
    for name in ("fans", "claims", "cost"):
        shown.add_column(name, justify="right")
    for row in found.rows:
        figures = (f"{row.fans:,}", f"{row.claims:,}", amount(row.cost_minor, digits))
        shown.add_row(Text(row.segment), Text(row.platform), *figures)
    for each in found.platforms:
        figures = (f"{each.fans:,}", f"{each.claims:,}", amount(each.cost_minor, digits))
        shown.add_row("everybody who may", Text(each.platform), *figures)
    Console().print(shown)
    estimate = "" if found.looked_at == found.fans else f", estimated from {found.looked_at:,} of them"
    print(
        f"{found.eligible:,} of {found.fans:,} fans of whom something is known may claim{estimate}: "
        f"{found.claims:,} shares for {amount(found.cost_minor, digits)}."
    )


def _print_applied(done: Applied) -> None:
    for wave in done.waves:
        parts = [f"pool {wave.pool}"]
        if wave.prize_pool is not None:
            parts.append(f"prizes from pool {wave.prize_pool}")
        if wave.draws:
            parts.append(f"draws {', '.join(map(str, wave.draws))}")
        if wave.scheme is not None:
            parts.append(f"invitations {wave.scheme}")
        print(f"{wave.wave}: {wave.done.value}; {'; '.join(parts)}")
    for name in done.missing:
        print(f"{name}: would be created")
    for change in done.changes:
        print(f"{change.wave or done.programme}: {_said(change, dry_run=done.dry_run)}")


def _said(change: Change, *, dry_run: bool) -> str:
    how = "is frozen" if change.is_frozen else "would change" if dry_run else "changed"
    return f"{change.key} {how}: {change.before} -> {change.after}"
