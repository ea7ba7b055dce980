"""What the Games' results feed has said, at any instant: one truth from messages that come twice, late or torn.

    models.py                     the nouns of the feed
    rsc.py                        keys of 34 characters and their ancestors
    envelope.py                   the header of a message, read before its body
    parse.py, parse_*.py, attributes.py   the body to structs; what is wrong with a row
    rules.py                      what is a test, what is a delta, what is live, which rows are shown
    join.py, state.py             the maximum of each document, deltas over bulks: pure, the specification
    view.py, views.py             the same, kept up to date with its indexes; other times
    answers.py                    what questions are answered with
    names.py, countries.py, locales/   names in 14 languages
    tell.py, happenings.py, more.py, reads.py   from a view to answers
    search.py, spelling.py        who or what a word may mean, by any spelling
    mentions.py, gazetteer.py, gender_words.py   who and what a question is about
    reader.py, room.py, contents.py   parsing beside the event loop, how much is on its way, what stays in memory
    service.py                    take in, ask, look at the quarantine
    watch.py                      gaps and differing medals, as alarms
    told.py, push.py              answers as bytes; streams of them
    storage.py, queries.sql, schema/  the log, the quarantine
    archive.py, inbox.py          messages out of files, folders and archives; a folder that is watched
    feed_handler.py, read_handler.py, read_query.py, routes.py, document.py   HTTP
    errors.py                     what can be answered instead

Why a log and a join: docs/explanation/live-join.md.
"""

from grandstand.live.answers import (
    Answer,
    AthleteAnswer,
    BoardAnswer,
    BracketSideAnswer,
    ChangesAnswer,
    CompareAnswer,
    ComparedAnswer,
    CompetitorAnswer,
    DelegationAnswer,
    EventAnswer,
    HappeningAnswer,
    MedalAnswer,
    MedalTableAnswer,
    MedalTableLine,
    MeetingAnswer,
    NowAnswer,
    RecordAnswer,
    RowAnswer,
    ScheduleAnswer,
    UnitAnswer,
    VenueAnswer,
    WeatherAnswer,
)
from grandstand.live.archive import Found, batches, find_messages
from grandstand.live.errors import ArchiveInvalid, KeyInvalid, MessageInvalid, NothingThere
from grandstand.live.inbox import Inbox
from grandstand.live.join import Gap, Join, Place
from grandstand.live.mentions import Mentions, Spotter
from grandstand.live.models import (
    Colour,
    Envelope,
    Fate,
    FeedSettings,
    Identity,
    Outcome,
    Placeholder,
    QuarantineEntry,
    Reason,
    Stamp,
)
from grandstand.live.names import Names, names
from grandstand.live.push import Push
from grandstand.live.reads import Kind, Question
from grandstand.live.rsc import Rsc, ancestors, parse_rsc
from grandstand.live.service import LiveService
from grandstand.live.state import LiveState
from grandstand.live.storage import LiveStorage
from grandstand.live.told import Reads, Told
from grandstand.live.view import View
from grandstand.live.watch import Watch

__all__ = [
    "Answer",
    "ArchiveInvalid",
    "AthleteAnswer",
    "BoardAnswer",
    "BracketSideAnswer",
    "ChangesAnswer",
    "Colour",
    "CompareAnswer",
    "ComparedAnswer",
    "CompetitorAnswer",
    "DelegationAnswer",
    "Envelope",
    "EventAnswer",
    "Fate",
    "FeedSettings",
    "Found",
    "Gap",
    "HappeningAnswer",
    "Identity",
    "Inbox",
    "Join",
    "KeyInvalid",
    "Kind",
    "LiveService",
    "LiveState",
    "LiveStorage",
    "MedalAnswer",
    "MedalTableAnswer",
    "MedalTableLine",
    "MeetingAnswer",
    "Mentions",
    "MessageInvalid",
    "Names",
    "NothingThere",
    "NowAnswer",
    "Outcome",
    "Place",
    "Placeholder",
    "Push",
    "QuarantineEntry",
    "Question",
    "Reads",
    "Reason",
    "RecordAnswer",
    "RowAnswer",
    "Rsc",
    "ScheduleAnswer",
    "Spotter",
    "Stamp",
    "Told",
    "UnitAnswer",
    "VenueAnswer",
    "View",
    "Watch",
    "WeatherAnswer",
    "ancestors",
    "batches",
    "find_messages",
    "names",
    "parse_rsc",
]
