"""The tables of invitations, on the caller's connection."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from grandstand.campaign.invites.models import (
    CodeOwner,
    DailyTicket,
    Member,
    Scheme,
    SchemeAct,
    SchemeActRecord,
    SchemeFigures,
    SchemeId,
    SchemePlan,
    SchemeState,
)
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.sealing import Sealer

KEY_PURPOSE = "invite codes"


class Counted(NamedTuple):
    """An acceptance on the side of the inviter: which one it is in all, and of its day."""

    number: int
    day: date
    number_of_day: int


class InviteStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign.invites")

    # Schemes.

    async def insert_scheme(self, db: Connection, plan: SchemePlan, key: bytes, at: datetime) -> SchemeId:
        number: int = await db.fetchval(
            self._sql["insert_scheme"],
            plan.pool,
            plan.invited_occasion,
            list(plan.inviter_occasions),
            plan.opens_at,
            plan.closes_at,
            plan.zone,
            msgspec.json.encode(plan.daily_tickets).decode(),
            self._sealer.seal(key, KEY_PURPOSE),
            at,
        )
        return SchemeId(number)

    async def scheme(self, db: Connection, scheme: SchemeId, *, lock: bool = False) -> Scheme | None:
        row = await db.fetchrow(self._sql["lock_scheme" if lock else "scheme"], scheme)
        return None if row is None else _scheme(row)

    async def hold_schemes(self, db: Connection, schemes: Sequence[SchemeId]) -> dict[int, Scheme]:
        """Schemes that nobody can pause before the transaction ends, by number."""
        return {row["id"]: _scheme(row) for row in await db.fetch(self._sql["hold_schemes"], list(schemes))}

    async def key(self, db: Connection, scheme: SchemeId) -> bytes:
        """What the codes of a scheme are made with."""
        row = await db.fetchrow(self._sql["scheme"], scheme)
        assert row is not None
        return self._sealer.open(row["sealed_key"], KEY_PURPOSE)

    async def schemes(self, db: Connection, most: int) -> list[Scheme]:
        """The newest first."""
        return [_scheme(row) for row in await db.fetch(self._sql["schemes"], most)]

    async def set_state(self, db: Connection, scheme: SchemeId, state: SchemeState) -> None:
        await db.execute(self._sql["set_state"], scheme, state.value)

    async def insert_act(
        self, db: Connection, scheme: SchemeId, at: datetime, actor: Principal, act: SchemeAct, reason: str
    ) -> None:
        await db.execute(self._sql["insert_act"], scheme, at, actor.subject, actor.role.value, act.value, reason)

    async def acts(self, db: Connection, scheme: SchemeId, most: int) -> list[SchemeActRecord]:
        """What was done to a scheme, newest first."""
        return [
            SchemeActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=SchemeAct(row["act"]),
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], scheme, most)
        ]

    # Codes.

    async def begin(self, db: Connection, scheme: SchemeId, fan: SubjectId, now: datetime) -> None:
        """Be here from now on, unless the fan has been before."""
        await db.execute(self._sql["begin"], fan, scheme, now)

    async def member(self, db: Connection, scheme: SchemeId, fan: SubjectId) -> tuple[Member | None, str | None]:
        """What is known of a fan, and her code; None where there is nothing."""
        row = await db.fetchrow(self._sql["member"], fan, scheme)
        return (None, None) if row is None else (_member(row), row["code"])

    async def take_code(self, db: Connection, code: str, owner: CodeOwner) -> bool:
        """Whether the code is this fan's now, or was before."""
        row = await db.fetchrow(self._sql["insert_code"], code, owner.scheme, owner.fan, owner.since)
        return row is not None and (row["scheme_id"], row["fan_id"]) == (owner.scheme, owner.fan)

    async def set_code(self, db: Connection, owner: CodeOwner, code: str) -> None:
        await db.execute(self._sql["set_code"], owner.fan, owner.scheme, code)

    async def owners(self, db: Connection, codes: Sequence[str]) -> dict[str, CodeOwner]:
        """Whose codes they are; those of nobody are missing."""
        rows = await db.fetch(self._sql["owners"], list(codes))
        return {
            row["code"]: CodeOwner(SchemeId(row["scheme_id"]), SubjectId(row["fan_id"]), row["since"])
            for row in rows
        }

    # Acceptances.

    async def lock_members(
        self, db: Connection, keys: Sequence[tuple[SchemeId, SubjectId]]
    ) -> dict[tuple[SchemeId, SubjectId], tuple[Member, datetime | None]]:
        """Those who are known already, locked; and when each was invited."""
        rows = await db.fetch(self._sql["lock_members"], [fan for _, fan in keys], [scheme for scheme, _ in keys])
        return {
            (SchemeId(row["scheme_id"]), SubjectId(row["fan_id"])): (_member(row), row["invited_at"])
            for row in rows
        }

    async def accept(
        self, db: Connection, members: Sequence[Member], now: datetime
    ) -> set[tuple[SchemeId, SubjectId]]:
        """Write down who was invited by whom; those for whom it was written, by scheme and fan."""
        rows = await db.fetch(
            self._sql["accept"],
            [member.fan for member in members],
            [member.scheme for member in members],
            [member.since for member in members],
            [member.inviter for member in members],
            [now] * len(members),
        )
        return {(SchemeId(row["scheme_id"]), SubjectId(row["fan_id"])) for row in rows}

    async def count(
        self, db: Connection, accepted: Sequence[tuple[SchemeId, SubjectId, SubjectId, datetime, date]]
    ) -> dict[tuple[SchemeId, SubjectId], Counted]:
        """Number acceptances on the side of their inviters, each once, by scheme and invited one.

        Args:
            db: a transaction.
            accepted: scheme, inviter, invited, time and day; an inviter once at most.
        """
        schemes, inviters, invited = ([each[at] for each in accepted] for at in (0, 1, 2))
        times, days = [each[3] for each in accepted], [each[4] for each in accepted]
        await db.fetch(self._sql["lock_inviters"], inviters, schemes)
        await db.execute(self._sql["count_accepted"], inviters, schemes, invited, times, days)
        rows = await db.fetch(self._sql["numbers"], inviters, schemes, invited)
        return {
            (SchemeId(row["scheme_id"]), SubjectId(row["invited_id"])): Counted(
                row["number"], row["day"], row["number_of_day"]
            )
            for row in rows
        }

    async def accepted_of(self, db: Connection, scheme: SchemeId, fan: SubjectId, today: date) -> tuple[int, int]:
        """How many have accepted a fan's invitations, in all and today."""
        row = await db.fetchrow(self._sql["accepted_of"], fan, scheme, today)
        assert row is not None
        return row["accepted"], row["today"]

    async def figures(self, db: Connection, scheme: SchemeId) -> SchemeFigures:
        row = await db.fetchrow(self._sql["figures"], scheme)
        assert row is not None
        return SchemeFigures(scheme=scheme, **row)


def _scheme(row: Row) -> Scheme:
    return Scheme(
        id=row["id"],
        pool=row["pool_id"],
        invited_occasion=row["invited_occasion"],
        inviter_occasions=tuple(row["inviter_occasions"]),
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        zone=row["zone"],
        daily_tickets=msgspec.json.decode(row["daily_tickets"], type=tuple[DailyTicket, ...]),
        state=SchemeState(row["state"]),
    )


def _member(row: Row) -> Member:
    inviter = row["inviter_id"]
    return Member(
        SchemeId(row["scheme_id"]),
        SubjectId(row["fan_id"]),
        row["since"],
        None if inviter is None else SubjectId(inviter),
    )
