"""Questions to the assistant in the OpenAPI document; question_handler.py answers them, past the framework."""

from typing import Any

import msgspec

from grandstand.assistant.errors import QuestionInvalid
from grandstand.assistant.models import EVENTS
from grandstand.assistant.question_handler import PATH, AskedRequest
from grandstand.kernel.auth import CrossSite
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    InternalError,
    Overloaded,
    RateLimited,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)
from grandstand.web import sse
from grandstand.web.openapi import ANYONE, REFERENCE, problems, text

STRUCTS: tuple[type[msgspec.Struct], ...] = (*EVENTS, AskedRequest)
PROBLEMS = (
    QuestionInvalid,
    Overloaded,
    RateLimited,
    CrossSite,
    DatabaseUnavailable,
    InternalError,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)


def assistant_paths() -> dict[str, Any]:
    """What is answered in front of the framework, for the OpenAPI document."""
    responses = text(sse.CONTENT_TYPE, "Events, the last of them `done`") | problems(*PROBLEMS)
    schema = {"$ref": REFERENCE.format(name=AskedRequest.__name__)}
    operation = {
        "operationId": "ask_assistant",
        "summary": "Server-sent events: what was understood, sources, sentences with their facts, choices, `done`",
        "tags": ["assistant"],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {str(status): each for status, each in responses.items()},
        "security": ANYONE,
    }
    return {PATH: {"post": operation}}
