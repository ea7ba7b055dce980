"""Headings that go on as somebody has begun to write."""

from grandstand.library.models import CollectionId, VersionId
from grandstand.library.suggestions import ENTRY_CHARACTERS_MAX, SUGGESTIONS_MAX, Suggestions

OURS, THEIRS = CollectionId(1), CollectionId(2)


def filled() -> Suggestions:
    found = Suggestions()
    found.put(VersionId(1), OURS, ["Transport Guide", "Last bus of the evening", "Parking", "Besondere Räume"])
    found.put(VersionId(2), OURS, ["运输指南", "晚间末班车", "الحافلة الأخيرة", "Last bus of the evening"])
    found.put(VersionId(3), THEIRS, ["Last bus of our secret plan"])
    return found


def test_what_begins_so_comes_before_what_has_a_word_that_does() -> None:
    suggestions = Suggestions()
    suggestions.put(VersionId(1), OURS, ["The bus lines", "Bus stops of both villages"])
    assert suggestions.matching("bus", [OURS]) == ["Bus stops of both villages", "The bus lines"]


def test_only_what_may_be_read_is_suggested() -> None:
    assert filled().matching("last", [OURS]) == ["Last bus of the evening"]
    assert filled().matching("last", []) == []


def test_words_may_stand_in_any_order_and_without_accents() -> None:
    assert filled().matching("evening bus", [OURS]) == ["Last bus of the evening"]
    assert filled().matching("raume", [OURS]) == ["Besondere Räume"]


def test_any_script_is_suggested_from_any_word() -> None:
    assert filled().matching("末班", [OURS]) == ["晚间末班车"]
    assert filled().matching("الأخير", [OURS]) == ["الحافلة الأخيرة"]


def test_nothing_begun_is_nothing_suggested() -> None:
    assert filled().matching("  ", [OURS]) == []
    assert filled().matching("zzz", [OURS]) == []


def test_there_are_no_more_than_fit_and_none_is_a_sentence() -> None:
    many = Suggestions()
    many.put(VersionId(1), OURS, [f"Bus line {number}" for number in range(50)])
    many.put(VersionId(2), OURS, ["Bus " + "x" * ENTRY_CHARACTERS_MAX])
    assert len(many.matching("bus", [OURS])) == SUGGESTIONS_MAX
    assert many.matching("bus x", [OURS]) == []


def test_a_version_that_is_gone_suggests_nothing() -> None:
    found = filled()
    found.remove(VersionId(1))
    assert found.matching("parking", [OURS]) == []
