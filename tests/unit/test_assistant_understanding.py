"""Language, models that come late, die or are busy, and what is kept of them."""

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from games_at import AFTERNOON, games_in_the_afternoon, reads_of
from grandstand.assistant import Model, Understanding
from grandstand.assistant.intents import prototypes
from grandstand.assistant.models import Intent
from grandstand.assistant.prototype_vectors import KeptVectors
from grandstand.assistant.question import Question
from grandstand.assistant.speech import language_of
from grandstand.language.errors import EmbedderUnavailable
from grandstand.language.models import LANGUAGES
from grandstand.live import Reads
from held_out import held_out, naming

LANGUAGE_MIN = 0.99
KNOWN = [each for each in prototypes() if each.language == "en"]
"""Enough to see how they are learned; learning all takes half a minute of a processor each time."""


@pytest.fixture(scope="module")
def reads() -> Reads:
    return reads_of(games_in_the_afternoon())


class Hashed:
    """An embedder of pieces of text: enough to know a question again."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_away = False
        self.away_after = 10**9

    async def queries(self, name: str, texts: Sequence[str], *, timeout_s: float) -> np.ndarray:
        assert name
        assert timeout_s > 0
        self.asked += len(texts)
        if self.is_away or self.asked > self.away_after:
            raise EmbedderUnavailable("away")
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> np.ndarray:
        found = np.zeros(256, dtype=np.float32)
        for at in range(len(text) - 2):
            found[int(hashlib.sha256(text[at : at + 3].encode()).hexdigest()[:6], 16) % 256] += 1
        return found + 0.1


def asked(text: str, language: str = "en", *, quick: bool = False) -> Question:
    return Question(text=text, language=language, zone="UTC", at=AFTERNOON, quick=quick)


def model(name: str, embedder: Hashed, *, is_quick: bool = False) -> Model:
    return Model(name, embedder, frozenset(LANGUAGES), is_quick)


async def test_with_all_models_it_is_by_meaning_and_without_one_of_them_quick(
    reads: Reads, tmp_path: Path
) -> None:
    slow, quick = Hashed(), Hashed()
    of = Understanding(reads, [model("slow", slow), model("quick", quick, is_quick=True)], tmp_path, KNOWN)
    before = await of.understand(asked("show us that medal table"))
    assert (before.intent, before.by_meaning) == (Intent.MEDAL_TABLE, False)
    await of.loaded()
    after = await of.understand(asked("show us that medal table"))
    assert (after.intent, after.by_meaning) == (Intent.MEDAL_TABLE, True)
    slow.is_away = True
    found = await of.understand(asked("show us that medal table"))
    assert (found.intent, found.by_meaning) == (Intent.MEDAL_TABLE, False)
    await of.close()


async def test_who_is_in_a_hurry_does_not_wait_for_the_slow_model(reads: Reads, tmp_path: Path) -> None:
    slow, quick = Hashed(), Hashed()
    of = Understanding(reads, [model("slow", slow), model("quick", quick, is_quick=True)], tmp_path, KNOWN)
    await of.loaded()
    was_asked = slow.asked, quick.asked
    found = await of.understand(asked("show us that medal table", quick=True))
    assert (found.intent, found.by_meaning) == (Intent.MEDAL_TABLE, False)
    assert (slow.asked - was_asked[0], quick.asked - was_asked[1]) == (0, 1)
    await of.close()


async def test_vectors_are_read_once_and_kept_whole(reads: Reads, tmp_path: Path) -> None:
    first = Hashed()
    await Understanding(reads, [model("slow", first)], tmp_path, KNOWN).load()
    assert first.asked == len(KNOWN)
    again = Hashed()
    of = Understanding(reads, [model("slow", again)], tmp_path, KNOWN)
    await of.load()
    assert again.asked == 0
    assert (await of.understand(asked("show us that medal table"))).intent is Intent.MEDAL_TABLE
    assert again.asked == 1
    cut_short(tmp_path)
    await Understanding(reads, [model("slow", again)], tmp_path, KNOWN).load()
    assert again.asked == 1 + len(KNOWN)
    assert (await of.understand(asked("show us that medal table"))).intent is Intent.MEDAL_TABLE


async def test_of_several_processes_one_makes_the_vectors_and_the_others_read_them(
    reads: Reads, tmp_path: Path
) -> None:
    of_each = [Hashed() for _ in range(3)]
    understandings = [Understanding(reads, [model("slow", each)], tmp_path, KNOWN) for each in of_each]
    await asyncio.gather(*(each.load() for each in understandings))
    assert sum(each.asked for each in of_each) == len(KNOWN)
    for each in understandings:
        assert (await each.understand(asked("show us that medal table"))).by_meaning


def cut_short(folder: Path) -> None:
    files = list(folder.glob("*.npy"))
    assert len(files) == 2, "its vectors, and what was learned of them"
    for file in files:
        file.write_bytes(file.read_bytes()[:1000])


async def test_a_model_that_dies_while_it_loads_is_loaded_again(reads: Reads, tmp_path: Path) -> None:
    dying = Hashed()
    dying.away_after = 100
    of = Understanding(reads, [model("slow", dying)], tmp_path, KNOWN)
    await of.loaded()
    assert not (await of.understand(asked("show us that medal table"))).by_meaning
    dying.away_after = 10**9
    await of.loaded()
    assert (await of.understand(asked("show us that medal table"))).by_meaning
    await of.close()


def test_what_cannot_be_kept_is_not_missed(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    kept = KeptVectors(in_the_way)
    kept.write("m", ["a"], np.ones((1, 3), dtype=np.float32))
    assert kept.read("m", ["a"]) is None
    assert KeptVectors(None).read("m", ["a"]) is None
    good = KeptVectors(tmp_path / "good")
    good.write("m", ["a"], np.ones((1, 3), dtype=np.float32))
    found = good.read("m", ["a"])
    assert found is not None
    assert found.tolist() == [[1, 1, 1]]
    assert good.read("m", ["b"]) is None
    assert good.read("other", ["a"]) is None


def test_the_language_of_a_question_is_told_with_the_page_as_a_hint() -> None:
    questions = held_out()
    right = sum(language_of(naming(each.text).rest, each.language) == each.language for each in questions)
    assert right >= LANGUAGE_MIN * len(questions)


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("Norway?", "ar", "ar"),
        ("NORWAY", "de", "de"),
        ("挪威", "zh", "zh"),
        ("Норвегия?", "en", "ru"),
        ("النرويج؟", "ar", "ar"),
        ("Wann startet Norwegen?", "en", "de"),
        ("Downhill में कौन विजयी रहा", "en", "hi"),
        ("当前 Norway 有多少奖牌", "en", "zh"),
        ("live", "de", "de"),
        ("replay Norwegen", "de", "de"),
        ("Япония vs Норвегия", "ru", "ru"),
        ("Норвегия vs Япония", "en", "ru"),
        ("Medaillenspiegel", "en", "de"),
        ("Zwischenzeiten?", "en", "de"),
        ("?!", "ko", "ko"),
        ("12:30", "ja", "ja"),
    ],
)
async def test_names_and_a_word_that_all_use_are_answered_in_the_language_of_the_page(
    reads: Reads, text: str, page: str, language: str
) -> None:
    found = await Understanding(reads, ()).understand(asked(text, page))
    assert found.language == language


async def test_nothing_breaks_it(reads: Reads) -> None:
    of = Understanding(reads, ())
    for text in (
        "{athlete} {event} {",
        "\u202e\u2066?",
        "a" * 500,
        "😀" * 100,
        "' OR 1=1 --",
        "\ud83d",
        "２０３０年２月",
    ):
        for language in ("en", "ar", "zh"):
            found = await asyncio.wait_for(of.understand(asked(text, language)), 5)
            assert found.language in LANGUAGES
