import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../src/kit/problem";
import { chooseWait, PATIENT, persist, type RetryPorts } from "../src/kit/retry";

const busy = (retryAfterS: number | null) => new ApiError("server.overloaded", 503, true, retryAfterS, "");

test("no wait is shorter than Retry-After", () => {
  assert.equal(chooseWait(busy(3), 1, PATIENT, 0), 3);
  assert.ok((chooseWait(busy(3), 1, PATIENT, 0.99) ?? 0) < 4);
});

test("without Retry-After the wait doubles up to its limit", () => {
  assert.deepEqual([1, 2, 3, 9].map((attempt) => chooseWait(busy(null), attempt, PATIENT, 0)), [1, 2, 4, 60]);
});

test("nobody waits in vain", () => {
  assert.equal(chooseWait(busy(PATIENT.waitMaxS + 1), 1, PATIENT, 0), null);
  assert.equal(chooseWait(busy(1), PATIENT.attemptsMax, PATIENT, 0), null);
  assert.equal(chooseWait(new ApiError("campaign.gone", 410, false, null, ""), 1, PATIENT, 0), null);
  assert.equal(chooseWait(new TypeError("our own mistake"), 1, PATIENT, 0), null);
});

test("a retryable answer is followed by the same call until it succeeds", async () => {
  const slept: number[] = [];
  const told: number[] = [];
  const ports: RetryPorts = { random: () => 0, sleep: async (seconds) => void slept.push(seconds) };
  let calls = 0;
  const answer = await persist(
    async () => {
      calls += 1;
      if (calls < 3) throw busy(calls);
      return "share";
    },
    PATIENT,
    (seconds) => told.push(seconds),
    ports,
  );
  assert.equal(answer, "share");
  assert.deepEqual(slept, [1, 2]);
  assert.deepEqual(told, slept);
});

test("the last failure is the one that is told", async () => {
  const ports: RetryPorts = { random: () => 0, sleep: async () => undefined };
  const failing = persist(() => Promise.reject(busy(1)), { ...PATIENT, attemptsMax: 3 }, undefined, ports);
  await assert.rejects(failing, busy(1));
});
