import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleOf, shownLabels, stretchesOf } from "../src/assistant/scales";

test("a scale holds every value between round ticks", () => {
  for (const values of [[3, 17], [0.0012, 0.0019], [-5, 5], [1e9, 3e9], [100.2, 100.4], [-7, -3]]) {
    const { low, high, ticks } = scaleOf(values, false);
    assert.ok(low <= Math.min(...values) && high >= Math.max(...values), String(values));
    assert.ok(ticks.length >= 3 && ticks.length <= 7, `${values}: ${ticks}`);
    assert.equal(ticks[0], Number(low.toPrecision(12)));
  }
});

test("bars stand on zero, and a line does where zero is near", () => {
  assert.equal(scaleOf([900, 1000], true).low, 0);
  assert.equal(scaleOf([10, 1000], false).low, 0);
  assert.ok(scaleOf([900, 1000], false).low >= 800);
  assert.ok(scaleOf([-4, 6], true).ticks.includes(0));
});

test("one value, none, and nothing known still make a scale", () => {
  for (const values of [[], [null], [0], [5], [-5, -5], [Number.NaN]]) {
    const { low, high, ticks } = scaleOf(values, false);
    assert.ok(high > low && ticks.every(Number.isFinite), String(values));
  }
});

test("labels are left out evenly, never the first", () => {
  assert.deepEqual(shownLabels(5, 10), [0, 1, 2, 3, 4]);
  assert.deepEqual(shownLabels(10, 4), [0, 3, 6, 9]);
  assert.deepEqual(shownLabels(3, 0), [0]);
  assert.deepEqual(shownLabels(0, 5), []);
});

test("a line is broken where there is no value", () => {
  assert.deepEqual(stretchesOf([1, 2, null, 3, null, null, 4]), [[0, 1], [3], [6]]);
  assert.deepEqual(stretchesOf([null]), []);
});
