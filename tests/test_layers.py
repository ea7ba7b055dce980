"""Who may import whom: the contracts of pyproject.toml, and the rules that import-linter does not know."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import grandstand

PACKAGE = Path(grandstand.__file__).parent
ROOT = PACKAGE.parents[1]
MODULES = sorted(PACKAGE.rglob("*.py"))

WEB_FRAMEWORKS = {"fastapi", "starlette", "pydantic"}
DATABASE_DRIVERS = {"asyncpg", "psycopg", "sqlalchemy"}
IMPURE = {"time", "random", "secrets", "os", "socket", "asyncio", "threading", "subprocess", "uuid", "pathlib"}
PURE_OF_OURS = (
    "grandstand.kernel.ids",
    "grandstand.kernel.money",
    "grandstand.kernel.errors",
    "grandstand.language.models",
)
PURE = {"rules", "plan", "invariants", "split", "curves", "commitment", "chain", "ledger", "curve", "models"} | {
    "rsc",
    "envelope",
    "join",
    "state",
    "parse",
    "conditions",
    "audience",
}
PURE_SIBLINGS = (
    PURE
    | {"errors", "attributes", "parse_people", "parse_results", "parse_schedule"}
    | {
        "parse_brackets",
        "parse_conditions",
    }
)
IMPURE_CALLS = {"now", "utcnow", "today", "open", "input", "print", "default_rng"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported(path: Path) -> Iterator[str]:
    """The full name of everything that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots_of(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


def test_contracts_of_the_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run(
        [linter, "--no-cache", "--no-logo"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "2 kept, 0 broken" in outcome.stdout


def may_know_the_web(name: str) -> bool:
    return name in {"api.py", "app.py"} or name.startswith("web/") or name.endswith("routes.py")


def may_know_the_driver(name: str) -> bool:
    return name in {"kernel/database.py", "kernel/migrations.py"} or name.endswith("storage.py")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_those_who_speak_http_know_the_web_framework(path: Path) -> None:
    assert may_know_the_web(name_of(path)) or not roots_of(path) & WEB_FRAMEWORKS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_those_who_hold_tables_know_the_database_driver(path: Path) -> None:
    assert may_know_the_driver(name_of(path)) or not roots_of(path) & DATABASE_DRIVERS


def is_pure(name: str) -> bool:
    return not name.startswith(("demo/games/", "demo/evaluation/")) and name.endswith(
        tuple(f"/{module}.py" for module in PURE)
    )


@pytest.mark.parametrize("path", [path for path in MODULES if is_pure(name_of(path))], ids=name_of)
def test_decisions_know_no_clock_no_chance_and_no_world(path: Path) -> None:
    # A UUID is a value; only to make one takes chance.
    roots = {name.partition(".")[0] for name in imported(path) if name != "uuid.UUID"}
    assert not roots & (IMPURE | WEB_FRAMEWORKS | DATABASE_DRIVERS)
    domain = f"grandstand.{name_of(path).partition('/')[0]}."
    of_ours = {name for name in imported(path) if name.startswith("grandstand.")}
    beside = {name for name in of_ours if name.startswith(domain) and PURE_SIBLINGS & set(name.split(".")[2:4])}
    roles = {"grandstand.kernel.auth.Role"}
    assert not [name for name in of_ours - beside - roles if not name.startswith(PURE_OF_OURS)]
    assert not called_by(path) & IMPURE_CALLS


def called_by(path: Path) -> set[str]:
    calls = [
        node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    names = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    return names | {call.id for call in calls if isinstance(call, ast.Name)}


def test_the_rules_above_have_something_to_hold() -> None:
    names = {name_of(path) for path in MODULES}
    assert {"campaign/rules.py", "campaign/split.py", "demo/curve.py"} <= {name for name in names if is_pure(name)}
    assert roots_of(PACKAGE / "campaign" / "routes.py") & WEB_FRAMEWORKS
    assert roots_of(PACKAGE / "kernel" / "database.py") & DATABASE_DRIVERS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_clock_asks_the_system_for_the_date(path: Path) -> None:
    """Durations may be measured anywhere; what time it is comes from a Clock that was handed in."""
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    asking = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    assert name_of(path) == "kernel/clock.py" or not calls & asking
