"""The messages of one language: ours in `locales/`, and before them a deployer's own."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

from grandstand.kernel.errors import SettingsInvalid

LANGUAGES = ("en", "de", "fr", "it", "es", "pt", "nl", "pl", "ru", "ar", "hi", "zh", "ja", "ko")


class Catalogue:
    """Messages by id. Values go in as text: numbers keep the digits of the feed in every language."""

    def __init__(self, language: str, folder: Path | None = None) -> None:
        """Read our messages, and over them those of `folder`, if it has a file for the language.

        Raises:
            SettingsInvalid: the deployer's file has a line that is no message.
        """
        self.language = language
        # No isolating marks around what is filled in: names are compared and searched. Sentences in a language
        # from right to left set them themselves (names.py).
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(_resource(_our_text(language), f"{language}.ftl"))
        own = None if folder is None else folder / f"{language}.ftl"
        if own is not None and own.exists():
            text = own.read_text(encoding="utf-8")
            self._bundle.add_resource(_resource(text, str(own)), allow_overrides=True)

    def find(self, message_id: str, attribute: str | None = None, **values: str) -> str | None:
        """The message, or its attribute; None where there is none.

        Raises:
            LookupError: it does not format with these values.
        """
        if not self._bundle.has_message(message_id):
            return None
        message = self._bundle.get_message(message_id)
        pattern = message.value if attribute is None else message.attributes.get(attribute)
        if pattern is None:
            return None
        formatted, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise LookupError(f"{self.language}.ftl: {message_id!r} does not format: {errors[0]}")
        return str(formatted)

    def text(self, message_id: str, **values: str) -> str:
        """The message.

        Raises:
            LookupError: there is none, or it does not format with these values.
        """
        found = self.find(message_id, **values)
        if found is None:
            raise LookupError(f"{self.language}.ftl has no message {message_id!r}.")
        return found


@cache
def _our_text(language: str) -> str:
    return (files("grandstand.live") / "locales" / f"{language}.ftl").read_text(encoding="utf-8")


def _resource(text: str, place: str) -> ast.Resource:
    """The messages of a file; Fluent by itself leaves out in silence what it cannot read."""
    resource = FluentResource(text)
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            line = (entry.content or "").strip().partition("\n")[0]
            raise SettingsInvalid(f"{place} has a line that is no Fluent message: {line!r}. Correct or remove it.")
    return resource
