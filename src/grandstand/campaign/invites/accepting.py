"""Accepting invitations: everybody who does at the same moment in one transaction, on her own side only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import msgspec

from grandstand.campaign.batches import Batcher
from grandstand.campaign.invites.codes import parse_code
from grandstand.campaign.invites.errors import CodeUnknown, InviteError
from grandstand.campaign.invites.models import (
    Acceptance,
    Accepted,
    Asked,
    CodeOwner,
    Member,
    Scheme,
    SchemeId,
)
from grandstand.campaign.invites.rules import refusal
from grandstand.campaign.invites.storage import InviteStorage
from grandstand.campaign.outbox import Outbox, OutboxMessage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import GrandstandError, Overloaded
from grandstand.kernel.ids import SubjectId

ACCEPTED = "invite.accepted"
"""The kind of the message to the side of the inviter."""
WELCOME = "invite.welcome"
"""The kind of the message that rewards the invited one."""
BATCH_MAX = 1024
WAITING_MAX = 8192
TRIES_MAX = 3

Key = tuple[SchemeId, SubjectId]


class Accepting:
    """Takes acceptances; what follows for both sides leaves through the outbox, with the same transaction."""

    def __init__(self, database: Database, clock: Clock, storage: InviteStorage, outbox: Outbox) -> None:
        self._database = database
        self._clock = clock
        self._storage = storage
        self._outbox = outbox
        self._batcher: Batcher[Asked, Accepted] = Batcher(
            self._accept_all, batch_max=BATCH_MAX, waiting_max=WAITING_MAX
        )

    async def accept(self, fan: SubjectId, typed: str) -> Accepted:
        """Accept the invitation that a code stands for; doing so again is answered the same.

        Raises:
            CodeInvalid: the code is mistyped.
            InviteError: why the invitation does not count.
            Overloaded: too many are accepting here; nothing was begun.
        """
        return await self._batcher.answer(Asked(fan, parse_code(typed)))

    async def drain(self) -> None:
        """Return when everybody who was let in has been answered."""
        await self._batcher.drain()

    async def _accept_all(self, asked: Sequence[Asked]) -> list[Accepted | GrandstandError]:
        async with self._database.transaction() as db:
            owners = await self._storage.owners(db, list({each.code for each in asked}))
            schemes = await self._storage.hold_schemes(db, sorted({each.scheme for each in owners.values()}))
            answers: list[Accepted | GrandstandError | None] = [
                None if each.code in owners else CodeUnknown("Nobody has this code; look at it once more.")
                for each in asked
            ]
            for _ in range(TRIES_MAX):
                left = [at for at, answer in enumerate(answers) if answer is None]
                if not left:
                    break
                found = await self._once(db, [(asked[at], owners[asked[at].code]) for at in left], schemes)
                for at, answer in zip(left, found, strict=True):
                    answers[at] = answer
        return [Overloaded(retry_after_s=1) if answer is None else answer for answer in answers]

    async def _once(
        self, db: Connection, asked: Sequence[tuple[Asked, CodeOwner]], schemes: dict[int, Scheme]
    ) -> list[Accepted | InviteError | None]:
        """What each is answered; None where somebody else has changed her row in the meantime."""
        now = self._clock()
        keys = list({(owner.scheme, each.fan): None for each, owner in asked})
        known = await self._storage.lock_members(db, keys)
        answers: list[Accepted | InviteError | None] = []
        new: dict[Key, tuple[int, Member]] = {}
        for at, (each, owner) in enumerate(asked):
            key = (owner.scheme, each.fan)
            member, invited_at = known.get(key, (None, None))
            if key in new:
                # Two codes of one fan in one batch: the first one counts, as it would one after the other.
                member = new[key][1]
            refused = refusal(schemes[owner.scheme], owner, each.fan, member, now)
            if refused is None and (member is None or member.inviter is None):
                since = now if member is None else member.since
                new[key] = (at, Member(owner.scheme, each.fan, since, owner.fan))
                answers.append(None)
            else:
                answers.append(refused or Accepted(scheme=owner.scheme, accepted_at=invited_at or now))
        if new:
            written = await self._storage.accept(db, [member for _, member in new.values()], now)
            members = [new[key] for key in written]
            await self._outbox.put(db, [each for _, member in members for each in _messages(member, now)])
            for at, member in members:
                answers[at] = Accepted(scheme=member.scheme, accepted_at=now)
        return answers


def _messages(member: Member, now: datetime) -> list[OutboxMessage]:
    """What both sides hear of an acceptance: the same whoever writes it."""
    assert member.inviter is not None
    acceptance = Acceptance(scheme=member.scheme, inviter=member.inviter, invited=member.fan, at=now)
    body = msgspec.json.encode(acceptance)
    sides = ((ACCEPTED, member.inviter), (WELCOME, member.fan))
    return [
        OutboxMessage(
            id=uuid5(NAMESPACE_URL, f"grandstand:{kind}:{member.scheme}:{member.fan}"),
            kind=kind,
            key=f"invite:{member.scheme}:{side}",
            body=body,
        )
        for kind, side in sides
    ]
