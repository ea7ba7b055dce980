import assert from "node:assert/strict";
import { test } from "node:test";
import { at, eventOf, readPlace, VIEWS, writePlace } from "../src/games/address";
import { askFor, streamOf } from "../src/games/ask";
import { isZone } from "../src/games/zones";

const KEY = "ALPMGS----------------FNL-000200--".slice(0, 22).padEnd(34, "-");
const NOON = Date.parse("2030-02-08T12:00:00Z");
const read = (search: string) => readPlace(search, isZone);

test("an address and its place name each other", () => {
  const places = [
    at("now"),
    at("now", { asOf: "2030-02-08T12:00:00.000Z", zone: "Asia/Tokyo" }),
    at("schedule", { day: "2030-02-09", discipline: "ALP" }),
    at("event", { code: KEY, asOf: "2030-02-08T12:00:00.000Z" }),
    at("athlete", { code: "1042" }),
    at("delegation", { code: "NOR" }),
    at("venue", { code: "RIDGE" }),
    at("search", { query: "Müller & Söhne +1" }),
    at("search", { kind: "athlete", code: "1042" }),
    at("compare", { kind: "delegation", code: "NOR", other: "SUI" }),
    at("missed", { since: "2030-02-08T06:00:00.000Z" }),
    at("medals"),
    at("feed"),
  ];
  assert.deepEqual(new Set(places.map(({ view }) => view)), new Set(VIEWS));
  for (const place of places) assert.deepEqual(read(writePlace(place)), place);
});

test("what an address says wrongly is left out", () => {
  assert.deepEqual(read("?view=nowhere&zone=Mars/Base&as_of=yesterday&since=2030-02-08"), at("now"));
  assert.deepEqual(read("?view=schedule&day=2030-02-31x"), at("schedule"));
  assert.deepEqual(read("?view=schedule&day=2030-13-01"), at("schedule"));
  assert.deepEqual(read("?view=event&as_of=2030-02-08T13:00:00%2B01:00"), at("now", { asOf: "2030-02-08T12:00:00.000Z" }));
});

test("half a comparison is none", () => {
  assert.deepEqual(read("?view=compare&athlete=1042"), at("now"));
  assert.deepEqual(read("?view=compare&with=1042"), at("now"));
  assert.deepEqual(read("?view=medals&athlete=1042&with=7"), at("medals"));
});

test("a unit belongs to the event that its key begins with", () => {
  assert.equal(eventOf("IHOMTEAM6-------------QFNL000100--"), "IHOMTEAM6-------------------------");
});

test("a time without its zone is no instant", () => {
  assert.equal(read("?as_of=2030-02-08T12:00:00").asOf, null);
});

test("what a view does not need stands in no address", () => {
  assert.equal(writePlace(at("medals", { day: "2030-02-08", query: "x", since: "y", discipline: "ALP" })), "?view=medals");
  assert.equal(writePlace(at("now")), "");
  assert.equal(writePlace(at("now"), "ar"), "?lang=ar");
});

test("each view asks for its own answer, at the moment of the link", () => {
  const asOf = "2030-02-08T12:00:00.000Z";
  const ask = (place: Parameters<typeof askFor>[0]) => askFor(place, "de", "Europe/Berlin", NOON);
  assert.deepEqual(ask(at("now")), { path: "/v1/live/now?language=de", topic: "now" });
  assert.equal(ask(at("medals", { asOf }))?.path, "/v1/live/medals?language=de&as_of=2030-02-08T12%3A00%3A00.000Z");
  assert.deepEqual(ask(at("event", { code: KEY })), { path: `/v1/live/events/${KEY}?language=de`, topic: `event:${KEY}` });
  assert.equal(ask(at("search")), null);
  assert.deepEqual(ask(at("compare", { kind: "athlete", code: "1", other: "2" })), {
    path: "/v1/live/compare?language=de&kind=athlete&code=1&code=2",
    topic: null,
  });
  assert.equal(ask(at("search", { query: "å" }))?.path, "/v1/live/search?language=de&query=%C3%A5");
  assert.match(ask(at("missed"))?.path ?? "", /since=2030-02-07T12/);
});

test("today is the day in the reader's zone", () => {
  const late = Date.parse("2030-02-08T20:00:00Z");
  assert.equal(askFor(at("schedule"), "en", "Asia/Tokyo", late)?.topic, "schedule:2030-02-09");
  assert.equal(askFor(at("schedule"), "en", "America/New_York", late)?.topic, "schedule:2030-02-08");
  assert.equal(askFor(at("schedule", { day: "2030-02-12" }), "en", "UTC", late)?.topic, "schedule:2030-02-12");
});

test("a stream is asked for one topic in one language", () => {
  assert.equal(streamOf("schedule:2030-02-08", "ar", "Asia/Tokyo"), "/v1/live/stream?topic=schedule%3A2030-02-08&language=ar&zone=Asia%2FTokyo");
});
