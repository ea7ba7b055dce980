"""A question as it was asked, and by whom."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from grandstand.assistant.models import Memory
from grandstand.kernel.auth import Principal


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What the asker says besides.

    Args:
        since: when she was here last, aware.
        table: the text of a file with a table.
    """

    since: datetime | None = None
    table: str | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it was asked.

    Args:
        language: of the page; decides where the text does not.
        zone: the name of the asker's time zone.
        at: now.
        memory: of the questions before.
        viewer: who asks; None: nobody knows.
        quick: too many are asking for the models to have their say.
        since: when she was here last, aware; None: she has not said.
        table: a file with a table that she brings along; None: she brings none.
    """

    text: str
    language: str
    zone: str
    at: datetime
    memory: Memory = Memory()
    viewer: Principal | None = None
    quick: bool = False
    since: datetime | None = None
    table: bytes | None = None

    @property
    def today(self) -> date:
        """The asker's day."""
        return self.at.astimezone(ZoneInfo(self.zone)).date()
