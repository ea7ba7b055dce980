"""The message catalogue that Python and the browser share: Fluent files in `locales/`, one a language."""

import re
from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"
ENTRY = re.compile(r"^(?=[A-Za-z#-])", re.MULTILINE)
"""Where a message or a comment begins: what goes on with either is indented, or closes a brace."""


def languages() -> list[str]:
    """The languages that have a catalogue, sorted."""
    names = (entry.name for entry in (files("grandstand") / "locales").iterdir())
    return sorted(name.removesuffix(".ftl") for name in names if name.endswith(".ftl"))


def text(language: str, message_id: str, **values: str | float) -> str:
    """The message in the language.

    Raises:
        FileNotFoundError: the language has no catalogue; ask `languages` first.
        LookupError: there is no such message, or it does not format with these values.
    """
    bundle = _bundle(language)
    if not bundle.has_message(message_id):
        # To read a whole catalogue takes a tenth of a second, and a process says few of its messages.
        bundle.add_resource(FluentResource(_sources(language).get(message_id, "")))
    message = bundle.get_message(message_id) if bundle.has_message(message_id) else None
    if message is None or message.value is None:
        raise LookupError(f"{language}.ftl has no message {message_id!r}.")
    formatted, errors = bundle.format_pattern(message.value, values)
    if errors:
        raise LookupError(f"{language}.ftl: {message_id!r} does not format: {errors[0]}")
    return str(formatted)


@cache
def _bundle(language: str) -> FluentBundle:
    return FluentBundle([language])


@cache
def _sources(language: str) -> dict[str, str]:
    """Each message as it is written, by its id."""
    catalogue = (files("grandstand") / "locales" / f"{language}.ftl").read_text(encoding="utf-8")
    return {entry.partition(" =")[0]: entry for entry in ENTRY.split(catalogue)}


def titles(message_id: str) -> dict[str, str]:
    """The message in every language of the catalogue."""
    return {language: text(language, message_id) for language in languages()}
