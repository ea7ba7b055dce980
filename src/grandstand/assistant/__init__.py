"""Answers in the asker's language, of which no value is invented: facts from sources, statements of facts.

    models.py         facts, statements, sources; the events of an answer; what is remembered
    question.py       a question and who asks it
    intents.py, likeness.py, words.py, prototypes/   what a question wants: the likest of questions that we know
    times.py, day_words.toml      today, tonight, Saturday, 9 February: which day is meant
    understanding.py  language, intent, names, day of one question; rehearsal.py: ready before the first one
    telling.py        statements are made here, each slot a fact with its source
    asked.py          what a tool is given and has to do
    live_tools.py, live_*.py   from an understood question to statements about the Games
    wanted.py, wanted_words.toml   which place, which medal, how many, plotted or counted
    data_tools.py, table_said.py, data_shown.py   tables and plots, of the Games or of what the asker brought
    library_tools.py  what the manuals say, word for word
    replay_tools.py   replays that are there to watch
    campaign_tools.py, campaign_said.py, speaking.py   what can be won, the wallet, orders, invitations
    wishes.py, wish_words.toml, orders.py   what she wants to have; which voucher and shop fit it
    acts.py, acted.py, act_routes.py   an envelope opened, a voucher redeemed, after her word
    talk_tools.py     greetings, thanks, what there is to ask
    memory.py         what is remembered of a conversation
    wording.py, locales/   statements as sentences, in 14 languages
    grounded.py       the engine without a language model
    llm/              the engine with one: it composes, and nothing that it writes by itself is shown unverified
    service.py        limits, one answer at a time for each asker
    question_handler.py, routes.py   POST /v1/assistant/questions: events as they come
    errors.py         what can be answered instead

Why by reference: docs/explanation/facts-by-reference.md.
"""

from grandstand.assistant.act_routes import act_routes
from grandstand.assistant.acts import ActParts, Acts, ActSeal
from grandstand.assistant.asked import Toolbox
from grandstand.assistant.campaign_tools import CampaignTools
from grandstand.assistant.data_tools import DataTools
from grandstand.assistant.errors import AssistantError, QuestionInvalid
from grandstand.assistant.grounded import Engine, GroundedEngine
from grandstand.assistant.library_tools import LibraryTools
from grandstand.assistant.live_tools import LiveTools
from grandstand.assistant.models import Intent
from grandstand.assistant.question import Question
from grandstand.assistant.question_handler import QuestionHandler
from grandstand.assistant.replay_tools import ReplayTools
from grandstand.assistant.routes import assistant_paths
from grandstand.assistant.service import Assistant
from grandstand.assistant.talk_tools import TalkTools
from grandstand.assistant.understanding import Model, Understanding

__all__ = [
    "ActParts",
    "ActSeal",
    "Acts",
    "Assistant",
    "AssistantError",
    "CampaignTools",
    "DataTools",
    "Engine",
    "GroundedEngine",
    "Intent",
    "LibraryTools",
    "LiveTools",
    "Model",
    "Question",
    "QuestionHandler",
    "QuestionInvalid",
    "ReplayTools",
    "TalkTools",
    "Toolbox",
    "Understanding",
    "act_routes",
    "assistant_paths",
]
