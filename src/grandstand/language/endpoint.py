"""Embeddings and reranking from a server of the deployer's: `/v1/embeddings` and `/rerank`.

Both have the face of EmbedderProcess: names, timeouts, EmbedderUnavailable. Nothing that such a server answers is
believed unseen: as many rows as texts, all of one width, every number finite.
"""

import asyncio
import binascii
import importlib
import math
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
import numpy as np

from grandstand.kernel.streams import whole
from grandstand.language.embedders import PASSAGE_CHARACTERS_MAX, QUERY_CHARACTERS_MAX, normalised, readable
from grandstand.language.errors import EmbedderMissing, EmbedderUnavailable
from grandstand.language.models import Vectors

BATCH_TEXTS_MAX = 32
"""Texts of one request."""
REQUESTS_MAX = 4
"""Requests at once, of one endpoint."""
REQUESTS_WAITING_MAX = 256
ANSWER_BYTES_MAX = 32 * 1024 * 1024
"""32 texts of 4096 numbers in decimal are 3 MB."""
DIMENSIONS_MAX = 8_192
RERANKED_TEXTS_MAX = 256
PASSAGES_TIMEOUT_S = 600.0
START_TIMEOUT_S = 30.0
RETRY_AFTER_S_MAX = 3_600.0
NOTHING = "."
"""What stands for a text without anything in it, which many servers refuse."""


class Layout(StrEnum):
    """What a reranker calls the texts."""

    DOCUMENTS = "documents"
    """Jina, Cohere and most others; the answer has `results` with `relevance_score`."""
    TEXTS = "texts"
    """Text Embeddings Inference; the answer is a list with `score`."""


class Reranked(NamedTuple):
    """Which of the texts, and how well it answers; scores of one endpoint can be compared, nothing else."""

    at: int
    score: float


class _Embedding(msgspec.Struct):
    embedding: list[float] | str
    index: int | None = None


class _Embeddings(msgspec.Struct):
    data: list[_Embedding]


class _Result(msgspec.Struct):
    index: int
    relevance_score: float | None = None
    score: float | None = None


class _Results(msgspec.Struct):
    results: list[_Result]


class EmbeddingsEndpoint:
    """An embedder behind `/v1/embeddings`, in the layout of OpenAI; its name is `endpoint:` and the model's."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        api_key: str | None = None,
        dimensions: int | None = None,
        query_prefix: str = "",
        passage_prefix: str = "",
    ) -> None:
        self.name = f"endpoint:{model}"
        self.dimensions = dimensions
        """Unknown until the first answer, unless it was given."""
        self._model = model
        self._prefixes = (query_prefix, passage_prefix)
        self._server = _Server(url, api_key)

    async def start(self) -> None:
        """Ask once, so that its width is known.

        Raises:
            EmbedderUnavailable: it does not answer.
        """
        await self.queries(self.name, [NOTHING], timeout_s=START_TIMEOUT_S)

    async def close(self) -> None:
        """Close the connections."""
        await self._server.close()

    async def queries(self, name: str, texts: Sequence[str], *, timeout_s: float) -> Vectors:
        """The vectors of questions.

        Raises:
            EmbedderUnavailable: no answer in this time, or none that can be used.
            EmbedderMissing: the name is another one's.
        """
        prefix, _ = self._prefixes
        return await self._embedded(
            name, [prefix + _sent(text, QUERY_CHARACTERS_MAX) for text in texts], timeout_s
        )

    async def passages(self, name: str, texts: Sequence[str], *, timeout_s: float = PASSAGES_TIMEOUT_S) -> Vectors:
        """The vectors of passages; raises what `queries` raises."""
        _, prefix = self._prefixes
        return await self._embedded(
            name, [prefix + _sent(text, PASSAGE_CHARACTERS_MAX) for text in texts], timeout_s
        )

    async def _embedded(self, name: str, texts: list[str], timeout_s: float) -> Vectors:
        if name != self.name:
            raise EmbedderMissing(f"This endpoint is {self.name!r}, not {name!r}.")
        async with self._server.within(timeout_s):
            if not texts:
                return np.empty((0, await self._width()), dtype=np.float32)
            batches = [texts[at : at + BATCH_TEXTS_MAX] for at in range(0, len(texts), BATCH_TEXTS_MAX)]
            async with asyncio.TaskGroup() as group:
                asking = [group.create_task(self._batch(batch)) for batch in batches]
            return np.concatenate([task.result() for task in asking])

    async def _width(self) -> int:
        if self.dimensions is None:
            await self._batch([NOTHING])
        assert self.dimensions
        return self.dimensions

    async def _batch(self, texts: list[str]) -> Vectors:
        body = {"model": self._model, "input": texts, "encoding_format": "float"}
        rows = _rows(await self._server.post(body), len(texts))
        if self.dimensions is None:
            self.dimensions = rows.shape[1]
        if rows.shape[1] != self.dimensions:
            raise EmbedderUnavailable(
                f"The endpoint answered with {rows.shape[1]} dimensions, expected {self.dimensions}:"
                " is it another model?"
            )
        return normalised(rows)


class RerankEndpoint:
    """Reads a question and each text together and says how well the one answers the other."""

    def __init__(
        self, url: str, model: str | None = None, *, api_key: str | None = None, layout: Layout = Layout.DOCUMENTS
    ) -> None:
        self._model = model
        self._layout = layout
        self._server = _Server(url, api_key)

    async def close(self) -> None:
        """Close the connections."""
        await self._server.close()

    async def rerank(self, query: str, texts: Sequence[str], *, top: int, timeout_s: float) -> list[Reranked]:
        """At most `top` of the texts, the best first.

        Raises:
            EmbedderUnavailable: no answer in this time, or none that can be used.
        """
        if not texts:
            return []
        if len(texts) > RERANKED_TEXTS_MAX:
            raise EmbedderUnavailable(f"{len(texts)} texts are too many to rerank, at most {RERANKED_TEXTS_MAX}.")
        body: dict[str, object] = {
            "query": _sent(query, QUERY_CHARACTERS_MAX),
            self._layout.value: [_sent(text, PASSAGE_CHARACTERS_MAX) for text in texts],
        }
        if self._layout is Layout.DOCUMENTS:
            body |= {"top_n": min(top, len(texts)), "return_documents": False}
        if self._model is not None:
            body["model"] = self._model
        async with self._server.within(timeout_s):
            found = _reranked(await self._server.post(body), len(texts))
        return sorted(found, key=lambda each: (-each.score, each.at))[:top]


class _Server:
    """One address, asked a few times at once; what it does wrong is EmbedderUnavailable."""

    def __init__(self, url: str, api_key: str | None) -> None:
        self._url = url
        self._host = _host(url)
        self._headers = {"content-type": "application/json"}
        if api_key:
            self._headers["authorization"] = f"Bearer {api_key}"
        self._free = asyncio.Semaphore(REQUESTS_MAX)
        self._waiting = 0
        self._client: Any = None

    @asynccontextmanager
    async def within(self, timeout_s: float) -> AsyncIterator[None]:
        """Ends what takes longer, and tells one error where several requests failed at once."""
        try:
            async with asyncio.timeout(timeout_s):
                yield
        except TimeoutError as error:
            raise EmbedderUnavailable(f"{self._host} has not answered within {timeout_s:g} s.") from error
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    async def close(self) -> None:
        client, self._client = self._client, None
        if client:
            await client.aclose()

    async def post(self, body: Mapping[str, object]) -> bytes:
        """The body of a good answer."""
        if self._waiting >= REQUESTS_WAITING_MAX:
            raise EmbedderUnavailable(
                f"{self._waiting} requests to {self._host} wait already, which is the most: ask again later.",
                retry_after_s=1,
            )
        self._waiting += 1
        try:
            async with self._free:
                return await self._post(msgspec.json.encode(body))
        finally:
            self._waiting -= 1

    async def _post(self, body: bytes) -> bytes:
        httpx = _httpx()
        if self._client is None:
            # Time is limited around the whole of a call, so not here. A redirect might take the key elsewhere.
            self._client = httpx.AsyncClient(headers=self._headers, timeout=None, follow_redirects=False)
        try:
            async with self._client.stream("POST", self._url, content=body) as response:
                if response.status_code != httpx.codes.OK:
                    raise EmbedderUnavailable(
                        f"{self._host} answered {response.status_code}.",
                        retry_after_s=_retry_after_s(response.headers.get("retry-after", "")),
                    )
                too_long = EmbedderUnavailable(f"{self._host} answered with more than {ANSWER_BYTES_MAX} bytes.")
                return await whole(response.aiter_bytes(), ANSWER_BYTES_MAX, too_long)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise EmbedderUnavailable(f"{self._host} cannot be asked: {type(error).__name__}.") from error


def _host(url: str) -> str:
    """What may be told of an address: the rest of it may hold a password."""
    try:
        return urlsplit(url).hostname or "The endpoint"
    except ValueError:
        return "The endpoint"


def _sent(text: str, characters_max: int) -> str:
    return readable(text, characters_max).strip() or NOTHING


def _httpx() -> Any:
    try:
        return importlib.import_module("httpx")
    except ImportError as error:
        raise EmbedderMissing("Endpoints need httpx: pip install 'grandstand[library]'.") from error


def _retry_after_s(header: str) -> float | None:
    """The seconds of the header; None of a date, which nobody needs here."""
    return min(float(header), RETRY_AFTER_S_MAX) if header.isascii() and header.isdigit() else None


def _rows(body: bytes, count: int) -> Vectors:
    """The vectors of an answer, in the order of the texts."""
    try:
        data = msgspec.json.decode(body, type=_Embeddings).data
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise EmbedderUnavailable(f"The endpoint's answer is no list of embeddings: {error}.") from error
    indexes = [at if each.index is None else each.index for at, each in enumerate(data)]
    if sorted(indexes) != list(range(count)):
        raise EmbedderUnavailable(f"The endpoint answered {len(data)} embeddings to {count} texts.")
    rows = [row for _, row in sorted(zip(indexes, map(_row, data), strict=True), key=lambda pair: pair[0])]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or not 1 <= max(widths) <= DIMENSIONS_MAX:
        raise EmbedderUnavailable(f"The endpoint's embeddings are {sorted(widths)[:3]} numbers wide.")
    found = np.stack(rows)
    if not np.isfinite(found).all():
        raise EmbedderUnavailable("The endpoint's embeddings are not all numbers.")
    return found


def _row(each: _Embedding) -> Vectors:
    if not isinstance(each.embedding, str):
        with np.errstate(over="ignore"):
            return np.array(each.embedding, dtype=np.float32)
    try:
        return np.frombuffer(b64decode(each.embedding, validate=True), dtype="<f4")
    except (binascii.Error, ValueError) as error:
        raise EmbedderUnavailable(f"The endpoint's embeddings are not base64 of float32: {error}.") from error


def _reranked(body: bytes, count: int) -> list[Reranked]:
    try:
        decoded = msgspec.json.decode(body, type=_Results | list[_Result])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise EmbedderUnavailable(f"The reranker's answer is no list of scores: {error}.") from error
    found = []
    for each in decoded.results if isinstance(decoded, _Results) else decoded:
        score = each.score if each.relevance_score is None else each.relevance_score
        if score is None or not math.isfinite(score) or not 0 <= each.index < count:
            raise EmbedderUnavailable(f"The reranker scored text {each.index} of {count} with {score}.")
        found.append(Reranked(each.index, score))
    if not found or len({each.at for each in found}) != len(found):
        raise EmbedderUnavailable(f"The reranker answered {len(found)} scores, some of them of one text.")
    return found
