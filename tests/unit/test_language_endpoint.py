"""Endpoints of the deployer's, against a small server that does what real ones do on a bad day."""

import asyncio
import base64
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from grandstand.language import endpoint as module
from grandstand.language.endpoint import (
    BATCH_TEXTS_MAX,
    REQUESTS_MAX,
    EmbeddingsEndpoint,
    Layout,
    Reranked,
    RerankEndpoint,
)
from grandstand.language.errors import EmbedderMissing, EmbedderUnavailable

pytest.importorskip("httpx", reason="the extra `library` is not installed")

BUSY_S = 20.0
NAME = "endpoint:bold-7"


class Oracle:
    """A server: `answer` makes status, body and headers of what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.at_once = self.at_once_most = 0
        self.answer: Callable[[dict[str, Any]], tuple[int, bytes, dict[str, str]]] = embeddings
        self.hold = threading.Event()
        self.hold.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1/embeddings"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        oracle = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                oracle.at_once += 1
                oracle.at_once_most = max(oracle.at_once, oracle.at_once_most)
                oracle.asked.append(asked)
                oracle.keys.append(self.headers["authorization"])
                status, body, headers = oracle.answer(asked)
                oracle.hold.wait(BUSY_S)
                oracle.at_once -= 1
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # who asked has gone

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


def vector(text: str, dimensions: int = 4) -> list[float]:
    """Of length 1 only by chance, and another one for each text."""
    return [float(len(text)), *map(float, text.encode().ljust(dimensions, b"\1")[: dimensions - 1])]


def listed(data: object, status: int = 200) -> tuple[int, bytes, dict[str, str]]:
    return status, json.dumps({"object": "list", "data": data, "model": "bold-7"}).encode(), {}


def embeddings(asked: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    return listed([{"index": at, "embedding": vector(text)} for at, text in enumerate(asked["input"])])


def expected(texts: list[str]) -> Any:
    rows = np.array([vector(text) for text in texts], dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def oracle() -> Iterator[Oracle]:
    server = Oracle()
    yield server
    server.close()


@pytest.fixture
async def endpoint(oracle: Oracle) -> AsyncIterator[EmbeddingsEndpoint]:
    opened = EmbeddingsEndpoint(oracle.url, "bold-7", api_key="sesame")
    yield opened
    await opened.close()


async def test_rows_are_normalised_and_in_the_order_of_the_texts(
    oracle: Oracle, endpoint: EmbeddingsEndpoint
) -> None:
    texts = [f"Passage number {number}" for number in range(BATCH_TEXTS_MAX * 3 + 1)]
    found = await endpoint.passages(NAME, texts)
    assert np.allclose(found, expected(texts), atol=1e-6)
    assert found.dtype == np.float32
    assert sorted(len(asked["input"]) for asked in oracle.asked) == [1, 32, 32, 32]
    assert {asked["model"] for asked in oracle.asked} == {"bold-7"}
    assert set(oracle.keys) == {"Bearer sesame"}
    assert endpoint.dimensions == 4


async def test_base64_and_answers_out_of_order_are_understood(
    oracle: Oracle, endpoint: EmbeddingsEndpoint
) -> None:
    def packed(asked: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
        rows = [(at, np.array(vector(text), dtype="<f4")) for at, text in enumerate(asked["input"])]
        return listed(
            [{"index": at, "embedding": base64.b64encode(row.tobytes()).decode()} for at, row in reversed(rows)]
        )

    oracle.answer = packed
    found = await endpoint.queries(NAME, ["one", "other"], timeout_s=BUSY_S)
    assert np.allclose(found, expected(["one", "other"]), atol=1e-6)


async def test_questions_and_passages_get_their_prefixes(oracle: Oracle) -> None:
    endpoint = EmbeddingsEndpoint(oracle.url, "bold-7", query_prefix="query: ", passage_prefix="passage: ")
    await endpoint.queries(NAME, ["Where?"], timeout_s=BUSY_S)
    await endpoint.passages(NAME, ["Here.", "", "\x00\ud800"])
    await endpoint.close()
    assert [asked["input"] for asked in oracle.asked] == [
        ["query: Where?"],
        ["passage: Here.", "passage: .", "passage: ."],
    ]


async def test_no_texts_have_no_rows_of_the_right_width(endpoint: EmbeddingsEndpoint) -> None:
    assert (await endpoint.passages(NAME, [])).shape == (0, 4)


async def test_a_few_requests_go_at_once(oracle: Oracle, endpoint: EmbeddingsEndpoint) -> None:
    oracle.hold.clear()
    asking = asyncio.create_task(endpoint.passages(NAME, ["x"] * BATCH_TEXTS_MAX * 10))
    for _ in range(500):
        if oracle.at_once == REQUESTS_MAX:
            break
        await asyncio.sleep(0.01)
    oracle.hold.set()
    assert len(await asking) == BATCH_TEXTS_MAX * 10
    assert oracle.at_once_most == REQUESTS_MAX


async def test_too_many_requests_are_refused(
    oracle: Oracle, endpoint: EmbeddingsEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REQUESTS_WAITING_MAX", 2)
    oracle.hold.clear()
    asking = [asyncio.create_task(endpoint.queries(NAME, ["?"], timeout_s=BUSY_S)) for _ in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(EmbedderUnavailable, match="2 requests to 127") as refused:
        await endpoint.queries(NAME, ["?"], timeout_s=BUSY_S)
    assert refused.value.retry_after_s == 1
    oracle.hold.set()
    await asyncio.gather(*asking)


def answering(status: int, body: bytes, **headers: str) -> Any:
    return lambda _: (status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def wrong(*rows: object) -> Any:
    return lambda _: listed([{"index": at, "embedding": row} for at, row in enumerate(rows)])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (answering(429, b"{}", retry_after="7"), "answered 429"),
        (answering(500, b"<html>oh dear</html>"), "answered 500"),
        (answering(401, b"the key sesame is wrong"), "answered 401"),
        (answering(307, b"", location="http://127.0.0.1:9/"), "answered 307"),
        (answering(200, b"<html>welcome</html>"), "no list of embeddings"),
        (answering(200, b"\xff\xfe"), "no list of embeddings"),
        (answering(200, b'{"data": [{"index": 0, "embedding": [NaN]}]}'), "no list of embeddings"),
        (wrong(), "0 embeddings to 2 texts"),
        (wrong([1.0, 2.0]), "1 embeddings to 2 texts"),
        (wrong([1.0], [2.0], [3.0]), "3 embeddings to 2 texts"),
        (wrong([1.0, 2.0], [3.0]), r"\[1, 2\] numbers wide"),
        (wrong([], []), r"\[0\] numbers wide"),
        (wrong([1.0, 1e300], [1.0, 2.0]), "not all numbers"),
        (wrong(*[base64.b64encode(np.array([np.nan], "<f4").tobytes()).decode()] * 2), "not all numbers"),
        (wrong("!", "?"), "not base64"),
        (wrong("QUJD", "QUJD"), "not base64"),
        (lambda _: listed([{"index": 0, "embedding": [1.0]}] * 2), "2 embeddings to 2 texts"),
        (lambda _: listed([{"index": at, "embedding": [1.0] * 9000} for at in (0, 1)]), "numbers wide"),
    ],
)
async def test_what_cannot_be_used_is_told(
    oracle: Oracle, endpoint: EmbeddingsEndpoint, answer: Any, said: str
) -> None:
    oracle.answer = answer
    with pytest.raises(EmbedderUnavailable, match=said) as told:
        await endpoint.queries(NAME, ["one", "other"], timeout_s=BUSY_S)
    assert "sesame" not in str(told.value)
    assert told.value.retry_after_s == (7 if "429" in said else None)


async def test_another_width_than_before_is_told(oracle: Oracle, endpoint: EmbeddingsEndpoint) -> None:
    await endpoint.start()
    oracle.answer = wrong([1.0, 2.0])
    with pytest.raises(EmbedderUnavailable, match="2 dimensions, expected 4"):
        await endpoint.queries(NAME, ["one"], timeout_s=BUSY_S)


async def test_one_bad_batch_of_many_is_told_as_one_error(oracle: Oracle, endpoint: EmbeddingsEndpoint) -> None:
    oracle.answer = answering(503, b"")
    with pytest.raises(EmbedderUnavailable, match="answered 503"):
        await endpoint.passages(NAME, ["x"] * BATCH_TEXTS_MAX * 6)


async def test_a_slow_server_is_not_waited_for(oracle: Oracle, endpoint: EmbeddingsEndpoint) -> None:
    oracle.hold.clear()
    with pytest.raises(EmbedderUnavailable, match=r"within 0\.2 s"):
        await endpoint.queries(NAME, ["one"], timeout_s=0.2)
    oracle.hold.set()
    assert len(await endpoint.queries(NAME, ["one"], timeout_s=BUSY_S)) == 1


async def test_an_endless_answer_is_cut(
    oracle: Oracle, endpoint: EmbeddingsEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_BYTES_MAX", 10_000)
    oracle.answer = answering(200, b" " * 10_001)
    with pytest.raises(EmbedderUnavailable, match="more than 10000 bytes"):
        await endpoint.queries(NAME, ["one"], timeout_s=BUSY_S)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1/embeddings", "nonsense", "http://[::1"])
async def test_an_address_that_does_not_answer_is_told(url: str) -> None:
    endpoint = EmbeddingsEndpoint(url, "bold-7")
    with pytest.raises(EmbedderUnavailable, match="cannot be asked"):
        await endpoint.start()
    await endpoint.close()


async def test_the_name_of_another_embedder_is_refused(endpoint: EmbeddingsEndpoint) -> None:
    with pytest.raises(EmbedderMissing, match=NAME):
        await endpoint.queries("use-m3", ["one"], timeout_s=BUSY_S)


def results(*pairs: tuple[int, float]) -> Any:
    body = {"results": [{"index": at, "relevance_score": score, "document": {"text": "…"}} for at, score in pairs]}
    return answering(200, json.dumps(body).encode())


async def test_texts_are_reranked_the_best_first(oracle: Oracle) -> None:
    reranker = RerankEndpoint(oracle.url, "judge", api_key="sesame")
    oracle.answer = results((0, 0.1), (2, 0.9), (1, 0.4))
    found = await reranker.rerank("Where?", ["a", "b", "c"], top=2, timeout_s=BUSY_S)
    await reranker.close()
    assert found == [Reranked(2, 0.9), Reranked(1, 0.4)]
    assert oracle.asked == [
        {"query": "Where?", "documents": ["a", "b", "c"], "top_n": 2, "return_documents": False, "model": "judge"}
    ]
    assert oracle.keys == ["Bearer sesame"]


async def test_the_layout_of_texts_is_understood_too(oracle: Oracle) -> None:
    reranker = RerankEndpoint(oracle.url, layout=Layout.TEXTS)
    oracle.answer = answering(200, b'[{"index": 1, "score": 0.7}, {"index": 0, "score": -3.5}]')
    found = await reranker.rerank("Where?", ["a", "b"], top=9, timeout_s=BUSY_S)
    await reranker.close()
    assert found == [Reranked(1, 0.7), Reranked(0, -3.5)]
    assert oracle.asked == [{"query": "Where?", "texts": ["a", "b"]}]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (results((0, 0.5), (0, 0.4)), "some of them of one text"),
        (results((7, 0.5)), "text 7 of 2"),
        (results((-1, 0.5)), "text -1 of 2"),
        (results(), "0 scores"),
        (answering(200, b'[{"index": 0}]'), "with None"),
        (answering(200, b"[]["), "no list of scores"),
        (answering(500, b""), "answered 500"),
    ],
)
async def test_scores_that_cannot_be_used_are_told(oracle: Oracle, answer: Any, said: str) -> None:
    reranker = RerankEndpoint(oracle.url)
    oracle.answer = answer
    with pytest.raises(EmbedderUnavailable, match=said):
        await reranker.rerank("Where?", ["a", "b"], top=2, timeout_s=BUSY_S)
    await reranker.close()


async def test_nothing_to_rerank_asks_nobody_and_too_much_neither(oracle: Oracle) -> None:
    reranker = RerankEndpoint(oracle.url)
    assert await reranker.rerank("Where?", [], top=2, timeout_s=BUSY_S) == []
    with pytest.raises(EmbedderUnavailable, match="257 texts"):
        await reranker.rerank("Where?", ["a"] * 257, top=2, timeout_s=BUSY_S)
    assert oracle.asked == []
