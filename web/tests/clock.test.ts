import assert from "node:assert/strict";
import { test } from "node:test";
import { hearServerTime, serverNowMs } from "../src/kit/clock";

const SECOND_MS = 1_000;
const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 100, `${actual - expected} ms off`);

test("a clock that is wrong is set right by the date of an answer", () => {
  const now = Date.now();
  const whole = Math.floor(now / SECOND_MS) * SECOND_MS;
  hearServerTime(new Date(whole - 300 * SECOND_MS).toUTCString(), whole);
  near(serverNowMs(), Date.now() - 299 * SECOND_MS);
  hearServerTime(new Date(whole + 300 * SECOND_MS).toUTCString(), whole);
  near(serverNowMs(), Date.now() + 300 * SECOND_MS);
});

test("a clock that is right stays as it is, and nonsense changes nothing", () => {
  const now = Date.now();
  hearServerTime(new Date(now).toUTCString(), now);
  hearServerTime("soon", now);
  hearServerTime(null, now);
  near(serverNowMs(), Date.now());
});
