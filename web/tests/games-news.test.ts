import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { newsOf } from "../src/games/announcing";
import type { EventAnswer, HappeningAnswer, NowAnswer } from "../src/games/answers";
import { changeSpoilerFree, isHidden, reveal } from "../src/games/spoilers";

const head = { as_of: null, latest_at: "2030-02-08T12:00:00Z", has_gaps: false };
const happening = (text: string): HappeningAnswer => ({
  at: "2030-02-08T12:00:00Z", kind: "leader", unit: "U", event: "E", event_name: "Event", discipline: "ALP", text,
  plain_text: "something happened", colour: null, competitor: null,
});
const now = (...texts: string[]): NowAnswer => ({ ...head, happenings: texts.map(happening), live: [], next: [], communications: [] });
const event = (leader: string | null): EventAnswer =>
  ({ ...head, boards: [{ unit: { unit: "U", name: "Final", is_live: true, leader: leader && { code: leader, name: leader } } }] }) as unknown as EventAnswer;

afterEach(() => changeSpoilerFree(false));

test("the newest line is told, once", () => {
  assert.equal(newsOf("now", now("old"), now("new", "old")), "new");
  assert.equal(newsOf("now", now("old"), now("old")), null);
  assert.equal(newsOf("now", now("old"), now()), null);
});

test("who takes the lead is told, and who keeps it is not", () => {
  assert.notEqual(newsOf("event", event("A"), event("B")), null);
  assert.equal(newsOf("event", event("A"), event("A")), null);
  assert.equal(newsOf("event", event("A"), event(null)), null);
});

test("who wants no spoilers hears none", () => {
  changeSpoilerFree(true);
  assert.equal(newsOf("now", now("old"), now("new")), "something happened");
  assert.equal(newsOf("event", event("A"), event("B")), null);
});

test("one thing is revealed at a time, and hidden again with the next choice", () => {
  changeSpoilerFree(true);
  reveal("one");
  assert.deepEqual([isHidden("one"), isHidden("other")], [false, true]);
  changeSpoilerFree(false);
  assert.ok(!isHidden("other"));
  changeSpoilerFree(true);
  assert.ok(isHidden("one"));
});
