import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseFaults, offsetOf } from "../src/console/file-faults";
import { typedByLink } from "../src/fan/invitation-link";
import { checkDraw } from "../src/proof/draw";

/** As the server makes it: five fans, seven tickets, one fan who has won before, a beacon. */
const FILE = readFileSync("tests/draw-1.txt", "utf8");
const [FIRST = "", ...LINES] = FILE.split("\n");
const DOCUMENT = JSON.parse(FIRST) as { commitment: string; root: string; winners: string[]; seed: string; excluded: string[]; entries: number };
const KEPT = { commitment: DOCUMENT.commitment, root: DOCUMENT.root };

const fileOf = (news: object, lines: readonly string[] = LINES): string => [JSON.stringify({ ...DOCUMENT, ...news }), ...lines].join("\n");

test("a draw of the server is right", () => {
  assert.deepEqual(checkDraw(FILE, KEPT), { isRight: true, entries: 7 });
  assert.ok(checkDraw(FILE, { ...KEPT, root: null }).isRight);
});

test("a draw that is not the one that was committed to is not right", () => {
  assert.ok(!checkDraw(FILE, { ...KEPT, commitment: "0".repeat(64) }).isRight);
  assert.ok(!checkDraw(FILE, { ...KEPT, root: "0".repeat(64) }).isRight);
});

test("other winners, another seed, another beacon or fewer tickets are found out", () => {
  const [first = "", second = ""] = DOCUMENT.winners;
  const forged = [
    fileOf({ winners: [second, first] }),
    fileOf({ winners: [first] }),
    fileOf({ seed: "0".repeat(64) }),
    fileOf({ beacon_value: "85211" }),
    fileOf({ excluded: [] , winners: [...DOCUMENT.excluded, first] }),
    fileOf({}, LINES.slice(1)),
    fileOf({ entries: 6 }, LINES.slice(1)),
    fileOf({}, [LINES[1] ?? "", LINES[0] ?? "", ...LINES.slice(2)]),
  ];
  for (const [at, file] of forged.entries()) assert.ok(!checkDraw(file, KEPT).isRight, `forgery ${at}`);
});

test("what is no draw at all is not right, and no error", () => {
  for (const file of ["", "{}", "null\n", fileOf({ seed: "x" }), FILE.slice(0, -1)]) assert.ok(!checkDraw(file, KEPT).isRight);
});

test("the code of a link is taken only if it looks like one", () => {
  assert.equal(typedByLink("#invite=K7MQ3-XHR9T"), "K7MQ3-XHR9T");
  assert.equal(typedByLink("#invite=%3Cscript%3E"), "");
  assert.equal(typedByLink("#other=1"), "");
  assert.equal(typedByLink(""), "");
});

test("the faults of a file are found with their lines and columns", () => {
  const detail = "line 3, column 7: shares must be a whole number\nsomething else\nline 12, column 1: unknown key";
  assert.deepEqual(parseFaults(detail), [
    { line: 3, column: 7, words: "shares must be a whole number" },
    { line: 12, column: 1, words: "unknown key" },
  ]);
  assert.equal(offsetOf("a: 1\nbc: 2\n", 2, 3), 7);
  assert.equal(offsetOf("a: 1\n", 9, 9), 5);
  assert.equal(offsetOf("a: 1\nb", 1, 99), 4);
});
