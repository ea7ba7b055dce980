"""An answer is told once for everybody who asks the same, and anew as soon as it may be another one."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk import CODE, EVENT, Desk, at, schedule, unit
from games_at import DeskService
from grandstand.kernel.errors import SettingsInvalid
from grandstand.live import Kind, NowAnswer, Question
from grandstand.live.reads import NEXT_GRACE
from grandstand.live.told import ANSWERS_KEPT_S_MAX, ANSWERS_MAX, Reads
from grandstand.live.view import View

NOW = Question(kind=Kind.NOW)


class Latest(DeskService):
    """The desk as it is now, not as it was on some afternoon."""

    async def view(self, as_of: datetime | None = None) -> View:
        return await (self._desk.views.now() if as_of is None else self._desk.views.at(as_of))


class Clock:
    def __init__(self) -> None:
        self.now = at(0)

    def __call__(self) -> datetime:
        return self.now


def reads_of(desk: Desk, clock: Clock) -> Reads:
    return Reads(Latest(desk), clock)  # type: ignore[arg-type]  # it only ever asks for views


async def now(reads: Reads) -> NowAnswer:
    answer = await reads.answer(NOW)
    assert isinstance(answer, NowAnswer)
    return answer


async def test_an_answer_holds_until_a_message_changes_it() -> None:
    desk, clock = Desk(), Clock()
    desk.take(schedule(1, 1, unit("SCHEDULED", StartDate=at(100).isoformat())))
    reads = reads_of(desk, clock)
    first, body = await now(reads), await reads.read(NOW)
    assert await now(reads) is first
    assert await reads.read(NOW) is body
    assert not first.live
    desk.take(schedule(2, 2, unit("RUNNING", StartDate=at(100).isoformat())))
    assert [each.unit for each in (await now(reads)).live] == [CODE]
    assert (await reads.read(NOW)).etag != body.etag


async def test_what_comes_next_is_told_anew_where_nobody_sends_anything() -> None:
    desk, clock = Desk(), Clock()
    desk.take(schedule(1, 1, unit("SCHEDULED", StartDate=at(5).isoformat())))
    reads = reads_of(desk, clock)
    assert [each.unit for each in (await now(reads)).next] == [CODE]
    clock.now = at(5) + NEXT_GRACE - timedelta(seconds=1)
    assert (await now(reads)).next
    clock.now += timedelta(seconds=ANSWERS_KEPT_S_MAX)
    assert not (await now(reads)).next


async def test_languages_and_instants_are_answers_of_their_own() -> None:
    desk, clock = Desk(), Clock()
    desk.take(schedule(1, 1, unit("SCHEDULED", StartDate=at(5).isoformat())))
    desk.take(schedule(2, 20, unit("RUNNING", StartDate=at(5).isoformat())))
    reads = reads_of(desk, clock)
    assert (await now(reads)).live
    past = await reads.answer(Question(kind=Kind.NOW, as_of=at(10)))
    assert isinstance(past, NowAnswer)
    assert not past.live
    german = await reads.answer(Question(kind=Kind.NOW, language="de"))
    assert german != await now(reads)


def test_a_slip_in_the_names_of_a_deployer_is_found_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text("country-SUI = Schweiz\n")
    Reads(Latest(Desk()), Clock(), tmp_path)  # type: ignore[arg-type]
    (tmp_path / "ko.ftl").write_text("country SUI\n")
    with pytest.raises(SettingsInvalid, match=r"ko\.ftl has a line that is no Fluent message"):
        Reads(Latest(Desk()), Clock(), tmp_path)  # type: ignore[arg-type]


async def test_only_so_many_answers_are_kept_and_those_asked_for_last() -> None:
    desk, clock = Desk(), Clock()
    desk.take(schedule(1, 1, unit("SCHEDULED", StartDate=at(5).isoformat())))
    reads = reads_of(desk, clock)
    kept, lost = Question(kind=Kind.EVENT, code=EVENT), NOW
    before = {each: await reads.answer(each) for each in (kept, lost)}
    for second in range(ANSWERS_MAX - 1):
        await reads.answer(kept)
        await reads.answer(Question(kind=Kind.NOW, as_of=at(1000 + second)))
    assert await reads.answer(kept) is before[kept]
    assert await reads.answer(lost) is not before[lost]
