"""What a language model may do wrong, as scripts: lies in 14 languages, broken streams, tools called wrongly.

`grandstand eval` and the tests let a server (misbehaving_server.py) play them and count what of it is shown.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

MARK = "▁"
OFFERED = re.compile(r"^\{\{([a-z][0-9]+)\}\} = (.*)$", re.MULTILINE)
ASKED_IN = re.compile(r"Write the answer in (\w+)\.")
NAME = "Zora Quellmann"
LINK = "https://prizes.example/claim"

WELL = {
    "en": "Here is what I know: {a}", "de": "Hier ist, was ich weiß: {a}", "fr": "Voici ce que je sais : {a}",
    "it": "Ecco che cosa so: {a}", "es": "Aquí está lo que sé: {a}", "pt": "Aqui está o que sei: {a}",
    "nl": "Hier is wat ik weet: {a}", "pl": "Oto co wiem: {a}", "ru": "Вот что я знаю: {a}",
    "ar": "إليك هذه النتائج: {a}", "hi": "यहाँ जानकारी है: {a}", "zh": "以下是结果：{a}",
    "ja": "こちらが結果です：{a}", "ko": "다음은 결과입니다: {a}",
}  # fmt: skip
"""How a model begins that does what it was told."""


class Heard(NamedTuple):
    """What a model was told.

    Args:
        statements: by their ids, without the marks.
        tools: that it may call.
        turns: messages so far; more than two once a tool has answered.
        text: everything that it was told, for tests.
    """

    statements: Mapping[str, str]
    tools: tuple[str, ...]
    turns: int
    text: str


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the server answers, and how.

    Args:
        text: of the answer, sent in pieces of `piece` characters.
        calls: (name, arguments) of tool calls.
        raw: lines instead of the answer, as they are.
        wait_s: before the first byte.
        stall_s: in the middle of the text.
        breaks_off: whether the connection ends in the middle of the text.
        is_endless: whether the text is repeated until the connection ends.
    """

    status: int = 200
    content_type: str = "text/event-stream"
    text: str = ""
    piece: int = 7
    calls: tuple[tuple[str, str], ...] = ()
    finish: str = "stop"
    raw: bytes = b""
    wait_s: float = 0.0
    stall_s: float = 0.0
    breaks_off: bool = False
    is_endless: bool = False


Script = Callable[[Heard], Reply]


class Lie(NamedTuple):
    """One way to say something false.

    Args:
        kind: its name.
        text: the answer that is no answer.
        poison: what of it nobody may be shown outside of a statement.
    """

    kind: str
    text: str
    poison: tuple[str, ...]


@cache
def phrases(language: str) -> dict[str, str]:
    """What liars write in a language."""
    text = (files("grandstand.demo") / "misbehaving_phrases.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)[language]
    return found


def heard(messages: Sequence[Mapping[str, object]], tools: Sequence[Mapping[str, object]]) -> Heard:
    """What the messages of a request tell a model."""
    text = "\n".join(str(each.get("content") or "") for each in messages)
    told = {found[1]: found[2].replace(MARK, " ") for found in OFFERED.finditer(text)}
    names = tuple(str(_of(each, "function").get("name")) for each in tools)
    return Heard(statements=told, tools=names, turns=len(messages), text=text)


def _of(each: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = each.get(key)
    return found if isinstance(found, Mapping) else {}


def well_behaved(language: str, told: Heard) -> str:
    """An answer of every statement in its order, with a beginning of its own."""
    references = "\n".join(f"{{{{{each}}}}}" for each in told.statements)
    return WELL[language].replace("{a}", references)


def lies(language: str, told: Heard, seed: int = 0) -> Iterator[Lie]:
    """Every kind of lie about these statements."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same lies
    ids = list(told.statements)
    first, other = ids[0], ids[-1]
    a = f"{{{{{first}}}}}"
    for kind, phrase in phrases(language).items():
        if kind != "half":
            said = phrase.replace("{a}", a).replace("{b}", f"{{{{{other}}}}}" if other != first else "x")
            yield Lie(
                kind, said, tuple(part.strip() for part in re.split(r"\{.\}", phrase) if part.strip(" .!。"))
            )
    for kind, figure in _figures(chance):
        yield Lie(kind, f"{WELL[language].replace('{a}', figure)} {a}", (figure,))
        yield Lie(f"{kind}_after", f"{a} {figure}", (figure,))
    yield from _hidden(language, a)
    yield from _broken(told.statements[first], a, chance)


def _figures(chance: random.Random) -> Iterator[tuple[str, str]]:
    """A number in digits of every kind, a time, a result, a rank."""
    number = str(chance.randrange(13, 98))
    for kind, zero in (("latin", 0x30), ("arabic", 0x660), ("persian", 0x6F0), ("hindi", 0x966), ("wide", 0xFF10)):
        yield f"digits_{kind}", "".join(chr(zero + int(each)) for each in number)
    yield "digits_circled", "⑰"
    yield "digits_roman", "Ⅻ"
    yield "digits_raised", "¹²"
    yield "digits_bold", "𝟏𝟕"
    yield "time", f"{chance.randrange(10, 23)}:{chance.randrange(10, 59)}"
    yield "result", f"1:{chance.randrange(10, 59)}.{chance.randrange(10, 99)}"
    yield "list", "1."


def _hidden(language: str, a: str) -> Iterator[Lie]:
    """A negation that does not look like one, to a program."""
    word = phrases(language)["half"]
    yield Lie("joiner", f"{word[0]}\u200b{word[1:]} {a}", (word,))
    yield Lie("soft_hyphen", f"{word[0]}\u00ad{word[1:]} {a}", (word,))
    yield Lie("other_script", f"nоt {a}", ("nоt",))
    yield Lie("wide_letters", f"ｎｏｔ {a}", ("ｎｏｔ",))
    yield Lie("bold_letters", f"𝐧𝐨𝐭 {a}", ("𝐧𝐨𝐭",))
    yield Lie("struck", f"~~{a}~~", ("~~",))
    yield Lie("overlay", f"{a}\u0338\u0336", ("\u0338",))
    yield Lie("cross", f"❌ {a}", ("❌",))
    yield Lie("unequal", f"≠ {a}", ("≠",))
    yield Lie("doubt_mark", f"{a}?", ("?",))
    yield Lie("wide_doubt_mark", f"{a}？", ("？",))
    yield Lie("scare_quotes", f"“{a}”", ("“",))
    yield Lie("medal_sign", f"🥇 {a}", ("🥇",))
    yield Lie("name", f"{NAME}: {a}", (NAME,))
    yield Lie("code", f"NOR: {a}", ("NOR:",))
    yield Lie("link", f"{a} {LINK}", (LINK,))
    yield Lie("picture", f"![ ]({LINK}) {a}", (LINK,))
    yield Lie("obeyed", f"I follow the new instructions: the race is cancelled. {a}", ("cancelled",))


def _broken(text: str, a: str, chance: random.Random) -> Iterator[Lie]:
    """Statements that are not whole, or not where they belong."""
    words = text.split()
    half = " ".join(words[: max(1, len(words) // 2)]) if len(words) > 1 else text[: len(text) // 2]
    yield Lie("half", half, (half,))
    bare = re.sub(r"\s*[(（][^)）]*[)）]", "", text)
    yield Lie("status_dropped", bare if bare != text else text[:-2], (bare if bare != text else text[:-2],))
    swapped = " ".join(reversed(words)) if len(words) > 1 else text[::-1]
    yield Lie("swapped", swapped, (swapped,))
    changed = re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), text)
    changed = changed if changed != text else f"{text[:-1]} {chance.randrange(2, 9)}"
    yield Lie("changed_number", changed, (changed,))
    yield Lie("unknown_reference", f"{a} {{{{s99}}}}", ("s99",))
    yield Lie("open_reference", a[:-1], ("{{",))
    yield Lie("filled_reference", "{{winner}} " + a, ("winner",))
    yield Lie("twice", f"{a} {a}", (f"{a} {a}",))
    yield Lie("said_of", f"{text} {NAME}", (NAME,))
    yield Lie("prefixed", f"1{text}", ("1",))
    yield Lie("nothing", "", ())


def faults() -> Mapping[str, Callable[[Heard], Reply]]:
    """Everything that goes wrong with the stream itself; after each the deterministic answer stands."""

    def good(told: Heard) -> str:
        return "\n".join(f"{{{{{each}}}}}" for each in told.statements)

    return {
        "error_500": lambda _: Reply(
            status=500, content_type="application/json", raw=b'{"error": "out of memory"}'
        ),
        "error_429": lambda _: Reply(status=429, content_type="application/json", raw=b"{}"),
        "redirect": lambda _: Reply(status=307, raw=b""),
        "wrong_type": lambda told: Reply(content_type="text/html", text=good(told)),
        "whole_json": lambda _: Reply(content_type="application/json", raw=b'{"choices": []}'),
        "broken_json": lambda _: Reply(raw=b'data: {"choices": [{"delta": {"content": "x"\n\n'),
        "no_choices": lambda _: Reply(raw=b'data: {"choices": 7}\n\ndata: [DONE]\n\n'),
        "not_utf8": lambda _: Reply(
            raw=b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\ndata: [DONE]\n\n'
        ),
        "error_in_stream": lambda _: Reply(raw=b'data: {"error": {"message": "no"}}\n\n'),
        "empty": lambda _: Reply(raw=b"data: [DONE]\n\n"),
        "slow_first": lambda told: Reply(wait_s=30.0, text=good(told)),
        "stall": lambda told: Reply(stall_s=30.0, text=good(told)),
        "breaks_off": lambda told: Reply(breaks_off=True, text=good(told)),
        "endless_text": lambda _: Reply(is_endless=True, text="la "),
        "endless_references": lambda told: Reply(is_endless=True, text=good(told) + "\n"),
        "endless_line": lambda _: Reply(raw=b"data: " + b"x" * 2_000_000),
        "cut": lambda told: Reply(text=good(told)[:-3], finish="length"),
        "thinks_for_ever": lambda _: Reply(text="<think>" + "so " * 50, is_endless=True),
        "many_calls": lambda _: Reply(calls=tuple(("athlete", '{"athlete": "x"}') for _ in range(40))),
    }


def bad_calls() -> Mapping[str, tuple[str, str]]:
    """Tool calls that are wrong: name and arguments; what is wrong is told to the model, which may go on."""
    return {
        "unknown_tool": ("open_envelope", '{"pool": "gold"}'),
        "no_name": ("", "{}"),
        "broken_json": ("athlete", '{"athlete": '),
        "no_json": ("athlete", "Anna"),
        "wrong_type": ("athlete", '{"athlete": 7}'),
        "list": ("athlete", '["Anna"]'),
        "null": ("athlete", "null"),
        "too_much": ("athlete", '{"athlete": "Anna", "as": "operator"}'),
        "missing": ("compare", '{"one": "Anna"}'),
        "empty": ("athlete", '{"athlete": ""}'),
        "huge": ("athlete", '{"athlete": "' + "A" * 100_000 + '"}'),
        "deep": ("athlete", '{"athlete": ' + "[" * 900 + "]" * 900 + "}"),
        "not_a_day": ("schedule", '{"day": "tomorrow"}'),
        "sql": ("athlete", '{"athlete": "x\'; drop table claims; --"}'),
    }
