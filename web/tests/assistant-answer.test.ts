import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, carriedBy, heard, newTurn, shownComposed, spoken, statementsOf, type Turn } from "../src/assistant/answer";
import { carriedFrom, recalledTurn } from "../src/assistant/recalling";

const TURN = newTurn(1, "Who won?", { phase: "asking" });
const SOURCE = { id: "m1", part: "live", at: null, type: "DT_RESULT", code: "X", version: 2, digest: null, cited: null };
const statement = (id: string, text: string) => ({ event: "statement", id, text, facts: [], sources: ["m1"] });
const table = { event: "table", id: "t1", title: "Medals", columns: ["", "Gold"], rows: [["A", "1"]], is_cut: false, source: "m1" };

const hear = (turn: Turn, ...events: readonly { event: string }[]): Turn =>
  events.reduce((each, event) => heard(each, event.event, event), turn);

test("a turn takes in what is said of it, in order", () => {
  const turn = hear(
    TURN,
    { event: "understood", language: "ar", followed: true } as { event: string },
    { event: "source", source: SOURCE } as { event: string },
    statement("s1", "Ada leads."),
    table,
    statement("s2", "Bo follows."),
    { event: "choice", kind: "athlete", code: "X", text: "Ada" } as { event: string },
    { event: "suggestion", text: "And then?" } as { event: string },
    { event: "news of a later version" },
    { event: "done", quick: true, as_of: "2026-02-08T10:00:00Z", answer: "a1" } as { event: string },
  );
  assert.deepEqual([turn.language, turn.isFollowUp, turn.isQuick, turn.answer], ["ar", true, true, "a1"]);
  assert.deepEqual(turn.sources, [SOURCE]);
  assert.deepEqual(turn.parts.map(({ kind }) => kind), ["statement", "table", "statement"]);
  assert.deepEqual(turn.suggestions, ["And then?"]);
  assert.deepEqual(turn.choices.map(({ text }) => text), ["Ada"]);
});

test("sentences that follow one another stand together, and no others", () => {
  const turn = hear(TURN, statement("s1", "A."), statement("s2", "B."), table, statement("s3", "C."));
  assert.deepEqual(
    blocksOf(turn.parts).map((block) => (block.kind === "statements" ? block.statements.map(({ id }) => id) : block.kind)),
    [["s1", "s2"], "table", ["s3"]],
  );
});

const delta = (text: string, is_own: boolean) => ({ event: "delta", text, statements: [], is_own });

test("what a model composed takes the place of the sentences once it is verified, and not before", () => {
  const composing = hear(TURN, statement("s1", "Ada leads."), delta("Good ", false), delta("news.", false));
  assert.deepEqual(shownComposed(composing), []);
  const whole = hear(composing, { event: "verified", model: "qwen" } as { event: string });
  assert.deepEqual(shownComposed(whole), [{ text: "Good news.", isOwn: false }]);
  assert.equal(spoken(whole, 4), "Good news.");
});

test("what was replaced or never verified is not shown", () => {
  const composing = hear(TURN, statement("s1", "Ada leads."), delta("Bo leads.", false));
  const replaced = hear(composing, { event: "replaced", reason: "invented" } as { event: string });
  const broken = hear(composing, { event: "done", quick: false } as { event: string });
  for (const turn of [replaced, broken]) {
    assert.deepEqual(turn.composed, []);
    assert.equal(spoken(turn, 4), "Ada leads.");
  }
});

test("a model's own words are kept apart from what has a source", () => {
  const turn = hear(TURN, delta("Ada leads. ", false), delta("Well ", true), delta("done!", true));
  assert.deepEqual(turn.composed, [{ text: "Ada leads. ", isOwn: false }, { text: "Well done!", isOwn: true }]);
});

test("where there is nothing else, a model's words are shown as they come", () => {
  assert.equal(shownComposed(hear(TURN, delta("print(", true))).length, 1);
});

test("what became of an act is known", () => {
  assert.equal(hear(TURN, { event: "acted", outcome: "again" } as { event: string }).outcome, "again");
});

test("a problem ends the answer with its code", () => {
  assert.throws(() => heard(TURN, "problem", { code: "server.overloaded", retry_after_s: 1 }), {
    code: "server.overloaded",
    retryable: true,
  });
});

test("what goes with the next question comes from the end of this one", () => {
  assert.deepEqual(carriedBy({ quick: false, memory: { turns: [] } }), { memory: { turns: [] }, conversation: null });
  assert.equal(carriedBy({ quick: false, conversation: "c1" }).conversation, "c1");
});

test("a stored turn is shown as it was, but an act in it waits no longer", () => {
  const events = [
    statement("s1", "Shall it be opened?"),
    { event: "confirm", act: "open", text: "Open?", button: "Open", token: "x", expires_at: "2030-01-01T00:00:00Z" },
    { event: "problem", code: "server.internal" },
  ];
  const turn = recalledTurn({ id: 7, asked_at: "2026-02-08T10:00:00Z", question: "Open it", language: "de", events });
  assert.deepEqual([turn.phase, turn.offers, turn.language], ["answered", [], "de"]);
  assert.deepEqual(statementsOf(turn).map(({ text }) => text), ["Shall it be opened?"]);
});

test("a conversation that is taken up again goes on from its last answer", () => {
  const turn = { id: 1, asked_at: "2026-02-08T10:00:00Z", question: "Who?", language: "en" };
  const done = { event: "done", quick: false, memory: { turns: [{ intent: "result" }] } };
  const stored = [{ ...turn, events: [] }, { ...turn, events: [statement("s1", "Ada."), done] }];
  assert.deepEqual(carriedFrom("c1", stored), { memory: done.memory, conversation: "c1" });
  assert.deepEqual(carriedFrom("c1", [{ ...turn, events: [] }]), { memory: null, conversation: "c1" });
  assert.deepEqual(carriedFrom("c1", []), { memory: null, conversation: "c1" });
});
