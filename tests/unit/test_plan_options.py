"""A plan on the command line: the same fields as over HTTP, from options or from a file, with errors that help."""

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grandstand.campaign import Curve, Tier
from grandstand.campaign.routes import PlanRequest, TierView
from grandstand.cli.planning import (
    PLAN_BYTES_MAX,
    BudgetOptions,
    PlanFields,
    PoolOptions,
    TierFields,
    create,
    plan_of,
    tranche_of,
)
from grandstand.kernel.errors import RequestInvalid

PLAN: dict[str, Any] = {"titles": {"en": "Launch"}, "currency": "CNY", "shares": 100, "total_minor": 1000}


def test_a_file_has_the_fields_and_defaults_of_the_http_body() -> None:
    for ours, over_http in ((PlanFields, PlanRequest), (TierFields, TierView)):
        here = {field.name: field.default for field in msgspec.structs.fields(ours)}
        there = {name: field.get_default() for name, field in over_http.model_fields.items()}
        assert here.keys() == there.keys()
        for name, default in there.items():
            if not over_http.model_fields[name].is_required():
                value = here[name]
                assert (list(value) if isinstance(value, tuple) else value) == default, name
            else:
                assert here[name] is msgspec.NODEFAULT


def test_a_plan_is_the_same_from_options_and_from_a_file() -> None:
    options = PoolOptions(
        title=["en=Launch", "de=Auf=takt"],
        currency="CNY",
        occasion=["launch", "day:2026-02-06"],
        lanes=2,
        opens_at="2026-02-06T20:00:00+08:00",
        closes_at="2026-02-06T12:30:00Z",
    )
    budget = BudgetOptions(shares=11, total_minor=1880, minimum_minor=8, tier=["1x1800", "10x8"])
    from_file = {
        "titles": {"en": "Launch", "de": "Auf=takt"},
        "currency": "CNY",
        "occasions": ["launch", "day:2026-02-06"],
        "lanes": 2,
        "opens_at": "2026-02-06T20:00:00+08:00",
        "closes_at": "2026-02-06T12:30:00Z",
        "shares": 11,
        "total_minor": 1880,
        "minimum_minor": 8,
        "curve": "lottery",
        "tiers": [{"shares": 1, "amount_minor": 1800}, {"shares": 10, "amount_minor": 8}],
    }
    plan = plan_of(options.values() | budget.values())
    assert plan == plan_of(from_file)
    assert plan.curve is Curve.LOTTERY
    assert plan.tiers[0] == Tier(shares=1, amount_minor=1800)
    assert plan.opens_at is not None
    assert plan.opens_at.utcoffset() is not None


def test_what_is_left_out_has_the_defaults_of_the_api() -> None:
    plan = plan_of(PLAN)
    assert (plan.minimum_minor, plan.curve, plan.occasions, plan.lanes) == (1, Curve.UNIFORM, ("launch",), 4)
    assert tranche_of({"shares": 5, "total_minor": 50}).curve is Curve.UNIFORM


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"shares": "100"}, "$.shares"),
        ({"shares": 1.5}, "$.shares"),
        ({"shares": True}, "$.shares"),
        ({"shares": None}, "$.shares"),
        ({"titles": "Launch"}, "$.titles"),
        ({"titles": {"en": 5}}, "$.titles"),
        ({"curve": "steep"}, "$.curve"),
        ({"tiers": [{"shares": 1}]}, "amount_minor"),
        ({"tiers": [{"shares": 1, "amount_minor": 1, "name": "gold"}]}, "name"),
        ({"tiers": ["1x1"]}, "$.tiers[0]"),
        ({"occasions": "launch"}, "$.occasions"),
        ({"opens_at": "tomorrow"}, "$.opens_at"),
        ({"opens_at": "2026-02-06T20:00:00"}, "$.opens_at"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_field_that_does_not_fit_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(RequestInvalid) as refused:
        plan_of(PLAN | change)
    assert named in str(refused.value)


@pytest.mark.parametrize("missing", PLAN)
def test_a_field_that_is_missing_is_named(missing: str) -> None:
    with pytest.raises(RequestInvalid, match=f"`{missing}`"):
        plan_of({name: value for name, value in PLAN.items() if name != missing})


@pytest.mark.parametrize("value", [None, [], 5, "plan"])
def test_a_plan_that_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(RequestInvalid):
        plan_of(value)


@pytest.mark.parametrize("title", ["Launch", "", "en"])
def test_a_title_needs_its_language(title: str) -> None:
    with pytest.raises(RequestInvalid, match="--title"):
        PoolOptions(title=[title]).values()
    with pytest.raises(RequestInvalid, match="once for each language"):
        PoolOptions(title=["en=a", "en=b"]).values()


@pytest.mark.parametrize("tier", ["", "10", "10x", "x5", "10x5x2", "-1x5", "1x-5", "1.5x2", "9" * 30 + "x1"])
def test_a_tier_is_shares_times_an_amount(tier: str) -> None:
    with pytest.raises(RequestInvalid, match="--tier"):
        BudgetOptions(tier=[tier]).values()


@pytest.mark.parametrize("option", ["opens_at", "closes_at", "valid_until"])
@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-06", "2026-02-06T20:00:00", "2026-02-30T20:00:00Z"])
def test_a_time_needs_its_zone(option: str, text: str) -> None:
    with pytest.raises(RequestInvalid, match=f"--{option.replace('_', '-')}"):
        replace(PoolOptions(), **{option: text}).values()  # type: ignore[arg-type]  # each of them is a text


def test_a_plan_comes_from_a_file_or_from_options(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("{}")
    with pytest.raises(RequestInvalid, match="either --plan"):
        create(plan=path, budget=BudgetOptions(shares=1))
    with pytest.raises(RequestInvalid, match="--reason"):
        create(plan=path, open_now=True)
    with pytest.raises(RequestInvalid, match="--reason"):
        create(plan=path, reason="why")


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 50_000, b" " * (PLAN_BYTES_MAX + 1)], ids=range(5))
def test_a_file_that_is_no_plan_is_named(tmp_path: Path, text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(text)
    with pytest.raises(RequestInvalid, match=r"plan\.json"):
        create(plan=path)
    with pytest.raises(RequestInvalid, match="plan"):
        create(plan=tmp_path / "nowhere")
    with pytest.raises(RequestInvalid, match="plan"):
        create(plan=tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    with pytest.raises(RequestInvalid, match="'-'"):
        create(plan=Path("-"))
