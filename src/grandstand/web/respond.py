"""Answers of the routes that the framework does not have to look into."""

from http import HTTPStatus

import msgspec
from fastapi import Response


def respond(document: msgspec.Struct, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A struct as JSON; its type stands in the OpenAPI document by `openapi.answer`."""
    return Response(msgspec.json.encode(document), status_code=status, media_type="application/json")
