"""`grandstand model`: which language model composes the assistant's answers, also while the server runs."""

import asyncio
import importlib
import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import App, Parameter

from grandstand.assistant.llm import Endpoint, EndpointFailed, ModelChoice, Trial, keep_choice, kept_choice, tried
from grandstand.cli.beside import Beside, stop_with_parent
from grandstand.cli.instance import with_database, with_services
from grandstand.kernel.clock import system_clock
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging

HOST = "127.0.0.1"
PORT = 8010
"""Where a file is served that was not told where."""
MAGIC = b"GGUF"
CONTEXT_TOKENS = 8192
WARNINGS = 2
"""Of llama.cpp: no line for every answer."""
LOADING_TIMEOUT_S = 300.0
"""Until a file that is served for a trial has been read."""
LOOK_S = 1.0
STOP_TIMEOUT_S = 10.0
NOT_INSTALLED = "A model out of a file needs xllamacpp: pip install 'grandstand[model]'."

app = App(name="model", help="The language model that composes the assistant's answers.")


@app.command
def use(
    model: str,
    *,
    name: str = "",
    key_file: Path | None = None,
    unchecked: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Attach another model; every server process on this machine asks it within a second.

    A dozen questions are asked before: a model that gets something false past the checks, or does not answer, is
    refused.

    Args:
        model: the address of an OpenAI-compatible API, or a GGUF file that `grandstand up` serves.
        name: how the model is called there; else the first that it lists.
        key_file: a file with the bearer token that is sent there.
        unchecked: attach it without asking it anything.
    """
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, settings.log_level)
    choice = chosen(model, name=name, key_file=key_file)
    if not unchecked:
        trial = _tried(settings, choice)
        print(told(trial))
        if not trial.is_passed:
            raise SettingsInvalid(f"{model!r} is not attached. Attach it all the same with --unchecked.")
    keep_choice(settings.data_dir, choice)
    print(f"Attached: {shown(choice)}")


@app.command
def show() -> None:
    """Say which model is attached, and whether it answers."""
    settings = load_settings(os.environ)
    choice = kept_choice(settings.data_dir)
    where = "chosen with `grandstand model use`" if choice is not None else "as the settings say"
    choice = choice or ModelChoice(url=settings.model_url, name=settings.model_name, key=settings.model_key)
    if not choice.url:
        print("No language model is attached: answers are given without one.")
        return
    print(f"{shown(choice)} ({where})")
    print(asyncio.run(_state_of(choice)))


@app.command
def off(*, default: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Attach no model; answers go on without one.

    Args:
        default: forget what was chosen instead, so that the settings hold again.
    """
    settings = load_settings(os.environ)
    keep_choice(settings.data_dir, None if default else ModelChoice(url=""))
    print("As the settings say." if default else "No language model is attached.")


@app.command
def serve(file: Path, *, port: int = PORT, threads: int = 0, with_parent: int | None = None) -> None:
    """Serve a GGUF file on this machine alone, until Ctrl-C; `grandstand up --model` starts one by itself.

    Args:
        file: the model.
        port: where it listens.
        threads: of the processor; 0: half of those that there are.
        with_parent: the process that started this one; stop when it has gone.
    """
    check_file(file)
    xllamacpp: Any = importlib.import_module("xllamacpp")
    if with_parent is not None:
        stop_with_parent(with_parent)
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(file)
    wanted.hostnames = [HOST]
    wanted.port = port
    wanted.n_ctx = CONTEXT_TOKENS
    wanted.n_parallel = 1
    wanted.use_jinja = True
    wanted.warmup = False
    wanted.ui = False
    wanted.verbosity = WARNINGS
    wanted.cpuparams.n_threads = threads or max(1, (os.cpu_count() or 2) // 2)
    server = xllamacpp.Server(wanted)
    print(f"{file.name} is served at {server.listening_address}/v1. Ctrl-C stops it.", flush=True)
    with suppress(KeyboardInterrupt):
        threading.Event().wait()


def chosen(model: str, *, name: str = "", key_file: Path | None = None) -> ModelChoice:
    """What a person means by an address or a file.

    Raises:
        SettingsInvalid: it is neither, or the file cannot be served.
    """
    try:
        key = key_file.read_text(encoding="utf-8").strip() if key_file is not None else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"The key cannot be read: {error}.") from None
    if model.startswith(("http://", "https://")):
        return ModelChoice(url=model, name=name, key=key)
    file = Path(model).expanduser().absolute()
    check_file(file)
    # Without a name of its own it would be told to fans by the path of the file.
    return ModelChoice(url=f"http://{HOST}:{free_port()}/v1", name=name or file.stem, file=str(file))


def check_file(file: Path) -> None:
    """Pass when it is a GGUF file, and there is something to serve it with.

    Raises:
        SettingsInvalid: it is not, or there is not.
    """
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(MAGIC))
    except OSError:
        raise SettingsInvalid(
            f"{str(file)!r} is neither an address that begins with http nor a file that can be read."
        ) from None
    if magic != MAGIC:
        raise SettingsInvalid(f"{str(file)!r} is no GGUF file.")
    if importlib.util.find_spec("xllamacpp") is None:
        raise SettingsInvalid(NOT_INSTALLED)


def shown(choice: ModelChoice) -> str:
    """The choice without its key."""
    called = f", {choice.name}" if choice.name else ""
    return f"{choice.file or choice.url}{called}{', with a key' if choice.key else ''}"


def told(trial: Trial) -> str:
    """What a person reads of a trial."""
    dropped = ", ".join(f"{count} {reason}" for reason, count in sorted(trial.replaced.items()))
    lines = [f"{trial.asked} questions: {trial.composed} answers composed, {len(trial.false)} false statements."]
    lines += [f"Dropped: {dropped}."] if dropped else []
    return "\n".join([*lines, *(f"False: {each!r}" for each in trial.false)])


def _tried(settings: Settings, choice: ModelChoice) -> Trial:
    with serving_for_a_trial(choice):
        if (failure := asyncio.run(_failure_of(choice))) is not None:
            raise SettingsInvalid(
                f"{shown(choice)} does not answer: {failure}. Attach it all the same: --unchecked."
            )
        with with_database(settings) as ready:
            return asyncio.run(_trial(ready, choice))


async def _failure_of(choice: ModelChoice) -> str | None:
    """Why the model does not begin to speak; None: it does."""
    endpoint = Endpoint(choice)
    try:
        async with aclosing(endpoint.turn([{"role": "user", "content": "Hello."}])) as pieces:
            await anext(pieces, None)
    except EndpointFailed as failure:
        return str(failure)
    finally:
        await endpoint.close()
    return None


async def _trial(settings: Settings, choice: ModelChoice) -> Trial:
    async with with_services(settings) as services:
        engine = services.composer.with_model(choice)
        try:
            return await tried(engine, system_clock)
        finally:
            await engine.close()


async def _state_of(choice: ModelChoice) -> str:
    endpoint = Endpoint(msgspec.structs.replace(choice, name=""))
    try:
        return f"It answers, and lists {await endpoint.model()!r}."
    except EndpointFailed as failure:
        return f"It does not answer: {failure}."
    finally:
        await endpoint.close()


@contextmanager
def serving_for_a_trial(choice: ModelChoice) -> Iterator[None]:
    """A file is served as long as the block runs.

    Raises:
        SettingsInvalid: it cannot be loaded.
    """
    if not choice.file:
        yield
        return
    command = [sys.executable, "-m", "grandstand", *_arguments(choice), "--with-parent", str(os.getpid())]
    process = subprocess.Popen(command)  # noqa: S603 - our own command line
    try:
        if not _is_loaded(choice, process):
            raise SettingsInvalid(f"{choice.file!r} could not be loaded within {LOADING_TIMEOUT_S:.0f} s.")
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _is_loaded(choice: ModelChoice, process: "subprocess.Popen[bytes]") -> bool:
    deadline_s = time.monotonic() + LOADING_TIMEOUT_S
    while time.monotonic() < deadline_s and process.poll() is None:
        try:
            urllib.request.urlopen(f"{choice.url}/models", timeout=2).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return True
    return False


def _arguments(choice: ModelChoice) -> list[str]:
    port = choice.url.rpartition(":")[2].partition("/")[0]
    return ["model", "serve", choice.file, "--port", port]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def model_beside(settings: Settings) -> Iterator[Callable[[], None]]:
    """As long as the block runs, the file that is chosen is served; what is yielded tells it to stop."""
    keeper = ModelKeeper(settings.data_dir)
    try:
        yield keeper.tell
    finally:
        keeper.stop()


class ModelKeeper:
    """Serves the chosen file in a process of its own; another one when another file is chosen.

    Args:
        data_dir: where the choice stands.
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._served: ModelChoice | None = None
        self._process: Beside | None = None
        self._stopping = threading.Event()
        choice = kept_choice(data_dir)
        if choice is not None and choice.file:
            # The port of the last time may be somebody else's by now.
            keep_choice(data_dir, msgspec.structs.replace(choice, url=f"http://{HOST}:{free_port()}/v1"))
        self._follow()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def tell(self) -> None:
        """Tell what is served to stop; nothing else is served."""
        self._stopping.set()
        process = self._process
        if process is not None:
            process.stop()

    def stop(self) -> None:
        """Return when nothing is served any more."""
        self._stopping.set()
        self._thread.join()
        self._serve(None)

    def _keep(self) -> None:
        while not self._stopping.wait(LOOK_S):
            self._follow()

    def _follow(self) -> None:
        choice = kept_choice(self._data_dir)
        wanted = choice if choice is not None and choice.file else None
        if wanted != self._served:
            self._serve(wanted)

    def _serve(self, wanted: ModelChoice | None) -> None:
        if self._process is not None:
            self._process.stop()
            self._process.join()
            self._process = None
        self._served = wanted
        if wanted is not None:
            self._process = Beside(*_arguments(wanted))
