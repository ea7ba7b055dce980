import { locale } from "./text";

/** A number as the reader's language writes it. */
export const count = (number: number): string => new Intl.NumberFormat(locale()).format(number);

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** A stretch of time in the one unit that says it best, rounded up: seconds, minutes, or hours with minutes. */
export function duration(seconds: number): string {
  const say = (value: number, unit: "second" | "minute" | "hour"): string =>
    new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(value);
  if (seconds < MINUTE_S) return say(Math.ceil(seconds), "second");
  const minutes = Math.ceil(seconds / MINUTE_S);
  if (seconds < HOUR_S) return say(minutes, "minute");
  return `${say(Math.floor(minutes / MINUTE_S), "hour")} ${say(minutes % MINUTE_S, "minute")}`;
}
