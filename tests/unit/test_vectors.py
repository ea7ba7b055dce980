"""The published vectors are those of the code, and of whoever reads the documents."""

import hashlib
import json
from typing import Any

import pytest

import vectors


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(vectors.FILE.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("part", ["format", "seed", "split", "tranches", "budget_digest", "chain"])
def test_published_vectors_are_what_the_code_computes(published: dict[str, Any], part: str) -> None:
    assert published[part] == vectors.vectors()[part]
    assert set(published) == set(vectors.vectors())


def test_published_vectors_follow_from_the_standard_library_alone(published: dict[str, Any]) -> None:
    """The same, written down once more from the documents, without our code."""
    seed = bytes.fromhex(published["seed"])
    for each in published["split"]["subkeys"]:
        key = hashlib.blake2b(each["purpose"].encode(), key=seed, digest_size=32).hexdigest()
        assert each["key"] == key
    for tranche in published["tranches"]:
        assert tranche["commitment"] == hashlib.sha256(seed + tranche["terms"].encode()).hexdigest()
    chain = published["chain"]
    for line, leaf in zip(chain["claim_lines"], chain["leaves"], strict=True):
        assert len(line) == 64
        assert leaf == hashlib.sha256(b"\0" + line.encode()).hexdigest()
    left, right = (bytes.fromhex(leaf) for leaf in chain["leaves"][:2])
    assert chain["node"] == hashlib.sha256(b"\1" + left + right).hexdigest()
    assert chain["heads"] == [hashlib.sha256(line.encode()).hexdigest() for line in chain["header_lines"]]
    assert f"previous={chain['heads'][0]}" in chain["header_lines"][1]
    assert chain["key"]["id"] == hashlib.sha256(bytes.fromhex(chain["key"]["public"])).hexdigest()[:16]
    for fan, name in zip(vectors.FANS, chain["pseudonyms"], strict=True):
        secret = bytes.fromhex(chain["pseudonym_key"])
        assert name["pseudonym"] == hashlib.blake2b(fan.bytes, key=secret, digest_size=16).hexdigest()
