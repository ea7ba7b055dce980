"""The nine days at another size: the same waves, prices, dates and rules, with fewer shares. Pure."""

from datetime import timedelta
from typing import Any

import msgspec
import yaml

FULL_CROWD = 50_000_000
"""For how many fans the file is meant; with fewer, its shares are as many fewer."""
LANES = 4
"""Enough for one process: larger batches cost less a claim."""
FANS_MIN = 5_000
"""With fewer, a rare prize would not be there at all."""
SLACK = 1.01
"""What rounding up may cost."""
COUNTED = frozenset({"total", "shares"})
"""The keys of a wave that grow with the crowd."""


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """How large the play is; the same script plays the same days.

    Attributes:
        fans: who comes.
        watched: how many of them come over a front that reports signals; the fraudsters are among them.
        fraud_share: of the watched.
        seed: of everything that is left to chance.
        outages: whether something breaks on some days.
        step_minutes: how far the clock moves at once by day; whoever wants something in between asks together.
    """

    fans: int = 20_000
    watched: int = 5_000
    fraud_share: float = 0.1
    seed: int = 1
    outages: bool = True
    step_minutes: int = 15

    @property
    def step(self) -> timedelta:
        return timedelta(minutes=self.step_minutes)


def scaled(document: bytes, fans: int) -> bytes:
    """A programme's file for so many fans."""
    programme: dict[str, Any] = yaml.safe_load(document)
    factor = fans / FULL_CROWD
    budget = programme["budget"] * factor
    for wave in programme["waves"]:
        wave["lanes"] = LANES
        scale(wave, factor)
        if daily := wave.get("draws", {}).get("daily"):
            # At least one winner, at what one is worth.
            winners = max(1, round(daily["winners"] * factor))
            total = daily["total"] / daily["winners"] * winners
            budget += max(0.0, total - daily["total"] * factor)
            daily |= {"winners": winners, "total": round(total)}
    programme["budget"] = round(budget * SLACK)
    return yaml.safe_dump(programme, allow_unicode=True, sort_keys=False).encode()


def scale(wave: dict[str, Any], factor: float) -> None:
    """Make what a wave gives smaller, in place; what one share is worth stays."""
    for part in (wave, *wave.get("tiers", ())):
        for key in COUNTED & part.keys():
            part[key] = max(1, round(part[key] * factor))
