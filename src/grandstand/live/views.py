"""The view of now, which follows the join, and views of other times, built when they are asked for."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from grandstand.kernel.errors import Overloaded
from grandstand.live.join import Join, Place, Selection
from grandstand.live.models import Content, Identity, Stamp
from grandstand.live.reader import Pace
from grandstand.live.rules import base_of
from grandstand.live.state import KEYED_TYPES, needed
from grandstand.live.view import View

PAST_VIEWS_MAX = 64
"""Other times than now that are kept built."""
PAST_WAITING_MAX = 64
"""Questions of other times that may wait for their turn: one is built at a time."""
PAST_RETRY_S = 1.0

Contents: TypeAlias = Mapping[bytes, Content | None]
FindContents: TypeAlias = Callable[[Sequence[bytes]], Awaitable[Contents]]


class Views:
    """The views of one process.

    Args:
        join: what messages are put into; only through `add`, so that the view of now follows.
        contents_of: what messages say, by digest.
    """

    def __init__(self, join: Join, contents_of: FindContents) -> None:
        self._join = join
        self._contents_of = contents_of
        self._competition: str | None = None
        self._now = View()
        self._refreshing = asyncio.Lock()
        # By document, the deltas to put on top of what the view holds; None: it has to be read anew.
        self._changed: dict[Identity, list[Stamp] | None] = {}
        self._past: OrderedDict[datetime, View] = OrderedDict()
        self._building = asyncio.Lock()
        self._unfinished: tuple[datetime, View] | None = None
        self._waiting = 0

    async def now(self) -> View:
        """What everything that has arrived says.

        The view goes on changing: ask it before the next `await`.
        """
        async with self._refreshing:
            while self._changed:
                await self._refresh()
        return self._now

    def add(self, identity: Identity, stamp: Stamp) -> None:
        """Let a message take its place in the join, and have the view follow."""
        if self._join.add(identity, stamp) is Place.DUPLICATE:
            return
        if (competition := self._join.competition()) != self._competition:
            self._begin(competition)
        elif identity.competition == competition:
            self._note(identity, stamp)
        for as_of in [each for each in self._past if each >= stamp.generated_at]:
            del self._past[as_of]
        if self._unfinished is not None and self._unfinished[0] >= stamp.generated_at:
            self._unfinished = None

    def _begin(self, competition: str | None) -> None:
        """Other Games have begun: nothing of those before is shown any more."""
        self._competition = competition
        self._now = View()
        self._changed = {base: None for base in self._join.bases() if base.competition == competition}

    def _note(self, identity: Identity, stamp: Stamp) -> None:
        base = base_of(identity)
        waiting = self._changed.setdefault(base, [])
        if waiting is not None and identity != base and self._join.is_on_top(identity, stamp):
            waiting.append(stamp)
        else:
            self._changed[base] = None

    async def _refresh(self) -> None:
        """Bring the view up to what the join holds now; what arrives meanwhile is left for the next time."""
        changed, self._changed = self._changed, {}
        try:
            await self._put(changed)
        except BaseException:
            # Whoever asked may have hung up in the middle of it.
            self._changed.update(dict.fromkeys(changed))
            raise

    async def _put(self, changed: Mapping[Identity, list[Stamp] | None]) -> None:
        lacking = {base for base in changed if self._join.lacks_delta(base)}
        selections = {base: self._join.selection(base) for base, deltas in changed.items() if deltas is None}
        wanted = [each.digest for selection in selections.values() for each in selection.stamps]
        wanted += [each.digest for deltas in changed.values() for each in deltas or ()]
        # Other Games may begin meanwhile, with another view.
        view, contents, pace = self._now, await self._contents_of(wanted), Pace()
        for base, deltas in changed.items():
            if deltas is None:
                await put_selection(view, base, selections[base], contents, pace)
            for stamp in deltas or ():
                view.extend(base, stamp, contents[stamp.digest])
            await pace.breathe()
        view.lack(view.lacking - changed.keys() | lacking)

    async def at(self, as_of: datetime) -> View:
        """What had been said by a time.

        Raises:
            Overloaded: too many other times are being asked for.
        """
        if as_of in self._past:
            self._past.move_to_end(as_of)
            return self._past[as_of]
        if self._waiting >= PAST_WAITING_MAX:
            raise Overloaded(f"{PAST_WAITING_MAX} other times are being asked for.", retry_after_s=PAST_RETRY_S)
        self._waiting += 1
        try:
            async with self._building:
                return self._past.get(as_of) or await self._build(as_of)
        finally:
            self._waiting -= 1

    async def _build(self, as_of: datetime) -> View:
        view, pace = View(), Pace()
        # Not kept if a message of that time arrives meanwhile.
        self._unfinished = (as_of, view)
        selections = needed(self._join, as_of)
        view.lack({base for base in selections if self._join.lacks_delta(base, as_of)})
        contents = await self._contents_of(
            [each.digest for selection in selections.values() for each in selection.stamps]
        )
        for base, selection in selections.items():
            await put_selection(view, base, selection, contents, pace)
            await pace.breathe()
        if self._unfinished == (as_of, view):
            self._past[as_of] = view
            if len(self._past) > PAST_VIEWS_MAX:
                self._past.popitem(last=False)
        return view


async def put_selection(view: View, base: Identity, selection: Selection, contents: Contents, pace: Pace) -> None:
    """Let a view hold what a document consists of."""
    if base.type in KEYED_TYPES:
        for _ in view.rebuild(base, [(each, contents[each.digest]) for each in selection.stamps]):
            await pace.breathe()
    else:
        bulk = selection.bulk
        view.replace(base, bulk, None if bulk is None else contents[bulk.digest])
