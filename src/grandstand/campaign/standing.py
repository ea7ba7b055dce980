"""How a pool stands at one instant: its books and where its chains end; and whether another copy agrees. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from grandstand.campaign.models import Balance, HeadDocument, PoolState


class PoolStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup keeps of a pool, so that a restore can be compared with it."""

    pool: int
    state: PoolState
    balance: Balance
    heads: tuple[HeadDocument, ...]


def differences(expected: Sequence[Mapping[str, Any]], found: Sequence[PoolStanding]) -> list[str]:
    """What does not agree, in words; none when all is the same.

    Args:
        expected: standings as a backup holds them; an earlier version may know fewer sums.
        found: those of the restored database.
    """
    known = {standing.pool: msgspec.to_builtins(standing) for standing in found}
    faults = [
        f"pool {number} is in the database only" for number in known.keys() - {each["pool"] for each in expected}
    ]
    for each in expected:
        number = each["pool"]
        if (other := known.get(number)) is None:
            faults.append(f"pool {number} is missing")
            continue
        faults += [
            f"pool {number}: {name} is {other['balance'].get(name)!r}, was {value!r}"
            for name, value in each["balance"].items()
            if other["balance"].get(name) != value
        ]
        if list(other["heads"]) != list(each["heads"]):
            faults.append(f"pool {number}: the ends of its chains are others")
    return faults
