"""Collections, groups and what was asked in vain, over HTTP; reading_routes.py has what is inside collections."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.kernel.auth import Forbidden
from grandstand.library.errors import (
    CollectionUnknown,
    GrantInvalid,
    GroupUnknown,
    LibraryFull,
    NameTaken,
)
from grandstand.library.limits import GRANTS_MAX, MEMBERS_MAX
from grandstand.library.models import ID_MAX, Collection, CollectionId, Group, GroupId, Unanswered
from grandstand.library.service import LibraryService
from grandstand.web.openapi import REFERENCE, Responses, answer, problems
from grandstand.web.principal import Viewer, Visitor

CollectionPath = Annotated[CollectionId, Path(ge=1, le=ID_MAX)]
GroupPath = Annotated[GroupId, Path(ge=1, le=ID_MAX)]
NUMBER = Annotated[int, Path(ge=1, le=ID_MAX)]

ADMINISTERING = problems(Forbidden, CollectionUnknown, GrantInvalid, NameTaken)
GROUPING = problems(Forbidden, GroupUnknown, GrantInvalid, NameTaken)


class CollectionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A collection; `grants` is null for who may not write."""

    id: CollectionId
    name: str
    owner: str | None
    grants: tuple[str, ...] | None
    strictness: float
    may_write: bool
    documents: int
    pages: int


class CollectionsShown(msgspec.Struct, frozen=True, kw_only=True):
    """What she may read; whether she may have collections, and whether files can be read here at all."""

    collections: tuple[CollectionShown, ...]
    can_create: bool
    installed: bool


class GroupsShown(msgspec.Struct, frozen=True, kw_only=True):
    groups: tuple[Group, ...]


class UnansweredShown(msgspec.Struct, frozen=True, kw_only=True):
    """Questions that found nothing, the last asked first."""

    questions: tuple[Unanswered, ...]
    next: int | None


class NewName(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str


class CollectionChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = None
    strictness: float | None = Field(None, ge=0, le=1, allow_inf_nan=False)
    grants: list[str] | None = Field(None, max_length=GRANTS_MAX)


class GroupChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = None
    members: list[str] | None = Field(None, max_length=MEMBERS_MAX)


def collection_routes(service: LibraryService) -> APIRouter:
    """Collections, and who may read them."""
    router = APIRouter(prefix="/v1/library/collections", tags=["library"])

    @router.get("", responses=answer(CollectionsShown))
    async def list_collections(visitor: Visitor) -> Response:
        """The collections that the asker may read."""
        found = await service.collections(visitor)
        return told(
            CollectionsShown(
                collections=tuple(map(_shown, found)),
                can_create=service.can_create(visitor),
                installed=service.installed,
            )
        )

    @router.post(
        "", status_code=201, responses=made(CollectionShown) | problems(Forbidden, LibraryFull, NameTaken)
    )
    async def create_collection(viewer: Viewer, body: NewName) -> Response:
        """Make one: an operator for the organisers, a NOC member for her committee."""
        return told(_shown(await service.create_collection(viewer, body.name)), status=201)

    @router.patch("/{collection}", responses=answer(CollectionShown) | ADMINISTERING)
    async def change_collection(viewer: Viewer, collection: CollectionPath, body: CollectionChange) -> Response:
        """Rename it, say how sure an answer must be, and who else may read."""
        changed = await service.change_collection(
            viewer, collection, name=body.name, strictness=body.strictness, grants=body.grants
        )
        return told(_shown(changed))

    @router.delete(
        "/{collection}",
        status_code=204,
        response_class=Response,
        responses=problems(Forbidden, CollectionUnknown),
    )
    async def delete_collection(viewer: Viewer, collection: CollectionPath) -> None:
        """Delete it with every document in it, for good."""
        await service.delete_collection(viewer, collection)

    return router


def group_routes(service: LibraryService) -> APIRouter:
    """Groups of committees and persons, made by the organisers."""
    router = APIRouter(prefix="/v1/library/groups", tags=["library"])

    @router.get("", responses=answer(GroupsShown) | problems(Forbidden))
    async def list_groups(viewer: Viewer) -> Response:
        """Every group with its members."""
        return told(GroupsShown(groups=tuple(await service.groups(viewer))))

    @router.post("", status_code=201, responses=made(Group) | problems(Forbidden, LibraryFull, NameTaken))
    async def create_group(viewer: Viewer, body: NewName) -> Response:
        """Make one without members."""
        return told(await service.create_group(viewer, body.name), status=201)

    @router.patch("/{group}", responses=answer(Group) | GROUPING)
    async def change_group(viewer: Viewer, group: GroupPath, body: GroupChange) -> Response:
        """Rename it, or say who is in it."""
        return told(await service.change_group(viewer, group, name=body.name, members=body.members))

    @router.delete(
        "/{group}", status_code=204, response_class=Response, responses=problems(Forbidden, GroupUnknown)
    )
    async def delete_group(viewer: Viewer, group: GroupPath) -> None:
        """Delete it with every grant to it."""
        await service.delete_group(viewer, group)

    return router


def unanswered_routes(service: LibraryService) -> APIRouter:
    """What was asked and not found."""
    router = APIRouter(prefix="/v1/library/unanswered", tags=["library"])

    @router.get("", responses=answer(UnansweredShown) | problems(Forbidden))
    async def list_unanswered(
        viewer: Viewer, before: Annotated[int | None, Query(ge=1, le=ID_MAX)] = None
    ) -> Response:
        """Questions that found nothing, the last asked first."""
        found, following = await service.unanswered(viewer, before)
        return told(UnansweredShown(questions=tuple(found), next=following))

    @router.delete("/{number}", status_code=204, response_class=Response, responses=problems(Forbidden))
    async def settle_unanswered(viewer: Viewer, number: NUMBER) -> None:
        """Take a question off the list."""
        await service.delete_unanswered(viewer, number)

    return router


def told(document: msgspec.Struct, *, status: int = 200) -> Response:
    """JSON that nobody keeps: who may read it can change at any time."""
    return Response(
        msgspec.json.encode(document),
        status_code=status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def made(kind: type[msgspec.Struct]) -> Responses:
    """As `answer`, of something that is new."""
    schema = {"$ref": REFERENCE.format(name=kind.__name__)}
    return {201: {"description": "Made", "content": {"application/json": {"schema": schema}}}}


def _shown(collection: Collection) -> CollectionShown:
    return CollectionShown(
        id=collection.id,
        name=collection.name,
        owner=collection.owner,
        grants=collection.grants if collection.may_write else None,
        strictness=collection.strictness,
        may_write=collection.may_write,
        documents=collection.documents,
        pages=collection.pages,
    )
