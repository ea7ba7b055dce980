"""Attempts to get at a committee's document: by every route, by everybody else, with every id guessed.

GER has a manual that nobody else may read, in two versions, read and found. Whoever asks for anything of it must
be answered, byte for byte, as if it were not there.
"""

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from documents import typeset
from grandstand.library.models import ID_MAX
from library_stage import NOBODY, PEOPLE, LibraryStage
from serving import PATIENCE_S, Serving

TRIES = 5
SAME_MIN = 3
SETTLING_MAX = 40
OUTSIDERS = sorted({*PEOPLE, NOBODY} - {"GER"})
SIGNED_IN = [who for who in OUTSIDERS if who != NOBODY]
SENTENCE = "The zeppelin hangar keeps the spare skates in locker 4711."
QUESTION = "Where does the zeppelin hangar keep the spare skates?"
NAME = "zeppelin-hangar.pdf"
TITLE = "Zeppelin hangar handbook"
WORDS = ("zeppelin", "4711", "hangar", "skates in locker")
FACTS_OF_AN_ANSWER = ("found", "passages", "differ", "confidence", "language")


class Secret(NamedTuple):
    """What GER has, by its ids."""

    collection: int
    document: int
    versions: tuple[int, int]
    chunk: int
    start: int
    end: int


def manual(number: int) -> bytes:
    import typst

    lines = [f'#set document(title: "{TITLE}")', "= Zeppelin hangar", SENTENCE, f"This is edition {number}."]
    return bytes(typst.compile("\n".join(lines).encode()))


@pytest.fixture(scope="module")
def stage() -> Iterator[LibraryStage]:
    with Serving(demo=False, environment={"GRANDSTAND_WORKERS": "2"}) as serving:
        stage = LibraryStage(serving)
        public = stage.collection("operator", "For everybody", "everyone")
        guide = stage.upload("operator", public, typeset(2), name="guide.pdf")["version"]
        stage.until(NOBODY, f"/versions/{guide}", lambda told: told["version"]["state"] == "complete")
        yield stage
        stage.close()


@pytest.fixture(scope="module")
def before(stage: LibraryStage) -> dict[str, list[tuple[int, bytes]]]:
    """What everybody was told before GER had anything."""
    return {who: settled(stage, who) for who in OUTSIDERS}


@pytest.fixture(scope="module")
def secret(stage: LibraryStage, before: dict[str, Any]) -> Secret:
    assert set(before) == set(OUTSIDERS)
    collection = stage.collection("GER", "Zeppelin hangar")
    be_lenient(stage, "GER", collection)
    arrived = [
        stage.upload("GER", collection, manual(number), name=NAME, title=TITLE, label=f"zeppelin {number}")
        for number in (1, 2)
    ]
    for each in arrived:
        stage.found("GER", each["version"])
    found = until_found(stage, "GER", collection)
    # What the thieves will try is there for whom it belongs to.
    assert stage.get("GER", f"/versions/{arrived[1]['version']}/pages/1/image", width=800).status_code == 200
    assert stage.get("GER", f"/versions/{arrived[1]['version']}/file").status_code == 200
    assert TITLE in stage.get("GER", "/suggestions", query="Zepp").json()["suggestions"]
    versions = (arrived[0]["version"], arrived[1]["version"])
    return Secret(collection, arrived[0]["document"], versions, found["chunk"], *found["quote"])


def be_lenient(stage: LibraryStage, who: str, collection: int) -> None:
    """Have answers given that are not quite sure: a collection of one page says little about itself."""
    answer = stage.ask(who, "PATCH", f"/collections/{collection}", json={"strictness": 0})
    assert answer.status_code == 200, answer.text


def until_found(stage: LibraryStage, who: str, collection: int) -> dict[str, Any]:
    """The passage that answers, once each process of the server has it."""
    deadline_s, in_a_row = time.monotonic() + 60, 0
    while True:
        answer = stage.ask(who, "POST", "/questions", json={"question": QUESTION, "collections": [collection]})
        in_a_row = in_a_row + 1 if answer.json()["found"] else 0
        if in_a_row == 6:
            passage: dict[str, Any] = answer.json()["passages"][0]
            assert SENTENCE[:12] in passage["before"] + passage["quotation"]
            return passage
        assert time.monotonic() < deadline_s, answer.text
        time.sleep(0.2)


def overview(stage: LibraryStage, who: str) -> list[tuple[int, bytes]]:
    """What is listed, counted, suggested and answered to somebody who names no id."""
    answers = [
        stage.get(who, "/collections"),
        stage.get(who, "/groups"),
        *(stage.get(who, "/suggestions", query=word[:4]) for word in (*WORDS, "Zeppelin")),
    ]
    told = [(each.status_code, each.content) for each in answers]
    for language in (None, "en", "de"):
        answer = thorough(stage, who, {"question": QUESTION, "language": language})
        facts = [answer.json()[name] for name in FACTS_OF_AN_ANSWER]
        told.append((answer.status_code, repr(facts).encode()))
    return told


def thorough(stage: LibraryStage, who: str, question: dict[str, Any]) -> httpx.Response:
    """The answer of all models; while one of them starts, or is busy, it is a quick one."""
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        answer = stage.ask(who, "POST", "/questions", json=question)
        if not answer.json()["is_quick"]:
            return answer
        assert time.monotonic() < deadline_s, answer.text
        time.sleep(0.2)


def settled(stage: LibraryStage, who: str) -> list[tuple[int, bytes]]:
    """The overview as it stays: every process has all passages, and both models have started."""
    last, same = overview(stage, who), 0
    for _ in range(SETTLING_MAX):
        now = overview(stage, who)
        same = same + 1 if now == last else 0
        if same == SAME_MIN:
            return now
        last = now
    raise AssertionError(f"{who!r} is told something else each time")


def routes(secret: Secret) -> list[tuple[str, str, dict[str, Any]]]:
    """Every route that takes an id of GER's: method, address, the rest of the request."""
    cited = {"start": secret.start, "end": secret.end}
    collection, document = f"/collections/{secret.collection}", f"/documents/{secret.document}"
    found: list[tuple[str, str, dict[str, Any]]] = [
        ("PATCH", collection, {"json": {"name": "Mine now", "grants": ["everyone"]}}),
        ("DELETE", collection, {}),
        ("GET", f"{collection}/documents", {}),
        ("GET", f"{collection}/documents", {"params": {"after": "a"}}),
        ("GET", f"{collection}/export", {}),
        ("POST", f"{collection}/documents", {"params": {"name": NAME}, "content": manual(2)}),
        ("GET", document, {}),
        ("DELETE", document, {}),
        ("GET", f"/citations/{secret.chunk}", {"params": cited}),
        ("GET", f"/citations/{secret.chunk}", {"params": {"start": 0, "end": 100_000}}),
        ("POST", "/questions", {"json": {"question": QUESTION, "collections": [secret.collection]}}),
    ]
    for number in secret.versions:
        version = f"/versions/{number}"
        found += [
            ("GET", version, {}),
            ("GET", f"{version}/file", {}),
            ("GET", f"{version}/pages/1", {}),
            ("GET", f"{version}/pages/1", {"params": {"chunk": secret.chunk, **cited}}),
            ("GET", f"{version}/pages/4000", {}),
            ("GET", f"{version}/pages/1/image", {"params": {"width": 800}}),
            ("GET", f"{version}/pages/1/image", {"params": {"width": 800}, "headers": {"if-none-match": "*"}}),
        ]
    return found


def nothing(secret: Secret) -> Secret:
    """Ids of nothing."""
    return Secret(ID_MAX, ID_MAX, (ID_MAX, ID_MAX), ID_MAX, secret.start, secret.end)


def told(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """All of an answer that could give something away, but for the time.

    Whether a connection is closed depends on how much of a body had arrived when it was refused.
    """
    left_out = {"date", "server", "connection"}
    headers = [(name, value) for name, value in answer.headers.items() if name not in left_out]
    return answer.status_code, sorted(headers), answer.content


@pytest.mark.parametrize("who", OUTSIDERS)
def test_every_route_answers_as_if_it_were_not_there(stage: LibraryStage, secret: Secret, who: str) -> None:
    for (method, path, request), (_, nowhere, same) in zip(routes(secret), routes(nothing(secret)), strict=True):
        answer = stage.ask(who, method, path, **request)
        assert answer.status_code in {401, 404}, f"{method} {path}: {answer.text}"
        assert told(answer) == told(stage.ask(who, method, nowhere, **same)), f"{method} {path}"
    assert stage.get("GER", f"/documents/{secret.document}").status_code == 200


@pytest.mark.parametrize("who", OUTSIDERS)
def test_lists_counts_suggestions_and_answers_are_as_before(
    stage: LibraryStage, secret: Secret, before: dict[str, list[tuple[int, bytes]]], who: str
) -> None:
    assert secret.collection
    # Where the machine is busy an answer may rest on words alone; what leaks, leaks each time.
    assert any(overview(stage, who) == before[who] for _ in range(TRIES))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_every_id_that_can_be_guessed_gives_nothing_away(stage: LibraryStage, secret: Secret, who: str) -> None:
    """All small ids, also through a citation of somebody else's page."""
    shown = []
    for number in range(1, 1 + max(secret.collection, secret.document, *secret.versions)):
        shown += [
            stage.get(who, f"/collections/{number}/documents"),
            stage.get(who, f"/collections/{number}/export"),
            stage.get(who, f"/documents/{number}"),
            stage.get(who, f"/versions/{number}"),
            stage.get(who, f"/versions/{number}/pages/1"),
            stage.get(who, f"/versions/{number}/pages/1", chunk=secret.chunk, start=0, end=1),
        ]
    shown += [stage.get(who, f"/citations/{number}", start=0, end=1) for number in range(1, secret.chunk + 1)]
    assert {answer.status_code for answer in shown} >= {200, 404}, "what is for everybody is shown"
    for answer in shown:
        for word in (*WORDS, "GER"):
            assert word.encode() not in answer.content, str(answer.url)


def test_conflicts_and_counts_of_ones_own_collection_know_nothing_of_it(
    stage: LibraryStage, secret: Secret
) -> None:
    """The very same file, the very same names: no error says that somebody else has them."""
    own = stage.collection("FRA", "Zeppelin hangar")
    arrived = stage.upload("FRA", own, manual(2), name=NAME)
    assert (arrived["document"], arrived["version"]) != (secret.document, secret.versions[1])
    document = stage.get("FRA", f"/documents/{arrived['document']}").json()
    assert [each["number"] for each in document["versions"]] == [1]
    assert stage.ask("FRA", "DELETE", f"/collections/{own}").status_code == 204
    mixed = stage.get("FRA", f"/versions/{secret.versions[0]}/pages/1", chunk=1, start=0, end=1)
    assert mixed.status_code == 404


def test_grant_opens_it_and_its_withdrawal_closes_every_route_at_once(stage: LibraryStage, secret: Secret) -> None:
    version, question = secret.versions[1], {"question": QUESTION, "collections": [secret.collection]}
    image = f"/versions/{version}/pages/1/image"
    for grant, who in (("noc:FRA", "FRA"), ("nocs", "FRA"), ("everyone", NOBODY), ("everyone", "operator")):
        stage.grant("GER", secret.collection, grant)
        for _ in range(4):
            assert stage.ask(who, "POST", "/questions", json=question).json()["found"]
        etag = stage.get(who, image, width=800).headers["etag"]
        assert TITLE in stage.get(who, "/suggestions", query="Zepp").json()["suggestions"]
        (seen,) = [
            each
            for each in stage.get(who, "/collections").json()["collections"]
            if each["id"] == secret.collection
        ]
        assert (seen["may_write"], seen["grants"]) == (False, None)
        attempts: list[tuple[str, dict[str, Any]]] = [("PATCH", {"json": {"grants": []}}), ("DELETE", {})]
        for method, body in attempts:
            answer = stage.ask(who, method, f"/collections/{secret.collection}", **body)
            assert answer.status_code in {401, 403}
        stage.grant("GER", secret.collection)
        # Each process was asked before, so each keeps something of it: pictures, answers, indexes.
        for _ in range(4):
            assert stage.ask(who, "POST", "/questions", json=question).status_code == 404
            assert stage.get(who, image, width=800).status_code == 404
            known = stage.ask(who, "GET", image, params={"width": 800}, headers={"if-none-match": etag})
            assert known.status_code == 404, "not even that it is still the same picture"
            assert stage.get(who, "/suggestions", query="Zepp").json()["suggestions"] == []
            anywhere = stage.ask(who, "POST", "/questions", json={"question": QUESTION})
            assert all(word not in anywhere.text for word in WORDS)
        for method, path, request in routes(secret):
            assert stage.ask(who, method, path, **request).status_code in {401, 404}, path


def test_change_of_a_group_holds_at_once(stage: LibraryStage) -> None:
    doctors = stage.ask("operator", "POST", "/groups", json={"name": "Doctors"}).json()["id"]
    collection = stage.collection("operator", "For doctors", f"group:{doctors}")
    document = stage.upload("operator", collection, b"# Doctors\n\nCall 117.", name="doctors.md")["document"]

    def readers() -> set[str]:
        return {who for who in PEOPLE if stage.get(who, f"/documents/{document}").status_code == 200}

    organisers = {"operator", "auditor"}
    assert readers() == organisers
    for members, added in (
        (["noc:GER"], {"GER"}),
        ([f"person:{stage.subjects['fan']}", f"person:{stage.subjects['replay']}"], {"fan", "replay"}),
        ([], set[str]()),
        (["noc:FRA"], {"FRA"}),
    ):
        assert stage.ask("operator", "PATCH", f"/groups/{doctors}", json={"members": members}).status_code == 200
        assert readers() == organisers | added
    assert stage.ask("operator", "DELETE", f"/groups/{doctors}").status_code == 204
    assert readers() == organisers
    again = stage.ask("operator", "POST", "/groups", json={"name": "Doctors"}).json()["id"]
    stage.ask("operator", "PATCH", f"/groups/{again}", json={"members": ["noc:GER"]})
    assert readers() == organisers, "the next group of this name has a number of its own"


def test_organisers_cannot_let_themselves_in(stage: LibraryStage, secret: Secret) -> None:
    """Neither by a group, which committees do not grant to, nor by their own list of readers."""
    group = stage.ask("operator", "POST", "/groups", json={"name": "Us"}).json()["id"]
    members = [f"person:{stage.subjects['operator']}"]
    assert stage.ask("operator", "PATCH", f"/groups/{group}", json={"members": members}).status_code == 200
    refused = stage.ask("GER", "PATCH", f"/collections/{secret.collection}", json={"grants": [f"group:{group}"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "library.grant_invalid")
    assert stage.get("operator", f"/collections/{secret.collection}/documents").status_code == 404


def test_what_is_deleted_is_gone_from_every_cache(stage: LibraryStage) -> None:
    collection = stage.collection("operator", "Short-lived", "everyone")
    be_lenient(stage, "operator", collection)
    arrived = stage.upload("operator", collection, manual(3), name=NAME, title=TITLE)
    stage.found(NOBODY, arrived["version"])
    passage = until_found(stage, NOBODY, collection)
    image = f"/versions/{arrived['version']}/pages/1/image"
    for _ in range(4):
        assert stage.get(NOBODY, image, width=400).status_code == 200
    assert stage.ask("operator", "DELETE", f"/documents/{arrived['document']}").status_code == 204
    for _ in range(4):
        assert stage.get(NOBODY, image, width=400).status_code == 404
        assert stage.get(NOBODY, f"/citations/{passage['chunk']}", start=0, end=1).status_code == 404
        answer = stage.ask(NOBODY, "POST", "/questions", json={"question": QUESTION})
        assert all(word not in answer.text for word in WORDS)
        assert stage.get(NOBODY, f"/versions/{arrived['version']}/file").status_code == 404
    deadline_s = time.monotonic() + 30
    while stage.get(NOBODY, "/suggestions", query="Zepp").json()["suggestions"] and time.monotonic() < deadline_s:
        time.sleep(0.1)
    for _ in range(6):
        assert stage.get(NOBODY, "/suggestions", query="Zepp").json()["suggestions"] == []


@pytest.mark.parametrize("who", SIGNED_IN)
def test_log_of_questions_is_the_organisers(stage: LibraryStage, who: str) -> None:
    for path in ("/unanswered", "/groups"):
        assert stage.get(who, path).status_code == (200 if who in {"operator", "auditor"} else 403)
    assert stage.ask(who, "DELETE", "/unanswered/1").status_code == (204 if who == "operator" else 403)
