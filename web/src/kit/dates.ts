import { locale } from "./text";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = locale() + JSON.stringify(options);
  let dateFormat = formats.get(key);
  if (!dateFormat) {
    dateFormat = new Intl.DateTimeFormat(locale(), options);
    formats.set(key, dateFormat);
  }
  return dateFormat.format(at);
}

export const formatMoment = (at: string): string =>
  format(new Date(at), { dateStyle: "medium", timeStyle: "short" });

/** To the second, where it matters what came first. */
export const formatInstant = (at: string): string =>
  format(new Date(at), { dateStyle: "medium", timeStyle: "medium" });

export const formatDeadline = (at: string): string => format(new Date(at), { dateStyle: "long", timeStyle: "short" });

export const formatClock = (at: Date): string => format(at, { timeStyle: "medium" });

export const formatClockShort = (at: Date): string => format(at, { timeStyle: "short" });

/** A day without its year, for an axis that is longer than a day. */
export const formatDay = (at: Date): string => format(at, { month: "short", day: "numeric" });

/** The time of an opening: without the day while that is today. */
export function formatOpening(at: string, nowMs: number): string {
  const day = new Date(at);
  if (day.toDateString() === new Date(nowMs).toDateString()) return formatClockShort(day);
  return format(day, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
}

/** An instant as a field for local date and time has it. */
export function toLocalInput(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, "2026-02-06T20:00".length);
}

/** A time of the near future or past: the day is named when it is not today. */
export const formatNear = (at: Date): string =>
  at.toDateString() === new Date().toDateString() ? formatClockShort(at) : formatMoment(at.toISOString());
