"""The signing keys of a deployment, kept sealed in the database, rotated without a restart.

A new key signs from the moment it is made; older ones verify until the last token they signed has expired.
Server processes read the keys again every `REFRESH_S`, and at once when a token names a key they do not know.
"""

import asyncio
import os
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from grandstand.kernel.auth import (
    KeyRing,
    Principal,
    SigningKey,
    TokenInvalid,
    VerifiedTokens,
    expiry,
    sign_token,
)
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database, load_queries
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.sealing import Sealer

KEY_LIFETIME = timedelta(days=365)
ROTATE_AFTER = timedelta(days=90)
REFRESH_S = 30.0
UNKNOWN_KEY_REFRESH_S = 2.0
"""The least time between two reads that forged tokens with made-up key names can cause."""
PURPOSE = "signing key"
SECRET_BYTES = 32

log = structlog.get_logger(__name__)


class KeyStore:
    """Reads, makes and rotates keys in the database."""

    def __init__(self, database: Database, sealer: Sealer, clock: Clock) -> None:
        self._database = database
        self._sealer = sealer
        self._clock = clock
        self._sql = load_queries("grandstand.kernel")

    async def keys(self) -> list[SigningKey]:
        """The keys that still verify, newest first."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(self._sql["signing_keys"], self._clock())
        return [
            SigningKey(
                row["kid"],
                self._sealer.open(row["sealed_secret"], PURPOSE),
                row["created_at"],
                row["retires_at"],
            )
            for row in rows
        ]

    async def ensure_key(self) -> SigningKey:
        """The key that signs: a new one where there is none, or the newest has signed for `ROTATE_AFTER`."""
        async with self._database.transaction() as connection:
            # Processes that start together wait here for the first one's key.
            await connection.execute(self._sql["lock_signing_keys"])
            newest = await connection.fetchval(self._sql["newest_signing_key"], self._clock())
            if newest is None or newest + ROTATE_AFTER <= self._clock():
                return await self._insert_key(connection)
        return (await self.keys())[0]

    async def rotate(self, *, token_lifetime_h: int) -> SigningKey:
        """Make a new key and let the older ones retire when the last token they signed has expired."""
        async with self._database.transaction() as connection:
            await connection.execute(self._sql["lock_signing_keys"])
            key = await self._insert_key(connection)
            retires_at = key.created_at + timedelta(hours=token_lifetime_h)
            await connection.execute(self._sql["retire_older_signing_keys"], key.kid, retires_at)
        return key

    async def _insert_key(self, connection: Connection) -> SigningKey:
        now = self._clock()
        key = SigningKey(secrets.token_hex(8), os.urandom(SECRET_BYTES), now, now + KEY_LIFETIME)
        sealed = self._sealer.seal(key.secret, PURPOSE)
        await connection.execute(self._sql["insert_signing_key"], key.kid, sealed, key.created_at, key.retires_at)
        log.info("signing_key.made", kid=key.kid)
        return key


class Tokens:
    """Signs and verifies tokens with keys in memory, kept fresh by `run`."""

    def __init__(self, store: KeyStore, clock: Clock, *, lifetime_h: int) -> None:
        self._store = store
        self._clock = clock
        self._lifetime_h = lifetime_h
        self._keys = KeyRing()
        self._verified = VerifiedTokens()
        self._refreshed_at: datetime | None = None

    async def refresh(self) -> None:
        keys = KeyRing(await self._store.keys())
        if keys.by_kid != self._keys.by_kid:
            self._verified.forget()
        self._keys = keys
        self._refreshed_at = self._clock()

    async def run(self) -> None:
        """Refresh until cancelled; a database that is away leaves the known keys in use."""
        while True:
            await asyncio.sleep(REFRESH_S)
            with suppress(DatabaseUnavailable):
                if self._keys.newest().created_at + ROTATE_AFTER <= self._clock():
                    await self._store.ensure_key()
                await self.refresh()

    def issue(self, principal: Principal) -> str:
        return sign_token(principal, self._keys.newest(), self._clock())

    def expiry(self) -> datetime:
        return expiry(self._clock(), self._lifetime_h)

    def verify(self, token: str) -> Principal:
        """The principal of a token, by the keys in memory.

        Raises:
            TokenInvalid, TokenExpired: as `verify_token`.
        """
        return self._verified.principal(token, self._keys, self._clock())

    async def verify_fresh(self, token: str) -> Principal:
        """As `verify`; a token that is refused is tried once more with keys read again, at most every 2 s."""
        try:
            return self.verify(token)
        except TokenInvalid:
            now = self._clock()
            if self._refreshed_at and now - self._refreshed_at < timedelta(seconds=UNKNOWN_KEY_REFRESH_S):
                raise
        await self.refresh()
        return self.verify(token)
