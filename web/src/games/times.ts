import { serverNowMs } from "../kit/clock";
import { locale } from "../kit/text";
import { zone } from "./place";
import { dayOf } from "./zones";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the reader counts twelve hours twice: a habit of her region, which the language of the page does not know. */
const hour12 = new Intl.DateTimeFormat(navigator.language, { hour: "numeric" }).resolvedOptions().hour12 ?? false;
const TIME = { hour: hour12 ? "numeric" : "2-digit", minute: "2-digit", hour12 } as const;
const DAY = { weekday: "short", day: "numeric", month: "short" } as const;

function write(at: string | number, options: Intl.DateTimeFormatOptions): string {
  const key = locale() + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    // Digits are those of the boards at the venue, in every language.
    format = new Intl.DateTimeFormat(locale(), { ...options, numberingSystem: "latn" });
    formats.set(key, format);
  }
  return format.format(new Date(at));
}

export const clock = (at: string): string => write(at, { timeZone: zone.value, ...TIME });

/** Day and time, where the day is not clear from what stands around. */
export const moment = (at: string): string => write(at, { timeZone: zone.value, ...DAY, ...TIME });

export const instant = (at: string): string => write(at, { timeZone: zone.value, year: "numeric", ...DAY, ...TIME, second: "2-digit" });

/** To the second; the day is named unless it is today. */
export function latest(at: string): string {
  const isToday = dayOf(Date.parse(at), zone.value) === dayOf(serverNowMs(), zone.value);
  return isToday ? write(at, { timeZone: zone.value, ...TIME, second: "2-digit" }) : moment(at);
}

/** The day is named unless it is the day that the reader is looking at. */
export const near = (at: string, nowMs: number = serverNowMs()): string =>
  dayOf(Date.parse(at), zone.value) === dayOf(nowMs, zone.value) ? clock(at) : moment(at);

const plainDay = (day: string, options: Intl.DateTimeFormatOptions): string => write(`${day}T12:00:00Z`, { ...options, timeZone: "UTC" });

export const dayLong = (day: string): string => plainDay(day, { weekday: "long", day: "numeric", month: "long" });
export const dayShort = (day: string): string => plainDay(day, DAY);
export const dayOfMonth = (day: string): string => plainDay(day, { day: "numeric" });
export const weekday = (day: string): string => plainDay(day, { weekday: "short" });
export const birthday = (day: string): string => plainDay(day, { dateStyle: "long" });
