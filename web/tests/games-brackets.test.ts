import assert from "node:assert/strict";
import { test } from "node:test";
import type { BoardAnswer, BracketMatchAnswer, BracketRoundAnswer, BracketSideAnswer, CompetitorAnswer } from "../src/games/answers";
import { columnsOf, isDecided, isEarned, isSeeded, tells } from "../src/games/brackets";
import { bearingOf, measure } from "../src/games/measures";

const team = (code: string): CompetitorAnswer => ({
  code, name: code, is_team: true, organisation: code, organisation_name: code, bib: null, members: [], placeholder: null,
});
const side = (news: Partial<BracketSideAnswer> = {}): BracketSideAnswer => ({
  competitor: null, from_unit: null, from_text: null, value: null, is_winner: false, ...news,
});
const match = (unit: string, sides: readonly BracketSideAnswer[] = [side(), side()], start_at: string | null = null): BracketMatchAnswer => ({
  unit, name: unit, status: null, start_at, sides,
});
const round = (phase: string, matches: readonly BracketMatchAnswer[]): BracketRoundAnswer => ({ phase, name: phase, matches });
const rounds = (...sizes: number[]) => sizes.map((size, index) => round(`P${index}`, Array.from({ length: size }, (_, each) => match(`${index}.${each}`))));

test("two matches lead into one, as many each into its own, and any other number in no drawn order", () => {
  const joins = (...sizes: number[]) => columnsOf(rounds(...sizes)).map(({ join }) => join);
  assert.deepEqual(joins(8, 4, 2, 1), ["pair", "pair", "pair", "none"]);
  assert.deepEqual(joins(4, 4, 2, 1), ["straight", "pair", "pair", "none"]);
  assert.deepEqual(joins(3, 4, 2), ["none", "pair", "none"]);
  assert.deepEqual(joins(1), ["none"]);
  assert.deepEqual(joins(), []);
});

test("the match for bronze stands below the final, wherever the feed lists it", () => {
  const [semis, final] = rounds(2, 1) as [BracketRoundAnswer, BracketRoundAnswer];
  const bronze = round("IHOM------------------BRNZ--------", [match("b")]);
  for (const listed of [[semis, bronze, final], [semis, final, bronze]]) {
    const columns = columnsOf(listed);
    assert.deepEqual(columns.map((each) => each.round), [semis, final]);
    assert.deepEqual(columns.map(({ below }) => below), [null, bronze]);
    assert.equal(columns[0]?.join, "pair");
  }
});

test("without its code the match for bronze is the one that nobody comes from into the final", () => {
  const final = round("F", [match("f", [side({ from_unit: "0.0" }), side({ from_unit: "0.1" })])]);
  const [semis, third] = rounds(2, 1) as [BracketRoundAnswer, BracketRoundAnswer];
  assert.equal(columnsOf([semis, third, final])[1]?.below, third);
  const ladder = round("F", [match("f", [side({ from_unit: "1.0" }), side()])]);
  assert.equal(columnsOf([semis, third, ladder]).length, 3);
  assert.equal(columnsOf(rounds(1, 1)).length, 2);
});

test("a name is earned by a result before it, and drawn in the very first round", () => {
  const known = side({ competitor: team("AAA") });
  assert.ok(!isEarned(known, true));
  assert.ok(isEarned(known, false));
  assert.ok(isEarned({ ...known, from_unit: "x" }, true));
  assert.ok(!isEarned(side({ from_unit: "x" }), false));
  assert.ok(!isEarned(side({ competitor: { ...team("BYE"), placeholder: "BYE" } }), false));
});

test("a match tells by a value, a winner or an earned name", () => {
  const drawn = match("q", [side({ competitor: team("AAA") }), side({ competitor: team("BBB") })]);
  assert.ok(!tells(drawn, true));
  assert.ok(tells(drawn, false));
  assert.ok(tells(match("q", [side({ value: "0" }), side()]), true));
  const won = match("q", [side({ is_winner: true }), side()]);
  assert.ok(tells(won, true));
  assert.ok(isDecided(won));
  assert.ok(!isDecided(drawn));
});

test("a first round is seeded by what was played before it outside the tree, not by its own matches", () => {
  const board = (unit: string, start_at: string, rank: string | null): BoardAnswer =>
    ({ unit: { unit, start_at }, rows: [{ rank, value: null, irm: null, qualification: null, win_loss_tie: null, medal: null }] }) as unknown as BoardAnswer;
  const quarter = match("q2", undefined, "2030-02-10T12:00:00Z");
  const tree = [round("Q", [match("q1"), quarter])];
  assert.ok(!isSeeded(tree, quarter, [board("q1", "2030-02-10T09:00:00Z", "1")]));
  assert.ok(isSeeded(tree, quarter, [board("group", "2030-02-09T09:00:00Z", "1")]));
  assert.ok(!isSeeded(tree, quarter, [board("group", "2030-02-09T09:00:00Z", null)]));
  assert.ok(!isSeeded(tree, quarter, [board("later", "2030-02-11T09:00:00Z", "1")]));
});

test("a measured number is written with its unit, and what is no number as it came", () => {
  assert.equal(measure("-4.25", "celsius", "en"), "−4.3°C");
  assert.match(measure("3", "meter-per-second", "de"), /^3\sm\/s$/);
  assert.equal(measure("calm", "percent", "en"), "calm");
  assert.equal(measure("", "celsius", "en"), "");
});

test("points of the compass and degrees are bearings", () => {
  assert.deepEqual(["N", "ese", "NNW", "-90", "720", "", "up"].map(bearingOf), [0, 112.5, 337.5, 270, 0, null, null]);
});
