"""Five hundred people ask at once: every one of them is answered, and nobody with what is another's."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import new_subject_id
from serving import Serving

pytestmark = pytest.mark.timeout(300)
CHATS = 500
FANS = 50
QUESTIONS = (
    ("Wie steht der Medaillenspiegel?", "de"),
    ("What did I miss?", "en"),
    ("女子滑降什么时候开始?", "zh"),
    ("من فاز في سباق الانحدار للرجال؟", "ar"),
    ("Qu’est-ce qui se passe maintenant ?", "fr"),
    ("Hello!", "en"),
    ("What is on tomorrow?", "en"),
)


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True, games=True) as running:
        yield running


async def test_five_hundred_at_once_are_all_answered(serving: Serving) -> None:
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(FANS)])
    limits = httpx.Limits(max_connections=CHATS)
    async with httpx.AsyncClient(base_url=serving.url, timeout=120, limits=limits) as client:

        async def chat(number: int) -> list[dict[str, Any]]:
            text, language = QUESTIONS[number % len(QUESTIONS)]
            headers = {"authorization": f"Bearer {tokens[number]}"} if number < FANS else {}
            answer = await client.post(
                "/v1/assistant/questions", json={"question": text, "language": language}, headers=headers
            )
            assert answer.status_code == 200, answer.text
            frames = answer.text.strip().split("\n\n")
            return [json.loads(frame.partition("data: ")[2]) for frame in frames if "data: " in frame]

        await asyncio.gather(*(chat(number) for number in range(len(QUESTIONS))))
        answers = await asyncio.gather(*(chat(number) for number in range(CHATS)))
        ends = Counter(said[-1].get("event") or said[-1].get("code") for said in answers)
        assert ends == {"done": CHATS}
        for number, said in enumerate(answers):
            assert said[0]["language"] == QUESTIONS[number % len(QUESTIONS)][1]
            assert any(each["event"] in {"statement", "choice"} for each in said)
            assert (said[-1]["conversation"] is not None) == (number < FANS)
        # Whoever asked the same and was understood alike was told the same.
        tables = {
            tuple(each["text"] for each in said if each["event"] == "statement")
            for number, said in enumerate(answers)
            if number % len(QUESTIONS) == 0 and said[0]["intent"] == "medal_table"
        }
        assert 1 <= len(tables) <= 3, "the table may change while they ask, and not more often"
        conversations = {said[-1]["conversation"] for said in answers[:FANS]}
        assert len(conversations) == FANS
        for token in tokens[:5]:
            headers = {"authorization": f"Bearer {token}"}
            for _ in range(200):
                kept = (await client.get("/v1/assistant/conversations", headers=headers)).json()["conversations"]
                if kept:
                    break
                await asyncio.sleep(0.1)
            assert kept
