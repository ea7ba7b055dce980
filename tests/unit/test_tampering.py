"""Tampered ledgers are refused, however well, and bytes of any kind do no harm."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from grandstand.campaign import verify
from grandstand.campaign.chain import LineInvalid, claim_line, head, header_line, parse_claim
from grandstand.campaign.commitment import terms_text
from grandstand.campaign.errors import LedgerInvalid
from grandstand.campaign.ledger_segment import FAULTS_MAX, parse_claims
from grandstand.campaign.models import (
    Curve,
    TranchePlan,
    TrancheTerms,
)
from grandstand.campaign.split import split_parameters
from grandstand.campaign.verify import CLAIMS_MAX, SHOWN_MAX, verify_ledger
from ledgers import (
    EQUAL,
    LOTTERY,
    PLANS,
    UNIFORM,
    Ledger,
    holds,
    ledger_of,
    outcome,
    verdict_of,
    with_claim,
    with_new_digest,
)

LEDGER = ledger_of([EQUAL, LOTTERY, UNIFORM])
DATA = LEDGER.data()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pool.ledger"


@pytest.fixture(scope="module")
def shared_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledgers") / "pool.ledger"


# Tampered ledgers. Each of these changes what was given, as somebody might who can write the file.

Tampering = Callable[[Ledger, Random], None]


def some_claim(ledger: Ledger, random: Random) -> tuple[int, int, bytes]:
    batch = random.randrange(len(ledger.batches))
    claim = random.randrange(len(ledger.batches[batch][1]))
    return batch, claim, ledger.batches[batch][1][claim]


def alter_amount(ledger: Ledger, random: Random) -> None:
    batch, claim, line = some_claim(ledger, random)
    with_claim(ledger, batch, claim, b"%s%016d%s" % (line[:11], int(line[11:27]) + 1, line[27:]))


def alter_share(ledger: Ledger, random: Random) -> None:
    batch, claim, line = some_claim(ledger, random)
    with_claim(ledger, batch, claim, b"%010d" % (int(line[:10]) + random.choice([1, 1000, 10**9])) + line[10:])


def alter_fan(ledger: Ledger, random: Random) -> None:
    batch, claim, line = some_claim(ledger, random)
    with_claim(ledger, batch, claim, line[:31] + random.randbytes(16).hex().encode() + b"\n")


def alter_occasion(ledger: Ledger, random: Random) -> None:
    batch, claim, line = some_claim(ledger, random)
    with_claim(ledger, batch, claim, line[:28] + random.choice([b"02", b"63", b"99"]) + line[30:])


def swap_fans(ledger: Ledger, random: Random) -> None:
    (batch, claim, line), (other_batch, other_claim, other) = (some_claim(ledger, random) for _ in range(2))
    if line[28:] == other[28:]:
        alter_fan(ledger, random)
        return
    with_claim(ledger, batch, claim, line[:28] + other[28:])
    with_claim(ledger, other_batch, other_claim, other[:28] + line[28:])


def drop_claim(ledger: Ledger, random: Random) -> None:
    batch, claim, _ = some_claim(ledger, random)
    header, lines = ledger.batches[batch]
    ledger.batches[batch] = (header, lines[:claim] + lines[claim + 1 :])


def duplicate_claim(ledger: Ledger, random: Random) -> None:
    batch, claim, line = some_claim(ledger, random)
    header, lines = ledger.batches[batch]
    ledger.batches[batch] = (header, [*lines[:claim], line, *lines[claim:]])


def claim_twice(ledger: Ledger, random: Random) -> None:
    """A fan is given a second share for the same occasion, in another lane or batch."""
    batch, claim, line = some_claim(ledger, random)
    other_batch, other_claim, other = some_claim(ledger, random)
    if (batch, claim) == (other_batch, other_claim):
        duplicate_claim(ledger, random)
        return
    with_claim(ledger, batch, claim, line[:28] + other[28:])


def reorder_claims(ledger: Ledger, random: Random) -> None:
    many = [at for at, (_, lines) in enumerate(ledger.batches) if len(lines) > 1]
    header, lines = ledger.batches[batch := random.choice(many)]
    ledger.batches[batch] = (header, lines[::-1])


def drop_batch(ledger: Ledger, random: Random) -> None:
    del ledger.batches[random.randrange(len(ledger.batches))]


def duplicate_batch(ledger: Ledger, random: Random) -> None:
    batch = random.randrange(len(ledger.batches))
    ledger.batches.insert(batch, ledger.batches[batch])


def reorder_batches(ledger: Ledger, random: Random) -> None:
    batch = random.randrange(len(ledger.batches) - 1)
    ledger.batches[batch : batch + 2] = ledger.batches[batch : batch + 2][::-1]


def date_back(ledger: Ledger, random: Random) -> None:
    batch = random.randrange(len(ledger.batches))
    header, lines = ledger.batches[batch]
    ledger.batches[batch] = (header._replace(at=header.at - timedelta(days=1)), lines)


def take_another_budget(ledger: Ledger, random: Random) -> None:
    batch = random.randrange(len(ledger.batches))
    header, lines = ledger.batches[batch]
    ledger.batches[batch] = (header._replace(budget=random.randbytes(32)), lines)


def move_to_another_lane(ledger: Ledger, random: Random) -> None:
    batch = random.randrange(len(ledger.batches))
    header, lines = ledger.batches[batch]
    ledger.batches[batch] = (header._replace(lane=(header.lane + 1) % 4), lines)


def move_to_another_pool(ledger: Ledger, random: Random) -> None:
    batch = random.randrange(len(ledger.batches))
    header, lines = ledger.batches[batch]
    ledger.batches[batch] = (header._replace(pool=8), lines)


TAMPERINGS: list[Tampering] = [
    alter_amount,
    alter_share,
    alter_fan,
    alter_occasion,
    swap_fans,
    drop_claim,
    duplicate_claim,
    claim_twice,
    reorder_claims,
    drop_batch,
    duplicate_batch,
    reorder_batches,
    date_back,
    take_another_budget,
    move_to_another_lane,
    move_to_another_pool,
]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
@given(seed=st.integers(0, 10**6), effort=st.sampled_from(["file", "batches", "chain"]))
@limits(max_examples=12)
def test_a_tampered_ledger_is_refused_however_much_is_recomputed(
    shared_path: Path, tamper: Tampering, seed: int, effort: str
) -> None:
    """Effort: the digest of the file; sums and roots, too; every head and the last heads, too.

    What a forger cannot recompute are the heads that were published while the pool was open.
    """
    ledger = ledger_of(PLANS, seed=seed % 5)
    tamper(ledger, Random(seed))  # noqa: S311 - a test that can be repeated
    if effort != "file":
        ledger.recompute_batches()
    if effort == "chain":
        ledger.recompute_chain()
    assert not holds(ledger, shared_path)


BREAKING_A_RULE: list[Tampering] = [
    alter_amount,
    alter_share,
    alter_occasion,
    duplicate_claim,
    claim_twice,
    reorder_claims,
    duplicate_batch,
    reorder_batches,
    take_another_budget,
    move_to_another_pool,
]


@pytest.mark.parametrize("tamper", BREAKING_A_RULE, ids=lambda tamper: tamper.__name__)
@given(seed=st.integers(0, 10**6))
@limits(max_examples=8)
def test_what_breaks_a_rule_is_refused_without_any_published_head(
    shared_path: Path, tamper: Tampering, seed: int
) -> None:
    ledger = ledger_of(PLANS, seed=seed % 5, publish=False)
    tamper(ledger, Random(seed))  # noqa: S311 - a test that can be repeated
    ledger.recompute_batches()
    ledger.recompute_chain()
    assert not holds(ledger, shared_path)


@pytest.mark.parametrize("occasion", [2, 63, 99])
def test_an_occasion_that_the_pool_does_not_have_is_refused(path: Path, occasion: int) -> None:
    ledger = ledger_of([EQUAL], publish=False)
    line = ledger.batches[0][1][0]
    with_claim(ledger, 0, 0, line[:28] + b"%02d" % occasion + line[30:])
    ledger.recompute_batches()
    ledger.recompute_chain()
    assert not holds(ledger, path)
    assert "the pool has 2 occasions" in verify_ledger(path).faults[0].what


@pytest.mark.parametrize("tamper", [alter_fan, swap_fans, drop_claim, drop_batch])
def test_without_published_heads_a_complete_forgery_is_not_seen(path: Path, tamper: Tampering) -> None:
    """Why heads are published, and why somebody else has to keep them: amounts are bound, fans are not."""
    ledger = ledger_of(PLANS, publish=False)
    tamper(ledger, Random(1))  # noqa: S311 - a test that can be repeated
    ledger.recompute_batches()
    ledger.recompute_chain()
    assert holds(ledger, path)


def test_one_head_kept_elsewhere_is_enough_to_refuse_a_complete_forgery(path: Path) -> None:
    ledger = ledger_of(PLANS, publish=False)
    kept = [header_line(header) for header, _ in ledger.batches if header.lane == 0][-1]
    line = ledger.batches[0][1][0]
    with_claim(ledger, 0, 0, line[:31] + b"0" * 32 + b"\n")
    ledger.recompute_batches()
    ledger.recompute_chain()
    assert holds(ledger, path)
    assert head(kept) not in {head(header_line(header)) for header, _ in ledger.batches}


# Any bytes.


@st.composite
def mangled(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data) - 1))
    lines = data.splitlines(keepends=True)
    line = draw(st.integers(0, len(lines) - 1))
    other = draw(st.integers(0, len(lines) - 1))
    some = draw(st.sampled_from([b"\xff", b"\r", b"\0", b"\n", b" ", b"0", b"9" * 400, "\u0661".encode()]))
    swapped = {line: lines[other], other: lines[line]}
    return draw(
        st.sampled_from(
            [
                data[:at],
                data[:at] + some + data[at:],
                data[:at] + some + data[at + 1 :],
                data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
                b"".join(lines[:line] + lines[line + 1 :]),
                b"".join(lines[: line + 1] + lines[line:]),
                b"".join(swapped.get(each, text) for each, text in enumerate(lines)),
                data.replace(b"\n", b"\r\n"),
                data + some,
                some + data,
            ]
        )
    )


@given(data=mangled(DATA))
@limits(max_examples=200)
def test_no_byte_can_be_changed_without_the_digest(shared_path: Path, data: bytes) -> None:
    shared_path.write_bytes(data)
    assert outcome(shared_path)[0] == (data == DATA)


@given(data=mangled(DATA))
@limits(max_examples=200)
def test_both_checks_agree_on_mangled_bytes_with_a_new_digest(shared_path: Path, data: bytes) -> None:
    """The times in the document and the published heads are only said, so some of these hold."""
    changed = with_new_digest(data)
    shared_path.write_bytes(changed)
    if outcome(shared_path)[0]:
        start = DATA.index(b"grandstand-batch-1 ")
        assert (
            changed[changed.index(b"grandstand-batch-1 ") : changed.rindex(b"end ")]
            == (DATA[start : DATA.rindex(b"end ")])
        )


@given(st.binary(max_size=300))
def test_noise_is_no_ledger(shared_path: Path, data: bytes) -> None:
    shared_path.write_bytes(data)
    with pytest.raises(LedgerInvalid):
        verify_ledger(shared_path)


claim_lines = st.builds(
    claim_line,
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**44),
    st.integers(0, 63),
    st.binary(min_size=16, max_size=16),
)


@st.composite
def with_one_byte_changed(draw: st.DrawFn) -> bytes:
    line, at = draw(claim_lines), draw(st.integers(0, 63))
    return line[:at] + draw(st.binary(min_size=1, max_size=1)) + line[at + 1 :]


@given(
    st.lists(
        st.one_of(claim_lines, with_one_byte_changed(), st.binary(min_size=64, max_size=64)),
        min_size=1,
        max_size=20,
    )
)
@limits(max_examples=300)
def test_claim_lines_parsed_as_columns_are_the_claim_lines(lines: list[bytes]) -> None:
    claims, malformed = parse_claims(np.frombuffer(b"".join(lines), np.uint8).reshape(-1, 64))
    for index, line in enumerate(lines):
        try:
            claim = parse_claim(line)
        except LineInvalid:
            # An occasion beyond every pool's is found later, with those beyond this pool's.
            assert index in malformed or claims.occasions[index] >= 64
            assert claims.amounts[index] <= 2**44
            continue
        assert index not in malformed
        assert (claims.shares[index], claims.amounts[index], claims.occasions[index]) == claim[:3]
        assert claims.first[index].tobytes()[::-1] + claims.second[index].tobytes()[::-1] == claim.pseudonym


@pytest.mark.parametrize(("share", "amount"), [(2**32, 1), (2**32 + 5, 1), (1, 2**44 + 1), (1, 10**16 - 1)])
def test_numbers_beyond_every_pool_are_not_wrapped(share: int, amount: int) -> None:
    line = b"%010d %016d 00 %s\n" % (share, amount, b"0" * 32)
    claims, malformed = parse_claims(np.frombuffer(line, np.uint8).reshape(-1, 64))
    assert malformed.tolist() == [0]
    assert (claims.shares[0], claims.amounts[0]) == (0, 0)


# What cannot be read at all.


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path / "missing", tmp_path, pipe, Path("with\0null"), Path("/dev/null")):
        with pytest.raises(LedgerInvalid):
            verify_ledger(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(path: Path) -> None:
    path.write_bytes(DATA)
    path.chmod(0)
    with pytest.raises(LedgerInvalid, match="cannot be read"):
        verify_ledger(path)


def test_where_the_reading_ended_is_said(path: Path) -> None:
    start = DATA.index(b"grandstand-batch-1 ")
    path.write_bytes(with_new_digest(DATA[:start] + b"?" + DATA[start:]))
    with pytest.raises(LedgerInvalid, match=f"Byte {start}: no batch begins here"):
        verify_ledger(path)
    path.write_bytes(with_new_digest(DATA[: DATA.rindex(b"end ") - 64] + DATA[DATA.rindex(b"end ") :]))
    with pytest.raises(LedgerInvalid, match="the claims of this batch are missing"):
        verify_ledger(path)
    path.write_bytes(DATA[:-1])
    with pytest.raises(LedgerInvalid, match="may be cut"):
        verify_ledger(path)


# Bounds.


def test_claims_and_faults_are_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CLAIMS_MAX > 120_000_000
    plan = TranchePlan(shares=FAULTS_MAX * 4, total_minor=10**6, minimum_minor=1, curve=Curve.EQUAL)
    ledger = ledger_of([plan], publish=False)
    for batch, (_, lines) in enumerate(ledger.batches):
        for claim, line in enumerate(lines):
            with_claim(ledger, batch, claim, line[:28] + b"09" + line[30:])
    ledger.recompute_batches()
    ledger.recompute_chain()
    verdict = verdict_of(ledger, path)
    assert len(verdict.faults) == FAULTS_MAX
    assert verdict.faults_left_out == FAULTS_MAX * 3 + fans_twice(ledger)
    monkeypatch.setattr(verify, "CLAIMS_MAX", FAULTS_MAX)
    with pytest.raises(LedgerInvalid, match="more cannot be checked"):
        verify_ledger(path)


def fans_twice(ledger: Ledger) -> int:
    """Fans who hold the one occasion twice, now that there is only one."""
    names = [line[31:63] for _, lines in ledger.batches for line in lines]
    return len(names) - len(set(names))


def test_faults_of_one_kind_are_shown_in_part(path: Path) -> None:
    ledger = ledger_of([UNIFORM], publish=False)
    for batch, (_, lines) in enumerate(ledger.batches):
        for claim, line in enumerate(lines):
            with_claim(ledger, batch, claim, line[:11] + b"%016d" % 4999 + line[27:])
    ledger.recompute_batches()
    ledger.recompute_chain()
    verdict = verdict_of(ledger, path)
    shown = [fault for fault in verdict.faults if "the split gives it" in fault.what]
    assert len(shown) == SHOWN_MAX
    assert verdict.faults_left_out == 45 - SHOWN_MAX


def test_a_hostile_document_takes_little_time(path: Path) -> None:
    """Tranches of four thousand million shares, one upon the other, are not computed."""
    huge = TranchePlan(shares=2**32 - 1, total_minor=2**44, minimum_minor=1, curve=Curve.EXPONENTIAL)
    ledger = ledger_of([EQUAL])
    parameters = split_parameters(huge)
    first = ledger.document.tranches[0]
    tranches = []
    for number in range(1, 20):
        terms = TrancheTerms(
            pool=7,
            tranche=number,
            first_share=0,
            currency="CNY",
            occasions=ledger.document.occasions,
            lanes=ledger.document.lanes,
            parameters=parameters,
        )
        text = terms_text(terms).decode()
        tranches.append(
            msgspec.structs.replace(
                first, number=number, shares=2**32 - 1, total_minor=2**44, seed="00" * 32, terms=text
            )
        )
    ledger.document = msgspec.structs.replace(ledger.document, tranches=tuple(tranches))
    verdict = verdict_of(ledger, path)
    computed = [fault.position for fault in verdict.faults if "the split gives it" in fault.what]
    assert len(set(computed)) == 1
    assert len(computed) <= EQUAL.shares
