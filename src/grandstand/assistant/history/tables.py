"""Verdicts and unanswered questions as tables: CSV (RFC 4180) in UTF-8 that spreadsheets open."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from grandstand.assistant.history.models import AnswerFeedback, UnansweredQuestion

FEEDBACK_COLUMNS = (
    *("id", "at", "verdict", "reason", "comment", "question", "language", "intent"),
    *("quick", "told"),
)
UNANSWERED_COLUMNS = ("id", "asked_at", "question", "language", "intent", "shortfall", "times")
MARK = "\ufeff"
"""Says that it is UTF-8; without it spreadsheets read something else."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would compute with begins so."""


def head(columns: Sequence[str]) -> str:
    return MARK + _lines([columns])


def feedback_lines(found: Iterable[AnswerFeedback]) -> str:
    return _lines([_cell(getattr(each, column)) for column in FEEDBACK_COLUMNS] for each in found)


def unanswered_lines(found: Iterable[UnansweredQuestion]) -> str:
    return _lines([_cell(getattr(each, column)) for column in UNANSWERED_COLUMNS] for each in found)


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case str() if value.startswith(FORMULA):
            return f"'{value}"
    return value


def _lines(rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
