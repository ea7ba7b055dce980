import { sha256 } from "@noble/hashes/sha2.js";
import { fromHex, join, Malformed, toHex, utf8 } from "./bytes";

const FORMAT = "grandstand-draw-file-1";
const DOMAIN = utf8("grandstand-draw-1\0");
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const HASH_BYTES = 32;
const PSEUDONYM_DIGITS = 32;
const LINE = /^[0-9a-f]{32} ([a-z][a-z0-9:.-]{0,39})$/;

/** What was published before: nobody who checks has to trust the file in these. */
export interface Kept {
  readonly commitment: string;
  readonly root: string | null;
}

interface DrawDocument {
  readonly format: string;
  readonly terms: string;
  readonly commitment: string;
  readonly seed: string;
  readonly beacon_value: string;
  readonly entries: number;
  readonly root: string;
  readonly excluded: readonly string[];
  readonly winners: readonly string[];
}

interface Terms {
  readonly winners: number;
  readonly tickets: readonly string[];
  readonly beacon: string;
}

/** Whether the winners of a draw's file follow from its seed, all of its tickets and its beacon, and from what was kept. */
export function checkDraw(file: string, kept: Kept): { isRight: boolean; entries: number } {
  const [first = "", ...rest] = file.split("\n");
  const lines = rest.slice(0, -1);
  try {
    const document = parse(first);
    return { isRight: rest.at(-1) === "" && follows(document, lines, kept), entries: lines.length };
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return { isRight: false, entries: lines.length };
    throw error;
  }
}

function follows(document: DrawDocument, lines: readonly string[], kept: Kept): boolean {
  const terms = JSON.parse(document.terms) as Terms;
  const seed = fromHex(document.seed, HASH_BYTES);
  const root = fromHex(document.root, HASH_BYTES);
  return (
    document.commitment === kept.commitment &&
    (kept.root === null || document.root === kept.root) &&
    toHex(sha256(join(seed, utf8(document.terms)))) === document.commitment &&
    document.entries === lines.length &&
    areEntries(lines, terms.tickets) &&
    toHex(entriesRoot(lines)) === document.root &&
    (terms.beacon === "") === (document.beacon_value === "") &&
    same(winners(join(DOMAIN, seed, root, utf8(document.beacon_value)), lines, new Set(document.excluded), terms.winners), document.winners)
  );
}

/** Tickets of this draw, each once and in order. */
function areEntries(lines: readonly string[], tickets: readonly string[]): boolean {
  const known = new Set(tickets);
  return lines.every((line, at) => {
    const [, ticket] = LINE.exec(line) ?? [];
    return ticket !== undefined && known.has(ticket) && (at === 0 || `${lines[at - 1]}\n` < `${line}\n`);
  });
}

/** The root of the Merkle tree of RFC 9162, section 2.1, over the entries; that of no entry is zero. */
export function entriesRoot(lines: readonly string[]): Uint8Array {
  let level: Uint8Array[] = lines.map((line) => sha256(join(LEAF, utf8(`${line}\n`))));
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      // A node without a neighbour goes up as it is.
      if (left) above.push(right ? sha256(join(NODE, left, right)) : left);
    }
    level = above;
  }
  return level[0] ?? new Uint8Array(HASH_BYTES);
}

/** The lowest scores win, one for each fan. */
function winners(mixed: Uint8Array, lines: readonly string[], excluded: ReadonlySet<string>, count: number): readonly string[] {
  const mix = sha256(mixed);
  const best = new Map<string, string>();
  for (const line of lines) {
    const name = line.slice(0, PSEUDONYM_DIGITS);
    if (excluded.has(name)) continue;
    const score = toHex(sha256(join(mix, utf8(`${line}\n`))));
    const known = best.get(name);
    if (known === undefined || score < known) best.set(name, score);
  }
  const ranked = [...best].sort(([a, x], [b, y]) => (x < y ? -1 : x > y ? 1 : a < b ? -1 : 1));
  return ranked.slice(0, count).map(([name]) => name);
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((each, at) => each === b[at]);

function parse(first: string): DrawDocument {
  const document = JSON.parse(first) as DrawDocument | null;
  const isOne = document?.format === FORMAT && Array.isArray(document.winners) && Array.isArray(document.excluded);
  if (!isOne || typeof document.terms !== "string" || typeof document.beacon_value !== "string") throw new Malformed("no draw");
  return document;
}
