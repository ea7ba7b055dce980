"""Where sentences begin and end: what can be quoted word for word. Pure.

A text is lines (blocks of a page, as a rule), and a line is sentences. A row of a table is one sentence, whatever
stands in its cells; a list item ends where its line does. A line goes on in the next only if it plainly has no
end, as where a paragraph runs on over the edge of a page.
"""

import re
from collections.abc import Iterator

from grandstand.language.models import Span
from grandstand.language.scripts import ascii_digits, unspaced_class

SENTENCE_CHARACTERS_MAX = 600
"""A longer one (Thai has no full stops, a form has none either) is divided where it hurts least."""
LINE_CHARACTERS_MIN = 40
"""A shorter line without an end is a heading or an item, not the first part of a sentence."""
UNSPACED_LINE_CHARACTERS_MIN = 20
"""The same where a word is one or two characters."""

ORDINAL_DIGITS_MAX = 2
"""Floors, days and ranks; more digits before a dot are a number that ends a sentence."""
CELLS = " | "
"""What stands between the cells of a row."""
_CLOSING = "\"'”’»›)\\]】」』）》〉"
_STOPS = re.compile(
    f"(?:[.!?…]+[{_CLOSING}]*(?:\\s»)?(?=\\s|$)|[!?]+(?=[{unspaced_class()}])|[。！？｡؟۔।॥．]+[{_CLOSING}]*)"
)
_DOT = re.compile(r"[.．]")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“«„]*$")
_NEXT = re.compile(r"\s*[\"'“«„(\[]*([^\W_]+)?")
_BULLET = re.compile(r"\s*[-*•‣▪▫◦●○■□◆◇➢➤✓✔·–—・]\s+")
_NUMBERED = re.compile(
    r"\s*(?:\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[^\W\d_])[.)]|[0-9]+(?:\.[0-9]+)+|[①-⑳]|[一二三四五六七八九十]{1,3}[、．.])\s*"
)
_ENDS_LINE = re.compile(f"[.!?…:;。！？：；؟۔؛।॥|][{_CLOSING}]*\\s*$")
_CLAUSE = re.compile(r"[;:,；：，、،؛]\s*|\s+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ALWAYS = _words(
    "mr mrs ms dr prof st mme mlle dott sig ing sra dra hr fr dhr mevr inż bzw vgl ggf evtl inkl zzgl ca cf vs"
    " approx incl e.g i.e z.b u.a d.h p.ex p.ej m.in np tzn tj bijv d.w.z o.a т.е напр см d.c u.s.w o.ä s.o s.u"
    " ad.es avv geb gest jr spec г-н г-жа тел моб tel cd"
)
"""Abbreviations that stand before what they belong to, so nothing ends with them."""
BEFORE_NUMBERS = _words(
    "no nr nos núm num n nº art abs sec fig abb p pp pg pág pag s vol ch cap cl par kap str st ст рис стр гл п пп"
    " ул д кв rys ul pkt poz godz tab bl hfst blz chap réf ref ext"
)
"""Abbreviations before a number only: `No. 4`, but "No. The bus waits."."""
ORDINAL_AFTER = _words(
    "am im vom zum zur der die das den dem des ab bis seit vor nach beim jeder jede jeden jedes und oder"
)
"""Words of German after which a number with a dot is an ordinal: `im 2. Stock`."""
ORDINAL_BEFORE = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert"
    " stock etage platz runde absatz klasse"
)


def sentences(text: str) -> list[Span]:
    """The sentences in order: verbatim, without space or bullets around them, none of them empty."""
    found: list[Span] = []
    for start, end in _lines(text):
        for first, last in _divided(text, start, end):
            trimmed = _trimmed(text, first, last)
            if trimmed.start < trimmed.end:
                found += _shortened(text, trimmed)
    return found


def _lines(text: str) -> Iterator[Span]:
    """The lines, those that go on in the next taken together."""
    start = at = 0
    while at <= len(text):
        end = text.find("\n", at)
        if end < 0:
            yield Span(start, len(text))
            return
        if not _goes_on(text[at:end], text, end + 1):
            yield Span(start, end)
            start = end + 1
        at = end + 1


def _goes_on(line: str, text: str, following: int) -> bool:
    until = text.find("\n", following)
    after = text[following : until if until >= 0 else len(text)]
    begins = after.lstrip()[:1]
    if not begins or CELLS in line or CELLS in after or _ENDS_LINE.search(line) or _marker(after):
        return False
    if begins.islower():
        return len(line.strip()) >= UNSPACED_LINE_CHARACTERS_MIN
    if begins.lower() != begins.upper() or not begins.isalpha() or _BULLET.match(line):
        return False
    is_unspaced = re.match(f"[{unspaced_class()}]", begins) is not None
    least = UNSPACED_LINE_CHARACTERS_MIN if is_unspaced else LINE_CHARACTERS_MIN
    return len(line.strip()) >= least and _STOPS.search(after) is not None


def _marker(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBERED.match(ascii_digits(line)))


def _divided(text: str, start: int, end: int) -> Iterator[Span]:
    line = text[start:end]
    if CELLS in line:
        yield Span(start, end)
        return
    begin = 0
    marker = _NUMBERED.match(ascii_digits(line))
    for stop in _STOPS.finditer(line, marker.end() if marker else 0):
        if _is_end(line, stop, begin):
            yield Span(start + begin, start + stop.end())
            begin = stop.end()
    yield Span(start + begin, end)


def _is_end(line: str, stop: re.Match[str], begin: int) -> bool:
    following = _NEXT.match(line, stop.end())
    word_after = following[1] if following else None
    if word_after is None:
        return True
    if not _DOT.match(stop[0]):
        is_spoken = len(stop[0]) > 1 and stop[0][-1] in _CLOSING
        return not (is_spoken and word_after[0].islower())
    if stop[0].startswith("．") and word_after[0].isdigit():
        return False
    return not (word_after[0].islower() or _abbreviates(line[begin : stop.start()], word_after))


def _abbreviates(before: str, after: str) -> bool:
    """Whether the dot between the two belongs to the word before it."""
    found = _WORD_BEFORE.search(before)
    word = found[0].casefold() if found else ""
    if word in ALWAYS or (word in BEFORE_NUMBERS and after[0].isdigit()):
        return True
    if len(word) == 1 and word.isalpha() and not after[0].isdigit():
        return not re.match(f"[{unspaced_class()}]", word)
    if word.isdigit() and len(word) <= ORDINAL_DIGITS_MAX:
        ahead = before[: -len(word)].split()
        return after.casefold() in ORDINAL_BEFORE or bool(ahead and ahead[-1].casefold() in ORDINAL_AFTER)
    return False


def _trimmed(text: str, start: int, end: int) -> Span:
    bullet = _BULLET.match(text, start, end)
    if bullet:
        start = bullet.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _shortened(text: str, span: Span) -> Iterator[Span]:
    """The span, in parts where it is too long: at the last mark or space of the part, else anywhere."""
    start, end = span
    while end - start > SENTENCE_CHARACTERS_MAX:
        limit = start + SENTENCE_CHARACTERS_MAX
        at = max((each.end() for each in _CLAUSE.finditer(text, start + 1, limit)), default=limit)
        part = _trimmed(text, start, at)
        if part.start < part.end:
            yield part
        start = at
    rest = _trimmed(text, start, end)
    if rest.start < rest.end:
        yield rest
