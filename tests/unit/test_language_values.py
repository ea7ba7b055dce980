"""Values: what Babel writes in fourteen languages is read back; what is written by hand too."""

from datetime import date, time
from decimal import Decimal

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from grandstand.language.models import LANGUAGES
from grandstand.language.values import DIGITS_MAX, TEXT_CHARACTERS_MAX, Kind, codes, values

LOCALES = st.sampled_from([*LANGUAGES, "ar_EG", "es_MX", "en_GB", "fr_CH", "pt_PT", "zh_Hant", "de_CH"])
DIGITS = st.sampled_from("0٠۰०০０๐")


def normals(text: str, kind: Kind | None = None) -> list[str]:
    return [value.normal for value in values(text) if kind in (None, value.kind)]


def in_digits(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(each)) if each in "0123456789" else each for each in text)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), LOCALES, DIGITS)
def test_a_date_is_read_as_babel_writes_it(day: date, locale: str, zero: str) -> None:
    for width in ("long", "full"):
        text = in_digits(format_date(day, width, locale), zero)
        assert normals(f"({text})") == [day.isoformat()], text


@given(st.times(), LOCALES, DIGITS)
def test_a_time_is_read_as_babel_writes_it(moment: time, locale: str, zero: str) -> None:
    text = in_digits(format_time(moment, "short", locale=locale), zero)
    assert normals(f"({text})") == [f"{moment:%H:%M}"], text


@given(st.decimals(0, 10**12, places=2), LOCALES, DIGITS)
def test_a_number_is_read_as_babel_writes_it(amount: Decimal, locale: str, zero: str) -> None:
    text = in_digits(format_decimal(amount, "#,##0.##", locale=locale), zero)
    expected = f"{amount}".rstrip("0").rstrip(".") if "." in f"{amount}" else f"{amount}"
    assert normals(f"({text})") == [expected], text


@given(st.integers(0, 100), LOCALES, DIGITS)
def test_a_share_is_read_as_babel_writes_it(share: int, locale: str, zero: str) -> None:
    text = in_digits(format_percent(share / 100, "#,##0%", locale=locale), zero)
    assert normals(text) == [f"{share}%"], text


@given(st.integers(1, 10**7), LOCALES, DIGITS, st.sampled_from(["EUR", "PLN", "KRW", "INR", "RUB", "CHF"]))
def test_a_sum_is_read_as_babel_writes_it(amount: int, locale: str, zero: str, currency: str) -> None:
    text = in_digits(format_currency(amount, currency, locale=locale), zero)
    assert normals(text) == [f"{amount} {currency}"], text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 9.30 a.m. to 6 p.m.", ["09:30", "18:00"]),
        ("noon is 12 pm, midnight 12 am", ["12:00", "00:00"]),
        ("um 9.30 Uhr, 9 Uhr 30 oder 12:30 am Montag", ["09:30", "09:30", "12:30"]),
        ("à 9 h 30 et à 9 h", ["09:30", "09:00"]),
        ("a las 9.30", ["09:30"]),
        ("às 9h30", ["09:30"]),
        ("alle 9.30", ["09:30"]),
        ("om 9.30 uur", ["09:30"]),
        ("o godz. 9.30", ["09:30"]),
        ("в 9.30, в 9 часов вечера", ["09:30", "21:00"]),
        ("الساعة ٩:٣٠ مساءً", ["21:30"]),
        ("शाम ६ बजे, रात 2 बजे", ["18:00", "02:00"]),
        ("上午9点30分，下午3点半，9点15", ["09:30", "15:30", "09:15"]),
        ("午後3時 2月6日", ["15:00", "--02-06"]),
        ("오후 3시 5분", ["15:05"]),
        ("AM 12:00, PM 9:30", ["00:00", "21:30"]),
        ("25:00, 9:75", []),
        ("3小时 3時間 3시간", []),
        ("bis 5 Personen, до 5 человек, um 5 Prozent, 3 дня, 5 م", []),
        ("в 3 часа дня, 2 часа ночи, 3:30 م", ["15:00", "02:00", "15:30"]),
    ],
)
def test_times_of_day_are_hours_and_minutes(text: str, expected: list[str]) -> None:
    assert normals(text, Kind.TIME) + normals(text, Kind.DATE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("February 6, 2026", "2026-02-06"),
        ("6th of February", "--02-06"),
        ("6. Februar", "--02-06"),
        ("1er février 2026", "2026-02-01"),
        ("6 de febrero de 2026", "2026-02-06"),
        ("6 شباط 2026", "2026-02-06"),
        ("06.02.2026", "2026-02-06"),
        ("6/2/2026", "2026-02-06"),
        ("2/16/2026", "2026-02-16"),
        ("2026-02-06", "2026-02-06"),
        ("2026年2月6日", "2026-02-06"),
        ("2월 6일", "--02-06"),
        ("29 lutego", "--02-29"),
    ],
)
def test_a_day_has_one_form(text: str, expected: str) -> None:
    assert normals(f"on {text}, then") == [expected]


def test_a_day_that_does_not_exist_is_none() -> None:
    assert normals("30 February 2026", Kind.DATE) == []
    assert normals("2026-13-45", Kind.DATE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.500 1,500 1'500 1\u202f500 10 000", ["1500", "1500", "1500", "1500", "10000"]),
        ("1.5 0.500 1,234.56 1.234,56", ["1.5", "0.5", "1234.56", "1234.56"]),
        ("3万 1.5億 10 लाख 3만", ["30000", "150000000", "1000000", "30000"]),
        ("-3.5 °C, −2", ["-3.5", "-2"]),
        ("5km №4 10-12", ["5", "4", "10", "12"]),
        ("1,00,000 and 12,34,567.5", ["100000", "1234567.5"]),
        ("section 3.2.1", []),
        ("9" * (DIGITS_MAX + 1), []),
    ],
)
def test_numbers_have_one_form(text: str, expected: list[str]) -> None:
    assert normals(text, Kind.NUMBER) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gate B-12, Ｂ１２, b-12", ["B12", "B12"]),
        ("T1 A320 4B GER-0412/7", ["T1", "A320", "4B", "GER04127"]),
        ("Корпус Б-12", ["Б12"]),
        ("USD 40 at 10PM", []),
        ("乘T6路到H9号楼, S10检查站 T6버스 รถT6ไป", ["T6", "H9", "S10", "T6", "T6"]),
        ("XT6x, iPhone15", []),
    ],
)
def test_codes_have_one_form(text: str, expected: list[str]) -> None:
    assert normals(text, Kind.CODE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.50 EUR, €12.50, 12,5 евро", ["12.5 EUR"] * 3),
        ("1 500 руб., 1 500 zł", ["1500 RUB", "1500 PLN"]),
        ("3만 원 1,500円 40元", ["30000 KRW", "1500 JPY", "40 CNY"]),
        ("$5 and US$ 5", ["5 $", "5 USD"]),
        ("١٬٥٠٠ درهم", ["1500 AED"]),
    ],
)
def test_money_has_one_form(text: str, expected: list[str]) -> None:
    assert normals(text, Kind.MONEY) == expected


@pytest.mark.parametrize(
    "text", ["40 %", "40 Prozent", "40 por ciento", "40 процентов", "٤٠٪", "百分之40", "40 प्रतिशत", "40퍼센트"]
)
def test_a_share_has_one_form(text: str) -> None:
    assert normals(text) == ["40%"]


def test_what_is_far_back_in_a_long_text_is_not_looked_at() -> None:
    assert normals("x " * TEXT_CHARACTERS_MAX + "7") == []


@given(st.text() | st.text(st.sampled_from("0123456789٣३.,:/-  %€$AB年月日点時h"), max_size=60))
def test_values_are_in_order_and_none_is_part_of_another(text: str) -> None:
    at = 0
    for value in values(text):
        assert at <= value.span.start < value.span.end <= len(text)
        assert value.normal
        at = value.span.end


@given(st.text() | st.text(st.sampled_from("0123456789٣.:/- $ATPMa站점ไ"), max_size=60))
def test_what_is_a_code_is_written_like_one(text: str) -> None:
    assert set(normals(text, Kind.CODE)) <= codes(text)


def test_what_is_written_like_a_code_may_be_a_time() -> None:
    assert (codes("T6 at 10PM"), normals("T6 at 10PM", Kind.CODE)) == (frozenset({"T6", "10PM"}), ["T6"])
