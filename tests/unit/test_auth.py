"""Tokens: what we sign, what we refuse, and the fast path beside its reference."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.kernel.auth import (
    TOKEN_BYTES_MAX,
    AuthError,
    Claims,
    Forbidden,
    KeyRing,
    Mac,
    Principal,
    Role,
    SigningKey,
    TokenExpired,
    TokenInvalid,
    VerifiedTokens,
    claims_by_hand,
    claims_by_library,
    expiry,
    require_role,
    sign_token,
    verify_token,
)
from grandstand.kernel.ids import SubjectId

NOW = datetime(2026, 2, 6, 20, tzinfo=UTC)
KEY = SigningKey("key-1", bytes(range(32)), NOW - timedelta(days=1), NOW + timedelta(days=1))
OTHER = SigningKey("key-2", bytes(range(32, 64)), NOW, NOW + timedelta(days=1))
KEYS = KeyRing([KEY, OTHER])
FAN = Principal(SubjectId(UUID(int=7)), Role.FAN, None, NOW + timedelta(hours=12))
MEMBER = Principal(SubjectId(UUID(int=8)), Role.NOC, "SUI", NOW + timedelta(hours=12))
CLAIMS: dict[str, Any] = {
    "iss": "grandstand",
    "aud": "grandstand",
    "sub": str(FAN.subject),
    "role": "fan",
    "iat": int(NOW.timestamp()),
    "exp": int(FAN.expires_at.timestamp()),
}
OUR_HEADER = sign_token(FAN, KEY, NOW).partition(".")[0]
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([float(CLAIMS["exp"]), CLAIMS["exp"] + 0.5, -1, 0, 10**10, 10**18, str(CLAIMS["exp"])]),
    st.sampled_from(["", "grandstand", "Grandstand", "fan", "noc", "root", "SUI", "紅包", FAN.subject.hex, "x"]),
    st.sampled_from([["grandstand"], ["grandstand", "others"], {"grandstand": 1}, [], {}]),
)


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def forge(
    header: str | Mapping[str, Any], payload: bytes, secret: bytes = KEY.secret, digest: str = "sha256"
) -> str:
    """A token with any header and payload, signed with the secret."""
    head = header if isinstance(header, str) else encode(json.dumps(header).encode())
    signed = f"{head}.{encode(payload)}"
    return f"{signed}.{encode(hmac.digest(secret, signed.encode(), digest))}"


def outcome(work: Callable[..., Claims | Principal], *values: object) -> Claims | Principal | type[AuthError]:
    """What comes of it: the claims, the principal, or the kind of refusal."""
    try:
        return work(*values)
    except AuthError as error:
        return type(error)


@pytest.mark.parametrize("principal", [FAN, MEMBER])
@pytest.mark.parametrize("key", [KEY, OTHER])
def test_token_that_we_signed_names_its_principal(principal: Principal, key: SigningKey) -> None:
    assert verify_token(sign_token(principal, key, NOW), KEYS, NOW) == principal


@given(
    st.dictionaries(st.sampled_from([*CLAIMS, "noc", "extra"]), junk, max_size=3),
    st.sets(st.sampled_from(list(CLAIMS)), max_size=2),
)
def test_fast_path_and_library_agree_on_every_payload_that_we_could_sign(
    changed: dict[str, Any], missing: set[str]
) -> None:
    claims = {name: value for name, value in (CLAIMS | changed).items() if name not in missing}
    token = forge(OUR_HEADER, json.dumps(claims).encode())
    by_library = outcome(claims_by_library, token, KEYS, NOW)
    assert outcome(claims_by_hand, token, KEY, NOW) == by_library
    if missing - changed.keys() or by_library is TokenInvalid:
        assert outcome(verify_token, token, KEYS, NOW) is TokenInvalid


@pytest.mark.parametrize(
    "foreign", [{"iss": "others"}, {"aud": "others"}, {"aud": ["grandstand"]}, {"iss": None}, {"role": "root"}]
)
def test_token_for_another_platform_is_refused_on_both_paths(foreign: dict[str, Any]) -> None:
    token = forge(OUR_HEADER, json.dumps(CLAIMS | foreign).encode())
    assert outcome(claims_by_hand, token, KEY, NOW) is TokenInvalid
    assert outcome(claims_by_library, token, KEYS, NOW) is TokenInvalid


@given(
    st.one_of(st.text(max_size=40).map(str.encode), st.binary(max_size=40), junk.map(json.dumps).map(str.encode))
)
def test_fast_path_and_library_agree_on_payloads_that_are_not_claims(payload: bytes) -> None:
    token = forge(OUR_HEADER, payload)
    assert outcome(claims_by_hand, token, KEY, NOW) is TokenInvalid
    assert outcome(claims_by_library, token, KEYS, NOW) is TokenInvalid


@given(st.binary(max_size=200), st.binary(max_size=300))
def test_our_mac_is_the_standard_librarys(secret: bytes, message: bytes) -> None:
    mac = Mac(secret)
    for _ in range(2):
        assert mac.digest(message) == hmac.digest(secret, message, "sha256")


@given(st.data())
def test_token_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    token = sign_token(MEMBER, KEY, NOW)
    at = data.draw(st.integers(0, len(token) - 1))
    character = data.draw(st.sampled_from(BASE64 + ".=").filter(lambda other: other != token[at]))
    changed = token[:at] + character + token[at + 1 :]
    assert outcome(verify_token, changed, KEYS, NOW) is TokenInvalid


@given(st.integers(0, 400), st.integers(0, 400), st.text(max_size=3))
def test_token_with_a_piece_cut_out_or_put_in_is_refused(begin: int, end: int, piece: str) -> None:
    token = sign_token(FAN, KEY, NOW)
    changed = token[:begin] + piece + token[end:]
    expected = FAN if changed == token else TokenInvalid
    assert outcome(verify_token, changed, KEYS, NOW) == expected


@given(st.permutations([0, 1, 2, 3, 4, 5]).map(lambda order: order[:3]))
def test_token_put_together_from_two_tokens_is_refused(order: list[int]) -> None:
    first, second = sign_token(FAN, KEY, NOW), sign_token(MEMBER, OTHER, NOW)
    segments = [*first.split("."), *second.split(".")]
    mixed = ".".join(segments[at] for at in order)
    expected = {first: FAN, second: MEMBER}.get(mixed, TokenInvalid)
    assert outcome(verify_token, mixed, KEYS, NOW) == expected


@given(st.text(max_size=200))
def test_text_that_is_no_token_is_refused(text: str) -> None:
    assert outcome(verify_token, text, KEYS, NOW) is TokenInvalid


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "typ": "JWT", "kid": "key-1"},
        {"alg": "HS512", "typ": "JWT", "kid": "key-1"},
        {"alg": "hs256", "typ": "JWT", "kid": "key-1"},
        {"alg": "RS256", "typ": "JWT", "kid": "key-1"},
        {"alg": "HS256", "typ": "JWT", "kid": "key-2"},
        {"alg": "HS256", "typ": "JWT", "kid": "key-3"},
        {"alg": "HS256", "typ": "JWT", "kid": ["key-1"]},
        {"alg": "HS256", "typ": "JWT", "kid": None},
        {"alg": "HS256", "typ": "JWT"},
        {"alg": "HS256", "typ": "JWT", "kid": "key-1", "crit": ["b64"], "b64": False},
        {"typ": "JWT", "kid": "key-1"},
        {},
    ],
    ids=json.dumps,
)
@pytest.mark.parametrize("digest", ["sha256", "sha512"])
def test_token_with_a_header_that_is_not_ours_is_refused(header: dict[str, Any], digest: str) -> None:
    payload = json.dumps(CLAIMS).encode()
    assert outcome(verify_token, forge(header, payload, digest=digest), KEYS, NOW) is TokenInvalid
    unsigned = forge(header, payload).rpartition(".")[0] + "."
    assert outcome(verify_token, unsigned, KEYS, NOW) is TokenInvalid


def test_unsigned_token_with_our_own_header_is_refused() -> None:
    signed = sign_token(FAN, KEY, NOW).rpartition(".")[0]
    for token in (signed, signed + ".", signed + "..", OUR_HEADER, OUR_HEADER + ".", OUR_HEADER + "x", "." * 5):
        assert outcome(verify_token, token, KEYS, NOW) is TokenInvalid


def test_our_header_written_differently_is_verified_by_the_library() -> None:
    token = forge({"kid": "key-1", "typ": "JWT", "alg": "HS256"}, json.dumps(CLAIMS).encode())
    assert token.partition(".")[0] not in KEYS.by_header
    assert verify_token(token, KEYS, NOW) == FAN
    forged = forge({"kid": "key-1", "typ": "JWT", "alg": "HS256"}, json.dumps(CLAIMS).encode(), OTHER.secret)
    assert outcome(verify_token, forged, KEYS, NOW) is TokenInvalid


def test_token_signed_with_another_key_under_our_header_is_refused() -> None:
    token = forge(OUR_HEADER, json.dumps(CLAIMS).encode(), OTHER.secret)
    assert outcome(verify_token, token, KEYS, NOW) is TokenInvalid


def test_token_expires_in_the_second_that_it_names() -> None:
    token = sign_token(FAN, KEY, NOW)
    assert verify_token(token, KEYS, FAN.expires_at - timedelta(microseconds=1)) == FAN
    with pytest.raises(TokenExpired):
        verify_token(token, KEYS, FAN.expires_at)


def test_token_of_a_retired_key_is_refused_on_both_paths() -> None:
    token = sign_token(FAN, KEY, NOW)
    other_header = forge({"kid": "key-1", "alg": "HS256"}, json.dumps(CLAIMS).encode())
    before = KEY.retires_at - timedelta(microseconds=1)
    long_lived = Principal(FAN.subject, FAN.role, None, NOW + timedelta(days=9))
    assert verify_token(sign_token(long_lived, KEY, NOW), KEYS, before) == long_lived
    for each in (token, other_header, sign_token(long_lived, KEY, NOW)):
        assert outcome(verify_token, each, KEYS, KEY.retires_at) is TokenInvalid


@pytest.mark.parametrize(("role", "noc"), [("noc", None), ("fan", "SUI"), ("operator", "SUI")])
def test_committee_belongs_to_its_members_and_to_nobody_else(role: str, noc: str | None) -> None:
    token = forge(OUR_HEADER, json.dumps(CLAIMS | {"role": role, "noc": noc}).encode())
    assert outcome(verify_token, token, KEYS, NOW) is TokenInvalid


@pytest.mark.parametrize("expires", [10**12, 2**63, 10**30, -(10**30), -(10**12)])
def test_expiry_outside_of_the_calendar_is_refused(expires: int) -> None:
    token = forge(OUR_HEADER, json.dumps(CLAIMS | {"exp": expires}).encode())
    assert outcome(verify_token, token, KEYS, NOW) is TokenInvalid


def test_token_longer_than_the_limit_is_refused_even_when_we_signed_it() -> None:
    def signed(letters: int) -> str:
        return sign_token(Principal(MEMBER.subject, Role.NOC, "N" * letters, MEMBER.expires_at), KEY, NOW)

    fits = max(letters for letters in range(1100, 1500) if len(signed(letters)) <= TOKEN_BYTES_MAX)
    assert isinstance(verify_token(signed(fits), KEYS, NOW), Principal)
    assert outcome(verify_token, signed(fits + 1), KEYS, NOW) is TokenInvalid


def test_newest_key_signs() -> None:
    assert KeyRing([OTHER, KEY]).newest() is OTHER
    assert KeyRing([KEY, OTHER]).newest() is OTHER


def test_known_token_is_still_refused_after_it_has_expired() -> None:
    verified = VerifiedTokens()
    token = sign_token(FAN, KEY, NOW)
    assert verified.principal(token, KEYS, NOW) == FAN
    with pytest.raises(TokenExpired):
        verified.principal(token, KEYS, FAN.expires_at)


def test_memory_of_verified_tokens_is_bounded_and_drops_the_oldest() -> None:
    verified = VerifiedTokens(verified_max=3)
    tokens = [
        sign_token(Principal(SubjectId(UUID(int=n)), Role.FAN, None, FAN.expires_at), KEY, NOW) for n in range(5)
    ]
    for token in tokens:
        verified.principal(token, KEYS, NOW)
    assert list(verified._principals) == tokens[2:]
    # What is remembered needs no key any more; what was dropped does.
    assert verified.principal(tokens[4], KeyRing(), NOW).subject == UUID(int=4)
    assert outcome(verified.principal, tokens[0], KeyRing(), NOW) is TokenInvalid


def test_refused_tokens_take_no_place_in_the_memory() -> None:
    verified = VerifiedTokens(verified_max=3)
    for number in range(5):
        assert outcome(verified.principal, f"{number}.x.y", KEYS, NOW) is TokenInvalid
    assert not verified._principals


def test_forgotten_tokens_are_verified_again() -> None:
    verified = VerifiedTokens()
    token = sign_token(FAN, KEY, NOW)
    verified.principal(token, KEYS, NOW)
    verified.forget()
    assert outcome(verified.principal, token, KeyRing([OTHER]), NOW) is TokenInvalid


def test_expiry_is_in_whole_seconds_as_a_token_has_it() -> None:
    at = expiry(NOW.replace(microsecond=999_999), 12)
    assert at == NOW + timedelta(hours=12)
    principal = Principal(FAN.subject, Role.FAN, None, at)
    assert verify_token(sign_token(principal, KEY, NOW), KEYS, NOW) == principal


def test_wrong_role_is_told_which_one_is_needed() -> None:
    require_role(FAN, Role.OPERATOR, Role.FAN)
    with pytest.raises(Forbidden, match="as 'fan'; this needs 'operator or auditor'"):
        require_role(FAN, Role.OPERATOR, Role.AUDITOR)
