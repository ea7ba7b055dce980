"""What the parts of the engine with a language model hand to each other. Pure."""

from enum import StrEnum

import msgspec

CONNECT_TIMEOUT_S = 3.0
FIRST_TOKEN_TIMEOUT_S = 20.0
"""Until a model has read the prompt and begins; it may be slow, since the answer is already there."""
STALL_TIMEOUT_S = 8.0
"""Between two pieces of what it says."""
TURN_TIMEOUT_S = 60.0
QUEUE_TIMEOUT_S = 2.0
"""An answer that would have to wait longer for the model is given without it."""
ANSWER_BYTES_MAX = 1024 * 1024
"""Of one turn, with everything that the protocol puts around it."""
ANSWER_CHARACTERS_MAX = 6_000
TOKENS_MAX = 900
AT_ONCE_MAX = 8
"""Answers that one process lets a model compose at once."""


class ModelChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which model is asked.

    Args:
        url: of an OpenAI-compatible API, with or without `/v1`; empty: no model.
        name: the model there; empty: the first that it lists.
        key: the bearer token that is sent there.
        file: a GGUF file that `grandstand up` serves at this address.
    """

    url: str
    name: str = ""
    key: str = ""
    file: str = ""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how much; the defaults are the ones of the server."""

    connect_timeout_s: float = CONNECT_TIMEOUT_S
    first_token_timeout_s: float = FIRST_TOKEN_TIMEOUT_S
    stall_timeout_s: float = STALL_TIMEOUT_S
    turn_timeout_s: float = TURN_TIMEOUT_S
    queue_timeout_s: float = QUEUE_TIMEOUT_S
    bytes_max: int = ANSWER_BYTES_MAX
    characters_max: int = ANSWER_CHARACTERS_MAX
    tokens_max: int = TOKENS_MAX
    at_once_max: int = AT_ONCE_MAX


class Reason(StrEnum):
    """Why what was composed is dropped, for operators and tests."""

    REFERENCE = "reference"
    """A reference that is none, or to nothing that was offered."""
    REPEATED = "repeated"
    NUMBER = "number"
    NEGATION = "negation"
    COMPARISON = "comparison"
    CONDITION = "condition"
    NAME = "name"
    WORD = "word"
    SIGN = "sign"
    ORDER = "order"
    """A line of a result that does not follow what it belongs to."""
    NOTHING = "nothing"
    TOO_LONG = "too_long"
    TOOLS = "tools"
    LINK = "link"
    TOPIC = "topic"
    DENIAL = "denial"
    UNAVAILABLE = "unavailable"


class CallPiece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a tool call as it is streamed."""

    index: int
    id: str = ""
    name: str = ""
    arguments: str = ""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """What a model has said by now: some text, parts of tool calls, and why it ended when it has."""

    text: str = ""
    calls: tuple[CallPiece, ...] = ()
    finish: str = ""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A tool call, whole; its arguments as the model wrote them, unchecked."""

    id: str
    name: str
    arguments: str
