"""Which model is attached: as the settings say, or as it was chosen while the server runs.

What was chosen stands in `model.json` in the data directory, so that every process on the machine finds it within
a second, and the next start too.
"""

import asyncio
import os
import time
from pathlib import Path

import msgspec

from grandstand.assistant.llm.breaker import Breaker
from grandstand.assistant.llm.endpoint import Endpoint
from grandstand.assistant.llm.models import Limits, ModelChoice

FILE_NAME = "model.json"
FILE_BYTES_MAX = 16 * 1024
LOOK_S = 1.0
"""How often the choice is read again."""


class Attached:
    """A model with what keeps it from being asked too much."""

    def __init__(self, choice: ModelChoice, limits: Limits) -> None:
        self.endpoint = Endpoint(choice, limits)
        self.breaker = Breaker()
        self.room = asyncio.Semaphore(limits.at_once_max)


class ModelSeat:
    """The attached model of one process.

    Args:
        default: as the settings say; None: none.
        data_dir: where a later choice stands; None: there is never one.
        limits: of each model.
    """

    def __init__(
        self, default: ModelChoice | None, data_dir: Path | None = None, *, limits: Limits | None = None
    ) -> None:
        self._default = default
        self._data_dir = data_dir
        self._limits = limits or Limits()
        self._looked_at_s = -LOOK_S
        self._choice: ModelChoice | None = None
        self._attached: Attached | None = None
        self._left: list[Attached] = []

    def attached(self) -> Attached | None:
        """The model of now; None: none is attached."""
        now_s = time.monotonic()
        if now_s >= self._looked_at_s + LOOK_S:
            self._looked_at_s = now_s
            self._seat(self._wanted())
        return self._attached

    async def close(self) -> None:
        """Close the connections to every model."""
        self._seat(None)
        for each in self._left:
            await each.endpoint.close()
        self._left.clear()

    def _wanted(self) -> ModelChoice | None:
        chosen = kept_choice(self._data_dir) if self._data_dir is not None else None
        wanted = self._default if chosen is None else chosen
        return wanted if wanted is not None and wanted.url else None

    def _seat(self, wanted: ModelChoice | None) -> None:
        if wanted == self._choice:
            return
        if self._attached is not None:
            # Answers that are being composed end with the model that they began with.
            self._left.append(self._attached)
        self._choice = wanted
        self._attached = None if wanted is None else Attached(wanted, self._limits)


def kept_choice(data_dir: Path) -> ModelChoice | None:
    """What was chosen while the server ran; None: nothing, or nothing that can be read."""
    path = data_dir / FILE_NAME
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            return None
        return msgspec.json.decode(path.read_bytes(), type=ModelChoice)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def keep_choice(data_dir: Path, choice: ModelChoice | None) -> None:
    """Keep a choice for every process of the machine; None: as the settings say again."""
    path = data_dir / FILE_NAME
    if choice is None:
        path.unlink(missing_ok=True)
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    # The key of the endpoint is in it.
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(choice))
    written.replace(path)
