import assert from "node:assert/strict";
import { test } from "node:test";
import type { BoardAnswer, CompetitorAnswer, MedalAnswer, RowAnswer, StandingAnswer, UnitAnswer } from "../src/games/answers";
import { groupBoards, hasBegun, openAtFirst, podiumsOf, standingOf, wordingOf } from "../src/games/boards";
import { hasOutcome, isSpoiler } from "../src/games/spoilers";

const somebody: CompetitorAnswer = {
  code: "1", name: "Ana Somebody", is_team: false, organisation: "AAA", organisation_name: "Land A", bib: null, members: [], placeholder: null,
};
const row = (news: Partial<RowAnswer> = {}): RowAnswer => ({
  competitor: somebody, rank: null, is_rank_shared: false, start_order: 1, value: null, diff: null, irm: null,
  irm_name: null, qualification: null, win_loss_tie: null, runs: [], medal: null, ...news,
});
const unit = (name: string, news: Partial<UnitAnswer> = {}): UnitAnswer => ({
  unit: name, event: "E", discipline: "ALP", gender: "M", name, event_name: "Event", discipline_name: "Sport",
  status: "SCHEDULED", status_name: "Scheduled", is_live: false, is_over: false, start_at: null, is_start_hidden: false,
  start_text: null, end_at: null, actual_start_at: null, actual_end_at: null, venue: null, venue_name: null,
  session: null, is_medal: false, result_status: null, result_status_name: null, leader: null, ...news,
});
const board = (name: string, news: Partial<UnitAnswer> = {}, rows: readonly RowAnswer[] = [row()]): BoardAnswer => ({
  unit: unit(name, news), rows, source: null,
});
const names = (boards: readonly BoardAnswer[]) => boards.map((each) => each.unit.unit);

test("what runs comes first, then what has ended, the latest first, then what comes", () => {
  const groups = groupBoards([
    board("heat 1", { is_over: true }), board("heat 2", { is_over: true }), board("semi", { is_live: true }), board("final"),
  ]);
  assert.deepEqual([names(groups.live), names(groups.over), names(groups.next)], [["semi"], ["heat 2", "heat 1"], ["final"]]);
  assert.deepEqual([...openAtFirst(groups)], ["semi"]);
});

test("without anything live the last result stands open, before it the first start list", () => {
  assert.deepEqual([...openAtFirst(groupBoards([board("heat", { is_over: true }), board("final", { is_over: true })]))], ["final"]);
  assert.deepEqual([...openAtFirst(groupBoards([board("heat"), board("final")]))], ["heat"]);
  assert.equal(openAtFirst(groupBoards([])).size, 0);
});

test("a start list that follows from an earlier result is a spoiler as well", () => {
  const heat = board("heat", { start_at: "2030-02-08T10:00:00Z" }, [row({ rank: "1", value: "1:20.00" })]);
  const final = board("final", { start_at: "2030-02-08T12:00:00Z" });
  const first = board("first", { start_at: "2030-02-08T09:00:00Z" });
  const all = [first, heat, final];
  assert.deepEqual(all.map((each) => isSpoiler(each, all)), [false, true, true]);
});

test("a line tells an outcome by anything but its start", () => {
  assert.ok(!hasOutcome(row()));
  for (const news of [{ rank: "1" }, { value: "9" }, { irm: "DNF" }, { qualification: "Q" }, { win_loss_tie: "W" }, { medal: "gold" as const }]) {
    assert.ok(hasOutcome(row(news)), JSON.stringify(news));
  }
});

test("the wording of a line changes with its result and not with its name", () => {
  const renamed = row({ competitor: { ...somebody, name: "آنا" }, irm_name: "x" });
  assert.equal(wordingOf(row()), wordingOf(renamed));
  assert.notEqual(wordingOf(row()), wordingOf(row({ diff: "+0.01" })));
});

test("podiums are of one event each, the latest first, gold before bronze", () => {
  const medal = (event: string, colour: MedalAnswer["colour"], won_at: string): MedalAnswer => ({
    event, event_name: event, discipline: "ALP", discipline_name: "Sport", colour, competitor: somebody, won_at,
  });
  const podiums = podiumsOf([
    medal("A", "bronze", "2030-02-08T10:00:00Z"), medal("B", "gold", "2030-02-09T10:00:00Z"), medal("A", "gold", "2030-02-08T10:00:00Z"),
    medal("A", "bronze", "2030-02-08T10:00:00Z"),
  ]);
  assert.deepEqual(podiums.map(({ event }) => event), ["B", "A"]);
  assert.deepEqual(podiums[1]?.medals.map(({ colour }) => colour), ["gold", "bronze", "bronze"]);
});

test("trouble is told before anything else, and what goes as planned is not told", () => {
  assert.deepEqual(standingOf(unit("x")), { tone: "plain", words: null });
  assert.equal(standingOf(unit("x", { status: "DELAYED", status_name: "Delayed" })).tone, "trouble");
  assert.equal(standingOf(unit("x", { is_over: true, result_status: "PROTESTED", result_status_name: "Protested" })).tone, "trouble");
  assert.equal(standingOf(unit("x", { is_live: true, status: "RUNNING", status_name: "Running" })).tone, "live");
  assert.deepEqual(standingOf(unit("x", { is_over: true, status: "FINISHED", status_name: "Finished", result_status_name: "Official" })), {
    tone: "over",
    words: "Official",
  });
});

test("a table tells nothing before the first match of its group", () => {
  const group = (played: number | null, points: string | null) =>
    ({ lines: [{ played, won: 0, lost: null, points, rank: "1" }] }) as unknown as StandingAnswer;
  assert.deepEqual([group(0, "0"), group(null, null), group(1, "0"), group(null, "3")].map(hasBegun), [false, false, true, true]);
});
