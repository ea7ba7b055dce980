"""What is kept of answers: conversations, verdicts, questions without an answer.

models.py      the nouns
rules.py       what may be kept, what is everybody's, what had no answer: pure
tickets.py     who may say something of an answer
notebook.py    what is written after answers, while nobody waits
service.py     the use cases
storage.py, queries.sql, schema/   the tables
tables.py      verdicts and unanswered questions as CSV
routes.py      HTTP
errors.py      what can be answered instead
"""

from grandstand.assistant.history.errors import AnswerUnknown, ConversationUnknown
from grandstand.assistant.history.models import Conversation, FeedbackReason, Judgement, Shortfall
from grandstand.assistant.history.routes import feedback_routes, history_routes
from grandstand.assistant.history.service import History

__all__ = [
    "AnswerUnknown",
    "Conversation",
    "ConversationUnknown",
    "FeedbackReason",
    "History",
    "Judgement",
    "Shortfall",
    "feedback_routes",
    "history_routes",
]
