"""The message catalogue that Python and the browser share: Fluent files in `locales/`, one a language."""

from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"


def languages() -> list[str]:
    """The languages that have a catalogue, sorted."""
    names = (entry.name for entry in (files("grandstand") / "locales").iterdir())
    return sorted(name.removesuffix(".ftl") for name in names if name.endswith(".ftl"))


@cache
def bundle(language: str) -> FluentBundle:
    """The compiled catalogue of one language.

    Raises:
        FileNotFoundError: there is none; ask `languages` first.
    """
    compiled = FluentBundle([language])
    text = (files("grandstand") / "locales" / f"{language}.ftl").read_text(encoding="utf-8")
    compiled.add_resource(FluentResource(text))
    return compiled


def text(language: str, message_id: str, **values: str | float) -> str:
    """The message in the language.

    Raises:
        LookupError: there is no such message, or it does not format with these values.
    """
    compiled = bundle(language)
    message = compiled.get_message(message_id) if compiled.has_message(message_id) else None
    if message is None or message.value is None:
        raise LookupError(f"{language}.ftl has no message {message_id!r}.")
    formatted, errors = compiled.format_pattern(message.value, values)
    if errors:
        raise LookupError(f"{language}.ftl: {message_id!r} does not format: {errors[0]}")
    return str(formatted)


def titles(message_id: str) -> dict[str, str]:
    """The message in every language of the catalogue."""
    return {language: text(language, message_id) for language in languages()}
