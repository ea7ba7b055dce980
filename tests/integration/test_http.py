import asyncio
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import httpx
import jwt
import pytest

from grandstand.campaign import audit_faults
from grandstand.demo.crowd import Crowd, Fan
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.services import Services
from serving import Serving
from stage import NO_CLAIMS

CLAIM = {"occasion": "launch"}
PATIENCE_S = 60
"""For an answer that takes milliseconds where nothing else runs."""

get = partial(httpx.get, timeout=PATIENCE_S)
post = partial(httpx.post, timeout=PATIENCE_S)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, environment={"GRANDSTAND_ALLOWED_ORIGINS": "https://partner.example"}) as running:
        yield running


@pytest.fixture
def operator(serving: Serving) -> Iterator[httpx.Client]:
    with serving.client(Role.OPERATOR) as client:
        yield client


@pytest.fixture
def fan(serving: Serving) -> Iterator[httpx.Client]:
    with serving.client(Role.FAN) as client:
        yield client


def code_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    code: str = problem["code"]
    return code


def test_a_fan_gets_the_same_share_however_often_she_asks(
    serving: Serving, operator: httpx.Client, fan: httpx.Client
) -> None:
    pool = serving.new_pool(operator)
    answers = [fan.post(f"/v1/pools/{pool}/claims", json=CLAIM) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 5
    first, *again = [answer.json() for answer in answers]
    # The receipt comes with the share; who has lost it asks for it (GET .../receipt).
    receipt = first.pop("receipt")
    assert again == [{**first, "receipt": None}] * 4
    assert fan.get(f"/v1/pools/{pool}/receipt", params=CLAIM).json() == receipt
    assert fan.get("/v1/fans/me/wallet").json() == {"claims": [first], "next": None}
    assert operator.get(f"/v1/pools/{pool}/books").json()["granted"] == 1


def test_ten_thousand_concurrent_identical_claims_are_one_claim(serving: Serving, operator: httpx.Client) -> None:
    pool = serving.new_pool(operator)
    token = serving.token(Role.FAN)
    fans = [Fan(token) for _ in range(10_000)]

    async def ask() -> set[tuple[int, int]]:
        crowd = Crowd("127.0.0.1", serving.port, pool, "launch")
        await crowd.connect(1000)
        tally = await crowd.arrive(fans, lambda _: 1.0, 1.0, retry=True)
        crowd.close()
        assert tally.statuses.total() == len(fans), "somebody has no answer"
        assert set(tally.statuses) <= {200, 429, 503}
        return {(share.share, share.amount_minor) for each in fans for share in each.shares}

    assert len(asyncio.run(ask())) == 1
    books = operator.get(f"/v1/pools/{pool}/books").json()
    assert books["granted"] == 1
    faults = serving.with_services(lambda services: _faults(services, pool))
    assert faults == []


async def _faults(services: Services, pool: int) -> list[str]:
    return audit_faults(await services.proofs.audit(PoolId(pool)))


def test_a_pause_is_seen_by_the_next_claim_and_keeps_what_was_given(
    serving: Serving, operator: httpx.Client, fan: httpx.Client
) -> None:
    pool = serving.new_pool(operator)
    mine = fan.post(f"/v1/pools/{pool}/claims", json=CLAIM)
    paused = operator.post(f"/v1/pools/{pool}/pause", json={"reason": "the shops ran out of cups"})
    assert paused.json()["state"] == "paused"
    assert fan.post(f"/v1/pools/{pool}/claims", json=CLAIM).json() == {**mine.json(), "receipt": None}
    with serving.client(Role.FAN) as other:
        refused = other.post(f"/v1/pools/{pool}/claims", json=CLAIM)
        assert (refused.status_code, code_of(refused)) == (409, "campaign.not_open")
        operator.post(f"/v1/pools/{pool}/resume", json={"reason": "cups have come"})
        assert other.post(f"/v1/pools/{pool}/claims", json=CLAIM).status_code == 200
    acts = operator.get(f"/v1/pools/{pool}/acts").json()["acts"]
    assert [(act["act"], act["reason"]) for act in acts] == [
        ("pool.resumed", "cups have come"),
        ("pool.paused", "the shops ran out of cups"),
        ("pool.opened", "test"),
        ("pool.created", "created"),
    ]
    assert acts[0]["role"] == "operator"


def test_a_sold_out_pool_says_gone_only_when_every_share_is_given(
    serving: Serving, operator: httpx.Client
) -> None:
    pool = serving.new_pool(operator, shares=50, total_minor=777, lanes=8, minimum_minor=3)
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(70)])
    with serving.client() as client:
        answers = [
            client.post(f"/v1/pools/{pool}/claims", json=CLAIM, headers={"authorization": f"Bearer {token}"})
            for token in tokens
        ]
    granted = [answer.json() for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert [answer.status_code for answer in answers[:50]] == [200] * 50
    assert {code_of(answer) for answer in refused} == {"campaign.gone"}
    assert sum(claim["amount_minor"] for claim in granted) == 777
    assert sorted(claim["share"] for claim in granted) == list(range(50))
    notice = next(each for each in get(f"{serving.url}/v1/pools").json()["pools"] if each["id"] == pool)
    assert notice["gone"] is True


@pytest.mark.parametrize(("body", "status"), NO_CLAIMS)
def test_a_claim_that_is_not_one_is_refused_with_a_reason(
    serving: Serving, operator: httpx.Client, fan: httpx.Client, body: bytes, status: int
) -> None:
    pool = serving.new_pool(operator)
    answer = fan.post(f"/v1/pools/{pool}/claims", content=body)
    assert answer.status_code == status
    code_of(answer)
    assert operator.get(f"/v1/pools/{pool}/books").json()["granted"] == 0


@pytest.mark.parametrize("pool", ["0", "999999", "2147483648", "9999999999999999999"])
def test_an_unknown_pool_is_said_to_be_unknown(fan: httpx.Client, pool: str) -> None:
    answer = fan.post(f"/v1/pools/{pool}/claims", json=CLAIM)
    assert (answer.status_code, code_of(answer)) == (404, "campaign.pool_unknown")


@pytest.mark.parametrize("pool", ["-1", "1.5", "abc", "1'%20or%201=1", "%00", "99999999999999999999999"])
def test_a_pool_that_is_no_number_is_an_unknown_address(fan: httpx.Client, pool: str) -> None:
    answer = fan.post(f"/v1/pools/{pool}/claims", json=CLAIM)
    assert answer.status_code in {404, 422}
    code_of(answer)


@pytest.mark.parametrize(
    "plan",
    [
        {"shares": -1},
        {"shares": 0},
        {"shares": 1.5},
        {"shares": "1000"},
        {"shares": True},
        {"shares": 10**30},
        {"total_minor": -5},
        {"total_minor": 10**18},
        {"minimum_minor": 101},
        {"minimum_minor": -1},
        {"lanes": 0},
        {"lanes": 65},
        {"currency": "yuan"},
        {"curve": "steep"},
        {"occasions": []},
        {"occasions": ["Launch!"]},
        {"titles": {}},
        {"titles": {"en": "x" * 121}},
        {"surprise": 1},
    ],
)
def test_a_pool_that_cannot_be_given_exactly_is_refused(operator: httpx.Client, plan: dict[str, object]) -> None:
    body = {"titles": {"en": "Test"}, "shares": 1000, "total_minor": 100_000, "currency": "CNY"} | plan
    answer = operator.post("/v1/pools", json=body)
    assert answer.status_code == 422, answer.text
    assert code_of(answer) in {"request.invalid", "campaign.plan_invalid"}


def forged(**changes: object) -> str:
    now = datetime.now(UTC)
    claims = {
        "iss": "grandstand",
        "aud": "grandstand",
        "sub": str(uuid4()),
        "role": "operator",
        "iat": now,
        "exp": now + timedelta(hours=1),
    }
    return jwt.encode(claims | changes, "not the key of this deployment, but long enough", "HS256")


def test_forged_and_foreign_tokens_open_nothing(serving: Serving, operator: httpx.Client) -> None:
    pool = serving.new_pool(operator)
    genuine = serving.token(Role.FAN)
    header, payload, signature = genuine.split(".")
    unsigned = jwt.encode({"sub": str(uuid4())}, "", algorithm="none")
    other_payload = forged().split(".")[1]
    tokens = [
        forged(),
        forged(iss="https://elsewhere.example"),
        unsigned,
        f"{unsigned.split('.')[0]}.{payload}.",
        f"{header}.{other_payload}.{signature}",
        f"{header}.{payload}.{signature[:-2]}xx",
        f"{header}.{payload}.",
        f"{header}.{payload}",
        "x" * 3000,
        "..",
        "null",
    ]
    for token in tokens:
        headers = {"authorization": f"Bearer {token}"}
        claim = post(f"{serving.url}/v1/pools/{pool}/claims", json=CLAIM, headers=headers)
        assert (claim.status_code, code_of(claim)) == (401, "auth.invalid"), token
        pause = post(f"{serving.url}/v1/pools/{pool}/pause", json={"reason": "mischief"}, headers=headers)
        assert (pause.status_code, code_of(pause)) == (401, "auth.invalid"), token
    assert operator.get(f"/v1/pools/{pool}/books").json()["state"] == "open"


def test_an_expired_token_says_that_it_has_expired(serving: Serving) -> None:
    async def expired(services: Services) -> str:
        past = datetime.now(UTC) - timedelta(minutes=1)
        return services.tokens.issue(Principal(new_subject_id(), Role.FAN, None, past))

    token = serving.with_services(expired)
    answer = get(f"{serving.url}/v1/session", headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, code_of(answer)) == (401, "auth.expired")


def test_nobody_sees_another_fans_wallet_but_an_auditor(
    serving: Serving, operator: httpx.Client, fan: httpx.Client
) -> None:
    pool = serving.new_pool(operator)
    mine = fan.post(f"/v1/pools/{pool}/claims", json=CLAIM).json()
    del mine["receipt"]
    me = fan.get("/v1/session").json()["subject"]
    address = f"/v1/fans/{me}/wallet"
    assert fan.get(address).json()["claims"] == [mine]
    for role in [Role.FAN, Role.OPERATOR]:
        with serving.client(role) as other:
            answer = other.get(address)
            assert (answer.status_code, code_of(answer)) == (403, "auth.forbidden")
    with serving.client(Role.AUDITOR) as auditor:
        assert auditor.get(address).json()["claims"] == [mine]
    assert get(f"{serving.url}{address}").status_code == 401


def test_only_operators_act_and_only_operators_and_auditors_watch(
    serving: Serving, operator: httpx.Client, fan: httpx.Client
) -> None:
    pool = serving.new_pool(operator)
    acts = [f"/v1/pools/{pool}/{word}" for word in ("pause", "resume", "close", "open")] + ["/v1/pools"]
    plan = {"titles": {"en": "Mine"}, "shares": 10, "total_minor": 10, "currency": "CNY"}
    reads = [f"/v1/pools/{pool}/{word}" for word in ("books", "burn-down", "burn-down/events", "acts")]
    with serving.client(Role.AUDITOR) as auditor, serving.client(Role.REPLAY) as replay:
        for client in (fan, auditor, replay):
            for address in acts:
                body = plan if address == "/v1/pools" else {"reason": "not mine to do"}
                answer = client.post(address, json=body)
                assert (answer.status_code, code_of(answer)) == (403, "auth.forbidden"), address
        for address in reads:
            for client in (fan, replay):
                assert code_of(client.get(address)) == "auth.forbidden", address
        for address in reads[:2] + reads[3:]:
            assert auditor.get(address).status_code == 200, address
        refused = operator.post(f"/v1/pools/{pool}/claims", json=CLAIM)
        assert code_of(refused) == "auth.forbidden"
    assert operator.get(f"/v1/pools/{pool}/books").json()["state"] == "open"


def test_drafts_are_seen_by_those_who_plan_only(
    serving: Serving, operator: httpx.Client, fan: httpx.Client
) -> None:
    pool = serving.new_pool(operator, opened=False)
    assert pool in [each["id"] for each in operator.get("/v1/pools").json()["pools"]]
    assert pool not in [each["id"] for each in fan.get("/v1/pools").json()["pools"]]
    answer = fan.post(f"/v1/pools/{pool}/claims", json=CLAIM)
    assert (answer.status_code, code_of(answer)) == (409, "campaign.not_open")


def test_a_page_of_another_site_cannot_act_with_the_visitors_cookie(serving: Serving) -> None:
    with serving.client() as visitor:
        assert visitor.post("/v1/session/guest", json={}).status_code == 201
        cookie = visitor.cookies.jar
        assert [(each.name, each.has_nonstandard_attr("HttpOnly")) for each in cookie] == [
            ("grandstand_session", True)
        ]
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
            answer = visitor.post("/v1/pools/1/claims", json=CLAIM, headers=headers)
            assert (answer.status_code, code_of(answer)) == (403, "auth.cross_site")
            answer = visitor.delete("/v1/session", headers=headers)
            assert (answer.status_code, code_of(answer)) == (403, "auth.cross_site")
        form = visitor.post("/v1/session/guest", content=b"{}", headers={"content-type": "text/plain"})
        assert form.status_code == 422
        assert visitor.post("/v1/pools/1/claims", json=CLAIM).status_code == 200


def test_another_origin_may_call_with_a_token_only_when_it_is_listed(serving: Serving) -> None:
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    listed = {"origin": "https://partner.example"}
    address = f"{serving.url}/v1/pools/1/claims"
    allowed = httpx.options(address, headers=preflight | listed, timeout=PATIENCE_S)
    assert allowed.headers["access-control-allow-origin"] == "https://partner.example"
    evil = {"origin": "https://evil.example"}
    stranger = httpx.options(address, headers=preflight | evil, timeout=PATIENCE_S)
    assert "access-control-allow-origin" not in stranger.headers
    headers = {"authorization": f"Bearer {serving.token()}"} | listed
    answer = post(address, json=CLAIM, headers=headers)
    assert answer.headers["access-control-allow-origin"] == "https://partner.example"


def test_a_sign_in_link_works_once(serving: Serving) -> None:
    code = serving.with_services(lambda services: services.sign_in.create_code(new_subject_id(), Role.AUDITOR))
    first = post(f"{serving.url}/v1/session", json={"code": code})
    assert (first.status_code, first.json()["role"]) == (200, "auditor")
    second = post(f"{serving.url}/v1/session", json={"code": code})
    assert (second.status_code, code_of(second)) == (401, "auth.code_used")


def test_a_fan_who_asks_too_often_is_told_when_to_come_back(serving: Serving, operator: httpx.Client) -> None:
    pool = serving.new_pool(operator)
    # Many at a time: on a slow machine, one after the other would be no more than she may.
    with serving.client(Role.FAN) as fan, ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: fan.post(f"/v1/pools/{pool}/claims", json=CLAIM), range(100)))
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited
    assert {code_of(answer) for answer in limited} == {"limit.rate"}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in limited)


def test_the_books_arrive_as_events_and_at_last_agree_with_the_claims(
    serving: Serving, operator: httpx.Client
) -> None:
    pool = serving.new_pool(operator)
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(20)])
    seen: list[dict[str, int]] = []
    with operator.stream("GET", f"/v1/pools/{pool}/burn-down/events") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        for line in events.iter_lines():
            if line.startswith("data: "):
                seen.append(json.loads(line[6:]))
                if len(seen) == 1:
                    for token in tokens:
                        headers = {"authorization": f"Bearer {token}"}
                        post(f"{serving.url}/v1/pools/{pool}/claims", json=CLAIM, headers=headers)
                elif seen[-1]["granted"] == len(tokens):
                    break
    assert seen[0]["granted"] == 0
    assert seen[-1]["spent_minor"] + seen[-1]["remaining_minor"] == seen[-1]["total_minor"] == 100_000
    deadline_s = time.monotonic() + PATIENCE_S
    points: list[dict[str, int]] = []
    while time.monotonic() < deadline_s and (not points or points[-1]["granted"] < len(tokens)):
        time.sleep(0.2)
        points = operator.get(f"/v1/pools/{pool}/burn-down").json()["points"]
    assert points[-1]["granted"] == len(tokens)
    assert [point["granted"] for point in points] == sorted(point["granted"] for point in points)


def test_a_client_that_never_reads_does_not_hold_up_the_others(
    serving: Serving, operator: httpx.Client, fan: httpx.Client
) -> None:
    pool = serving.new_pool(operator)
    request = (
        f"GET /v1/pools/{pool}/burn-down/events HTTP/1.1\r\nhost: x\r\n"
        f"authorization: {operator.headers['authorization']}\r\n\r\n"
    ).encode()
    deaf = [socket.create_connection(("127.0.0.1", serving.port)) for _ in range(50)]
    try:
        for each in deaf:
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            each.sendall(request)
        # A stream lasts longer than the client waits.
        assert fan.post(f"/v1/pools/{pool}/claims", json=CLAIM).status_code == 200
    finally:
        for each in deaf:
            each.close()


def test_a_body_that_never_comes_is_given_up(serving: Serving) -> None:
    token = serving.token(Role.FAN)
    head = (
        "POST /v1/pools/1/claims HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {token}\r\ncontent-length: 21\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", serving.port), timeout=PATIENCE_S) as slow:
        slow.sendall(head.encode() + b'{"occ')
        answer = b""
        while b"request.timeout" not in answer and (more := slow.recv(4096)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"request.timeout" in answer


def test_health_metrics_and_the_document_of_the_api_answer(serving: Serving, fan: httpx.Client) -> None:
    fan.post("/v1/pools/1/claims", json=CLAIM)
    assert get(f"{serving.url}/healthz").json() == {"status": "alive"}
    assert get(f"{serving.url}/readyz").json() == {"status": "ready"}
    metrics = get(f"{serving.url}/metrics").text
    assert 'grandstand_claims_total{outcome="granted"}' in metrics
    proxied = get(f"{serving.url}/metrics", headers={"x-forwarded-for": "203.0.113.9"})
    assert code_of(proxied) == "auth.forbidden"
    paths = get(f"{serving.url}/v1/openapi.json").json()["paths"]
    assert "/v1/pools/{pool}/claims" in paths


def test_an_unknown_address_and_a_wrong_method_are_problems_too(serving: Serving) -> None:
    assert code_of(get(f"{serving.url}/v1/nothing")) == "request.not_found"
    assert code_of(get(f"{serving.url}/etc/passwd")) == "request.not_found"
    assert code_of(get(f"{serving.url}/assets/..%2f..%2fapp.py")) == "request.not_found"
    assert code_of(get(f"{serving.url}/v1/pools/1/claims")) == "request.not_found"
    assert code_of(httpx.put(f"{serving.url}/v1/pools", json={}, timeout=PATIENCE_S)) == "request.not_found"


def test_many_fans_at_once_each_get_one_share(serving: Serving, operator: httpx.Client) -> None:
    pool = serving.new_pool(operator, shares=500, total_minor=50_001, lanes=3)
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(200)])

    with serving.client() as client, ThreadPoolExecutor(16) as threads:

        def ask(token: str) -> httpx.Response:
            headers = {"authorization": f"Bearer {token}"}
            return client.post(f"/v1/pools/{pool}/claims", json=CLAIM, headers=headers)

        answers = list(threads.map(ask, tokens * 2))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["share"] for answer in answers}) == 200
    assert serving.with_services(lambda services: _faults(services, pool)) == []
