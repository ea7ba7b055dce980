"""`grandstand library add`: files and folders into a collection, and read at once if that is wanted."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple, TypeAlias

import msgspec
from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grandstand.cli.acting import AsJson, Flag, fail, operator, print_json, progress
from grandstand.cli.instance import with_database, with_services
from grandstand.cli.work import with_ingest
from grandstand.kernel.errors import GrandstandError, RequestInvalid
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.library import (
    Collection,
    CollectionUnknown,
    DocumentId,
    DuplicateFile,
    Ingest,
    State,
    Uploaded,
    Version,
    VersionBusyError,
    describe,
    in_parts,
)
from grandstand.services import Services

FILES_MAX = 10_000
"""Files of one call; a collection takes no more documents."""
CHUNK_BYTES = 1024 * 1024
POLL_S = 0.5
SUFFIXES = frozenset({".pdf", ".docx", ".pptx", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt"})
"""Files of a folder that are taken; a file that is named is taken whatever it is called."""
FINAL = frozenset({State.COMPLETE, State.REFUSED})

Paths: TypeAlias = Annotated[list[Path], Parameter(negative=())]


class Named(NamedTuple):
    """A file and what it is called in the collection."""

    path: Path
    name: str


class Added(msgspec.Struct, kw_only=True):
    """What became of a file."""

    file: str
    document: int | None = None
    version: int | None = None
    state: str = ""
    """waiting, complete and so on; `unchanged` where the collection has it, `failed` where it was not taken."""
    detail: str = ""


class Reading(NamedTuple):
    """What a version is read with, and what hears of it."""

    ingest: Ingest
    bar: Progress


def add(  # noqa: PLR0913 - one argument an option
    paths: Paths,
    *,
    collection: str,
    create: Flag = False,
    everyone: Flag = False,
    title: str | None = None,
    label: str | None = None,
    dated: str | None = None,
    language: str | None = None,
    wait: Flag = False,
    json: AsJson = False,
) -> None:
    """Put files into a collection: PDF, DOCX, PPTX, HTML, Markdown. A file of a known name is its next version.

    Args:
        paths: files, and folders with everything in them.
        collection: the name of the organisers' collection.
        create: make the collection if there is none of this name.
        everyone: let everybody read the collection from now on.
        title: what the document is called; only with one file.
        label: what the document calls this version, like 2.1.
        dated: the day of this version, like 2030-02-08.
        language: the language of the documents, like fr; told by their text when left out.
        wait: read them here and now, and return when they are complete.
        json: print what became of each file as JSON.
    """
    files = list(find_files(paths))
    if title is not None and len(files) > 1:
        raise RequestInvalid(f"--title is for one file, there are {len(files)}.")
    given = {"title": title, "label": label, "dated": dated, "language": language}
    said = {name: value for name, value in given.items() if value is not None}

    async def work(ready: Settings) -> list[Added]:
        async with with_services(ready) as services:
            where = await prepare_collection(services, collection, create=create, everyone=everyone)
            added = [await upload(services, where, file, said) for file in files]
            if wait:
                await read_all(ready, services, added)
            return added

    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "warning")
    with with_database(settings) as ready:
        added = asyncio.run(work(ready))
    if json:
        print_json(added)
    else:
        _print(added, wait=wait)
    if any(each.state in ("failed", State.REFUSED.value) for each in added):
        fail()


def find_files(paths: Sequence[Path]) -> Iterator[Named]:
    """The files that are meant, those of a folder named by their path in it.

    Raises:
        RequestInvalid: a path leads nowhere, or there are none or too many files.
    """
    count = 0
    for path in paths:
        if not path.exists():
            raise RequestInvalid(f"There is no file or folder {str(path)!r}.")
        for named in _files_in(path) if path.is_dir() else [Named(path, path.name)]:
            if (count := count + 1) > FILES_MAX:
                raise RequestInvalid(f"More than {FILES_MAX} files at once; add one folder after the other.")
            yield named
    if count == 0:
        raise RequestInvalid(f"Name files, or folders with {', '.join(sorted(SUFFIXES))}.")


def _files_in(folder: Path) -> Iterator[Named]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not hidden and path.suffix.lower() in SUFFIXES and path.is_file():
            yield Named(path, inside.as_posix())


async def prepare_collection(services: Services, name: str, *, create: bool, everyone: bool) -> Collection:
    """The organisers' collection of this name, made if it may be, open to everybody if that is wanted.

    Raises:
        CollectionUnknown: there is none.
    """
    actor = operator(services)
    known = {
        each.name.casefold(): each for each in await services.library.collections(actor) if each.owner is None
    }
    found = known.get(name.casefold())
    if found is None and create:
        found = await services.library.create_collection(actor, name)
    if found is None:
        names = ", ".join(repr(each.name) for each in known.values()) or "none"
        raise CollectionUnknown(f"There is no collection {name!r}; there are: {names}. --create makes it.")
    if everyone and "everyone" not in found.grants:
        found = await services.library.change_collection(actor, found.id, grants=[*found.grants, "everyone"])
    return found


async def upload(services: Services, collection: Collection, file: Named, said: dict[str, str]) -> Added:
    """Take in one file; one that cannot be taken stops nobody else's."""
    added = Added(file=str(file.path))
    try:
        described = describe({"name": file.name} | said)
        arrived: Uploaded = await services.uploads.take_in(
            operator(services), collection.id, described, in_parts(_body(file.path))
        )
    except DuplicateFile as error:
        added.state, added.detail = "unchanged", str(error)
    except (GrandstandError, OSError) as error:
        added.state, added.detail = "failed", str(error)
    else:
        added.document, added.version, added.state = arrived.document, arrived.version, State.WAITING.value
    return added


async def _body(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield piece


async def read_all(settings: Settings, services: Services, added: Sequence[Added]) -> None:
    """Bring everything that was added to its end; whoever is at one of them already is waited for."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with progress(*columns) as bar:
        async with with_ingest(settings) as (_, ingest):
            for each in added:
                if each.version is not None:
                    version = await _read(services, each, Reading(ingest, bar))
                    each.state = version.state.value
                    each.detail = version.detail or f"{version.pages} pages"


async def _read(services: Services, added: Added, reading: Reading) -> Version:
    task = reading.bar.add_task(added.file, total=None)

    async def tell(state: State, done: int, total: int) -> None:
        reading.bar.update(task, description=f"{added.file}: {state.value}", completed=done, total=total or None)

    try:
        while (version := await _version(services, added)).state not in FINAL:
            await tell(version.state, version.done, version.total)
            try:
                await reading.ingest.run(version.id, tell)
            except VersionBusyError:
                await asyncio.sleep(POLL_S)
        return version
    finally:
        reading.bar.remove_task(task)


async def _version(services: Services, added: Added) -> Version:
    assert added.document is not None
    document = await services.library.document(operator(services), DocumentId(added.document))
    return next(each for each in document.versions if each.id == added.version)


def _print(added: Sequence[Added], *, wait: bool) -> None:
    for each in added:
        number = "" if each.document is None else f"document {each.document}, "
        print(f"{each.file}: {number}{each.state}{f' ({each.detail})' if each.detail else ''}")
    if not wait and any(each.state == State.WAITING.value for each in added):
        print("Read by `grandstand up` or `grandstand work`, as soon as one runs.")
