"""`grandstand library …` as processes: files in, questions out, on a database without a server."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from documents import markdown, section, typeset

PATIENCE_S = 100
QUESTION = "Which gate do teams that come to venue 3 bring their cards to?"


class Terminal:
    """Runs `grandstand library …` on a database of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")}
        own = {"GRANDSTAND_DATABASE_URL": url, "GRANDSTAND_DATA_DIR": str(folder / "data"), "COLUMNS": "200"}
        self._environment = inherited | own
        self._folder = folder

    def run(self, *arguments: str, status: int = 0) -> "subprocess.CompletedProcess[str]":
        answer = subprocess.run(
            [sys.executable, "-m", "grandstand", "library", *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert answer.returncode == status, f"{answer.stdout}\n{answer.stderr}"
        assert "Traceback" not in answer.stderr
        return answer

    def json(self, *arguments: str, status: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", status=status).stdout)

    def refused(self, *arguments: str) -> str:
        """The one line that a command ends with."""
        answer = self.run(*arguments, status=1)
        assert answer.stdout == ""
        return answer.stderr


@pytest.fixture
def terminal(database_url: str, tmp_path: Path) -> Terminal:
    return Terminal(database_url, tmp_path)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], str]:
    def file(name: str, body: bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        return name

    return file


def test_a_manual_is_added_read_asked_and_removed(terminal: Terminal, write: Callable[[str, bytes], str]) -> None:
    guide = write("guide.pdf", typeset(5))
    (added,) = terminal.json(
        "add", guide, "--collection", "Teams", "--create", "--everyone", "--label", "1", "--wait"
    )
    assert (added["state"], added["detail"]) == ("complete", "5 pages")
    number = str(added["document"])
    shown = terminal.json("show", number)
    assert (shown["title"], shown["versions"][0]["label"]) == ("Guide for teams", "1")
    assert [each["name"] for each in terminal.json("list")] == ["Teams"]
    assert [each["id"] for each in terminal.json("list", "--collection", "teams")] == [added["document"]]
    for asker in ("operator", "everyone", "noc:GER"):
        answer = terminal.json("ask", QUESTION, "--as", asker)
        assert answer["found"]
        assert answer["passages"][0]["quotation"] in section(3)[1]
        assert answer["passages"][0]["page"] == 4
    assert "page 4" in terminal.run("ask", QUESTION).stdout
    assert terminal.run("remove", number).stdout == f"Document {number} is deleted.\n"
    assert terminal.json("list", "--collection", "Teams") == []
    assert not terminal.json("ask", QUESTION)["found"]


def test_what_only_operators_read_answers_nobody_else(
    terminal: Terminal, write: Callable[[str, bytes], str]
) -> None:
    terminal.run("add", write("a.md", markdown(range(5))), "--collection", "Staff", "--create", "--wait")
    assert terminal.json("ask", QUESTION, "--as", "operator")["found"]
    for asker in ("everyone", "noc:GER"):
        assert terminal.json("ask", QUESTION, "--as", asker)["passages"] == []
    assert "noc:GER" in terminal.refused("ask", QUESTION, "--as", "noc:germany")


def test_a_folder_is_taken_with_everything_in_it(terminal: Terminal, write: Callable[[str, bytes], str]) -> None:
    write("manuals/a.md", markdown(range(2)))
    write("manuals/fr/b.md", markdown(range(2, 4)))
    write("manuals/fr/broken.pdf", b"%PDF-1.7\n" + bytes(500))
    write("manuals/.hidden/c.md", markdown(range(4, 6)))
    write("manuals/picture.png", b"png")
    added = terminal.json("add", "manuals", "--collection", "Teams", "--create", "--wait", status=1)
    assert [(each["file"], each["state"]) for each in added] == [
        ("manuals/a.md", "complete"),
        ("manuals/fr/b.md", "complete"),
        ("manuals/fr/broken.pdf", "refused"),
    ]
    again = terminal.run("add", "manuals/a.md", "manuals/fr", "--collection", "Teams", status=0)
    assert again.stdout.count("unchanged") == 2
    names = [each["name"] for each in terminal.json("list", "--collection", "Teams")]
    assert names == ["a.md", "broken.pdf", "fr/b.md", "fr/broken.pdf"]


def test_without_waiting_files_are_left_for_a_worker(
    terminal: Terminal, write: Callable[[str, bytes], str]
) -> None:
    guide = write("guide.md", markdown(range(2)))
    told = terminal.run("add", guide, "--collection", "Teams", "--create").stdout
    assert "waiting" in told
    assert "grandstand work" in told
    assert "waiting" in terminal.run("show", "1").stdout


def test_what_cannot_be_is_refused_in_one_line(terminal: Terminal, write: Callable[[str, bytes], str]) -> None:
    guide = write("guide.md", markdown(range(2)))
    assert "--create" in terminal.refused("add", guide, "--collection", "Teams")
    assert "no file or folder" in terminal.refused("add", "nowhere.pdf", "--collection", "Teams", "--create")
    other = write("other.md", markdown(range(3)))
    assert "one file" in terminal.refused("add", guide, other, "--collection", "Teams", "--title", "Guide")
    assert "library.document_unknown" in terminal.refused("show", "17")
    assert "library.document_unknown" in terminal.refused("remove", "17")
    assert "library.collection_unknown" in terminal.refused("list", "--collection", "Teams")
    assert "what you want to know" in terminal.refused("ask", " ")
