"""Secrets at rest: AES-256-GCM under one key of the deployment.

A dump of the database alone shows no seed and no signing key. Whoever has the deployment's secret
(GRANDSTAND_SECRET_KEY or the file `secret.key` beside the data) and the dump can open them.
"""

import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from grandstand.kernel.errors import SettingsInvalid

KEY_BYTES = 32
NONCE_BYTES = 12
FINGERPRINT_PURPOSE = b"grandstand key fingerprint"
FINGERPRINT_BYTES = 8


class Sealer:
    """Seals and opens small secrets, each bound to a purpose: a sealed seed does not open as a signing key."""

    def __init__(self, key: bytes) -> None:
        assert len(key) == KEY_BYTES
        self._cipher = AESGCM(key)

    def seal(self, secret: bytes, purpose: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """The secret that was sealed for this purpose.

        Raises:
            SettingsInvalid: it was sealed under another key, for another purpose, or was altered.
        """
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError):
            message = (
                f"A sealed {purpose!r} in the database does not open with this deployment's secret key. "
                "Set GRANDSTAND_SECRET_KEY (or restore the file secret.key) to the one it was sealed with."
            )
            raise SettingsInvalid(message) from None


def read_or_create_key(path: Path) -> bytes:
    """The deployment's key from its file, made on first use, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return parse_key(path.read_text("ascii", "replace").strip(), source=str(path))
    with os.fdopen(descriptor, "w") as file:
        key = os.urandom(KEY_BYTES)
        file.write(key.hex() + "\n")
    return key


def key_fingerprint(key: bytes) -> str:
    """A short name of the key that shows nothing of it: 16 hexadecimal digits."""
    return hmac.digest(key, FINGERPRINT_PURPOSE, "sha256")[:FINGERPRINT_BYTES].hex()


def parse_key(text: str, *, source: str) -> bytes:
    """64 hexadecimal digits as 32 bytes.

    Raises:
        SettingsInvalid: it is something else; the value is not repeated in the message.
    """
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        message = f"{source}: a secret key is 64 hexadecimal digits. Make one: openssl rand -hex 32"
        raise SettingsInvalid(message)
    return key
