"""A search endpoint: SearXNG's JSON API. What it finds is somebody else's text, never an instruction."""

import asyncio
from typing import Any

import msgspec

from grandstand.assistant.llm.endpoint import OK, import_httpx
from grandstand.assistant.llm.wire import EndpointFailed
from grandstand.kernel.streams import whole

SEARCH_TIMEOUT_S = 6.0
SEARCH_BYTES_MAX = 1024 * 1024
RESULTS_MAX = 5
TITLE_CHARACTERS_MAX = 120
SNIPPET_CHARACTERS_MAX = 400
LINK_CHARACTERS_MAX = 300


class FoundPage(msgspec.Struct, frozen=True):
    """One result, cut to what a model needs."""

    title: str = ""
    url: str = ""
    content: str | None = ""


class _Found(msgspec.Struct):
    results: list[FoundPage]


class SearchEndpoint:
    """One search engine.

    Args:
        url: of the SearXNG, e.g. http://127.0.0.1:8888.
        timeout_s: how long is waited for it.
    """

    def __init__(self, url: str, *, timeout_s: float = SEARCH_TIMEOUT_S) -> None:
        self._url = url.rstrip("/").removesuffix("/search") + "/search"
        self._timeout_s = timeout_s
        self._client: Any = None

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def search(self, query: str, language: str) -> list[FoundPage]:
        """The first pages, those with an address of the web alone.

        Raises:
            EndpointFailed: it does not answer, or not with results.
        """
        httpx = import_httpx()
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=None, follow_redirects=False)
        wanted = {"q": query, "format": "json", "language": language, "safesearch": "1"}
        try:
            async with asyncio.timeout(self._timeout_s):
                body = await self._read(wanted)
        except TimeoutError:
            raise EndpointFailed("the search is too slow") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise EndpointFailed(f"the search cannot be asked: {type(error).__name__}") from None
        try:
            found = msgspec.json.decode(body, type=_Found).results
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise EndpointFailed("the search answered no results") from None
        return [_cut(each) for each in found if each.url.startswith(("https://", "http://"))][:RESULTS_MAX]

    async def _read(self, wanted: dict[str, str]) -> bytes:
        async with self._client.stream("GET", self._url, params=wanted) as answer:
            if answer.status_code != OK:
                raise EndpointFailed(f"status {answer.status_code} from the search")
            too_much = EndpointFailed("the search answered too much")
            return await whole(answer.aiter_bytes(), SEARCH_BYTES_MAX, too_much)


def _cut(page: FoundPage) -> FoundPage:
    return FoundPage(
        title=page.title[:TITLE_CHARACTERS_MAX],
        url=page.url[:LINK_CHARACTERS_MAX],
        content=(page.content or "")[:SNIPPET_CHARACTERS_MAX],
    )
