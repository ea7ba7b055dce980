"""What can be answered instead of an answer.

AssistantError
└── QuestionInvalid    422  assistant.question_invalid    empty, too long, or a zone or language unknown to us

Beside these, `server.overloaded` where too many are being answered.
"""

from grandstand.kernel.errors import GrandstandError


class AssistantError(GrandstandError):
    code = "assistant.error"
    status = 422
    title = "The question cannot be answered"


class QuestionInvalid(AssistantError):
    code = "assistant.question_invalid"
    title = "The question is not valid"
