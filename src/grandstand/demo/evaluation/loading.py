"""The files of questions."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from grandstand.demo.evaluation.models import QuestionSet, Split
from grandstand.kernel.errors import RequestInvalid

EVALUATED = ("en", "de", "fr", "it", "es", "pt", "nl", "pl", "ru", "ar", "hi", "zh", "ja", "ko")
PER_INTENT = {Split.TUNE: 3, Split.TEST: 8}
"""Questions of each intent in each language."""
FOLDER = files("grandstand.demo.evaluation") / "questions"


@cache
def load(language: str) -> QuestionSet:
    """The questions in a language.

    Raises:
        RequestInvalid: there are none, or the file is not as questions/README.md says.
    """
    file = FOLDER / f"{language}.toml"
    if language not in EVALUATED or not file.is_file():
        there = ", ".join(each for each in EVALUATED if (FOLDER / f"{each}.toml").is_file())
        raise RequestInvalid(f"There are no questions in {language!r}; there are some in {there}.")
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), QuestionSet)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RequestInvalid(f"The questions in {language!r} cannot be read: {error}.") from None
