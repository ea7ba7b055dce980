/** The text of a page as paragraphs, lists and tables, with the quotation marked. Pure. */

import type { BlockAnswer, BlockKind } from "./answers";

export interface Stretch {
  readonly text: string;
  readonly isQuoted: boolean;
}

export interface Paragraph {
  readonly kind: "heading" | "text";
  /** Of a heading, from 1, never more than one below the heading before it; else 0. */
  readonly level: number;
  readonly stretches: readonly Stretch[];
}

export interface List {
  readonly kind: "list";
  readonly items: readonly (readonly Stretch[])[];
}

/** Rows of cells. */
export interface Table {
  readonly kind: "table";
  readonly rows: readonly (readonly (readonly Stretch[])[])[];
}

export type Part = Paragraph | List | Table;

const CELL_BORDER = " | ";

interface Bounds {
  readonly start: number;
  readonly end: number;
}

/** What a page is made of, in order; text that stands in no block is a paragraph of its own. */
export function partsOf(text: string, blocks: readonly BlockAnswer[], quote: Bounds | null): readonly Part[] {
  // The server counts code points, JavaScript halves of some of them.
  const characters = [...text];
  const parts: Part[] = [];
  let level = 0;
  for (const block of whole(blocks, characters.length)) {
    const stretches = cut(characters, block, quote);
    if (!stretches.some((stretch) => stretch.text.trim() !== "")) continue;
    if (block.kind === "heading") level = Math.min(Math.max(1, block.level), level + 1);
    append(parts, block.kind, block.kind === "heading" ? level : 0, stretches);
  }
  return parts;
}

function append(parts: Part[], kind: BlockKind, level: number, stretches: readonly Stretch[]): void {
  const last = parts.at(-1);
  if (kind === "heading" || kind === "text") parts.push({ kind, level, stretches });
  else if (kind === "item" && last?.kind === "list") parts[parts.length - 1] = { kind: "list", items: [...last.items, stretches] };
  else if (kind === "item") parts.push({ kind: "list", items: [stretches] });
  else if (last?.kind === "table") parts[parts.length - 1] = { kind: "table", rows: [...last.rows, cellsOf(stretches)] };
  else parts.push({ kind: "table", rows: [cellsOf(stretches)] });
}

/** The blocks in order, and what lies between them. */
function* whole(blocks: readonly BlockAnswer[], length: number): Generator<BlockAnswer> {
  let at = 0;
  for (const block of blocks.toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(at, block.start);
    const end = Math.min(length, block.end);
    if (at < start) yield { kind: "text", start: at, end: Math.min(start, length), level: 0 };
    if (start < end) yield { ...block, start, end };
    at = Math.max(at, end);
  }
  if (at < length) yield { kind: "text", start: at, end: length, level: 0 };
}

function cut(characters: readonly string[], { start, end }: Bounds, quote: Bounds | null): readonly Stretch[] {
  const from = Math.min(end, Math.max(start, quote?.start ?? end));
  const to = Math.min(end, Math.max(from, quote?.end ?? end));
  const stretch = (a: number, b: number, isQuoted: boolean): Stretch => ({ text: characters.slice(a, b).join(""), isQuoted });
  return [stretch(start, from, false), stretch(from, to, quote !== null), stretch(to, end, false)].filter(({ text }) => text !== "");
}

/** The cells of a row; a border may lie across two stretches only if a quotation ends inside of it, and then stays. */
function cellsOf(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const cells: Stretch[][] = [[]];
  for (const { text, isQuoted } of stretches) {
    for (const [index, piece] of text.split(CELL_BORDER).entries()) {
      if (index > 0) cells.push([]);
      if (piece !== "") cells.at(-1)?.push({ text: piece, isQuoted });
    }
  }
  return cells;
}
