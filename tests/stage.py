"""A server with people of every role and pools in every state, for tests that try who may what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import uuid4

import httpx

from games import Games, key
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import new_subject_id
from grandstand.services import Services
from openapi import ApiDocument
from serving import Serving

NOBODY = "nobody"
LATER = (datetime.now(UTC) + timedelta(days=2)).isoformat()
MUCH_LATER = (datetime.now(UTC) + timedelta(days=3)).isoformat()
PLAN: dict[str, Any] = {
    "titles": {"en": "Mine"},
    "currency": "CNY",
    "shares": 100,
    "total_minor": 1000,
    "opens_at": LATER,
    "valid_until": LATER,
}
TRANCHE = {"shares": 10, "total_minor": 100}
CAPACITY = {"per_minute": 1, "open_max": 1, "stock": 1}
BODIES: dict[str, dict[str, Any]] = {
    "sign_in_by_code": {"code": "made up"},
    "trigger_take": {"session": "nobody", "instant_s": 1.5},
    "trigger_recorder": {},
    "air_take": {"target": "nobody"},
    "sign_in_as_guest": {},
    "claim": {"occasion": "launch"},
    "create_pool": PLAN,
    "plan_draw": {"pool": 1, "occasion": "draw:1", "winners": 1, "opens_at": LATER, "closes_at": MUCH_LATER},
    "enter_draw": {"ticket": "self"},
    "hold_draw": {"reason": "trying", "beacon_value": ""},
    "accept_invitation": {"code": "K7MQ3"},
    "plan_invites": {
        "pool": 1,
        "invited_occasion": "invited",
        "inviter_occasions": ["invite:1"],
        "opens_at": LATER,
        "closes_at": MUCH_LATER,
    },
    "make_my_code": {},
    "set_voucher_terms": {"categories": ["drink"]},
    "redeem_voucher": {"merchant": 1, "capture": True},
    "capture_redemption": {},
    "void_redemption": {},
    "add_platform": {"name": "messenger", "currency": "CNY", "budget_minor": 1000, "reason": "trying"},
    "sign_in_platform": {"key": "00000000-0000-4000-8000-000000000000", "secret": "made up"},
    "bring_fan": {"user": "somebody"},
    "change_platform": {"budget_minor": 5, "reason": "trying"},
    "allot": {"pool": 1, "claims": 1, "amount_minor": 1, "reason": "trying"},
    "define_segment": {"name": "everybody", "rule": {}, "reason": "trying"},
    "try_segments": {},
    "set_pool_segments": {"segments": {}, "reason": "trying"},
    "put_facts": {"fans": [{"fan": "00000000-0000-4000-8000-000000000000", "language": "en"}]},
    "switch_off": {"kind": "segment", "target": "nobody", "reason": "trying"},
    "read_audience": {"file": "programme: nothing"},
    "add_merchant": {"name": "Tea", "category": "drink", "capacity": CAPACITY},
    "throttle_merchant": CAPACITY | {"reason": "trying"},
    "retry_message": {},
    "report_signals": {"signals": [{"kind": "device", "value": "d"}]},
    "report_signals_of_fans": {"signals": [{"fan": str(uuid4()), "kind": "device", "value": "d"}]},
    "try_fraud_rules": {"rules": {}},
    "change_fraud_rules": {"rules": {}, "version": 0, "reason": "trying"},
    "pace_pool": {"shares_per_second": 10, "reason": "trying"},
    "take_ticket": {},
    "write_incident": {"kind": "notice", "texts": {"en": "A trial."}},
    "change_incident": {"kind": "notice", "texts": {"en": "A trial."}},
    "end_incident": {},
    "open_waiting_room": {"per_second": 1000, "reason": "trying"},
    "watch_waiting_room": {"per_second": 1000, "reason": "trying"},
    "read_outlook": {"file": "programme: nothing"},
    "apply_programme": {"file": "programme: nothing", "reason": "trying"},
    "put_outcome": {
        "measure": "Active",
        "offered_fans": 2,
        "offered_active": 1,
        "kept_fans": 2,
        "kept_active": 1,
    },
    "extend_pool": {"valid_until": MUCH_LATER, "reason": "trying"},
    "propose_raise": TRANCHE | {"reason": "trying"},
    "create_collection": {"name": "Mine"},
    "change_collection": {"name": "Mine now"},
    "create_group": {"name": "Mine"},
    "change_group": {"name": "Mine now"},
    "ask_question": {"question": "When does the bus leave?"},
    "ask_assistant": {"question": "Who won?"},
    "confirm_act": {"token": "made up"},
    "judge_answer": {"answer": "made up", "verdict": "good"},
    "rename_conversation": {"title": "Mine"},
}
QUERIES: dict[str, dict[str, str | list[str]]] = {
    "read_receipt": {"occasion": "launch"},
    "read_settlement": {"first": "2030-02-06", "last": "2030-02-14"},
    "read_my_settlement": {"first": "2030-02-06", "last": "2030-02-14"},
    "retry_message": {"key": "order"},
    "live_changes": {"since": "2030-02-08T00:00:00Z"},
    "live_compare": {"kind": "athlete", "code": ["1000", "1001"]},
    "live_search": {"query": "EV0"},
    "live_stream": {"topic": "now"},
    "read_camera_picture": {"at": "1.0"},
    "upload_document": {"name": "guide.md"},
    "read_citation": {"start": "0", "end": "1"},
    "suggest": {"query": "Bus"},
}
NOTHING = 2**31 - 1
"""The number of a collection, a document, a version, a chunk and a group that there are not."""
NO_CLAIMS: list[tuple[bytes, int]] = [
    (b"", 422),
    (b"{", 422),
    (b"[]", 422),
    (b"null", 422),
    (b'{"occasion": 5}', 422),
    (b'{"occasion": null}', 422),
    (b'{"occasion": "launch", "amount": 1}', 422),
    (b'{"occasion": "invite:1"}', 422),
    (b'{"occasion": "' + b"x" * 900 + b'"}', 422),
    (b'{"occasion": "' + b"x" * 2000 + b'"}', 413),
    (b'{"occasion": "\xff"}', 422),
]
"""Bodies that are no claim, and the status of the answer."""
GAMES = list(Games(1, events=1, athletes=2).messages())
EVENT = key("ALP", "EV0")


class Stage:
    """A server, its document, and people."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.document = ApiDocument(httpx.get(f"{serving.url}/v1/openapi.json", timeout=60).json())
        self.fan = new_subject_id()
        self._operators = cycle(serving.tokens(Role.OPERATOR, [new_subject_id() for _ in range(64)]))
        self._pools: dict[str, int] = {}
        self._tokens = serving.with_services(self._sign_in) | {NOBODY: None}
        with self.client(Role.FEED) as feed:
            for message in GAMES:
                assert feed.post("/v1/live/messages", content=message).status_code == 200

    async def _sign_in(self, services: Services) -> dict[str, str | None]:
        expires_at = services.tokens.expiry()
        people = {
            role.value: Principal(new_subject_id(), role, "SUI" if role is Role.NOC else None, expires_at)
            for role in Role
        }
        people["holder"] = Principal(self.fan, Role.FAN, None, expires_at)
        return {who: services.tokens.issue(principal) for who, principal in people.items()}

    def client(self, who: str) -> httpx.Client:
        """`holder` is a fan who has a share of the open pool."""
        return self.signed_in(self._tokens[who])

    def signed_in(self, token: str | None) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.serving.url, headers=headers, timeout=60)

    @contextmanager
    def new_operator(self) -> Iterator[httpx.Client]:
        """Another one each time, so that no limit of rate is near."""
        with self.signed_in(next(self._operators)) as client:
            yield client

    def new_pool(self, state: str) -> int:
        with self.new_operator() as operator:
            pool = self.serving.new_pool(operator, opened=False, **PLAN)
            for word in {
                "draft": [],
                "scheduled": ["schedule"],
                "open": ["open"],
                "paused": ["open", "pause"],
                "closed": ["open", "close"],
                "revealed": ["open", "close", "reveal"],
            }[state]:
                answer = operator.post(f"/v1/pools/{pool}/{word}", json={"reason": "setting the stage"})
                assert answer.status_code == 200, answer.text
        return pool

    def pool(self, state: str) -> int:
        """The same pool each time, for those who change nothing."""
        if state not in self._pools:
            self._pools[state] = self.new_pool(state)
        return self._pools[state]

    def propose(self, pool: int) -> int:
        """A raise that waits for another operator."""
        with self.new_operator() as operator:
            answer = operator.post(f"/v1/pools/{pool}/raises", json=TRANCHE | {"reason": "setting the stage"})
            number: int = answer.json()["raises"][0]["id"]
        return number

    def ask(self, client: httpx.Client, name: str, pool: int, number: int = 1) -> httpx.Response:
        """The answer to one operation; of an endless one, its beginning."""
        operation = self.document.operations[name]
        address = operation.address(
            pool=pool, fan=self.fan, tranche=1, number=number,
            event=EVENT, athlete="1001", organisation="AAA", venue="HILL",
            draw=NOTHING, scheme=NOTHING, merchant=NOTHING, incident=NOTHING, programme=NOTHING, occasion="launch",
            redemption=uuid4(), message=uuid4(), platform="nobody", key=uuid4(), switch=NOTHING,
            collection=NOTHING, document=NOTHING, version=NOTHING, chunk=NOTHING, group=NOTHING,
            conversation=uuid4(), take=NOTHING, file="clip.mp4", session="nobody", camera="c00",
            name="nobody", airing=NOTHING,
        )  # fmt: skip
        body: dict[str, Any] = {}
        if name == "push_message":
            body = {"content": GAMES[0]}
        elif name == "upload_document":
            body = {"content": b"# Guide"}
        elif operation.method in {"POST", "PATCH"}:
            body = {"json": BODIES.get(name, {"reason": "trying"})}
        with client.stream(operation.method, address, params=QUERIES.get(name), **body) as answer:
            if answer.headers.get("content-type", "").startswith("text/event-stream"):
                answer._content = next(answer.iter_bytes())
            else:
                answer.read()
        return answer

    def trace(self, pool: int) -> tuple[Any, ...]:
        """All that an act would leave behind: on this pool, or a new one."""
        with self.new_operator() as operator:
            books = operator.get(f"/v1/pools/{pool}/books").json()
            acts = operator.get(f"/v1/pools/{pool}/acts").json()
            raises = operator.get(f"/v1/pools/{pool}/raises").json()
            pools = [each["id"] for each in operator.get("/v1/pools").json()["pools"]]
        kept = {name: books[name] for name in ("state", "granted", "shares", "total_minor", "valid_until")}
        return kept, acts, raises, pools


def code_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    code: str = answer.json()["code"]
    return code
