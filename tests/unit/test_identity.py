"""Whose request is this: bearer tokens, cookies, and pages of other sites."""

from collections.abc import Callable

import pytest
from fastapi import Request

from grandstand.kernel.auth import AuthError, CrossSite, Principal, Role, TokenInvalid, TokenMissing
from grandstand.kernel.keys import Tokens
from grandstand.web.asgi import Headers
from grandstand.web.identity import COOKIE_NAME, Identity, session_cookie
from grandstand.web.principal import principal_of, visitor_of

UNSAFE = ["POST", "PUT", "PATCH", "DELETE"]
SAFE = ["GET", "HEAD", "OPTIONS"]


@pytest.fixture
def fan(principal: Callable[[Role], Principal]) -> Principal:
    return principal(Role.FAN)


@pytest.fixture
def token(tokens_in_memory: Tokens, fan: Principal) -> bytes:
    return tokens_in_memory.issue(fan).encode()


@pytest.fixture
def identity(tokens_in_memory: Tokens) -> Identity:
    return Identity(tokens_in_memory)


def cookie(token: bytes) -> tuple[bytes, bytes]:
    return b"cookie", b"theme=dark; " + COOKIE_NAME.encode() + b"=" + token + b"; lang=zh"


async def refusal(identity: Identity, headers: Headers, method: str = "GET") -> type[AuthError]:
    with pytest.raises(AuthError) as error:
        await identity.principal(method, headers)
    return type(error.value)


@pytest.mark.parametrize("scheme", [b"Bearer ", b"bearer ", b"BEARER "])
async def test_bearer_token_names_its_principal(
    identity: Identity, token: bytes, fan: Principal, scheme: bytes
) -> None:
    assert await identity.principal("POST", [(b"host", b"x"), (b"authorization", scheme + token)]) == fan


async def test_cookie_is_found_among_other_cookies(identity: Identity, token: bytes, fan: Principal) -> None:
    assert await identity.principal("GET", [cookie(token)]) == fan
    assert await identity.principal("GET", [(b"cookie", COOKIE_NAME.encode() + b"=" + token)]) == fan


async def test_cookie_is_found_in_any_of_several_cookie_headers(
    identity: Identity, token: bytes, fan: Principal
) -> None:
    """A browser may send one header for each cookie over HTTP/2 (RFC 9113, 8.2.3)."""
    others = [(b"cookie", b"theme=dark"), (b"cookie", b"lang=zh")]
    assert await identity.principal("GET", [cookie(token), *others]) == fan
    assert await identity.principal("GET", [*others, cookie(token)]) == fan


async def test_cookie_of_a_similar_name_is_not_ours(identity: Identity, token: bytes) -> None:
    for name in (b"x" + COOKIE_NAME.encode(), COOKIE_NAME.encode() + b"2", COOKIE_NAME.upper().encode()):
        assert await refusal(identity, [(b"cookie", name + b"=" + token)]) is TokenMissing


async def test_request_without_a_token_is_told_so(identity: Identity) -> None:
    assert await refusal(identity, []) is TokenMissing
    assert await refusal(identity, [(b"cookie", b"")], "POST") is TokenMissing


@pytest.mark.parametrize(
    "value", [b"", b"Bearer", b"Bearer ", b"Basic dTpw", b"Token x", b"Bearer \xc3\xa9", b"\xff"]
)
async def test_malformed_authorization_is_refused_even_beside_a_good_cookie(
    identity: Identity, token: bytes, value: bytes
) -> None:
    assert await refusal(identity, [cookie(token), (b"authorization", value)]) is TokenInvalid


@pytest.mark.parametrize("value", [b"x", b"\xff\xfe", "红".encode(), b""])
async def test_cookie_that_is_no_token_is_refused(identity: Identity, value: bytes) -> None:
    assert await refusal(identity, [cookie(value)]) is TokenInvalid


@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize(
    "signs",
    [
        {b"sec-fetch-site": b"cross-site"},
        {b"sec-fetch-site": b"same-site"},
        {b"sec-fetch-site": b"none"},
        {b"sec-fetch-site": b"cross-site", b"origin": b"https://fans.example"},
        {b"origin": b"https://evil.example"},
        {b"origin": b"https://fans.example:8443"},
        {b"origin": b"https://fans.example.evil.example"},
        {b"origin": b"null"},
        {b"origin": b""},
    ],
)
async def test_page_of_another_site_changes_nothing_with_the_cookie_of_a_visitor(
    identity: Identity, token: bytes, method: str, signs: dict[bytes, bytes]
) -> None:
    headers = [(b"host", b"fans.example"), cookie(token), *signs.items()]
    assert await refusal(identity, headers, method) is CrossSite


@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize(
    "signs",
    [
        {b"sec-fetch-site": b"same-origin", b"origin": b"https://fans.example"},
        {b"origin": b"https://fans.example"},
        {b"origin": b"http://fans.example"},
        {},
    ],
)
async def test_our_own_page_acts_with_the_cookie(
    identity: Identity, token: bytes, fan: Principal, method: str, signs: dict[bytes, bytes]
) -> None:
    headers = [(b"host", b"fans.example"), cookie(token), *signs.items()]
    assert await identity.principal(method, headers) == fan


@pytest.mark.parametrize("method", SAFE)
async def test_link_on_another_site_opens_our_page_signed_in(
    identity: Identity, token: bytes, fan: Principal, method: str
) -> None:
    assert await identity.principal(method, [cookie(token), (b"sec-fetch-site", b"cross-site")]) == fan


async def test_bearer_token_is_believed_whatever_page_sends_it(
    identity: Identity, token: bytes, fan: Principal
) -> None:
    headers = [(b"authorization", b"Bearer " + token), (b"sec-fetch-site", b"cross-site")]
    assert await identity.principal("POST", headers) == fan


@pytest.mark.parametrize("secure", [True, False])
def test_session_cookie_is_closed_to_scripts_and_to_forms_of_other_sites(secure: bool) -> None:  # noqa: FBT001
    cookie = session_cookie("token", 3600, secure=secure)
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "lax"
    assert cookie["secure"] is secure
    assert "domain" not in cookie


def test_routes_see_the_principal_and_visitors_see_that_they_are_nobody(fan: Principal) -> None:
    def request(found: Principal | AuthError) -> Request:
        return Request({"type": "http", "state": {"principal": found}})

    assert principal_of(request(fan)) == visitor_of(request(fan)) == fan
    assert visitor_of(request(TokenMissing())) is None
    with pytest.raises(TokenMissing):
        principal_of(request(TokenMissing()))
    for route in (principal_of, visitor_of):
        with pytest.raises(CrossSite):
            route(request(CrossSite()))
