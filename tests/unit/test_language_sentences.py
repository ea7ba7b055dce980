"""Sentences: verbatim, complete, and ended by what ends a sentence in fourteen languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.language.sentences import SENTENCE_CHARACTERS_MAX, sentences


def parts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The bus leaves at 9.30 a.m. from gate 4.", "Take room B-12!", "Is it open?"],
        ["Dr. Ito and Prof. Lang meet at No. 4 today.", "No.", "The bus waits."],
        ["At 9 p.m. it closes.", "It opens at 8 a.m.", "Tea is served."],
        ["Die Halle ist z.B. am 6. Februar und im 2. Stock offen.", "Das kostet ca. 3,50 EUR."],
        ["Le bus nº 3.", "« Où est-il ? »", "Il part à 9 h 30."],
        ["¿Dónde está la Sra. Vidal?", "¡Aquí!", "Llega a las 10.30."],
        ["Автобус идёт т.е. каждые 10 мин.", "Где он?", "См. стр. 4 ниже."],
        ["Szatnia nr 4 jest np. w hali.", "Godz. 9.30."],
        ["选手村在北区。", "“有公交吗？”", "每10分钟一班！"],
        ["選手村は北にあります。", "バスは10分ごとです。"],
        ["선수촌은 북쪽에 있습니다.", "버스는 10분마다 옵니다."],
        ["أين القرية؟", "الحافلة كل 10.5 دقائق.", "نعم!"],
        ["गाँव उत्तर में है।", "बस हर 10.5 मिनट पर आती है।", "कहाँ?"],
        ["See www.example.org/a.b for v1.2.3 of the form.", "Ask J. Weiss."],
        ["Wirklich?", "»Ja!« rief sie.", "Gut."],
        ['He said: "Stop!" and left.', 'She said: "Go."', "Then it rained."],
    ],
)
def test_a_paragraph_is_its_sentences(expected: list[str]) -> None:
    joiner = "" if expected[0][-1] == "。" else " "
    assert parts(joiner.join(expected)) == expected


def test_an_item_ends_with_its_line_and_loses_its_bullet() -> None:
    text = "Bring with you:\n• your passport\n- two photographs\n1. the form, p. 2\n(b) a pen"
    assert parts(text) == [
        "Bring with you:",
        "your passport",
        "two photographs",
        "1. the form, p. 2",
        "(b) a pen",
    ]


def test_a_numbered_step_keeps_its_number() -> None:
    assert parts("1. Open the door. Go in.\n4.2 Doctors\n٣. ادخل") == [
        "1. Open the door.",
        "Go in.",
        "4.2 Doctors",
        "٣. ادخل",
    ]


def test_a_row_is_one_sentence() -> None:
    text = "Line | From | To\nT1 | Village. Gate 4 | Rink! North\nAfter the table."
    assert parts(text) == ["Line | From | To", "T1 | Village. Gate 4 | Rink! North", "After the table."]


def test_a_heading_is_not_a_part_of_what_follows() -> None:
    assert parts("Medical care\nEvery venue has a doctor.") == ["Medical care", "Every venue has a doctor."]
    assert parts("医疗\n每个场馆都有医生。") == ["医疗", "每个场馆都有医生。"]


def test_a_paragraph_goes_on_over_the_edge_of_a_page() -> None:
    text = "The doctor of the team tells the medical desk of\nevery treatment within one day."
    assert parts(text) == [text]
    chinese = "代表团的医生必须在治疗之后的二十四小时之内向医疗服务台\n报告每一次治疗。"
    assert parts(chinese) == [chinese]


def test_an_empty_line_ends_everything() -> None:
    assert parts("all the many things that nobody needs\n\nand more") == [
        "all the many things that nobody needs",
        "and more",
    ]


def test_what_never_ends_is_divided() -> None:
    found = parts("ไปสนามบิน " * 200)
    assert max(map(len, found)) <= SENTENCE_CHARACTERS_MAX
    assert " ".join(found) == ("ไปสนามบิน " * 200).strip()
    assert list(map(len, parts("x" * (2 * SENTENCE_CHARACTERS_MAX + 1)))) == [600, 600, 1]


def test_nothing_has_no_sentences() -> None:
    assert parts("") == parts(" \n\t\n") == []


PUNCTUATED = st.text(st.sampled_from("ab A1. 。!?؟।…\n|-•\"'”)，,; 中अع１٣"), max_size=80) | st.text(max_size=80)


@given(PUNCTUATED)
def test_spans_are_in_order_trimmed_and_leave_out_only_space_and_bullets(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not any(each.isalnum() for each in text[at:start])
        at = end
    assert not any(each.isalnum() for each in text[at:])
