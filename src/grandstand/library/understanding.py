"""The models of one server process that understand questions: in a process of their own, or the deployer's."""

import asyncio
from contextlib import AsyncExitStack

import structlog

from grandstand.kernel.database import Database
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.settings import Settings
from grandstand.language.embedders import E5, USE
from grandstand.language.endpoint import EmbeddingsEndpoint, RerankEndpoint
from grandstand.language.errors import LanguageError
from grandstand.language.worker import EmbedderProcess
from grandstand.library.embedding import quick_name, thorough_name
from grandstand.library.looking import Model, Models
from grandstand.library.storage import LibraryStorage

LOOK_AGAIN_S = 5.0
"""How soon an empty library is looked at again: where there is nothing to find, no model is loaded."""

log = structlog.get_logger(__name__)


class Understanding:
    """What asking.py asks; `run` loads it beside, `close` ends it.

    Args:
        settings: whether the deployer has endpoints of her own.
    """

    def __init__(self, settings: Settings) -> None:
        self._open = AsyncExitStack()
        quick, thorough = quick_name(), thorough_name(settings)
        built_in = [name for name in (quick, thorough) if name and not name.startswith("endpoint:")]
        self._process = EmbedderProcess(built_in) if built_in else None
        if self._process is not None:
            self._open.push_async_callback(self._process.close)
        self.models = Models(
            thorough=self._thorough(settings, thorough),
            quick=Model(quick, self._process) if quick and self._process else None,
            reranker=self._reranker(settings),
        )
        self.names = (thorough or E5, quick or USE)
        """Of the thorough and of the quick model; where there is none, of the one that could be installed."""

    async def run(self, database: Database, storage: LibraryStorage) -> None:
        """Load the models once there is something to find; until then and meanwhile answers rest on words."""
        while self._process is not None:
            try:
                async with database.connection() as db:
                    has_something = bool(await storage.shelf_listing(db))
                if has_something:
                    await self._process.start()
                    return
            except (DatabaseUnavailable, LanguageError) as error:
                log.warning("embedder.waits", reason=error.code)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def close(self) -> None:
        await self._open.aclose()

    def _thorough(self, settings: Settings, name: str | None) -> Model | None:
        if name is None or not name.startswith("endpoint:"):
            return Model(name, self._process) if name and self._process else None
        endpoint = EmbeddingsEndpoint(
            settings.embeddings_url, settings.embeddings_model, api_key=settings.embeddings_key or None
        )
        self._open.push_async_callback(endpoint.close)
        return Model(name, endpoint)

    def _reranker(self, settings: Settings) -> RerankEndpoint | None:
        if not settings.rerank_url:
            return None
        reranker = RerankEndpoint(
            settings.rerank_url, settings.rerank_model or None, api_key=settings.rerank_key or None
        )
        self._open.push_async_callback(reranker.close)
        return reranker
