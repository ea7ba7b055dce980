/** Files as a reader chooses them, before they are sent. Pure. */

export const FILE_BYTES_MAX = 128 * 1024 * 1024;
export const FILES_MAX = 100;
export const ACCEPTED = ".pdf,.docx,.pptx,.html,.htm,.md,.markdown";
const UNITS = ["kilobyte", "megabyte"] as const;

/** What is wrong with a file by its size alone; the server looks inside. */
export function refusalOf(size: number): "empty" | "too_large" | null {
  if (size === 0) return "empty";
  return size > FILE_BYTES_MAX ? "too_large" : null;
}

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

/** A size as the reader's language writes it, in the units that file managers use. */
export function formatBytes(bytes: number, locale: string): string {
  const isLarge = bytes >= MEGABYTE;
  const value = bytes / (isLarge ? MEGABYTE : KILOBYTE);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[isLarge ? 1 : 0],
    unitDisplay: "short",
    maximumFractionDigits: isLarge && value < 10 ? 1 : 0,
  }).format(isLarge ? value : Math.max(1, value));
}
