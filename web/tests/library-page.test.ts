import assert from "node:assert/strict";
import { test } from "node:test";
import type { BlockAnswer } from "../src/library/answers";
import { marksOf } from "../src/library/marks";
import { headingAt } from "../src/library/outline";
import { type Part, partsOf, type Stretch } from "../src/library/paragraphs";

const text = (stretches: readonly Stretch[]): string => stretches.map((each) => each.text).join("");
const quoted = (parts: readonly Part[]): string =>
  parts
    .flatMap((part) => (part.kind === "list" ? part.items.flat() : part.kind === "table" ? part.rows.flat(2) : part.stretches))
    .filter(({ isQuoted }) => isQuoted)
    .map((each) => each.text)
    .join("");

/** Blocks one below the other, each a kind with its words; and the text that they are made of. */
function page(...lines: readonly (readonly [BlockAnswer["kind"], string, number?])[]) {
  const blocks: BlockAnswer[] = [];
  let whole = "";
  for (const [kind, words, level = 0] of lines) {
    const start = [...whole].length;
    whole += `${words}\n`;
    blocks.push({ kind, start, end: start + [...words].length, level });
  }
  return { whole, blocks };
}

const boundsOf = (whole: string, needle: string) => {
  const start = [...whole.slice(0, whole.indexOf(needle))].length;
  return { start, end: start + [...needle].length };
};

test("the quotation is marked to the character, also behind characters of two halves", () => {
  const { whole, blocks } = page(["text", "🏟️𝒢ames open at 08:30. Doors close at 𝟗."], ["text", "Later."]);
  const parts = partsOf(whole, blocks, boundsOf(whole, "Doors close at 𝟗."));
  assert.equal(quoted(parts), "Doors close at 𝟗.");
  assert.equal(parts.length, 2);
});

test("a quotation over two paragraphs is marked in both", () => {
  const { whole, blocks } = page(["text", "One two."], ["text", "Three four."]);
  assert.equal(quoted(partsOf(whole, blocks, boundsOf(whole, "two.\nThree"))), "two.Three");
});

test("without a quotation nothing is marked", () => {
  const { whole, blocks } = page(["text", "One two."]);
  assert.equal(quoted(partsOf(whole, blocks, null)), "");
});

test("items are one list and rows one table with its cells", () => {
  const { whole, blocks } = page(
    ["text", "Lines:"],
    ["row", "T1 | Harbour | 06:00"],
    ["row", "T2 | Forest | 06:30"],
    ["item", "first"],
    ["item", "second"],
    ["text", "End."],
  );
  const parts = partsOf(whole, blocks, boundsOf(whole, "Forest | 06:30"));
  assert.deepEqual(parts.map(({ kind }) => kind), ["text", "table", "list", "text"]);
  const table = parts[1];
  assert.ok(table?.kind === "table");
  assert.deepEqual(table.rows.map((row) => row.map(text)), [["T1", "Harbour", "06:00"], ["T2", "Forest", "06:30"]]);
  assert.equal(quoted(parts), "Forest06:30");
});

test("text that stands in no block is shown all the same, in its place", () => {
  const parts = partsOf("lost one two lost", [{ kind: "item", start: 5, end: 12, level: 0 }], null);
  assert.deepEqual(parts.map(({ kind }) => kind), ["text", "list", "text"]);
  assert.deepEqual(partsOf("only", [], null).map(({ kind }) => kind), ["text"]);
  assert.deepEqual(partsOf(" \n", [], null), []);
});

test("headings never skip a level", () => {
  const { whole, blocks } = page(["heading", "A", 1], ["heading", "B", 4], ["heading", "C", 2], ["heading", "D", 1]);
  const levels = partsOf(whole, blocks, null).map((part) => (part.kind === "heading" ? part.level : 0));
  assert.deepEqual(levels, [1, 2, 2, 1]);
});

test("no word of a page is lost, whatever its blocks say", () => {
  const blocks: BlockAnswer[] = [
    { kind: "text", start: 4, end: 90, level: 0 },
    { kind: "heading", start: 2, end: 6, level: 1 },
  ];
  const parts = partsOf("abcdefgh", blocks, { start: 3, end: 5 });
  assert.equal(parts.map((part) => (part.kind === "text" || part.kind === "heading" ? text(part.stretches) : "")).join(""), "abcdefgh");
  assert.equal(quoted(parts), "de");
});

test("a mark is a little wider than its line, in points of the page", () => {
  const [mark] = marksOf([[0.125, 0.5, 0.625, 0.53125]], 600, 800);
  assert.deepEqual(mark, { x: 73.5, y: 398.5, width: 303, height: 28 });
});

test("the heading of a page is the first that begins on it, else the last before it", () => {
  const outline = [1, 3, 3, 8].map((page) => ({ level: 1, title: "", page, start: 0 }));
  assert.deepEqual([1, 2, 3, 7, 8, 9].map((page) => headingAt(outline, page)), [0, 0, 1, 2, 3, 3]);
  assert.equal(headingAt([{ level: 1, title: "", page: 4, start: 0 }], 2), -1);
});
