"""The two embedders of a deployment: a quick one before a document can be found, a thorough one afterwards."""

import asyncio
from collections.abc import Sequence

from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings
from grandstand.language.embedders import E5, USE, installed
from grandstand.language.endpoint import EmbeddingsEndpoint
from grandstand.language.models import Vectors
from grandstand.language.worker import EmbedderProcess

IDLE_S = 60.0
"""An embedder that nobody has asked for so long gives its memory back."""


def quick_name() -> str | None:
    """The model that gives every chunk a vector before it can be found; None: no such model is installed."""
    return USE if USE in installed() else None


def thorough_name(settings: Settings) -> str | None:
    """The model that gives every chunk a better vector in time: the deployer's endpoint, or the built-in one.

    Raises:
        SettingsInvalid: an endpoint without a model.
    """
    if settings.embeddings_url:
        if not settings.embeddings_model:
            raise SettingsInvalid(
                "GRANDSTAND_EMBEDDINGS_URL needs GRANDSTAND_EMBEDDINGS_MODEL: which one to ask for."
            )
        return f"endpoint:{settings.embeddings_model}"
    return E5 if E5 in installed() else None


class RestingEmbedder:
    """An embedder in a process of its own that lives as long as there is something to do."""

    def __init__(self, name: str, idle_s: float = IDLE_S) -> None:
        self.name = name
        self._idle_s = idle_s
        self._process = EmbedderProcess([name])
        self._calls = 0
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    async def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text; raises what EmbedderProcess does."""
        self._calls += 1
        try:
            await self._stay()
            return await self._process.passages(self.name, texts)
        finally:
            self._calls -= 1
            if not self._calls:
                self._timer = asyncio.get_running_loop().call_later(self._idle_s, self._rest)

    async def close(self) -> None:
        """End the process."""
        await self._stay()
        await self._process.close()

    async def _stay(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._closing is not None:
            await asyncio.wait([self._closing])

    def _rest(self) -> None:
        if not self._calls:
            self._closing = asyncio.create_task(self._process.close())


class EndpointEmbedder:
    """The deployer's endpoint as what gives chunks their vectors."""

    def __init__(self, settings: Settings) -> None:
        self._endpoint = EmbeddingsEndpoint(
            settings.embeddings_url, settings.embeddings_model, api_key=settings.embeddings_key or None
        )
        self.name = self._endpoint.name

    async def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text; raises what EmbeddingsEndpoint does."""
        return await self._endpoint.passages(self.name, texts)

    async def close(self) -> None:
        """Close the connections."""
        await self._endpoint.close()


def quick_embedder() -> RestingEmbedder | None:
    """What embeds with `quick_name`."""
    name = quick_name()
    return None if name is None else RestingEmbedder(name)


def thorough_embedder(settings: Settings) -> RestingEmbedder | EndpointEmbedder | None:
    """What embeds with `thorough_name`; raises as it does."""
    name = thorough_name(settings)
    if settings.embeddings_url:
        return EndpointEmbedder(settings)
    return None if name is None else RestingEmbedder(name)
