import assert from "node:assert/strict";
import { test } from "node:test";
import { asking, type Place, QUESTION_LENGTH_MAX, readPlace, writePlace } from "../src/library/address";

const read = (address: string): Place => {
  const { search, hash } = new URL(address, "http://grandstand.test/library");
  return readPlace(search, hash);
};

test("an address and its place name each other", () => {
  const places: Place[] = [
    asking(),
    asking("Wann fährt der letzte Bus? 100 % & mehr"),
    asking("متى تنطلق آخر حافلة؟", 3),
    asking(null, 3),
    { view: "page", version: 7, page: 12, cited: { chunk: 345, start: 10, end: 80 } },
    { view: "page", version: 7, page: 1, cited: null },
    { view: "collections" },
    { view: "collection", collection: 3 },
    { view: "groups" },
    { view: "unanswered" },
  ];
  for (const place of places) assert.deepEqual(read(`/library${writePlace(place, "ar")}`), place);
});

test("a citation has the address that the server's documents promise", () => {
  const place: Place = { view: "page", version: 7, page: 12, cited: { chunk: 345, start: 10, end: 80 } };
  assert.equal(writePlace(place), "?version=7&page=12&chunk=345&start=10&end=80");
});

test("a question stands where no server hears of it", () => {
  const { search, hash } = new URL(`/library${writePlace(asking("secret plan"))}`, "http://grandstand.test");
  assert.equal(search, "");
  assert.match(hash, /secret/);
});

test("what an address says wrongly leads to the question", () => {
  for (const wrong of ["?version=x", "?version=0", "?version=99999999999", "?collection=-1", "?view=nowhere", "#question=%20"]) {
    assert.deepEqual(read(`/library${wrong}`), asking(), wrong);
  }
});

test("half a citation is none, and its page is shown all the same", () => {
  for (const half of ["", "&chunk=3", "&chunk=3&start=4", "&chunk=3&start=9&end=9", "&start=1&end=2"]) {
    assert.deepEqual(read(`/library?version=7&page=2${half}`), { view: "page", version: 7, page: 2, cited: null }, half);
  }
});

test("a quotation may begin with the first character", () => {
  const place = read("/library?version=7&page=2&chunk=3&start=0&end=9");
  assert.ok(place.view === "page" && place.cited?.start === 0);
});

test("a question in an address has a longest length", () => {
  const place = read(`/library#question=${"a".repeat(QUESTION_LENGTH_MAX + 1)}`);
  assert.ok(place.view === "ask" && place.question?.length === QUESTION_LENGTH_MAX);
});
