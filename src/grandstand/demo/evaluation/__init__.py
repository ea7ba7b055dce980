"""How good the assistant is, measured with questions of our own over the simulated Games.

    questions/     what fans ask, in 14 languages: questions/README.md says how they are written
    models.py      a question with its names filled in, what was heard, what was judged
    loading.py     the files of questions
    known.py       which of them the assistant has among its own
    cast.py        who and what the Games have: the names that are filled in
    filling.py     questions with names, the same ones with every run
    facades.py     the answers of the Games, in this process or from a server
    needs.py       which facts a right answer holds
    looks.py, claims.py, truth.py   which of the told facts are so, by a look-up of their own
    askers.py      who is asked: an assistant of this process, or a server
    traps.py       orders in names, in a document, in a table
    lying.py       a language model that lies, and how much of it is shown
    judging.py     from what was heard to what is right: pure
    scoring.py     from many judgements to figures with their intervals: pure
    report.py      figures as text and JSON, and beside an earlier run's
    run.py         all of it

Nothing here reads the assistant's tools or prototypes: what is right is worked out from the Games' own answers.
"""

from grandstand.demo.evaluation.askers import Asker, AssistantAsker, ServerAsker
from grandstand.demo.evaluation.facades import Facade, ServerFacade
from grandstand.demo.evaluation.loading import EVALUATED, load
from grandstand.demo.evaluation.lying import false_statements_shown
from grandstand.demo.evaluation.models import Split
from grandstand.demo.evaluation.report import as_json, as_text, compared, environment, read_report
from grandstand.demo.evaluation.run import Options, evaluate
from grandstand.demo.evaluation.traps import document_with_orders, participants_with_orders

__all__ = [
    "EVALUATED",
    "Asker",
    "AssistantAsker",
    "Facade",
    "Options",
    "ServerAsker",
    "ServerFacade",
    "Split",
    "as_json",
    "as_text",
    "compared",
    "document_with_orders",
    "environment",
    "evaluate",
    "false_statements_shown",
    "load",
    "participants_with_orders",
    "read_report",
]
