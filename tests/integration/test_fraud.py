"""Signals, scores and holds on a real database; the statement agrees with its plain form."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from grandstand.campaign import Act, Curve, PoolPlan
from grandstand.campaign.errors import PlanInvalid
from grandstand.campaign.fraud import (
    FanSignal,
    Fraud,
    FraudAct,
    HoldState,
    Rules,
    Signal,
    SignalKind,
    fraud_routes,
    is_held,
    reporting,
    score,
)
from grandstand.campaign.fraud.digests import Digests
from grandstand.campaign.fraud.errors import (
    HoldUnknown,
    RulesConflict,
    RulesInvalid,
    SignalInvalid,
    TreeTooLarge,
)
from grandstand.campaign.fraud.looking import AGAIN
from grandstand.campaign.fraud.service import KEEP, SIGNALS_AT_ONCE_MAX, SIGNALS_OF_A_PAGE_MAX
from grandstand.campaign.fraud.storage import VALUES_OF_A_FAN_MAX, FraudStorage, Looked, Target
from grandstand.demo.fraudsters import Fraudsters, Person
from grandstand.demo.sightings import crowd_in_memory, signals_of
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services
from grandstand.web.front_door import FrontDoor
from grandstand.web.identity import Identity
from grandstand.web.problem import problem

START = datetime(2030, 2, 6, tzinfo=UTC)
ALL = Target(None, None)
POOL = PoolPlan(
    titles={"en": "Drinks"},
    currency="CNY",
    shares=2000,
    total_minor=5_000_000,
    minimum_minor=2500,
    curve=Curve.EQUAL,
    occasions=("launch", "day:2030-02-07"),
    lanes=2,
)


@dataclass
class Watch:
    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now


@dataclass
class House:
    """Fraud, and everything it stands on."""

    services: Services
    settings: Settings
    watch: Watch
    operator: Principal
    auditor: Principal
    pool: PoolId
    fraud: Fraud

    async def claim(self, fans: Sequence[SubjectId], occasion: str = "launch") -> None:
        await asyncio.gather(*(self.services.engine.claim(self.pool, fan, occasion) for fan in fans))

    async def farm(self, count: int, device: str = "farm") -> list[SubjectId]:
        """Accounts that claim, each of which was seen once on one device."""
        fans = [new_subject_id() for _ in range(count)]
        await self.seen(fans, SignalKind.DEVICE, device)
        await self.claim(fans)
        return fans

    async def seen(self, fans: Sequence[SubjectId], kind: SignalKind, value: str) -> None:
        await self.fraud.report_of_others(self.operator, [FanSignal(fan, kind, value) for fan in fans])

    async def held(self, state: HoldState = HoldState.HELD) -> set[tuple[SubjectId, str]]:
        found, following = await self.fraud.holds(self.auditor, state)
        while following is not None:
            more, following = await self.fraud.holds(self.auditor, state, following)
            found += more
        return {(each.fan, each.occasion) for each in found}

    async def act(self, act: FraudAct, fan: SubjectId, *, tree: bool = False, target: Target = ALL) -> int:
        done = await self.fraud.act(self.operator, act, fan, "as the committee decided", tree=tree, target=target)
        return done.claims

    async def later(self, time: timedelta) -> None:
        self.watch.now += time
        await self.fraud.looking.look()

    async def rows(self, statement: str, *values: object) -> list[asyncpg.Record]:
        async with self.services.database.connection() as db:
            return await db.fetch(statement, *values)

    async def invited(self, pairs: Sequence[tuple[SubjectId, SubjectId]], gap: timedelta) -> None:
        """Write down that the first of each pair has invited the second, one after the other."""
        at = self.watch.now
        for number, (inviter, invited) in enumerate(pairs, 1):
            await self.rows(
                "insert into invite_accepted values ($1, 1, $2, $3, $4, $5::date, $3)",
                inviter, invited, number, at + number * gap, at,
            )  # fmt: skip
            await self.rows(
                "insert into invite_member values ($1, 1, $2, null, $3, $2)", invited, at + number * gap, inviter
            )


@pytest.fixture
async def house(settings: Settings, principal: Callable[[Role], Principal]) -> AsyncIterator[House]:
    watch = Watch()
    services = await build_services(settings, watch)
    operator = principal(Role.OPERATOR)
    books = await services.campaign.create_pool(operator, POOL)
    await services.campaign.act(operator, books.pool, Act.OPENED, "come in")
    fraud = Fraud(services.database, watch, Sealer(settings.sealing_key()))
    yield House(services, settings, watch, operator, principal(Role.AUDITOR), books.pool, fraud)
    await fraud.drain()
    await services.close()


def fan() -> Principal:
    return Principal(new_subject_id(), Role.FAN, None, START + timedelta(days=90))


async def test_a_farm_is_held_and_a_family_on_one_device_is_not(house: House) -> None:
    farm = await house.farm(40)
    family = await house.farm(4, "tablet")
    await house.seen(family, SignalKind.PAYMENT, "mother")
    await house.later(timedelta(hours=26))
    assert await house.held() == {(each, "launch") for each in farm}
    found, _ = await house.fraud.holds(house.auditor, HoldState.HELD)
    assert found[0].score >= Rules().threshold
    assert "device_shared:40" in found[0].reasons
    assert "40 accounts have one device and no other." in found[0].explanation


async def test_looking_again_changes_nothing_and_a_later_claim_is_held_as_well(house: House) -> None:
    farm = await house.farm(30)
    await house.later(timedelta())
    await house.later(timedelta(hours=26))
    before = await house.rows("select * from fraud_hold order by fan_id")
    await house.seen(farm, SignalKind.DEVICE, "farm")
    await house.later(timedelta())
    await house.later(2 * AGAIN)
    assert [row["placed_at"] for row in await house.rows("select * from fraud_hold order by fan_id")] == [
        row["placed_at"] for row in before
    ]
    await house.claim(farm[:1], "day:2030-02-07")
    await house.later(timedelta())
    assert (farm[0], "day:2030-02-07") in await house.held()
    assert len(await house.held()) == 31


async def test_those_who_came_early_are_held_when_the_farm_has_grown(house: House) -> None:
    early = await house.farm(5)
    await house.later(timedelta(minutes=1))
    assert await house.held() == set()
    late = await house.farm(40)
    await house.later(timedelta(minutes=1))
    assert await house.held() == {(each, "launch") for each in late}
    await house.later(AGAIN)
    assert await house.held() == {(each, "launch") for each in [*early, *late]}


async def test_a_ring_that_sends_no_signals_at_all_is_held_a_day_later(house: House) -> None:
    root, *ring = [new_subject_id() for _ in range(31)]
    await house.invited([(root, each) for each in ring], timedelta(seconds=2))
    friend, *friends = [new_subject_id() for _ in range(21)]
    await house.invited([(friend, each) for each in friends], timedelta(hours=1))
    await house.claim([root, *ring, friend, *friends])
    await house.later(timedelta(minutes=2))
    assert await house.held() == set()
    await house.later(timedelta(hours=25))
    assert await house.held() == {(each, "launch") for each in (root, *ring)}


async def test_two_processes_that_look_at_once_hold_each_claim_once(house: House) -> None:
    farm = await house.farm(60)
    other = Fraud(house.services.database, house.watch, Sealer(house.settings.sealing_key()))
    house.watch.now += timedelta(hours=26)
    await asyncio.gather(*(each.looking.look() for each in (house.fraud, other, house.fraud, other)))
    assert await house.held() == {(each, "launch") for each in farm}


async def test_a_claim_of_whom_nothing_is_known_needs_no_look(house: House) -> None:
    one, *others = [new_subject_id() for _ in range(4)]
    await house.claim([one, *others])
    assert await house.fraud.looking.look() == 0
    await house.seen([one], SignalKind.DEVICE, "hers")
    assert await house.fraud.looking.look() == 1


async def test_a_look_that_dies_is_done_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    farm = await house.farm(40)

    async def die(*_: object) -> int:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(FraudStorage, "follow_holds", die)
        with pytest.raises(asyncio.CancelledError):
            await house.later(timedelta())
    assert await house.held() == set()
    await house.later(timedelta())
    assert await house.held() == {(each, "launch") for each in farm}


async def test_what_a_person_has_released_stays_released_until_the_score_has_risen(house: House) -> None:
    farm = await house.farm(25)
    await house.later(timedelta())
    assert len(await house.held()) == 25
    released = farm[0]
    assert await house.act(FraudAct.RELEASED, released) == 1
    await house.seen([released], SignalKind.ADDRESS, "here")
    await house.claim([released], "day:2030-02-07")
    await house.later(timedelta())
    assert not {occasion for who, occasion in await house.held() if who == released}
    await house.seen([*farm, *(new_subject_id() for _ in range(20))], SignalKind.PAYMENT, "one purse")
    await house.later(timedelta())
    assert {occasion for who, occasion in await house.held() if who == released} == {"launch", "day:2030-02-07"}


async def test_a_void_claim_stays_void_and_a_decision_can_be_taken_back(house: House) -> None:
    farm = await house.farm(40)
    await house.later(timedelta())
    assert await house.act(FraudAct.VOIDED, farm[0], target=Target(house.pool, "launch")) == 1
    await house.seen(farm, SignalKind.PAYMENT, "one purse")
    await house.later(timedelta())
    assert await house.held(HoldState.VOID) == {(farm[0], "launch")}
    with pytest.raises(HoldUnknown):
        await house.act(FraudAct.VOIDED, farm[0])
    assert await house.act(FraudAct.RELEASED, farm[0]) == 1
    with pytest.raises(HoldUnknown):
        await house.act(FraudAct.RELEASED, farm[1], target=Target(house.pool, "day:2030-02-07"))
    with pytest.raises(PlanInvalid):
        await house.fraud.act(house.operator, FraudAct.VOIDED, farm[1], " ", target=ALL)
    acts = await house.fraud.acts(house.auditor)
    assert [(each.act, each.fan, each.claims) for each in acts] == [
        (FraudAct.RELEASED, farm[0], 1),
        (FraudAct.VOIDED, farm[0], 1),
    ]


async def test_a_tree_is_held_released_and_voided_in_one_act_and_nobody_beside_it(house: House) -> None:
    people = [new_subject_id() for _ in range(12)]
    await house.claim(people)
    root, beside = people[0], people[11]
    pairs = [(root, each) for each in people[1:4]] + [(people[1], each) for each in people[4:10]]
    await house.invited([*pairs, (people[9], people[10]), (beside, root)], timedelta(hours=1))
    tree = {(each, "launch") for each in people[:11]}
    assert await house.act(FraudAct.HELD, root, tree=True) == 11
    assert await house.held() == tree
    await house.later(timedelta(minutes=1))
    assert await house.act(FraudAct.RELEASED, root, tree=True) == 11
    assert await house.held(HoldState.RELEASED) == tree
    assert await house.act(FraudAct.VOIDED, people[1], tree=True) == 8
    with pytest.raises(HoldUnknown):
        await house.act(FraudAct.HELD, new_subject_id(), tree=True)


async def test_a_tree_that_is_too_large_is_not_begun(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grandstand.campaign.fraud.service.TREE_FANS_MAX", 5)
    root, *friends = [new_subject_id() for _ in range(7)]
    await house.claim([root, *friends])
    await house.invited([(root, friend) for friend in friends], timedelta(hours=1))
    with pytest.raises(TreeTooLarge):
        await house.act(FraudAct.HELD, root, tree=True)
    assert await house.held() == set()


async def test_rules_are_tried_before_they_are_changed_and_then_hold_for_everybody(house: House) -> None:
    ten = await house.farm(10)
    await house.later(timedelta(hours=30))
    assert await house.held() == set()
    present = await house.fraud.rules(house.auditor)
    assert (present.version, present.rules) == (0, Rules())
    strict = {"device_shared": {"weight": 0.9, "starts": 4, "full": 9}}
    trial = await house.fraud.try_rules(house.auditor, strict)
    assert (trial.fans, trial.held_before, trial.held_after, trial.newly, trial.no_longer) == (10, 0, 10, 10, 0)
    assert {each.fan for each in trial.examples} == set(ten)
    assert await house.held() == set()
    new = await house.fraud.change_rules(house.operator, strict, 0, "farms have become smaller")
    assert (new.version, new.reason) == (1, "farms have become smaller")
    assert (await house.fraud.rules(house.operator)).rules == new.rules
    await house.later(timedelta(minutes=1))
    assert await house.held() == {(each, "launch") for each in ten}
    with pytest.raises(RulesConflict):
        await house.fraud.change_rules(house.operator, strict, 0, "once more")
    with pytest.raises(RulesInvalid, match="threshold"):
        await house.fraud.change_rules(house.operator, {"threshold": 0}, 1, "hold everybody")
    with pytest.raises(RulesInvalid, match="no_such"):
        await house.fraud.try_rules(house.operator, {"no_such": 1})
    back = (await house.fraud.try_rules(house.operator, {})).no_longer
    assert back == 10


async def test_no_value_of_a_signal_is_stored(house: House) -> None:
    who = fan()
    secrets = {SignalKind.DEVICE: "Serial-0815", SignalKind.PAYMENT: "IBAN-4711", SignalKind.ADDRESS: "192.0.2.77"}
    taken = await house.fraud.report(who, [Signal(kind, value) for kind, value in secrets.items()])
    assert taken.taken == 3
    stored = await house.rows("select * from fraud_signal")
    assert {len(row["value"]) for row in stored} == {16}
    for table in ("fraud_signal", "fraud_fan", "fraud_due", "fraud_key"):
        text = " ".join(row["line"] for row in await house.rows(f"select t::text as line from {table} as t"))
        for value in secrets.values():
            assert value.lower() not in text.lower()
            assert value.lower().encode().hex() not in text
    key = (await house.rows("select sealed_key from fraud_key"))[0]["sealed_key"]
    digests = Digests(Sealer(house.settings.sealing_key()).open(key, "fraud signals"))
    assert {digests.of(kind, f" {value.upper()} ") for kind, value in secrets.items()} == {
        row["value"] for row in stored
    }
    assert digests.of(SignalKind.DEVICE, "same") != digests.of(SignalKind.PAYMENT, "same")


async def test_what_is_no_signal_is_refused_and_bounds_hold(house: House) -> None:
    who = fan()
    for signals in (
        [],
        [Signal(SignalKind.DEVICE, " ")],
        [Signal(SignalKind.DEVICE, "x" * 201)],
        [Signal(SignalKind.DEVICE, "two\nlines")],
        [Signal(SignalKind.ACCOUNT_AGE_DAYS, "400")],
        [Signal(SignalKind.DEVICE, "d")] * (SIGNALS_OF_A_PAGE_MAX + 1),
    ):
        with pytest.raises(SignalInvalid):
            await house.fraud.report(who, signals)
    for kind, value, at in (
        (SignalKind.ACCOUNT_AGE_DAYS, "-1", None),
        (SignalKind.ACCOUNT_AGE_DAYS, "nan", None),
        (SignalKind.ACCOUNT_AGE_DAYS, "young", None),
        (SignalKind.DEVICE, "d", START + timedelta(days=1)),
        (SignalKind.DEVICE, "d", START - timedelta(days=400)),
    ):
        with pytest.raises(SignalInvalid):
            await house.fraud.report_of_others(house.operator, [FanSignal(who.subject, kind, value, at)])
    with pytest.raises(SignalInvalid):
        await house.seen([who.subject] * (SIGNALS_AT_ONCE_MAX + 1), SignalKind.DEVICE, "d")
    for number in range(40):
        await house.fraud.report(who, [Signal(SignalKind.DEVICE, f"{number}:{each}") for each in range(4)])
    assert len(await house.rows("select from fraud_signal")) == VALUES_OF_A_FAN_MAX


async def test_people_who_report_at_the_same_moment_are_answered_each_for_herself(house: House) -> None:
    fans = [fan() for _ in range(30)]
    tries = [
        house.fraud.report(each, [Signal(SignalKind.DEVICE, "" if number % 3 == 0 else "d")])
        for number, each in enumerate(fans)
    ]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert [isinstance(each, SignalInvalid) for each in answers] == [number % 3 == 0 for number in range(30)]
    assert len(await house.rows("select from fraud_fan")) == 20


async def test_processes_that_report_look_and_clean_up_at_once_do_not_stand_in_each_others_way(
    house: House,
) -> None:
    others = [Fraud(house.services.database, house.watch, Sealer(house.settings.sealing_key())) for _ in range(3)]
    fans = [fan() for _ in range(60)]
    await house.claim([each.subject for each in fans[:40]])
    for each in fans:
        await house.fraud.report(each, [Signal(SignalKind.DEVICE, "old")])
    house.watch.now += KEEP + timedelta(days=1)
    reports = [
        fraud.report(each, [Signal(SignalKind.DEVICE, "new"), Signal(SignalKind.PAYMENT, f"purse {at % 3}")])
        for fraud in others
        for at, each in enumerate(fans)
    ]
    rest = [work() for fraud in others for work in (fraud.looking.look, fraud.clean_up) for _ in range(3)]
    await asyncio.gather(*reports, *rest)
    await house.later(timedelta())
    await house.fraud.clean_up()
    assert [row["devices"] for row in await house.rows("select devices from fraud_fan")] == [1] * 60
    assert len({who for who, _ in await house.held()}) == 40


async def test_old_signals_are_deleted_and_fresh_ones_kept(house: House) -> None:
    old, kept = fan(), fan()
    for who in (old, kept):
        await house.fraud.report(who, [Signal(SignalKind.DEVICE, "first"), Signal(SignalKind.ADDRESS, "home")])
    house.watch.now += KEEP - timedelta(days=1)
    await house.fraud.report(kept, [Signal(SignalKind.DEVICE, "second")])
    assert await house.fraud.clean_up() == 0
    house.watch.now += timedelta(days=2)
    assert await house.fraud.clean_up() == 3
    assert [row["fan_id"] for row in await house.rows("select fan_id from fraud_signal")] == [kept.subject]
    (left,) = await house.rows("select devices, first_device = last_device as same from fraud_fan")
    assert tuple(left) == (1, True)


async def put_crowd(house: House, people: Sequence[Person]) -> None:
    """What a crowd has left behind, in the tables that the statement reads."""
    signals = signals_of(people)
    for at in range(0, len(signals), SIGNALS_AT_ONCE_MAX):
        await house.fraud.report_of_others(house.operator, signals[at : at + SIGNALS_AT_ONCE_MAX])
    invited = [each for each in people if each.inviter is not None]
    async with house.services.database.transaction() as db:
        await db.executemany(
            "insert into invite_member values ($1, 1, $2, null, $3, $4)",
            [(each.id, each.invited_at or each.sights[0].at, each.inviter, each.invited_at) for each in people],
        )
        await db.executemany(
            "insert into invite_accepted values ($1, 1, $2, $3, $4, '2030-02-06', $3)",
            [(each.inviter, each.id, number, each.invited_at) for number, each in enumerate(invited, 1)],
        )


async def test_the_statement_agrees_with_its_plain_form(house: House) -> None:
    people = Fraudsters(7, START).crowd(2500)
    house.watch.now = START + timedelta(days=10)
    await put_crowd(house, people)
    now = START + timedelta(days=10)
    plain = crowd_in_memory(people, now, Rules())
    storage = FraudStorage(Sealer(house.settings.sealing_key()))
    looked: dict[SubjectId, Looked] = {}
    for at in range(0, len(people), 500):
        batch = [each.id for each in people[at : at + 500]]
        async with house.services.database.connection() as db:
            looked |= await storage.facts(db, batch, now, Rules())
    different = []
    for each in people:
        expected, found = plain.facts(each.id), looked[each.id].facts
        assert (expected.age_days is None) == (found.age_days is None)
        if expected.age_days is not None:
            assert found.age_days == pytest.approx(expected.age_days, abs=1e-4)
        names = [name for name in expected.__struct_fields__ if name != "age_days"]
        if any(getattr(expected, name) != getattr(found, name) for name in names):
            different.append((each.kind, expected, found))
    assert different == []
    assert any(is_held(score(each.facts, Rules()), Rules()) for each in looked.values())


async def test_the_review_of_somebody_shows_why(house: House) -> None:
    farm = await house.farm(40)
    await house.later(timedelta())
    review = await house.fraud.review(house.auditor, farm[0])
    assert review.facts.device_alone == 40
    assert [(each.occasion, each.state) for each in review.holds] == [("launch", HoldState.HELD)]
    stranger = await house.fraud.review(house.operator, new_subject_id())
    assert (stranger.score, stranger.reasons, stranger.holds) == (0, (), ())


# Over HTTP.

WHO = UUID(int=5)
REASON = {"reason": "trying it out"}
SIGNALS = {"signals": [{"fan": str(WHO), "kind": "device", "value": "d"}]}
ROUTES: dict[str, tuple[str, str, dict[str, Any] | None, set[Role], int]] = {
    "page signals": (
        "POST", "/v1/fans/me/signals", {"signals": [{"kind": "device", "value": "d"}]}, {Role.FAN}, 200,
    ),
    "signals": ("POST", "/v1/fraud/signals", SIGNALS, {Role.OPERATOR}, 200),
    "holds": ("GET", "/v1/fraud/holds", None, {Role.OPERATOR, Role.AUDITOR}, 200),
    "review": ("GET", f"/v1/fraud/fans/{WHO}", None, {Role.OPERATOR, Role.AUDITOR}, 200),
    "hold": ("POST", f"/v1/fraud/fans/{WHO}/hold", REASON, {Role.OPERATOR}, 404),
    "release": ("POST", f"/v1/fraud/fans/{WHO}/release", REASON, {Role.OPERATOR}, 404),
    "void": ("POST", f"/v1/fraud/fans/{WHO}/void", REASON | {"tree": True}, {Role.OPERATOR}, 404),
    "acts": ("GET", "/v1/fraud/acts", None, {Role.OPERATOR, Role.AUDITOR}, 200),
    "rules": ("GET", "/v1/fraud/rules", None, {Role.OPERATOR, Role.AUDITOR}, 200),
    "trial": ("POST", "/v1/fraud/rules/trial", {"rules": {}}, {Role.OPERATOR, Role.AUDITOR}, 200),
    "change": ("POST", "/v1/fraud/rules", REASON | {"rules": {}, "version": 0}, {Role.OPERATOR}, 200),
}  # fmt: skip


class Desk:
    """The routes of fraud behind the front door, as the server has them."""

    def __init__(self, house: House) -> None:
        self._tokens = house.services.tokens
        identity = Identity(self._tokens)
        api = FastAPI()
        api.include_router(fraud_routes(house.fraud))

        @api.exception_handler(GrandstandError)
        async def tell(_request: Request, error: GrandstandError) -> Response:
            found = problem(error)
            return Response(found.body, found.status, media_type="application/problem+json")

        door = FrontDoor(api, identity, proxy_hops=0, secure=False)
        page = reporting(house.fraud, identity)

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await (page if page.accepts(scope) else door)(scope, receive, send)

        self._transport = httpx.ASGITransport(app=app)

    async def ask(self, who: Principal | None, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = {} if who is None else {"authorization": f"Bearer {self._tokens.issue(who)}"}
        async with httpx.AsyncClient(transport=self._transport, base_url="http://here", headers=headers) as client:
            return await client.request(method, path, json=body)


@pytest.fixture
async def desk(house: House) -> Desk:
    await house.services.keys.ensure_key()
    await house.services.tokens.refresh()
    return Desk(house)


@pytest.mark.parametrize("name", ROUTES)
async def test_every_route_as_every_role(house: House, desk: Desk, name: str) -> None:
    method, path, body, allowed, status = ROUTES[name]
    answer = await desk.ask(None, method, path, body)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.missing")
    for role in Role:
        who = Principal(
            new_subject_id(), role, "SUI" if role is Role.NOC else None, house.watch.now + timedelta(1)
        )
        answer = await desk.ask(who, method, path, body)
        if role in allowed:
            assert answer.status_code == status, answer.text
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "auth.forbidden")
    if Role.OPERATOR not in allowed or method == "GET" or name in {"trial", "change"}:
        assert await house.rows("select from fraud_act where act <> 'rules_changed'") == []


async def test_bodies_and_addresses_that_are_none_are_refused(house: House, desk: Desk) -> None:
    operator = Principal(new_subject_id(), Role.OPERATOR, None, house.watch.now + timedelta(days=1))
    for method, path, body in (
        ("POST", "/v1/fraud/signals", {"signals": []}),
        ("POST", "/v1/fraud/signals", {"signals": [{"fan": "me", "kind": "device", "value": "d"}]}),
        ("POST", "/v1/fraud/signals", {"signals": [{"fan": str(WHO), "kind": "shoe", "value": "d"}]}),
        ("GET", "/v1/fraud/holds?after=yesterday", None),
        ("GET", f"/v1/fraud/holds?after=2030-02-06T00:00:00%2B00:00~{WHO}~99999999999~launch", None),
        ("GET", "/v1/fraud/holds?state=lost", None),
        ("GET", "/v1/fraud/fans/me", None),
        ("POST", f"/v1/fraud/fans/{WHO}/void", {"reason": "mine", "pool": 0}),
        ("POST", f"/v1/fraud/fans/{WHO}/void", {}),
        ("POST", "/v1/fraud/rules/trial", {"rules": {"threshold": "high"}}),
        ("POST", "/v1/fraud/rules/trial", {"rules": {"linked": {"weight": 2, "starts": 1, "full": 2}}}),
        ("POST", "/v1/fraud/rules/trial", {"rules": {"linked": {"weight": 1, "starts": 3, "full": 3}}}),
    ):
        answer = await desk.ask(operator, method, path, body)
        assert answer.status_code == 422, (path, body, answer.text)


async def test_pages_of_holds_follow_one_another(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grandstand.campaign.fraud.service.HOLDS_PAGE", 7)
    farm = await house.farm(40)
    await house.later(timedelta())
    auditor = Principal(new_subject_id(), Role.AUDITOR, None, house.watch.now + timedelta(days=1))
    seen: list[str] = []
    params = httpx.QueryParams()
    while True:
        page = (await desk.ask(auditor, "GET", f"/v1/fraud/holds?{params}")).json()
        seen += [each["fan"] for each in page["holds"]]
        if page["next"] is None:
            break
        params = httpx.QueryParams({"after": page["next"]})
    assert sorted(seen) == sorted(str(each) for each in farm)


async def test_a_page_that_reports_too_often_is_told_to_wait(house: House, desk: Desk) -> None:
    who = Principal(new_subject_id(), Role.FAN, None, house.watch.now + timedelta(days=1))
    body = {"signals": [{"kind": "device", "value": "d"}]}
    answers = [await desk.ask(who, "POST", "/v1/fans/me/signals", body) for _ in range(12)]
    assert [each.status_code for each in answers] == [200] * 10 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 0
    age = {"signals": [{"kind": "account_age_days", "value": "900"}]}
    other = Principal(new_subject_id(), Role.FAN, None, house.watch.now + timedelta(days=1))
    refused = await desk.ask(other, "POST", "/v1/fans/me/signals", age)
    assert (refused.status_code, refused.json()["code"]) == (422, "fraud.signal_invalid")


async def test_nobody_else_may(house: House) -> None:
    for role in set(Role) - {Role.OPERATOR, Role.AUDITOR}:
        who = Principal(new_subject_id(), role, "SUI" if role is Role.NOC else None, START)
        with pytest.raises(Forbidden):
            await house.fraud.review(who, who.subject)
        with pytest.raises(Forbidden):
            await house.fraud.act(who, FraudAct.RELEASED, who.subject, "it is me", target=ALL)
