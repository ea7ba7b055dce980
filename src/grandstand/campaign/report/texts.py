"""The words of a report in one language, from `locales/` beside this file."""

from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

from grandstand.kernel.i18n import FALLBACK

RIGHT_TO_LEFT = frozenset({"ar"})


@cache
def report_languages() -> tuple[str, ...]:
    """The languages that a report can be in."""
    names = (each.name for each in (files(__package__) / "locales").iterdir())
    return tuple(sorted(name.removesuffix(".ftl") for name in names if name.endswith(".ftl")))


class Texts:
    """The words of one language.

    Args:
        language: one of `report_languages`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = _bundle(language)

    def __call__(self, message: str, **values: str) -> str:
        """The words of a message.

        Raises:
            LookupError: there is no such message.
        """
        if not self._bundle.has_message(message):
            raise LookupError(f"{self.language}.ftl has no message {message!r}.")
        pattern = self._bundle.get_message(message).value
        assert pattern is not None
        text, errors = self._bundle.format_pattern(pattern, values)
        assert not errors, f"{self.language}.ftl: {message!r}: {errors}"
        return str(text)

    def title(self, titles: dict[str, str]) -> str:
        """A title in this language, else in English, else in any."""
        return titles.get(self.language) or titles.get(FALLBACK) or next(iter(titles.values()), "")

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@cache
def _bundle(language: str) -> FluentBundle:
    compiled = FluentBundle([language], use_isolating=False)
    text = (files(__package__) / "locales" / f"{language}.ftl").read_text(encoding="utf-8")
    compiled.add_resource(FluentResource(text))
    return compiled
