"""The engine with a language model: it chooses, orders and connects statements, and writes no value.

models.py        what the parts hand to each other
vocabulary.py, words/   which words may stand between statements, in 14 languages
verify.py        whether a sentence that was composed may be shown
own_words.py     the same of words about something that Grandstand has no source for
sentences.py     a stream of text as sentences
wire.py          a stream of bytes as what the model says
endpoint.py      an OpenAI-compatible server: time-outs, limits
breaker.py       when a model is left alone
seat.py          which model is attached, also while the server runs
prompts.py       what the model is told
calls.py         what the model wants to know, wherever it wrote that
tools.py         the questions that it may ask, and their answers as statements
search.py        a search endpoint (SearXNG)
numbering.py     ids of tools' answers
loop.py          rounds of tools, then the composed answer, sentence by sentence
engine.py        the deterministic answer first, then what was composed of it
audit.py         counts false statements in an answer, by other means than verify.py
trial.py         a dozen questions before a model is attached
"""

from grandstand.assistant.llm.audit import false_statements
from grandstand.assistant.llm.breaker import Breaker
from grandstand.assistant.llm.endpoint import Endpoint
from grandstand.assistant.llm.engine import LlmEngine
from grandstand.assistant.llm.models import Limits, ModelChoice
from grandstand.assistant.llm.search import SearchEndpoint
from grandstand.assistant.llm.seat import ModelSeat, keep_choice, kept_choice
from grandstand.assistant.llm.trial import Trial, tried
from grandstand.assistant.llm.verify import Offered, Refused, Verification, offered
from grandstand.assistant.llm.wire import EndpointFailed

__all__ = [
    "Breaker",
    "Endpoint",
    "EndpointFailed",
    "Limits",
    "LlmEngine",
    "ModelChoice",
    "ModelSeat",
    "Offered",
    "Refused",
    "SearchEndpoint",
    "Trial",
    "Verification",
    "false_statements",
    "keep_choice",
    "kept_choice",
    "offered",
    "tried",
]
