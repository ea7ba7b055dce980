import type { Books, BurnPoint } from "../kit/contract";

/** How far beyond what has happened the plot looks, as a multiple of it: a long plan must not squeeze the curve. */
const AHEAD_MAX = 3;
const AHEAD_MS_MIN = 60_000;

interface Dot {
  readonly atMs: number;
  readonly minor: number;
}

type Line = readonly [Dot, Dot];

/** The three curves of the plot over the same instants; null where a curve has no dot. */
export interface Curves {
  readonly atS: readonly number[];
  readonly remaining: readonly (number | null)[];
  readonly plan: readonly (number | null)[];
  readonly forecast: readonly (number | null)[];
}

/** What has remained so far, what the plan wants and where it leads at the pace of now. */
export function drawCurves(points: readonly BurnPoint[], books: Books): Curves {
  const past = points.map((point) => ({ atMs: Date.parse(point.at), minor: books.total_minor - point.spent_minor }));
  const lines = [planOf(books), forecastOf(past.at(-1), books)];
  const endMs = chooseEnd(past, lines);
  const [plan, forecast] = lines.map((line) => (line ? cut(line, endMs) : []));
  const atMs = [...new Set([past, plan ?? [], forecast ?? []].flat().map((dot) => dot.atMs))].sort((a, b) => a - b);
  const heights = (dots: readonly Dot[]) => {
    const known = new Map(dots.map((dot) => [dot.atMs, dot.minor]));
    return atMs.map((at) => known.get(at) ?? null);
  };
  return { atS: atMs.map((at) => at / 1000), remaining: heights(past), plan: heights(plan ?? []), forecast: heights(forecast ?? []) };
}

/** Even giving, from the opening to the closing; null when either is not known. */
function planOf({ opened_at, opens_at, closes_at, total_minor }: Books): Line | null {
  const from = opened_at ?? opens_at;
  if (from === null || closes_at === null || closes_at <= from) return null;
  return [{ atMs: Date.parse(from), minor: total_minor }, { atMs: Date.parse(closes_at), minor: 0 }];
}

function forecastOf(last: Dot | undefined, { forecast_empty_at, state }: Books): Line | null {
  if (!last || state !== "open" || forecast_empty_at === null) return null;
  const emptyMs = Date.parse(forecast_empty_at);
  return emptyMs > last.atMs ? [last, { atMs: emptyMs, minor: 0 }] : null;
}

function chooseEnd(past: readonly Dot[], lines: readonly (Line | null)[]): number {
  const firstMs = past[0]?.atMs ?? Number.NEGATIVE_INFINITY;
  const lastMs = past.at(-1)?.atMs ?? Number.POSITIVE_INFINITY;
  const wishedMs = Math.max(lastMs, ...lines.map((line) => line?.[1].atMs ?? lastMs));
  return Math.min(wishedMs, lastMs + Math.max(AHEAD_MS_MIN, AHEAD_MAX * (lastMs - firstMs)));
}

/** The line as far as the plot looks. */
function cut([from, to]: Line, endMs: number): readonly Dot[] {
  if (from.atMs >= endMs) return [];
  if (to.atMs <= endMs) return [from, to];
  const part = (endMs - from.atMs) / (to.atMs - from.atMs);
  return [from, { atMs: endMs, minor: from.minor + part * (to.minor - from.minor) }];
}
