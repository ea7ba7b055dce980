import assert from "node:assert/strict";
import { test } from "node:test";
import { FRAME_LENGTH_MAX, framesOf, readFrame } from "../src/assistant/frames";
import { heard, type Turn } from "../src/assistant/talk";

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function collected(...texts: readonly string[]) {
  const found = [];
  for await (const frame of framesOf(pieces(...texts))) found.push(frame);
  return found;
}

const TURN: Turn = {
  id: 1,
  question: "Who won?",
  phase: "asking",
  language: null,
  statements: [],
  sources: [],
  choices: [],
  isQuick: false,
  error: null,
};

test("frames are read however the stream is cut", async () => {
  const text = 'event: done\ndata: {"quick":true}\n\n: still here\n\nevent: a\ndata: 1\n\n';
  const whole = await collected(text);
  assert.deepEqual(whole, [
    { event: "done", data: { quick: true } },
    { event: "a", data: 1 },
  ]);
  for (let at = 1; at < text.length; at += 1) {
    assert.deepEqual(await collected(text.slice(0, at), text.slice(at)), whole);
  }
});

test("a frame that has not ended is no frame", async () => {
  assert.deepEqual(await collected('event: done\ndata: {"quick":true}\n'), []);
});

test("a frame that never ends is given up", async () => {
  await assert.rejects(collected("x".repeat(FRAME_LENGTH_MAX + 1)), /does not end/);
});

test("a comment is no frame", () => {
  assert.equal(readFrame(": still here"), null);
});

test("a turn takes in what is said of it, in order", () => {
  const source = { id: "m1", at: null, type: null, code: null, version: null };
  const statement = { id: "s1", text: "Ada leads.", sources: ["m1"] };
  let turn = heard(TURN, "understood", { language: "ar" });
  turn = heard(turn, "source", { source });
  turn = heard(turn, "statement", statement);
  turn = heard(turn, "choice", { code: "X", text: "Ada" });
  turn = heard(turn, "news of a later version", {});
  turn = heard(turn, "done", { quick: true });
  assert.deepEqual(turn, {
    ...TURN,
    language: "ar",
    sources: [source],
    statements: [statement],
    choices: [{ code: "X", text: "Ada" }],
    isQuick: true,
  });
});

test("a problem ends the answer with its code", () => {
  assert.throws(() => heard(TURN, "problem", { code: "server.overloaded", retry_after_s: 1 }), {
    code: "server.overloaded",
    retryable: true,
  });
});
