"""The ledger file: what the writer writes, and what its strict readers do not take."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from grandstand.campaign import ledger_file
from grandstand.campaign.chain import LineInvalid, header_line, parse_claim, parse_header
from grandstand.campaign.ledger import (
    DOCUMENT_BYTES_MAX,
    FIRST_LINE,
    KEYS_MAX,
    PUBLISHED_MAX,
    TRANCHES_MAX,
    LedgerWriter,
    parse_document,
    parse_ending,
    parse_published,
)
from grandstand.campaign.ledger_file import LedgerFile
from grandstand.campaign.models import Curve, KeyDocument, PoolDocument, PoolState, PublishedHead, TranchePlan
from grandstand.kernel.ids import LaneId
from ledgers import LOTTERY, Ledger, ledger_of

EQUAL = TranchePlan(shares=30, total_minor=300, minimum_minor=1, curve=Curve.EQUAL)
AT = datetime(2026, 2, 6, 12, 1, tzinfo=UTC)
PUBLISHED = b"published at=2026-02-06T12:01:00.000000Z lane=0 batch=17 head=" + b"ab" * 32 + b"\n"
ENDING = b"end batches=9 claims=1234 amount=56789 sha256=" + b"ab" * 32 + b"\n"


def document_line(document: PoolDocument) -> bytes:
    return msgspec.json.encode(document) + b"\n"


@pytest.fixture
def ledger() -> Ledger:
    return ledger_of([EQUAL, LOTTERY])


def test_ledger_has_its_lines_in_order(ledger: Ledger) -> None:
    lines = ledger.data().splitlines(keepends=True)
    first, document, *rest, last = lines
    assert first == FIRST_LINE == b"grandstand-ledger-1\n"
    assert parse_document(document) == ledger.document
    count = len(ledger.published)
    assert [parse_published(line) for line in rest[:count]] == ledger.published
    at = count
    for header, claims in ledger.batches:
        assert parse_header(rest[at]) == header
        assert rest[at + 1 : at + 1 + len(claims)] == claims
        at += 1 + len(claims)
    assert at == len(rest)
    ending = parse_ending(last)
    assert ending.sha256 == hashlib.sha256(b"".join(lines[:-1])).digest()
    assert ending[:3] == (len(ledger.batches), 50, 1490)


def test_ledger_can_be_read_with_grep_and_sha256sum(ledger: Ledger) -> None:
    """A claim is one line of 64 bytes, and the digest of a header line is the head that the next one names."""
    lines = ledger.data().splitlines(keepends=True)
    headers = [line for line in lines if line.startswith(b"grandstand-batch-1 pool=7 lane=0 ")]
    for line, following in pairwise(headers):
        assert b"previous=" + hashlib.sha256(line).hexdigest().encode() in following
    assert sum(len(line) == 64 and line[:10].isdigit() for line in lines) == 50


@pytest.mark.parametrize("stretch_bytes", [2**23, 1000])
def test_stretches_cover_every_batch_once(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stretch_bytes: int
) -> None:
    monkeypatch.setattr(ledger_file, "STRETCH_BYTES", stretch_bytes)
    path = tmp_path / "pool.ledger"
    path.write_bytes(data := ledger.data())
    with path.open("rb") as file:
        read = LedgerFile(file)
        found = list(read.stretches())
    pieces = [data[each.offset : each.offset + each.size] for each in found]
    assert b"".join(pieces) == b"".join(header_line(header) + b"".join(lines) for header, lines in ledger.batches)
    assert len(found) > 3 or stretch_bytes > len(data)
    assert sum(each.batches for each in found) == len(ledger.batches)
    heads = [head for each in found for heads in each.published.values() for head in heads]
    assert heads == ledger.published
    assert read.published == {}
    assert read.sha256 == read.ending.sha256


def with_tranche(document: PoolDocument, **changes: object) -> PoolDocument:
    first, *others = document.tranches
    return msgspec.structs.replace(document, tranches=(msgspec.structs.replace(first, **changes), *others))


def with_head(document: PoolDocument, **changes: object) -> PoolDocument:
    first, *others = document.heads
    return msgspec.structs.replace(document, heads=(msgspec.structs.replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda d: msgspec.structs.replace(d, format="grandstand-pool-2"), "format"),
        (lambda d: msgspec.structs.replace(d, pool=0), "pool must be 1 to"),
        (lambda d: msgspec.structs.replace(d, pool=2**40), "pool must be 1 to"),
        (lambda d: msgspec.structs.replace(d, lanes=65), "lanes must be 1 to 64"),
        (lambda d: msgspec.structs.replace(d, shares=2**63), "shares must be 1 to"),
        (lambda d: msgspec.structs.replace(d, total_minor=-1), "total_minor must be"),
        (lambda d: msgspec.structs.replace(d, occasions=()), "number of occasions"),
        (lambda d: msgspec.structs.replace(d, occasions=("a",) * 65), "number of occasions"),
        (lambda d: msgspec.structs.replace(d, tranches=()), "number of tranches"),
        (
            lambda d: msgspec.structs.replace(d, tranches=d.tranches * (TRANCHES_MAX // 2 + 1)),
            "number of tranches",
        ),
        (lambda d: msgspec.structs.replace(d, heads=d.heads * 30), "number of heads"),
        (lambda d: msgspec.structs.replace(d, keys=d.keys * (KEYS_MAX + 1)), "number of keys"),
        (lambda d: msgspec.structs.replace(d, keys=(KeyDocument(id="1", public="AB" * 32),)), "hexadecimal"),
        (lambda d: with_tranche(d, number=0), "number of a tranche"),
        (lambda d: with_tranche(d, first_share=2**32), "first_share"),
        (lambda d: with_tranche(d, shares=0), "shares of a tranche"),
        (lambda d: with_tranche(d, total_minor=2**50), "total_minor of a tranche"),
        (lambda d: with_tranche(d, commitment="ab"), "hexadecimal"),
        (lambda d: with_tranche(d, seed="zz" * 32), "hexadecimal"),
        (lambda d: with_tranche(d, committed_at=AT.replace(tzinfo=None)), "UTC"),
        (lambda d: with_head(d, lane=64), "lane of a head"),
        (lambda d: with_head(d, batch=-1), "batch of a head"),
        (lambda d: with_head(d, head="\u0661" * 64), "hexadecimal"),
        (lambda d: with_head(d, claims=-1), "claims of a head"),
        (lambda d: with_head(d, amount_minor=2**50), "amount_minor of a head"),
    ],
)
def test_a_document_with_values_that_no_pool_has_is_refused(
    ledger: Ledger, change: Callable[[PoolDocument], PoolDocument], why: str
) -> None:
    assert parse_document(document_line(ledger.document)) == ledger.document
    with pytest.raises(LineInvalid, match=why):
        parse_document(document_line(change(ledger.document)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"pool":7', b'"pool": 7'),
        (b'"pool":7', b'"pool":7,"pool":7'),
        (b'"pool":7', b'"note":0,"pool":7'),
        (b'"pool":7', b'"pool":7.0'),
        (b'"pool":7', b'"pool":' + b"7" * 5000),
        (b'"pool":7', b'"pool":"7"'),
        (b'"pool":7', b'"pool":NaN'),
        (b'"pool":7,', b""),
        (b'"state":"revealed"', b'"state":"unknown"'),
        (b"CNY", b"CN\xff"),
        (b"CNY", b"C\\u004eY"),
        (b"00Z", b"00+00:00"),
        (b"}\n", b"}"),
        (b"}\n", b"}}\n"),
        (b"}\n", b"}\r\n"),
        (b'"lanes":3', b'"lanes":' + b"[" * 100_000),
    ],
)
def test_a_document_that_is_written_otherwise_is_refused(ledger: Ledger, old: bytes, new: bytes) -> None:
    line = document_line(ledger.document)
    assert old in line
    with pytest.raises(LineInvalid):
        parse_document(line.replace(old, new, 1))


def test_a_document_that_is_too_long_is_refused() -> None:
    with pytest.raises(LineInvalid, match="at most"):
        parse_document(b" " * DOCUMENT_BYTES_MAX + b"\n")


def test_a_published_head_is_read_back() -> None:
    assert parse_published(PUBLISHED) == PublishedHead(AT, LaneId(0), 17, b"\xab" * 32)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"published", b"Published"),
        (b"2026-02-06", b"2026-02-31"),
        (b"12:01", b"24:01"),
        (b"lane=0", b"lane=64"),
        (b"lane=0", b"lane=" + b"9" * 400),
        (b"batch=17", b"batch=0"),
        (b"batch=17", b"batch=9999999999999999999"),
        (b"abab", b"ab"),
        (b"\n", b""),
        (b"\n", b" \n"),
    ],
)
def test_anything_else_is_not_a_published_head(old: bytes, new: bytes) -> None:
    with pytest.raises(LineInvalid):
        parse_published(PUBLISHED.replace(old, new, 1))


def test_an_ending_is_read_back() -> None:
    assert parse_ending(ENDING) == (9, 1234, 56789, b"\xab" * 32)


@pytest.mark.parametrize("line", [b"", b"\n", ENDING[:-1], ENDING + b"\n", ENDING.replace(b"9", b"09"), PUBLISHED])
def test_anything_else_is_not_an_ending(line: bytes) -> None:
    with pytest.raises(LineInvalid):
        parse_ending(line)


def test_too_many_published_heads_are_refused(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 64 * timedelta(days=21) / timedelta(minutes=1) < PUBLISHED_MAX
    path = tmp_path / "pool.ledger"
    path.write_bytes(ledger.data())
    monkeypatch.setattr(ledger_file, "PUBLISHED_MAX", len(ledger.published) - 1)
    with path.open("rb") as file, pytest.raises(LineInvalid, match="published heads"):
        LedgerFile(file)


def test_sealed_ledger_has_no_seeds_in_it() -> None:
    revealed, sealed = (ledger_of([EQUAL], state=state) for state in (PoolState.REVEALED, PoolState.CLOSED))
    seed = str(revealed.document.tranches[0].seed).encode()
    assert seed in revealed.data()
    assert seed not in sealed.data()
    assert b'"seed":null' in sealed.data()


def test_ledger_without_terms_is_not_written(ledger: Ledger) -> None:
    writer = LedgerWriter()
    with pytest.raises(AssertionError):
        writer.begin(with_tranche(ledger.document, terms=None))


def test_claims_of_the_ledger_are_those_of_the_chain(ledger: Ledger) -> None:
    shares = [parse_claim(line).share for _, lines in ledger.batches for line in lines]
    assert sorted(shares) == list(range(50))
