/** Where things stand in a plot. Pure. */

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];
const TICKS_WANTED = 4;

/** A scale with round ticks that holds all values; from zero where bars stand on it or zero is near. */
export function scaleOf(values: readonly (number | null)[], fromZero: boolean): Scale {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  let low = known.length > 0 ? Math.min(...known) : 0;
  let high = known.length > 0 ? Math.max(...known) : 1;
  const isNearZero = low > 0 && low < (high - low) / 2;
  if (fromZero || isNearZero) [low, high] = [Math.min(0, low), Math.max(0, high)];
  if (low === high) [low, high] = low === 0 ? [0, 1] : [low - Math.abs(low) / 10, high + Math.abs(high) / 10];
  const step = stepOf((high - low) / TICKS_WANTED);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
  return { low: first * step, high: last * step, ticks };
}

function stepOf(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (STEPS.find((step) => step * power >= rough * 0.999) ?? 10) * power;
}

/** Which labels of an axis are written where there is room for so many; the first always. */
export function shownLabels(count: number, room: number): readonly number[] {
  const every = Math.max(1, Math.ceil(count / Math.max(1, room)));
  return Array.from({ length: Math.ceil(count / every) }, (_, at) => at * every);
}

/** The points of a line as stretches without gaps, each with the place of its value. */
export function stretchesOf(values: readonly (number | null)[]): readonly (readonly number[])[] {
  const stretches: number[][] = [];
  let isOpen = false;
  values.forEach((value, at) => {
    if (value === null) isOpen = false;
    else if (isOpen) stretches.at(-1)?.push(at);
    else {
      stretches.push([at]);
      isOpen = true;
    }
  });
  return stretches;
}
