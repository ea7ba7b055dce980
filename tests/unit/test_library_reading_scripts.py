"""Arabic, Chinese and mixed lines come out of a PDF in the order in which they are read."""

from pathlib import Path

import pytest

from grandstand.library.bidi import logical
from grandstand.library.models import Kind, Page
from grandstand.library.pages import highlight
from grandstand.library.read_pdf import read_pdf
from library_files import AMIRI, NOTO, NOTO_SC, typeset

ARABIC = [
    "يفتح الملعب أبوابه للجمهور عند الساعة 10:30 صباحا قبل بدء المنافسات.",
    "لا يسمح بدخول الحقائب (الأكبر من 30 سم) إلى المدرجات.",
    "تبدأ المباراة الأولى في 12/07/2026 بعد الظهر.",
    "يجب على الجميع إظهار البطاقة (Accreditation Card) عند المدخل رقم 7.",
    "سعر التذكرة 1,250.50 ريال، ويشمل ذلك النقل بالحافلات.",
    "لا توجد مواقف للسيارات إلا للحافلات الرسمية لأن المواقف محدودة.",
    "إلى الأمام! هل يمكنني إحضار الماء؟ نعم؛ والأدوية كذلك.",
    "اتصل بالرقم 112 أو استعمل تطبيق Grandstand على هاتفك.",
    "يبلغ عدد المتطوعين ٢٥٠ متطوعا في الصالة الرئيسية.",
    "قرأت كتاب «دليل المتطوعين» [الطبعة الثانية] قبل الوصول.",
    "اللاعبون المسجلون لأول مرة يحصلون على الإقامة.",
    "الألعاب الأولمبية لِأجل الآخرين.",
    "تبدأ الجولة صباحًا، والدخول مجانًا جدًّا، ويُرجى الحضور حتّى يتوفّر متطوّع.",
]
CHINESE = [
    "体育场于上午10:30开放，请提前到达。",
    "不允许携带大于30厘米的行李进入看台。",
    "所有观众必须在7号入口出示证件（Accreditation Card），否则不能进入比赛场地。",
]


def read(tmp_path: Path, source: str) -> Page:
    path = tmp_path / "file.pdf"
    path.write_bytes(typeset(source))
    (page,) = read_pdf(path).pages
    return page


def joined(text: str) -> str:
    return "".join(text.split())


def escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in "[]#@*_" else character for character in text)


@pytest.mark.parametrize("sentence", ARABIC)
def test_an_arabic_sentence_is_read_as_it_was_written(tmp_path: Path, sentence: str) -> None:
    assert joined(read(tmp_path, AMIRI + escaped(sentence)).text) == joined(sentence)


def test_arabic_words_keep_the_spaces_between_them(tmp_path: Path) -> None:
    page = read(tmp_path, AMIRI + ARABIC[5])
    assert page.text == ARABIC[5]
    assert [page.text[word.start : word.end] for word in page.words] == ARABIC[5].split()


def test_arabic_paragraphs_items_and_rows_in_narrow_lines_are_in_order(tmp_path: Path) -> None:
    source = AMIRI + "#set page(width: 8cm)\n" + ARABIC[0] + " " + ARABIC[5] + "\n\n" + ARABIC[11] + "\n"
    source += "- الماء\n- الخبز\n#table(columns: 2, [الوقت], [المكان], [10:00], [الملعب الأول], [11:00], [الصالة])"
    page = read(tmp_path, source)
    told = [(block.kind, joined(page.text[block.start : block.end])) for block in page.blocks]
    assert told == [
        (Kind.TEXT, joined(ARABIC[0] + ARABIC[5])),
        (Kind.TEXT, joined(ARABIC[11])),
        (Kind.ITEM, "•الماء"),
        (Kind.ITEM, "•الخبز"),
        (Kind.ROW, "الوقت|المكان"),
        (Kind.ROW, "10:00|الملعبالأول"),
        (Kind.ROW, "11:00|الصالة"),
    ]


def test_an_arabic_quotation_is_marked_where_it_stands(tmp_path: Path) -> None:
    page = read(tmp_path, AMIRI + ARABIC[0])
    first, last = page.words[0].box, page.words[-1].box
    assert first.left > last.right, "an Arabic line begins at the right"
    (box,) = highlight(page, 0, len(page.text)).boxes
    assert box.left == pytest.approx(last.left)
    assert box.right == pytest.approx(first.right)
    (beginning,) = highlight(page, 0, page.words[1].end).boxes
    assert beginning.right == pytest.approx(first.right)
    assert beginning.left == pytest.approx(page.words[1].box.left)


@pytest.mark.parametrize("sentence", CHINESE)
def test_a_chinese_sentence_is_read_as_it_was_written(tmp_path: Path, sentence: str) -> None:
    assert joined(read(tmp_path, NOTO_SC + sentence).text) == joined(sentence)


def test_lines_of_chinese_are_joined_without_spaces_and_each_character_is_a_word(tmp_path: Path) -> None:
    page = read(tmp_path, NOTO_SC + "#set page(width: 7cm)\n" + CHINESE[0] + CHINESE[1])
    assert page.text == CHINESE[0] + CHINESE[1]
    assert sum(page.text[word.start : word.end] == "入" for word in page.words) == 1
    assert len(page.blocks) == 1


def test_an_arabic_name_in_an_english_line_is_read_from_its_right(tmp_path: Path) -> None:
    source = NOTO + 'The stand of #text(font: "Amiri")[دليل المتطوعين] opens at 10:30.'
    assert read(tmp_path, source).text == "The stand of دليل المتطوعين opens at 10:30."


def visual(text: str) -> str:
    """Right-to-left letters for the eye: capitals stand for Hebrew ones."""
    return "".join(chr(0x05D0 + ord(one) - ord("A")) if one.isupper() else one for one in text)


@pytest.mark.parametrize(
    ("seen", "read_", "rtl"),
    [
        ("CBA", "ABC", True),
        ("10:30 CBA", "ABC 10:30", True),
        ("FED 12/07/2026 CBA", "ABC 12/07/2026 DEF", True),
        ("FED (car park) CBA", "ABC (car park) DEF", True),
        ("park CBA gate", "park ABC gate", False),
        (".FED CBA", "ABC DEF.", True),
    ],
)
def test_what_is_seen_is_put_in_reading_order(seen: str, read_: str, *, rtl: bool) -> None:
    order = logical(visual(seen), rtl=rtl)
    assert "".join(character for _, character in order) == visual(read_)
    assert sorted(at for at, _ in order) == list(range(len(seen)))
