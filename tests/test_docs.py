"""The documentation is tested: nothing is missing, nothing is invented, links lead somewhere, code blocks run.

A block that begins with ```sh {run} or ```python {run} is run. The blocks of one page run in order, in one shell,
in an empty folder, against a real Grandstand; the address in the docs is replaced by that of the server.
"""

import importlib
import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from itertools import chain
from pathlib import Path

import httpx
import pytest
from cyclopts import App
from prometheus_client.metrics import MetricWrapperBase

import grandstand
from folders import open_folder
from grandstand.cli.main import app as commands
from grandstand.kernel import telemetry
from grandstand.kernel.backup.errors import BackupError
from grandstand.kernel.errors import GrandstandError, MigrationFailed, SettingsInvalid
from grandstand.kernel.limits import Rate
from grandstand.kernel.postgres import PostgresError
from grandstand.kernel.settings import Settings, variable_name
from grandstand.web import pages
from serving import Serving

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
SOURCE = ROOT / "src" / "grandstand"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
ADDRESS = "127.0.0.1:8000"
BLOCK_TIMEOUT_S = 240

DECISION_HEADINGS = ["Context", "Decision", "Measured reason", "Consequence"]
DECISION_LINES_MAX = 60
README_LINES_MAX = 120
FIGURES = [
    "granted_per_s",
    "goodput_2x_over_peak",
    "p99_ms",
    "messages_per_s",
    "update_to_client_p99_ms",
    "http_reads_per_s",
    "intent",
    "facts_false",
    "first_p95_ms",
    "p95_ms",
    "query_p95_ms",
    "orbit_1080p_s",
    "make_up_s",
    "make_up_download_mb",
    "make_test_s",
]
ERRORS_OF_COMMANDS = (PostgresError, BackupError, SettingsInvalid, MigrationFailed)
LIMIT_NAME = re.compile(r"^([A-Z][A-Z_]*(?:_MAX|TIMEOUT_S|TIMEOUT_MS))\b[^=\n]*=", re.MULTILINE)
NO_LIMITS = {"FRACTION_BITS_MAX"}
"""Named like limits, but part of the arithmetic."""

FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    language: str
    is_run: bool
    text: str


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its code blocks."""
    return FENCE.sub("", read(page))


def blocks(page: Path) -> list[Block]:
    found = FENCE.findall(read(page))
    return [Block(info.split(" ")[0], info.endswith(" {run}"), text) for info, text in found]


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row, without the backticks of cells that are all code."""
    for line in text.splitlines():
        if line.startswith("| ") and line.endswith("|"):
            yield [re.sub(r"^`([^`]*)`$", r"\1", cell.strip()) for cell in line[1:-1].split("|")]


def slugs(page: Path) -> set[str]:
    """The anchors of a page, made from its headings as code hosts make them."""
    texts = (text for _, text in HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in texts}


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# Reference pages: the same as the code.


def test_every_setting_is_documented_with_its_default() -> None:
    expected = {}
    for field in fields(Settings):
        default = "empty" if field.default in {"", ()} else str(field.default)
        expected[variable_name(field.name)] = "see below" if field.default is MISSING else default
    documented = {
        row[0]: row[1] for row in rows(read(REFERENCE / "settings.md")) if row[0].startswith("GRANDSTAND_")
    }
    assert documented == expected


def test_every_error_code_is_documented_with_its_status() -> None:
    expected = {
        each.code: (
            "exit 1" if issubclass(each, ERRORS_OF_COMMANDS) else str(each.status),
            "yes" if each.retryable else "no",
        )
        for each in kinds_of_errors()
    }
    documented = {
        row[0]: (row[1], row[2]) for row in rows(read(REFERENCE / "errors.md")) if re.match(r"[a-z]+\.", row[0])
    }
    assert documented == expected


def kinds_of_errors() -> list[type[GrandstandError]]:
    """The errors that are raised: those of our own that no other one of ours inherits from."""
    for module in pkgutil.walk_packages(grandstand.__path__, "grandstand."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(error: type[GrandstandError]) -> list[type[GrandstandError]]:
        ours = [each for each in error.__subclasses__() if each.__module__.startswith("grandstand.")]
        return [leaf for each in ours for leaf in below(each)] or [error]

    return below(GrandstandError)


def test_every_command_and_option_is_documented() -> None:
    documented = {}
    for part in re.split(r"^## ", read(REFERENCE / "commands.md"), flags=re.MULTILINE)[1:]:
        options = {row[0] for row in rows(part) if row[0].startswith("--")}
        documented[part.partition("\n")[0]] = options
    assert documented == dict(options_of_commands(commands, "grandstand"))


def options_of_commands(app: App, path: str) -> Iterator[tuple[str, set[str]]]:
    for name in app:
        if name.startswith("-"):
            continue
        command = app[name]
        if command.default_command is not None:
            arguments = command.assemble_argument_collection()
            # Options that are kept together in a class have a name of their own, "*", that nobody can type.
            yield f"{path} {name}", {option for each in arguments for option in each.names} - {"*"}
        yield from options_of_commands(command, f"{path} {name}")


def test_every_route_is_documented(serving: Serving) -> None:
    openapi = httpx.get(f"{serving.url}/v1/openapi.json").json()
    expected = {(method.upper(), path) for path, item in openapi["paths"].items() for method in item}
    expected |= {("GET", path) for path in [*pages.PAGES, "/v1/openapi.json"]}
    documented = {
        (row[0], row[1])
        for row in rows(read(REFERENCE / "http-api.md"))
        if row[0] in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    assert documented == expected


def test_every_metric_is_documented_with_its_labels() -> None:
    expected = {}
    for metric in vars(telemetry).values():
        if isinstance(metric, MetricWrapperBase):
            family = next(iter(metric.describe()))
            name = f"{family.name}_total" if family.type == "counter" else family.name
            expected[name] = (family.type, ", ".join(f"`{label}`" for label in metric._labelnames))
    documented = {
        row[0]: (row[1], row[2] if "," in row[2] or not row[2] else f"`{row[2]}`")
        for row in rows(read(REFERENCE / "metrics.md"))
        if row[0].startswith("grandstand_")
    }
    assert documented == expected


def test_every_limit_is_documented_with_its_value() -> None:
    expected = set()
    for path in sorted(SOURCE.rglob("*.py")):
        names = set(LIMIT_NAME.findall(path.read_text())) - NO_LIMITS
        expected |= {(path.relative_to(SOURCE).as_posix(), name) for name in names}
    documented = {
        (row[3], row[2]): row[1] for row in rows(read(DOCS / "explanation" / "limits.md")) if len(row) > 3
    }
    del documented["File", "Constant"]
    documented.pop(("---", "---"), None)
    assert expected - documented.keys() == set()
    assert documented == {place: shown_limit(*place) for place in documented}


def shown_limit(file: str, name: str) -> str:
    module = "grandstand." + file.removesuffix(".py").replace("/", ".")
    value = getattr(importlib.import_module(module), name)
    if isinstance(value, Rate):
        return f"{value.per_s:g} a second, {value.burst} at once"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return f"{value:g}" if isinstance(value, float) else str(value)


# Every page.


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in slugs(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_json_block_is_json(page: Path) -> None:
    for block in blocks(page):
        if block.language == "json":
            json.loads(block.text)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_names_its_language(page: Path) -> None:
    known = {"caddy", "html", "json", "nginx", "python", "sh", "sql", "text"}
    assert {block.language for block in blocks(page)} <= known
    assert {block.language for block in blocks(page) if block.is_run} <= {"python", "sh"}


def test_every_page_of_the_docs_is_in_the_index() -> None:
    index = DOCS / "README.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(prose(index))}
    assert [name_of(page) for page in DOCS.rglob("*.md") if page != index and page not in linked] == []


def test_every_decision_has_its_number_and_four_headings() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for page in decisions:
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name)
        title, *headings = [text for _, text in HEADING.findall(prose(page))]
        assert title.startswith(f"{page.name[:4]} ")
        assert headings == DECISION_HEADINGS
        assert len(read(page).splitlines()) <= DECISION_LINES_MAX


def test_readme_is_short_and_begins_with_the_two_commands() -> None:
    readme = ROOT / "README.md"
    assert len(read(readme).splitlines()) <= README_LINES_MAX
    first = blocks(readme)[0].text
    assert "make up" in first
    assert "make test" in first


def test_readme_names_each_figure_and_what_measures_it() -> None:
    found = re.findall(r"<!-- figure:(\w+) -->.+?<!-- /figure -->(.*)", read(ROOT / "README.md"))
    assert [name for name, _ in found] == FIGURES
    assert all("`" in rest for _, rest in found)


# Code blocks.

RUNNABLE = [page for page in PAGES if any(block.is_run for block in blocks(page))]


def test_tutorial_and_how_to_guides_have_blocks_that_run() -> None:
    assert {"docs/tutorial/first-evening.md", "docs/how-to/create-a-pool.md"} <= set(map(name_of, RUNNABLE))


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True) as running:
        yield running


@pytest.fixture
def empty_folder() -> Iterator[Path]:
    """A folder that the user of the embedded PostgreSQL may pass, as pytest's own may not be."""
    folder = open_folder("gs-docs-")
    yield folder
    shutil.rmtree(folder)


@pytest.mark.timeout(2 * BLOCK_TIMEOUT_S)
@pytest.mark.skipif(shutil.which("curl") is None, reason="the code blocks of the docs use curl")
@pytest.mark.parametrize("page", RUNNABLE, ids=name_of)
def test_code_blocks_run_in_order(page: Path, serving: Serving, empty_folder: Path) -> None:
    script = script_of(page).replace(ADDRESS, f"127.0.0.1:{serving.port}")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")},
        "GRANDSTAND_DATA_DIR": str(serving.settings.data_dir),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    answer = subprocess.run(
        ["/bin/bash", "-euxo", "pipefail", "-c", script],
        cwd=empty_folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=BLOCK_TIMEOUT_S,
        check=False,
    )
    assert answer.returncode == 0, f"{answer.stdout}\n{answer.stderr}"


def script_of(page: Path) -> str:
    """The page's blocks as one script; Python is handed to the interpreter that runs this test."""
    shell = {"sh": ("", ""), "python": ("python - <<'END OF PYTHON'\n", "END OF PYTHON\n")}
    run = (block for block in blocks(page) if block.is_run)
    parts = ((shell[block.language][0], block.text, shell[block.language][1]) for block in run)
    return "".join(chain.from_iterable(parts))
