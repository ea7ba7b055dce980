"""Who is who: roles, signed tokens, and a bounded cache of verified ones.

    AuthError                401
    ├── TokenMissing         401  auth.missing
    ├── TokenInvalid         401  auth.invalid     forged, foreign, or not a token
    ├── TokenExpired         401  auth.expired
    ├── SignInCodeUsed       401  auth.code_used   used, expired or unknown
    ├── Forbidden            403  auth.forbidden
    ├── GuestsClosed         403  auth.guests_closed
    └── CrossSite            403  auth.cross_site

Tokens are JWTs (RFC 7519) signed with HMAC-SHA256: this platform issues and verifies them itself, and a
public-key signature costs many times as much to verify (docs/decisions/0004).
"""

import hmac
from binascii import a2b_base64, b2a_base64
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import jwt
import msgspec

from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import SubjectId

ISSUER = "grandstand"
AUDIENCE = "grandstand"
ALGORITHM = "HS256"
REQUIRED_CLAIMS = ("iss", "aud", "sub", "role", "iat", "exp")
TOKEN_BYTES_MAX = 2048
MAC_BLOCK_BYTES = 64
TO_URLSAFE, FROM_URLSAFE = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")
VERIFIED_MAX = 32_768
"""How many verified tokens one process remembers: about 20 MB when full."""


class AuthError(GrandstandError):
    status = 401
    code = "auth.invalid"
    title = "Sign in first"


class TokenMissing(AuthError):
    code = "auth.missing"
    title = "Sign in first: the request carries no token"


class TokenInvalid(AuthError):
    code = "auth.invalid"
    title = "The token is not one of ours: sign in again"


class TokenExpired(AuthError):
    code = "auth.expired"
    title = "The sign-in has expired: sign in again"


class SignInCodeUsed(AuthError):
    code = "auth.code_used"
    title = "This sign-in link was used before, has expired, or is not complete: ask for a new one"


class Forbidden(AuthError):
    status = 403
    code = "auth.forbidden"
    title = "This is not yours to see or to do"


class GuestsClosed(AuthError):
    status = 403
    code = "auth.guests_closed"
    title = "Guests are not admitted here: sign in with a link or a token"


class CrossSite(AuthError):
    status = 403
    code = "auth.cross_site"
    title = "The request came from another site's page"


class Role(StrEnum):
    FAN = "fan"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    NOC = "noc"
    REPLAY = "replay"
    FEED = "feed"
    PLATFORM = "platform"


class Principal(msgspec.Struct, frozen=True, gc=False):
    """Whoever makes a request: a subject in exactly one role; `noc` names the committee of a NOC member."""

    subject: SubjectId
    role: Role
    noc: str | None
    expires_at: datetime


class Mac:
    """HMAC-SHA256 (RFC 2104) with one key, whose two hashes are begun once and not with every message."""

    def __init__(self, secret: bytes) -> None:
        block = (secret if len(secret) <= MAC_BLOCK_BYTES else sha256(secret).digest()).ljust(
            MAC_BLOCK_BYTES, b"\0"
        )
        self._inner = sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = sha256(bytes(byte ^ 0x5C for byte in block))

    def digest(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


@dataclass(frozen=True, slots=True)
class SigningKey:
    kid: str
    secret: bytes
    created_at: datetime
    retires_at: datetime
    mac: Mac = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mac", Mac(self.secret))


class KeyRing:
    """Keys by name, and by the header that tokens signed with them carry: the same bytes for all of a key's."""

    def __init__(self, keys: Iterable[SigningKey] = ()) -> None:
        self.by_kid = {key.kid: key for key in keys}
        self.by_header = {_header_of(key): key for key in self.by_kid.values()}

    def newest(self) -> SigningKey:
        return max(self.by_kid.values(), key=lambda key: (key.created_at, key.kid))


class Claims(msgspec.Struct, frozen=True):
    """The payload of our tokens."""

    iss: str
    aud: str
    sub: UUID
    role: Role
    iat: int
    exp: int
    noc: str | None = None


def sign_token(principal: Principal, key: SigningKey, now: datetime) -> str:
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(principal.subject),
        "role": principal.role.value,
        "iat": int(now.timestamp()),
        "exp": int(principal.expires_at.timestamp()),
    }
    if principal.noc is not None:
        claims["noc"] = principal.noc
    return jwt.encode(claims, key.secret, ALGORITHM, headers={"kid": key.kid})


def verify_token(token: str, keys: KeyRing, now: datetime) -> Principal:
    """The principal that the token names, if we signed it and it is still valid at `now`.

    A token whose header is byte for byte one of ours is verified here, in a ninth of the library's time;
    any other goes to the library, which is also the reference that a test compares with.

    Raises:
        TokenExpired: it was ours, but its time is over.
        TokenInvalid: everything else; the message does not say what was wrong with a forgery.
    """
    if len(token) > TOKEN_BYTES_MAX or not token.isascii():
        raise TokenInvalid
    key = keys.by_header.get(token[: token.find(".")])
    claims = claims_by_library(token, keys, now) if key is None else claims_by_hand(token, key, now)
    return _principal(claims, now)


def claims_by_hand(token: str, key: SigningKey, now: datetime) -> Claims:
    """The claims of a token with our own header: HMAC-SHA256 over it as it came, compared in constant time.

    Raises:
        TokenInvalid: another signature, a retired key, or claims that are not ours.
    """
    signed, _, signature = token.encode().rpartition(b".")
    expected = b2a_base64(key.mac.digest(signed), newline=False).translate(TO_URLSAFE).rstrip(b"=")
    if not hmac.compare_digest(expected, signature) or key.retires_at <= now:
        raise TokenInvalid
    # We wrote it ourselves: more padding than it needs does no harm.
    payload = signed[signed.find(b".") + 1 :].translate(FROM_URLSAFE) + b"=="
    return _checked(msgspec.json.decode, a2b_base64(payload))


def claims_by_library(token: str, keys: KeyRing, now: datetime) -> Claims:
    """The same by PyJWT: the reference, and the way of a token with a header that we would write differently.

    Raises:
        TokenInvalid: as `claims_by_hand`.
    """
    try:
        key = keys.by_kid.get(jwt.get_unverified_header(token).get("kid", ""))
        if key is None or key.retires_at <= now:
            raise TokenInvalid
        payload = jwt.decode(
            token,
            key.secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            # Expiry is checked against the clock that was handed in.
            options={"require": list(REQUIRED_CLAIMS), "verify_exp": False, "verify_iat": False},
        )
    except (jwt.InvalidTokenError, TypeError, ValueError) as error:
        raise TokenInvalid from error
    return _checked(msgspec.convert, payload)


def _header_of(key: SigningKey) -> str:
    return jwt.encode({}, key.secret, ALGORITHM, headers={"kid": key.kid}).partition(".")[0]


def _checked(decode: Callable[..., Claims], payload: object) -> Claims:
    try:
        claims = decode(payload, type=Claims)
    except msgspec.DecodeError as error:
        raise TokenInvalid from error
    if (claims.iss, claims.aud) != (ISSUER, AUDIENCE):
        raise TokenInvalid
    return claims


def _principal(claims: Claims, now: datetime) -> Principal:
    try:
        expires_at = datetime.fromtimestamp(claims.exp, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise TokenInvalid from error
    if expires_at <= now:
        raise TokenExpired
    if (claims.role is Role.NOC) != (claims.noc is not None):
        raise TokenInvalid
    return Principal(SubjectId(claims.sub), claims.role, claims.noc, expires_at)


class VerifiedTokens:
    """A bounded memory of tokens that were verified: a repeated one costs a look-up instead of a signature."""

    def __init__(self, *, verified_max: int = VERIFIED_MAX) -> None:
        # Not a dict: finding the oldest of one that is always full means passing every hole before it.
        self._principals: OrderedDict[str, Principal] = OrderedDict()
        self._verified_max = verified_max

    def principal(self, token: str, keys: KeyRing, now: datetime) -> Principal:
        """As `verify_token`; the oldest entry makes room for a new one."""
        known = self._principals.get(token)
        if known is not None and known.expires_at > now:
            return known
        self._principals.pop(token, None)
        principal = verify_token(token, keys, now)
        if len(self._principals) >= self._verified_max:
            self._principals.popitem(last=False)
        self._principals[token] = principal
        return principal

    def forget(self) -> None:
        """Forget all of them, after keys were rotated or withdrawn."""
        self._principals.clear()


def expiry(now: datetime, lifetime_h: int) -> datetime:
    """`lifetime_h` hours from now, in whole seconds as a token has them."""
    return (now + timedelta(hours=lifetime_h)).replace(microsecond=0)


def require_role(principal: Principal, *roles: Role) -> None:
    """Pass when the principal has one of the roles.

    Raises:
        Forbidden: it has another; the message names both.
    """
    if principal.role not in roles:
        needed = " or ".join(role.value for role in roles)
        raise Forbidden(f"You are signed in as {principal.role.value!r}; this needs {needed!r}.")
