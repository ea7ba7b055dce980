"""The OpenAPI document of a server, and whether an answer is one that it describes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

KINDS: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    responses: dict[str, Any]

    def address(self, **parameters: object) -> str:
        return self.path.format(**parameters)


class ApiDocument:
    """What `/v1/openapi.json` says."""

    def __init__(self, text: dict[str, Any]) -> None:
        self._schemas: dict[str, Any] = text["components"]["schemas"]
        self.operations = {
            operation["operationId"]: Operation(method.upper(), path, operation["responses"])
            for path, item in text["paths"].items()
            for method, operation in item.items()
        }

    def assert_describes(self, name: str, answer: httpx.Response) -> None:
        """Fail unless the status, the media type and the body are as the operation says."""
        responses = self.operations[name].responses
        assert str(answer.status_code) in responses, f"{name}: {answer.status_code} {answer.text}"
        contents = responses[str(answer.status_code)].get("content", {})
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        assert media_type in contents or (not contents and not answer.content), f"{name}: {media_type!r}"
        if media_type.endswith("json") and (schema := contents[media_type].get("schema")) != {"type": "string"}:
            assert list(self.faults(answer.json(), schema)) == [], f"{name}: {answer.text}"

    def faults(self, value: Any, schema: dict[str, Any], at: str = "$") -> Iterator[str]:
        """What of a value does not fit; knows the keywords that the document uses."""
        if "$ref" in schema:
            yield from self.faults(value, self._schemas[schema["$ref"].rpartition("/")[2]], at)
        for part in schema.get("allOf", []):
            yield from self.faults(value, part, at)
        if (options := schema.get("anyOf")) and all(list(self.faults(value, each, at)) for each in options):
            yield f"{at}: {value!r} is none of the options"
        if wrong := list(_value_faults(value, schema, at)):
            yield from wrong
        elif isinstance(value, dict):
            yield from self._object_faults(value, schema, at)
        elif isinstance(value, list):
            first: list[dict[str, Any]] = schema.get("prefixItems", [])
            rest = schema.get("items", {}) or {}
            for index, each in enumerate(value):
                yield from self.faults(each, first[index] if index < len(first) else rest, f"{at}[{index}]")

    def _object_faults(self, value: dict[str, Any], schema: dict[str, Any], at: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        yield from (f"{at}: has no {name}" for name in schema.get("required", []) if name not in value)
        for name, each in value.items():
            if name in properties:
                yield from self.faults(each, properties[name], f"{at}.{name}")
            elif isinstance(extra := schema.get("additionalProperties"), dict):
                yield from self.faults(each, extra, f"{at}.{name}")
            elif properties and "required" in schema and schema.get("title") != "Problem":
                yield f"{at}: {name} is not described"


def _value_faults(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    kind = schema.get("type")
    fits = kind is None or (isinstance(value, KINDS[kind]) and isinstance(value, bool) <= (kind == "boolean"))
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not one of {schema['enum']}"
    elif not fits:
        yield f"{at}: {value!r} is not of the type {kind}"
    elif schema.get("format") == "date-time" and not re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z$", value):
        yield f"{at}: {value!r} is not a time in UTC"
