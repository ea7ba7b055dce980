"""What a token costs: verified by hand, by the library, and by a public-key signature, in one run.

    python benchmarks/token_verify.py

Each figure is the median of `ROUNDS` rounds, in microseconds a token; the tokens are all different.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from grandstand.kernel.auth import (
    KeyRing,
    Principal,
    Role,
    SigningKey,
    claims_by_library,
    sign_token,
    verify_token,
)
from grandstand.kernel.ids import new_subject_id

TOKENS = 2_000
ROUNDS = 5


def main() -> None:
    """Sign once, verify in rounds, print the medians and the ratios to the way of the claim path."""
    now = datetime.now(UTC)
    key = SigningKey("benchmark", os.urandom(32), now, now + timedelta(days=1))
    ring = KeyRing([key])
    principals = [Principal(new_subject_id(), Role.FAN, None, now + timedelta(hours=1)) for _ in range(TOKENS)]
    tokens = [sign_token(principal, key, now) for principal in principals]
    private = Ed25519PrivateKey.generate()
    public = private.public_key()
    payloads = [jwt.decode(token, options={"verify_signature": False}) for token in tokens]
    signed = [jwt.encode(payload, private, "EdDSA") for payload in payloads]
    figures = {
        "by hand, HS256": median_us(lambda at: verify_token(tokens[at], ring, now)),
        "PyJWT, HS256": median_us(lambda at: claims_by_library(tokens[at], ring, now)),
        "PyJWT, EdDSA": median_us(lambda at: jwt.decode(signed[at], public, ["EdDSA"], audience="grandstand")),
    }
    for name, micros in figures.items():
        print(f"{name:<16} {micros:8.1f} us   {micros / figures['by hand, HS256']:5.1f} x")
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}, PyJWT {version('pyjwt')}")


def median_us(verify: Callable[[int], object]) -> float:
    """Microseconds a call, the median over the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        started_s = time.perf_counter()
        for at in range(TOKENS):
            verify(at)
        rounds.append((time.perf_counter() - started_s) / TOKENS * 1e6)
    return statistics.median(rounds)


if __name__ == "__main__":
    main()
