"""Questions and what they may go on as, over HTTP."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.language.models import Language
from grandstand.library.asking import Asking
from grandstand.library.errors import CollectionUnknown, NotInstalled
from grandstand.library.installed import require_installed
from grandstand.library.models import ID_MAX, Answer, CollectionId, Question
from grandstand.library.routes import told
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Visitor

FILTERS_MAX = 100
"""Collections or languages that one question may name."""
PREFIX_LENGTH_MAX = 100
Id = Annotated[int, Field(strict=True, ge=1, le=ID_MAX)]
Code = Annotated[str, Field(pattern="^[a-z]{2,3}$")]
ASKING = answer(Answer) | problems(CollectionUnknown, NotInstalled, Overloaded, RequestInvalid)


class SuggestionsShown(msgspec.Struct, frozen=True, kw_only=True):
    """Headings and titles of what the asker may read."""

    suggestions: tuple[str, ...]


class QuestionRequest(BaseModel):
    """A question in any language; `language` is the page's, where the question alone does not say its own."""

    model_config = ConfigDict(extra="forbid")
    question: str
    language: Code | None = None
    collections: list[Id] = Field([], max_length=FILTERS_MAX)
    languages: list[Code] = Field([], max_length=FILTERS_MAX)

    def asked(self) -> Question:
        return Question(
            text=self.question,
            prior=None if self.language is None else Language(self.language),
            collections=tuple(CollectionId(each) for each in self.collections),
            languages=tuple(Language(each) for each in self.languages),
        )


def asking_routes(asking: Asking) -> APIRouter:
    """What anybody may ask; the answer is only from what she may read."""
    router = APIRouter(prefix="/v1/library", tags=["library"])

    @router.post("/questions", responses=ASKING)
    async def ask_question(visitor: Visitor, body: QuestionRequest) -> Response:
        """The sentences that answer, word for word, each with its page; or that nothing was found."""
        require_installed()
        return told(await asking.ask(visitor, body.asked()))

    @router.get("/suggestions", responses=answer(SuggestionsShown))
    async def suggest(visitor: Visitor, query: Annotated[str, Query(max_length=PREFIX_LENGTH_MAX)]) -> Response:
        """What a question may be about that begins like this."""
        return told(SuggestionsShown(suggestions=tuple(await asking.suggest(visitor, query))))

    return router
