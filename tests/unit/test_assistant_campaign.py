"""What is said of a campaign: each state as it is, in every language; which voucher and shop fit a wish."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grandstand.assistant.campaign_said import (
    NOTICES_MAX,
    ORDERS_MAX,
    SHARES_MAX,
    VOUCHERS_MAX,
    WAYS_MAX,
    say_invites,
    say_notices,
    say_orders,
    say_pool,
    say_wallet,
    say_ways,
    ways_of_everybody,
)
from grandstand.assistant.grounded import spoken
from grandstand.assistant.intents import Understood
from grandstand.assistant.memory import remembered
from grandstand.assistant.models import CardEvent, Intent, Memory, SourceEvent, StatementEvent, SuggestionEvent
from grandstand.assistant.orders import offers_for
from grandstand.assistant.speaking import Speaking, Tongue
from grandstand.assistant.telling import Telling
from grandstand.assistant.wishes import Price, Wanted
from grandstand.assistant.wording import slots_of
from grandstand.campaign import PoolState
from grandstand.campaign.draws import Draw, DrawState
from grandstand.campaign.invites import DailyTicket, Scheme
from grandstand.campaign.invites.models import MyInvites, SchemeState
from grandstand.campaign.state import CampaignFacts, FanFacts, HeldShare, PoolFact, Way, WayKind
from grandstand.campaign.status.models import Incident, IncidentKind
from grandstand.campaign.vouchers import (
    Category,
    FullMerchant,
    MerchantId,
    MerchantNotice,
    Redemption,
    RedemptionState,
    Voucher,
    VoucherState,
)
from grandstand.live import Mentions
from grandstand.live.names import ENDONYMS

NOW = datetime(2030, 2, 14, 18, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
NOTHING = FanFacts(shares=(), vouchers=(), redemptions=(), invites=(), draws=(), ways=())
NAMES = {MerchantId(1): "Cloud Tea"}


def pool(number: int = 1, **more: Any) -> PoolFact:
    plan: dict[str, object] = {
        "id": number,
        "titles": {"en": "Red envelopes", "zh": "红包"},
        "state": PoolState.OPEN,
        "currency": "CNY",
        "occasions": ("launch",),
        "gives": True,
        "gone": False,
        "has_line": False,
        "wait_s": 0,
        "opens_at": None,
        "closes_at": None,
        "valid_until": None,
    }
    return PoolFact(**plan | more)  # type: ignore[arg-type]


def draw(**more: object) -> Draw:
    plan: dict[str, object] = {
        "id": 7,
        "pool": 1,
        "occasion": "draw:1",
        "state": DrawState.ENTERING,
        "winners": 3,
        "opens_at": NOW - timedelta(hours=1),
        "closes_at": LATER,
        "tickets": ("self", "friends:1"),
        "earned": ("friends:1",),
        "excludes": (),
        "beacon": "",
        "commitment": "",
        "committed_at": NOW,
        "entries": None,
        "root": None,
        "beacon_value": None,
        "seed": None,
    }
    return Draw(**plan | more)  # type: ignore[arg-type]


SCHEME = Scheme(
    id=4,
    pool=1,
    invited_occasion="invited",
    inviter_occasions=("invite:1", "invite:2"),
    opens_at=NOW - timedelta(hours=1),
    closes_at=LATER,
    zone="Asia/Shanghai",
    daily_tickets=(DailyTicket(day=date(2030, 2, 15), invitations=3, draw=7, ticket="friends:3"),),
    state=SchemeState.OPEN,
)


def facts(*pools: PoolFact, **more: object) -> CampaignFacts:
    plan: dict[str, object] = {"draws": (), "schemes": (), "merchants": (), "incidents": (), "own": None}
    return CampaignFacts(as_of=NOW, pools=pools, **plan | more)  # type: ignore[arg-type]


def voucher(number: int = 1, **more: object) -> Voucher:
    plan: dict[str, object] = {
        "pool": number,
        "occasion": "launch",
        "titles": {"en": "A drink on us"},
        "amount_minor": 2500,
        "currency": "CNY",
        "categories": (Category.DRINK,),
        "claimed_at": NOW,
        "valid_until": None,
        "state": VoucherState.VALID,
        "redemption": None,
    }
    return Voucher(**plan | more)  # type: ignore[arg-type]


def redemption(state: RedemptionState, merchant: int = 1) -> Redemption:
    return Redemption(
        id=uuid4(),
        pool=1,
        occasion="launch",
        merchant=merchant,
        amount_minor=2500,
        currency="CNY",
        state=state,
        expires_at=LATER,
        reason="",
    )


def speaking(language: str = "en") -> Speaking:
    return Speaking(Telling(), Tongue(language, "UTC", NOW), NOW)


def messages(spoke: Speaking) -> list[str]:
    return [each.message for each in spoke.telling.statements]


def lines(spoke: Speaking) -> list[str]:
    events = spoken(spoke.telling, spoke.language, "UTC", NOW)
    found = [each.text for each in events if isinstance(each, StatementEvent)]
    return [re.sub("[\u2066-\u2069]", "", each) for each in found]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({}, "way-ask"),
        ({"closes_at": LATER}, "way-ask-until"),
        ({"has_line": True, "wait_s": 61}, "way-line"),
        ({"has_line": True, "wait_s": None}, "way-line-stopped"),
        ({"state": PoolState.PAUSED, "gives": False}, "way-paused"),
        ({"state": PoolState.SCHEDULED, "gives": False, "opens_at": LATER}, "way-opens"),
        ({"state": PoolState.SCHEDULED, "gives": False}, "way-soon"),
        ({"gone": True, "gives": False}, "pool-gone"),
        ({"state": PoolState.CLOSED, "gives": False}, "pool-over"),
        ({"state": PoolState.REVEALED, "gives": False}, "pool-over"),
    ],
)
def test_a_pool_is_said_as_it_is_in_every_language(state: dict[str, Any], message: str) -> None:
    said = set()
    for language in ENDONYMS:
        spoke = speaking(language)
        say_pool(spoke, pool(**state))
        assert messages(spoke) == [message]
        said.add(lines(spoke)[0])
    assert len(said) == len(ENDONYMS)


def test_a_wait_is_said_in_minutes_and_never_too_short() -> None:
    for wait_s, minutes in ((0, 0), (1, 1), (60, 1), (61, 2), (3600, 60)):
        spoke = speaking()
        say_pool(spoke, pool(has_line=True, wait_s=wait_s))
        assert lines(spoke) == [f"Red envelopes: there is a line. Expected wait in minutes: {minutes}."]


def test_titles_are_hers_where_they_are_said_in_her_language() -> None:
    for language, title in (("zh", "红包"), ("de", "Red envelopes")):
        spoke = speaking(language)
        say_pool(spoke, pool())
        assert title in lines(spoke)[0]
    spoke = speaking("de")
    say_pool(spoke, pool(titles={"ja": "赤い封筒"}))
    assert "赤い封筒" in lines(spoke)[0]


def test_ways_are_told_with_what_is_open_first_and_what_is_to_be_taken() -> None:
    ways = [
        Way(kind=WayKind.BE_INVITED, pool=1, occasions=("invited",), scheme=4),
        Way(kind=WayKind.INVITE, pool=1, occasions=("invite:1", "invite:2"), scheme=4),
        Way(kind=WayKind.DRAW, pool=1, occasions=("draw:1",), draw=7, tickets=("self", "friends:1")),
        Way(kind=WayKind.ASK, pool=2, occasions=("launch",)),
        Way(kind=WayKind.ASK, pool=1, occasions=("launch",)),
        Way(kind=WayKind.ASK, pool=99, occasions=("launch",)),
    ]
    told = facts(pool(1), pool(2, state=PoolState.PAUSED, gives=False), draws=(draw(),), schemes=(SCHEME,))
    spoke = speaking()
    say_ways(spoke, told, ways)
    assert messages(spoke) == ["way-ask", "way-paused", "draw", "way-invite", "way-invited"]
    assert "tickets that you can take: 1." in lines(spoke)[2]
    spoke = speaking()
    earned = Way(kind=WayKind.DRAW, pool=1, occasions=("draw:1",), draw=7, tickets=("friends:1",))
    say_ways(spoke, told, [earned])
    assert messages(spoke) == ["draw-earned"]
    spoke = speaking()
    say_ways(spoke, facts(pool(1), draws=(draw(opens_at=LATER),)), [earned])
    assert messages(spoke) == ["draw-opens"]


def test_for_everybody_there_is_what_a_fan_would_be_told_first() -> None:
    told = facts(
        pool(1),
        pool(2, occasions=()),
        pool(3, gone=True, gives=False),
        pool(4, state=PoolState.CLOSED, gives=False),
        draws=(draw(), draw(id=8, closes_at=NOW)),
        schemes=(SCHEME,),
    )
    assert [(way.kind, way.pool, way.draw) for way in ways_of_everybody(told)] == [
        (WayKind.ASK, 1, None),
        (WayKind.DRAW, 1, 7),
        (WayKind.INVITE, 1, None),
    ]


def test_what_operators_say_is_told_about_what_is_asked_and_no_other_pool() -> None:
    incidents = tuple(
        Incident(
            id=at,
            kind=IncidentKind.NOTICE,
            pool=about,
            texts={"en": f"Notice {at}", "de": f"Hinweis {at}"},
            began_at=NOW,
            changed_at=NOW,
            ended_at=None,
        )
        for at, about in enumerate((None, 1, 2))
    )
    spoke = speaking("de")
    say_notices(spoke, facts(pool(1), pool(2), incidents=incidents), frozenset({1}))
    assert lines(spoke) == ["Hinweis 0", "Red envelopes: Hinweis 1"]
    spoke = speaking()
    say_notices(spoke, facts(pool(1), incidents=incidents * NOTICES_MAX), frozenset({1}))
    assert len(lines(spoke)) == NOTICES_MAX


def test_sums_are_by_currency_without_vouchers_and_what_is_looked_at() -> None:
    def share(number: int, minor: int, currency: str, *, under_review: bool = False) -> HeldShare:
        return HeldShare(
            pool=number,
            occasion="launch",
            amount_minor=minor,
            currency=currency,
            claimed_at=NOW,
            under_review=under_review,
        )

    own = FanFacts(
        shares=(
            share(1, 2500, "CNY"),
            share(2, 100, "CNY"),
            share(3, 250, "CNY"),
            share(4, 500, "JPY"),
            share(5, 10_000, "CNY", under_review=True),
        ),
        vouchers=(voucher(1),),
        redemptions=(),
        invites=(),
        draws=(),
        ways=(),
    )
    spoke = speaking()
    say_wallet(spoke, own, {2: {"en": "Two"}}, {})
    told = lines(spoke)
    assert told[:2] == ["In your wallet: CN¥3.50.", "In your wallet: ¥500."]
    assert "Two: CN¥1.00, today at 6:30\u202fPM." in told
    assert messages(spoke).count("share-review") == 1
    assert messages(spoke)[-1] == "voucher-valid"
    many = [share(number, 1, "CNY") for number in range(10, 40)]
    spoke = speaking()
    say_wallet(spoke, replace(NOTHING, shares=tuple(many)), {}, {})
    assert messages(spoke).count("share") == SHARES_MAX


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_state_of_vouchers_and_orders_is_said_in_every_language(language: str) -> None:
    spoke, taken = speaking(language), redemption(RedemptionState.HELD)
    vouchers = [
        voucher(at, state=state, redemption=taken.id if state in {VoucherState.HELD, VoucherState.USED} else None)
        for at, state in enumerate(VoucherState)
    ]
    vouchers.append(voucher(9, valid_until=LATER))
    own = replace(NOTHING, vouchers=tuple(vouchers), redemptions=(taken,))
    say_wallet(spoke, own, {}, NAMES)
    assert messages(spoke) == [
        "voucher-valid",
        "voucher-held",
        "voucher-used",
        "voucher-expired",
        "voucher-review",
        "voucher-until",
    ]
    assert len(messages(spoke)) <= VOUCHERS_MAX
    say_orders(spoke, [redemption(state) for state in RedemptionState][:ORDERS_MAX], NAMES)
    say_orders(spoke, [redemption(RedemptionState.EXPIRED, merchant=2)], NAMES)
    assert {f"state-{state.value}" for state in RedemptionState} <= set(messages(spoke))
    assert all(lines(spoke))
    cards = [each for each in spoke.telling.shown if isinstance(each, CardEvent)]
    assert [card.title for card in cards] == ["Cloud Tea"]


def test_a_shop_whose_name_nobody_knows_is_called_by_its_number() -> None:
    spoke = speaking("de")
    say_orders(spoke, [redemption(RedemptionState.DONE, merchant=2)], NAMES)
    assert lines(spoke)[0].startswith("Geschäft Nr. 2,")


def test_her_invitations_say_what_comes_next() -> None:
    mine = MyInvites(scheme=4, code="K7MQ3-XHR9T", was_invited=False, accepted=1, rewarded=1, accepted_today=1)
    for rewarded, last in ((1, "invite-next"), (2, "invite-full")):
        own = replace(NOTHING, invites=(replace(mine, rewarded=rewarded),))
        spoke = speaking()
        # In Shanghai it is the day of the ticket already.
        say_invites(spoke, facts(pool(1), schemes=(SCHEME,), own=own), own)
        assert messages(spoke) == ["invite-code", "invite-rewarded", last, "invite-ticket"]
        (card,) = [each for each in spoke.telling.shown if isinstance(each, CardEvent)]
        assert card.link == "/#invite=K7MQ3-XHR9T"


def test_everything_that_is_said_rests_on_the_reading() -> None:
    spoke = speaking()
    say_pool(spoke, pool())
    spoke.suggest("suggest-tea")
    events = list(spoken(spoke.telling, "en", "UTC", NOW))
    (source,) = [each.source for each in events if isinstance(each, SourceEvent)]
    assert (source.part.value, source.at) == ("campaign", NOW)
    (statement,) = [each for each in events if isinstance(each, StatementEvent)]
    assert statement.sources == (source.id,)
    assert [each.text for each in events if isinstance(each, SuggestionEvent)] == ["Order me a milk tea"]


def test_no_question_or_button_has_marks_of_direction() -> None:
    suggestions = [message for message in slots_of("en") if message.startswith("suggest-")]
    assert len(suggestions) >= 6
    for language in ENDONYMS:
        spoke = speaking(language)
        spoke.suggest(*suggestions)
        texts = [each.text for each in spoke.telling.shown if isinstance(each, SuggestionEvent)]
        assert len(texts) == len(suggestions)
        assert not any(re.search("[\u2066-\u2069]", each) for each in texts)


# Which voucher, which shop.

TEA = MerchantNotice(id=1, name="Cloud Tea", category=Category.DRINK)
JUICE = MerchantNotice(id=2, name="River Juice", category=Category.DRINK)
NOODLES = MerchantNotice(id=3, name="North Noodles", category=Category.FOOD)
FULL = FullMerchant(id=4, name="Full House", category=Category.DRINK, room_at=LATER)
FILM = FullMerchant(id=5, name="Old Cinema", category=Category.ENTERTAINMENT, room_at=None)


def test_the_voucher_that_ends_first_is_used_first() -> None:
    held = [voucher(1), voucher(2, valid_until=LATER), voucher(3, valid_until=LATER - timedelta(minutes=1))]
    found = offers_for(Wanted(), held, [TEA, JUICE], [], frozenset())
    assert [(offer.voucher.pool, offer.shop.id) for offer in found.offers] == [(3, 1), (3, 2)]


@pytest.mark.parametrize("state", [state for state in VoucherState if state is not VoucherState.VALID])
def test_a_voucher_that_is_not_ready_is_not_offered(state: VoucherState) -> None:
    found = offers_for(Wanted(), [voucher(1, state=state)], [TEA], [], frozenset())
    assert (found.offers, found.vouchers) == ((), ())


def test_a_price_decides_between_vouchers_and_is_not_passed_in_silence() -> None:
    held = [voucher(1, amount_minor=2500, valid_until=NOW + timedelta(minutes=5)), voucher(2, amount_minor=1500)]
    cheap = Wanted(price=Price(Decimal(20), ("CNY",)))
    found = offers_for(cheap, held, [TEA], [], frozenset())
    assert ([offer.voucher.pool for offer in found.offers], found.is_dearer) == ([2], False)
    cheaper = Wanted(price=Price(Decimal(10), ("CNY",)))
    found = offers_for(cheaper, held, [TEA], [], frozenset())
    assert ([offer.voucher.pool for offer in found.offers], found.is_dearer) == ([2], True)
    other = Wanted(price=Price(Decimal(1), ("EUR",)))
    assert not offers_for(other, held, [TEA], [], frozenset()).is_dearer


def test_a_shop_that_is_named_is_the_only_one_offered_while_it_has_room() -> None:
    found = offers_for(Wanted(), [voucher()], [TEA, JUICE], [FULL], frozenset({2}))
    assert ([offer.shop for offer in found.offers], found.is_elsewhere) == ([JUICE], False)
    found = offers_for(Wanted(), [voucher()], [TEA, JUICE], [FULL], frozenset({4}))
    assert ([offer.shop for offer in found.offers], found.is_elsewhere) == ([TEA, JUICE], True)
    assert [each.id for each in found.full] == [4]


def test_what_no_voucher_pays_is_not_offered_and_the_reason_is_told_apart() -> None:
    nothing = offers_for(Wanted(categories=(Category.ENTERTAINMENT,)), [voucher()], [TEA], [FILM], frozenset())
    assert (nothing.offers, len(nothing.vouchers), nothing.fitting, nothing.full) == ((), 1, (), ())
    full = offers_for(Wanted(), [voucher()], [NOODLES], [FULL, FILM], frozenset())
    assert (full.offers, len(full.fitting), [each.id for each in full.full]) == ((), 1, [4])


@given(
    st.lists(st.tuples(st.sampled_from(list(VoucherState)), st.sets(st.sampled_from(list(Category)), min_size=1))),
    st.lists(st.sampled_from(list(Category)), max_size=6),
    st.lists(st.sampled_from(list(Category)), max_size=3),
    st.sets(st.integers(0, 8)),
    st.none() | st.integers(0, 50),
)
def test_every_offer_can_be_paid_and_has_room(
    held: list[tuple[VoucherState, set[Category]]],
    open_shops: list[Category],
    wanted: list[Category],
    named: set[int],
    most: int | None,
) -> None:
    vouchers = [
        voucher(at, state=state, categories=tuple(kinds), amount_minor=1000 * at)
        for at, (state, kinds) in enumerate(held)
    ]
    shops = [MerchantNotice(id=at, name=f"Shop {at}", category=kind) for at, kind in enumerate(open_shops)]
    price = None if most is None else Price(Decimal(most), ("CNY",))
    wish = Wanted(categories=tuple(dict.fromkeys(wanted)), price=price)
    found = offers_for(wish, vouchers, shops, [FULL], frozenset(named))
    for offer in found.offers:
        assert offer.voucher.state is VoucherState.VALID
        assert offer.shop.category in offer.voucher.categories
        assert not wish.categories or offer.shop.category in wish.categories
        assert found.is_dearer or most is None or offer.voucher.amount_minor <= most * 100
    assert FULL.id not in [offer.shop.id for offer in found.offers] or FULL.id < len(shops)


def test_ways_are_no_more_than_a_fan_reads() -> None:
    pools = [pool(number) for number in range(WAYS_MAX + 5)]
    spoke = speaking()
    say_ways(spoke, facts(*pools), [Way(kind=WayKind.ASK, pool=each.id, occasions=("launch",)) for each in pools])
    assert len(messages(spoke)) == WAYS_MAX


def test_neither_money_nor_pools_nor_shops_are_who_or_what_a_later_question_means() -> None:
    spoke = speaking()
    say_wallet(spoke, replace(NOTHING, vouchers=(voucher(),)), {}, {})
    say_orders(spoke, [redemption(RedemptionState.DONE)], NAMES)
    nobody = Mentions(athletes=(), delegations=(), disciplines=(), events=(), venues=(), gender=None, rest="")
    understood = Understood(language="en", intent=Intent.WALLET, by_meaning=True, mentions=nobody, day=None)
    (turn,) = remembered(Memory(), understood, spoke.telling).turns
    assert turn.told == ()
