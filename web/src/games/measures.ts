import { locale } from "../kit/text";

export type Measure = "celsius" | "percent" | "meter-per-second";

/** A measured number with its unit as the reader's language writes it; what is no number stays as it is. */
export function measure(value: string, unit: Measure, tag: string = locale()): string {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isNaN(number)) return value;
  // Digits are those of the boards at the venue, in every language.
  const format = new Intl.NumberFormat(tag, { style: "unit", unit, maximumFractionDigits: 1, numberingSystem: "latn" });
  return format.format(number).replace("-", "−");
}

const POINTS = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];

/** Degrees clockwise from north of a point of the compass, or of a number of degrees; null of anything else. */
export function bearingOf(point: string): number | null {
  const index = POINTS.indexOf(point.trim().toUpperCase());
  if (index >= 0) return index * 22.5;
  const degrees = point.trim() === "" ? Number.NaN : Number(point);
  return Number.isNaN(degrees) ? null : ((degrees % 360) + 360) % 360;
}
