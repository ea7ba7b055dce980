"""A language model beside a real Grandstand: over HTTP, swapped while it runs, out of a GGUF file."""

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from grandstand.assistant.llm import Endpoint, EndpointFailed, ModelChoice, keep_choice, kept_choice
from grandstand.cli.model import ModelKeeper, chosen, free_port, serving_for_a_trial
from grandstand.demo.misbehaving_model import Reply, Script, well_behaved
from grandstand.demo.misbehaving_server import MisbehavingModel
from grandstand.kernel.errors import SettingsInvalid
from scripted_endpoint import says
from serving import Serving
from tiny_gguf import write_tiny_gguf

pytestmark = pytest.mark.timeout(400)
REAL = os.environ.get("GRANDSTAND_TEST_GGUF", "")
needs_xllamacpp = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason="xllamacpp is not installed"
)


@contextmanager
def playing(script: Script) -> Iterator[MisbehavingModel]:
    """A scripted model in a thread of its own."""
    model, ready, loop = MisbehavingModel(script), threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def run() -> None:
        async with model:
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    assert ready.wait(10)
    try:
        yield model
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def honest(language: str) -> Script:
    return lambda told: Reply(text=well_behaved(language, told))


@pytest.fixture(scope="module")
def model() -> Iterator[MisbehavingModel]:
    with playing(honest("de")) as running:
        yield running


@pytest.fixture(scope="module")
def serving(model: MisbehavingModel) -> Iterator[Serving]:
    with Serving(demo=True, games=True, environment={"GRANDSTAND_MODEL_URL": model.url}) as running:
        yield running


def asked(serving: Serving, question: str, language: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of an answer: their names and what they say."""
    body = {"question": question, "language": language}
    answer = httpx.post(f"{serving.url}/v1/assistant/questions", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    frames = [frame.splitlines() for frame in answer.text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def command(serving: Serving, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "grandstand", "model", *arguments],
        env=serving.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def test_a_fan_gets_the_sure_answer_then_the_composed_one(serving: Serving, model: MisbehavingModel) -> None:
    events = asked(serving, "Abfahrt der Männer", "de")
    names = [name for name, _ in events]
    assert names[0] == "understood"
    assert names[-2:] == ["verified", "done"], events[-3:]
    assert names.index("statement") < names.index("delta")
    texts = {said["id"]: said["text"] for name, said in events if name == "statement"}
    shown = "".join(said["text"] for name, said in events if name == "delta")
    assert all(text in shown for text in texts.values())
    assert events[-2][1]["model"] == "scripted"
    model.script = says("Zora Quellmann gewann.")
    events = asked(serving, "die Abfahrt der Männer", "de")
    assert events[-2] == ("replaced", {"event": "replaced", "reason": "name"})
    assert [said["text"] for name, said in events if name == "statement"] == list(texts.values())
    model.script = honest("de")


def test_models_are_swapped_while_the_server_runs_and_a_dead_one_is_refused(
    serving: Serving, model: MisbehavingModel
) -> None:
    refused = command(serving, "use", "http://127.0.0.1:9/v1", "--name", "away")
    assert refused.returncode == 1, refused.stdout
    assert "--unchecked" in refused.stderr
    assert kept_choice(serving.settings.data_dir) is None
    with playing(honest("en")) as other:
        attached = command(serving, "use", other.url, "--name", "other")
        assert attached.returncode == 0, attached.stderr
        assert "0 false statements" in attached.stdout
        assert "'scripted'" in command(serving, "show").stdout
        before, trial = len(model.heard), len(other.heard)
        assert trial >= 1
        deadline_s = 20.0
        while len(other.heard) == trial and deadline_s > 0:
            threading.Event().wait(0.5)
            deadline_s -= 0.5
            events = asked(serving, f"Norway {'?' * int(40 - deadline_s)}", "en")
        assert len(other.heard) > trial
        assert [said["model"] for name, said in events if name == "verified"] == ["other"]
        assert len(model.heard) <= before + 4
    assert command(serving, "off").returncode == 0
    choice = kept_choice(serving.settings.data_dir)
    assert choice is not None
    assert choice.url == ""
    assert command(serving, "off", "--default").returncode == 0
    assert kept_choice(serving.settings.data_dir) is None


def test_what_is_no_model_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="neither an address"):
        chosen(str(tmp_path / "none.gguf"))
    (tmp_path / "text.gguf").write_text("no model")
    with pytest.raises(SettingsInvalid, match="no GGUF file"):
        chosen(str(tmp_path / "text.gguf"))
    with pytest.raises(SettingsInvalid, match="key"):
        chosen("http://127.0.0.1:1", key_file=tmp_path / "none")
    (tmp_path / "key").write_text("secret\n")
    assert chosen("http://127.0.0.1:1", key_file=tmp_path / "key").key == "secret"


# Out of a file.


async def said_by(choice: ModelChoice) -> str:
    endpoint = Endpoint(choice)
    try:
        messages = [{"role": "user", "content": "Say hello."}]
        return "".join([piece.text async for piece in endpoint.turn(messages)])
    finally:
        await endpoint.close()


@needs_xllamacpp
async def test_a_file_is_served_and_speaks(tmp_path: Path) -> None:
    path = tmp_path / "tiny.gguf"
    write_tiny_gguf(path)
    choice = chosen(str(path))
    assert choice.url.startswith("http://127.0.0.1:")
    assert choice.name == "tiny"
    with serving_for_a_trial(choice):
        assert await said_by(choice)
    with pytest.raises(EndpointFailed):
        await said_by(choice)


@needs_xllamacpp
def test_the_file_that_is_chosen_is_served_whichever_it_becomes(tmp_path: Path) -> None:
    write_tiny_gguf(tmp_path / "one.gguf")
    stale = ModelChoice(url=f"http://127.0.0.1:{free_port()}/v1", file=str(tmp_path / "one.gguf"))
    keep_choice(tmp_path, stale)
    keeper = ModelKeeper(tmp_path)
    try:
        first = kept_choice(tmp_path)
        assert first is not None
        assert answers(first)
        keep_choice(tmp_path, ModelChoice(url=""))
        assert not answers(first, within_s=0)
    finally:
        keeper.stop()


def answers(choice: ModelChoice, within_s: float = 60) -> bool:
    """Whether the server of a file becomes ready; with 0: whether it stays there after it should have gone."""
    for _ in range(int((within_s or 20) * 2)):
        try:
            is_there = httpx.get(f"{choice.url}/models", timeout=2).status_code == 200
        except httpx.TransportError:
            is_there = False
        if is_there == bool(within_s):
            return is_there
        threading.Event().wait(0.5)
    return not within_s


@needs_xllamacpp
@pytest.mark.skipif(not REAL, reason="GRANDSTAND_TEST_GGUF names no file")
async def test_a_real_model_shows_nothing_false(serving: Serving) -> None:
    found = command(serving, "use", REAL)
    assert "0 false statements" in found.stdout, found.stdout + found.stderr
    command(serving, "off", "--default")
