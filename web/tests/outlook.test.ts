import assert from "node:assert/strict";
import { test } from "node:test";
import { drawCurves } from "../src/console/outlook";
import { at, books } from "./books";

const points = [0, 50, 100].map((second) => ({ at: at(second), granted: second, spent_minor: second * 100 }));
const dots = (heights: readonly (number | null)[]) => heights.filter((height) => height !== null);

test("without plan and forecast there is only what has happened", () => {
  const { atS, remaining, plan, forecast } = drawCurves(points, books(100));
  assert.equal(atS.length, 3);
  assert.deepEqual(remaining, [1_000_000, 995_000, 990_000]);
  assert.deepEqual([dots(plan), dots(forecast)], [[], []]);
});

test("the plan runs straight from the opening to the closing, the forecast from now", () => {
  const drawn = drawCurves(points, books(100, { closes_at: at(200), forecast_empty_at: at(150) }));
  assert.deepEqual(drawn.atS.map((second) => second - (drawn.atS[0] ?? 0)), [0, 50, 100, 150, 200]);
  assert.deepEqual(drawn.plan, [1_000_000, null, null, null, 0]);
  assert.deepEqual(drawn.forecast, [null, null, 990_000, 0, null]);
});

test("a plan of days does not squeeze the first minutes", () => {
  const drawn = drawCurves(points, books(100, { closes_at: at(9 * 86_400) }));
  assert.equal((drawn.atS.at(-1) ?? 0) - (drawn.atS[0] ?? 0), 400);
  assert.ok((drawn.plan.at(-1) ?? 0) > 999_000);
});

test("a pool that is not open has no forecast, and one that closed before it opened no plan", () => {
  const drawn = drawCurves(points, books(100, { state: "closed", closes_at: at(-1), forecast_empty_at: at(150) }));
  assert.deepEqual([dots(drawn.plan), dots(drawn.forecast)], [[], []]);
});
