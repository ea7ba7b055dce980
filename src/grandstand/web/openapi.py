"""The OpenAPI document, as far as the framework cannot know it: problems, who asks, types of msgspec."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

import msgspec
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from grandstand.kernel.auth import CrossSite, TokenExpired, TokenInvalid, TokenMissing
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    GrandstandError,
    InternalError,
    RateLimited,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)
from grandstand.web.asgi import UNSAFE_METHODS
from grandstand.web.identity import COOKIE_NAME
from grandstand.web.principal import principal_of, visitor_of
from grandstand.web.problem import CONTENT_TYPE, Problem

Responses: TypeAlias = dict[int | str, dict[str, Any]]

CODES = "x-codes"
"""Where a response holds its error codes until the document is complete."""
REFERENCE = "#/components/schemas/{name}"
RETRY_AFTER = {
    "Retry-After": {"description": "When to come again, in seconds", "schema": {"type": "integer", "minimum": 0}}
}
SECURITY_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE_NAME},
}
SIGNED_IN: list[dict[str, list[str]]] = [{"token": []}, {"cookie": []}]
ANYONE: list[dict[str, list[str]]] = [{}, *SIGNED_IN]


def problems(*kinds: type[GrandstandError]) -> Responses:
    """What a route can answer instead, for its `responses`; what every route can is added by `complete`."""
    found: defaultdict[int | str, dict[str, Any]] = defaultdict(lambda: {"description": "", CODES: {}})
    for kind in kinds:
        found[kind.status][CODES][kind.code] = kind.title
    return dict(found)


def answer(kind: type[msgspec.Struct], status: HTTPStatus = HTTPStatus.OK) -> Responses:
    """A good answer whose type the framework does not know; it must be among the `structs` of `complete`."""
    schema = {"$ref": REFERENCE.format(name=kind.__name__)}
    return {status.value: {"content": {"application/json": {"schema": schema}}}}


def text(media_type: str, description: str) -> Responses:
    """A good answer that is not JSON."""
    return {200: {"description": description, "content": {media_type: {"schema": {"type": "string"}}}}}


def complete(
    api: FastAPI,
    routers: Iterable[APIRouter],
    paths: Mapping[str, Any],
    structs: Iterable[type[msgspec.Struct]],
) -> None:
    """Make the application's document complete.

    Args:
        api: with all of its routes.
        routers: those that it includes.
        paths: of what is answered in front of the framework; with `problems` as its responses.
        structs: every type of msgspec that a route answers or takes.
    """
    write = api.openapi
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    _, schemas = msgspec.json.schema_components([Problem, *structs], ref_template=REFERENCE)

    def whole() -> dict[str, Any]:
        if api.openapi_schema is None:
            # As JSON and back, so that nothing in it is shared with the constants of the routes.
            document = msgspec.json.decode(msgspec.json.encode(write()))
            known = document.setdefault("components", {}).setdefault("schemas", {})
            for name, schema in schemas.items():
                known.setdefault(name, schema)
            for name in ("HTTPValidationError", "ValidationError"):
                known.pop(name, None)
            document["components"]["securitySchemes"] = SECURITY_SCHEMES
            for route in routes:
                for method in route.methods or ():
                    if operation := document["paths"].get(route.path_format, {}).get(method.lower()):
                        _complete_route(operation, route, method)
            _add_paths(document["paths"], paths)
            for item in document["paths"].values():
                for operation in item.values():
                    _write_problems(operation["responses"])
            api.openapi_schema = document
        return api.openapi_schema

    api.openapi = whole  # type: ignore[method-assign]  # the framework's documented way to extend it


def _add_paths(known: dict[str, Any], paths: Mapping[str, Any]) -> None:
    """Add methods to paths; of one path the framework may answer some, and what is in front of it others."""
    for path, item in msgspec.json.decode(msgspec.json.encode(paths)).items():
        known.setdefault(path, {}).update(item)


def _complete_route(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    """Who may ask, and the problems that follow from how the request is read."""
    responses = operation["responses"]
    if CODES not in responses.get("422", {}):
        responses.pop("422", None)
    asks = {each.call for each in route.dependant.dependencies}
    common: list[type[GrandstandError]] = [InternalError]
    if principal_of in asks or visitor_of in asks:
        operation["security"] = SIGNED_IN if principal_of in asks else ANYONE
        common += [RateLimited, DatabaseUnavailable]
    if principal_of in asks:
        common += [TokenMissing, TokenInvalid, TokenExpired]
    if method in UNSAFE_METHODS:
        common += [CrossSite]
    if operation.get("parameters") or operation.get("requestBody"):
        common += [RequestInvalid]
    if operation.get("requestBody"):
        common += [RequestTooLarge, RequestTimeout]
    for kind in common:
        response = responses.setdefault(str(kind.status), {"description": "", CODES: {}})
        response.setdefault(CODES, {})[kind.code] = kind.title


def _write_problems(responses: dict[str, Any]) -> None:
    """Turn the codes of each response into its description and its schema."""
    for status, response in responses.items():
        if (codes := response.pop(CODES, None)) is None:
            continue
        response["description"] = "; ".join(f"`{code}`: {title}" for code, title in sorted(codes.items()))
        schema = {
            "allOf": [
                {"$ref": REFERENCE.format(name=Problem.__name__)},
                {"properties": {"code": {"enum": sorted(codes)}}},
            ]
        }
        response["content"] = {CONTENT_TYPE.decode(): {"schema": schema}}
        if int(status) in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            response["headers"] = RETRY_AFTER
    ordered = dict(sorted(responses.items(), key=lambda each: str(each[0])))
    responses.clear()
    responses |= ordered
