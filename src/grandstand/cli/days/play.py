"""The nine days, played on the real services and PostgreSQL, a quarter of an hour at a time.

Everybody who wants something in a quarter of an hour asks for it at the same moment; so the clock of the play
moves in steps, and the services work in large batches. What is asked for follows from the script's seed. What is
answered is the services' own: shares, amounts, codes and winners are as in any other campaign.
"""

import asyncio
import os
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from grandstand.campaign import Claim
from grandstand.campaign.fraud import FraudAct, HoldState, Target
from grandstand.campaign.invites import SchemeId
from grandstand.campaign.programme import Programme, ProgrammeId, read_programme
from grandstand.campaign.report import GroupsOutcome
from grandstand.campaign.vouchers import MerchantId, Redemption
from grandstand.cli.days.crowd import Acceptance, Claimed, Coming, CrowdPlan, days, people_of
from grandstand.cli.days.crowding import answers
from grandstand.cli.days.fronts import Fronts
from grandstand.cli.days.script import Script
from grandstand.cli.days.storage import DaysStorage
from grandstand.cli.days.street import Street
from grandstand.demo.fraudsters import Kind, Person
from grandstand.demo.merchant import Behaviour
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.postgres import EmbeddedPostgres
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

SIGNALS_AT_ONCE = 300
REPORTERS, CODES_AT_ONCE = 3, 16
PACED, NO_ROOM = "campaign.paced", frozenset({"merchant.full", "merchant.closed"})
REVIEWED_A_DAY = 60
AFTERWARDS = timedelta(days=1, hours=10)
"""After the last day it is known who never came again."""
KILL_AFTER_S = 0.05
HOLDOUT, ACTIVE_ANYWAY, ACTIVE_MORE = 0.02, 0.24, 0.05
"""The made-up truth of the hold-out group: how large it is, who is active anyway, and who because of the days."""
FEW_MESSAGES = 40
"""So few wait for the next quarter of an hour."""
CROWDING = 1.2
"""How many go to the shops, for each whom there is room for."""
DOWN_MOMENTS = 8
"""How long the shops' systems are down: two hours."""

Say = Callable[[str], None]
SERVER_KILLED, DATABASE_KILLED, SHOPS_DOWN = "server killed", "database killed", "shops' systems down"
OUTAGES = {0: SERVER_KILLED, 1: DATABASE_KILLED, 2: SHOPS_DOWN, 4: SERVER_KILLED, 7: DATABASE_KILLED}
"""What breaks on which day, in its busiest quarter of an hour."""


class Now:
    """The clock of the play."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Play:
    """One play of the nine days on an empty, migrated database.

    Args:
        script: how large.
        document: the programme's file.
        settings: with the address of the database.
        postgres: the server, so that it can be killed; None: it is not.
        folder: for the orders of the shops.
        say: told what goes on, once a day.
    """

    def __init__(
        self,
        script: Script,
        document: bytes,
        settings: Settings,
        postgres: EmbeddedPostgres | None,
        folder: Path,
        say: Say,
    ) -> None:
        self.script = script
        self.document = document
        self.programme: Programme = read_programme(document)
        opens_at = min(wave.opens_at for wave in self.programme.waves)
        closes_at = max(wave.closes_at for wave in self.programme.waves)
        self.now = Now(opens_at - timedelta(hours=1))
        self.crowd: CrowdPlan
        self.street = Street(folder, self.now)
        self.storage = DaysStorage()
        self.outcomes: Counter[str] = Counter()
        self.outages: list[tuple[datetime, str]] = []
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.changed_answers = 0
        self.operator = Principal(new_subject_id(), Role.OPERATOR, None, closes_at + timedelta(days=99))
        self.services: Services
        self.pools: list[PoolId] = []
        self.number = ProgrammeId(0)
        self._settings = settings
        self._postgres = postgres
        self._say = say
        self._chance = Random(script.seed)  # noqa: S311 - a play
        self._schemes: dict[int, SchemeId] = {}
        self._codes: dict[tuple[int, SubjectId], str] = {}
        self._thirsty: list[Claimed] = []
        self._truth: dict[SubjectId, Person] = {}

    async def run(self) -> None:
        """Play all days, and what is known a day later."""
        for number, day in enumerate(days(self.crowd.moments, self.programme.zone)):
            outage = OUTAGES.get(number) if self.script.outages else None
            await self._day(day, outage)
            self._say(
                f"{self.now().astimezone().date()}: {self.outcomes['claims']:,} claims, "
                f"{self.outcomes['redemptions']:,} redemptions, {sum(self.seconds.values()):.0f} s"
            )
        self.now.at += AFTERWARDS
        await self._end_of_day()
        await self._keep_times()
        await self._hand_over()

    async def note_outcome(self) -> None:
        """What the growth team would have counted elsewhere: made up, by chance, of two groups."""
        offered, kept = 2 * self.script.fans, round(2 * self.script.fans * HOLDOUT)
        outcome = GroupsOutcome(
            measure="Simulated: active on the seventh day after the campaign, of those who were here before it",
            offered_fans=offered,
            offered_active=self._active_of(offered, ACTIVE_ANYWAY + ACTIVE_MORE),
            kept_fans=kept,
            kept_active=self._active_of(kept, ACTIVE_ANYWAY),
        )
        await self.services.reports.put_outcome(self.operator, self.number, outcome)

    def _active_of(self, fans: int, share: float) -> int:
        spread = (fans * share * (1 - share)) ** 0.5
        return max(0, min(fans, round(self._chance.gauss(fans * share, spread))))

    async def close(self) -> None:
        """Close what `begin` has opened."""
        await self.services.close()

    async def begin(self) -> None:
        """Open the services, apply the programme, open platforms and shops, and plan who comes."""
        self.services = await self._new_services()
        await self.services.keys.ensure_key()
        await self.services.tokens.refresh()
        applied = await self.services.programmes.apply(self.operator, self.document, "the nine days begin")
        for number, wave in enumerate(applied.waves):
            self.pools.append(PoolId(wave.pool))
            if wave.scheme is not None:
                self._schemes[number] = SchemeId(wave.scheme)
        self.number = ProgrammeId((await self.services.programmes.programmes(self.operator))[0].id)
        people = people_of(self.script, self.programme)
        fronts = Fronts(self.services.platforms, self.operator)
        await fronts.build(self.programme, self.pools)
        await fronts.bring(people)
        self._truth = {each.id: each for each in people}
        self.crowd = CrowdPlan(self.script, self.programme, people)
        wanted = sum(len(coming.thirsty) for coming in self.crowd.everything())
        await self.street.build(
            self.services.vouchers, self.operator, self._chance, wanted=wanted, moments=len(self.crowd.moments)
        )

    async def _day(self, day: range, outage: str | None) -> None:
        busiest = max(day, key=self.crowd.size)
        for moment in day:
            if outage == SHOPS_DOWN and moment in {busiest, busiest + DOWN_MOMENTS}:
                self.street.behave(Behaviour.DOWN if moment == busiest else Behaviour.OK)
            if outage and moment == busiest:
                self.outages.append((self.crowd.moments[moment], outage))
            breaks = outage if moment == busiest and outage != SHOPS_DOWN else None
            await self._moment(moment, breaks, is_last=moment == day[-1])
        self.street.behave(Behaviour.OK)
        await self._end_of_day()

    async def _moment(self, moment: int, outage: str | None, *, is_last: bool) -> None:
        coming = self.crowd.at(moment)
        await self._accept(coming.acceptances)
        self.now.at = self.crowd.moments[moment]
        with self._counting("signals"):
            await self._report(coming)
        breaking = asyncio.create_task(self._break(outage)) if outage else None
        with self._counting("claims"):
            await self._claim(coming.claims, again=outage is not None)
        if breaking is not None:
            await breaking
        # At midnight a draw closes: every ticket of the day has to be in it.
        await self._hand_over(0 if is_last else FEW_MESSAGES)
        self._thirsty += coming.thirsty
        with self._counting("redemptions"):
            await self._redeem()
        await self._keep_times()

    # What people do.

    async def _accept(self, asked: Sequence[Acceptance]) -> None:
        """Invitations, minute by minute; whoever was invited in a minute may invite in the same one."""
        with self._counting("invitations"):
            for minute, of_minute in groupby(sorted(asked, key=lambda each: each.at), key=_minute):
                self.now.at = max(self.now.at, minute)
                left = list(of_minute)
                while left:
                    coming = {each.fan for each in left}
                    ready = [each for each in left if each.inviter not in coming]
                    left = [each for each in left if each.inviter in coming]
                    await self._accept_all(ready)
                    self.now.at += timedelta(milliseconds=20)

    async def _accept_all(self, asked: Sequence[Acceptance]) -> None:
        without = {(each.wave, each.inviter) for each in asked} - self._codes.keys()
        if without:
            hosts = sorted(without)
            codes = await answers(hosts, self._code, at_once=CODES_AT_ONCE)
            self._codes |= {host: code for host, code in zip(hosts, codes, strict=True) if isinstance(code, str)}
            # Whoever is invited comes after her host.
            self.now.at += timedelta(milliseconds=1)
        ready = [each for each in asked if (each.wave, each.inviter) in self._codes]
        for answer in await answers(ready, self._accept_one):
            self._note("acceptances", answer)

    async def _code(self, host: tuple[int, SubjectId]) -> str:
        wave, fan = host
        return await self.services.invites.code(self._fan(fan), self._schemes[wave])

    async def _accept_one(self, asked: Acceptance) -> object:
        code = self._codes[asked.wave, asked.inviter]
        return await self.services.invites.accept(self._fan(asked.fan), code)

    async def _report(self, coming: Coming) -> None:
        parts = [
            coming.signals[at : at + SIGNALS_AT_ONCE] for at in range(0, len(coming.signals), SIGNALS_AT_ONCE)
        ]

        async def report(part: list[Any]) -> object:
            return await self.services.fraud.report_of_others(self.operator, part)

        for answer in await answers(parts, report, at_once=REPORTERS):
            assert not isinstance(answer, GrandstandError), answer

    async def _claim(self, claims: Sequence[Claimed], *, again: bool) -> None:
        left = list(claims)
        first: dict[Claimed, Claim] = {}
        while left:
            told = await answers(left, self._claim_one)
            paced = []
            for claim, answer in zip(left, told, strict=True):
                if isinstance(answer, GrandstandError) and answer.code == PACED:
                    paced.append(claim)
                else:
                    self._note("claims", answer)
                if again and isinstance(answer, Claim):
                    first[claim] = answer
            self.now.at += timedelta(seconds=1) if paced else timedelta()
            left = paced
        if first:
            # After an outage everybody asks once more, and has to be given the same.
            told = await answers(list(first), self._claim_one)
            self.changed_answers += sum(answer != first[claim] for claim, answer in zip(first, told, strict=True))

    async def _claim_one(self, claim: Claimed) -> Claim:
        grant = await self.services.engine.claim(self.pools[claim.wave], claim.fan, claim.occasion)
        return grant.claim

    async def _redeem(self) -> None:
        """Whoever wants to use a voucher goes to a shop that has room; who finds none comes again."""
        if not self._thirsty:
            return
        notices = await self._surely(lambda services: services.vouchers.with_room(None))
        shops = [self.street.shops[each.id] for each in notices]
        if not shops:
            return
        go = min(len(self._thirsty), round(CROWDING * sum(shop.per_minute for shop in shops)))
        going, self._thirsty = self._thirsty[:go], self._thirsty[go:]
        wishes = [(each, MerchantId(self.street.choose(shops, self._chance).id)) for each in going]
        for (each, _), answer in zip(wishes, await answers(wishes, self._redeem_one), strict=True):
            if isinstance(answer, GrandstandError) and answer.code in NO_ROOM:
                self.outcomes[answer.code] += 1
                self._thirsty.append(each)
            else:
                self._note("redemptions", answer)

    async def _redeem_one(self, wish: tuple[Claimed, MerchantId]) -> Redemption:
        each, merchant = wish
        pool = self.pools[each.wave]
        return await self.services.vouchers.redeem(
            self._fan(each.fan), pool, each.occasion, merchant, capture=True
        )

    # What goes on beside.

    async def _hand_over(self, least: int = 0) -> None:
        """Until no more than `least` messages came at once: those of one key are told one after another."""
        with self._counting("outbox"):
            while await self._surely(lambda services: services.outbox.run_once()) > least:
                pass

    async def _keep_times(self) -> None:
        with self._counting("beside"):
            await self._surely(lambda services: services.campaign.keep_times())
            await self._surely(lambda services: services.draws.keep_times())
            await self._surely(lambda services: services.vouchers.keep_times())
            await self._surely(lambda services: services.campaign.sample_burn_down())

    async def _end_of_day(self) -> None:
        await self._hand_over()
        with self._counting("beside"):
            await self._surely(self._analyze)
            await self._surely(lambda services: services.proofs.publish_heads())
            while await self._surely(lambda services: services.outbox.clean_up()):
                pass
        with self._counting("looking"):
            while await self._surely(lambda services: services.fraud.looking.look()):
                pass
        with self._counting("review"):
            await self._review()

    async def _analyze(self, services: Services) -> None:
        async with services.database.connection() as db:
            await self.storage.analyze(db)

    async def _review(self) -> None:
        """A person looks at some of what was held, and sees the truth."""
        holds, _ = await self._surely(lambda services: services.fraud.holds(self.operator, HoldState.HELD, None))
        for fan in list(dict.fromkeys(each.fan for each in holds))[:REVIEWED_A_DAY]:
            person = self._truth.get(fan)
            guilty = person is not None and person.is_fraud
            act = FraudAct.VOIDED if guilty else FraudAct.RELEASED
            reason = f"{person.kind.value} by its papers" if person else "somebody whom nobody knows"
            tree = guilty and person is not None and person.kind in {Kind.STAR, Kind.CHAIN}
            try:
                await self._surely(partial(self._decide, act, fan, reason, tree=tree))
            except GrandstandError as error:
                # Decided with the tree of somebody before her.
                self.outcomes[error.code] += 1

    async def _decide(self, act: FraudAct, fan: SubjectId, reason: str, services: Services, *, tree: bool) -> None:
        await services.fraud.act(self.operator, act, fan, reason, tree=tree, target=Target(None, None))

    async def _break(self, outage: str) -> None:
        """Break something in the middle of what goes on."""
        await asyncio.sleep(KILL_AFTER_S)
        if outage == SERVER_KILLED:
            killed, self.services = self.services, await self._new_services()
            killed.database.cut()
        elif self._postgres is not None and self._postgres.pid is not None:
            os.kill(self._postgres.pid, signal.SIGKILL)

    async def _new_services(self) -> Services:
        return await build_services(self._settings, self.now, webhooks=self.street)

    async def _surely(self, work: Callable[[Services], Awaitable[Any]]) -> Any:
        """The result of the work; where the database is away, when it is back."""
        deadline_s = time.monotonic() + 120
        while True:
            try:
                return await work(self.services)
            except DatabaseUnavailable:
                if time.monotonic() > deadline_s:
                    raise
                await asyncio.sleep(0.1)

    def _fan(self, fan: SubjectId) -> Principal:
        return Principal(fan, Role.FAN, None, self.operator.expires_at)

    def _note(self, what: str, answer: object) -> None:
        self.outcomes[answer.code if isinstance(answer, GrandstandError) else what] += 1

    @contextmanager
    def _counting(self, part: str) -> Iterator[None]:
        began_s = time.perf_counter()
        yield
        self.seconds[part] += time.perf_counter() - began_s


def _minute(asked: Acceptance) -> datetime:
    return asked.at.replace(second=0, microsecond=0) + timedelta(minutes=1)
