"""The gate as a process: the same claims as the server's, and nothing else, whoever asks and however."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from grandstand.demo.crowd import Crowd, Fan, Tally
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId, new_subject_id
from grandstand.services import Services
from serving import PATIENCE_S, Serving, ServingGate, children_of, command_of, free_port, held, until
from stage import NO_CLAIMS

CLAIM = {"occasion": "launch"}
BODY = b'{"occasion":"launch"}'
PARTNER = "https://partner.example"

get = partial(httpx.get, timeout=PATIENCE_S)
post = partial(httpx.post, timeout=PATIENCE_S)
options = partial(httpx.options, timeout=PATIENCE_S)

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=False, environment={"GRANDSTAND_ALLOWED_ORIGINS": PARTNER}) as running:
        yield running


@pytest.fixture(scope="module")
def gate(serving: Serving) -> Iterator[ServingGate]:
    with serving.gate(gate_workers=2) as running:
        yield running


@pytest.fixture(scope="module")
def operator(serving: Serving) -> Iterator[httpx.Client]:
    with serving.client(Role.OPERATOR) as client:
        yield client


@pytest.fixture
def pool(serving: Serving, operator: httpx.Client) -> int:
    return serving.new_pool(operator, lanes=2)


def code_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    code: str = problem["code"]
    return code


def as_fan(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def granted(operator: httpx.Client, pool: int) -> int:
    count: int = operator.get(f"/v1/pools/{pool}/books").json()["granted"]
    return count


def fans_of(serving: Serving, count: int) -> dict[SubjectId, Fan]:
    subjects = [new_subject_id() for _ in range(count)]
    return dict(zip(subjects, map(Fan, serving.tokens(Role.FAN, subjects)), strict=True))


# The same claim.


def test_the_gate_gives_the_share_that_the_server_gives(
    serving: Serving, gate: ServingGate, operator: httpx.Client, pool: int
) -> None:
    headers = as_fan(serving.token())
    address = f"/v1/pools/{pool}/claims"
    first = post(gate.url + address, json=CLAIM, headers=headers)
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/json"
    assert first.headers["cache-control"] == "no-store"
    assert first.json()["receipt"]["header"].startswith(f"grandstand-batch-1 pool={pool} ")
    for url in (gate.url, serving.url):
        again = post(url + address, json=CLAIM, headers=headers)
        assert again.json() == first.json() | {"receipt": None}
    assert granted(operator, pool) == 1


def test_two_gates_and_the_server_give_one_share(
    serving: Serving, gate: ServingGate, operator: httpx.Client, pool: int
) -> None:
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(40)])
    with serving.gate() as second, ThreadPoolExecutor(16) as threads:
        asked = [
            threads.submit(post, f"{url}/v1/pools/{pool}/claims", json=CLAIM, headers=as_fan(token))
            for token in tokens
            for url in (gate.url, second.url, serving.url)
        ]
        answers = [each.result() for each in asked]
    assert {answer.status_code for answer in answers} == {200}
    shares = [answer.json()["share"] for answer in answers]
    assert len(set(shares)) == len(tokens)
    assert all(len(set(shares[at : at + 3])) == 1 for at in range(0, len(shares), 3))
    assert granted(operator, pool) == len(tokens)


def test_a_key_that_is_made_while_the_gate_runs_opens_it(serving: Serving, gate: ServingGate, pool: int) -> None:
    async def rotate(services: Services) -> str:
        await services.keys.rotate(token_lifetime_h=1)
        await services.tokens.refresh()
        return services.tokens.issue(Principal(new_subject_id(), Role.FAN, None, services.tokens.expiry()))

    token = serving.with_services(rotate)
    deadline_s = time.monotonic() + PATIENCE_S
    while (answer := post(f"{gate.url}/v1/pools/{pool}/claims", json=CLAIM, headers=as_fan(token))).is_error:
        assert time.monotonic() < deadline_s, answer.text
        time.sleep(0.5)


# Nothing else.


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/pools/1/claims"),
        ("PUT", "/v1/pools/1/claims"),
        ("DELETE", "/v1/pools/1/claims"),
        ("OPTIONS", "/v1/pools/1/claims"),
        ("POST", "/v1/pools"),
        ("POST", "/v1/pools/1/claims/"),
        ("POST", "/v1/pools/1/claims%0a"),
        ("POST", "/v1/pools/abc/claims"),
        ("POST", "/v1/pools/-1/claims"),
        ("POST", "/v1/pools/99999999999999999999/claims"),
        ("POST", "//v1/pools/1/claims"),
        ("POST", "/v1/pools/1/pause"),
        ("POST", "/healthz"),
        ("GET", "/v1/pools"),
        ("GET", "/"),
        ("GET", "/v1/pools/1/books"),
        ("POST", "/v1/session/guest"),
    ],
)
def test_everything_but_the_claim_is_an_unknown_address(gate: ServingGate, method: str, path: str) -> None:
    answer = httpx.request(method, gate.url + path, content=BODY, timeout=PATIENCE_S)
    assert (answer.status_code, code_of(answer)) == (404, "request.not_found")


def test_health_and_metrics_answer_and_metrics_are_not_for_everybody(serving: Serving, gate: ServingGate) -> None:
    assert get(f"{gate.url}/healthz").json() == {"status": "alive"}
    assert get(f"{gate.url}/readyz").json() == {"status": "ready"}
    with httpx.stream("HEAD", f"{gate.url}/readyz", timeout=PATIENCE_S) as head:
        assert (head.status_code, head.read()) == (200, b"")
    assert "grandstand_claims_total" in get(f"{gate.url}/metrics").text
    forwarded = get(f"{gate.url}/metrics", headers={"x-forwarded-for": "203.0.113.9"})
    assert code_of(forwarded) == "auth.forbidden"
    with serving.gate(metrics_token="scrape-me", gate_workers=1) as guarded:
        assert code_of(get(f"{guarded.url}/metrics")) == "auth.forbidden"
        assert get(f"{guarded.url}/metrics", headers=as_fan("scrape-me")).status_code == 200


def test_only_fans_with_a_token_of_ours_get_in(serving: Serving, gate: ServingGate, pool: int) -> None:
    address = f"{gate.url}/v1/pools/{pool}/claims"

    async def expired(services: Services) -> str:
        past = datetime.now(UTC) - timedelta(minutes=1)
        return services.tokens.issue(Principal(new_subject_id(), Role.FAN, None, past))

    genuine = serving.token()
    told: dict[tuple[tuple[str, str], ...], str] = {
        (): "auth.missing",
        (("authorization", "Bearer nonsense"),): "auth.invalid",
        (("authorization", genuine),): "auth.invalid",
        (("authorization", "Basic ZmFuOmZhbg=="),): "auth.invalid",
        (("authorization", f"Bearer {genuine[:-3]}xxx"),): "auth.invalid",
        (("authorization", f"Bearer {'x' * 5000}"),): "auth.invalid",
        (("authorization", f"Bearer {serving.with_services(expired)}"),): "auth.expired",
        (("authorization", f"Bearer {serving.token(Role.OPERATOR)}"),): "auth.forbidden",
        (("cookie", f"grandstand_session={genuine}"), ("origin", "https://evil.example")): "auth.cross_site",
    }
    for headers, code in told.items():
        assert code_of(post(address, json=CLAIM, headers=dict(headers))) == code, headers
    for accepted in (
        {"authorization": f"bearer {genuine}"},
        {"cookie": f"a=b; grandstand_session={genuine}", "sec-fetch-site": "same-origin"},
    ):
        assert post(address, json=CLAIM, headers=accepted).status_code == 200


def test_pages_of_listed_origins_may_claim_and_others_may_not(
    serving: Serving, gate: ServingGate, pool: int
) -> None:
    address = f"/v1/pools/{pool}/claims"
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    headers = as_fan(serving.token())
    for url in (gate.url, serving.url):
        preflight = options(url + address, headers=asked | {"origin": PARTNER})
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == PARTNER
        assert "POST" in preflight.headers["access-control-allow-methods"]
        assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
        claim = post(url + address, json=CLAIM, headers=headers | {"origin": PARTNER})
        assert claim.headers["access-control-allow-origin"] == PARTNER
        assert claim.headers["access-control-expose-headers"] == "retry-after"
        refused = post(url + address, json=CLAIM, headers={"origin": PARTNER})
        assert refused.headers["access-control-allow-origin"] == PARTNER
        for answer in (
            options(url + address, headers=asked | {"origin": "https://evil.example"}),
            post(url + address, json=CLAIM, headers=headers | {"origin": "https://evil.example"}),
        ):
            assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("body", "status"), NO_CLAIMS)
def test_a_body_that_is_no_claim_is_refused_with_a_reason(
    serving: Serving, gate: ServingGate, operator: httpx.Client, pool: int, body: bytes, status: int
) -> None:
    answer = post(f"{gate.url}/v1/pools/{pool}/claims", content=body, headers=as_fan(serving.token()))
    assert answer.status_code == status
    code_of(answer)
    assert granted(operator, pool) == 0


def test_a_fan_who_asks_too_often_is_told_when_to_come_back(
    serving: Serving, gate: ServingGate, pool: int
) -> None:
    with (
        httpx.Client(headers=as_fan(serving.token()), timeout=PATIENCE_S) as fan,
        ThreadPoolExecutor(20) as threads,
    ):
        ask = partial(fan.post, f"{gate.url}/v1/pools/{pool}/claims", json=CLAIM)
        answers = list(threads.map(lambda _: ask(), range(100)))
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited
    assert {code_of(answer) for answer in limited} == {"limit.rate"}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in limited)


# Bytes as no browser sends them.


def request(pool: int, token: str, headers: str, body: bytes) -> bytes:
    head = f"POST /v1/pools/{pool}/claims HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{headers}\r\n"
    return head.encode() + body


def whole(pool: int, token: str) -> bytes:
    return request(pool, token, f"content-length: {len(BODY)}\r\n", BODY)


def said(gate: ServingGate, sent: bytes, *, until: bytes, half_close: bool = False) -> bytes:
    """What the gate answers, up to these bytes or to the end."""
    answer = b""
    # The gate may hang up on us in the middle.
    with socket.create_connection(("127.0.0.1", gate.port), timeout=PATIENCE_S) as line, suppress(ConnectionError):
        line.sendall(sent)
        if half_close:
            with suppress(OSError):
                line.shutdown(socket.SHUT_WR)
        while until not in answer and (more := line.recv(65_536)):
            answer += more
    return answer


def test_a_chunked_body_is_read_to_its_end_and_not_further(
    serving: Serving, gate: ServingGate, operator: httpx.Client, pool: int
) -> None:
    token = serving.token()
    chunks = b"4\r\n" + BODY[:4] + b"\r\n" + b"%x\r\n" % len(BODY[4:]) + BODY[4:] + b"\r\n0\r\n\r\n"
    answer = said(gate, request(pool, token, "transfer-encoding: chunked\r\n", chunks), until=b'"receipt"')
    assert answer.startswith(b"HTTP/1.1 200 ")
    endless = b"400\r\n" + b"x" * 1024 + b"\r\n"
    answer = said(gate, request(pool, token, "transfer-encoding: chunked\r\n", endless * 3), until=b"too_large")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert granted(operator, pool) == 1


def test_a_huge_body_is_refused_before_it_comes(serving: Serving, gate: ServingGate, pool: int) -> None:
    announced = request(pool, serving.token(), "content-length: 4000000000\r\n", b"x" * 100)
    assert said(gate, announced, until=b"too_large").startswith(b"HTTP/1.1 413 ")


def test_a_body_that_never_comes_is_given_up(serving: Serving, gate: ServingGate, pool: int) -> None:
    token = serving.token()
    sent = [
        request(pool, token, "content-length: 21\r\n", b'{"occ'),
        request(pool, token, "transfer-encoding: chunked\r\n", b"4\r\n{"),
    ]
    with ThreadPoolExecutor(len(sent)) as threads:
        answers = list(threads.map(lambda each: said(gate, each, until=b"request.timeout"), sent))
    assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in answers)


def test_claims_in_one_go_are_answered_in_their_order(
    serving: Serving, gate: ServingGate, operator: httpx.Client, pool: int
) -> None:
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(5)])
    several = b"".join(whole(pool, token) for token in [*tokens, tokens[0], "nonsense"])
    answer = said(gate, several, until=b"auth.invalid")
    assert answer.count(b"HTTP/1.1 200 ") == 6
    assert answer.count(b'"receipt":null') == 1
    assert granted(operator, pool) == 5


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"POST /v1/pools/1/claims HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 5\r\n\r\nabcde",
        b"POST /v1/pools/1/claims HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST /v1/pools/1/claims HTTP/1.1\r\nhost: x\r\ncontent-length: 1e3\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"x" * 1_000_000,
    ],
)
def test_what_is_no_http_gets_no_share_and_does_no_harm(
    serving: Serving, gate: ServingGate, operator: httpx.Client, pool: int, sent: bytes
) -> None:
    answer = said(gate, sent, until=b"\r\n\r\n", half_close=True)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 431", b"HTTP/1.1 414"))
    assert (
        post(f"{gate.url}/v1/pools/{pool}/claims", json=CLAIM, headers=as_fan(serving.token())).status_code == 200
    )
    assert granted(operator, pool) == 1


def test_callers_who_hang_up_do_no_harm_and_find_their_share_later(
    serving: Serving, gate: ServingGate, operator: httpx.Client, pool: int
) -> None:
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(60)])
    for at, token in enumerate(tokens):
        with socket.create_connection(("127.0.0.1", gate.port), timeout=PATIENCE_S) as line:
            sent = whole(pool, token)
            line.sendall(sent if at % 3 else sent[:-5])
            if at % 2:
                line.shutdown(socket.SHUT_WR)
    answers = [post(f"{gate.url}/v1/pools/{pool}/claims", json=CLAIM, headers=as_fan(each)) for each in tokens]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["share"] for answer in answers}) == len(tokens) == granted(operator, pool)
    assert gate.is_ready()


# Overload.


def test_where_no_room_is_left_the_refusal_comes_at_once_and_those_inside_are_served(
    serving: Serving, operator: httpx.Client
) -> None:
    pool = serving.new_pool(operator, lanes=1)
    room = 30
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(4 * room)])

    async def crowd(services: Services, gate: ServingGate) -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=len(tokens))
        async with httpx.AsyncClient(base_url=gate.url, timeout=PATIENCE_S, limits=limits) as client:

            async def ask(token: str) -> httpx.Response:
                return await client.post(f"/v1/pools/{pool}/claims", json=CLAIM, headers=as_fan(token))

            async with services.database.transaction() as db:
                # Nobody is served as long as somebody else has the lane.
                await db.execute("select from lane where pool_id = $1 for update", pool)
                asked = [asyncio.create_task(ask(token)) for token in tokens]
                while sum(each.done() for each in asked) < len(tokens) - room:  # noqa: ASYNC110 - nobody tells us
                    await asyncio.sleep(0.01)
                assert {each.result().status_code for each in asked if each.done()} == {503}
            answers = await asyncio.gather(*asked)
            refused = [at for at, answer in enumerate(answers) if answer.status_code == 503]
            again = await asyncio.gather(*(ask(tokens[at]) for at in refused[: room // 2]))
            return [*answers, *again]

    with serving.gate(claim_queue_max=room, gate_workers=1, log_level="error") as gate:
        answers = serving.with_services(partial(crowd, gate=gate))
    refused = [answer for answer in answers[: len(tokens)] if answer.status_code == 503]
    assert {code_of(answer) for answer in refused} == {"server.overloaded"}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    served = [answer for answer in answers if answer.status_code == 200]
    assert len(served) == len(answers) - len(refused), "those inside, and later those who came again"
    assert granted(operator, pool) == len(served)


# kill -9, SIGTERM, and a parent that has gone.


def crowd_through(
    gate: ServingGate, pool: int, fans: list[Fan], disturb: Callable[[], Coroutine[None, None, None]]
) -> Tally:
    async def night() -> Tally:
        crowd = Crowd("127.0.0.1", gate.port, pool, "launch")
        await crowd.connect(64)
        disturbance = asyncio.create_task(disturb())
        tally = await crowd.arrive(fans, lambda progress: progress, 6.0, retry=True)
        await disturbance
        crowd.close()
        return tally

    return asyncio.run(night())


def test_a_killed_gate_process_loses_nothing_that_was_acknowledged(
    serving: Serving, operator: httpx.Client
) -> None:
    pool = serving.new_pool(operator, shares=3000, total_minor=111_111, lanes=2)
    fans = fans_of(serving, 2500)
    with serving.gate(gate_workers=2) as gate:

        async def disturb() -> None:
            await until(lambda: granted(operator, pool) > 200)
            os.kill(gate.server_processes()[0], signal.SIGKILL)

        tally = crowd_through(gate, pool, list(fans.values()), disturb)
    acknowledged = {subject: set(fan.shares) for subject, fan in fans.items()}
    database, faults = serving.with_services(lambda services: held(services, pool))
    assert tally.lost == 0
    assert tally.granted == len(fans)
    assert all(shares == {database[subject]} for subject, shares in acknowledged.items())
    assert faults == []


def test_a_stopping_gate_answers_what_it_has_accepted(serving: Serving, operator: httpx.Client) -> None:
    pool = serving.new_pool(operator, shares=100_000, total_minor=10_000_000, lanes=2)
    fans = fans_of(serving, 4000)

    async def stop_in_the_middle(gate: ServingGate) -> None:
        crowd = Crowd("127.0.0.1", gate.port, pool, "launch")
        await crowd.connect(100)
        arrivals = asyncio.create_task(
            crowd.arrive(list(fans.values()), lambda progress: progress, 6.0, retry=False)
        )
        await until(lambda: granted(operator, pool) > 200)
        assert gate.process is not None
        gate.process.send_signal(signal.SIGTERM)
        await until(lambda: gate.process is not None and gate.process.poll() is not None)
        crowd.close()
        arrivals.cancel()
        await asyncio.gather(arrivals, return_exceptions=True)

    with serving.gate(gate_workers=2) as gate:
        asyncio.run(stop_in_the_middle(gate))
        assert gate.stop() == 0
        assert "panic" not in gate.log()
    acknowledged = {subject: fan.shares[0] for subject, fan in fans.items() if fan.shares}
    database, faults = serving.with_services(lambda services: held(services, pool))
    assert len(acknowledged) > 100
    assert acknowledged == database
    assert faults == []


def test_processes_whose_parent_was_killed_let_go_of_the_address(serving: Serving) -> None:
    gate = serving.gate(gate_workers=2)
    gate.start()
    assert gate.process is not None
    processes = gate.server_processes()
    gate.process.kill()
    gate.process.wait()
    asyncio.run(until(lambda: not any(command_of(process) for process in processes)))
    gate.start()
    assert gate.stop() == 0


# How it is started, and found.


def test_the_night_goes_through_the_gate_that_was_started_last(serving: Serving) -> None:
    command = [sys.executable, "-m", "grandstand", "campaign", "night", "--json", "--quick", "--seconds", "1"]
    with serving.gate(gate_workers=1) as gate:
        night = subprocess.run(command, env=serving.environment, check=False, capture_output=True, text=True)
        granted_here = claims_granted(gate)
    assert night.returncode == 0, night.stderr
    report = json.loads(night.stdout)
    assert (report["overspent_fen"], report["double"], report["faults"]) == (0, 0, [])
    assert report["p99_ms_burst"] > 0
    assert granted_here >= report["granted"] > 0


def claims_granted(gate: ServingGate) -> float:
    found = re.search(
        r'^grandstand_claims_total\{outcome="granted"\} (.+)$', get(f"{gate.url}/metrics").text, re.MULTILINE
    )
    return float(found[1]) if found else 0.0


def test_up_starts_a_gate_where_a_port_is_set_and_starts_it_again() -> None:
    environment = {
        "GRANDSTAND_WORKERS": "1",
        "GRANDSTAND_GATE_PORT": str(free_port()),
        "GRANDSTAND_GATE_WORKERS": "1",
    }
    with Serving(demo=False, environment=environment) as serving:
        gate = serving.gate()

        def launchers() -> list[int]:
            assert serving.process is not None
            return [
                child for child in children_of(serving.process.pid) if b"gate\0--with-parent" in command_of(child)
            ]

        asyncio.run(until(gate.is_ready))
        (first,) = launchers()
        os.kill(first, signal.SIGKILL)
        asyncio.run(until(lambda: launchers() not in ([], [first])))
        asyncio.run(until(gate.is_ready))
        assert serving.stop() == 0
        assert not gate.is_ready()
        assert "panic" not in serving.log()


def test_a_gate_that_cannot_start_says_what_to_do(serving: Serving, gate: ServingGate, tmp_path: Path) -> None:
    alone = serving.gate(data_dir=tmp_path).attempt()
    assert alone.returncode == 1
    assert "Start one with `grandstand up`" in alone.stderr
    second = serving.gate(gate_port=gate.port).attempt()
    assert second.returncode == 1
    assert f"Cannot listen on '127.0.0.1' port {gate.port}" in second.stderr


def test_a_gate_serves_a_database_of_the_deployer_alone(serving: Serving, database_url: str) -> None:
    with serving.gate(database_url=database_url, gate_workers=1) as gate:
        answer = post(f"{gate.url}/v1/pools/1/claims", json=CLAIM)
        assert code_of(answer) == "auth.missing"
        assert gate.stop() == 0
