import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, instantOf, isZone, midnightOf, nearestDay, wallOf } from "../src/games/zones";

const ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Auckland", "Asia/Tokyo"];

test("a wall clock and its instant name each other in every zone", () => {
  for (const zone of ZONES) {
    for (let hour = 0; hour < 24 * 400; hour += 7) {
      const ms = Date.UTC(2030, 0, 1, hour, 30);
      const back = instantOf(wallOf(ms, zone), zone);
      // In the hour that a zone repeats, one of its two instants is as good as the other.
      assert.ok(back === ms || wallOf(back, zone) === wallOf(ms, zone), `${zone} ${new Date(ms).toISOString()}`);
    }
  }
});

test("an hour that a zone skips still is a time", () => {
  assert.ok(!Number.isNaN(instantOf("2030-03-31T02:30", "Europe/Berlin")));
  assert.ok(Number.isNaN(instantOf("", "Europe/Berlin")));
});

test("a day begins at its own midnight", () => {
  assert.equal(new Date(midnightOf("2030-02-09", "Asia/Tokyo")).toISOString(), "2030-02-08T15:00:00.000Z");
  assert.equal(dayOf(Date.parse("2030-02-08T15:00:00Z"), "Asia/Tokyo"), "2030-02-09");
});

test("the nearest day on which there is something", () => {
  const days = ["2030-02-08", "2030-02-09", "2030-02-23"];
  assert.equal(nearestDay(days, "2029-12-01"), "2030-02-08");
  assert.equal(nearestDay(days, "2030-05-01"), "2030-02-23");
  assert.equal(nearestDay(days, "2030-02-12"), "2030-02-09");
  assert.equal(nearestDay([], "2030-02-12"), "2030-02-12");
});

test("a zone is one that the browser knows", () => {
  assert.ok(ZONES.every(isZone));
  assert.ok(!isZone("Mars/Base"));
});
