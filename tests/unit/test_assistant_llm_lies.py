"""A model that lies in every known way, in 14 languages: nothing of it is shown."""

from collections import Counter

import pytest

from games_at import games_in_the_afternoon, reads_of
from grandstand.assistant.llm import false_statements
from grandstand.assistant.models import DoneEvent, Intent
from grandstand.demo.misbehaving_model import Lie, Reply, heard, lies, well_behaved
from grandstand.language.models import LANGUAGES
from grandstand.live import Reads
from scripted_endpoint import Stage, deltas, is_verified, reason, stage, statements

COMPOSED_MIN = 1_000
DOWNHILL, NORWAY = "the men's downhill", "Norway"
QUESTIONS = {DOWNHILL: Intent.RESULT, NORWAY: Intent.DELEGATION}


@pytest.fixture(scope="module")
def reads() -> Reads:
    return reads_of(games_in_the_afternoon())


async def lied_to(on: Stage, language: str, text: str, tally: Counter[str]) -> list[str]:
    """Every lie about the answer to one question; the false statements that were shown."""
    on.model.script = lambda told: Reply(text=well_behaved(language, told), piece=5)
    good = await on.ask(text, language)
    assert is_verified(good), (language, reason(good))
    assert {each for delta in deltas(good) for each in delta.statements} == {each.id for each in statements(good)}
    assert false_statements(good) == []
    told = on.model.heard[-1]
    shown = []
    for lie in lies(language, told, seed=len(text)):
        shown += await played(on, language, text, lie)
        tally[lie.kind] += 1
    return shown


async def played(on: Stage, language: str, text: str, lie: Lie) -> list[str]:
    on.model.script = lambda _: Reply(text=lie.text, piece=3)
    events = await on.ask(text, language)
    assert isinstance(events[-1], DoneEvent)
    assert not is_verified(events), (language, lie)
    assert reason(events) is not None, (language, lie)
    return false_statements(events, poison=lie.poison)


async def test_of_more_than_a_thousand_lies_none_is_shown_and_the_truth_is(reads: Reads) -> None:
    tally, shown = Counter[str](), list[str]()
    async with stage(reads, lambda _: Reply(), intents=QUESTIONS) as on:
        for language in LANGUAGES:
            shown += await lied_to(on, language, DOWNHILL, tally)
        for language in LANGUAGES[::2]:
            shown += await lied_to(on, language, NORWAY, tally)
    assert shown == []
    assert tally.total() >= COMPOSED_MIN
    assert len(tally) >= 50


def test_the_liars_read_what_they_are_told() -> None:
    told = heard([{"role": "user", "content": "{{s1}} = One▁thing\n{{s2}} = another"}], [])
    assert told.statements == {"s1": "One thing", "s2": "another"}
    assert len({lie.text for lie in lies("en", told)}) == len(list(lies("en", told)))
