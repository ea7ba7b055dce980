"""One-time sign-in links: a random code that turns into a token once.

The code travels in the fragment of the link (`/sign-in#<code>`), which a browser never sends, so it is in no
log and no Referer header; only its SHA-256 is stored.
"""

import hashlib
import secrets
from datetime import timedelta

from grandstand.kernel.auth import Principal, Role, SignInCodeUsed
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database, load_queries
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.keys import Tokens

CODE_LIFETIME = timedelta(hours=24)
CODE_BYTES = 24
CODE_LENGTH_MAX = 64


class SignIn:
    """Makes codes and redeems each of them once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sql = load_queries("grandstand.kernel")

    async def create_code(self, subject: SubjectId, role: Role, noc: str | None = None) -> str:
        code = secrets.token_urlsafe(CODE_BYTES)
        now = self._clock()
        async with self._database.transaction() as connection:
            await connection.execute(self._sql["delete_expired_sign_in_codes"], now)
            await connection.execute(
                self._sql["insert_sign_in_code"], _digest(code), subject, role.value, noc, now + CODE_LIFETIME
            )
        return code

    async def redeem(self, code: str, tokens: Tokens) -> Principal:
        """The principal that the code was made for, valid as long as a token is.

        Raises:
            SignInCodeUsed: the code was used, has expired or never was; one answer for all three.
        """
        if len(code) > CODE_LENGTH_MAX:
            raise SignInCodeUsed
        async with self._database.connection() as connection:
            row = await connection.fetchrow(self._sql["use_sign_in_code"], _digest(code), self._clock())
        if row is None:
            raise SignInCodeUsed
        return Principal(row["subject"], Role(row["role"]), row["noc"], tokens.expiry())


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
