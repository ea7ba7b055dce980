"""The face of each domain package is what its `__init__` names, and others import nothing else."""

import ast
import importlib
from pathlib import Path

import pytest

import grandstand

PACKAGE = Path(grandstand.__file__).parent
DOMAINS = ["assistant", "campaign", "library", "live", "replay"]
RULES = {"assistant": "intents.py", "library": "access.py", "replay": "takes.py"}
"""Where a domain's decisions are, if they have a better name."""
KEEPS_NOTHING = {"assistant"}
STORE = {"queries.sql", "schema", "storage.py"}
SUBMODULES_FOR = {
    "api.py": {
        "asking_routes",
        "claim_document",
        "document",
        "feed",
        "air_routes",
        "proof_routes",
        "reading_routes",
        "routes",
        "state_routes",
    },
    "app.py": {"claim_handler", "feed", "feed_handler", "read_handler", "upload_handler"},
    "gate.py": {"claim_handler", "refusals"},
    "services.py": {"campaign_state", "programme_applied"},
}
"""What is not on the face, and who may use it all the same: the wiring."""
JUDGES = ("demo", "evaluation")
SEEN_BY_JUDGES = {"answers", "models", "question"}
"""The evaluation looks at every field of an answer."""


def outsiders(domain: str) -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if domain not in path.relative_to(PACKAGE).parts]


def imports(path: Path) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, [alias.name for alias in node.names]))
        elif isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names]
    return found


def test_every_domain_of_the_package_is_known_here() -> None:
    with_service = {path.parent.name for path in PACKAGE.glob("*/service.py")}
    assert with_service == set(DOMAINS)


@pytest.mark.parametrize("domain", DOMAINS)
def test_face_is_exactly_what_the_package_imports(domain: str) -> None:
    module = importlib.import_module(f"grandstand.{domain}")
    assert len(set(module.__all__)) == len(module.__all__)
    named = {
        name for source, names in imports(PACKAGE / domain / "__init__.py") for name in names if source != "typing"
    }
    assert named == set(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize("domain", DOMAINS)
def test_face_shows_only_what_belongs_to_the_domain(domain: str) -> None:
    module = importlib.import_module(f"grandstand.{domain}")
    for name in module.__all__:
        # A constant does not know where it was made; the test above does.
        made_in = getattr(getattr(module, name), "__module__", f"grandstand.{domain}.models")
        assert made_in.startswith(f"grandstand.{domain}."), name


@pytest.mark.parametrize("domain", DOMAINS)
def test_domain_package_has_the_files_of_every_domain(domain: str) -> None:
    files = {
        "errors.py",
        "models.py",
        "queries.sql",
        "routes.py",
        RULES.get(domain, "rules.py"),
        "schema",
        "service.py",
        "storage.py",
    }
    if domain in KEEPS_NOTHING:
        files -= STORE
    assert files <= {path.name for path in (PACKAGE / domain).iterdir()}


@pytest.mark.parametrize("domain", DOMAINS)
def test_others_import_a_domain_through_its_face(domain: str) -> None:
    faces = {f"grandstand.{domain}", *(f"grandstand.{domain}.{name}" for name in packages_of(domain))}
    for path in outsiders(domain):
        parts = path.relative_to(PACKAGE).parts
        allowed = SUBMODULES_FOR.get(parts[0], set()) | (SEEN_BY_JUDGES if parts[:2] == JUDGES else set())
        for source, names in imports(path):
            if source in faces:
                face = set(importlib.import_module(source).__all__)
                assert set(names) <= face | allowed, f"{path} imports {set(names) - face}"
            elif source.startswith(f"grandstand.{domain}."):
                assert source.rpartition(".")[2] in allowed, f"{path} imports {source}"


def packages_of(domain: str) -> list[str]:
    """The packages within a domain, which have faces of their own."""
    return sorted(path.parent.name for path in (PACKAGE / domain).glob("*/__init__.py"))


@pytest.mark.parametrize("package", [f"campaign.{name}" for name in packages_of("campaign")])
def test_packages_of_the_campaign_do_not_know_one_another(package: str) -> None:
    folder = PACKAGE / Path(*package.split("."))
    others = {name for name in packages_of("campaign") if name not in {folder.name, "outbox"}}
    for path in folder.rglob("*.py"):
        for source, _ in imports(path):
            parts = source.split(".")
            assert parts[:2] != ["grandstand", "campaign"] or parts[2:3] not in [[name] for name in others]
