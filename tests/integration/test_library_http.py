"""The library over HTTP: files in, pages, pictures and files out, from every process of a server."""

import asyncio
import csv
import hashlib
import io
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from documents import markdown, section, typeset
from grandstand.kernel.errors import RequestTimeout
from grandstand.library.models import FILE_BYTES_MAX
from grandstand.library.page_pictures import WIDTHS_PX
from grandstand.library.upload_handler import FIELDS_MAX, QUERY_BYTES_MAX, UploadHandler, read_in_time
from library_stage import API, NOBODY, LibraryStage, code_of
from serving import PATIENCE_S, Serving

PAGES = 3
MANUAL = typeset(PAGES)


@pytest.fixture(scope="module")
def stage() -> Iterator[LibraryStage]:
    with Serving(demo=False, environment={"GRANDSTAND_WORKERS": "2"}) as serving:
        stage = LibraryStage(serving)
        yield stage
        stage.close()


@pytest.fixture(scope="module")
def manuals(stage: LibraryStage) -> int:
    return stage.collection("operator", "Manuals", "everyone")


@pytest.fixture(scope="module")
def version(stage: LibraryStage, manuals: int) -> int:
    """A PDF that was read."""
    arrived = stage.upload("operator", manuals, MANUAL, name="guide.pdf", label="1")
    stage.found(NOBODY, arrived["version"])
    return arrived["version"]


def test_pdf_is_read_and_opened_by_everybody_who_may(stage: LibraryStage, version: int) -> None:
    told = stage.get(NOBODY, f"/versions/{version}").json()
    assert (told["document"]["name"], told["document"]["title"]) == ("guide.pdf", "Guide for teams")
    assert (told["version"]["pages"], told["version"]["type"], told["version"]["label"]) == (PAGES, "pdf", "1")
    assert (told["newer"], told["has_pictures"]) == (None, True)
    assert [each["title"] for each in told["outline"]] == [section(number)[0] for number in range(PAGES)]
    page = stage.get(NOBODY, f"/versions/{version}/pages/2").json()
    assert section(1)[0] in page["text"]
    assert {"kind", "start", "end", "level"} == set(page["blocks"][0])
    assert (page["pages"], page["highlight"]) == (PAGES, None)


def test_picture_of_a_page_is_kept_by_the_browser_and_asked_for_again(stage: LibraryStage, version: int) -> None:
    sizes = []
    for width in WIDTHS_PX:
        answer = stage.get("fan", f"/versions/{version}/pages/1/image", width=width)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp"), answer.text
        assert (answer.content[:4], answer.content[8:12]) == (b"RIFF", b"WEBP")
        assert answer.headers["cache-control"] == "private, no-cache"
        sizes.append(len(answer.content))
        again = stage.ask(
            "fan",
            "GET",
            f"/versions/{version}/pages/1/image",
            params={"width": width},
            headers={"if-none-match": answer.headers["etag"]},
        )
        assert (again.status_code, again.content) == (304, b"")
    assert sizes == sorted(sizes)
    assert code_of(stage.get("fan", f"/versions/{version}/pages/1/image", width=401)) == (422, "request.invalid")
    assert code_of(stage.get("fan", f"/versions/{version}/pages/{PAGES + 1}/image")) == (
        404,
        "library.document_unknown",
    )


def test_file_is_saved_as_it_was_and_not_shown(stage: LibraryStage, version: int, manuals: int) -> None:
    answer = stage.get(NOBODY, f"/versions/{version}/file")
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(MANUAL).digest()
    assert answer.headers["content-disposition"].startswith('attachment; filename="guide.pdf"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = b"<!doctype html><title>x</title><p>The bus leaves at nine, from the gate in the north.</p>"
    arrived = stage.upload("operator", manuals, page, name='réseau "1".html')
    answer = stage.get(NOBODY, f"/versions/{arrived['version']}/file")
    assert answer.content == page
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "filename*=UTF-8''r%C3%A9seau%20%221%22.html" in answer.headers["content-disposition"]


def test_new_version_replaces_the_old_one_which_stays(stage: LibraryStage, manuals: int) -> None:
    first = stage.upload("operator", manuals, markdown(range(2)), name="rules.md", label="1")
    stage.found(NOBODY, first["version"])
    second = stage.upload("operator", manuals, markdown(range(3)), name="rules.md", label="2", dated="2030-01-09")
    assert second["document"] == first["document"]
    stage.found(NOBODY, second["version"])
    assert stage.get(NOBODY, f"/versions/{first['version']}").json()["newer"] == second["version"]
    assert stage.get(NOBODY, f"/versions/{first['version']}/pages/1").status_code == 200
    document = stage.get(NOBODY, f"/documents/{first['document']}").json()
    assert [(each["label"], each["is_newest"]) for each in document["versions"]] == [("2", True), ("1", False)]
    table = stage.get(NOBODY, f"/collections/{manuals}/export")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    rules = [(line["label"], line["dated"], line["is_newest"]) for line in lines if line["name"] == "rules.md"]
    assert rules == [("2", "2030-01-09", "yes"), ("1", "", "no")]


def test_very_same_file_is_a_conflict_that_names_the_document(
    stage: LibraryStage, manuals: int, version: int
) -> None:
    answer = stage.ask(
        "operator", "POST", f"/collections/{manuals}/documents", params={"name": "x.pdf"}, content=MANUAL
    )
    assert code_of(answer) == (409, "library.duplicate")
    assert "'guide.pdf'" in answer.json()["detail"]
    assert version


def test_answer_leads_to_the_page_and_its_highlight(stage: LibraryStage, manuals: int, version: int) -> None:
    def ask() -> Any:
        question = "What time do teams bring their cards to the gate at venue 2?"
        answer = stage.ask(
            NOBODY, "POST", "/questions", json={"question": question, "language": "en", "collections": [manuals]}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    deadline_s = time.monotonic() + 60
    while not (told := ask())["found"] and time.monotonic() < deadline_s:
        time.sleep(0.5)
    assert told["found"], told
    passage = next(each for each in told["passages"] if each["version"] == version)
    start, end = passage["quote"]
    cited = stage.get(NOBODY, f"/citations/{passage['chunk']}", start=start, end=end)
    assert cited.status_code == 200, cited.text
    for field in ("quotation", "before", "after", "title", "collection_name", "page", "highlights", "headings"):
        assert cited.json()[field] == passage[field], field
    assert cited.json()["newer"] is None
    where = {"chunk": passage["chunk"], "start": start, "end": end}
    page = stage.get(NOBODY, f"/versions/{version}/pages/{passage['page']}", **where).json()
    mark = page["highlight"]
    assert mark == passage["highlights"][0]
    assert mark["boxes"]
    assert all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in mark["boxes"])
    assert stage.get(NOBODY, "/suggestions", query="Trans").json()["suggestions"], "headings begin so"


def test_question_that_finds_nothing_is_told_to_the_organisers(stage: LibraryStage, version: int) -> None:
    text = "Who tunes the grand piano of the opera in Vienna?"
    # Until both models have read every passage, the answer is seldom sure that something is not there.
    stage.until("GER", f"/versions/{version}", lambda told: told["version"]["state"] == "complete")
    deadline_s = time.monotonic() + PATIENCE_S
    while (answer := stage.ask("GER", "POST", "/questions", json={"question": text}).json())["found"]:
        assert time.monotonic() < deadline_s, answer
        time.sleep(0.5)
    assert answer["passages"] == []
    listed = stage.get("auditor", "/unanswered").json()["questions"]
    (noted,) = [each for each in listed if each["text"] == text]
    assert (noted["noc"], noted["times"]) == ("GER", 1)
    assert stage.ask("operator", "DELETE", f"/unanswered/{noted['id']}").status_code == 204
    left = stage.get("operator", "/unanswered").json()["questions"]
    assert noted["id"] not in [each["id"] for each in left]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("name=", 422),
        ("name=a.md&name=b.md", 422),
        ("name=a.md&colour=red", 422),
        ("name=a.md&dated=tomorrow", 422),
        ("name=%ff", 422),
        ("name=a%00.md", 422),
        ("&".join(f"f{number}=1" for number in range(FIELDS_MAX + 1)), 422),
        ("name=" + "x" * QUERY_BYTES_MAX, 413),
    ],
)
def test_upload_that_says_something_wrong_is_a_problem(
    stage: LibraryStage, manuals: int, query: str, status: int
) -> None:
    answer = stage.ask("operator", "POST", f"/collections/{manuals}/documents?{query}", content=b"# Guide")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_upload_says_how_long_it_is(stage: LibraryStage, manuals: int) -> None:
    path = f"/collections/{manuals}/documents?name=a.md"
    answer = stage.ask("operator", "POST", path, content=iter([b"# Guide"]))
    assert code_of(answer) == (422, "library.upload_invalid")
    with socket.create_connection(("127.0.0.1", stage.serving.port), timeout=30) as connection:
        connection.sendall(
            f"POST {API}{path} HTTP/1.1\r\nHost: x\r\nAuthorization: {stage.authorization('operator')}\r\n"
            f"Content-Length: {FILE_BYTES_MAX + 1}\r\n\r\n".encode()
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_client_that_goes_away_leaves_nothing(stage: LibraryStage, manuals: int) -> None:
    def names() -> list[str]:
        listed = stage.get("operator", f"/collections/{manuals}/documents").json()["documents"]
        return [each["name"] for each in listed]

    before = names()
    with socket.create_connection(("127.0.0.1", stage.serving.port), timeout=30) as connection:
        connection.sendall(
            f"POST {API}/collections/{manuals}/documents?name=torn.md HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: {stage.authorization('operator')}\r\nContent-Length: 5000000\r\n\r\n# Torn".encode()
            + b" " * 3_000_000
        )
    whole = stage.upload("operator", manuals, b"# Whole\n\nA file that arrives.", name="whole.md")
    assert names() == sorted([*before, "whole.md"])
    assert stage.ask("operator", "DELETE", f"/documents/{whole['document']}").status_code == 204
    assert names() == before


async def test_slow_client_is_cut_off() -> None:
    async def trickle() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    for receive, timeouts in ((trickle, {"part_timeout_s": 0.1}), (trickle, {"file_timeout_s": 0.1}), (gone, {})):
        with pytest.raises(RequestTimeout):
            async for _ in read_in_time(receive, **timeouts):
                pass


@pytest.mark.parametrize(
    ("method", "path", "accepted"),
    [
        ("POST", "/v1/library/collections/7/documents", True),
        ("GET", "/v1/library/collections/7/documents", False),
        ("POST", "/v1/library/collections/7/documents/", False),
        ("POST", "/v1/library/collections/x/documents", False),
        ("POST", "/v1/library/collections/٧/documents", False),
        ("POST", "/v1/library/collections", False),
    ],
)
def test_only_uploads_go_past_the_framework(method: str, path: str, *, accepted: bool) -> None:
    assert UploadHandler.accepts({"type": "http", "method": method, "path": path}) is accepted


def test_upload_from_a_foreign_page_is_refused(stage: LibraryStage, manuals: int) -> None:
    token = stage.authorization("operator").removeprefix("Bearer ")
    answer = httpx.post(
        f"{stage.serving.url}{API}/collections/{manuals}/documents?name=a.md",
        content=b"# Guide",
        headers={"cookie": f"grandstand_session={token}", "origin": "https://elsewhere.example"},
    )
    assert code_of(answer) == (403, "auth.cross_site")


def test_id_larger_than_any_is_unknown(stage: LibraryStage) -> None:
    for path in ("/collections/9999999999/documents", "/collections/0/documents"):
        answer = stage.ask("operator", "POST", path, params={"name": "a.md"}, content=b"# Guide")
        assert code_of(answer) == (404, "library.collection_unknown")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/collections", {"name": ""}),
        ("POST", "/collections", {"name": "a", "owner": "GER"}),
        ("PATCH", "/collections/{}", {"strictness": 1.5}),
        ("PATCH", "/collections/{}", {"strictness": "NaN"}),
        ("PATCH", "/collections/{}", {"grants": ["all"]}),
        ("PATCH", "/collections/{}", {"grants": "everyone"}),
        ("POST", "/groups", {"name": "x" * 121}),
        ("POST", "/questions", {"question": ""}),
        ("POST", "/questions", {"question": "x" * 600}),
        ("POST", "/questions", {"question": "bus?", "collections": [0]}),
        ("POST", "/questions", {"question": "bus?", "languages": ["english"]}),
    ],
)
def test_what_does_not_fit_is_a_problem(
    stage: LibraryStage, manuals: int, method: str, path: str, body: dict[str, Any]
) -> None:
    answer = stage.ask("operator", method, path.format(manuals), json=body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_list_says_whether_files_can_be_read_here(stage: LibraryStage, manuals: int) -> None:
    for who, can_create in (
        (NOBODY, False),
        ("fan", False),
        ("auditor", False),
        ("operator", True),
        ("GER", True),
    ):
        told = stage.get(who, "/collections").json()
        assert (told["installed"], told["can_create"]) == (True, can_create)
        (found,) = [each for each in told["collections"] if each["id"] == manuals]
        assert (found["may_write"], found["grants"]) == (
            (True, ["everyone"]) if who == "operator" else (False, None)
        )
