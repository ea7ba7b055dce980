"""What can be answered instead of an answer.

AssistantError
├── QuestionInvalid    422  assistant.question_invalid    empty, too long, or a zone or language unknown to us
├── ActInvalid         422  assistant.act_invalid         not a confirmation that was made for whoever sends it
└── ActExpired         409  assistant.act_expired         its confirmation came too late

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


class ActInvalid(AssistantError):
    code = "assistant.act_invalid"
    title = "The confirmation is none of yours"


class ActExpired(AssistantError):
    code = "assistant.act_expired"
    status = 409
    title = "The confirmation came too late"
