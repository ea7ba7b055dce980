"""The vectors of the questions that we know, kept in a file: a model needs a minute of one core for them."""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np

from grandstand.assistant.likeness import Vectors


class KeptVectors:
    """A folder with one file for each model and set of texts.

    Args:
        folder: where; None: nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(self, model: str, texts: Sequence[str]) -> Vectors | None:
        """What was kept of just these texts; None where nothing was, or it cannot be read."""
        file = self._file(model, texts)
        if file is None or not file.exists():
            return None
        try:
            found = np.load(file, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        if len(found.shape[1:]) != 1 or len(found) != len(texts) or not np.isfinite(found).all():
            return None
        vectors: Vectors = found.astype(np.float32)
        return vectors

    def write(self, model: str, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep them, whole or not at all; where that cannot be, they are read again at the next start."""
        file = self._file(model, texts)
        if file is None:
            return
        partly = file.with_name(f"{file.name}.{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with partly.open("wb") as opened:
                np.save(opened, vectors.astype(np.float16))
            partly.replace(file)
        except OSError:
            with suppress(OSError):
                partly.unlink()

    def _file(self, model: str, texts: Sequence[str]) -> Path | None:
        if self._folder is None:
            return None
        digest = sha256("\0".join([model, *texts]).encode()).hexdigest()[:32]
        return self._folder / f"{digest}.npy"
