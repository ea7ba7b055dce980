"""A drill: a backup while claims are made, the machine lost, the copy proved elsewhere; and what is refused."""

import asyncio
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from grandstand.campaign import Receipt, audit_faults
from grandstand.campaign.chain import check_receipt
from grandstand.cli.instance import with_services
from grandstand.demo.crowd import Crowd, Fan, Share, Tally
from grandstand.kernel.auth import Role
from grandstand.kernel.backup.errors import BackupToolsMissing
from grandstand.kernel.backup.folder import (
    DUMP,
    FORMAT_VERSION,
    MANIFEST,
    AppliedMigration,
    StoredFile,
    digest_of,
    read_manifest,
    write_manifest,
)
from grandstand.kernel.backup.programs import connection_of, find_programs
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.sealing import read_or_create_key
from grandstand.kernel.settings import Settings
from grandstand.services import Services
from serving import Serving, held, until

FANS = 20_000
WAVE, WAVE_S = 100, 0.3
SHARES = 25_000
BACKUP_AFTER_S = 2.0
OTHER_FANS = 12
COMMAND_TIMEOUT_S = 120
SMALL_DISK = "size=48k,mode=0755"

pytestmark = pytest.mark.timeout(400)

Answer = subprocess.CompletedProcess[str]


def command(environment: dict[str, str], *arguments: str | Path, status: int = 0) -> Answer:
    """Run a command of ours; what is refused is told in one line."""
    answer = subprocess.run(
        [sys.executable, "-m", "grandstand", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=COMMAND_TIMEOUT_S,
        check=False,
    )
    assert answer.returncode == status, f"{answer.stdout}\n{answer.stderr}"
    assert "Traceback" not in answer.stderr
    return answer


def bare_environment(**settings: str | Path) -> dict[str, str]:
    ours = {f"GRANDSTAND_{name.upper()}": str(value) for name, value in settings.items()}
    return {name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")} | ours


# The drill.


def test_everything_acknowledged_before_a_backup_began_is_there_after_the_machine_was_lost() -> None:
    with Serving(demo=False) as lost, Serving(demo=False) as found:
        # What runs on the second machine makes room for the copy.
        found.stop()
        shutil.rmtree(found.settings.data_dir)
        with lost.client(Role.OPERATOR) as operator:
            pool = lost.new_pool(operator, shares=SHARES, total_minor=SHARES * 53 + 5)
        subjects = [new_subject_id() for _ in range(FANS)]
        tokens = dict(zip(subjects, lost.tokens(Role.FAN, subjects), strict=True))
        fans = {subject: Fan(token) for subject, token in tokens.items()}
        before, manifest = asyncio.run(back_up_in_a_crowd(lost, pool, fans))
        receipts = {fan: receipt_of(lost, pool, tokens[fan]) for fan in list(before)[:5]}
        assert lost.process is not None
        for process in (lost.process.pid, *lost.server_processes(), *lost.postgres_processes()):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        lost.process.wait()

        data = found.settings.data_dir
        data.mkdir(mode=0o711)
        shutil.copy(lost.settings.data_dir / "secret.key", data)
        restored = json.loads(command(found.environment, "restore", lost.folder / "copy", "--json").stdout)
        assert restored["paused"] == [pool]
        found.start()
        database, faults = found.with_services(lambda services: held(services, pool))
        assert faults == []
        assert {fan: database.get(fan) for fan in before} == before
        assert len(database) == manifest["pools"][0]["balance"]["lanes_granted"]
        assert len(database) < sum(bool(fan.shares) for fan in fans.values()), "the backup was not in the middle"
        for fan, receipt in receipts.items():
            assert receipt_of(found, pool, tokens[fan]) == receipt
        check_pool_is_as_it_was(found, pool, tokens[next(iter(before))], new_subject_id())


async def back_up_in_a_crowd(
    lost: Serving, pool: int, fans: dict[SubjectId, Fan]
) -> tuple[dict[SubjectId, Share], dict[str, Any]]:
    """What had been acknowledged when the backup began, and its manifest."""
    acknowledged: dict[SubjectId, Share] = {}
    crowd = Crowd("127.0.0.1", lost.port, pool, "launch")
    await crowd.connect(64)

    async def back_up() -> Answer:
        await asyncio.sleep(BACKUP_AFTER_S)
        acknowledged.update({subject: fan.shares[0] for subject, fan in fans.items() if fan.shares})
        return await asyncio.to_thread(command, lost.environment, "backup", lost.folder / "copy", "--json")

    async def arrive() -> None:
        # As long as the backup takes, and a moment longer.
        waiting = list(fans.values())
        for first in range(0, FANS, WAVE):
            is_last = copying.done()
            tally: Tally = await crowd.arrive(
                waiting[first : first + WAVE], lambda progress: min(progress, 1.0), WAVE_S, retry=True
            )
            assert tally.statuses == {200: WAVE}, "the backup disturbed claims"
            if is_last:
                return

    async with asyncio.TaskGroup() as tasks:
        copying = tasks.create_task(back_up())
        tasks.create_task(arrive())
    crowd.close()
    assert acknowledged
    manifest: dict[str, Any] = json.loads(copying.result().stdout)["manifest"]
    return acknowledged, manifest


def receipt_of(serving: Serving, pool: int, token: str) -> dict[str, Any]:
    """Her receipt, which the key of the pool's document verifies."""
    with httpx.Client(base_url=serving.url, headers={"authorization": f"Bearer {token}"}, timeout=60) as client:
        answer = client.get(f"/v1/pools/{pool}/receipt", params={"occasion": "launch"})
        assert answer.status_code == 200, answer.text
        receipt: dict[str, Any] = answer.json()
        keys = {
            key["id"]: bytes.fromhex(key["public"]) for key in client.get(f"/v1/pools/{pool}/proof").json()["keys"]
        }
    check_receipt(msgspec.convert(receipt, Receipt), keys)
    return receipt


def check_pool_is_as_it_was(serving: Serving, pool: int, token: str, stranger: SubjectId) -> None:
    """Paused for new claims, open to who holds a share, whole as a ledger, and able to go on."""
    address, body = f"{serving.url}/v1/pools/{pool}/claims", {"occasion": "launch"}
    new = {"authorization": f"Bearer {serving.token(Role.FAN, stranger)}"}
    assert httpx.post(address, json=body, headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert httpx.post(address, json=body, headers=new).json()["code"] == "campaign.not_open"
    ledger = serving.folder / "pool.ledger.txt"
    command(serving.environment, "campaign", "export", str(pool), "--to", ledger)
    command(serving.environment, "campaign", "verify", ledger)
    command(serving.environment, "campaign", "resume", str(pool), "--reason", "compared with what fans hold")
    assert httpx.post(address, json=body, headers=new).status_code == 200
    command(serving.environment, "campaign", "audit", str(pool))


# What is refused.


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup that tests may spoil, and its key."""

    folder: Path
    key: bytes

    def change(self, **fields: object) -> None:
        """Another manifest, written as ours are."""
        manifest = msgspec.structs.replace(read_manifest(self.folder, self.key), **fields)
        (self.folder / MANIFEST).unlink()
        (self.folder / "manifest.mac").unlink()
        write_manifest(self.folder, manifest, self.key)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A backup of a pool with some claims; nobody changes it."""
    with Serving(demo=False) as serving:
        with serving.client(Role.OPERATOR) as operator:
            pool = serving.new_pool(operator)
        for token in serving.tokens(Role.FAN, [new_subject_id() for _ in range(OTHER_FANS)]):
            headers = {"authorization": f"Bearer {token}"}
            body = {"occasion": "launch"}
            assert (
                httpx.post(f"{serving.url}/v1/pools/{pool}/claims", json=body, headers=headers).status_code == 200
            )
        folder = tmp_path_factory.mktemp("backups")
        said = command(serving.environment, "backup", folder).stdout
        key = read_or_create_key(serving.settings.data_dir / "secret.key")
    (made,) = folder.iterdir()
    assert str(made) in said
    return Copy(made, key)


@pytest.fixture
def copy(whole: Copy, tmp_path: Path) -> Copy:
    return replace(whole, folder=Path(shutil.copytree(whole.folder, tmp_path / "copy")))


@pytest.fixture
def environment(empty_database_url: str, whole: Copy, tmp_path: Path) -> dict[str, str]:
    """That of a command on an empty database, with the key of the backup."""
    return bare_environment(
        database_url=empty_database_url, data_dir=tmp_path / "data", secret_key=whole.key.hex()
    )


async def tables_of(database_url: str) -> int:
    connection = await asyncpg.connect(database_url)
    try:
        return int(await connection.fetchval("select count(*) from pg_tables where schemaname = 'public'"))
    finally:
        await connection.close()


def test_backup_is_for_its_owner_only_and_holds_no_key(whole: Copy) -> None:
    files = sorted(whole.folder.iterdir())
    assert [file.name for file in files] == ["database.dump", "manifest.json", "manifest.mac"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(whole.folder.stat().st_mode) == 0o700
    for file in files:
        assert whole.key not in file.read_bytes()
        assert whole.key.hex().encode() not in file.read_bytes()


def cut_the_dump(copy: Copy) -> None:
    path = copy.folder / DUMP
    os.truncate(path, path.stat().st_size - 1)


def alter_the_dump(copy: Copy) -> None:
    path = copy.folder / DUMP
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(text)


def alter_the_books(copy: Copy) -> None:
    path = copy.folder / MANIFEST
    text = path.read_text()
    assert f'"lanes_granted": {OTHER_FANS}' in text
    path.write_text(text.replace(f'"lanes_granted": {OTHER_FANS}', '"lanes_granted": 11'))


SPOILED: dict[str, tuple[Callable[[Copy], object], str, str]] = {
    "cut": (cut_the_dump, "invalid", "was written with"),
    "altered": (alter_the_dump, "invalid", "digest"),
    "missing": (lambda copy: (copy.folder / DUMP).unlink(), "invalid", "No such file"),
    "other books": (alter_the_books, "invalid", "MAC"),
    "no manifest": (lambda copy: (copy.folder / MANIFEST).unlink(), "invalid", "no whole backup"),
    "foreign": (lambda copy: (copy.folder / MANIFEST).write_text('{"format": "x"}'), "invalid", "no backup of"),
    "no JSON": (lambda copy: (copy.folder / MANIFEST).write_bytes(b"\x00\xff"), "invalid", "no backup of"),
    "other files": (
        lambda copy: copy.change(files=[StoredFile(name="../x", size_bytes=0, sha256="")]),
        "invalid",
        "other files",
    ),
    "newer format": (lambda copy: copy.change(format_version=FORMAT_VERSION + 1), "newer", "has format 2"),
    "newer schema": (
        lambda copy: copy.change(schema=[AppliedMigration(package="grandstand.kernel", number=999, digest="")]),
        "newer",
        "migration 999",
    ),
    "newer PostgreSQL": (lambda copy: copy.change(postgres="99.1"), "newer", "PostgreSQL 99"),
    "another key": (lambda _: {"GRANDSTAND_SECRET_KEY": bytes(32).hex()}, "key_wrong", "fingerprint"),
    "no key": (lambda _: {"GRANDSTAND_SECRET_KEY": ""}, "key_wrong", "there is none here"),
}


@pytest.mark.parametrize("name", SPOILED)
async def test_spoiled_backup_is_refused_and_changes_nothing(
    name: str, copy: Copy, environment: dict[str, str], empty_database_url: str, tmp_path: Path
) -> None:
    spoil, code, words = SPOILED[name]
    changed = spoil(copy)
    given = environment | (changed if isinstance(changed, dict) else {})
    answer = await asyncio.to_thread(command, given, "restore", copy.folder, status=1)
    assert f"[backup.{code}]" in answer.stderr
    assert words in answer.stderr
    assert await tables_of(empty_database_url) == 0
    assert not (tmp_path / "data").exists()


async def test_restore_that_breaks_off_leaves_the_database_as_it_was(
    copy: Copy, environment: dict[str, str], empty_database_url: str
) -> None:
    await asyncio.to_thread(command, environment, "restore", copy.folder)
    before = await tables_of(empty_database_url)
    cut_the_middle(copy)
    for options in ([], ["--replace", "another"]):
        answer = await asyncio.to_thread(command, environment, "restore", copy.folder, *options, status=1)
        assert "[backup.target_occupied]" in answer.stderr
    replaced = ["--replace", empty_database_url.partition("?")[0].rpartition("/")[2]]
    answer = await asyncio.to_thread(command, environment, "restore", copy.folder, *replaced, status=1)
    assert "[backup.failed]" in answer.stderr
    assert await tables_of(empty_database_url) == before
    assert await asyncio.to_thread(faults_of, environment) == []


def cut_the_middle(copy: Copy) -> None:
    """A dump that is what the manifest says, and cannot be read to its end."""
    path = copy.folder / DUMP
    os.truncate(path, path.stat().st_size * 2 // 3)
    stored = StoredFile(
        name=DUMP, size_bytes=path.stat().st_size, sha256=digest_of(path, lambda _done, _size: None)
    )
    copy.change(files=[stored])


def faults_of(environment: dict[str, str]) -> list[str]:
    settings = Settings(
        database_url=environment["GRANDSTAND_DATABASE_URL"], secret_key=environment["GRANDSTAND_SECRET_KEY"]
    )

    async def count() -> list[str]:
        async with with_services(settings) as services:
            return audit_faults(await services.proofs.audit(PoolId(1)))

    return asyncio.run(count())


async def test_restore_replaces_what_the_database_holds(
    copy: Copy, environment: dict[str, str], empty_database_url: str
) -> None:
    connection = await asyncpg.connect(empty_database_url)
    await connection.execute(
        "create type claim_kind as enum ('a'); create table claim (kind claim_kind);"
        "create view pool as select * from claim; create sequence left_over;"
        "create function anything() returns claim_kind language sql as $$ select kind from claim $$"
    )
    await connection.close()
    name = empty_database_url.partition("?")[0].rpartition("/")[2]
    options = "--replace", name, "--keep-open", "--json"
    answer = await asyncio.to_thread(command, environment, "restore", copy.folder, *options)
    assert json.loads(answer.stdout)["paused"] == []
    assert await asyncio.to_thread(faults_of, environment) == []
    connection = await asyncpg.connect(empty_database_url)
    for gone in ("to_regclass('left_over')", "to_regtype('claim_kind')", "to_regproc('anything')"):
        assert await connection.fetchval(f"select {gone} is null")
    await connection.close()


async def test_database_that_others_use_is_not_restored_into(
    copy: Copy, environment: dict[str, str], empty_database_url: str
) -> None:
    connection = await asyncpg.connect(empty_database_url)
    answer = await asyncio.to_thread(command, environment, "restore", copy.folder, status=1)
    await connection.close()
    assert "[backup.target_occupied]" in answer.stderr
    assert "Others are connected" in answer.stderr


async def test_books_that_differ_from_the_manifest_are_told(copy: Copy, environment: dict[str, str]) -> None:
    manifest = read_manifest(copy.folder, copy.key)
    pools = [each | {"balance": each["balance"] | {"lanes_granted": 11}, "heads": []} for each in manifest.pools]
    copy.change(pools=[*pools, pools[0] | {"pool": 2}])
    answer = await asyncio.to_thread(command, environment, "restore", copy.folder, status=1)
    assert "[backup.differs]" in answer.stderr
    assert f"pool 1: lanes_granted is {OTHER_FANS}, was 11" in answer.stderr
    assert "the ends of its chains are others" in answer.stderr
    assert "pool 2 is missing" in answer.stderr


# What a backup that fails leaves.


@pytest.fixture(scope="module")
def running() -> Iterator[Serving]:
    with Serving(demo=False) as serving:
        yield serving


def test_backup_that_is_killed_leaves_nothing_that_restore_would_take(running: Serving) -> None:
    target = running.folder / "killed"
    with Hold(running):
        process = subprocess.Popen([sys.executable, "-m", "grandstand", "backup", target], env=running.environment)
        asyncio.run(until(lambda: any(running.folder.glob(f".grandstand-*.partial/{DUMP}"))))
        process.kill()
        process.wait()
    assert not target.exists()
    (partial,) = running.folder.glob(".grandstand-*.partial")
    assert "[backup.invalid]" in command(running.environment, "restore", partial, status=1).stderr
    command(running.environment, "backup", target)
    assert target.exists()
    assert not list(running.folder.glob(".grandstand-*.partial")), "the leftover was not removed"
    assert "[backup.invalid]" in command(running.environment, "backup", target / MANIFEST, status=1).stderr


class Hold:
    """While this block runs, no table of sign-in codes can be read, and no backup ends."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._held, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold)

    def __enter__(self) -> None:
        self._thread.start()
        assert self._held.wait(COMMAND_TIMEOUT_S)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _hold(self) -> None:
        work: Callable[[Services], Awaitable[None]] = self._lock
        self._serving.with_services(work)

    async def _lock(self, services: Services) -> None:
        async with services.database.transaction() as db:
            await db.execute("lock table sign_in_code in access exclusive mode")
            self._held.set()
            await asyncio.to_thread(self._done.wait, COMMAND_TIMEOUT_S)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    disk = Path(tempfile.mkdtemp(prefix="gs-disk-"))
    mount = ["/bin/mount", "-t", "tmpfs", "-o", SMALL_DISK, "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small disk needs root and the permission to mount")
    yield disk
    subprocess.run(["/bin/umount", disk], check=True)
    disk.rmdir()


def test_full_disk_is_named_and_nothing_is_left(running: Serving, small_disk: Path) -> None:
    answer = command(running.environment, "backup", small_disk / "copy", status=1)
    assert "[backup.disk_full]" in answer.stderr
    assert list(small_disk.iterdir()) == []


def test_nothing_to_back_up_is_told_and_nothing_is_made(tmp_path: Path, empty_database_url: str) -> None:
    nowhere = bare_environment(data_dir=tmp_path / "data")
    assert "[backup.failed]" in command(nowhere, "backup", tmp_path / "copy", status=1).stderr
    empty = bare_environment(
        data_dir=tmp_path / "data", database_url=empty_database_url, secret_key=bytes(32).hex()
    )
    assert "holds no Grandstand" in command(empty, "backup", tmp_path / "copy", status=1).stderr
    assert list(tmp_path.iterdir()) == []


def test_programs_that_are_older_than_the_database_are_not_used() -> None:
    with pytest.raises(BackupToolsMissing, match="PostgreSQL 99, and pg_dump must be at least as new"):
        find_programs(99)


def test_password_is_not_shown_to_others_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    address, environment = connection_of("postgresql://us%20er:p%40ss@a:1,b:2/db?target_session_attrs=read-write")
    assert address == "postgresql://us%20er@a:1,b:2/db?target_session_attrs=read-write"
    assert (environment["PGPASSWORD"], environment["PGSSLMODE"]) == ("p@ss", "verify-full")
    address, environment = connection_of("postgresql:///db?host=%2Frun%2Fmy%20db&password=x")
    assert address == "postgresql:///db?host=%2Frun%2Fmy%20db"
    assert environment["PGPASSWORD"] == "x"
    assert "PGSSLMODE" not in environment
