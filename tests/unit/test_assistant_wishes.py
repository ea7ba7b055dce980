"""What a fan wants to have, out of her words, in 14 languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.assistant.wishes import (
    COUNT_MAX,
    MINOR_MAX,
    PLACE_LENGTH_MAX,
    PLACE_WORDS_MAX,
    Price,
    folded_of,
    named_in,
    wanted_of,
    without,
)
from grandstand.campaign.vouchers import Category
from grandstand.live.names import ENDONYMS

DRINK, FOOD, FUN, LEISURE = Category.DRINK, Category.FOOD, Category.ENTERTAINMENT, Category.LEISURE
SHOPS = (
    "Lantern Tea House",
    "Harbour Coffee",
    "Corner Juice Bar",
    "North Gate Noodles",
    "Night Market Dumplings",
    "Riverside Cinema",
)
WANTED = {
    "en": [
        ("order me a milk tea", DRINK),
        ("I'm hungry, get me some noodles", FOOD),
        ("a ticket for the cinema", FUN),
        ("book a massage", LEISURE),
    ],
    "de": [
        ("Bestell mir einen Milchtee", DRINK),
        ("Ich hätte gern Nudeln", FOOD),
        ("Kinokarte bitte", FUN),
        ("eine Massage", LEISURE),
    ],
    "fr": [
        ("Commande-moi un thé au lait", DRINK),
        ("des nouilles s'il te plaît", FOOD),
        ("une place de cinéma", FUN),
        ("un massage", LEISURE),
    ],
    "it": [
        ("Ordinami un caffè", DRINK),
        ("vorrei una pizza", FOOD),
        ("un biglietto per il cinema", FUN),
        ("un massaggio", LEISURE),
    ],
    "es": [
        ("Pídeme un té con leche", DRINK),
        ("unos fideos", FOOD),
        ("una entrada de cine", FUN),
        ("un masaje", LEISURE),
    ],
    "pt": [
        ("Peça um chá com leite para mim", DRINK),
        ("quero uma pizza", FOOD),
        ("um ingresso de cinema", FUN),
        ("uma massagem", LEISURE),
    ],
    "nl": [
        ("Bestel een melkthee voor me", DRINK),
        ("noedels graag", FOOD),
        ("een bioscoopkaartje", FUN),
        ("massage", LEISURE),
    ],
    "pl": [
        ("Zamów mi herbatę z mlekiem", DRINK),
        ("makaron proszę", FOOD),
        ("bilet do kina", FUN),
        ("masaż", LEISURE),
    ],
    "ru": [("Закажи мне чай с молоком", DRINK), ("хочу лапшу", FOOD), ("билет в кино", FUN), ("массаж", LEISURE)],
    "ar": [("اطلب لي شايًا بالحليب", DRINK), ("أريد البيتزا", FOOD), ("تذكرة للسينما", FUN), ("تدليك", LEISURE)],
    "hi": [
        ("मेरे लिए दूध वाली चाय मँगाओ", DRINK),
        ("मुझे नूडल्स चाहिए", FOOD),
        ("सिनेमा का टिकट", FUN),
        ("मालिश", LEISURE),
    ],
    "zh": [("给我点一杯奶茶", DRINK), ("来碗牛肉面", FOOD), ("电影票", FUN), ("想去按摩", LEISURE)],
    "ja": [
        ("ミルクティーを注文して", DRINK),
        ("ラーメンが食べたい", FOOD),
        ("映画のチケット", FUN),
        ("マッサージ", LEISURE),
    ],
    "ko": [("밀크티 주문해 줘", DRINK), ("국수 먹고 싶어", FOOD), ("영화표 한 장", FUN), ("마사지", LEISURE)],
}
PRICES = [
    ("en", "a coffee under 20 yuan", "20", "CNY"),
    ("en", "at most £4.50", "4.5", "GBP"),
    ("de", "Kaffee bis 5 Euro", "5", "EUR"),
    ("de", "höchstens 3,50 €", "3.5", "EUR"),
    ("fr", "un café à moins de 5 €", "5", "EUR"),
    ("it", "un caffè sotto i 3 euro", "3", "EUR"),
    ("es", "un té por menos de 3 euros", "3", "EUR"),
    ("pt", "um chá até 5 reais", "5", "BRL"),
    ("nl", "koffie onder 4 euro", "4", "EUR"),
    ("pl", "herbata do 10 zł", "10", "PLN"),
    ("ru", "чай до 20 юаней", "20", "CNY"),
    ("ar", "شاي بأقل من ٢٠ يوان", "20", "CNY"),
    ("hi", "₹२० तक की चाय", "20", "INR"),
    ("zh", "20元以内的奶茶", "20", "CNY"),
    ("zh", "不超过二十五块的奶茶", "25", "CNY"),
    ("zh", "一百二十元以下", "120", "CNY"),
    ("zh", "２０元", "20", "CNY"),
    ("ja", "500円以内のコーヒー", "500", "JPY"),
    ("ja", "千円まで", "1000", "JPY"),
    ("ko", "5000원 이하 커피", "5000", "KRW"),
]
LEAST = [
    ("en", "a tea for more than 20 yuan"),
    ("de", "mehr als 20 Euro"),
    ("fr", "plus de 5 €"),
    ("ru", "больше 20 юаней"),
    ("zh", "超过20元"),
    ("ja", "500円以上"),
    ("ko", "5000원 이상"),
    ("hi", "20 रुपये से ज़्यादा"),
]


@pytest.mark.parametrize("language", ENDONYMS)
def test_common_goods_are_of_their_kind_in_every_language(language: str) -> None:
    for text, category in WANTED[language]:
        assert wanted_of(text, language).categories == (category,), text
        assert wanted_of(text.upper(), language).categories == (category,), text


@pytest.mark.parametrize(("language", "text", "amount", "currency"), PRICES)
def test_the_most_that_it_may_cost_is_read_in_any_script(
    language: str, text: str, amount: str, currency: str
) -> None:
    assert wanted_of(text, language).price == Price(Decimal(amount), (currency,))


@pytest.mark.parametrize(("language", "text"), LEAST)
def test_the_least_that_it_may_cost_is_not_taken_for_the_most(language: str, text: str) -> None:
    assert wanted_of(text, language).price is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "no more than 20 yuan"),
        ("de", "nicht mehr als 20 yuan"),
        ("zh", "不要超过20元"),
        ("ru", "не больше 20 юаней"),
    ],
)
def test_no_more_than_is_the_most(language: str, text: str) -> None:
    assert wanted_of(text, language).price == Price(Decimal(20), ("CNY",))


def test_a_sign_that_several_countries_use_may_mean_each_of_them() -> None:
    price = wanted_of("a tea for ¥25", "en").price
    assert price is not None
    assert (price.minor("CNY"), price.minor("JPY"), price.minor("EUR")) == (2500, 25, None)
    assert Price(Decimal("0.019"), ("EUR",)).minor("EUR") == 1
    assert Price(Decimal(10) ** 29, ("EUR",)).minor("EUR") == MINOR_MAX


def test_of_two_sums_the_larger_is_the_most() -> None:
    price = wanted_of("between 10 yuan and 20 yuan", "en").price
    assert price == Price(Decimal(20), ("CNY",))


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "two coffees under 20 yuan", 2),
        ("en", "3 teas please", 3),
        ("en", "a tea for 20 yuan", 1),
        ("de", "zwei Tee", 2),
        ("zh", "三杯奶茶", 3),
        ("zh", "2杯20元以内的奶茶", 2),
        ("ar", "٣ شاي", 3),
        ("ko", "커피 두 잔", 2),
        ("en", "99 teas", COUNT_MAX),
        ("en", "bring tea at 12:30", 1),
    ],
)
def test_how_many_are_wanted(language: str, text: str, count: int) -> None:
    assert wanted_of(text, language).count == count


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "a tea near the north gate", "north gate"),
        ("en", "a tea near the arena, under 20 yuan", "arena"),
        ("en", "a tea nearby", ""),
        ("en", "a tea", None),
        ("de", "Kaffee in der Nähe von der Eishalle für 5 Euro", "eishalle"),
        ("de", "Kaffee in der Nähe", ""),
        ("fr", "un café près de la patinoire", "patinoire"),
        ("ru", "чай рядом с ареной", folded_of("ареной")),
        ("ar", "شاي قرب الملعب", "الملعب"),
        ("zh", "在北门附近点一杯奶茶", "北门"),
        ("zh", "附近的奶茶", ""),
        ("ja", "駅の近くでコーヒー", "駅"),
        ("ko", "경기장 근처 커피", "경기장"),
        ("hi", "स्टेडियम के पास चाय", "स्टेडियम"),
    ],
)
def test_where_it_is_wanted(language: str, text: str, place: str | None) -> None:
    assert wanted_of(text, language).place == place


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("order at the Lantern Tea House", ("Lantern Tea House",)),
        ("LANTERN TEA HOUSE please", ("Lantern Tea House",)),
        ("coffee at the harbour", ("Harbour Coffee",)),
        ("奶茶 Harbour Coffee", ("Harbour Coffee",)),
        ("a coffee", ()),
        ("tea", ()),
        ("noodles near the north gate", ("North Gate Noodles",)),
        ("what a cinematic evening", ()),
        ("", ()),
    ],
)
def test_a_shop_is_named_whole_or_by_what_is_its_own(text: str, named: tuple[str, ...]) -> None:
    assert tuple(SHOPS[at] for at in named_in(text, SHOPS)) == named


def test_what_a_shop_is_called_is_not_what_is_wanted_there() -> None:
    text = without("A tea at NORTH GATE NOODLES, please", SHOPS)
    assert wanted_of(text, "en").categories == (DRINK,)


def test_a_word_within_another_is_not_that_word() -> None:
    for text in ("the team steams ahead", "filming", "Esther", "a steak"):
        assert wanted_of(text, "en").categories == (), text


@given(st.text(max_size=300), st.sampled_from(sorted(ENDONYMS)))
def test_whatever_is_written_what_is_wanted_keeps_within_its_bounds(text: str, language: str) -> None:
    wanted = wanted_of(text, language)
    assert len(set(wanted.categories)) == len(wanted.categories)
    assert 1 <= wanted.count <= COUNT_MAX
    assert wanted.place is None or (
        len(wanted.place) <= PLACE_LENGTH_MAX and len(wanted.place.split()) <= PLACE_WORDS_MAX
    )
    if wanted.price is not None:
        assert wanted.price.amount >= 0
        for currency in wanted.price.currencies:
            minor = wanted.price.minor(currency)
            assert minor is not None
            assert 0 <= minor <= MINOR_MAX
    assert set(named_in(text, SHOPS)) <= set(range(len(SHOPS)))


@given(st.integers(1, 10**6), st.integers(0, 99), st.sampled_from(["en", "de", "zh", "ar", "hi"]))
def test_a_sum_is_the_same_in_the_digits_of_every_script(whole: int, cents: int, language: str) -> None:
    western = f"{whole}.{cents:02}"
    for zero in ("0", "٠", "०", "０"):
        digits = western.translate({ord("0") + at: chr(ord(zero) + at) for at in range(10)})
        price = wanted_of(f"{digits} CNY", language).price
        assert price == Price(Decimal(f"{whole}.{cents:02}").normalize() + 0, ("CNY",))


@given(
    st.sampled_from([(language, *each) for language, cases in WANTED.items() for each in cases]),
    st.integers(1, 900),
)
def test_a_price_beside_it_changes_nothing_of_what_is_wanted(case: tuple[str, str, Category], yuan: int) -> None:
    language, text, category = case
    wanted = wanted_of(f"{text} {yuan} CNY", language)
    assert wanted.categories == (category,)
    assert wanted.price == Price(Decimal(yuan), ("CNY",))
