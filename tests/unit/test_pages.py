"""The built pages over HTTP: what is sent, compressed, cached, and said where nothing was built."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from grandstand.api import add_error_handlers
from grandstand.web.pages import COMPRESS_BYTES_MIN, PAGES, load_built_files, page_routes

SCRIPT = b"export const seats = 91000;\n" * 100
SITE = "http://grandstand.test"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    for name in PAGES.values():
        (tmp_path / name).write_text(f"<!doctype html><title>{name}</title>")
    (tmp_path / "assets" / "fan-4f2a.js").write_bytes(SCRIPT)
    (tmp_path / "icon.svg").write_text("<svg/>")
    (tmp_path / "manifest.webmanifest").write_text("{}")
    (tmp_path / "secret.key").write_text("hunter2")
    return tmp_path


def client_of(folder: Path) -> httpx.AsyncClient:
    app = FastAPI(openapi_url=None)
    app.include_router(page_routes(load_built_files(folder)))
    add_error_handlers(app)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE)


@pytest.fixture
async def client(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(folder) as client:
        yield client


@pytest.mark.parametrize(("address", "file"), PAGES.items())
async def test_each_page_is_at_its_address_and_asked_for_again_each_time(
    client: httpx.AsyncClient, address: str, file: str
) -> None:
    answer = await client.get(address)
    assert answer.status_code == 200
    assert f"<title>{file}</title>" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_hashed_files_are_cached_for_a_year(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/fan-4f2a.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/icon.svg", "image/svg+xml"), ("/manifest.webmanifest", "application/manifest+json")],
)
async def test_other_files_are_asked_for_again_each_time(
    client: httpx.AsyncClient, path: str, content_type: str
) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["content-type"].startswith(content_type)


async def test_large_file_is_compressed_for_whoever_understands_it(client: httpx.AsyncClient) -> None:
    assert len(SCRIPT) >= COMPRESS_BYTES_MIN
    async with client.stream("GET", "/assets/fan-4f2a.js", headers={"accept-encoding": "br, gzip"}) as answer:
        sent = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(sent) < len(SCRIPT)
    assert gzip.decompress(sent) == SCRIPT
    plain = await client.get("/assets/fan-4f2a.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == SCRIPT
    assert answer.headers["vary"] == plain.headers["vary"] == "accept-encoding"


async def test_small_file_is_not_compressed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/icon.svg", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


async def test_unchanged_file_is_not_sent_again(client: httpx.AsyncClient, folder: Path) -> None:
    first = await client.get("/")
    again = await client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    (folder / "index.html").write_text("<!doctype html><title>another</title>")
    async with client_of(folder) as rebuilt:
        changed = await rebuilt.get("/", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/assets/",
        "/index.html",
        "/console.html",
        "/console/",
        "/secret.key",
        "/assets/../secret.key",
        "/..%2fsecret.key",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
    ],
)
async def test_path_without_a_file_is_a_problem(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(httpx.URL(SITE).copy_with(raw_path=path.encode()))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "request.not_found"


async def test_pages_that_were_not_built_say_how_to_build_them(tmp_path: Path) -> None:
    async with client_of(tmp_path / "nowhere") as client:
        for address in PAGES:
            answer = await client.get(address)
            assert answer.status_code == 503
            assert "make build" in answer.text
        assert (await client.get("/assets/x.js")).status_code == 404
