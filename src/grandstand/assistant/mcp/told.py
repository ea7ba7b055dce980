"""What the tools answer, of what the site has said. Pure.

Whatever people have written, such as names and documents, is a value in a field and never an instruction.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from grandstand.assistant.mcp.site import SiteError

ROWS_MAX = 60
"""Units, rows, athletes, medals or happenings of one answer; `is_cut` says that there are more."""


def answered(events: Sequence[Mapping[str, Any]], url: str) -> dict[str, Any]:
    """An answer of the assistant.

    Raises:
        SiteError: it ended with a problem, or broke off.
    """
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for each in events:
        by_name.setdefault(str(each.get("event", "problem")), []).append(each)
    if problem := by_name.get("problem"):
        raise SiteError(f"The question could not be answered [{problem[-1].get('code')}].")
    if "done" not in by_name or "understood" not in by_name:
        raise SiteError("The answer broke off: ask again.")
    understood, done = by_name["understood"][0], by_name["done"][-1]
    return {
        "language": understood["language"],
        "intent": understood["intent"],
        "quick": done["quick"],
        "as_of": done["as_of"],
        "sentences": [{"text": each["text"], "sources": each["sources"]} for each in by_name.get("statement", [])],
        "quotations": [
            {"text": each["text"], "language": each["language"], "source": each["source"]}
            for each in by_name.get("quotation", [])
        ],
        "choices": [each["text"] for each in by_name.get("choice", [])],
        "sources": [source(each["source"], url) for each in by_name.get("source", [])],
    }


def source(said: Mapping[str, Any], url: str) -> dict[str, Any]:
    """Who says so."""
    cited = said.get("cited")
    return {
        "id": said["id"],
        "part": said["part"],
        "at": said.get("at"),
        "message": None if said.get("type") is None else f"{said['type']} {said['code']} {said['version']}",
        "title": None if cited is None else cited["title"],
        "page": None if cited is None else cited["page"],
        "link": None if cited is None else f"{url}{cited['link']}",
    }


def facts(said: Mapping[str, Any], address: str) -> dict[str, Any]:
    """What the site knows of the Games, with where it says so; long lists are cut."""
    left = {name: value for name, value in said.items() if name not in {"as_of", "latest_at", "has_gaps"}}
    cut = [name for name, value in left.items() if isinstance(value, list) and len(value) > ROWS_MAX]
    shortened = {name: value[:ROWS_MAX] if name in cut else value for name, value in left.items()}
    return {
        "source": {
            "address": address,
            "latest_at": said.get("latest_at"),
            "may_be_incomplete": bool(said.get("has_gaps")),
        },
        "is_cut": cut,
        "facts": shortened,
    }


def quoted(said: Mapping[str, Any], url: str) -> dict[str, Any]:
    """What the manuals say."""
    return {
        "found": said["found"],
        "differ": said["differ"],
        "quick": said["is_quick"],
        "passages": [
            {
                "quotation": each["quotation"],
                "language": each["language"],
                "title": each["title"],
                "edition": each["label"] or None,
                "page": each["page"],
                "headings": each["headings"],
                "link": _link(each, url),
            }
            for each in said["passages"]
        ],
    }


def _link(passage: Mapping[str, Any], url: str) -> str:
    start, end = passage["quote"]
    where = f"version={passage['version']}&page={passage['page']}&chunk={passage['chunk']}"
    return f"{url}/library?{where}&start={start}&end={end}"


def code_of(matches: Sequence[Mapping[str, Any]], kind: str, query: str) -> str:
    """The code of the likeliest match of a kind.

    Raises:
        SiteError: there is none; the message names what there is.
    """
    found = [each for each in matches if each["kind"] == kind]
    if not found:
        others = ", ".join(f"{each['kind']} {each['name']!r}" for each in matches[:5])
        hint = f" There is {others}." if others else ""
        raise SiteError(f"No {kind} of these Games is called {query!r}.{hint}")
    code: str = found[0]["code"]
    return code
