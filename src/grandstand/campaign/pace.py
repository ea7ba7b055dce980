"""How fast a lane may give shares: a token bucket, exact in integers. Pure.

A token is a millionth of a share. A pool's shares a second are divided among its lanes without a rest, so that
over any window of w seconds it gives at most rate * w + rate shares, the second summand being the burst, and one
more for each lane where the rate is lower than one share a second and lane: a bucket holds at least a whole share.
"""

from datetime import datetime, timedelta

from grandstand.campaign.models import Bucket

SHARE = 1_000_000
"""Tokens of one share; also the microseconds of a second."""
BURST_S = 1
"""How much of the pace may be saved up, in seconds."""
WAIT_MAX = timedelta(minutes=1)
"""Nobody is told to wait longer: the pace may have been changed by then."""
MICROSECOND = timedelta(microseconds=1)


def paces_of_lanes(shares_per_s: int, lanes: int) -> list[int]:
    """The tokens a second of each lane; their sum is exactly that of the pool."""
    whole, rest = divmod(shares_per_s * SHARE, lanes)
    return [whole + (lane < rest) for lane in range(lanes)]


def refilled(bucket: Bucket, now: datetime) -> Bucket:
    """The bucket with what has come in until now; a clock that went back brings nothing and takes nothing.

    What is less than a token is lost: never too many are given.
    """
    if now <= bucket.refilled_at:
        return bucket
    came = (now - bucket.refilled_at) // MICROSECOND * bucket.pace // SHARE
    return Bucket(bucket.pace, min(bucket.tokens + came, _most(bucket.pace)), now)


def shares_in(bucket: Bucket) -> int:
    """How many shares may be given now."""
    return bucket.tokens // SHARE


def spent(bucket: Bucket, shares: int) -> Bucket:
    """The bucket after so many shares, of which no more were given than there are in it."""
    assert 0 <= shares <= shares_in(bucket)
    return bucket._replace(tokens=bucket.tokens - shares * SHARE)


def repaced(bucket: Bucket, pace: int, now: datetime) -> Bucket:
    """The bucket at another pace: what was saved up stays, as far as it fits; it is empty where nothing was."""
    tokens = refilled(bucket, now).tokens if bucket.pace else 0
    return Bucket(pace, min(tokens, _most(pace)) if pace else 0, max(now, bucket.refilled_at))


def next_turn(bucket: Bucket, last: datetime | None, now: datetime) -> datetime:
    """When the next one who has to wait should come again.

    Args:
        bucket: what is left for now, less than one share.
        last: when the one before her was told to come, if somebody was.
        now: the time.
    """
    one = timedelta(microseconds=-(-SHARE * SHARE // bucket.pace))
    if last is not None and last > now:
        return min(last + one, now + WAIT_MAX)
    missing = SHARE - bucket.tokens % SHARE
    return min(now + timedelta(microseconds=-(-missing * SHARE // bucket.pace)), now + WAIT_MAX)


def _most(pace: int) -> int:
    return max(pace * BURST_S, SHARE)
