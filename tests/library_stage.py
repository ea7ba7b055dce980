"""A server with a library and people of every kind, for tests that try who may what."""

import time
from collections.abc import Callable
from typing import Any

import httpx

from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId, new_subject_id
from grandstand.services import Services
from serving import PATIENCE_S, Serving

API = "/v1/library"
NOBODY = "nobody"
PEOPLE = {
    "fan": (Role.FAN, None),
    "operator": (Role.OPERATOR, None),
    "auditor": (Role.AUDITOR, None),
    "GER": (Role.NOC, "GER"),
    "FRA": (Role.NOC, "FRA"),
    "replay": (Role.REPLAY, None),
    "feed": (Role.FEED, None),
}
"""By what they are called here: a role, and of a NOC member her committee."""


class LibraryStage:
    """A running server, and clients of people who are signed in."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.subjects: dict[str, SubjectId] = {name: new_subject_id() for name in PEOPLE}
        tokens = serving.with_services(self._sign_in)
        self._clients = {name: self._client(token) for name, token in tokens.items()} | {
            NOBODY: self._client(None)
        }

    async def _sign_in(self, services: Services) -> dict[str, str]:
        ends = services.tokens.expiry()
        return {
            name: services.tokens.issue(Principal(self.subjects[name], role, noc, ends))
            for name, (role, noc) in PEOPLE.items()
        }

    def _client(self, token: str | None) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.serving.url + API, headers=headers, timeout=60)

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def authorization(self, who: str) -> str:
        """The header of somebody who is signed in."""
        return self._clients[who].headers["authorization"]

    def ask(self, who: str, method: str, path: str, **request: Any) -> httpx.Response:
        """The answer; whoever asks too often waits, as a person would."""
        while True:
            answer = self._clients[who].request(method, path, **request)
            if answer.status_code != 429:
                return answer
            time.sleep(float(answer.headers["retry-after"]))

    def get(self, who: str, path: str, **params: Any) -> httpx.Response:
        return self.ask(who, "GET", path, params=params)

    def collection(self, who: str, name: str, *grants: str) -> int:
        answer = self.ask(who, "POST", "/collections", json={"name": name})
        assert answer.status_code == 201, answer.text
        number: int = answer.json()["id"]
        if grants:
            self.grant(who, number, *grants)
        return number

    def grant(self, who: str, collection: int, *grants: str) -> None:
        answer = self.ask(who, "PATCH", f"/collections/{collection}", json={"grants": grants})
        assert answer.status_code == 200, answer.text

    def upload(self, who: str, collection: int, body: bytes, **said: str) -> dict[str, int]:
        """The document and the version that a file has become."""
        answer = self.ask(who, "POST", f"/collections/{collection}/documents", params=said, content=body)
        assert answer.status_code == 202, answer.text
        arrived: dict[str, int] = answer.json()
        return arrived

    def until(self, who: str, path: str, condition: Callable[[Any], bool]) -> Any:
        """What is answered once the condition holds."""
        deadline_s = time.monotonic() + PATIENCE_S
        while True:
            answer = self.get(who, path)
            if answer.status_code == 200 and condition(answer.json()):
                return answer.json()
            assert time.monotonic() < deadline_s, answer.text
            time.sleep(0.3)

    def found(self, who: str, version: int) -> Any:
        """The version, once it can be found."""
        return self.until(
            who, f"/versions/{version}", lambda told: told["version"]["state"] in {"searchable", "complete"}
        )


def code_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]
