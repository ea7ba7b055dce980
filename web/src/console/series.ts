import type { Books, BurnPoint } from "../kit/contract";

const POINTS_MAX = 900;

/** The curve with the books of now at its end. Beyond the limit every second point but the last goes. */
export function append(points: readonly BurnPoint[], books: Books): readonly BurnPoint[] {
  const last = points.at(-1);
  const atMs = Date.parse(books.at);
  if (last && Date.parse(last.at) > atMs) return points;
  const point = { at: books.at, granted: books.granted, spent_minor: books.spent_minor };
  const kept = last && Date.parse(last.at) === atMs ? points.slice(0, -1) : points;
  const grown = [...kept, point];
  return grown.length > POINTS_MAX ? thin(grown) : grown;
}

const thin = (points: readonly BurnPoint[]): readonly BurnPoint[] =>
  points.filter((_, index) => index % 2 === 0 || index === points.length - 1);

/** About `count` points spread evenly, the first and the last among them. */
export function sample(points: readonly BurnPoint[], count: number): readonly BurnPoint[] {
  if (points.length <= count) return points;
  const step = (points.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => points[Math.round(index * step)]).filter(
    (point): point is BurnPoint => point !== undefined,
  );
}
