"""The campaign's commands as processes, on the database of a Grandstand that runs, and without one."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from grandstand.campaign.eligibility import FanFacts
from grandstand.client import Grandstand
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import new_subject_id
from grandstand.services import Services
from serving import Serving

PATIENCE_S = 60
"""For a process that takes a second where nothing else runs."""
Answer = subprocess.CompletedProcess[str]
TITLES = {"en": "[/x] Party", "de": "Fest"}
"""With what would be a mark in a text for the terminal."""
ASKING = """\
programme: small
titles: {en: Small}
zone: Asia/Shanghai
currency: CNY
budget: 500.00
segments:
  singers: {labels: [singer]}
waves:
  - name: envelopes
    kind: cash
    from: 2030-02-06 10:00
    until: 2030-02-07 00:00
    shares: 100
    each: 5.00
    occasions: [launch]
    segments: [singers]
"""
PLAN = ["--title", "en=Party", "--currency", "CNY", "--shares", "40", "--total-minor", "4000", "--lanes", "2"]


class Terminal:
    """Runs `grandstand campaign ...` in a folder, beside a server or alone."""

    def __init__(self, serving: Serving, folder: Path) -> None:
        self.serving = serving
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")},
            "GRANDSTAND_DATA_DIR": str(serving.settings.data_dir),
            "COLUMNS": "200",
        }

    def run(self, *arguments: str | bytes, status: int = 0) -> Answer:
        command = [sys.executable, "-m", "grandstand", "campaign", *arguments]
        answer = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert answer.returncode == status, f"{answer.stdout}\n{answer.stderr}"
        assert "Traceback" not in answer.stderr
        return answer

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)

    def refused(self, *arguments: str | bytes) -> str:
        """The one line that a command ends with."""
        answer = self.run(*arguments, status=1)
        assert answer.stdout == ""
        assert answer.stderr.startswith("grandstand: ")
        return answer.stderr

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "grandstand", "campaign", *arguments]
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True, bufsize=1
        )


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving() as running:
        yield running


@pytest.fixture
def terminal(serving: Serving, tmp_path: Path) -> Terminal:
    return Terminal(serving, tmp_path)


def open_pool(terminal: Terminal) -> int:
    with terminal.serving.client(Role.OPERATOR) as operator:
        return terminal.serving.new_pool(operator, titles=TITLES, shares=40, total_minor=4000, lanes=2)


def claim(serving: Serving, pool: int, count: int) -> list[str]:
    """So many fans take a share each; their tokens."""
    tokens = serving.tokens(Role.FAN, [new_subject_id() for _ in range(count)])
    for token in tokens:
        with Grandstand(serving.url, token=token) as fan:
            fan.claim(pool)
    return tokens


def save_proof(serving: Serving, token: str, pool: int, path: Path) -> None:
    """What the fan's page saves."""
    with httpx.Client(base_url=serving.url, headers={"authorization": f"Bearer {token}"}, timeout=60) as fan:
        document = fan.get(f"/v1/pools/{pool}/proof").json()
        for tranche in document["tranches"]:
            if tranche["seed"] is not None:
                tranche["terms"] = fan.get(f"/v1/pools/{pool}/tranches/{tranche['number']}/terms").text
        proof = {
            "format": "grandstand-proof-1",
            "claim": fan.get("/v1/fans/me/wallet").json()["claims"][0],
            "receipt": fan.get(f"/v1/pools/{pool}/receipt?occasion=launch").json(),
            "document": document,
        }
    path.write_text(json.dumps(proof, indent=2))


def test_an_operator_steers_a_pool_from_a_plan_to_its_end(terminal: Terminal) -> None:
    opens_at = datetime.now(UTC) + timedelta(days=1)
    plan = {
        "titles": {"en": "Party"},
        "currency": "CNY",
        "shares": 40,
        "total_minor": 4000,
        "lanes": 2,
        "opens_at": opens_at.isoformat(),
        "valid_until": (opens_at + timedelta(days=1)).isoformat(),
    }
    (terminal.folder / "plan.json").write_text(json.dumps(plan))
    drafted = terminal.json("create", "--plan", "plan.json")
    pool = str(drafted["pool"])
    assert drafted["state"] == "draft"
    assert terminal.json("schedule", pool, "--reason", "for tomorrow")["state"] == "scheduled"
    assert terminal.json("open", pool, "--reason", "they are here")["state"] == "open"
    claim(terminal.serving, int(pool), 3)
    paused = terminal.run("pause", pool, "--reason", "a shop reports trouble").stdout
    assert paused.startswith(f"Pool {pool} is paused: 3 of 40 shares given, ")
    assert terminal.json("resume", pool, "--reason", "solved")["state"] == "open"
    until = (opens_at + timedelta(days=7)).isoformat()
    extended = terminal.json("extend", pool, "--valid-until", until, "--reason", "a week more")
    assert datetime.fromisoformat(extended["valid_until"]) == datetime.fromisoformat(until)
    closed = terminal.json("close", pool, "--reason", "over")
    assert (closed["state"], closed["granted"]) == ("closed", 3)
    assert terminal.json("reveal", pool, "--reason", "for all to see")["state"] == "revealed"
    with Grandstand(terminal.serving.url, token=terminal.serving.token(Role.AUDITOR)) as auditor:
        acts = list(auditor.acts(int(pool)))
    assert [act.act.removeprefix("pool.") for act in reversed(acts)] == [
        *("created", "scheduled", "opened", "paused", "resumed", "extended", "closed", "revealed"),
    ]
    assert len({act.actor for act in acts}) == 1, "all by the operator of this machine"


def test_what_is_shown_as_json_is_what_the_api_answers(terminal: Terminal) -> None:
    pool = open_pool(terminal)
    claim(terminal.serving, pool, 2)
    terminal.run("raise", str(pool), "--shares", "5", "--total-minor", "50", "--reason", "it goes fast")
    with terminal.serving.client(Role.OPERATOR) as operator:
        books = operator.get(f"/v1/pools/{pool}/books").json()
        shown = terminal.json("show", str(pool))
        moving = {"at", "granted_per_s", "forecast_empty_at"}
        assert shown.keys() == books.keys()
        assert {name: shown[name] for name in shown.keys() - moving} == {
            name: books[name] for name in books.keys() - moving
        }
        assert terminal.json("raises", str(pool)) == operator.get(f"/v1/pools/{pool}/raises").json()
        assert terminal.json("show") == operator.get("/v1/pools").json()
        heads = terminal.json("heads", str(pool))
        assert heads["heads"] == operator.get(f"/v1/pools/{pool}/proof").json()["heads"]


def test_the_books_are_shown_with_lanes_refusals_and_faults(terminal: Terminal) -> None:
    pool = open_pool(terminal)
    (token, *_) = claim(terminal.serving, pool, 2)
    with httpx.Client(base_url=terminal.serving.url, headers={"authorization": f"Bearer {token}"}) as fan:
        assert fan.post(f"/v1/pools/{pool}/claims", json={"occasion": "none"}, timeout=60).status_code == 422
    deadline_s = time.monotonic() + PATIENCE_S
    while "campaign.occasion_unknown" not in (text := terminal.run("show", str(pool)).stdout):
        assert time.monotonic() < deadline_s, "refusals are written down once a second"
    for words in ("[/x] Party", "2 of 40", "Lanes", "The self-check has found no fault."):
        assert words in text
    heads = terminal.run("heads", str(pool), "--count", "1").stdout
    assert f"Pool {pool}, open. Its lanes now:" in heads


def test_a_raise_is_proposed_here_and_approved_by_somebody_else(terminal: Terminal) -> None:
    pool = open_pool(terminal)
    told = terminal.run("raise", str(pool), "--tier", "1x100", "--tier", "4x10", "--shares", "5",
                        "--total-minor", "140", "--reason", "it goes [/fast]").stdout  # fmt: skip
    assert "another operator" in told
    (proposed,) = terminal.json("raises", str(pool))["raises"]
    assert (proposed["curve"], proposed["tranche"], proposed["reason"]) == ("lottery", None, "it goes [/fast]")
    assert terminal.json("show", str(pool))["shares"] == 40
    with Grandstand(terminal.serving.url, token=terminal.serving.token(Role.OPERATOR)) as another:
        assert another.approve_raise(pool, proposed["id"], reason="agreed").shares == 45
    assert "tranche 2" in terminal.run("raises", str(pool)).stdout
    impossible = terminal.refused("raise", str(pool), "--shares", "0", "--total-minor", "5", "--reason", "why not")
    assert "campaign.plan_invalid" in impossible


def test_a_pool_is_followed_until_it_is_closed(terminal: Terminal) -> None:
    pool = open_pool(terminal)
    with terminal.start("show", str(pool), "--watch", "--json") as watching:
        assert watching.stdout is not None
        lines = iter(watching.stdout)
        assert json.loads(next(lines))["granted"] == 0
        claim(terminal.serving, pool, 3)
        assert any(json.loads(line)["granted"] == 3 for line in lines)
        terminal.run("close", str(pool), "--reason", "over")
        assert [json.loads(line)["state"] for line in lines][-1] == "closed"
        assert watching.wait(PATIENCE_S) == 0


def test_a_ledger_is_exported_and_verified_before_and_after_the_reveal(terminal: Terminal) -> None:
    pool = open_pool(terminal)
    (token, *_) = claim(terminal.serving, pool, 5)
    written = terminal.json("export", str(pool), "--to", "sealed")
    assert (written["path"], written["claims"]) == ("sealed", "5")
    sealed = terminal.run("verify", "sealed")
    assert "The ledger holds so far." in sealed.stdout
    assert sealed.stderr == ""
    save_proof(terminal.serving, token, pool, terminal.folder / "early.json")
    assert "The proof holds so far" in terminal.run("verify", "--receipt", "early.json", "sealed").stdout

    terminal.run("close", str(pool), "--reason", "over")
    terminal.run("reveal", str(pool), "--reason", "for all to see")
    assert "is there already" in terminal.refused("export", str(pool), "--to", "sealed")
    assert "No such file" in terminal.refused("export", str(pool), "--to", "no/such/folder")
    name = f"pool-{pool}.ledger.txt"
    assert name in terminal.run("export", str(pool)).stdout
    save_proof(terminal.serving, token, pool, terminal.folder / "proof.json")
    verdict = terminal.json("verify", name, "--receipt", "proof.json")
    assert verdict["ledger"]["holds"] is verdict["ledger"]["amounts_checked"] is True
    assert verdict["receipt"]["holds"] is verdict["receipt"]["amount_checked"] is True
    assert "The proof holds: " in terminal.run("verify", "--receipt", "proof.json").stdout

    tampered = (terminal.folder / name).read_bytes().replace(b" 00 ", b" 01 ", 1)
    (terminal.folder / "tampered").write_bytes(tampered)
    found = terminal.run("verify", "tampered", status=1).stdout
    assert found.startswith("!! ")
    assert "The ledger does not hold" in found
    assert terminal.run("verify", "tampered", "--json", status=1).stdout.startswith("{")
    proof = (terminal.folder / "proof.json").read_text()
    (terminal.folder / "forged.json").write_text(proof.replace('"amount_minor": ', '"amount_minor": 1', 1))
    assert "The proof does not hold" in terminal.run("verify", "--receipt", "forged.json", status=1).stdout


def test_what_is_verified_needs_no_settings_and_leaves_nothing(terminal: Terminal) -> None:
    (terminal.folder / "none").write_text("no ledger\n")
    terminal.environment |= {"GRANDSTAND_NONSENSE": "1", "GRANDSTAND_DATA_DIR": str(terminal.folder / "data")}
    for arguments in (["none"], ["--receipt", "none"], ["nowhere"]):
        assert "_invalid]" in terminal.refused("verify", *arguments)
    assert "request.invalid" in terminal.refused("verify")
    assert [each.name for each in terminal.folder.iterdir()] == ["none"]


def test_an_audit_finds_what_somebody_changed(terminal: Terminal) -> None:
    pool = open_pool(terminal)
    claim(terminal.serving, pool, 3)
    assert terminal.run("audit", str(pool)).stdout == f"Pool {pool}: every invariant holds.\n"
    assert terminal.json("audit", str(pool))["faults"] == []

    async def tamper(services: Services) -> None:
        async with services.database.connection() as db:
            await db.execute("update claim set amount_minor = amount_minor + 1 where pool_id = $1", pool)

    terminal.serving.with_services(tamper)
    found = terminal.run("audit", str(pool), status=1).stdout
    assert found.startswith("!! claims add up to ")
    assert found.endswith(f"Pool {pool}: faults: 1.\n")


def test_audience_of_a_file_is_told_before_anything_is_made(terminal: Terminal) -> None:
    file = terminal.folder / "campaign.yaml"
    file.write_text(ASKING, encoding="utf-8")

    async def know(services: Services) -> None:
        operator = Principal(new_subject_id(), Role.OPERATOR, None, services.tokens.expiry())
        labels = [("singer",), ("singer",), ("guest",)]
        known = [FanFacts(fan=new_subject_id(), labels=each) for each in labels]
        await services.eligibility.put_facts(operator, known)

    terminal.serving.with_services(know)
    (told,) = terminal.json("audience", str(file))
    (row,) = [each for each in told["rows"] if each["platform"] == "direct"]
    assert (told["name"], row["segment"], row["fans"]) == ("envelopes", "small.singers", 2)
    assert (told["claims"], told["cost_minor"]) == (2, 1000)
    shown = terminal.run("audience", str(file)).stdout
    assert "small.singers" in shown
    assert "2 shares for 10.00." in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["create"], "`titles`"),
        (["create", *PLAN, "--minimum-minor", "5000"], "campaign.plan_invalid"),
        (["pause", "99999999999999999999", "--reason", "a pool that cannot be"], "campaign.pool_unknown"),
        (["show", "1000000"], "campaign.pool_unknown"),
        (["export", "1000000", "--to", "ledger"], "campaign.pool_unknown"),
        (["audit", "1000000"], "campaign.pool_unknown"),
        (["show", "--watch"], "--watch"),
        (["heads", "1", "--count", "-1"], "--count"),
        (["extend", "1", "--valid-until", "later", "--reason", "why not"], "--valid-until"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_that_cannot_be_done_says_what_to_do(
    terminal: Terminal, arguments: list[str], words: str
) -> None:
    assert words in terminal.refused(*arguments)
    assert list(terminal.folder.iterdir()) == []


def test_an_act_needs_a_reason_that_says_something(terminal: Terminal) -> None:
    pool = str(open_pool(terminal))
    assert "--reason" in terminal.run("pause", pool, status=2).stderr
    assert "campaign.plan_invalid" in terminal.refused("pause", pool, "--reason", "  a ")
    assert "campaign.plan_invalid" in terminal.refused("pause", pool, "--reason", "x" * 501)
    assert "campaign.state_conflict" in terminal.refused("resume", pool, "--reason", "it is not paused")
    terminal.run("pause", pool, "--reason", b"no text: \xff\xfe")
    assert terminal.json("show", pool)["state"] == "paused"


def test_commands_start_the_database_where_nothing_runs(tmp_path: Path) -> None:
    alone = Serving()
    try:
        terminal = Terminal(alone, tmp_path)
        pool = terminal.json("create", *PLAN, "--open", "--reason", "the party begins")["pool"]
        assert terminal.run("audit", str(pool)).stdout.endswith("every invariant holds.\n")
        assert terminal.json("export", str(pool), "--to", "ledger")["claims"] == "0"
        assert "The ledger holds so far." in terminal.run("verify", "ledger").stdout
    finally:
        shutil.rmtree(alone.folder, ignore_errors=True)
