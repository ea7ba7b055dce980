"""What can be answered instead of a conversation.

ConversationUnknown    404  assistant.conversation_unknown    it is not there, or somebody else's
AnswerUnknown          404  assistant.answer_unknown          a verdict on an answer that the asker was not given
"""

from grandstand.assistant.errors import AssistantError


class ConversationUnknown(AssistantError):
    code = "assistant.conversation_unknown"
    status = 404
    title = "There is no such conversation"


class AnswerUnknown(AssistantError):
    code = "assistant.answer_unknown"
    status = 404
    title = "There is no such answer, or it was given too long ago"
