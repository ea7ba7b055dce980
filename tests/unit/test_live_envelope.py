"""Keys and headers: what is read, what is refused and why, and that no bytes make the sniff fall over or hang."""

import random
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import COMPETITION, OPENING, message
from grandstand.live.envelope import (
    HEADER_BYTES_MAX,
    IDENTITY_LENGTH_MAX,
    MESSAGE_BYTES_MAX,
    TEXT_LENGTH_MAX,
    VERSION_DIGITS_MAX,
    sniff,
)
from grandstand.live.errors import KeyInvalid, MessageInvalid
from grandstand.live.models import Envelope, Identity, Reason
from grandstand.live.rsc import ancestors, discipline, event, is_within, parse_rsc
from grandstand.live.rules import is_test

RUN = "ALPMGS----------------FNL-000200--"
PLAIN = message("DT_RESULT", RUN, 12, datetime(2030, 2, 10, 18, 42, 3, 123000, UTC), "<x/>", status="OFFICIAL")


def reason_of(body: bytes) -> Reason:
    with pytest.raises(MessageInvalid) as refused:
        sniff(body)
    return refused.value.reason


def test_key_names_its_ancestors_nearest_first() -> None:
    assert ancestors(parse_rsc(RUN)) == (
        "ALPMGS----------------FNL---------",
        "ALPMGS----------------------------",
        "ALPM------------------------------",
        "ALP-------------------------------",
    )


def test_key_is_not_its_own_ancestor() -> None:
    key = parse_rsc("ALPMGS----------------------------")
    assert ancestors(key) == ("ALPM------------------------------", "ALP-------------------------------")
    assert is_within(key, key)
    assert is_within(parse_rsc(RUN), key)
    assert not is_within(key, parse_rsc(RUN))


def test_key_tells_its_discipline_and_event() -> None:
    key = parse_rsc("CURXTEAM2-------------PREL000101--")
    assert discipline(key) == "CUR"
    assert event(key) == "CURXTEAM2-------------------------"
    assert event(event(key)) == event(key)


@pytest.mark.parametrize("text", ["", RUN[:-1], RUN + "-", RUN.lower(), RUN[:-1] + " ", "-" * 34, RUN[:-1] + "Ä"])
def test_what_is_no_key_is_refused_with_its_value(text: str) -> None:
    with pytest.raises(KeyInvalid) as refused:
        parse_rsc(text)
    assert repr(text) in str(refused.value)


def test_header_is_read_without_the_body() -> None:
    assert sniff(PLAIN + b"<<< not even XML") == Envelope(
        identity=Identity(COMPETITION, "DT_RESULT", RUN, "", "", "ENG"),
        version=12,
        generated_at=datetime(2030, 2, 10, 18, 42, 3, 123000, UTC),
        feed_flag="P",
        result_status="OFFICIAL",
        logical_date=date(2030, 2, 10),
        source="FICTION1",
    )


@pytest.mark.parametrize("time_text", [b"184203123", b"18:42:03.123"])
def test_both_forms_of_a_time_are_the_same_instant(time_text: bytes) -> None:
    assert sniff(PLAIN.replace(b"184203123", time_text)).generated_at == datetime(
        2030, 2, 10, 18, 42, 3, 123000, UTC
    )


def test_time_is_taken_in_the_zone_of_the_feed() -> None:
    assert sniff(PLAIN, ZoneInfo("Europe/Rome")).generated_at == datetime(2030, 2, 10, 17, 42, 3, 123000, UTC)


@pytest.mark.parametrize(
    "change",
    [
        (b'<?xml version="1.0" encoding="UTF-8"?>\n', b""),
        (
            b'<?xml version="1.0" encoding="UTF-8"?>\n',
            b"\xef\xbb\xbf <?xml version='1.0' encoding='utf-8'?> <!-- - -->",
        ),
        (b" DocumentCode=", b"\n\tDocumentCode = "),
        (b'Language="ENG"', b"Language='ENG'"),
        (b"FICTION1", b"FICTION&#49;"),
        (b"<OdfBody ", b'<OdfBody xmlns:x="y" x:z="&gt;" '),
    ],
)
def test_header_is_the_same_however_it_is_written(change: tuple[bytes, bytes]) -> None:
    assert PLAIN.count(change[0]) == 1
    assert sniff(PLAIN.replace(*change)) == sniff(PLAIN)


def test_empty_attributes_are_absent() -> None:
    body = (
        PLAIN.replace(b'"OFFICIAL"', b'""').replace(b'"FICTION1"', b'""').replace(b'Date="2030', b'Date="2030', 1)
    )
    found = sniff(body.replace(b'LogicalDate="2030-02-10"', b'LogicalDate=""'))
    assert (found.result_status, found.source, found.logical_date) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((PLAIN[:60], b"<!DOCTYPE x>" + PLAIN[:60]), Reason.NOT_XML),
        ((b"\n<OdfBody", b"\n<!-- a --><!DOCTYPE x [<!ENTITY a 'b'>]><OdfBody"), Reason.DOCTYPE),
        ((b"\n<OdfBody", b"\n<!doctype x><OdfBody"), Reason.NOT_XML),
        ((b'"UTF-8"', b'"UTF-16"'), Reason.ENCODING),
        ((b"<OdfBody", b"<OdfBodyguard"), Reason.NOT_XML),
        ((RUN.encode(), RUN[:-1].encode()), Reason.KEY),
        ((b'FeedFlag="P"', b""), Reason.HEADER),
        ((b'FeedFlag="P"', b'FeedFlag="X"'), Reason.HEADER),
        ((b'Version="12"', b'Version="0"'), Reason.HEADER),
        ((b'Version="12"', b'Version="-1"'), Reason.HEADER),
        ((b'Version="12"', 'Version="١٢"'.encode()), Reason.HEADER),
        ((b'Version="12"', b'Version="' + b"9" * (VERSION_DIGITS_MAX + 1) + b'"'), Reason.HEADER),
        ((b'"184203123"', b'"294203123"'), Reason.HEADER),
        ((b'"184203123"', b'"18420"'), Reason.HEADER),
        ((b'"184203123"', '"١٨٤٢٠٣"'.encode()), Reason.HEADER),
        ((b' Date="2030-02-10"', b' Date="2030-02-30"'), Reason.HEADER),
        ((b' Date="2030-02-10"', b""), Reason.HEADER),
        ((b"DT_RESULT", b""), Reason.HEADER),
        ((b"DT_RESULT", b"DT_\x07"), Reason.HEADER),
        ((b"DT_RESULT", b"D" * (IDENTITY_LENGTH_MAX + 1)), Reason.HEADER),
        ((b'"FICTION1"', b'"\xff\xfe"'), Reason.ENCODING),
        ((b'"FICTION1"', b'"&unknown;"'), Reason.HEADER),
        ((b'"FICTION1"', b'"' + b"x" * HEADER_BYTES_MAX + b'"'), Reason.NOT_XML),
    ],
)
def test_header_that_cannot_be_read_is_refused_with_the_reason(
    change: tuple[bytes, bytes], reason: Reason
) -> None:
    if reason is Reason.NOT_XML and change[0] == PLAIN[:60]:
        assert reason_of(b"<!DOCTYPE x>" + PLAIN) is Reason.DOCTYPE
        return
    assert change[0] in PLAIN
    assert reason_of(PLAIN.replace(*change)) is reason


@pytest.mark.parametrize("body", [b"", b"<", b"{}", b"\xff\xfe<\x00O\x00", PLAIN.decode().encode("utf-16")])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    assert reason_of(body) in {Reason.NOT_XML, Reason.ENCODING}


def test_message_above_the_limit_is_refused_and_one_at_the_limit_is_not() -> None:
    sniff(PLAIN.ljust(MESSAGE_BYTES_MAX))
    assert reason_of(PLAIN.ljust(MESSAGE_BYTES_MAX + 1)) is Reason.TOO_LARGE


def test_long_values_of_a_header_are_cut_and_unprintable_ones_left_out() -> None:
    assert sniff(PLAIN.replace(b"FICTION1", b"F" * 500)).source == "F" * TEXT_LENGTH_MAX
    assert sniff(PLAIN.replace(b"FICTION1", b"F\x00")).source is None


def test_tests_and_rehearsals_are_told_from_production() -> None:
    assert not is_test(sniff(PLAIN), {"OTHER"})
    assert is_test(sniff(PLAIN), {COMPETITION})
    assert is_test(sniff(PLAIN.replace(b'FeedFlag="P"', b'FeedFlag="T"')), ())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for each in (body, b"<OdfBody " + body, PLAIN[:200] + body):
        try:
            sniff(each)
        except MessageInvalid as error:
            assert str(error)  # noqa: PT017 - either answer is right, no other exception is


def test_mutated_messages_are_read_or_refused() -> None:
    chance = random.Random(7)  # noqa: S311 - seeded
    for _ in range(3000):
        body = bytearray(PLAIN)
        for _ in range(chance.randrange(1, 6)):
            body[chance.randrange(len(body))] = chance.choice(b"\x00<>&'\"=/ \xff-9!?")
        try:
            sniff(bytes(body))
        except MessageInvalid:
            continue


@pytest.mark.parametrize(
    "body",
    [
        b"<!--" * 1_000_000,
        b"<?" * 1_000_000,
        b" " * 4_000_000,
        b"<OdfBody " + b"a='" * 1_000_000,
        b"<OdfBody" + b' a="b"' * 1_000_000 + b">",
        b"<!-- - - " * 500_000,
    ],
)
def test_hostile_beginnings_cost_no_time(body: bytes) -> None:
    began = time.process_time()
    reason_of(body)
    assert time.process_time() - began < 0.1


def test_document_codes_of_other_types_are_kept_as_they_come() -> None:
    assert sniff(message("DT_COMMUNICATION", "17", 1, OPENING, "")).identity.code == "17"
