"""The feed in the OpenAPI document: what is answered in front of the framework, which does not know it."""

from typing import Any

import msgspec

from grandstand.kernel.auth import CrossSite, Forbidden, TokenExpired, TokenInvalid, TokenMissing
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    GrandstandError,
    InternalError,
    NotFound,
    Overloaded,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)
from grandstand.live.answers import (
    Answer,
    AthleteAnswer,
    ChangesAnswer,
    CompareAnswer,
    DelegationAnswer,
    EventAnswer,
    MedalTableAnswer,
    NowAnswer,
    ScheduleAnswer,
    SearchAnswer,
    VenueAnswer,
)
from grandstand.live.catalogue import LANGUAGES
from grandstand.live.errors import NothingThere
from grandstand.live.models import Outcome
from grandstand.web.openapi import ANYONE, REFERENCE, SIGNED_IN, problems
from grandstand.web.sse import CONTENT_TYPE as EVENT_STREAM

STRUCTS: tuple[type[msgspec.Struct], ...] = (
    AthleteAnswer,
    ChangesAnswer,
    CompareAnswer,
    DelegationAnswer,
    EventAnswer,
    MedalTableAnswer,
    NowAnswer,
    Outcome,
    ScheduleAnswer,
    SearchAnswer,
    VenueAnswer,
)
"""What the feed's paths answer."""
CODE = {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"}
READ_PROBLEMS = (RequestInvalid, Overloaded, DatabaseUnavailable, InternalError)
PUSH_PROBLEMS = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    CrossSite,
    RequestTimeout,
    RequestTooLarge,
    Overloaded,
    DatabaseUnavailable,
    InternalError,
)


def live_paths() -> dict[str, object]:
    """The feed's entries among the paths of the document."""
    language = _field("language", {"type": "string", "enum": list(LANGUAGES), "default": "en"})
    as_of = _field("as_of", {"type": "string", "format": "date-time"})
    zone, day = _field("zone", {"type": "string"}), _field("day", {"type": "string", "format": "date"})
    since = _field("since", {"type": "string", "format": "date-time"}, required=True)
    until = _field("until", {"type": "string", "format": "date-time"})
    query = _field("query", {"type": "string", "minLength": 1}, required=True)
    kind = _field("kind", {"type": "string", "enum": ["athlete", "delegation"]}, required=True)
    two = {"type": "array", "items": CODE, "minItems": 2, "maxItems": 2, "uniqueItems": True}
    codes = _field("code", two, required=True)
    common = [language, as_of]
    return {
        "/v1/live/now": _read("now", "The ticker, what is live, what comes next", NowAnswer, common),
        "/v1/live/schedule": _read("schedule", "The units of a day", ScheduleAnswer, [day, zone, *common]),
        "/v1/live/events/{event}": _read("event", "Start lists, boards, results", EventAnswer, common, "event"),
        "/v1/live/medals": _read("medals", "The medal table and every medal", MedalTableAnswer, common),
        "/v1/live/athletes/{athlete}": _read("athlete", "An athlete", AthleteAnswer, common, "athlete"),
        "/v1/live/delegations/{organisation}": _read(
            "delegation", "A delegation", DelegationAnswer, common, "organisation"
        ),
        "/v1/live/venues/{venue}": _read("venue", "What is on at a venue", VenueAnswer, common, "venue"),
        "/v1/live/compare": _read(
            "compare", "Two athletes or delegations", CompareAnswer, [kind, codes, *common], problem=NothingThere
        ),
        "/v1/live/changes": _read(
            "changes", "What has happened between two instants", ChangesAnswer, [since, until, language]
        ),
        "/v1/live/search": _read("search", "What a word may mean", SearchAnswer, [query, language]),
        "/v1/live/stream": {"get": _stream(language, zone)},
        "/v1/live/messages": {"post": _push()},
    }


def _read(
    name: str,
    summary: str,
    kind: type[Answer],
    fields: list[dict[str, object]],
    code: str | None = None,
    *,
    problem: type[GrandstandError] | None = None,
) -> dict[str, object]:
    found: list[type[GrandstandError]] = list(READ_PROBLEMS)
    if problem is not None:
        found.append(problem)
    if code is not None:
        fields = [{"name": code, "in": "path", "required": True, "schema": CODE}, *fields]
        found += [NothingThere, NotFound]
    answers: dict[str, Any] = {
        "200": {
            "description": "The answer",
            "content": {"application/json": {"schema": {"$ref": REFERENCE.format(name=kind.__name__)}}},
        },
        "304": {"description": "Still the answer whose ETag was given"},
    }
    return {"get": _operation(f"live_{name}", summary, fields, answers, found)}


def _stream(*fields: dict[str, object]) -> dict[str, object]:
    topic = _field("topic", {"type": "array", "items": {"type": "string"}, "minItems": 1}, required=True)
    answers = {
        "200": {"description": "Server-sent events", "content": {EVENT_STREAM: {"schema": {"type": "string"}}}}
    }
    summary = "Answers, at once and whenever they change"
    return _operation("live_stream", summary, [topic, *fields], answers, [*READ_PROBLEMS, NothingThere])


def _push() -> dict[str, object]:
    schema = {"$ref": REFERENCE.format(name=Outcome.__name__)}
    answers = {"200": {"description": "Durable", "content": {"application/json": {"schema": schema}}}}
    body = {"required": True, "content": {"application/xml": {"schema": {"type": "string"}}}}
    operation = _operation("push_message", "Hand over one message of the feed", [], answers, list(PUSH_PROBLEMS))
    return {**operation, "requestBody": body, "security": SIGNED_IN}


def _operation(
    name: str,
    summary: str,
    fields: list[dict[str, object]],
    answers: dict[str, Any],
    found: list[type[GrandstandError]],
) -> dict[str, object]:
    refusals = {str(status): each for status, each in problems(*found).items()}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["live"],
        "parameters": fields,
        "responses": answers | refusals,
        "security": ANYONE,
    }


def _field(name: str, schema: dict[str, object], *, required: bool = False) -> dict[str, object]:
    return {"name": name, "in": "query", "required": required, "schema": schema}
