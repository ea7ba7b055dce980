"""The chat in pages of other sites: opened to those that are listed, to nobody else, and nothing but the chat."""

import pytest

from grandstand.kernel.settings import Origin
from grandstand.web.chat_frame import CHAT_PAGE, CHAT_SCRIPT, ChatFrame
from grandstand.web.front_door import SECURITY_HEADERS

LISTED = Origin("https://games.example")
OTHER = Origin("http://127.0.0.1:9000")


def sent(path: str, *origins: Origin, asked_by: str | None = None) -> dict[str, str]:
    headers = [(b"origin", asked_by.encode())] if asked_by else []
    answer = ChatFrame(origins, SECURITY_HEADERS).headers({"path": path, "headers": headers})
    return {name.decode(): value.decode() for name, value in answer}


def test_without_a_listed_site_nothing_may_be_framed_or_read() -> None:
    closed = {name.decode(): value.decode() for name, value in SECURITY_HEADERS}
    assert "frame-ancestors 'none'" in closed["content-security-policy"]
    for path in (CHAT_PAGE, CHAT_SCRIPT, "/"):
        assert sent(path, asked_by=LISTED) == closed


def test_the_chat_may_stand_in_the_pages_of_exactly_the_listed_sites() -> None:
    policy = sent(CHAT_PAGE, LISTED, OTHER)["content-security-policy"]
    assert f"frame-ancestors {LISTED} {OTHER}" in policy
    assert "frame-ancestors 'none'" not in policy
    assert "default-src 'none'; script-src 'self'" in policy


@pytest.mark.parametrize("path", ["/", "/console", "/assistant/", "/v1/session", "/assistant.html", "//assistant"])
def test_every_other_page_stays_closed(path: str) -> None:
    answer = sent(path, LISTED, asked_by=LISTED)
    assert "frame-ancestors 'none'" in answer["content-security-policy"]
    assert "access-control-allow-origin" not in answer


def test_the_script_may_be_read_by_a_listed_site_and_is_kept_apart_for_each() -> None:
    answer = sent(CHAT_SCRIPT, LISTED, OTHER, asked_by=OTHER)
    assert answer["access-control-allow-origin"] == OTHER
    assert answer["vary"] == "origin"
    assert "frame-ancestors 'none'" in answer["content-security-policy"]


@pytest.mark.parametrize("asked_by", [None, "https://evil.example", "https://games.example.evil", "null", ""])
def test_no_other_site_may_read_the_script(asked_by: str | None) -> None:
    assert "access-control-allow-origin" not in sent(CHAT_SCRIPT, LISTED, asked_by=asked_by)
