"""A crowd that chats: so many questions under way at the same time, over HTTP, to one server on this machine.

    python benchmarks/assistant_load.py [--json] [--quick] [--chats 500] [--rounds 4]

Fictional Games as they stand now are in the database, and nothing is added while the crowd asks, so that every
answer can be checked afterwards. Each chat is a connection that asks one question after the other, in 14
languages, about schedule, results, medals, athletes, records, weather. `lost` counts questions without a whole
answer, refusals too; `wrong` answers of which a fact is not so by the Games' own answers. Times are from the
question's first byte to the answer's last. The crowd runs on the same machine as the server.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import httpx
import msgspec

from grandstand.assistant import Intent
from grandstand.assistant.models import DoneEvent, Event, StatementEvent, UnderstoodEvent
from grandstand.demo.evaluation import EVALUATED, Options, ServerFacade, Split, environment
from grandstand.demo.evaluation.cast import Cast, cast_of
from grandstand.demo.evaluation.models import Asked, Check, Verdict
from grandstand.demo.evaluation.run import ZONE, questions_of
from grandstand.demo.evaluation.scoring import percentile
from grandstand.demo.evaluation.truth import Truth
from grandstand.demo.games import games_on_now, play_games
from grandstand.kernel.clock import system_clock
from grandstand.kernel.telemetry import configure_logging
from grandstand.live import Kind, MedalTableAnswer, Question
from grandstand.services import Services
from serving import Serving

CEILINGS = {"p95_ms": 3000.0, "lost": 0.0, "wrong": 0.0}
ASKED = frozenset(
    {
        Intent.START,
        Intent.SCHEDULE,
        Intent.NOW,
        Intent.RESULT,
        Intent.MEDAL_TABLE,
        Intent.DELEGATION,
        Intent.ATHLETE,
        Intent.COMPARE,
        Intent.RECORD,
        Intent.WEATHER,
    }
)
"""What the crowd asks about."""
ANSWER_TIMEOUT_S = 120.0
MODELS_TIMEOUT_S = 240.0
CAUGHT_UP_TIMEOUT_S = 120.0
FRESH_CONNECTIONS = 12
"""One after the other that all find a process whose models have loaded: then there is none without."""
KEPT_S = 3600.0
"""Nothing changes while the crowd asks."""
END = b"0\r\n\r\n"
SHOWN_MAX = 5
BEGAN_S = time.monotonic()


@dataclass
class Answered:
    """One question of the crowd; `body` is what came, `took_ms` None where it never ended."""

    asked: Asked
    body: bytes = b""
    status: int = 0
    took_ms: float | None = None
    events: list[Event] = field(default_factory=list)


class Chat(asyncio.Protocol):
    """A browser's chat: one connection, one question after the other."""

    def __init__(self, questions: Sequence[Asked]) -> None:
        self.answers = [Answered(each) for each in questions]
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._at, self._began_s, self._got = 0, 0.0, bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._got += data
        # A refusal has a length and no chunks; both are whole answers.
        if self._got.endswith(END) or _is_whole(self._got):
            self._answered()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)

    def _ask(self) -> None:
        asked = self.answers[self._at].asked
        body = json.dumps({"question": asked.text, "language": asked.language, "zone": ZONE}).encode()
        head = (
            "POST /v1/assistant/questions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._began_s = time.perf_counter()
        self._transport.write(head.encode() + body)

    def _answered(self) -> None:
        answer = self.answers[self._at]
        answer.took_ms = (time.perf_counter() - self._began_s) * 1000
        answer.status, answer.body = int(self._got[9:12]), bytes(self._got)
        self._got.clear()
        self._at += 1
        if self._at == len(self.answers):
            self._transport.close()
        else:
            self._ask()


def _is_whole(got: bytes | bytearray) -> bool:
    head, found, body = bytes(got).partition(b"\r\n\r\n")
    for line in head.split(b"\r\n")[1:] if found else ():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return len(body) >= int(value)
    return False


def events_of(body: bytes) -> list[Event]:
    """What was said, out of chunks and frames."""
    _, _, rest = body.partition(b"\r\n\r\n")
    plain = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        plain, rest = plain + rest[:length], rest[length + 2 :]
        if not length:
            break
    found = []
    for frame in plain.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in frame.splitlines() if ": " in line)
        if lines.get("event") not in {None, "problem"}:
            found.append(msgspec.json.decode(lines["data"], type=Event))
    return found


async def ask_all(port: int, questions: Sequence[Asked], chats: int, rounds: int) -> list[Answered]:
    """Every chat at the same time, so many rounds."""
    waiting = iter(islice(cycle(questions), chats * rounds))
    loop = asyncio.get_running_loop()
    opened = [
        loop.create_connection(partial(Chat, list(islice(waiting, rounds))), "127.0.0.1", port)
        for _ in range(chats)
    ]
    found = [chat for _, chat in await asyncio.gather(*opened)]
    await asyncio.wait([chat.over for chat in found], timeout=ANSWER_TIMEOUT_S)
    return [answer for chat in found for answer in chat.answers]


async def wrong_answers(
    answers: Sequence[Answered], facade: ServerFacade, cast_: Cast
) -> tuple[int, Counter[str]]:
    """How many answers tell a fact that is not so, and all facts by verdict; the first wrong ones are printed."""
    truth, wrong, verdicts = Truth(facade, cast_, ZONE), 0, Counter[str]()
    for answer in answers:
        language = next((e.language for e in answer.events if isinstance(e, UnderstoodEvent)), "en")
        checked = await truth.checked(answer.asked, language, answer.events)
        verdicts.update(each.verdict.value for each in checked)
        false = [each for each in checked if each.verdict is Verdict.FALSE]
        wrong += bool(false)
        if false and wrong <= SHOWN_MAX:
            print(f"wrong: {answer.asked.text!r}: {false[0].text!r}: {false[0].value!r}", file=sys.stderr)
    return wrong, verdicts


async def play(services: Services) -> None:
    """The Games until now; nothing afterwards."""
    await services.live.catch_up()
    games = games_on_now(services.live, 1, clock=system_clock)
    await play_games(services.live, games, clock=system_clock, until=system_clock(), speed=0)


async def caught_up(facade: ServerFacade) -> None:
    """Wait until the server has heard of every message."""
    deadline_s, before = time.monotonic() + CAUGHT_UP_TIMEOUT_S, -1
    while time.monotonic() < deadline_s:
        table = cast("MedalTableAnswer", await facade.answer(Question(kind=Kind.MEDALS)))
        if table.awarded == before > 0:
            return
        before = table.awarded
        await asyncio.sleep(2)


async def warmed_up(url: str) -> bool:
    """Whether all processes have loaded the models; each was asked in every language, as on any that is up."""
    deadline_s, in_a_row = time.monotonic() + MODELS_TIMEOUT_S, 0
    while in_a_row < FRESH_CONNECTIONS and time.monotonic() < deadline_s:
        # Which process answers is decided by the connection.
        async with httpx.AsyncClient(base_url=url) as http:
            for language in EVALUATED:
                body = {"question": "?", "language": language, "zone": ZONE}
                await http.post("/v1/assistant/questions", json=body, timeout=60)
            body = {"question": f"What did I miss {time.monotonic():.2f}", "language": "en", "zone": ZONE}
            answer = await http.post("/v1/assistant/questions", json=body, timeout=60)
        in_a_row = in_a_row + 1 if '"quick":false' in answer.text else 0
        await asyncio.sleep(0.5)
    return in_a_row == FRESH_CONNECTIONS


def say(what: str) -> None:
    """Tell on standard error what is being done, and how long it took to come there."""
    print(f"{time.monotonic() - BEGAN_S:6.1f} s  {what}", file=sys.stderr, flush=True)


async def measure(serving: Serving, chats: int, rounds: int) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=serving.url) as http:
        await caught_up(ServerFacade(http, kept_s=0))
        facade = ServerFacade(http, kept_s=KEPT_S)
        cast_ = await cast_of(facade, system_clock(), ZONE)
        say("waiting for the models")
        has_models = await warmed_up(serving.url)
        asked = questions_of(cast_, Options(split=Split.TUNE, languages=EVALUATED))
        questions = [each for each in asked if each.check is Check.INTENT and each.intent in ASKED]
        say(f"asking: {chats} chats, {rounds} rounds")
        began_s = time.perf_counter()
        answers = await ask_all(serving.port, questions, chats, rounds)
        took_s = time.perf_counter() - began_s
        for answer in answers:
            answer.events = events_of(answer.body) if answer.status == httpx.codes.OK else []
        whole = [each for each in answers if any(isinstance(event, DoneEvent) for event in each.events)]
        say("checking the answers")
        wrong, verdicts = await wrong_answers(whole, facade, cast_)
    return told(answers, whole, took_s) | {
        "wrong": wrong,
        "facts": dict(verdicts),
        "chats": chats,
        "models": has_models,
        "log": _warnings(serving.log()),
    }


def told(answers: Sequence[Answered], whole: Sequence[Answered], took_s: float) -> dict[str, Any]:
    """The figures of times and kinds."""
    times = [each.took_ms for each in whole if each.took_ms is not None]
    quick = [each for each in whole if any(isinstance(e, DoneEvent) and e.quick for e in each.events)]
    understood = [
        each.asked.intent in {event.intent for event in each.events if isinstance(event, UnderstoodEvent)}
        for each in whole
    ]
    return {
        "asked": len(answers),
        "lost": len(answers) - len(whole),
        "refused": dict(Counter(str(each.status) for each in answers if each.status not in {0, 200})),
        "quick": len(quick),
        "p50_ms": percentile(times, 0.5).value,
        "p95_ms": percentile(times, 0.95).value,
        "max_ms": percentile(times, 1.0).value,
        "answers_per_s": round(len(whole) / took_s, 1),
        "statements": sum(isinstance(event, StatementEvent) for each in whole for event in each.events),
        "intent": round(sum(understood) / max(len(understood), 1), 3),
    }


def _warnings(log: str) -> int:
    return sum("error" in line.lower() for line in log.splitlines())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="50 chats, 2 rounds")
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args()
    configure_logging("console", "warning")
    chats, rounds = (50, 2) if options.quick else (options.chats, options.rounds)
    with Serving(demo=True, environment={"GRANDSTAND_WORKERS": str(os.cpu_count() or 1)}) as serving:
        say("playing the Games")
        serving.with_services(play)
        say("looking at the Games")
        found = asyncio.run(measure(serving, chats, rounds))
    found |= environment()
    missed = [key for key, most in CEILINGS.items() if found[key] > most]
    if options.json:
        print(json.dumps(found | {"missed": missed}, indent=2))
    else:
        for key, value in found.items():
            print(f"{key:16}{value}" + (f"   at most {CEILINGS[key]:g}" if key in CEILINGS else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
