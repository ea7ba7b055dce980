"""`grandstand library …`: what an operator of this machine does with documents.

adding.py   add

They act on the database of the instance, as the person behind the operator's sign-in links of this machine.
"""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, TypeAlias

from cyclopts import App, Parameter
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grandstand.cli.acting import AsJson, on_services, operator, print_json
from grandstand.cli.adding import add
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import new_subject_id
from grandstand.language.models import Language
from grandstand.library import (
    ID_MAX,
    Answer,
    Collection,
    CollectionUnknown,
    Document,
    DocumentId,
    DocumentUnknown,
    LibraryStorage,
    Question,
    Version,
)
from grandstand.services import Services

NOC_PATTERN = re.compile(r"noc:([A-Z]{3})\Z")
MODELS_TIMEOUT_S = 60.0
"""How long a question waits for the models; without them it is answered by its words."""

Numbers: TypeAlias = Annotated[list[int], Parameter(negative=())]

app = App(name="library", help="Documents that questions are answered from.")
app.command(add)


@app.command(name="list")
def list_(*, collection: str | None = None, json: AsJson = False) -> None:
    """List the organisers' collections, or the documents of one.

    Args:
        collection: the name of the collection whose documents are listed.
        json: print JSON.
    """

    async def collections(services: Services) -> list[Collection]:
        return await services.library.collections(operator(services))

    async def documents(services: Services) -> list[Document]:
        found = await collection_of(services, collection or "")
        pages = services.library.all_documents(operator(services), found.id)
        return [document async for page in pages for document in page]

    if collection is None:
        listed = on_services(collections)
        if json:
            print_json(listed)
        else:
            _print_table(["collection", "read by", "documents", "pages"], map(_collection_row, listed))
    else:
        found = on_services(documents)
        if json:
            print_json(found)
        else:
            _print_table(["number", "document", "title", "versions", "newest", "pages"], map(_document_row, found))


@app.command
def show(document: int, *, json: AsJson = False) -> None:
    """Show a document with its versions and how far each has been read.

    Args:
        document: its number, as `grandstand library list --collection …` shows it.
        json: print it as JSON.
    """

    async def work(services: Services) -> Document:
        return await services.library.document(operator(services), document_id(document))

    found = on_services(work)
    if json:
        print_json(found)
        return
    print(f"{found.title} ({found.name})")
    columns = ["version", "label", "dated", "type", "language", "pages", "without text", "state", ""]
    _print_table(columns, map(_version_row, found.versions))


@app.command
def ask(
    question: str,
    *,
    as_: str = "operator",
    language: str | None = None,
    json: AsJson = False,
) -> None:
    """Ask the library and print the sentences that answer, with document and page.

    Args:
        question: in any language.
        as_: who asks, which decides what may be read: `operator`, `everyone`, or `noc:GER` for a member of a
            committee.
        language: of the question, where it does not tell by itself.
        json: print the answer as JSON.
    """

    async def work(services: Services) -> Answer:
        viewer = _viewer(services, as_)
        await services.asking.shelving.catch_up()
        await _load_models(services)
        prior = None if language is None else Language(language)
        return await services.asking.ask(viewer, Question(text=question, prior=prior))

    answer = on_services(work)
    if json:
        print_json(answer)
    else:
        _print_answer(answer)


@app.command
def remove(documents: Numbers) -> None:
    """Delete documents with all their versions, for good: what was cited of them leads nowhere any more.

    Args:
        documents: their numbers.
    """

    async def work(services: Services) -> None:
        for document in documents:
            await services.library.delete_document(operator(services), document_id(document))
            print(f"Document {document} is deleted.")

    on_services(work)


async def collection_of(services: Services, name: str) -> Collection:
    """The organisers' collection of this name, however it is capitalised.

    Raises:
        CollectionUnknown: there is none; the message lists those that are there.
    """
    known = [each for each in await services.library.collections(operator(services)) if each.owner is None]
    for each in known:
        if each.name.casefold() == name.casefold():
            return each
    names = ", ".join(repr(each.name) for each in known) or "none"
    raise CollectionUnknown(f"There is no collection {name!r}; there are: {names}.")


def document_id(number: int) -> DocumentId:
    """The number as an id.

    Raises:
        DocumentUnknown: no document can have it.
    """
    if not 0 < number <= ID_MAX:
        raise DocumentUnknown(f"There is no document {number}; `grandstand library list` shows them.")
    return DocumentId(number)


def _viewer(services: Services, name: str) -> Principal | None:
    if name == "everyone":
        return None
    if name == "operator":
        return operator(services)
    if found := NOC_PATTERN.match(name):
        return Principal(new_subject_id(), Role.NOC, found[1], services.tokens.expiry())
    raise RequestInvalid(f"Who asks is operator, everyone, or a committee like noc:GER, got {name!r}.")


async def _load_models(services: Services) -> None:
    storage = LibraryStorage()
    async with services.database.connection() as db:
        if not await storage.shelf_listing(db):
            return
    with suppress(TimeoutError):
        async with asyncio.timeout(MODELS_TIMEOUT_S):
            await services.understanding.run(services.database, storage)


def _print_answer(answer: Answer) -> None:
    if not answer.found:
        print("Nothing was found that answers this.")
        return
    if answer.differ:
        print("The sources differ:")
    for passage in answer.passages:
        version = " ".join(each for each in (passage.label, str(passage.dated or "")) if each)
        where = f"{passage.title}{f' ({version})' if version else ''}, page {passage.page}"
        print(f"“{passage.quotation}”\n    {where}")


def _collection_row(each: Collection) -> list[str]:
    readers = ["operators", *each.grants] if each.owner is None else [each.owner, *each.grants]
    return [each.name, ", ".join(readers), f"{each.documents:,}", f"{each.pages:,}"]


def _document_row(each: Document) -> list[str]:
    newest = each.versions[0]
    return [str(each.id), each.name, each.title, str(len(each.versions)), newest.state.value, str(newest.pages)]


def _version_row(each: Version) -> list[str]:
    number = f"{each.number}{' (answers)' if each.is_newest else ''}"
    state = each.state.value
    if each.total and each.done < each.total:
        state = f"{state}, {each.done:,} of {each.total:,}"
    refused = f"{each.verdict.value}: {each.detail}" if each.verdict else ""
    blank = ", ".join(map(str, each.blank_pages))
    dated = str(each.dated or "")
    return [number, each.label, dated, each.type.value, each.language, f"{each.pages:,}", blank, state, refused]


def _print_table(columns: Sequence[str], rows: "map[list[str]]") -> None:
    table = Table(*columns)
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)
