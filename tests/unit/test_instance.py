"""How commands find the server and the gate that run on a data directory."""

import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from grandstand.cli.instance import (
    Instance,
    announced,
    announced_gate,
    check_database_is_there,
    running_gate,
    running_instance,
)
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", port=8000, gate_port=8001)


def test_server_and_gate_are_found_while_they_run_and_not_later(settings: Settings) -> None:
    with announced(settings):
        with announced_gate(settings):
            server, gate = running_instance(settings), running_gate(settings)
            assert server is not None
            assert gate is not None
            assert (server.port, gate.port, gate.pid) == (8000, 8001, os.getpid())
        assert running_gate(settings) is None
        assert running_instance(settings) is not None
    assert running_instance(settings) is None


def test_the_gate_that_was_started_last_is_found_though_an_earlier_one_ends(settings: Settings) -> None:
    later = replace(settings, gate_port=8002)
    with announced_gate(settings):
        second = announced_gate(later)
        second.__enter__()
    found = running_gate(settings)
    assert found is not None
    assert found.port == 8002
    second.__exit__(None, None, None)
    assert running_gate(settings) is None


def test_what_a_killed_process_has_left_is_not_believed(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    gone = Instance(pid=2**22 + 1, host="127.0.0.1", port=8000, database_url="")
    for name in ("instance.json", "gate.json"):
        (settings.data_dir / name).write_bytes(msgspec.json.encode(gone))
    assert running_instance(settings) is None
    assert running_gate(settings) is None


def test_a_gate_needs_a_database_that_somebody_looks_after(settings: Settings) -> None:
    with pytest.raises(SettingsInvalid, match=r"`grandstand up`.*: it only helps"):
        check_database_is_there(settings, "it only helps")
    check_database_is_there(replace(settings, database_url="postgresql://db.example/grandstand"), "it only helps")
    with announced(settings):
        check_database_is_there(settings, "it only helps")
