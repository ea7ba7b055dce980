"""The programme's file: every fault at once, each with its line, its column and what to do."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.models import Curve
from grandstand.campaign.programme import FILE_BYTES_MAX, ProgrammeInvalid, read_programme
from grandstand.campaign.programme.models import FileFault, HourShare
from grandstand.campaign.programme.yaml_file import DEPTH_MAX, FAULTS_MAX, VALUES_MAX, moment_of

DEMO = (files("grandstand.demo") / "nine_days.yaml").read_bytes()
SMALL = """\
programme: small
titles: {en: Small}
zone: Europe/Berlin
currency: EUR
budget: 1000.00
waves:
  - name: cash
    kind: cash
    from: 2030-03-30 10:00
    until: 2030-04-02 00:00
    shares: 100
    each: 5.00
    occasions: [launch]
"""


def faults_of(text: str | bytes) -> list[FileFault]:
    with pytest.raises(ProgrammeInvalid) as caught:
        read_programme(text.encode() if isinstance(text, str) else text)
    return list(caught.value.faults)


def fault_of(old: str, new: str) -> FileFault:
    """The one fault that a change of the small file makes."""
    assert old in SMALL
    (fault,) = faults_of(SMALL.replace(old, new))
    return fault


def with_wave(lines: str) -> str:
    return SMALL + "".join(f"    {line}\n" for line in lines.splitlines())


def test_demo_is_nine_days_of_three_billion() -> None:
    programme = read_programme(DEMO)
    assert programme.budget_minor == 300_000_000_000
    assert [wave.name for wave in programme.waves] == ["drinks", "envelopes-eve", "envelopes-day"]
    drinks = programme.waves[0]
    assert drinks.opens_at == datetime(2030, 2, 6, 2, tzinfo=UTC)
    assert drinks.invites is not None
    assert (drinks.invites.inviter, drinks.invites.daily_invitations) == (20, 3)
    assert drinks.draws is not None
    assert (drinks.draws.closes_minute, drinks.draws.prizes.shares) == (1440, 7000)
    assert drinks.pacing.hours[0] == HourShare(hour=10, parts=2000)
    assert programme.waves[1].budget.curve is Curve.LOTTERY


def test_small_file_has_defaults() -> None:
    (wave,) = read_programme(SMALL.encode()).waves
    assert wave.titles == {"en": "Small"}
    assert (wave.lanes, wave.valid_until, wave.invites, wave.draws) == (4, None, None, None)
    assert (wave.budget.total_minor, wave.budget.minimum_minor, wave.budget.curve) == (50_000, 500, Curve.EQUAL)


def test_clocks_that_were_put_forward_make_the_day_shorter() -> None:
    (wave,) = read_programme(SMALL.encode()).waves
    assert wave.opens_at == datetime(2030, 3, 30, 9, tzinfo=UTC)
    assert wave.closes_at == datetime(2030, 4, 1, 22, tzinfo=UTC)


def test_fault_says_line_column_and_what_was_perhaps_meant() -> None:
    fault = fault_of("    shares: 100", "    shares: 100\n    valid_untill: 2030-05-01")
    assert (fault.line, fault.column) == (12, 5)
    assert "Did you mean 'valid_until'?" in fault.words
    assert str(fault).startswith("line 12, column 5: ")


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace("Europe/Berlin", "Europe/Berlyn").replace("5.00", "5.001").replace("[launch]", "[Launch]")
    faults = faults_of(text.replace("kind: cash", "kind: cahs"))
    assert [fault.line for fault in faults] == [3, 8, 12, 13]
    assert "Did you mean 'Europe/Berlin'?" in faults[0].words
    assert "Did you mean 'cash'?" in faults[1].words
    assert "more digits after the point" in faults[2].words


def test_faults_are_no_more_than_fifty() -> None:
    strange = "".join(f"key{at}: 1\n" for at in range(200))
    assert len(faults_of(SMALL + strange)) == FAULTS_MAX


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("programme: small\n", "", 1, "lacks the key 'programme'"),
        ("programme: small", "programme: Small One", 1, "like 'winter-2030'"),
        ("titles: {en: Small}", "titles: {}", 2, "at least one language"),
        ("titles: {en: Small}", "titles: Small", 2, "must be a mapping"),
        ("titles: {en: Small}", "titles: {English: Small}", 2, "a language like 'en'"),
        ("{en: Small}", "{en: Small, en: Klein}", 2, "stands here twice, first in line 2"),
        ("EUR", "Euro", 4, "a currency like 'CNY'"),
        ("1000.00", "1.000,00", 5, "an amount like 25 or 25.00"),
        ("1000.00", "-1", 5, "an amount like 25 or 25.00"),
        ("1000.00", "99_999_999_999_999", 5, "at most 17,592,186,044,416 minor units"),
        ("1000.00", "499.00", 5, "which is 1.00 more than the budget"),
        ("from: 2030-03-30 10:00", "from: 30.3.2030", 9, "a day like 2030-02-06"),
        ("from: 2030-03-30 10:00", "from: 2030-02-30", 9, "that there are"),
        ("from: 2030-03-30 10:00", "from: 2030-03-31 02:30", 9, "the clocks are put forward over it"),
        ("until: 2030-04-02 00:00", "until: 2030-10-27 02:30", 10, "add an offset like +02:00"),
        ("until: 2030-04-02 00:00", "until: 2030-03-30", 10, "must be later than 'from'"),
        ("until: 2030-04-02 00:00", "until: 2032-04-02", 10, "366 days at most"),
        ("until: 2030-04-02 00:00", "until: 3500-04-02", 10, "in the years 2000 to 2999"),
        ("shares: 100", "shares: many", 11, "a whole number from 1 to"),
        ("shares: 100", "shares: 0", 11, "a whole number from 1 to"),
        ("shares: 100", "shares: 1e2", 11, "a whole number from 1 to"),
        ("    shares: 100\n", "", 7, "The key 'shares' is missing"),
        ("each: 5.00", "each: 0", 12, "more than 0"),
        ("    each: 5.00\n", "", 7, "by one of 'each', 'total' and 'tiers', got none"),
        ("each: 5.00", "each: 5.00\n    total: 5", 7, "got 'each' and 'total'"),
        ("each: 5.00", "each: 5.00\n    curve: uniform", 13, "'curve' belongs to 'total'"),
        ("each: 5.00", "total: 500\n    minimum: 6", 7, "need 60000"),
        ("each: 5.00", "tiers: [{shares: 99, amount: 5}]", 12, "have 99 shares together"),
        ("each: 5.00", "tiers: [{shares: 100}]", 12, "lacks the key 'amount'"),
        ("[launch]", "[]", 13, "at least one occasion"),
        ("[launch]", "launch", 13, "must be a list"),
        ("[launch]", "[launch, launch]", 13, "stands here twice"),
        ("[launch]", "['invite:1']", 13, "made by the keys 'invites' and 'draws'"),
        ("kind: cash", "kind: voucher", 7, "needs categories"),
        ("kind: cash", "kind: cash\n    categories: [drink]", 9, "are for kind: voucher"),
        ("kind: cash", "kind: cash\n    lanes: 65", 9, "a whole number from 1 to 64"),
        ("kind: cash", "kind: cash\n    audience: [everybody]", 9, "There is no key 'audience' here"),
        ("kind: cash", "kind: cash\n    valid_until: 2030-04-01", 9, "must not be before 'until'"),
        ("kind: cash", "kind: &a cash", 8, "Anchors (&) are not accepted"),
        ("kind: cash", "kind: !!str cash", 8, "Tags (!) are not accepted"),
        ("kind: cash", "kind: [cash", 9, "This is not YAML"),
        ("kind: cash", "kind: cash\x07", 8, "This character is not accepted"),
        ("kind: cash", "kind: cash\n    pacing: {plan: {10: 0.7, 11: 0.4}}", 9, "add up to 1.1 of the day"),
        ("kind: cash", "kind: cash\n    pacing: {plan: {24: 0.7}}", 9, "from 0 to 23"),
        ("kind: cash", "kind: cash\n    pacing: {plan: {10: 1.7}}", 9, "more than 0 and at most 1"),
        ("kind: cash", "kind: cash\n    pacing: {shares_per_second: fast}", 9, "a whole number from 1"),
        ("kind: cash", "kind: cash\n    invites: {}", 9, "lacks the key 'inviter'"),
        ("kind: cash", "kind: cash\n    invites: {inviter: 62}\n    lanes: 2", 14, "with invitations it has 64"),
    ],
)
def test_each_fault_is_found_where_it_is(old: str, new: str, line: int, words: str) -> None:
    if words == "with invitations it has 64":
        # One more occasion than fits.
        faults = faults_of(SMALL.replace(old, new).replace("[launch]", "[launch, encore]"))
        assert [(fault.line, "64 occasions at most" in fault.words) for fault in faults] == [(15, True)]
        return
    fault = fault_of(old, new)
    assert (fault.line, words in fault.words) == (line, True), fault


def test_second_wave_of_a_name_is_a_fault() -> None:
    wave = SMALL[SMALL.index("  - name") :]
    faults = faults_of(SMALL + wave.replace("5.00", "1.00"))
    assert [(fault.line, fault.words) for fault in faults] == [(14, "There is another wave 'cash' above.")]


DRAWS = "draws: {daily: {winners: 10, closes: '21:00', each: 1.00}}"


def test_times_of_day_need_no_quotes_and_prizes_are_for_every_day() -> None:
    for closes in ("'21:00'", "21:00"):
        (wave,) = read_programme(with_wave(DRAWS.replace("'21:00'", closes)).encode()).waves
        assert wave.draws is not None
        assert (wave.draws.closes_minute, wave.draws.is_open) == (21 * 60, True)
        assert (wave.draws.prizes.shares, wave.draws.prizes.total_minor) == (30, 3000)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (DRAWS.replace("21:00", "25:00"), "a time of the day like 21:00"),
        (DRAWS.replace("'21:00'", "soon"), "a time of the day like 21:00"),
        (DRAWS.replace("winners: 10", "winners: 10, open: false"), "Nobody could enter"),
        (DRAWS.replace("each: 1.00", "tiers: [{shares: 3, amount: 1}]"), "need 30 prizes, the tiers have 3"),
        (DRAWS.replace("each: 1.00", "open: maybe, each: 1"), "one of true, false"),
        (DRAWS.replace("daily", "hourly"), "There is no key 'hourly' here"),
        ("invites: {inviter: 2, daily_draw: {invitations: 3}}", "This wave has no draws"),
        ("invites: {inviter: 2, invited: 2}", "a whole number from 1 to 1"),
    ],
)
def test_faults_of_draws_and_invitations(lines: str, words: str) -> None:
    faults = faults_of(with_wave(lines))
    assert len(faults) <= 2
    assert any(words in fault.words for fault in faults)
    assert {fault.line for fault in faults} <= {7, 14}


def test_bombs_are_refused_before_they_are_built() -> None:
    laughs = "a: &a [x, x]\n" + "".join(f"b{at}: &b{at} [*a, *a]\n" for at in range(30))
    assert "Anchors" in faults_of(laughs)[0].words
    assert "levels deep" in faults_of("[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1))[0].words
    assert "levels deep" in faults_of("[" + "1," * VALUES_MAX + "]")[0].words
    assert "bytes at most" in faults_of("#" * (FILE_BYTES_MAX + 1))[0].words
    assert "one document" in faults_of(SMALL + "---\n" + SMALL)[0].words
    assert "must be UTF-8" in faults_of(SMALL.encode() + b"\xff")[0].words
    assert faults_of("# nothing\n")[0].words == "The file is empty."
    assert "must be a mapping" in faults_of("just words")[0].words


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode(errors="replace")))
def test_whatever_a_file_holds_it_is_read_or_its_faults_are_told(text: bytes) -> None:
    assert faults_of(text)


@given(
    st.integers(0, len(DEMO) - 1), st.integers(0, 60), st.sampled_from([b"", b"\n", b"0", b"x", b": ", b"[", b"{"])
)
def test_demo_with_a_hole_in_it_is_read_or_its_faults_are_told(at: int, length: int, instead: bytes) -> None:
    found: Sequence[FileFault] = ()
    try:
        assert read_programme(DEMO[:at] + instead + DEMO[at + length :]).waves
    except ProgrammeInvalid as error:
        found = error.faults
    assert len(found) <= FAULTS_MAX
    assert all(fault.line >= 1 and fault.column >= 1 and fault.words for fault in found)


@given(
    st.integers(978307200, 2208988800).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.sampled_from(["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_a_time_is_what_the_clocks_of_the_zone_showed(at: datetime, zone: str) -> None:
    text, words = f"{at:%Y-%m-%d %H:%M:%S}", ""
    try:
        moment = moment_of(text, ZoneInfo(zone))
    except ValueError as error:
        words = str(error)
    else:
        assert f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}" == text
    assert not words or (zone != "UTC" and ("put forward" in words or "comes twice" in words))


def test_an_offset_says_which_of_two_hours_is_meant() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert moment_of("2030-10-27 02:30+02:00", berlin) == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)
    assert moment_of("2030-10-27T02:30+01:00", berlin) == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    assert moment_of("2030-10-27 00:30Z", berlin) == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)


SEGMENTS = """\
segments:
  newcomers: {joined_after: 2030-03-30, languages: [zh, pt-BR], part: 0.1}
  members: {labels: [member], platforms: [direct, messenger], joined_before: 2030-03-31 12:00}
"""


def segmented(wave: str = "", segments: str = SEGMENTS) -> str:
    return with_wave(wave).replace("waves:\n", f"{segments}waves:\n")


def test_waves_ask_for_segments_by_name_with_their_rules() -> None:
    programme = read_programme(
        segmented("segments: [newcomers, members]\noccasion_segments: {launch: [members]}").encode()
    )
    (wave,) = programme.waves
    assert [(each.occasion, each.name) for each in wave.segments] == [
        ("", "small.newcomers"),
        ("", "small.members"),
        ("launch", "small.members"),
    ]
    newcomers, members = wave.segments[0].rule, wave.segments[1].rule
    assert newcomers.joined_after == datetime(2030, 3, 29, 23, tzinfo=UTC)
    assert (newcomers.languages, newcomers.parts) == (("zh", "pt-BR"), 1_000)
    assert members.joined_before == datetime(2030, 3, 31, 10, tzinfo=UTC)
    assert (members.labels, members.platforms, members.parts) == (("member",), ("direct", "messenger"), 10_000)
    assert read_programme(SMALL.encode()).waves[0].segments == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        (segmented("segments: [newcomer]"), 17, 16, "Did you mean 'newcomers'"),
        (segmented("segments: [members, members]"), 17, 25, "twice"),
        (segmented("occasion_segments: {launh: [members]}"), 17, 32, "no occasion 'launh'"),
        (segmented("occasion_segments: {launch: [nobody]}"), 17, 34, "no segment 'nobody'"),
        (segmented("", SEGMENTS.replace("labels", "label")), 8, 13, "Did you mean 'labels'"),
        (segmented("", SEGMENTS.replace("part: 0.1", "part: 2")), 7, 71, "more than 0 and at most 1"),
        (segmented("", SEGMENTS.replace("[zh, pt-BR]", "[chinese language]")), 7, 53, "a language like"),
        (segmented("", SEGMENTS.replace("[zh, pt-BR]", "[]")), 7, 52, "names at least one"),
        (segmented("", SEGMENTS.replace("  members", "  Members")), 8, 3, "A segment is named like"),
        (
            segmented("", SEGMENTS.replace("03-30, ", "03-30, joined_before: 2030-03-30, ")),
            7,
            56,
            "must be later",
        ),
    ],
)  # fmt: skip
def test_faults_of_segments_are_told_where_they_stand(text: str, line: int, column: int, words: str) -> None:
    (fault, *_) = faults_of(text)
    assert words in fault.words
    assert (fault.line, fault.column) == (line, column)
