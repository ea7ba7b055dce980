"""What must hold in the books of a pool at every instant, pure: each fault in words, none when all is right."""

from grandstand.campaign.models import Audit, Balance, PoolState

OVER = frozenset({PoolState.CLOSED, PoolState.REVEALED})


def balance_faults(balance: Balance) -> list[str]:
    """What does not agree among lanes, ranges, chain, tranches and journal; cheap, the claims are not counted."""
    total_minor, spent_minor = balance.total_minor, balance.lanes_spent_minor
    funded_minor = 0 if balance.state is PoolState.DRAFT else total_minor
    returned_minor = total_minor - spent_minor if balance.state in OVER else 0
    checks = [
        (spent_minor <= total_minor, f"{spent_minor} of {total_minor} spent"),
        (
            balance.lanes_granted < balance.shares or spent_minor == total_minor,
            f"every share is taken, but {spent_minor} of {total_minor} spent",
        ),
        (
            balance.lanes_granted == balance.numbers_taken,
            f"lanes granted {balance.lanes_granted}, numbers taken {balance.numbers_taken}",
        ),
        (
            balance.lanes_granted == balance.batches_claims,
            f"lanes granted {balance.lanes_granted}, the chain holds {balance.batches_claims}",
        ),
        (
            spent_minor == balance.batches_minor,
            f"lanes spent {spent_minor}, the chain holds {balance.batches_minor}",
        ),
        (
            spent_minor == balance.posted_minor,
            f"lanes spent {spent_minor}, posted to fans {balance.posted_minor}",
        ),
        (balance.funded_minor == funded_minor, f"funded {balance.funded_minor}, the total is {funded_minor}"),
        (
            balance.returned_minor == returned_minor,
            f"returned {balance.returned_minor}, not spent {returned_minor}",
        ),
        (
            (balance.tranches_shares, balance.tranches_minor) == (balance.shares, total_minor),
            f"tranches {balance.tranches_minor} in {balance.tranches_shares}, {total_minor} in {balance.shares}",
        ),
        (balance.heads_wrong == 0, f"{balance.heads_wrong} lanes whose head is not that of their last batch"),
        (balance.ranges_overlapping == 0, f"{balance.ranges_overlapping} ranges overlap"),
        (
            balance.numbers_owned == (0 if balance.state is PoolState.DRAFT else balance.shares),
            f"lanes own {balance.numbers_owned} of {balance.shares} numbers",
        ),
    ]
    return [fault for holds, fault in checks if not holds]


def audit_faults(audit: Audit) -> list[str]:
    """Every invariant that does not hold, with the claims themselves counted."""
    balance = audit.balance
    checks = [
        (
            audit.claims == balance.lanes_granted,
            f"{audit.claims} claims, lanes granted {balance.lanes_granted}",
        ),
        (
            audit.claims_minor == balance.lanes_spent_minor,
            f"claims add up to {audit.claims_minor}, lanes spent {balance.lanes_spent_minor}",
        ),
        (audit.fans_twice == 0, f"{audit.fans_twice} fans hold an occasion twice"),
        (audit.shares_twice == 0, f"{audit.shares_twice} share numbers are held twice"),
    ]
    return [fault for holds, fault in checks if not holds] + balance_faults(balance)
