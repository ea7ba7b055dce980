"""The source tree itself: small files, short functions, no leftovers, nothing of this or that machine."""

import ast
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import grandstand

PACKAGE = Path(grandstand.__file__).parent
ROOT = PACKAGE.parents[1]
MODULES = sorted(PACKAGE.rglob("*.py"))

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60
PICTURE_BYTES_MAX = 300_000
UNTRACKED = {
    ".git",
    ".venv",
    "node_modules",
    "__pycache__",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "artifacts",
    "build",
    "dist",
}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".avif"}
TEXTS = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".sql",
    ".ftl",
    ".ts",
    ".tsx",
    ".css",
    ".html",
    ".json",
    ".yml",
    ".yaml",
    "",
}
# The words are put together here, so that this file may be searched as well.
LEFTOVER = re.compile(rf"\b({'|'.join(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'])})\b")
MACHINE_PATH = re.compile(r"(?<![\w.<~-])/(?:" + "ro" + r"ot|wo" + r"rk|ho" + r"me/\w+|Use" + r"rs/\w+)/")
REGISTRY = re.compile(
    r"\b(?:[\w-]+\.)*(?:py" + r"pi\.org|python" + r"hosted\.org|np" + r"mjs\.(?:org|com)|npm" + r"mirror\.com|"
    r"index" + r"-url|art" + r"ifactory|ne" + r"xus\.)",
    re.IGNORECASE,
)


@cache
def tracked() -> list[Path]:
    """What belongs to the repository: as git says, or, in an unpacked archive, everything that is not made."""
    if (ROOT / ".git").exists() and (git := shutil.which("git")):
        listed = subprocess.run(
            [git, "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
        )
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not UNTRACKED & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> list[Path]:
    return [path for path in tracked() if path.suffix in TEXTS]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_tree_is_found() -> None:
    names = {name_of(path) for path in tracked()}
    assert {"pyproject.toml", "LICENSE", "src/grandstand/app.py", "web/package-lock.json"} <= names


def test_no_file_is_too_long_to_read() -> None:
    counts = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in counts.items() if count > FILE_LINES_MAX} == {}


def test_no_function_is_too_long_to_read() -> None:
    too_long = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    too_long[f"{name_of(path)}:{node.lineno} {node.name}"] = lines
    assert too_long == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_modules_are_named_after_what_they_hold() -> None:
    sources = [path for path in tracked() if path.suffix in {".py", ".ts", ".tsx"}]
    named = {name_of(path) for path in sources if EMPTY_NAMES & {path.stem.lower(), path.parent.name.lower()}}
    assert named == set()


def test_nothing_is_left_for_later() -> None:
    assert lines_with(LEFTOVER, texts()) == []


def test_no_path_of_one_machine_is_written_down() -> None:
    assert lines_with(MACHINE_PATH, [path for path in texts() if path.name != "LICENSE"]) == []


def test_no_package_registry_is_written_down() -> None:
    assert lines_with(REGISTRY, texts()) == []


def test_lock_file_of_the_browser_names_no_addresses() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []
    names = [line.partition("==")[0].lower().replace("_", "-") for line in pins]
    assert len(set(names)) == len(names)


def test_every_dependency_of_ours_is_pinned() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pinned = {
        re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    lists = re.findall(
        r"^(?:dependencies|\w+) = \[\n(.*?)^\]", text.partition("[project.scripts]")[0], re.MULTILINE | re.DOTALL
    )
    wanted = {
        name.lower().replace(".", "-")
        for part in lists
        for name in re.findall(r'^\s+"([\w.-]+)"', part, re.MULTILINE)
    }
    assert "asyncpg" in wanted
    assert "pytest" in wanted
    assert sorted(wanted - pinned) == []


def test_nothing_that_is_built_is_kept() -> None:
    built = re.compile(r"(^|/)(node_modules|dist|build|__pycache__)/|^src/grandstand/web/pages/|\.(pyc|whl|map)$")
    assert [name_of(path) for path in tracked() if built.search(name_of(path))] == []


def test_pictures_are_small() -> None:
    sizes = {name_of(path): path.stat().st_size for path in tracked() if path.suffix.lower() in PICTURES}
    assert {name: size for name, size in sizes.items() if size > PICTURE_BYTES_MAX} == {}


def test_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
