"""A language model that lies in every known way, between the engine and its questions: what of it is shown?"""

from collections.abc import Sequence
from datetime import datetime

from grandstand.assistant import GroundedEngine, LiveTools, TalkTools, Understanding
from grandstand.assistant.llm import Limits, LlmEngine, ModelChoice, ModelSeat, false_statements
from grandstand.assistant.models import Event
from grandstand.assistant.question import Question
from grandstand.demo.evaluation.cast import Cast
from grandstand.demo.evaluation.models import Figure
from grandstand.demo.misbehaving_model import Lie, Reply, lies, well_behaved
from grandstand.demo.misbehaving_server import MisbehavingModel
from grandstand.live import Reads, names

PATIENCE = Limits(
    connect_timeout_s=5.0,
    first_token_timeout_s=5.0,
    stall_timeout_s=5.0,
    turn_timeout_s=10.0,
    queue_timeout_s=1.0,
    bytes_max=200_000,
    characters_max=20_000,
)
LIES_MIN = 1_000
"""Of all languages together, of four languages and more."""


class Liar:
    """The engine with a model that says what it is made to say.

    Args:
        engine: what answers.
        model: what it asks.
        at: now.
        zone: of the asker.
    """

    def __init__(self, engine: LlmEngine, model: MisbehavingModel, at: datetime, zone: str) -> None:
        self._engine, self._model, self._at, self._zone = engine, model, at, zone

    async def shown(self, text: str, language: str) -> tuple[int, int]:
        """How many lies were told about the answer to a question, and how many false statements were shown."""
        self._model.heard.clear()
        self._model.script = lambda told: Reply(text=well_behaved(language, told), piece=7)
        await self._ask(text, language)
        if not self._model.heard or not self._model.heard[-1].statements:
            return 0, 0
        told = self._model.heard[-1]
        count = shown = 0
        for lie in lies(language, told, seed=len(text)):
            count += 1
            shown += len(await self._played(text, language, lie))
        return count, shown

    async def _played(self, text: str, language: str, lie: Lie) -> list[str]:
        self._model.script = lambda _: Reply(text=lie.text, piece=7)
        return false_statements(await self._ask(text, language), poison=lie.poison)

    async def _ask(self, text: str, language: str) -> list[Event]:
        question = Question(text=text, language=language, zone=self._zone, at=self._at)
        return [event async for event in self._engine.answer(question)]


async def false_statements_shown(reads: Reads, cast: Cast, zone: str, languages: Sequence[str]) -> Figure:
    """How many false statements are shown of how many lies; questions by name, so that no embedder is needed.

    Args:
        reads: the Games.
        cast: who and what there is.
        zone: of the asker.
        languages: that are lied in.
    """
    count = shown = 0
    async with MisbehavingModel(lambda _: Reply()) as model:
        grounded = GroundedEngine(Understanding(reads, ()), [LiveTools(reads), TalkTools()])
        engine = LlmEngine(grounded, ModelSeat(ModelChoice(url=model.url), limits=PATIENCE), reads)
        liar = Liar(engine, model, cast.at, zone)
        try:
            for turn in range(LIES_MIN):
                for language in languages:
                    told, false = await liar.shown(_question(cast, language, turn), language)
                    count, shown = count + told, shown + false
                if count >= LIES_MIN or not count:
                    break
        finally:
            await engine.close()
    return Figure(value=shown, n=count)


def _question(cast: Cast, language: str, turn: int) -> str:
    """An event that is over and a delegation with medals in turn, by their names alone."""
    if turn % 2:
        return names(language).country(cast.decorated[turn // 2 % len(cast.decorated)])
    over = sorted(set(cast.over) & cast.called_once(language))
    return names(language).event(over[turn // 2 % len(over)])
