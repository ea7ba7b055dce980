import assert from "node:assert/strict";
import { test } from "node:test";
import { append, sample } from "../src/console/series";
import type { BurnPoint } from "../src/kit/contract";
import { at, books } from "./books";


test("the curve grows by one point an event and never by an older one", () => {
  const grown = append(append([], books(1)), books(2));
  assert.deepEqual(grown.map(({ granted }) => granted), [1, 2]);
  assert.equal(append(grown, books(1)), grown);
  assert.equal(append(grown, books(2)).length, 2);
});

test("a long night stays within the limit and keeps its ends", () => {
  let curve: readonly BurnPoint[] = [];
  for (let second = 0; second < 5_000; second += 1) curve = append(curve, books(second));
  assert.ok(curve.length <= 900);
  assert.equal(curve[0]?.granted, 0);
  assert.equal(curve.at(-1)?.granted, 4_999);
});

test("a sample keeps the first and the last point", () => {
  const curve = Array.from({ length: 100 }, (_, second) => ({ at: at(second), granted: second, spent_minor: 0 }));
  const rows = sample(curve, 12);
  assert.equal(rows.length, 12);
  assert.equal(rows[0]?.granted, 0);
  assert.equal(rows.at(-1)?.granted, 99);
});
