"""The reference page of the programme file is held to the code: every key, where it stands, and its example."""

import re
from pathlib import Path

import pytest

from grandstand.campaign.plan import LANES_MAX
from grandstand.campaign.programme import read_programme
from grandstand.campaign.programme.reading import KEYS, LANES, WINNERS_MAX
from grandstand.campaign.programme.rules import WAVES_MAX
from grandstand.campaign.programme.yaml_file import FAULTS_MAX

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "programme-file.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COLUMNS = 5


def sections() -> dict[str, list[list[str]]]:
    """The rows of each section's table, by its heading."""
    found = {}
    for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        rows = [
            [cell.strip() for cell in line[1:-1].split(" | ")]
            for line in part.splitlines()
            if line.startswith("| `")
        ]
        found[part.partition("\n")[0]] = rows
    return found


def test_every_key_is_documented_where_it_stands_and_no_other() -> None:
    documented = {
        name if name != "programme" else "": [row[0].strip("`") for row in rows]
        for name, rows in sections().items()
    }
    assert {name: sorted(keys) for name, keys in documented.items()} == {
        name: sorted(keys) for name, keys in KEYS.items()
    }


def test_every_key_has_type_default_meaning_and_example() -> None:
    for rows in sections().values():
        for row in rows:
            assert len(row) == COLUMNS, row
            assert all(row), row


def test_limits_and_defaults_are_those_of_the_code() -> None:
    lanes = next(row for row in sections()["waves"] if row[0] == "`lanes`")
    assert lanes[2] == f"`{LANES}`"
    assert f"1 to {LANES_MAX}" in lanes[3]
    assert f"1 to {WAVES_MAX} waves" in PAGE
    assert f"{FAULTS_MAX} at most, each with its line" in PAGE
    assert f"{WINNERS_MAX:,} at most" in PAGE


def test_smallest_file_can_be_read() -> None:
    (example,) = FENCE.findall(PAGE)
    (wave,) = read_programme(example.encode()).waves
    assert wave.budget.total_minor == 50_000


WAVE = """\
programme: example
titles: {en: Example}
zone: Asia/Shanghai
currency: CNY
budget: 3_000_000_000.00
waves:
  - name: first
    kind: KIND
    from: 2030-02-06 10:00
    until: 2030-02-13 00:00
    occasions: [other]
"""


@pytest.mark.parametrize(
    "key", ["titles", "valid_until", "invites", "pacing", "lanes", "curve", "minimum", "each"]
)
def test_examples_of_a_wave_can_be_read(key: str) -> None:
    example = next(row[4].strip("`") for row in sections()["waves"] if row[0] == f"`{key}`")
    amounts = "" if key == "each" else "    total: 800_000_000.00\n"
    text = WAVE.replace("KIND", "cash") + f"    shares: 60_000_000\n{amounts}    {key}: {example}\n"
    assert read_programme(text.encode()).waves


def test_examples_of_a_draw_can_be_read() -> None:
    rows = {row[0].strip("`"): row[4].strip("`") for row in sections()["daily"]}
    daily = ", ".join(f"{key}: '{rows[key]}'" for key in ("winners", "closes", "total", "curve", "minimum"))
    text = (
        WAVE.replace("KIND", "cash")
        + f"    tiers: [{{shares: 9, amount: 5}}]\n    draws: {{daily: {{{daily}}}}}\n"
    )
    (wave,) = read_programme(text.encode()).waves
    assert wave.draws is not None
    assert wave.draws.prizes.shares == 7 * 1000
