"""Errors on the wire: problem documents of RFC 9457."""

import json
from collections.abc import Iterator

import pytest

import grandstand.app  # noqa: F401 - imports every error of the server
from grandstand.kernel.auth import TokenExpired
from grandstand.kernel.errors import GrandstandError, NotFound, Overloaded
from grandstand.web.problem import problem


def kinds(of: type[GrandstandError] = GrandstandError) -> Iterator[type[GrandstandError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


KINDS: list[type[GrandstandError]] = sorted(set(kinds()), key=lambda kind: f"{kind.code} {kind.__name__}")


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_becomes_a_problem_with_its_code(kind: type[GrandstandError]) -> None:
    answer = problem(kind())
    headers = dict(answer.headers)
    assert headers[b"content-type"] == b"application/problem+json"
    assert headers[b"cache-control"] == b"no-store"
    assert answer.status == kind.status
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": kind.title,
        "status": kind.status,
        "code": kind.code,
        "detail": kind.title,
        "retryable": kind.retryable,
        "retry_after_s": None,
    }


def test_every_code_has_a_form_and_a_status_of_an_error() -> None:
    for kind in KINDS:
        area, _, name = kind.code.partition(".")
        assert area.isalpha(), kind
        assert name.replace("_", "").isalpha(), kind
        assert 400 <= kind.status < 600, kind
        assert not kind.retryable or kind.status in {408, 429, 503}, kind


def test_no_two_kinds_of_error_share_a_code_unless_one_is_the_base_of_the_other() -> None:
    by_code: dict[str, type[GrandstandError]] = {}
    for kind in KINDS:
        other = by_code.setdefault(kind.code, kind)
        assert issubclass(kind, other) or issubclass(other, kind), kind.code


def test_message_of_the_error_is_the_detail() -> None:
    assert (
        json.loads(problem(NotFound("There is nothing at '/红'.")).body)["detail"] == "There is nothing at '/红'."
    )


@pytest.mark.parametrize(("wait_s", "header"), [(0.01, b"1"), (1.0, b"1"), (1.2, b"2"), (30.0, b"30")])
def test_retry_after_is_in_whole_seconds_and_never_too_early(wait_s: float, header: bytes) -> None:
    answer = problem(Overloaded(retry_after_s=wait_s))
    assert dict(answer.headers)[b"retry-after"] == header
    assert json.loads(answer.body)["retry_after_s"] == wait_s


def test_only_a_refusal_to_somebody_unknown_asks_for_a_token() -> None:
    assert dict(problem(TokenExpired()).headers)[b"www-authenticate"] == b"Bearer"
    assert b"www-authenticate" not in dict(problem(Overloaded()).headers)
