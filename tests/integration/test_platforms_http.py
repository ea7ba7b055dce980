"""A platform's program over HTTP: signs in with its key, brings users, and is nobody everywhere else."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import new_subject_id
from serving import Serving
from stage import PLAN, code_of

REASON = {"reason": "trying"}
SEGMENT = {"name": "chinese", "rule": {"languages": ["zh"]}}
DAYS = {"first": "2020-01-01", "last": "2020-01-01"}


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving() as running:
        yield running


@pytest.fixture
def operator(serving: Serving) -> Iterator[httpx.Client]:
    (token,) = serving.tokens(Role.OPERATOR, [new_subject_id()])
    with client_of(serving, token) as client:
        yield client


def client_of(serving: Serving, token: str) -> httpx.Client:
    headers = {"authorization": f"Bearer {token}"}
    return httpx.Client(base_url=serving.url, headers=headers, timeout=60)


def answered(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def test_platform_brings_a_user_who_claims_on_its_part_and_is_switched_off(
    serving: Serving, operator: httpx.Client
) -> None:
    body = {"name": "messenger", "currency": "CNY", "budget_minor": 1_000} | REASON
    added = answered(operator.post("/v1/platforms", json=body), 201)
    pool = serving.new_pool(operator, opened=False, **{**PLAN, "opens_at": None})
    part = {"pool": pool, "claims": 2, "amount_minor": 1_000} | REASON
    answered(operator.post("/v1/platforms/messenger/allotments", json=part))
    answered(operator.post(f"/v1/pools/{pool}/open", json=REASON))
    wrong = {"key": added["key"]["id"], "secret": "guessed"}
    refused = httpx.post(f"{serving.url}/v1/platforms/token", json=wrong)
    assert (refused.status_code, code_of(refused)) == (401, "platform.key_refused")
    key = {"key": added["key"]["id"], "secret": added["key"]["secret"]}
    token = answered(httpx.post(f"{serving.url}/v1/platforms/token", json=key))["token"]
    with client_of(serving, token) as program:
        fans = [
            answered(program.post("/v1/platforms/me/fans", json={"user": user, "facts": {"language": "zh"}}))
            for user in ("alice", "bob", "carol", "alice")
        ]
        assert fans[0]["fan"] == fans[3]["fan"] != fans[1]["fan"]
        for method, path in (
            ("GET", "/v1/session"),
            ("GET", "/v1/fans/me/wallet"),
            ("GET", "/v1/platforms"),
            ("GET", "/v1/platforms/messenger"),
            ("POST", f"/v1/pools/{pool}/claims"),
            ("POST", "/v1/switches"),
            ("GET", f"/v1/pools/{pool}/books"),
        ):
            answer = program.request(method, path, json={"occasion": "launch"} if method == "POST" else None)
            assert (answer.status_code, code_of(answer)) == (403, "auth.forbidden"), path
        assert answered(program.get("/v1/platforms/me"))["name"] == "messenger"
        claims = [claim(serving, pool, each["token"]) for each in fans]
        assert [each.status_code for each in claims] == [200, 200, 410, 200]
        assert code_of(claims[2]) == "campaign.platform_spent"
        assert claims[3].json()["share"] == claims[0].json()["share"]
        mine = answered(program.get("/v1/platforms/me"))
        given = sum(each.json()["amount_minor"] for each in claims[:2])
        assert [(each["claims_given"], each["minor_given"]) for each in mine["parts"]] == [(2, given)]
        assert answered(program.get("/v1/platforms/me/settlement", params=DAYS))["total"]["claims"] == 0
        answered(operator.post("/v1/platforms/messenger/allotments", json=part | {"claims": 3}))
        off = answered(operator.post("/v1/switches", json={"kind": "platform", "target": "messenger"} | REASON))
        stopped = claim(serving, pool, fans[2]["token"])
        assert (stopped.status_code, code_of(stopped)) == (409, "campaign.switched_off")
        answered(operator.post(f"/v1/switches/{off['id']}/lift", json=REASON))
        answered(operator.post("/v1/segments", json=SEGMENT | REASON))
        tried = answered(operator.post("/v1/segments/trial", json={"pool": pool, "segments": {"": ["chinese"]}}))
        assert (tried["eligible"], tried["claims"]) == (3, 3)
        asked = {"segments": {"": ["chinese"]}} | REASON
        answered(operator.post(f"/v1/pools/{pool}/segments", json=asked))
        (stranger,) = serving.tokens(Role.FAN, [new_subject_id()])
        not_meant = claim(serving, pool, stranger)
        assert (not_meant.status_code, code_of(not_meant)) == (403, "campaign.not_eligible")
        assert claim(serving, pool, fans[2]["token"]).status_code == 200
        revoked = f"/v1/platforms/messenger/keys/{added['key']['id']}/revoke"
        answered(operator.post(revoked, json=REASON))
        gone = program.post("/v1/platforms/me/fans", json={"user": "dave"})
        assert (gone.status_code, code_of(gone)) == (401, "platform.key_refused")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/platforms", {"name": "me", "currency": "CNY", "budget_minor": 1}, 422, "platform.invalid"),
        ("/v1/segments", {"name": "UPPER", "rule": {}}, 422, "segment.invalid"),
        ("/v1/segments", {"name": "fine", "rule": {"parts": 0}}, 422, "segment.invalid"),
        ("/v1/switches", {"kind": "segment", "target": "unknown"}, 404, "segment.unknown"),
        ("/v1/switches", {"kind": "platform", "target": "unknown"}, 422, "segment.invalid"),
        ("/v1/switches/77/lift", {}, 404, "segment.switch_unknown"),
        ("/v1/platforms/unknown/keys", {}, 404, "platform.unknown"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(
    operator: httpx.Client, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = operator.post(path, json=body | REASON)
    assert (answer.status_code, code_of(answer)) == (status, code)


def claim(serving: Serving, pool: int, token: str) -> httpx.Response:
    with client_of(serving, token) as fan:
        return fan.post(f"/v1/pools/{pool}/claims", json={"occasion": "launch"})
