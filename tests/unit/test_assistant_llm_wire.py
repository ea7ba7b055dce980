"""What a server sends, byte by byte: pieces of text and of tool calls, or a failure with a reason."""

import importlib.util
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.assistant.llm import EndpointFailed
from grandstand.assistant.llm.calls import joined, may_be_call, without_thought, written
from grandstand.assistant.llm.models import Piece
from grandstand.assistant.llm.sentences import Sentences
from grandstand.assistant.llm.vocabulary import is_nearby, topic_in, visible, vocabulary
from grandstand.assistant.llm.wire import CALLS_MAX, LINE_BYTES_MAX, Wire
from grandstand.cli import model
from grandstand.kernel.errors import SettingsInvalid
from grandstand.language.models import LANGUAGES
from questions_in_14_languages import QUESTIONS


def event(**delta: object) -> bytes:
    return b"data: " + msgspec.json.encode({"choices": [{"delta": delta}]}) + b"\n\n"


STREAM = (
    b": a comment\r\n\r\n"
    + event(role="assistant", content=None)
    + event(content="Hel")
    + event(reasoning_content="hm")
    + event(content="lo")
    + event(tool_calls=[{"index": 1, "id": "b", "function": {"name": "two", "arguments": {"x": 1}}}])
    + event(tool_calls=[{"index": 0, "id": "a", "function": {"name": "one", "arguments": '{"y"'}}])
    + event(tool_calls=[{"index": 0, "function": {"arguments": ": 2}"}}])
    + b'data: {"choices": [], "usage": {"total_tokens": 7}}\n\ndata: [DONE]\n\n'
    + event(content="after the end")
)


@given(st.lists(st.integers(min_value=1, max_value=40), min_size=1))
def test_a_stream_says_the_same_however_it_is_cut(sizes: list[int]) -> None:
    wire, at, pieces = Wire(), 0, list[Piece]()
    for size in [*sizes, len(STREAM)]:
        pieces += wire.feed(STREAM[at : at + size])
        at += size
    assert "".join(piece.text for piece in pieces) == "Hello"
    calls = joined(call for piece in pieces for call in piece.calls)
    assert [(call.id, call.name, call.arguments) for call in calls] == [
        ("a", "one", '{"y": 2}'),
        ("b", "two", '{"x":1}'),
    ]
    assert wire.is_done


@given(st.binary(max_size=400))
def test_any_bytes_are_pieces_or_a_failure(data: bytes) -> None:
    for sent in (data, b"data: " + data + b"\n\n"):
        with suppress(EndpointFailed):
            assert all(piece.text is not None for piece in Wire().feed(sent))


def test_lines_and_calls_have_an_end() -> None:
    with pytest.raises(EndpointFailed):
        Wire().feed(b"data: " + b"x" * LINE_BYTES_MAX)
    too_many: list[list[dict[str, int]]] = [[{"index": CALLS_MAX}], [{"index": -1}], [{}] * (CALLS_MAX + 1)]
    for calls in too_many:
        with pytest.raises(EndpointFailed):
            Wire().feed(event(tool_calls=calls))


@given(st.text(max_size=200))
def test_any_text_is_a_call_or_none_and_loses_nothing_as_sentences(text: str) -> None:
    written(text)
    may_be_call(text)
    assert without_thought(text) in text
    taken = Sentences()
    assert "".join([*taken.feed(text), taken.end()]) == text


@given(st.text(max_size=60))
def test_what_cannot_be_seen_is_never_shown(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert not set(visible(text)) & set("\u200b\u200e\u202e\u2066\u2069\ufeff\u00ad\x00\x1b")


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_of_visitors_are_not_for_own_words(language: str) -> None:
    """Of what anybody asks at the gate nearly nothing is left to a model's fancy."""
    left = [each for each in QUESTIONS[language] if topic_in(each) is None and not is_nearby(each, language)]
    assert len(left) <= len(QUESTIONS[language]) // 3, left
    assert len(vocabulary(language).nearby) >= 25


def test_without_the_extra_a_file_is_refused_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF and more")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SettingsInvalid, match=r"pip install 'grandstand\[model\]'"):
        model.chosen(str(file))
