import assert from "node:assert/strict";
import { test } from "node:test";
import { readProblem, readRetryAfter } from "../src/kit/problem";

const NOW = Date.parse("2026-02-13T12:00:00Z");

test("a problem document becomes an error with its code", () => {
  const body = { status: 410, code: "campaign.gone", detail: "No share is left.", retryable: false, retry_after_s: null };
  const error = readProblem(410, body, null, NOW);
  assert.equal(error.code, "campaign.gone");
  assert.equal(error.retryable, false);
  assert.equal(error.retryAfterS, null);
  assert.equal(error.detail, "No share is left.");
});

test("the page of a proxy becomes an error too", () => {
  const error = readProblem(503, undefined, "7", NOW);
  assert.equal(error.code, "server.overloaded");
  assert.equal(error.retryable, true);
  assert.equal(error.retryAfterS, 7);
  assert.equal(readProblem(500, "<html>", null, NOW).retryable, false);
});

test("the body tells the wait where the header does not", () => {
  assert.equal(readProblem(429, { code: "limit.rate", retry_after_s: 4 }, null, NOW).retryAfterS, 4);
});

test("Retry-After is read as seconds and as a date", () => {
  assert.equal(readRetryAfter("3", NOW), 3);
  assert.equal(readRetryAfter("Fri, 13 Feb 2026 12:00:05 GMT", NOW), 5);
  assert.equal(readRetryAfter("Fri, 13 Feb 2026 11:00:00 GMT", NOW), 0);
  assert.equal(readRetryAfter("soon", NOW), null);
  assert.equal(readRetryAfter(null, NOW), null);
});
