"""Which day a question means, in 14 languages."""

from datetime import date, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from grandstand.assistant.times import DAYS_BACK_MAX, PARTS, When, day_of, when_of, without_times
from grandstand.live.names import ENDONYMS

TUESDAY = date(2030, 2, 12)


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "what's on the day after tomorrow", 2),
        ("en", "anything tonight?", 0),
        ("en", "what time is it", None),
        ("de", "Was läuft übermorgen?", 2),
        ("de", "Was läuft morgen?", 1),
        ("fr", "le programme d'aujourd'hui", 0),
        ("fr", "après-demain", 2),
        ("es", "¿Qué hay mañana?", 1),
        ("es", "pasado mañana", 2),
        ("pt", "depois de amanhã", 2),
        ("it", "che cosa c'è stasera", 0),
        ("nl", "overmorgen", 2),
        ("pl", "co było wczoraj", -1),
        ("ru", "что послезавтра", 2),
        ("ar", "ماذا غداً؟", 1),
        ("hi", "आज क्या है", 0),
        ("zh", "明天有什么比赛", 1),
        ("ja", "明後日の予定", 2),
        ("ko", "내일 뭐 해", 1),
        ("ja", "what is on tomorrow", 1),
        ("zh", "周六有什么", 4),
        ("ru", "в субботу", 4),
        ("pl", "w sobotę", 4),
        ("ar", "يوم السبت", 4),
        ("en", "on Tuesday", 0),
        ("de", "Guten Morgen", None),
        ("de", "heute Morgen", 0),
        ("de", "Was war gestern Abend?", -1),
        ("ru", "вчера вечером", -1),
        ("ru", "вечером", 0),
        ("pl", "co jest wieczorem", 0),
        ("es", "mañana por la mañana", 1),
        ("es", "esta mañana", 0),
        ("en", "in two days", 2),
        ("en", "3 days ago", -3),
        ("de", "vor zwei Tagen", -2),
        ("ar", "بعد ٣ أيام", 3),
        ("hi", "३ दिन बाद", 3),
        ("zh", "两天后", 2),
        ("ja", "３日前", -3),
        ("ko", "2일 후", 2),
        ("fr", "il y a deux jours", -2),
        ("pt", "anteontem", -2),
    ],
)
def test_days_are_counted_from_today(language: str, text: str, days: int | None) -> None:
    assert day_of(text, language, TUESDAY) == (None if days is None else TUESDAY + timedelta(days=days))


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_day_and_month_is_known_by_its_name(language: str) -> None:
    locale = Locale(language)
    for weekday, called in locale.days["stand-alone"]["wide"].items():
        found = day_of(f"… {called}?", language, TUESDAY)
        assert found is not None, called
        assert found.weekday() == weekday
        assert found - TUESDAY < timedelta(days=7)
    for month, called in locale.months["format"]["wide"].items():
        asked = f"{month}月 9日" if called[:1].isdigit() else f"9 {called}"
        found = day_of(asked, language, TUESDAY)
        assert found is not None, asked
        assert (found.month, found.day) == (month, 9)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 2030-02-09", date(2030, 2, 9)),
        ("on February 9th", date(2030, 2, 9)),
        ("9 February 2030", date(2030, 2, 9)),
        ("2030-02-31", None),
        ("February 31", None),
        ("February 29", None),
        ("31 December", date(2030, 12, 31)),
        ("12 January", date(2030, 1, 12)),
    ],
)
def test_dates_are_read(text: str, day: date | None) -> None:
    assert day_of(text, "en", TUESDAY) == day


@pytest.mark.parametrize(
    ("language", "text", "part"),
    [
        ("en", "tonight", "evening"),
        ("en", "tomorrow morning", "morning"),
        ("de", "gestern Abend", "evening"),
        ("fr", "demain matin", "morning"),
        ("zh", "明天下午", "afternoon"),
        ("ar", "صباح الغد", "morning"),
        ("ja", "今日の午後", "afternoon"),
        ("ru", "завтра утром", "morning"),
        ("en", "tomorrow", None),
    ],
)
def test_a_part_of_the_day_is_told(language: str, text: str, part: str | None) -> None:
    assert when_of(text, language, TUESDAY).part == part


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "this weekend"),
        ("de", "am Wochenende"),
        ("es", "el finde"),
        ("fr", "ce week-end"),
        ("it", "nel fine settimana"),
        ("pt", "no fim de semana"),
        ("ru", "на выходных"),
        ("ar", "عطلة نهاية الأسبوع"),
        ("zh", "这个周末"),
        ("ja", "週末"),
        ("ko", "주말에"),
        ("hi", "सप्ताहांत में"),
    ],
)
def test_a_weekend_is_two_days_and_on_its_last_one(language: str, text: str) -> None:
    saturday, sunday = date(2030, 2, 16), date(2030, 2, 17)
    assert when_of(text, language, TUESDAY)[:2] == (saturday, sunday)
    assert when_of(text, language, saturday)[:2] == (saturday, sunday)
    assert when_of(text, language, sunday)[:2] == (sunday, sunday)


def test_without_times_is_without_them() -> None:
    assert without_times("and tomorrow evening?", "en").split() == ["and", "?"]
    assert without_times("那明天下午呢", "zh").split() == ["那", "呢"]
    assert without_times("und am Samstag", "de").split() == ["und", "am"]


@given(st.text(max_size=80), st.sampled_from(list(ENDONYMS)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_written_days_are_in_order(text: str, language: str, today: date) -> None:
    found = when_of(text, language, today)
    assert isinstance(found, When)
    assert found.until is None or (found.day is not None and found.day <= found.until)
    assert found.part is None or found.part in PARTS
    without_times(text, language)


@given(st.text(max_size=80), st.sampled_from(list(ENDONYMS)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_written_is_a_day_near_today_or_none(text: str, language: str, today: date) -> None:
    found = day_of(text, language, today)
    assert found is None or "-" in text or found >= today - timedelta(days=DAYS_BACK_MAX)
