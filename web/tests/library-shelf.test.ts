import assert from "node:assert/strict";
import { test } from "node:test";
import type { DocumentAnswer, State, VersionAnswer } from "../src/library/answers";
import { FILE_BYTES_MAX, formatBytes, refusalOf } from "../src/library/files";
import { parseCommittees, parsePersons, readGrants, readMembers, writeGrants, writeMembers } from "../src/library/grants";
import { directionOf } from "../src/library/scripts";
import { STEPS, stepOf, STRICTNESS } from "../src/library/strictness";
import { isReadable, isUnderWay, leading, older, pageRanges, pending, progressOf } from "../src/library/versions";

const version = (number: number, state: State, news: Partial<VersionAnswer> = {}): VersionAnswer => ({
  id: number, document: 1, number, label: "", dated: null, type: "pdf", bytes: 1, language: "en", state, verdict: null,
  pages: 1, blank_pages: [], done: 0, total: 0, uploaded_at: "2026-01-01T00:00:00Z", is_newest: false, ...news,
});
const document = (...versions: VersionAnswer[]): DocumentAnswer => ({ id: 1, name: "a.pdf", title: "A", versions });
const numbers = (versions: readonly VersionAnswer[]) => versions.map(({ number }) => number);

test("the version that answers come from stands for its document, and what is read later stands beside it", () => {
  const shown = document(version(3, "reading"), version(2, "complete", { is_newest: true }), version(1, "complete"));
  assert.equal(leading(shown)?.number, 2);
  assert.deepEqual(numbers(pending(shown)), [3]);
  assert.deepEqual(numbers(older(shown)), [1]);
});

test("a document that was never read is shown by its newest version", () => {
  const shown = document(version(2, "refused"), version(1, "refused"));
  assert.equal(leading(shown)?.number, 2);
  assert.deepEqual(numbers(pending(shown)), []);
  assert.deepEqual(numbers(older(shown)), [1]);
});

test("only what is still being worked on is asked for again", () => {
  const states: State[] = ["waiting", "reading", "indexing", "searchable", "complete", "refused"];
  assert.deepEqual(states.filter((state) => isUnderWay(version(1, state))), states.slice(0, 4));
  assert.deepEqual(states.filter((state) => isReadable(version(1, state))), ["searchable", "complete"]);
});

test("progress is known once its total is", () => {
  assert.equal(progressOf(version(1, "reading")), null);
  assert.equal(progressOf(version(1, "reading", { done: 3, total: 12 })), 0.25);
  assert.equal(progressOf(version(1, "reading", { done: 13, total: 12 })), 1);
});

test("pages are named as ranges, and not without end", () => {
  assert.equal(pageRanges([9, 3, 7, 8, 8]), "3, 7–9");
  assert.equal(pageRanges([]), "");
  assert.match(pageRanges(Array.from({ length: 50 }, (_, index) => 2 * index + 1)), /^1, 3, .*23 …$/);
});

test("grants and the form that changes them say the same", () => {
  const grants = ["everyone", "nocs", "noc:CHN", "noc:GER", "group:3"];
  const readers = readGrants(grants);
  assert.deepEqual(readers, { everyone: true, nocs: true, committees: ["CHN", "GER"], groups: [3] });
  assert.deepEqual(writeGrants(readers), grants);
  assert.deepEqual(writeGrants(readGrants([])), []);
});

test("committees may be typed as people type lists", () => {
  assert.deepEqual(parseCommittees(" ger, CHN;\nger，usa、aut، ita "), ["AUT", "CHN", "GER", "ITA", "USA"]);
  assert.deepEqual(parseCommittees("  "), []);
  for (const wrong of ["GERM", "G1R", "Germany, CHN"]) assert.equal(parseCommittees(wrong), null, wrong);
});

test("members of a group are committees and persons", () => {
  const id = "0193a4c2-7a51-7c11-8f1e-9d2f6f1f0a01";
  const members = ["noc:GER", `person:${id}`];
  assert.deepEqual(writeMembers(readMembers(members)), members);
  assert.deepEqual(parsePersons(`${id.toUpperCase()}\n${id}`), [id]);
  assert.equal(parsePersons("Ms Somebody"), null);
});

test("each step of strictness is its own, and what lies between goes to the nearest", () => {
  for (const step of STEPS) assert.equal(stepOf(STRICTNESS[step]), step);
  assert.deepEqual([0, 0.37, 0.4, 0.6, 0.7, 1].map(stepOf), ["low", "low", "middle", "middle", "high", "high"]);
});

test("a file is refused before it is sent where its size says enough", () => {
  assert.equal(refusalOf(0), "empty");
  assert.equal(refusalOf(FILE_BYTES_MAX), null);
  assert.equal(refusalOf(FILE_BYTES_MAX + 1), "too_large");
});

test("sizes are written in the reader's language", () => {
  assert.equal(formatBytes(FILE_BYTES_MAX, "en"), "128 MB");
  assert.equal(formatBytes(10, "en"), "1 kB");
  assert.equal(formatBytes(1_600_000, "de"), "1,5 MB");
});

test("a page runs in the direction of its language", () => {
  assert.deepEqual(["ar", "fa", "en", "zh", "und"].map(directionOf), ["rtl", "rtl", "ltr", "ltr", "ltr"]);
});
