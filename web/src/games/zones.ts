/** Days and wall clocks in any zone, as far as the browser knows it. */

const MINUTE_MS = 60_000;
const parts = new Map<string, Intl.DateTimeFormat>();

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Every zone that can be chosen. */
export const allZones = (): readonly string[] => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

/** What a clock on the wall shows there, as a field for local date and time has it: YYYY-MM-DDTHH:MM. */
export function wallOf(ms: number, zone: string): string {
  let format = parts.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    parts.set(zone, format);
  }
  const found = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}`;
}

export const dayOf = (ms: number, zone: string): string => wallOf(ms, zone).slice(0, 10);

/** The instant at which that clock shows this; the later one of an hour that a zone skips. NaN where it is no time. */
export function instantOf(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  let guess = asUtc;
  // The offset at the guess corrects the guess; twice, because the first may lie beyond a change of the clock.
  for (let round = 0; round < 2; round += 1) guess = asUtc - offsetMs(guess, zone);
  return guess;
}

function offsetMs(ms: number, zone: string): number {
  const whole = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  return Date.parse(`${wallOf(whole, zone)}Z`) - whole;
}

/** The instant of the midnight that a day begins with there. */
export const midnightOf = (day: string, zone: string): number => instantOf(`${day}T00:00`, zone);

/** The day of the list that is nearest to the wished one; the wish itself where the list is empty. */
export function nearestDay(days: readonly string[], wished: string): string {
  const distance = (day: string): number => Math.abs(Date.parse(day) - Date.parse(wished));
  return days.reduce((best, day) => (distance(day) < distance(best) ? day : best), days[0] ?? wished);
}
