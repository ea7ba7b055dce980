"""Secrets at rest."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.sealing import KEY_BYTES, NONCE_BYTES, Sealer, parse_key, read_or_create_key

KEY = bytes(range(KEY_BYTES))


@given(st.binary(max_size=100), st.sampled_from(["pool seed", "signing key", ""]))
def test_sealed_secret_opens_for_its_purpose(secret: bytes, purpose: str) -> None:
    sealed = Sealer(KEY).seal(secret, purpose)
    assert Sealer(KEY).open(sealed, purpose) == secret
    assert len(secret) < 4 or secret not in sealed


def test_same_secret_is_sealed_differently_each_time() -> None:
    sealer = Sealer(KEY)
    assert len({sealer.seal(b"seed", "pool seed") for _ in range(100)}) == 100


def test_sealed_secret_does_not_open_for_another_purpose_or_key() -> None:
    sealed = Sealer(KEY).seal(b"seed", "pool seed")
    with pytest.raises(SettingsInvalid, match=r"'signing key'.*GRANDSTAND_SECRET_KEY"):
        Sealer(KEY).open(sealed, "signing key")
    with pytest.raises(SettingsInvalid, match="'pool seed'"):
        Sealer(KEY[::-1]).open(sealed, "pool seed")


@given(st.integers(0, NONCE_BYTES + 4 + 16 - 1), st.integers(1, 255))
def test_altered_secret_does_not_open(at: int, mask: int) -> None:
    sealed = bytearray(Sealer(KEY).seal(b"seed", "pool seed"))
    sealed[at] ^= mask
    with pytest.raises(SettingsInvalid):
        Sealer(KEY).open(bytes(sealed), "pool seed")


@pytest.mark.parametrize("length", [0, 5, NONCE_BYTES, NONCE_BYTES + 3])
def test_cut_off_secret_does_not_open(length: int) -> None:
    sealed = Sealer(KEY).seal(b"seed", "pool seed")
    with pytest.raises(SettingsInvalid):
        Sealer(KEY).open(sealed[:length], "pool seed")


def test_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    mask = os.umask(0)  # even where everything is open to everybody
    try:
        key = read_or_create_key(path)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) == KEY_BYTES
    assert read_or_create_key(path) == key
    assert read_or_create_key(tmp_path / "other.key") != key


@pytest.mark.parametrize(
    "content", [b"", b"12", b"x" * 64, b"ab" * 31, b"ab" * 33, "é".encode() * 64, b"\xff" * KEY_BYTES]
)
def test_damaged_key_file_is_refused_by_its_name_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(content)
    with pytest.raises(SettingsInvalid, match="64 hexadecimal digits") as refusal:
        read_or_create_key(path)
    assert str(path) in str(refusal.value)
    assert path.read_bytes() == content


def test_refused_key_is_not_repeated() -> None:
    almost = "5e" * 31 + "5"
    with pytest.raises(SettingsInvalid) as refusal:
        parse_key(almost, source="GRANDSTAND_SECRET_KEY")
    assert almost not in str(refusal.value)
    assert "GRANDSTAND_SECRET_KEY" in str(refusal.value)
