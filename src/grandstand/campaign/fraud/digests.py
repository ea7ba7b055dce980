"""Signals as digests: what is stored of a value tells whether two are the same, and nothing else."""

import hmac

from grandstand.campaign.fraud.models import SignalKind
from grandstand.campaign.fraud.rules import clean_value

DIGEST_BYTES = 16
"""Of 32. Among 10^9 values the chance that any two digests agree is below 10^-20."""
KEY_BYTES = 32


class Digests:
    """Makes digests under the deployment's key; whoever has a dump of the database and not the key learns nothing.

    Args:
        key: `KEY_BYTES` random bytes.
    """

    def __init__(self, key: bytes) -> None:
        assert len(key) == KEY_BYTES
        self._key = key

    def of(self, kind: SignalKind, value: str) -> bytes:
        """The first bytes of HMAC-SHA256 over kind and value: equal values of two kinds differ.

        Raises:
            SignalInvalid: it is no value.
        """
        message = f"{kind.value}:{clean_value(kind, value)}".encode()
        return hmac.digest(self._key, message, "sha256")[:DIGEST_BYTES]
