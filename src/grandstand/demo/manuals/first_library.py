"""What the library of a demo holds: the manuals for everybody, and two committees' briefings for nobody else."""

import asyncio
from collections.abc import AsyncIterator
from itertools import groupby
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from grandstand.demo.manuals.sources import PUBLIC, Manual, manuals
from grandstand.demo.manuals.typeset import typeset
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.keys import Tokens
from grandstand.library import EVERYONE, CollectionId, Described, LibraryService, Uploads, in_parts

MANUALS = "Manuals"
BRIEFINGS = "Team briefings"
COMMITTEES = ("CHN", "GER")
"""Who has a briefing of its own."""
GROUP = "Committees with briefings"


class _Places(NamedTuple):
    """Where files are put in, and who does it."""

    library: LibraryService
    uploads: Uploads
    operator: Principal
    tokens: Tokens

    def owner_of(self, collection: str) -> Principal:
        return self.operator if collection == PUBLIC else member(collection.removeprefix("noc:"), self.tokens)


def member(noc: str, tokens: Tokens) -> Principal:
    """Somebody of a committee, the same at every start."""
    subject = SubjectId(uuid5(NAMESPACE_URL, f"grandstand:noc:{noc}"))
    return Principal(subject, Role.NOC, noc, tokens.expiry())


async def prepare_first_library(
    library: LibraryService, uploads: Uploads, tokens: Tokens, operator: Principal
) -> int:
    """Put in what is not there yet, older editions first; how many files that were, 0 at every later start.

    Cut off anywhere, the next start carries on.

    Raises:
        NotInstalled: the library's or the manuals' extra is missing; the message has the command.
    """
    places = _Places(library, uploads, operator, tokens)
    await _put_group(places)
    added = 0
    for collection, editions in groupby(sorted(manuals(), key=_shelf), key=lambda each: each.collection):
        added += await _put_collection(places, collection, list(editions))
    return added


def _shelf(manual: Manual) -> tuple[str, int]:
    """Older editions come in before newer ones of the same file."""
    return manual.collection, manual.dated.toordinal()


async def _put_group(places: _Places) -> None:
    known = {each.name: each for each in await places.library.groups(places.operator)}
    group = known.get(GROUP) or await places.library.create_group(places.operator, GROUP)
    if not group.members:
        members = [f"noc:{noc}" for noc in COMMITTEES]
        await places.library.change_group(places.operator, group.id, members=members)


async def _put_collection(places: _Places, collection: str, editions: list[Manual]) -> int:
    owner = places.owner_of(collection)
    number = await _collection(places.library, owner, MANUALS if collection == PUBLIC else BRIEFINGS)
    known = {
        (document.name, version.label)
        async for page in places.library.all_documents(owner, number)
        for document in page
        for version in document.versions
    }
    missing = [each for each in editions if (each.file_name, each.label) not in known]
    for each in missing:
        pdf = await asyncio.to_thread(typeset, each)
        await places.uploads.take_in(owner, number, _described(each), in_parts(_pieces(pdf)))
    return len(missing)


async def _collection(library: LibraryService, owner: Principal, name: str) -> CollectionId:
    known = {(each.name, each.owner): each for each in await library.collections(owner)}
    found = known.get((name, owner.noc)) or await library.create_collection(owner, name)
    # Before the first file: what an operator withdraws later stays withdrawn.
    if owner.noc is None and not found.documents and not found.grants:
        await library.change_collection(owner, found.id, grants=[EVERYONE])
    return found.id


def _described(manual: Manual) -> Described:
    return Described(
        name=manual.file_name,
        title=manual.title,
        label=manual.label,
        dated=manual.dated,
        language=manual.language,
    )


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    yield body
