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

export const formatDeadline = (at: string): string => format(new Date(at), { dateStyle: "long", timeStyle: "short" });

export const formatClock = (at: Date): string => format(at, { timeStyle: "medium" });

export const formatClockShort = (at: Date): string => format(at, { timeStyle: "short" });
