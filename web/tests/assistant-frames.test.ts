import assert from "node:assert/strict";
import { test } from "node:test";
import { FRAME_LENGTH_MAX, framesOf, readFrame } from "../src/assistant/frames";

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function collected(...texts: readonly string[]) {
  const found = [];
  for await (const frame of framesOf(pieces(...texts))) found.push(frame);
  return found;
}

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
