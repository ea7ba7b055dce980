"""Admission, played against a made-up server: a queue, transactions that take their time, a crowd that comes."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.admission import RATE_BURST_S, TARGET_S, WAITING_LEAST, Admission

WAITING_MAX = 4096
BATCH_MAX = 1024
TRANSACTION_S = 0.004
"""What a transaction takes however little is in it."""


@dataclass
class Server:
    """Grants `per_s` claims a second at best, in transactions of up to BATCH_MAX; knows the time."""

    admission: Admission
    per_s: float
    now_s: float = 100.0
    queue: list[float] = field(default_factory=list)
    batch: list[float] = field(default_factory=list)
    batch_ends_s: float = 0.0
    waited_s: list[float] = field(default_factory=list)
    refused: int = 0

    def run(self, arrivals_per_s: float, seconds: float) -> None:
        """Let a crowd come evenly; the server works on between two arrivals."""
        self.waited_s.clear()
        self.refused = 0
        end_s = self.now_s + seconds
        while self.now_s < end_s:
            self._work_until(self.now_s + 1 / arrivals_per_s)
            if self.admission.has_room(self.now_s):
                self.admission.enter(self.now_s)
                self.queue.append(self.now_s)
            else:
                self.refused += 1

    def rest(self) -> None:
        """Nobody comes until everybody is served."""
        self._work_until(self.now_s + 60)

    def _work_until(self, until_s: float) -> None:
        while self.queue or self.batch:
            if not self.batch:
                self.batch, self.queue = self.queue[:BATCH_MAX], self.queue[BATCH_MAX:]
                self.batch_ends_s = self.now_s + TRANSACTION_S + len(self.batch) / self.per_s
            if self.batch_ends_s > until_s:
                break
            self.now_s = self.batch_ends_s
            for since_s in self.batch:
                self.admission.leave(self.now_s)
                self.waited_s.append(self.now_s - since_s)
            self.batch = []
        self.now_s = until_s

    def longest_wait_s(self) -> float:
        return max(self.waited_s)


@pytest.mark.parametrize("per_s", [1_000, 5_000, 12_000])
def test_at_twice_the_capacity_the_server_works_on_and_nobody_waits_long(per_s: int) -> None:
    server = Server(Admission(waiting_max=WAITING_MAX), per_s)
    server.run(2 * per_s, 3)
    server.run(2 * per_s, 5)
    assert len(server.waited_s) > 0.9 * per_s * 5
    assert server.longest_wait_s() < 1.5 * TARGET_S
    assert server.refused > 0


def test_a_hundred_times_the_capacity_changes_nothing_for_those_inside() -> None:
    server = Server(Admission(waiting_max=WAITING_MAX), per_s=2_000)
    server.run(200_000, 1)
    server.run(200_000, 1)
    assert len(server.waited_s) > 0.9 * 2_000
    assert server.longest_wait_s() < 1.5 * TARGET_S


def test_below_the_capacity_nobody_is_refused() -> None:
    server = Server(Admission(waiting_max=WAITING_MAX), per_s=5_000)
    server.run(4_000, 5)
    assert server.refused == 0


def test_a_quiet_evening_does_not_make_the_gate_narrow() -> None:
    server = Server(Admission(waiting_max=WAITING_MAX), per_s=10_000)
    server.run(20, 60)
    server.run(100_000, 0.01)
    assert server.refused == 0, "1,000 at once are served well within the target"


def test_a_slower_database_lets_fewer_wait_and_a_faster_one_more() -> None:
    admission = Admission(waiting_max=WAITING_MAX)
    server = Server(admission, per_s=10_000)
    server.run(20_000, 2)
    wide = admission.bound
    server.per_s = 1_500
    server.run(20_000, 4)
    narrow = admission.bound
    server.run(20_000, 2)
    assert narrow < wide / 3
    assert server.longest_wait_s() < 1.5 * TARGET_S
    server.per_s = 10_000
    server.run(20_000, 2)
    assert admission.bound > wide * 0.8


def test_a_database_that_stands_still_closes_the_gate_and_opens_it_when_it_is_back() -> None:
    admission = Admission(waiting_max=WAITING_MAX)
    server = Server(admission, per_s=8_000)
    server.run(16_000, 1)
    server.batch_ends_s += 5
    server.run(16_000, 4)
    assert server.waited_s == []
    assert admission.waiting == admission.bound <= 1.5 * TARGET_S * 8_000
    assert not admission.has_room(server.now_s)
    server.run(16_000, 3)
    server.run(16_000, 3)
    assert len(server.waited_s) > 0.9 * 8_000 * 3
    server.rest()
    assert admission.waiting == 0


def test_a_rate_set_by_hand_is_kept() -> None:
    server = Server(Admission(waiting_max=WAITING_MAX, rate_max=500), per_s=10_000)
    server.run(5_000, 4)
    served = len(server.waited_s) + server.admission.waiting
    assert 500 * 4 <= served <= 500 * (4 + RATE_BURST_S) + 1


@given(
    st.lists(
        st.tuples(st.sampled_from(["ask", "answer"]), st.floats(0, 0.2)),
        max_size=300,
    ),
    st.integers(1, 200),
)
def test_never_more_than_the_upper_limit_and_never_less_than_the_least(
    steps: list[tuple[str, float]], waiting_max: int
) -> None:
    admission = Admission(waiting_max=waiting_max)
    now_s, inside = 0.0, 0
    for what, later_s in steps:
        now_s += later_s
        if what == "ask" and admission.has_room(now_s):
            admission.enter(now_s)
            inside += 1
        elif what == "answer" and inside:
            admission.leave(now_s)
            inside -= 1
        assert admission.waiting == inside <= waiting_max
        assert min(WAITING_LEAST, waiting_max) <= admission.bound <= waiting_max
