"""The chain: lines of one form, the tree of RFC 9162, receipts that prove what they say and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.chain import (
    BATCH_CLAIMS_MAX,
    BATCH_NUMBER_MAX,
    GENESIS,
    HEADER_BYTES_MAX,
    PATH_LENGTH_MAX,
    BatchReceipts,
    BatchTree,
    LineInvalid,
    ReceiptKey,
    check_receipt,
    claim_line,
    head,
    header_line,
    instant,
    leaf_hash,
    parse_claim,
    parse_header,
    pseudonym,
    reference_root,
    root_of_path,
)
from grandstand.campaign.errors import ReceiptInvalid
from grandstand.campaign.models import BatchHeader, Receipt
from grandstand.campaign.plan import LANES_MAX, OCCASIONS_MAX
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.ids import POOL_ID_MAX, SubjectId
from grandstand.kernel.money import AMOUNT_MINOR_MAX

KEY = ReceiptKey(bytes(range(32)))
KEYS = {KEY.id: KEY.public}
AT = datetime(2026, 2, 6, 12, 0, 0, 123, UTC)
HEADER = BatchHeader(7, 0, 17, AT, 3, 5821, b"\1" * 32, b"\2" * 32, b"\3" * 32)

digests = st.binary(min_size=32, max_size=32)
headers = st.builds(
    BatchHeader,
    pool=st.integers(1, POOL_ID_MAX),
    lane=st.integers(0, LANES_MAX - 1),
    batch=st.integers(1, BATCH_NUMBER_MAX),
    at=st.datetimes(timezones=st.just(UTC)),
    claims=st.integers(1, BATCH_CLAIMS_MAX),
    amount_minor=st.integers(0, AMOUNT_MINOR_MAX),
    budget=digests,
    previous=digests,
    root=digests,
)


def lines_of(count: int) -> list[bytes]:
    return [claim_line(share, 100 + share, 0, share.to_bytes(16, "big")) for share in range(count)]


def batch_of(count: int, key: ReceiptKey = KEY) -> BatchReceipts:
    lines = lines_of(count)
    tree = BatchTree(lines)
    header = HEADER._replace(claims=count, root=tree.root)
    return BatchReceipts(header_line(header), lines, tree, key)


# Lines.


@given(
    st.integers(0, SHARES_MAX - 1),
    st.integers(0, AMOUNT_MINOR_MAX),
    st.integers(0, OCCASIONS_MAX - 1),
    st.binary(min_size=16, max_size=16),
)
def test_claim_line_has_64_bytes_and_is_read_back(share: int, amount: int, occasion: int, name: bytes) -> None:
    line = claim_line(share, amount, occasion, name)
    assert len(line) == 64
    assert line.count(b"\n") == 1
    assert parse_claim(line) == (share, amount, occasion, name)


def test_claim_line_is_what_the_documents_show() -> None:
    assert claim_line(42, 1234, 0, bytes(range(16))) == (
        b"0000000042 0000000000001234 00 000102030405060708090a0b0c0d0e0f\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        claim_line(1, 2, 0, bytes(16))[:-1],
        claim_line(1, 2, 0, bytes(16))[:-1] + b"\r\n",
        claim_line(1, 2, 0, bytes(16)) + b"\n",
        claim_line(1, 2, 0, bytes(16)).replace(
            b"00000000000000000000000000000000", b"0000000000000000000000000000000A"
        ),
        claim_line(1, 2, 0, bytes(16)).replace(b" ", b"\t"),
        b"-" + claim_line(1, 2, 0, bytes(16))[1:],
        "١".encode() + claim_line(1, 2, 0, bytes(16))[2:],
        b"%010d %016d 00 %s\n" % (SHARES_MAX, 1, b"0" * 32),
        b"%010d %016d 00 %s\n" % (1, AMOUNT_MINOR_MAX + 1, b"0" * 32),
        b"%010d %016d %02d %s\n" % (1, 1, OCCASIONS_MAX, b"0" * 32),
    ],
)
def test_anything_else_is_not_a_claim_line(line: bytes) -> None:
    with pytest.raises(LineInvalid):
        parse_claim(line)


@given(headers)
def test_header_line_is_read_back_and_short(header: BatchHeader) -> None:
    line = header_line(header)
    assert parse_header(line) == header
    assert len(line) <= HEADER_BYTES_MAX


def test_header_line_is_what_the_documents_show() -> None:
    assert header_line(HEADER).decode() == (
        "grandstand-batch-1 pool=7 lane=0 batch=17 at=2026-02-06T12:00:00.000123Z claims=3 amount=5821 "
        f"budget={'01' * 32} previous={'02' * 32} root={'03' * 32}\n"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"grandstand-batch-1", b"grandstand-batch-2"),
        (b"pool=7", b"pool=0"),
        (b"pool=7", b"pool=07"),
        (b"pool=7", b"pool=%d" % (POOL_ID_MAX + 1)),
        (b"pool=7", b"pool=" + b"9" * 19),
        (b"pool=7", b"pool=" + b"9" * 300),
        (b"pool=7", b"pool=-7"),
        (b"lane=0", b"lane=64"),
        (b"batch=17", b"batch=0"),
        (b"batch=17", b"batch=%d" % (BATCH_NUMBER_MAX + 1)),
        (b"claims=3", b"claims=0"),
        (b"claims=3", b"claims=%d" % (BATCH_CLAIMS_MAX + 1)),
        (b"amount=5821", b"amount=%d" % (AMOUNT_MINOR_MAX + 1)),
        (b"amount=5821", b"amount=5821 amount=5821"),
        (b"2026-02-06", b"2026-02-30"),
        (b".000123Z", b"Z"),
        (b".000123Z", b".000123+00:00"),
        (b"12:00:00.", b"24:00:00."),
        (b"12:00:00.", b"12:00:60."),
        (b"0101", b"010"),
        (b"03\n", b"0G\n"),
        (b"\n", b"\r\n"),
        (b"\n", b""),
        (b"\n", b"\n\n"),
        (b" lane", b"  lane"),
    ],
)
def test_a_header_in_another_form_or_out_of_range_is_refused(old: bytes, new: bytes) -> None:
    line = header_line(HEADER)
    assert old in line
    with pytest.raises(LineInvalid):
        parse_header(line.replace(old, new, 1))


def test_a_header_that_is_too_long_is_refused() -> None:
    with pytest.raises(LineInvalid):
        parse_header(header_line(HEADER)[:-1] + b" " * HEADER_BYTES_MAX + b"\n")


def test_a_time_in_another_zone_is_not_written() -> None:
    with pytest.raises(AssertionError):
        instant(AT.astimezone(timezone(timedelta(hours=8))))


def test_head_covers_every_byte_of_the_header() -> None:
    line = header_line(HEADER)
    assert head(line) != head(line[:-1])
    assert len({head(line[:at] + b"?" + line[at + 1 :]) for at in range(len(line))}) == len(line)


def test_pseudonym_depends_on_the_key_and_the_fan() -> None:
    fans = [SubjectId(UUID(int=each)) for each in (1, 2)]
    names = {pseudonym(key, fan) for key in (bytes(32), b"\1" * 32) for fan in fans}
    assert len(names) == 4
    assert {len(name) for name in names} == {16}


# The tree.

LEAVES = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(1, 9))
def test_roots_are_those_of_certificate_transparency(count: int) -> None:
    """The test vectors that implementations of RFC 6962 and RFC 9162 share."""
    assert BatchTree(LEAVES[:count]).root.hex() == ROOTS[count - 1]
    assert reference_root(LEAVES[:count]).hex() == ROOTS[count - 1]


@given(st.lists(st.binary(max_size=70), min_size=1, max_size=70))
def test_fast_root_is_the_reference_and_every_path_leads_to_it(lines: list[bytes]) -> None:
    tree = BatchTree(lines)
    assert tree.root == reference_root(lines)
    for index, line in enumerate(lines):
        path = tree.path(index)
        assert root_of_path(leaf_hash(line), index, len(lines), path) == tree.root
        assert root_of_path(leaf_hash(line), index, len(lines), [*path, GENESIS]) is None
        if path:
            assert root_of_path(leaf_hash(line), index, len(lines), path[:-1]) is None
            assert root_of_path(leaf_hash(line + b"!"), index, len(lines), path) != tree.root


def test_the_largest_batch_has_the_longest_path() -> None:
    lines = [b"%d" % index for index in range(BATCH_CLAIMS_MAX)]
    tree = BatchTree(lines)
    last = BATCH_CLAIMS_MAX - 1
    assert len(tree.path(last)) == PATH_LENGTH_MAX
    assert root_of_path(leaf_hash(lines[last]), last, len(lines), tree.path(last)) == tree.root
    with pytest.raises(AssertionError):
        BatchTree([*lines, b""])
    with pytest.raises(AssertionError):
        BatchTree([])


# Receipts.


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13, 300])
def test_every_receipt_of_a_batch_is_valid_and_its_json_is_that_of_the_struct(count: int) -> None:
    batch = batch_of(count)
    for index in range(count):
        receipt = batch.receipt(index)
        assert batch.json(index) == msgspec.json.encode(receipt)
        assert receipt.claim.encode() + b"\n" == lines_of(count)[index]
        check_receipt(receipt, KEYS)


def test_signature_is_the_one_of_rfc_8032() -> None:
    """Section 7.1, test 2: one byte, 0x72."""
    key = ReceiptKey(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert key.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert key.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_new_keys_differ_and_can_be_kept() -> None:
    first, second = ReceiptKey.new(), ReceiptKey.new()
    assert first.private != second.private
    assert ReceiptKey(first.private).public == first.public
    assert first.private.hex() not in repr(first)


def changed(receipt: Receipt, **changes: object) -> Receipt:
    return msgspec.structs.replace(receipt, **changes)


OTHER = ReceiptKey(b"\7" * 32)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda r: changed(r, claim=r.claim.replace("0000000102", "0000000103")), "path does not lead"),
        (lambda r: changed(r, claim=r.claim[:-1]), "well formed"),
        (lambda r: changed(r, claim=r.claim + "\n"), "well formed"),
        (lambda r: changed(r, claim="é" + r.claim[1:]), "well formed"),
        (lambda r: changed(r, header=r.header.replace("amount=5821", "amount=5822")), "signature"),
        (lambda r: changed(r, header=r.header.replace("pool=7", "pool=8")), "signature"),
        (lambda r: changed(r, header=r.header + " "), "well formed"),
        (lambda r: changed(r, index=3), "path does not lead"),
        (lambda r: changed(r, index=5), "has 5 claims"),
        (lambda r: changed(r, index=-1), "has 5 claims"),
        (lambda r: changed(r, index=2**70), "has 5 claims"),
        (lambda r: changed(r, path=r.path[:-1]), "path does not lead"),
        (lambda r: changed(r, path=[*r.path, r.path[0]]), "path does not lead"),
        (lambda r: changed(r, path=r.path * 20), "up to 16 nodes"),
        (lambda r: changed(r, path=[r.path[0].upper(), *r.path[1:]]), "hexadecimal"),
        (lambda r: changed(r, path=[" ", *r.path[1:]]), "hexadecimal"),
        (lambda r: changed(r, key="0" * 16), "not one of the keys"),
        (lambda r: changed(r, signature=r.signature[:-2]), "128 hexadecimal"),
        (lambda r: changed(r, signature="0" * 128), "not one of the key"),
        (lambda r: changed(r, key=OTHER.id), "not one of the key"),
        (lambda r: changed(r, key="short"), "not one of the key"),
    ],
)
def test_a_receipt_that_was_changed_proves_nothing(change: Callable[[Receipt], Receipt], why: str) -> None:
    receipt = batch_of(5).receipt(2)
    keys = {**KEYS, OTHER.id: OTHER.public, "short": b"\1\2\3"}
    check_receipt(receipt, keys)
    tampered = change(receipt)
    assert tampered != receipt
    with pytest.raises(ReceiptInvalid, match=why):
        check_receipt(tampered, keys)


def test_receipt_signed_by_somebody_else_under_our_name_proves_nothing() -> None:
    receipt = changed(batch_of(3, OTHER).receipt(0), key=KEY.id)
    with pytest.raises(ReceiptInvalid, match="signature"):
        check_receipt(receipt, KEYS)
