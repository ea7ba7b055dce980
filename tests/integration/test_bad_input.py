"""What is sent by mistake or in malice is refused with a reason, by every route, and nothing comes of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from serving import Serving
from stage import BODIES, PLAN, TRANCHE, Stage, code_of

REASON = {"reason": "trying"}
DEEP = b'{"reason": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"

WITH_A_REASON = [
    "schedule_pool",
    "open_pool",
    "pause_pool",
    "resume_pool",
    "close_pool",
    "reveal_pool",
    "extend_pool",
    "propose_raise",
    "approve_raise",
]
NO_BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b'"reason"',
    b"\xff\xfe",
    b'{"reason": "\xff\xff\xff"}',
    b"{}",
    b'{"reason": null}',
    b'{"reason": 5}',
    b'{"reason": ""}',
    b'{"reason": "  a  "}',
    b'{"reason": {"reason": "trying"}}',
    b'{"reason": "with a \\u0000 in it"}',
    b'{"reason": "\\u001b[31m in red"}',
    b'{"reason": "half a \\ud800 pair"}',
    b'{"reason": "trying", "surprise": 1}',
    b'{"reason": "' + b"x" * 501 + b'"}',
    b'{"reason": "' + b"x" * 70_000 + b'"}',
    b'{"reason": "trying"} {"reason": "trying"}',
    DEEP,
]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Serving(demo=True) as serving:
        yield Stage(serving)


@pytest.fixture(autouse=True, scope="module")
def unchanged(stage: Stage) -> Iterator[None]:
    """After all of it: no act, no raise, no share, no pool."""
    before = stage.trace(stage.pool("open"))
    yield
    assert stage.trace(stage.pool("open")) == before


def refuse(stage: Stage, name: str, content: bytes | None, body: Any = None) -> None:
    """Send a body to an operation and see it refused; an operator sends it, since others are refused anyway."""
    operation = stage.document.operations[name]
    with stage.new_operator() as operator:
        answer = operator.request(
            operation.method,
            operation.address(pool=stage.pool("open"), number=1),
            content=content,
            json=body,
            headers={"content-type": "application/json"},
        )
    stage.document.assert_describes(name, answer)
    assert answer.status_code in {404, 409, 413, 422}, answer.text
    assert code_of(answer)
    assert answer.json()["detail"]


@pytest.mark.parametrize("content", NO_BODIES, ids=range(len(NO_BODIES)))
def test_a_body_that_is_none_does_nothing(stage: Stage, content: bytes) -> None:
    for name in [*WITH_A_REASON, "create_pool"]:
        refuse(stage, name, content)


NUMBERS = [0, -1, 2**31, 2**63, 10**40, -(10**40), 1.5, 1e300, "10", True, None, [], {}]
"""Only 2**31 minor units can be given in 100 shares, and 0 can be the least of them."""


@pytest.mark.parametrize("field", ["shares", "total_minor", "minimum_minor"])
@pytest.mark.parametrize("value", NUMBERS, ids=str)
def test_a_number_that_is_none_is_refused(stage: Stage, field: str, value: Any) -> None:
    if (field, str(value)) in {("minimum_minor", "0"), ("total_minor", str(2**31))}:
        return
    refuse(stage, "create_pool", None, PLAN | {field: value})
    refuse(stage, "propose_raise", None, TRANCHE | REASON | {field: value})


LOTTERY = {"curve": "lottery", "shares": 100, "total_minor": 1000}
TIERS: list[Any] = [
    [],
    [{"shares": 100}],
    [{"amount_minor": 10}],
    [{"shares": 100, "amount_minor": 10, "name": "gold"}],
    [{"shares": 99, "amount_minor": 10}],
    [{"shares": 100, "amount_minor": 11}],
    [{"shares": 0, "amount_minor": 0}, {"shares": 100, "amount_minor": 10}],
    [{"shares": -1, "amount_minor": 10}, {"shares": 101, "amount_minor": 10}],
    [{"shares": 100, "amount_minor": -10}],
    [{"shares": 10**30, "amount_minor": 10**30}],
    [{"shares": "100", "amount_minor": "10"}],
    [{"shares": 1, "amount_minor": 10}] * 100,
    {"shares": 100, "amount_minor": 10},
    "100x10",
    None,
]


@pytest.mark.parametrize("tiers", TIERS, ids=range(len(TIERS)))
def test_tiers_that_do_not_add_up_are_refused(stage: Stage, tiers: Any) -> None:
    refuse(stage, "create_pool", None, PLAN | LOTTERY | {"tiers": tiers})
    refuse(stage, "propose_raise", None, LOTTERY | REASON | {"tiers": tiers})


PLANS: list[dict[str, Any]] = [
    {"currency": "cny"},
    {"currency": "CNY\0"},
    {"currency": "CNY\n"},
    {"currency": ""},
    {"currency": None},
    {"curve": "steep"},
    {"curve": "uniform", "tiers": [{"shares": 100, "amount_minor": 10}]},
    {"lanes": 0},
    {"lanes": 65},
    {"lanes": 101, "shares": 100},
    {"lanes": 10**30},
    {"occasions": []},
    {"occasions": ["launch", "launch"]},
    {"occasions": [""]},
    {"occasions": ["a\0b"]},
    {"occasions": ["launch\n"]},
    {"occasions": ["Launch"]},
    {"occasions": ["x" * 41]},
    {"occasions": [f"day:{day}" for day in range(65)]},
    {"occasions": "launch"},
    {"titles": {}},
    {"titles": {"en": ""}},
    {"titles": {"en": "   "}},
    {"titles": {"en": "a\0b"}},
    {"titles": {"en": "two\nlines"}},
    {"titles": {"en": "x" * 121}},
    {"titles": {"en": 5}},
    {"titles": {"e": "Launch"}},
    {"titles": {"en\0": "Launch"}},
    {"titles": {f"a{chr(97 + n // 26)}{chr(97 + n % 26)}": "Launch" for n in range(33)}},
    {"titles": ["Launch"]},
    {"opens_at": "tomorrow"},
    {"opens_at": "2099-02-30T00:00:00Z"},
    {"opens_at": "2099-02-03T00:00:00"},
    {"opens_at": "0001-01-01T00:00:00+14:00"},
    {"opens_at": "9999-12-31T23:59:59-14:00"},
    {"opens_at": 10**20},
    {"opens_at": "2099-02-03T00:00:00Z", "closes_at": "2099-02-03T00:00:00Z"},
    {"closes_at": "1999-01-01T00:00:00Z"},
    {"valid_until": "3001-01-01T00:00:00Z"},
    {"id": 7},
    {"state": "open"},
    {"seed": "00" * 32},
]


@pytest.mark.parametrize("change", PLANS, ids=lambda change: "-".join(change)[:20])
def test_a_plan_that_cannot_be_given_is_refused(stage: Stage, change: dict[str, Any]) -> None:
    refuse(stage, "create_pool", None, PLAN | change)


@pytest.mark.parametrize("name", ["titles", "currency", "shares", "total_minor"])
def test_a_plan_says_which_field_it_lacks(stage: Stage, name: str) -> None:
    body = {field: value for field, value in PLAN.items() if field != name}
    with stage.new_operator() as operator:
        answer = operator.post("/v1/pools", json=body)
    assert (answer.status_code, code_of(answer)) == (422, "request.invalid")
    assert name in answer.json()["detail"]


@pytest.mark.parametrize(
    "until",
    [None, 0, "", "later", "2099-01-01", "2099-01-01T00:00:00", "1999-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
)
def test_a_validity_that_is_not_later_is_refused(stage: Stage, until: Any) -> None:
    refuse(stage, "extend_pool", None, BODIES["extend_pool"] | {"valid_until": until})


OF_FANS = {"claim", "redeem_voucher", "take_ticket"}
"""What an operator may not even try."""
QUERIES = [
    ("list_acts", "before=0"),
    ("list_acts", "before=-1"),
    ("list_acts", "before=x"),
    ("list_acts", "before=99999999999999999999999"),
    ("read_burn_down", "points=0"),
    ("read_burn_down", "points=1001"),
    ("read_burn_down", "points=1e3"),
    ("read_burn_down", "points=99999999999999999999999"),
    ("list_heads", "before=yesterday"),
    ("list_heads", "before=2026-01-01T00:00:00"),
    ("list_heads", "before=99999999999999999999"),
    ("read_my_wallet", "before="),
    ("read_my_wallet", "before=~"),
    ("read_my_wallet", "before=%00"),
    ("read_my_wallet", "before=2026-01-01T00:00:00Z~-1"),
    ("read_my_wallet", "before=2026-01-01T00:00:00Z~99999999999999999999"),
    ("read_my_wallet", "before=9999-12-31T23:59:59-14:00~0"),
    ("read_my_wallet", "before=0001-01-01T00:00:00%2B14:00~0"),
    ("live_compare", "kind=athlete&code=1000"),
    ("live_compare", "kind=athlete&code=1000&code=1000"),
    ("live_compare", "kind=team&code=1000&code=1001"),
    ("read_receipt", ""),
    ("read_receipt", "occasion="),
    ("read_receipt", "occasion=%00"),
    ("read_receipt", "occasion=%ff"),
    ("read_receipt", "occasion=" + "x" * 2000),
]


@pytest.mark.parametrize(("name", "query"), QUERIES, ids=[f"{name}-{query[:30]}" for name, query in QUERIES])
def test_a_question_that_is_none_is_refused(stage: Stage, name: str, query: str) -> None:
    operation = stage.document.operations[name]
    with stage.new_operator() as operator:
        answer = operator.get(f"{operation.address(pool=stage.pool('open'))}?{query}")
    stage.document.assert_describes(name, answer)
    assert (answer.status_code, code_of(answer)) in {(422, "request.invalid"), (422, "campaign.occasion_unknown")}


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59.999999-14:00", "0001-01-01T00:00:00%2B14:00"])
def test_the_ends_of_time_are_times(stage: Stage, at: str) -> None:
    with stage.new_operator() as operator:
        answer = operator.get(f"/v1/pools/{stage.pool('open')}/heads?before={at}")
    stage.document.assert_describes("list_heads", answer)
    assert answer.status_code < 500


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "abc", "%00", "1%2F2", "2147483648", "9" * 30, "١"])
def test_a_pool_that_cannot_be_is_not_found_by_any_route(stage: Stage, number: str) -> None:
    for name, operation in stage.document.operations.items():
        if "{pool}" not in operation.path:
            continue
        body = BODIES.get(name, REASON) if operation.method == "POST" else None
        with stage.client("fan") if name in OF_FANS else stage.new_operator() as client:
            address = operation.path.replace("{pool}", number).format(tranche=1, number=1, occasion="launch")
            answer = client.request(operation.method, address, json=body)
        # A line that is not there is told so without looking for the pool.
        no_line = name == "take_ticket" and code_of(answer) == "waiting.not_open"
        assert no_line or answer.status_code in {404, 422, 429}, f"{name}: {answer.text}"
        code_of(answer)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "9223372036854775807"])
def test_a_tranche_or_a_raise_that_cannot_be_is_not_found(stage: Stage, number: str) -> None:
    pool = stage.pool("open")
    with stage.new_operator() as operator:
        for answer in (
            operator.get(f"/v1/pools/{pool}/tranches/{number}/terms"),
            operator.post(f"/v1/pools/{pool}/raises/{number}/approve", json=REASON),
        ):
            assert answer.status_code in {404, 422}, answer.text
            code_of(answer)
